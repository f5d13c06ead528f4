"""The columns of the profit tables on screen and in Excel."""

from dataclasses import replace
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import N_

_FIGURES = (
    Column("orders", N_("Orders"), Kind.INTEGER, width=8, total=True, help=N_("Sales booked; counted as the orders stand now, so that one cancelled later leaves its month, also a closed one.")),
    Column("units", N_("Units"), Kind.QUANTITY, width=9, total=True,
           help=N_("Pieces sold, less pieces returned; counted as the orders stand now, also in closed months.")),
    Column("gross_sales", N_("Gross sales"), Kind.MONEY, total=True, help=N_("Prices of the goods sold, before discounts.")),
    Column("discounts", N_("Discounts"), Kind.MONEY, total=True, help=N_("Discounts that the shop bears.")),
    Column("refunds", N_("Refunds"), Kind.MONEY, total=True, help=N_("Money given back and goods returned, in the month it happened.")),
    Column("adjustments", N_("Adjustments"), Kind.MONEY, total=True, shown=False,
           help=N_("Corrections of the books that belong to no sale, such as bad debt.")),
    Column("charges", N_("Shipping and charges"), Kind.MONEY, total=True, help=N_("Shipping paid by buyers and other charges, less those that the shop bears.")),
    Column("subsidies", N_("Subsidies"), Kind.MONEY, total=True, shown=False, help=N_("What channels pay on top of what buyers paid.")),
    Column("tax_in_prices", N_("Tax in prices"), Kind.MONEY, total=True, shown=False, help=N_("Sales tax that prices contain and that is owed to the state.")),
    Column("brushed", N_("Brushed orders"), Kind.MONEY, total=True, shown=False,
           help=N_("What brushed orders came to: it was handed out and came back, and is no sale.")),
    Column("net_sales", N_("Net sales"), Kind.MONEY, total=True,
           help=N_("Gross sales less discounts, refunds, tax in prices and brushed orders, with adjustments, charges and subsidies.")),
    Column("platform_discounts", N_("Discounts borne by platforms"), Kind.MONEY, total=True, shown=False,
           help=N_("Told for information: the platform pays them to the shop, so they lower no sale. Counted as the orders stand now.")),
    Column("unknown_sales", N_("Sales of unknown cost"), Kind.MONEY, total=True,
           help=N_("Net sales of goods whose cost nobody has told, or that have not been sent yet: left out of the profit, never counted as gain.")),
    Column("cogs", N_("Cost of goods sold"), Kind.MONEY, total=True, help=N_("What the goods sold had cost, as far as their cost is known.")),
    Column("gross_profit", N_("Gross profit"), Kind.MONEY, total=True, shown=False,
           help=N_("Net sales less sales of unknown cost and the cost of goods sold.")),
    Column("returned_goods", N_("Goods returned"), Kind.MONEY, total=True, shown=False,
           help=N_("What goods that buyers sent back had cost: it is taken off the cost of goods sold already.")),
    Column("commission", N_("Commission"), Kind.MONEY, total=True, help=N_("What marketplaces keep of the sales.")),
    Column("payment_fee", N_("Payment fees"), Kind.MONEY, total=True, shown=False, help=N_("What payment services keep.")),
    Column("freight", N_("Freight out"), Kind.MONEY, total=True, help=N_("Carriers' charges of parcels to buyers.")),
    Column("return_freight", N_("Freight back"), Kind.MONEY, total=True, shown=False, help=N_("Carriers' charges of parcels that come back.")),
    Column("packaging", N_("Packaging"), Kind.MONEY, total=True, shown=False, help=N_("Boxes, bags, filling and labels.")),
    Column("advertising", N_("Advertising"), Kind.MONEY, total=True, help=N_("What advertising cost on the days it ran, whenever it is paid.")),
    Column("compensation", N_("Compensation and penalties"), Kind.MONEY, total=True, shown=False,
           help=N_("Money given to buyers beyond refunds, and penalties of channels.")),
    Column("returns_loss", N_("Returns written off"), Kind.MONEY, total=True, shown=False, help=N_("Cost of goods that came back and cannot be sold again.")),
    Column("resellable", N_("Came back for sale"), Kind.MONEY, total=True, shown=False,
           help=N_("Goods returned less returns written off: what is on the shelf again. Told for information.")),
    Column("contribution", N_("Contribution"), Kind.MONEY, total=True, help=N_("Gross profit less the costs that grow with the sales.")),
    Column("contribution_margin", N_("Contribution margin"), Kind.PERCENT, help=N_("Contribution by the net sales whose cost is known.")),
    Column("rent", N_("Rent and wages"), Kind.MONEY, total=True, shown=False, help=N_("Rent, wages and what else runs on without a sale.")),
    Column("samples", N_("Samples"), Kind.MONEY, total=True, shown=False, help=N_("Goods and money given to make the shop known.")),
    Column("brushing", N_("Brushing costs"), Kind.MONEY, total=True, shown=False, help=N_("What was paid for brushed orders, beyond the money that came back.")),
    Column("interest", N_("Interest and bank charges"), Kind.MONEY, total=True, shown=False, help=N_("What loans and accounts cost.")),
    Column("exchange", N_("Exchange differences"), Kind.MONEY, total=True, shown=False, help=N_("What changing rates took, below zero what they brought.")),
    Column("other_expenses", N_("Other expenses"), Kind.MONEY, total=True, shown=False, help=N_("Expenses that no other line names, accounts of the shop's own among them.")),
    Column("stock_differences", N_("Stock differences"), Kind.MONEY, total=True, shown=False, help=N_("Cost of goods lost, broken or found in counts.")),
    Column("income_tax", N_("Taxes on income"), Kind.MONEY, total=True, shown=False, help=N_("Taxes on what the shop earned.")),
    Column("indirect_costs", N_("Indirect costs"), Kind.MONEY, total=True, help=N_("Rent, wages and what else does not grow with the sales.")),
    Column("profit", N_("Net profit"), Kind.MONEY, total=True, help=N_("Contribution less indirect costs.")),
    Column("margin", N_("Margin"), Kind.PERCENT, help=N_("Net profit by the net sales whose cost is known.")),
)


_ASIDE = {"adjustments", "charges", "indirect_costs", "profit", "margin"}
"""What no SKU bears: only the row without SKU has it."""
_SHARES = (
    Column("indirect_share", N_("Indirect share"), Kind.MONEY, total=True,
           help=N_("Its share of costs that belong to no row of the table, by the key of each account. The row without a name has it taken off; what has no key stays there.")),
    Column("after_share", N_("After indirect share"), Kind.MONEY, total=True, help=N_("Net profit less the indirect share; all rows together are the net profit of the books.")),
)
MONTHS = Sheet(
    name="profit_months",
    title=N_("Profit by month"),
    key="bucket",
    help=N_("What was truly earned, month by month."),
    columns=(Column("bucket", N_("Month"), Kind.TEXT, width=16), *_FIGURES),
)
CHANNELS = Sheet(
    name="profit_channels",
    title=N_("Profit by channel"),
    key="bucket",
    help=N_("What was truly earned, channel by channel; costs that belong to none stand apart."),
    columns=(Column("bucket", N_("Channel"), Kind.TEXT, width=18), *_FIGURES, *_SHARES),
)
SKUS = Sheet(
    name="profit_skus",
    title=N_("Profit by SKU"),
    key="bucket",
    help=N_("What was truly earned with each SKU. Costs of an order are shared over its lines by their amounts; what belongs to no SKU stands apart."),
    columns=(
        Column("bucket", N_("SKU"), Kind.ID, width=14, help=N_("The shop's own code of the product variant.")),
        Column("title", N_("Product"), Kind.TEXT, width=26),
        replace(_FIGURES[0], total=False, help=N_("Sales booked; one of two SKUs counts to both.")),
        *(replace(column, shown=column.shown and column.key not in _ASIDE) for column in _FIGURES[1:]),
        *_SHARES,
        Column("unknown_units", N_("Units of unknown cost"), Kind.QUANTITY, total=True, shown=False,
               help=N_("Pieces sold whose cost is not known.")),
        Column("untold_units", N_("Sent without a cost"), Kind.QUANTITY, total=True, shown=False,
               help=N_("Pieces sold and sent whose cost nobody has told.")),
    ),
)
"""The profit tables on screen and in Excel."""
RESULTS = MappingProxyType(
    {
        "earned": State(N_("Earned"), Tone.GOOD),
        "loss": State(N_("At a loss"), Tone.BAD),
        "unknown": State(N_("Cost unknown"), Tone.WARN),
    }
)
"""What can be said of an order."""
_BY_ORDER = (
    "gross_sales", "discounts", "refunds", "charges", "platform_discounts", "cogs", "commission", "payment_fee",
    "freight", "return_freight", "compensation", "returns_loss",
)
ORDER_PROFITS = Sheet(
    name="profit_orders",
    title=N_("Profit by order"),
    key="order_no",
    help=N_("What each order brought, with all that was ever booked on it, on whatever day."),
    columns=(
        Column("order_no", N_("Order"), Kind.ID, width=18),
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("sold_on", N_("Sold on"), Kind.DATE, width=11, help=N_("The shop's day on which it entered the books.")),
        Column("summary", N_("Products"), Kind.TEXT, width=26),
        Column("result", N_("Result"), Kind.STATE, width=14, states=RESULTS,
               help=N_("Whether it brings more than its own costs. While some cost of it is unknown, nothing is said.")),
        MONTHS.column("contribution"),
        MONTHS.column("contribution_margin"),
        MONTHS.column("net_sales"),
        Column("settled", N_("Settled"), Kind.BOOL, width=8, help=N_("Whether a statement of its channel has paid it: until then its fees are not known.")),
        Column("units", N_("Units"), Kind.QUANTITY, width=7, shown=False, help=N_("Pieces of its lines.")),
        *(MONTHS.column(key) for key in _BY_ORDER),
    ),
)
"""Packaging, advertising and what is indirect belong to no order: they are shared by key, and stand beside it."""
GROUPS = Sheet(
    name="profit_groups",
    title=N_("Profit by customer group"),
    key="bucket",
    help=N_("What the orders of each group of customers brought, with all that was ever booked on them."),
    columns=(
        Column("bucket", N_("Customer group"), Kind.TEXT, width=20),
        Column("customers", N_("Customers"), Kind.INTEGER, width=9, total=True, help=N_("Customers who bought, where the channel tells them apart.")),
        Column("orders", N_("Orders"), Kind.INTEGER, width=8, total=True, help=N_("Orders sold on these days.")),
        Column("left_out", N_("Of unknown cost"), Kind.INTEGER, width=9, total=True,
               help=N_("Orders with goods of unknown cost: their sales are told apart, and no cost of them is counted.")),
        *(MONTHS.column(key) for key in _BY_ORDER[:4]),
        MONTHS.column("net_sales"),
        MONTHS.column("unknown_sales"),
        *(MONTHS.column(key) for key in _BY_ORDER[5:]),
        MONTHS.column("contribution"),
        MONTHS.column("contribution_margin"),
    ),
)
