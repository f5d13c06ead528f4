"""The columns of balances in other currencies, on screen and in Excel."""

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

FOREIGN = Sheet(
    name="foreign_balances",
    title=N_("Other currencies"),
    key="row",
    help=N_("What is held and owed in other currencies at the end of the last day shown, as the books have it and at the rate of that day."),
    columns=(
        Column("code", N_("Account"), Kind.ID, width=14),
        Column("title", N_("Account name"), Kind.TEXT, width=26),
        Column("currency", N_("Currency"), Kind.ID, width=10),
        Column("own", N_("Balance"), Kind.MONEY, help=N_("In that currency; below zero is owed.")),
        Column("amount", N_("In the books"), Kind.MONEY, total=True, help=N_("In the shop's currency, at the rates of the days on which it came about.")),
        Column("rate", N_("Rate"), Kind.RATE, width=14, help=N_("Of the day; blank where nobody has told one.")),
        Column("value", N_("Worth"), Kind.MONEY, total=True, help=N_("The balance at that rate.")),
        Column("difference", N_("Gain"), Kind.MONEY, total=True, help=N_("Worth less what the books have; below zero a loss.")),
    ),
)
"""Balances in other currencies on screen and in Excel."""
