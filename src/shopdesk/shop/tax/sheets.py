"""The columns of tax rules and of the tax report, on screen and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import N_

WAYS: Mapping[str, State] = MappingProxyType(
    {
        "inclusive": State(N_("Contained")),
        "exclusive": State(N_("On top")),
        "told": State(N_("As the channel charged it"), Tone.INFO),
        "none": State(N_("No rate"), Tone.WARN),
    }
)
"""How a rate stands to prices; "told": the file of the orders says what was charged, "none": nobody does."""
RULE_WAYS: Mapping[str, State] = MappingProxyType({key: WAYS[key] for key in ("inclusive", "exclusive")})

RULES = Sheet(
    name="tax_rules",
    title=N_("Tax rates"),
    key="tax_rule_id",
    help=N_("Rates of sales tax, each from a day on. The rate that says most about a sale holds: country, category and channel; of equals the latest."),
    columns=(
        Column("title", N_("Name"), Kind.TEXT, width=20, required=True, editable=True, example=N_("Standard rate"), help=N_("How the rate is called in the report.")),
        Column("rate", N_("Per cent"), Kind.PERCENT, width=9, required=True, editable=True, example="0.13", help=N_("The share of the net price.")),
        Column("way", N_("In prices"), Kind.STATE, width=18, required=True, editable=True, states=RULE_WAYS, example="inclusive", help=N_("Whether prices contain the tax or it is charged on top of them.")),
        Column("since", N_("From day"), Kind.DATE, width=12, required=True, editable=True, example="2026-01-01", help=N_("The first day on which the rate holds.")),
        Column("channel", N_("Channel"), Kind.TEXT, width=14, editable=True, help=N_("The sales channel that it is for; blank for all.")),
        Column("category", N_("Category"), Kind.TEXT, width=16, editable=True, help=N_("The category of products that it is for; blank for all, and for shipping.")),
        Column("country", N_("Country"), Kind.TEXT, width=10, editable=True, help=N_("The country that goods go to, as the orders name it; blank for all.")),
    ),
)
"""Tax rules on screen and in Excel."""

TAX = Sheet(
    name="tax_report",
    title=N_("Sales tax"),
    key="row",
    help=N_("What sales and refunds of the days owe of sales tax, by channel and rate."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=16),
        Column("title", N_("Tax rate"), Kind.TEXT, width=22),
        Column("rate", N_("Per cent"), Kind.PERCENT, width=9),
        Column("way", N_("In prices"), Kind.STATE, width=18, states=WAYS),
        Column("sales", N_("Sales"), Kind.MONEY, total=True, help=N_("Goods, shipping and charges of booked orders less discounts, with the tax that was charged.")),
        Column("refunds", N_("Refunds"), Kind.MONEY, total=True, help=N_("Money given back in these days, shared over what was sold.")),
        Column("base", N_("Net base"), Kind.MONEY, total=True, help=N_("Sales less refunds, without tax.")),
        Column("tax", N_("Tax"), Kind.MONEY, total=True, help=N_("What is owed: as the channel charged it, or what the prices contain.")),
        Column("expected", N_("Tax expected"), Kind.MONEY, total=True, help=N_("The net base at the rate that holds; blank where there is no rate.")),
        Column("off", N_("Difference"), Kind.MONEY, total=True, help=N_("Tax less what was expected: charged too much, or below zero too little.")),
    ),
)
"""The tax report on screen and in Excel."""
