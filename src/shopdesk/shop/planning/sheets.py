"""The columns of planning: what to buy, and how each SKU does, in the grid and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.planning.rules import Why
from shopdesk.text import N_

CLASSES: Mapping[str, State] = MappingProxyType(
    {"A": State("A", Tone.GOOD), "B": State("B", Tone.INFO), "C": State("C")}
)
STEADINESS: Mapping[str, State] = MappingProxyType(
    {"X": State("X", Tone.GOOD), "Y": State("Y", Tone.INFO), "Z": State("Z", Tone.WARN), "": State(N_("Few data"))}
)
REASONS: Mapping[str, State] = MappingProxyType(
    {
        Why.BELOW_POINT: State(N_("Order now"), Tone.WARN),
        Why.ENOUGH: State(N_("Enough"), Tone.GOOD),
        Why.NO_DEMAND: State(N_("No demand")),
        Why.PAUSED: State(N_("Paused")),
        Why.UNTRACKED: State(N_("Stock not recorded"), Tone.INFO),
    }
)
"""Why a proposal is what it is."""
SOURCES: Mapping[str, State] = MappingProxyType(
    {
        "policy": State(N_("Set for this SKU")),
        "receipts": State(N_("Measured from receipts"), Tone.GOOD),
        "supplier_sku": State(N_("Supplier, for this SKU")),
        "supplier": State(N_("Supplier")),
        "shop": State(N_("Shop's setting"), Tone.WARN),
    }
)
"""Who says how long a delivery takes."""

_SKU: Final = Column("sku", N_("SKU"), Kind.ID, width=14)
_TITLE: Final = Column("title", N_("Product"), Kind.TEXT, width=28)
_SUPPLIER: Final = Column("supplier", N_("Supplier"), Kind.TEXT, width=16)
_ON_HAND: Final = Column("on_hand", N_("On hand"), Kind.QUANTITY, total=True, help=N_("The sum of all moves of the SKU."))
_COVER: Final = Column("cover_days", N_("Days of cover"), Kind.QUANTITY, width=11, help=N_("Available pieces by pieces sold a day."))
_ABC: Final = Column("abc", N_("ABC"), Kind.STATE, width=6, states=CLASSES,
                     help=N_("A: the SKUs that make the first 80 % of net sales since the month of a year ago; B: up to 95 %; C: the rest."))
_XYZ: Final = Column("xyz", N_("XYZ"), Kind.STATE, width=9, states=STEADINESS,
                     help=N_("How steadily it sells: standard deviation of the pieces of the last 12 full months by their mean; X below 0.5, Y below 1, Z above. Fewer than 12 months: few data."))

REORDER = Sheet(
    name="reorder",
    title=N_("Reorder"),
    key="sku",
    help=N_("What to buy now, and why: demand, lead time, safety stock and what is on the way already."),
    columns=(
        _SKU,
        _TITLE,
        _SUPPLIER,
        Column("proposal", N_("Proposal"), Kind.QUANTITY, total=True, help=N_("Pieces to order now, in full packs and at least the supplier's minimum.")),
        Column("why", N_("Why"), Kind.STATE, states=REASONS, width=16, help=N_("Order now: available and on order have fallen to the reorder point. Stock not recorded: no receipt, opening stock or count ever said what lies there.")),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, help=N_("Proposal by unit cost; blank where the cost is unknown.")),
        Column("demand", N_("A day"), Kind.QUANTITY, width=8, help=N_("Pieces sold by days in stock, not by calendar days; a single order counts for at most five times what is usual.")),
        _ON_HAND,
        Column("reserved", N_("Reserved"), Kind.QUANTITY, total=True, help=N_("Pieces of paid orders that have not left yet.")),
        Column("on_order", N_("On order"), Kind.QUANTITY, total=True, help=N_("Ordered from suppliers and not received yet.")),
        Column("reorder_point", N_("Reorder point"), Kind.QUANTITY, width=11, help=N_("Demand over the lead time, and the safety stock: at this level it is time to order.")),
        _COVER,
        Column("lost", N_("Lost sales"), Kind.QUANTITY, width=10, total=True, help=N_("Pieces that the days without stock would have sold, at the demand of the days in stock.")),
        _ABC,
        _XYZ,
        Column("safety_stock", N_("Safety stock"), Kind.QUANTITY, width=11, shown=False, help=N_("z of the service level × √(lead time × σ of demand² + demand² × σ of lead time²).")),
        Column("eoq", N_("Economic quantity"), Kind.QUANTITY, width=12, shown=False, help=N_("√(2 × yearly demand × cost of an order / cost of holding a piece for a year); blank where these are not known.")),
        Column("lead_days", N_("Lead time, days"), Kind.QUANTITY, width=10, shown=False),
        Column("lead_source", N_("Lead time from"), Kind.STATE, states=SOURCES, width=20, shown=False),
        Column("sigma", N_("σ a day"), Kind.QUANTITY, width=8, shown=False, help=N_("Standard deviation of the pieces sold on a day in stock.")),
        Column("sold", N_("Sold"), Kind.QUANTITY, total=True, shown=False, help=N_("Pieces sold in the window of demand.")),
        Column("spikes", N_("Spikes"), Kind.QUANTITY, total=True, shown=False, help=N_("Pieces of single big orders that are not believed to come again.")),
        Column("days_in_stock", N_("Days in stock"), Kind.INTEGER, width=9, shown=False),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE, shown=False),
    ),
)  # fmt: skip
"""Proposals on screen and in Excel."""

STOCK_HEALTH = Sheet(
    name="stock_health",
    title=N_("Stock analysis"),
    key="sku",
    help=N_("How each SKU does: its classes, how old its stock is, how often it turns, and what it earns by what it ties up."),
    columns=(
        _SKU,
        _TITLE,
        _ABC,
        _XYZ,
        Column("revenue", N_("Net sales"), Kind.MONEY, total=True, help=N_("Since the month of a year ago.")),
        Column("units", N_("Sold"), Kind.QUANTITY, total=True, help=N_("Pieces that left for orders since the month of a year ago.")),
        _ON_HAND,
        Column("value", N_("Stock value"), Kind.MONEY, total=True, help=N_("What the pieces on hand cost; blank where any cost is unknown.")),
        _COVER,
        Column("turnover", N_("Turnover"), Kind.QUANTITY, width=9, help=N_("Cost of goods sold by average inventory at cost, by the year.")),
        Column("gmroi", N_("GMROI"), Kind.QUANTITY, width=8, help=N_("Gross profit by average inventory at cost, by the year.")),
        Column("sell_through", N_("Sell-through"), Kind.PERCENT, width=10, help=N_("Sold by received in the same time, opening stock included.")),
        Column("age_30", N_("≤ 30 days"), Kind.QUANTITY, total=True, help=N_("Pieces on hand by age, if the oldest leave first.")),
        Column("age_90", N_("31–90"), Kind.QUANTITY, total=True),
        Column("age_180", N_("91–180"), Kind.QUANTITY, total=True),
        Column("age_365", N_("181–365"), Kind.QUANTITY, total=True),
        Column("age_more", N_("> 365 days"), Kind.QUANTITY, total=True, help=N_("Older than a year, or of unknown age.")),
        Column("last_sold_on", N_("Last sold"), Kind.DATE, help=N_("Blank where nothing was sold since the month of a year ago.")),
        Column("dead", N_("Dead stock"), Kind.BOOL, width=8, help=N_("On hand, and nothing sold within the days that the shop set.")),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=16, shown=False),
        Column("category", N_("Category"), Kind.TEXT, width=14, shown=False),
        Column("average_value", N_("Average inventory"), Kind.MONEY, shown=False, help=N_("At cost, averaged over the days since the month of a year ago.")),
        Column("cogs", N_("Cost of goods sold"), Kind.MONEY, total=True, shown=False, help=N_("Blank where the cost of any piece sold is unknown.")),
        Column("received", N_("Qty received"), Kind.QUANTITY, total=True, shown=False),
        Column("oldest_on", N_("Oldest since"), Kind.DATE, shown=False),
        Column("cv", N_("Variation"), Kind.QUANTITY, width=9, shown=False, help=N_("Standard deviation by mean of the pieces sold a month.")),
    ),
)  # fmt: skip
"""The analysis of stock on screen and in Excel."""

POLICY_FIELDS: Final = (
    Column("service_level", N_("Service level"), Kind.PERCENT, help=N_("Chance that the stock lasts until the next delivery.")),
    Column("lead_days", N_("Lead time, days"), Kind.INTEGER),
    Column("lift", N_("Lift"), Kind.QUANTITY, help=N_("Demand to come by demand so far: 1.3 for a season or a promotion.")),
    Column("lift_until", N_("Lift until"), Kind.DATE),
    Column("is_paused", N_("Paused"), Kind.BOOL, help=N_("No proposals.")),
)  # fmt: skip
"""What a person may decide of one SKU."""

SHOP_FIELDS: Final = (
    Column("window_days", N_("Days of demand"), Kind.INTEGER, help=N_("Demand is that of the last so many days.")),
    Column("service_level", N_("Service level, %"), Kind.QUANTITY, help=N_("Chance that the stock lasts until the next delivery.")),
    Column("lead_days", N_("Lead time, days"), Kind.INTEGER, help=N_("Where neither receipts nor the supplier say.")),
    Column("order_cost", N_("Cost of an order"), Kind.MONEY, help=N_("What placing and receiving one order costs, whatever its size; 0 orders for the days of cover instead of the economic quantity.")),
    Column("holding_rate", N_("Holding cost a year, %"), Kind.QUANTITY, help=N_("What a year on the shelf costs, of what a piece cost.")),
    Column("cover_days", N_("Days to buy for"), Kind.INTEGER, help=N_("Where no economic quantity can be figured.")),
    Column("dead_days", N_("Dead after days"), Kind.INTEGER, help=N_("Stock that sold nothing for so long is dead.")),
)  # fmt: skip
"""What the shop decides of all SKUs, see `read.Policy`."""
