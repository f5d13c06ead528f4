"""The columns of the profit tables on screen and in Excel."""

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

_FIGURES = (
    Column("orders", N_("Orders"), Kind.INTEGER, width=8, total=True, help=N_("Sales booked.")),
    Column("units", N_("Units"), Kind.QUANTITY, width=9, total=True, help=N_("Pieces sold, less pieces returned.")),
    Column("gross_sales", N_("Gross sales"), Kind.MONEY, total=True, help=N_("Prices of the goods sold, before discounts.")),
    Column("discounts", N_("Discounts"), Kind.MONEY, total=True, help=N_("Discounts that the shop bears.")),
    Column("refunds", N_("Refunds"), Kind.MONEY, total=True, help=N_("Money given back and goods returned, in the month it happened.")),
    Column("adjustments", N_("Adjustments"), Kind.MONEY, total=True, shown=False,
           help=N_("Corrections of the books that belong to no sale, such as bad debt.")),
    Column("charges", N_("Shipping and charges"), Kind.MONEY, total=True, help=N_("Shipping paid by buyers and other charges, less those that the shop bears.")),
    Column("net_sales", N_("Net sales"), Kind.MONEY, total=True, help=N_("Gross sales less discounts and refunds, with adjustments and charges.")),
    Column("unknown_sales", N_("Sales of unknown cost"), Kind.MONEY, total=True,
           help=N_("Net sales of goods whose cost nobody has told: left out of the profit, never counted as gain.")),
    Column("cogs", N_("Cost of goods sold"), Kind.MONEY, total=True, help=N_("What the goods sold had cost, as far as their cost is known.")),
    Column("fees", N_("Commission and fees"), Kind.MONEY, total=True, help=N_("What marketplaces and payment services keep.")),
    Column("other_costs", N_("Other costs"), Kind.MONEY, total=True, help=N_("Advertising, freight, packaging and further expenses.")),
    Column("profit", N_("Profit"), Kind.MONEY, total=True, help=N_("Net sales less sales of unknown cost, cost of goods, fees and other costs.")),
    Column("margin", N_("Margin"), Kind.PERCENT, help=N_("Profit by the net sales whose cost is known.")),
)

PROFIT = Sheet(
    name="profit",
    title=N_("Profit"),
    key="bucket",
    help=N_("What was truly earned, by month, channel or SKU."),
    columns=(
        Column("bucket", N_("Period"), Kind.TEXT, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=26, shown=False),
        *_FIGURES,
    ),
)
"""The profit table."""
