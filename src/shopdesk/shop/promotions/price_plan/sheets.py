"""The columns of the regular price plan and of its rules, on screen and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.promotions.price_plan.rules import RuleKind, Stands
from shopdesk.text import N_

RULE_KINDS: Mapping[str, State] = MappingProxyType(
    {
        RuleKind.SEASON: State(N_("Season")),
        RuleKind.CLEARANCE: State(N_("Clearance")),
        RuleKind.MEMBER: State(N_("Member price")),
    }
)
STANDINGS: Mapping[str, State] = MappingProxyType(
    {
        Stands.LOWERED: State(N_("Lower price"), Tone.GOOD),
        Stands.HELD: State(N_("Floor holds"), Tone.WARN),
        Stands.UNKNOWN: State(N_("Cost unknown"), Tone.BAD),
    }
)

PLAN_RULES = Sheet(
    name="price_plan_rules",
    title=N_("Price rules"),
    key="title",
    help=N_("Rules of the regular price plan: seasons, steps of clearance, prices for members."),
    columns=(
        Column(
            "title", N_("Rule"), Kind.TEXT, width=24, required=True, editable=True, example=N_("Old stock 180 days")
        ),
        Column(
            "kind",
            N_("Kind"),
            Kind.STATE,
            width=14,
            required=True,
            editable=True,
            states=RULE_KINDS,
            example="clearance",
        ),
        Column("off_rate", N_("Off the list price"), Kind.PERCENT, required=True, editable=True, example="30%"),
        Column("category", N_("Category"), Kind.TEXT, width=18, editable=True, help=N_("Blank: all goods.")),
        Column(
            "group_name",
            N_("Customer group"),
            Kind.TEXT,
            width=16,
            editable=True,
            help=N_("Of a price for members: whose."),
        ),
        Column("first_on", N_("First day"), Kind.DATE, editable=True),
        Column("last_on", N_("Last day"), Kind.DATE, editable=True),
        Column(
            "older_than",
            N_("Older than days"),
            Kind.INTEGER,
            editable=True,
            help=N_("Of clearance: pieces came longer ago: 30, 90, 180 or 365 days."),
        ),
        Column(
            "cover_over",
            N_("Lasts longer than days"),
            Kind.INTEGER,
            editable=True,
            help=N_("Of clearance: at the pace of now the stock lasts longer."),
        ),
        Column(
            "min_margin",
            N_("Least margin"),
            Kind.PERCENT,
            editable=True,
            help=N_("What is left of the new price after cost at least. Blank: never below cost."),
        ),
    ),
)
"""The rules on screen and in Excel, in and out."""

PRICE_PLAN = Sheet(
    name="price_plan",
    title=N_("Price plan"),
    key="sku",
    help=N_("What the regular price plan makes of list prices today, and why."),
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=26),
        Column("why", N_("Why"), Kind.LONG_TEXT, width=44),
        Column("stands", N_("What becomes of it"), Kind.STATE, width=14, states=STANDINGS),
        Column("price", N_("List price"), Kind.PRICE),
        Column("new_price", N_("Planned price"), Kind.PRICE),
        Column(
            "cost", N_("Cost"), Kind.PRICE, help=N_("What one is worth on the shelf, else what it is said to cost.")
        ),
        Column("floor", N_("Floor"), Kind.PRICE, help=N_("No rule goes below it.")),
        Column("margin", N_("Margin after cost"), Kind.MONEY),
        Column("margin_share", N_("Margin share"), Kind.PERCENT, help=N_("Of the new price.")),
        Column("on_hand", N_("On hand"), Kind.QUANTITY),
        Column("cover_days", N_("Days of cover"), Kind.INTEGER),
    ),
)
"""What the plan proposes, on screen and in Excel."""
