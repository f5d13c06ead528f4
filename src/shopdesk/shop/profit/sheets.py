"""The columns of the profit tables on screen and in Excel."""

from dataclasses import replace

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
           help=N_("Net sales of goods whose cost nobody has told, or that have not been sent yet: left out of the profit, never counted as gain.")),
    Column("cogs", N_("Cost of goods sold"), Kind.MONEY, total=True, help=N_("What the goods sold had cost, as far as their cost is known.")),
    Column("fees", N_("Commission and fees"), Kind.MONEY, total=True, help=N_("What marketplaces and payment services keep.")),
    Column("other_costs", N_("Other costs"), Kind.MONEY, total=True, help=N_("Advertising, freight, packaging and further expenses.")),
    Column("profit", N_("Profit"), Kind.MONEY, total=True, help=N_("Net sales less sales of unknown cost, cost of goods, fees and other costs.")),
    Column("margin", N_("Margin"), Kind.PERCENT, help=N_("Profit by the net sales whose cost is known.")),
)


_OF_NO_SKU = {"adjustments", "charges", "fees", "other_costs"}
"""What no SKU bears: only the row without SKU has it."""
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
    columns=(Column("bucket", N_("Channel"), Kind.TEXT, width=18), *_FIGURES),
)
SKUS = Sheet(
    name="profit_skus",
    title=N_("Profit by SKU"),
    key="bucket",
    help=N_("What was truly earned with each SKU. Shipping, fees and other costs belong to no SKU and stand apart."),
    columns=(
        Column("bucket", N_("SKU"), Kind.ID, width=14, help=N_("The shop's own code of the product variant.")),
        Column("title", N_("Product"), Kind.TEXT, width=26),
        replace(_FIGURES[0], total=False, help=N_("Sales booked; one of two SKUs counts to both.")),
        *(replace(column, shown=column.shown and column.key not in _OF_NO_SKU) for column in _FIGURES[1:-2]),
        Column("unknown_units", N_("Units of unknown cost"), Kind.QUANTITY, total=True, shown=False,
               help=N_("Pieces sold whose cost is not known.")),
        Column("untold_units", N_("Sent without a cost"), Kind.QUANTITY, total=True, shown=False,
               help=N_("Pieces sold and sent whose cost nobody has told.")),
        *_FIGURES[-2:],
    ),
)
"""The profit tables on screen and in Excel."""
