"""The columns of the profit tables on screen and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.ledger.rules import EntryKind
from shopdesk.text import N_

ENTRY_KINDS: Mapping[str, State] = MappingProxyType(
    {
        EntryKind.SALE: State(N_("Sale"), Tone.GOOD),
        EntryKind.RETURN: State(N_("Return"), Tone.WARN),
        EntryKind.ADJUSTMENT: State(N_("Adjustment"), Tone.INFO),
        EntryKind.REFUND: State(N_("Refund"), Tone.WARN),
        EntryKind.COGS: State(N_("Cost of goods")),
        EntryKind.RECEIPT: State(N_("Receipt")),
        EntryKind.STOCK: State(N_("Stock value")),
        EntryKind.EXPENSE: State(N_("Expense"), Tone.BAD),
        EntryKind.REVERSAL: State(N_("Reversal"), Tone.WARN),
    }
)

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

JOURNAL = Sheet(
    name="ledger",
    title=N_("Journal"),
    key="posting_id",
    help=N_("Every posting of the books; the entries of a document add up to zero."),
    columns=(
        Column("entry_on", N_("Date"), Kind.DATE),
        Column("entry_id", N_("Entry"), Kind.INTEGER, width=8),
        Column("kind", N_("Kind"), Kind.STATE, states=ENTRY_KINDS),
        Column("document", N_("Document"), Kind.TEXT, width=18, help=N_("The order or receipt that the entry belongs to.")),
        Column("account_code", N_("Account"), Kind.ID, width=10),
        Column("account_title", N_("Account name"), Kind.TEXT, width=18),
        Column("debit", N_("Debit"), Kind.MONEY, total=True),
        Column("credit", N_("Credit"), Kind.MONEY, total=True),
        Column("channel", N_("Channel"), Kind.TEXT, width=10, shown=False),
        Column("memo", N_("Memo"), Kind.TEXT, width=20),
        Column("source_row", N_("Row"), Kind.INTEGER, shown=False, help=N_("The row of the file that the entry came from.")),
    ),
)
"""The journal of postings on screen and in Excel."""
