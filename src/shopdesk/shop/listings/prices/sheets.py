"""The columns of the price desk: what each price leaves, rules, what they would change, and the journal of prices."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.prices.rules import RuleKind, Stands
from shopdesk.text import N_

VERDICTS: Mapping[str, State] = MappingProxyType(
    {
        "earns": State(N_("Earns"), Tone.GOOD),
        "loss": State(N_("Sold at a loss"), Tone.BAD),
        "no_fee": State(N_("Fees unknown"), Tone.WARN),
        "no_cost": State(N_("Cost unknown"), Tone.WARN),
        "no_price": State(N_("No price"), Tone.WARN),
    }
)
RULE_KINDS: Mapping[str, State] = MappingProxyType(
    {
        RuleKind.COST: State(N_("On the cost")),
        RuleKind.MEDIAN: State(N_("Against the median of competitors")),
        RuleKind.LOWEST: State(N_("Against the cheapest competitor")),
        RuleKind.ENDING: State(N_("Ending alone")),
    }
)
STANDS: Mapping[str, State] = MappingProxyType(
    {
        Stands.RAISE: State(N_("Raise"), Tone.INFO),
        Stands.LOWER: State(N_("Lower"), Tone.GOOD),
        Stands.HELD: State(N_("Held by the floor"), Tone.WARN),
        Stands.SAME: State(N_("Stays")),
        Stands.LOCKED: State(N_("Locked"), Tone.WARN),
        Stands.ON_TRIAL: State(N_("Price on trial"), Tone.WARN),
        Stands.NO_COST: State(N_("Cost unknown"), Tone.BAD),
        Stands.NO_FLOOR: State(N_("Floor out of reach"), Tone.BAD),
        Stands.NO_RIVALS: State(N_("No competitor"), Tone.WARN),
        Stands.NO_PRICE: State(N_("No price"), Tone.WARN),
    }
)
_WHERE = (
    Column("channel", N_("Channel"), Kind.TEXT, width=12),
    Column("listing_no", N_("Listing no."), Kind.ID, width=14),
    Column("sku", N_("SKU"), Kind.ID, width=12),
    Column("title", N_("Listing"), Kind.TEXT, width=28),
)
_LOW_7 = Column(
    "low_7",
    N_("Lowest of 7 days"),
    Kind.PRICE,
    help=N_("What a buyer paid least for one in the 7 days before today, in any channel."),
)
_LOW_30 = Column(
    "low_30",
    N_("Lowest of 30 days"),
    Kind.PRICE,
    help=N_("What a buyer paid least for one in the 30 days before today, in any channel."),
)

PRICES = Sheet(
    name="listing_prices",
    title=N_("Prices and margins"),
    key="listing_no",
    help=N_("What every price leaves after the cost of the goods, the channel's fees, tax, freight and packaging."),
    columns=(
        *_WHERE,
        Column("verdict", N_("How the price stands"), Kind.STATE, width=13, states=VERDICTS),
        Column("price", N_("Price"), Kind.PRICE),
        Column("left", N_("Margin of one"), Kind.MONEY, help=N_("What stays of the price of one after all of its costs.")),
        Column("share", N_("Margin"), Kind.PERCENT, help=N_("What stays, of the price.")),
        Column("break_even", N_("Break-even"), Kind.PRICE, help=N_("The lowest price that brings no loss.")),
        Column("cost", N_("Cost"), Kind.PRICE, help=N_("What one is worth on the shelf, else what it is said to cost; blank where nobody knows.")),
        Column("fee", N_("Channel's fees"), Kind.PRICE, help=N_("By the fee table of the channel, else as its statements of the last half year show.")),
        Column("parcel", N_("Freight and packaging"), Kind.PRICE, help=N_("What a piece has cost there in the last 90 days.")),
        Column("tax", N_("Tax in the price"), Kind.PRICE, shown=False),
        Column("sold", N_("Sold in 30 days"), Kind.QUANTITY, width=10, total=True),
        Column("market", N_("Competitors' median"), Kind.PRICE, help=N_("Of the competitors that are watched, as they were seen last.")),
        Column("gap", N_("Against competitors"), Kind.PERCENT, help=N_("How much the price lies above their median; below zero it is cheaper.")),
        _LOW_7,
        _LOW_30,
        Column("rule", N_("Pricing rule"), Kind.TEXT, width=16),
    ),
)  # fmt: skip
"""Every price on screen and in Excel."""

PRICE_LIST = Sheet(
    name="listing_prices",
    title=N_("Price list"),
    key="listing_no",
    help=N_("The price of every SKU in every listing: change it in the sheet and import the file again."),
    columns=(
        *_WHERE,
        Column("price", N_("Price"), Kind.PRICE, editable=True),
        Column("own_price", N_("Price of the product"), Kind.PRICE, help=N_("What the shop itself asks, whatever the channel.")),
        Column("category", N_("Category"), Kind.TEXT, width=14),
    ),
)  # fmt: skip
"""Prices as they go out to be edited, and come back."""

PRICING_RULES = Sheet(
    name="pricing_rules",
    title=N_("Pricing rules"),
    key="title",
    help=N_("How prices of listings are to be found, and what has to stay of each."),
    columns=(
        Column("title", N_("Rule"), Kind.TEXT, width=24, required=True, editable=True, example=N_("Tea: cost times 1.6")),
        Column("kind", N_("Kind"), Kind.STATE, width=20, required=True, editable=True, states=RULE_KINDS, example="cost"),
        Column("category", N_("Category"), Kind.TEXT, width=18, editable=True, help=N_("Blank: all goods.")),
        Column("channel", N_("Channel"), Kind.TEXT, width=14, editable=True, help=N_("Blank: every channel.")),
        Column("factor", N_("Times the basis"), Kind.RATE, width=8, editable=True, example="1.6", help=N_("How many times the cost, or what competitors ask: 1.6 is the cost and 60 %, 0.97 is 3 % below them.")),
        Column("ending", N_("Ending"), Kind.ID, width=8, editable=True, example=".9", help=N_("How the price ends: .9, .99, 8, 99 or .00. Blank: as it is.")),
        Column("floor_margin", N_("Least margin"), Kind.PERCENT, editable=True, example="15%", help=N_("What has to stay of the price after all costs. Blank: it is not sold at a loss.")),
    ),
)  # fmt: skip
"""The rules on screen and in Excel, in and out."""

PROPOSALS = Sheet(
    name="price_proposals",
    title=N_("New prices"),
    key="listing_no",
    help=N_("What the pricing rules make of every price, and why; nothing is changed until you say so."),
    columns=(
        Column("chosen", N_("Take"), Kind.BOOL, width=7, help=N_("Whether the price is put; Enter or a double click leaves a row out.")),
        *_WHERE,
        Column("stands", N_("What becomes of it"), Kind.STATE, width=15, states=STANDS),
        Column("price", N_("Price now"), Kind.PRICE),
        Column("new_price", N_("Price by rule"), Kind.PRICE),
        Column("change", N_("Change"), Kind.PERCENT, width=9),
        Column("share", N_("Margin now"), Kind.PERCENT, width=9),
        Column("new_share", N_("New margin"), Kind.PERCENT, width=9),
        Column("left", N_("Margin of one now"), Kind.MONEY, shown=False),
        Column("new_left", N_("New margin of one"), Kind.MONEY, shown=False),
        Column("floor", N_("Floor"), Kind.PRICE, help=N_("No rule goes below it.")),
        Column("why", N_("Why"), Kind.LONG_TEXT, width=44),
        Column("hint", N_("Mind"), Kind.LONG_TEXT, width=34),
        _LOW_7,
        _LOW_30,
        Column("rule", N_("Pricing rule"), Kind.TEXT, width=16, shown=False),
    ),
)  # fmt: skip
"""What rules propose, on screen and in Excel."""

PRICE_JOURNAL = Sheet(
    name="price_journal",
    title=N_("Price journal"),
    key="listing_no",
    help=N_("Every price that was put in the place of another: when, by whom, and why."),
    columns=(
        Column("changed_at", N_("When"), Kind.TIME),
        *_WHERE,
        Column("before", N_("Price before"), Kind.PRICE),
        Column("after", N_("Price after"), Kind.PRICE),
        Column("change", N_("Change"), Kind.PERCENT, width=9),
        Column("person", N_("Who"), Kind.TEXT, width=14),
        Column("reason", N_("Reason"), Kind.TEXT, width=34),
        Column("import_id", N_("Import"), Kind.INTEGER, width=8, shown=False),
    ),
)
"""The journal on screen and in Excel."""
