"""The columns of the layers: those that grids and files have are theirs; what only the store has is declared here."""

from dataclasses import replace
from typing import Final

from shopdesk.shop.buying.sheets import BASES, LANDED, PRICE_FILE, PURCHASE_FILE, PURCHASES
from shopdesk.shop.catalog.sheets import COST_FILE, PRODUCT_FILE, SUPPLIER_FILE
from shopdesk.shop.closing.sheets import SEALS
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.ledger.sheets import BALANCE, JOURNAL, RATES, SPENT
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE
from shopdesk.shop.orders.sheets import LINES, ORDER_FILE, ORDERS, REFUND_FILE, REFUNDS
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, VARIABLE
from shopdesk.shop.profit.sheets import SKUS
from shopdesk.shop.settlement.sheets import FEES, PAYOUTS, SETTLEMENT_FILE
from shopdesk.shop.settlement.sheets import LINES as SETTLEMENT_LINES
from shopdesk.shop.spending.sheets import ADS, BILLS, PAYMENT_FILE, RECURRINGS, SIDES
from shopdesk.shop.stock.sheets import COUNT_FILE, LOTS, MOVES, RECEIPT_FILE, STOCK
from shopdesk.shop.tax.sheets import RULES
from shopdesk.text import N_


def _of(sheet: Sheet, *keys: str) -> tuple[Column, ...]:
    """Columns of a sheet; "code=sku" is its column "sku" under the name that the store has for it."""
    pairs = [key.partition("=") for key in keys]
    return tuple(replace(sheet.column(theirs or ours), key=ours) for ours, _sign, theirs in pairs)


def _sheet(name: str, title: str, help_: str, *columns: Column) -> Sheet:
    return Sheet(name, title, columns, columns[0].key, help_)


def _id(key: str, title: str, help_: str) -> Column:
    return Column(key, title, Kind.INTEGER, help=help_)


_CHANNEL = _id("channel_id", N_("Channel"), N_("The sales channel, as in the table channel; blank where it belongs to none."))
_PRODUCT = _id("product_id", N_("Product"), N_("The product, as in the table product."))
_SKU = _id("sku_id", N_("SKU"), N_("The product variant, as in the table sku; blank where the shop has none for it."))
_SUPPLIER = _id("supplier_id", N_("Supplier"), N_("Who it is bought from, as in the table supplier."))
_ORDER = _id("order_id", N_("Order"), N_("The order, as in the table sales_order."))
_LINE = _id("line_id", N_("Line"), N_("The line, as in the table order_line."))
_CUSTOMER = _id("customer_id", N_("Buyer"), N_("A number for the buyer, as in the table customer; who that is stays in the shop."))
_WAREHOUSE = _id("warehouse_id", N_("Warehouse"), N_("Where the pieces lie, as in the table warehouse."))
_MOVE = _id("move_id", N_("Move"), N_("The stock move, as in the table stock_move."))
_RECEIPT = _id("receipt_id", N_("Receipt"), N_("The delivery, as in the table goods_receipt."))
_PURCHASE = _id("purchase_id", N_("Purchase order"), N_("The order to a supplier, as in the table purchase_order; blank where there is none."))
_LANDED = _id("landed_id", N_("Cost on the way"), N_("The cost of a delivery's way, as in the table landed_cost."))
_COUNT = _id("count_id", N_("Stock count"), N_("The count, as in the table stock_count."))
_LOT = _id("lot_id", N_("Lot"), N_("The lot, as in the table lot."))
_TRANSFER = _id("transfer_id", N_("Transfer"), N_("The transfer, as in the table transfer."))
_ACCOUNT = _id("account_id", N_("Account"), N_("The account, as in the table account."))
_ENTRY = _id("entry_id", N_("Entry"), N_("The entry of the books, as in the table journal_entry."))
_BILL = _id("bill_id", N_("Bill"), N_("The bill, as in the table bill."))
_RECURRING = _id("recurring_id", N_("Recurring entry"), N_("What comes again, as in the table recurring."))
_PAYOUT = _id("payout_id", N_("Payout"), N_("The payout, as in the table payout; blank where none is named."))
_OF_DAY = Column("rate", N_("Rate"), Kind.RATE, help=N_("What one unit of its currency was worth that day; blank where that is the shop's own."))
_CANCELLED = Column("is_cancelled", N_("Cancelled"), Kind.BOOL, help=N_("It was taken back; an entry of the books answers it."))
_AFTER_SALE = _id("after_sale_id", N_("Claim"), N_("The line of a list of refunds, as in the table after_sale."))
_IMPORT = _id("import_id", N_("Import"), N_("The file that it came with, as in the table import_file; blank where it was typed in."))
_SOURCE = Column("source_row", N_("Row"), Kind.INTEGER, help=N_("The row of the file that it came from, as in the table raw_row."))
_CHANGE = _id("change_id", N_("Change"), N_("The step of the shop's history that wrote it."))
_DOCUMENT = (
    Column("document_kind", N_("Kind of document"), Kind.TEXT, help=N_("What caused it: order, receipt, count and the like.")),
    _id("document_id", N_("Document"), N_("The number of that document in its own table.")),
)
_REVERSES = _id("reverses_id", N_("Reverses"), N_("The row of the same table that this one takes back."))

# ------------------------------------------------------------------------------------------------------------- raw

IMPORT_FILE: Final = _sheet(
    "import_file", N_("Imports"), N_("One sheet of one file that came in, and what it brought."),
    _IMPORT,
    Column("file_name", N_("File"), help=N_("The file's own name.")),
    Column("sheet_name", N_("Sheet"), help=N_("The sheet of a workbook; blank for a csv file.")),
    Column("sha256", N_("Fingerprint"), help=N_("SHA-256 of the file.")),
    Column("size", N_("Size"), Kind.INTEGER, help=N_("Size of the file.")),
    Column("kind", N_("Rows are"), help=N_("What the rows were read as: orders, products, receipts and the like.")),
    Column("format", N_("Layout"), help=N_("The layout by which the columns were known.")),
    _CHANNEL,
    Column("imported_at", N_("When"), Kind.TIME, help=N_("When it came in.")),
    Column("headers", N_("Headers"), help=N_("The header of each column, in order.")),
    Column("row_count", N_("Rows"), Kind.INTEGER, help=N_("Rows of data that were read.")),
    Column("new", N_("New"), Kind.INTEGER, help=N_("Rows that were new to the shop.")),
    Column("changed", N_("Changed"), Kind.INTEGER, help=N_("Rows that changed what the shop knew.")),
    Column("same", N_("Same"), Kind.INTEGER, help=N_("Rows that said what the shop knew.")),
    Column("conflict", N_("In conflict"), Kind.INTEGER, help=N_("Rows that said less or other than the shop knew, and were held.")),
    Column("rejected", N_("Rejected"), Kind.INTEGER, help=N_("Rows that could not go in.")),
    Column("skipped", N_("Skipped"), Kind.INTEGER, help=N_("Rows that are no data: blank ones, sums, footers.")),
    Column("charges", N_("Charges"), Kind.INTEGER, help=N_("Rows that are charges and no goods.")),
    Column("quantity", N_("Qty"), Kind.QUANTITY, help=N_("Sum of the pieces in the file.")),
    Column("amount", N_("Amount"), Kind.MONEY, help=N_("Sum of the money in the file.")),
    Column("taken_back_at", N_("Taken back"), Kind.TIME, help=N_("When the import was taken back; blank while it stands.")),
)
RAW_ROW: Final = _sheet(
    "raw_row", N_("Rows of files"), N_("The rows of each file exactly as read; cells with personal data are blank."),
    _IMPORT,
    Column("row", N_("Row"), Kind.INTEGER, help=N_("The row's number in its sheet, the first row being 1.")),
    Column("cells", N_("Cells"), help=N_("The texts of the row, in the order of headers in the table import_file.")),
)

# ----------------------------------------------------------------------------------------------------------- facts

CHANNEL: Final = _sheet(
    "channel", N_("Channels"), N_("Where the shop sells."),
    _CHANNEL,
    Column("code", N_("Code"), Kind.ID, help=N_("The shop's own short name for it.")),
    *_of(ORDERS, "title=channel", "currency"),
)
SUPPLIER: Final = _sheet(
    "supplier", N_("Suppliers"), N_("Who the shop buys from, without the persons there."),
    _SUPPLIER, *_of(SUPPLIER_FILE, "code", "name", "lead_days", "terms_days", "note"), _IMPORT,
)
PRODUCT: Final = _sheet(
    "product", N_("Products"), N_("What is sold; its variants are in the table sku."),
    _PRODUCT, *_of(PRODUCT_FILE, "handle", "title", "category", "brand"), _SUPPLIER, *_of(STOCK, "stage"),
)
SKU: Final = _sheet(
    "sku", N_("SKUs"), N_("The variants of products that lie on the shelf."),
    _SKU, _PRODUCT, *_of(PRODUCT_FILE, "code=sku", "option", "price"), *_of(STOCK, "cost"),
    *_of(COST_FILE, "cost_from=from_on"), *_of(PRODUCT_FILE, "weight", "state"), _IMPORT, _SOURCE,
)
BARCODE: Final = _sheet(
    "barcode", N_("Barcodes"), N_("The codes that a scanner reads."),
    _id("barcode_id", N_("Barcode"), N_("The number of the row.")), _SKU, *_of(PRODUCT_FILE, "code=barcode"),
)
CUSTOMER: Final = _sheet(
    "customer", N_("Buyers"), N_("The buyers of each channel as plain numbers, without name or address."),
    _CUSTOMER, _CHANNEL, *_of(CUSTOMER_FILE, "group_name"),
    Column("tags", N_("Tags"), help=N_("As the shop calls them.")), Column("note", N_("Note"), help=N_("What the shop noted.")),
    _id("merged_into", N_("Merged into"), N_("The buyer that this one was found to be.")),
    Column("erased_at", N_("Erased"), Kind.TIME, help=N_("When who that is was erased on request.")), _IMPORT, _SOURCE,
)
SALES_ORDER: Final = _sheet(
    "sales_order", N_("Orders"), ORDERS.help,
    _ORDER, _CHANNEL, *_of(ORDERS, "order_no", "kind", "state", "placed_at", "paid_at", "shipped_at"),
    *_of(ORDER_FILE, "ship_by", "completed_at"), *_of(ORDERS, "sold_on"), _CUSTOMER,
    *_of(ORDERS, "currency", "rate", "own_total", "units", "goods", "discount"), *_of(ORDER_FILE, "platform_discount"),
    *_of(ORDERS, "shipping", "charge", "tax", "total", "refunded", "summary", "country", "carrier", "waybill", "note"),
    *_of(ORDER_FILE, "closed_reason", "coupon_codes=coupon_code"), _IMPORT, _SOURCE,
)
ORDER_LINE: Final = _sheet(
    "order_line", N_("Order lines"), N_("The lines of orders: products and charges. quantity × unit price − discount = amount, unless the file says otherwise."),
    _LINE, _ORDER, *_of(LINES, "kind"), _SKU, *_of(ORDER_FILE, "channel_line_no=line_id"),
    Column("code", N_("Code in the file"), Kind.ID, help=N_("What the file calls it, where it is no SKU of the shop.")),
    *_of(ORDER_FILE, "title", "option"), *_of(LINES, "quantity", "unit_price", "discount", "amount"), _SOURCE, _IMPORT,
)
AFTER_SALE: Final = _sheet(
    "after_sale", N_("Claims"), REFUNDS.help,
    _AFTER_SALE, _CHANNEL, *_of(REFUND_FILE, "refund_no", "order_no"), *_of(REFUNDS, "state"), *_of(REFUND_FILE, "amount"),
    *_of(REFUNDS, "ended_on", "with_goods", "claimed_at", "reason", "decide_by"), _IMPORT, _SOURCE,
)
REFUND: Final = _sheet(
    "refund", N_("Refunds"), N_("Money given back on an order; goods that come back are stock moves."),
    _id("refund_id", N_("Refund"), N_("The number of the row.")), _ORDER, *_of(REFUND_FILE, "amount"),
    Column("refunded_on", N_("Given back on"), Kind.DATE, help=N_("The day of the books.")), _AFTER_SALE,
    Column("guessed", N_("Taken as whole"), Kind.BOOL, help=N_("The order was called refunded without an amount: it counts until a list of refunds says how much.")),
    *_of(REFUNDS, "reason"), _IMPORT, _SOURCE,
)
WAREHOUSE: Final = _sheet(
    "warehouse", N_("Warehouses"), N_("Where stock lies."),
    _WAREHOUSE,
    Column("code", N_("Code"), Kind.ID, help=N_("The shop's own short name for it.")),
    *_of(MOVES, "title=warehouse"),
    Column("kind", N_("Kind of place"), help=N_("warehouse, shelf, transit (what is on its way to one) or repair.")),
    _id("parent_id", N_("Stands in"), N_("The warehouse of a shelf, or to which something is on its way.")),
    Column("state", N_("State"), help=N_("active, or withdrawn where its import was taken back.")),
    _IMPORT,
)
STOCK_MOVE: Final = _sheet(
    "stock_move", N_("Stock moves"), MOVES.help,
    _MOVE, _SKU, _WAREHOUSE, *_of(MOVES, "quantity", "reason", "moved_at"),
    Column("booked_on", N_("Booked on"), Kind.DATE, help=N_("The day on which its value enters the books: of goods sold that of the sale.")),
    *_of(MOVES, "unit_cost", "value"),
    Column("late_on", N_("Learnt on"), Kind.DATE, help=N_("The day on which its value entered the books, where those of its own day were closed by then.")),
    *_DOCUMENT, _LINE, _id("bundle_id", N_("Sold as"), N_("The bundle of which these pieces are a part, as in the table sku.")),
    Column("bundles", N_("Bundles"), Kind.QUANTITY, help=N_("Of how many of those they are the part.")), *_of(MOVES, "note"), _IMPORT, _SOURCE, _CHANGE, _REVERSES,
)
STOCK_LEVEL: Final = _sheet(
    "stock_level", N_("On hand"), N_("What lies in each warehouse now: the sum of all moves."),
    _SKU, _WAREHOUSE, *_of(STOCK, "on_hand"),
)
SKU_PLACE: Final = _sheet(
    "sku_place", N_("Shelves of products"), N_("Where a SKU is put and picked in a warehouse."),
    _id("sku_place_id", N_("Row"), N_("The number of the row.")), _SKU, _WAREHOUSE,
    _id("place_id", N_("Shelf"), N_("Its shelf there, as in the table warehouse.")),
)
BUNDLE_PART: Final = _sheet(
    "bundle_part", N_("Parts of bundles"), N_("SKUs that are sold as one and taken from the shelf as several others, as they are made now."),
    _id("bundle_part_id", N_("Row"), N_("The number of the row.")), _SKU, _id("part_id", N_("Part"), N_("The SKU that is taken, as in the table sku.")),
    Column("quantity", N_("Qty"), Kind.QUANTITY, help=N_("Pieces of the part in one bundle.")),
)
LOT: Final = _sheet(
    "lot", LOTS.title, N_("Pieces of a SKU that were made together."),
    _LOT, _SKU, *_of(LOTS, "lot_no", "expires_on"), _SUPPLIER, *_of(LOTS, "state", "note"), _IMPORT,
)
LOT_MOVE: Final = _sheet(
    "lot_move", N_("Lots of stock moves"), N_("What of a stock move was of which lot; the rest of it is of no known lot."),
    _id("lot_move_id", N_("Row"), N_("The number of the row.")), _MOVE, _LOT,
    Column("quantity", N_("Qty"), Kind.QUANTITY, help=N_("Pieces of the lot, signed as the move.")),
)
TRANSFER: Final = _sheet(
    "transfer", N_("Transfers"), N_("Pieces on their way from one place to another; what moved are the stock moves that name them."),
    _TRANSFER, Column("document_no", N_("Document no."), Kind.ID, help=N_("The number of the transfer.")),
    _id("from_id", N_("From"), N_("Where they came from, as in the table warehouse.")),
    _id("to_id", N_("To"), N_("Where they go, as in the table warehouse.")),
    Column("state", N_("State"), help=N_("sent, received or called_off.")),
    Column("sent_at", N_("Sent"), Kind.TIME, help=N_("When they left.")),
    Column("received_at", N_("Received"), Kind.TIME, help=N_("When the last of it was received, written off or sent back.")),
    Column("note", N_("Note"), help=N_("What was noted of it.")),
)
TRANSFER_LINE: Final = _sheet(
    "transfer_line", N_("Lines of transfers"), N_("The SKUs of transfers."),
    _id("transfer_line_id", N_("Line"), N_("The number of the row.")), _TRANSFER, _SKU,
    Column("quantity", N_("Qty"), Kind.QUANTITY, help=N_("Pieces that were sent.")),
    Column("received", N_("Pieces received"), Kind.QUANTITY, help=N_("Pieces of those that arrived.")),
)
GOODS_RECEIPT: Final = _sheet(
    "goods_receipt", N_("Receipts"), N_("Deliveries that came in; their lines are stock moves."),
    _RECEIPT, *_of(RECEIPT_FILE, "document_no"), _SUPPLIER, *_of(RECEIPT_FILE, "received_at", "note"), _PURCHASE, _IMPORT,
)
STOCK_COUNT: Final = _sheet(
    "stock_count", N_("Stock counts"), N_("Counts of the shelf; their lines are in the table stock_count_line."),
    _COUNT, *_of(COUNT_FILE, "counted_at"), _WAREHOUSE, *_of(COUNT_FILE, "note"), _IMPORT,
)
STOCK_COUNT_LINE: Final = _sheet(
    "stock_count_line", N_("Counted lines"), N_("What was counted of a SKU; the difference became a stock move."),
    _id("count_line_id", N_("Line"), N_("The number of the row.")), _COUNT, _SKU,
    Column("expected", N_("Expected"), Kind.QUANTITY, help=N_("What the moves said at that minute.")),
    *_of(COUNT_FILE, "counted"), Column("counted_at", N_("Counted at"), Kind.TIME, help=N_("The minute of its last scan.")),
    Column("reason", N_("Reason"), help=N_("Why it differs, as a person said.")), _SOURCE,
)
SUPPLIER_SKU: Final = _sheet(
    "supplier_sku", N_("Supplier prices"), PRICE_FILE.help,
    _id("supplier_sku_id", N_("Price"), N_("The number of the row.")), _SUPPLIER, _SKU,
    *_of(PRICE_FILE, "supplier_code", "price", "pack", "minimum", "lead_days", "preferred"), _IMPORT,
)
PURCHASE_ORDER: Final = _sheet(
    "purchase_order", N_("Purchase orders"), N_("Orders to suppliers; what came of them are the receipts that name them."),
    _PURCHASE, *_of(PURCHASE_FILE, "purchase_no"), _SUPPLIER, _WAREHOUSE,
    Column("state", N_("State"), Kind.STATE, states=PURCHASES.column("state").states, help=N_("What a person decided; how much has come is read from the receipts.")),
    *_of(PURCHASE_FILE, "ordered_on", "expected_on", "currency"),
    Column("rate", N_("Rate"), Kind.RATE, help=N_("What one unit of its currency is worth in the shop's; blank where that is the shop's own.")),
    Column("note", N_("Note"), help=N_("What was noted of it.")), _IMPORT, _SOURCE,
)
PURCHASE_LINE: Final = _sheet(
    "purchase_line", N_("Lines of purchase orders"), N_("The SKUs of purchase orders; a stock move of a receipt names the line that it answers."),
    _id("purchase_line_id", N_("Line"), N_("The number of the row.")), _PURCHASE, _SKU,
    *_of(PURCHASE_FILE, "quantity"), Column("unit_cost", N_("Unit cost"), Kind.PRICE, help=N_("What one piece costs, in the shop's currency; blank means unknown, never zero.")),
    *_of(PURCHASE_FILE, "expected_on"), Column("note", N_("Note"), help=N_("What was noted of it.")), _IMPORT, _SOURCE,
)
INSPECTION: Final = _sheet(
    "inspection", N_("Inspections"), N_("What a look at pieces of a delivery found."),
    _id("inspection_id", N_("Inspection"), N_("The number of the row.")), _RECEIPT, _SKU,
    Column("looked_at", N_("Looked at"), Kind.QUANTITY, help=N_("Pieces of it that were inspected.")),
    Column("defective", N_("Defective"), Kind.QUANTITY, help=N_("Pieces of those that were no good.")),
    Column("reason", N_("What is wrong"), help=N_("What was wrong with them.")),
    Column("inspected_at", N_("When"), Kind.TIME, help=N_("When it was noted.")),
    Column("note", N_("Note"), help=N_("What was noted of it.")),
)
LANDED_COST: Final = _sheet(
    "landed_cost", N_("Costs on the way"), N_("Freight, duty and the like of deliveries; those that were taken back are answered by stock moves."),
    _LANDED, _RECEIPT,
    Column("kind", N_("What for"), Kind.STATE, states=LANDED, help=N_("Freight, duty and the like.")),
    Column("basis", N_("Share it by"), Kind.STATE, states=BASES, help=N_("What of it each line of the delivery bears.")),
    Column("amount", N_("Amount"), Kind.MONEY, help=N_("What it cost, in the shop's currency.")),
    Column("landed_on", N_("Booked on"), Kind.DATE, help=N_("What was sold before bears its part on this day.")), _SUPPLIER,
    Column("document_no", N_("Bill no."), Kind.ID, help=N_("The number of its bill.")),
    Column("note", N_("Note"), help=N_("What was noted of it.")),
)
LANDED_SHARE: Final = _sheet(
    "landed_share", N_("Shares of costs on the way"), N_("What each line of a delivery bears of a cost on its way."),
    _id("landed_share_id", N_("Share of a cost"), N_("The number of the row.")), _LANDED, _MOVE,
    Column("amount", N_("Amount"), Kind.MONEY, help=N_("What it bears, in the shop's currency.")),
)
ACCOUNT: Final = _sheet(
    "account", N_("Accounts"), N_("The accounts of the books; each channel has a clearing account of its own."),
    _ACCOUNT, *_of(BALANCE, "code", "title", "kind"), _CHANNEL,
    Column("currency", N_("Currency"), Kind.ID, help=N_("That the account is kept in, where it is not the shop's.")),
    Column("is_closed", N_("Closed"), Kind.BOOL, help=N_("Nothing is booked on it by hand any more.")),
    Column("note", N_("Note")),
)
JOURNAL_ENTRY: Final = _sheet(
    "journal_entry", N_("Entries"), N_("The entries of the books; the postings of each add up to zero."),
    _ENTRY, *_of(JOURNAL, "entry_on", "kind"), *_DOCUMENT, _CHANNEL, *_of(JOURNAL, "memo"),
    Column("posted_at", N_("Posted"), Kind.TIME, help=N_("When it was written.")), _IMPORT, _SOURCE, _CHANGE, _REVERSES,
)
POSTING: Final = _sheet(
    "posting", N_("Postings"), JOURNAL.help,
    _id("posting_id", N_("Posting"), N_("The number of the row.")), _ENTRY, _ACCOUNT,
    Column("amount", N_("Amount"), Kind.MONEY, help=N_("Debit is above zero, credit below.")),
    Column("currency", N_("Currency"), Kind.ID, help=N_("That it is owed or held in, where it is not the shop's.")),
    Column("own_amount", N_("Amount in its currency"), Kind.MONEY, help=N_("The same in that currency.")),
)
EXCHANGE_RATE: Final = _sheet(
    "exchange_rate", N_("Exchange rates"), RATES.help,
    _id("rate_id", N_("Rate"), N_("The number of the row.")), *_of(RATES, "currency", "rate_on", "rate"),
)
TAX_RULE: Final = _sheet(
    "tax_rule", RULES.title, RULES.help,
    _id("tax_rule_id", N_("Rule"), N_("The number of the row.")), *_of(RULES, "title"), _CHANNEL, *_of(RULES, "category", "country"),
    replace(RULES.column("rate"), kind=Kind.RATE), Column("is_inclusive", N_("In prices"), Kind.BOOL, help=N_("Whether prices contain the tax.")), *_of(RULES, "since"),
)
COST_KEY: Final = _sheet(
    "cost_key", N_("Keys of costs"), N_("How indirect costs are spread over channels and SKUs; an account without a row is not."),
    _ACCOUNT, Column("spread_by", N_("Spread by"), help=N_("sales, units, orders or equal.")),
)
EXPENSE: Final = _sheet(
    "expense", SPENT.title, SPENT.help,
    _id("expense_id", N_("Expense"), N_("The number of the row.")), *_of(SPENT, "spent_on"), _ACCOUNT, *_of(SPENT, "amount", "currency", "own_amount"),
    _CHANNEL, _SUPPLIER, *_of(SPENT, "document_no", "note"), _IMPORT, _SOURCE,
)
BILL: Final = _sheet(
    "bill", BILLS.title, N_("What suppliers asked for; what each bill is for is in the table bill_line."),
    _BILL, _SUPPLIER, *_of(BILLS, "bill_no", "billed_on", "due_on", "currency"), _OF_DAY, *_of(BILLS, "own_amount", "amount"),
    _CANCELLED, *_of(BILLS, "note"), _IMPORT, _SOURCE,
)
BILL_LINE: Final = _sheet(
    "bill_line", N_("Lines of bills"), N_("What bills are for: goods that were received, or an expense."),
    _id("bill_line_id", N_("Line"), N_("The number of the row.")), _BILL, _ACCOUNT, _RECEIPT, _CHANNEL, *_of(BILLS, "amount"),
    Column("memo", N_("Memo"), help=N_("What the line says.")), _SOURCE,
)
BILL_PAYMENT: Final = _sheet(
    "bill_payment", PAYMENT_FILE.title, N_("Money paid on bills, in whole or in part."),
    _id("bill_payment_id", N_("Payment"), N_("The number of the row.")), _BILL, *_of(PAYMENT_FILE, "paid_on"), _ACCOUNT,
    *_of(BILLS, "own_amount", "amount"), _CANCELLED, *_of(BILLS, "note"), _IMPORT, _SOURCE,
)
RECURRING: Final = _sheet(
    "recurring", RECURRINGS.title, N_("Entries and bills that come again: rent, wages, software."),
    _RECURRING, *_of(RECURRINGS, "title", "every", "first_on", "next_on", "until"), _SUPPLIER, _CHANNEL, *_of(RECURRINGS, "is_bill"),
    Column("due_days", N_("Due after (days)"), Kind.INTEGER, help=N_("Days from the bill to the day on which it is due.")),
    Column("is_paused", N_("Paused"), Kind.BOOL, help=N_("It is not booked for now.")), *_of(RECURRINGS, "note"),
)
RECURRING_LINE: Final = _sheet(
    "recurring_line", N_("Lines of recurring entries"), N_("What recurring entries and bills post each time."),
    _id("recurring_line_id", N_("Line"), N_("The number of the row.")), _RECURRING, _ACCOUNT,
    Column("amount", N_("Amount"), Kind.MONEY, help=N_("Debit is above zero, credit below.")),
)
AD_SPEND: Final = _sheet(
    "ad_spend", ADS.title, N_("What advertising cost on each day as the reports of platforms say, whoever paid for it and when."),
    _id("ad_spend_id", N_("Row"), N_("The number of the row.")), _CHANNEL, *_of(ADS, "platform", "campaign", "target", "spent_on"), _SKU,
    *_of(BILLS, "currency"), _OF_DAY, *_of(BILLS, "own_amount"), *_of(ADS, "amount", "impressions", "clicks", "orders", "revenue"), _IMPORT, _SOURCE,
)
SIDE_COST: Final = _sheet(
    "side_cost", SIDES.title, N_("Money spent on single orders that are no sales to buyers: brushed orders, samples, small compensations."),
    _id("side_cost_id", N_("Row"), N_("The number of the row.")), *_of(SIDES, "kind"), _CHANNEL, *_of(SIDES, "order_no"), _ORDER,
    *_of(SIDES, "paid_on", "principal", "fee", "note"), _IMPORT, _SOURCE,
)
PAYOUT: Final = _sheet(
    "payout", PAYOUTS.title, N_("Money that channels send to the bank: what they say, and what arrived."),
    _PAYOUT, _CHANNEL, *_of(PAYOUTS, "payout_no", "starts_on", "ends_on", "paid_on", "currency"), _OF_DAY, *_of(PAYOUTS, "own_amount", "amount"),
    Column("is_told", N_("Told"), Kind.BOOL, help=N_("A statement or a list says its amount; else it is what its lines come to.")),
    *_of(PAYOUTS, "arrived", "arrived_on"), _ACCOUNT, *_of(PAYOUTS, "note"), _IMPORT, _SOURCE,
)
SETTLEMENT_LINE: Final = _sheet(
    "settlement_line", SETTLEMENT_LINES.title, SETTLEMENT_LINES.help,
    _id("line_id", N_("Line"), N_("The number of the row.")), _CHANNEL, *_of(SETTLEMENT_LINES, "line_no"), _PAYOUT,
    *_of(SETTLEMENT_LINES, "kind", "state"), *_of(SETTLEMENT_FILE, "happened_at"), *_of(SETTLEMENT_LINES, "settled_on", "order_no"), _ORDER,
    *_of(SETTLEMENT_LINES, "sku_code", "quantity", "currency"), _OF_DAY, *_of(SETTLEMENT_LINES, "own_amount", "amount", "told"), _ACCOUNT,
    *_of(SETTLEMENT_LINES, "note"), _IMPORT, _SOURCE,
)
FEE_RULE: Final = _sheet(
    "fee_rule", FEES.title, FEES.help,
    _id("fee_rule_id", N_("Rule"), N_("The number of the row.")), _CHANNEL, *_of(FEES, "kind", "category"), replace(FEES.column("rate"), kind=Kind.RATE),
    *_of(FEES, "fixed", "minimum", "maximum", "since", "source"),
)
MONTH_SEAL: Final = _sheet(
    "month_seal", SEALS.title, SEALS.help,
    _id("seal_id", N_("Seal"), N_("The number of the row.")), *_of(SEALS, "month", "sealed_at", "note"),
    _id("last_entry_id", N_("Last entry"), N_("The last entry that it covers, as in the table journal_entry.")),
    *_of(SEALS, "entries", "debit", "profit", "digest", "reopened_at", "why"),
)

# ----------------------------------------------------------------------------------------------------------- daily

_DAY = Column("day", N_("Day"), Kind.DATE, help=N_("The shop's day of the books."))
_CHANNEL_TITLE = Column("channel", N_("Channel"), help=N_("The channel's title; blank where it belongs to none."))
PROFIT_DAY: Final = _sheet(
    "profit_day", N_("Sales and profit by day"), N_("The profit statement by day and channel."),
    _DAY, _CHANNEL, _CHANNEL_TITLE, *(one.column for one in PROFIT_FIGURES.values() if one.column.kind is not Kind.PERCENT),
)
_BY_SKU = (
    "units", "gross_sales", "discounts", "refunds", "net_sales", "unknown_units", "unknown_sales", "cogs", "gross_profit",
    *(name for name, _role in VARIABLE), "contribution",
)  # fmt: skip
SKU_DAY: Final = _sheet(
    "sku_day", N_("Sales and profit by day and SKU"),
    N_("Goods by day, channel and SKU; a row without SKU holds what belongs to none, so that rows add up to profit_day."),
    _DAY, _CHANNEL, _CHANNEL_TITLE, _SKU, *_of(SKUS, "sku=bucket", "title", "orders"),
    *(PROFIT_FIGURES[name].column for name in _BY_SKU),
)
ACCOUNT_DAY: Final = _sheet(
    "account_day", N_("Accounts by day"), N_("What each account was debited and credited, by day and channel."),
    *_of(JOURNAL, "entry_on"), _CHANNEL, _ACCOUNT, *_of(BALANCE, "debit", "credit"),
)

# --------------------------------------------------------------------------------------------------------- figures

FIGURE: Final = _sheet(
    "figure", N_("Definitions"), N_("What each figure is and how it is worked out: the only definition, used by every report."),
    Column("figure", N_("Figure"), Kind.ID, help=N_("Its name in formulas and in the table figure_value.")),
    Column("title", N_("Title"), help=N_("Its name on screen.")),
    Column("definition", N_("Definition"), help=N_("What it means.")),
    Column("formula", N_("Formula"), help=N_("How it is worked out, from other figures or from tables of the facts.")),
    Column("unit", N_("Unit"), help=N_("What it is counted in.")),
    Column("window", N_("Window"), help=N_("The days that it stands for.")),
    Column("source_tables", N_("Sources"), help=N_("The tables of the facts that it comes from.")),
    Column("accounts", N_("Accounts"), help=N_("Codes of the accounts whose postings make it; none for other figures.")),
)
FIGURE_VALUE: Final = _sheet(
    "figure_value", N_("Values"), N_("The values of the figures by month and channel; figures of the stock are of now and stand without month."),
    *_of(FIGURE, "figure"),
    Column("month", N_("Month"), Kind.DATE, help=N_("The first day of the month of the books; blank for figures of now.")),
    _CHANNEL, _CHANNEL_TITLE,
    Column("value", N_("Value"), Kind.MONEY, help=N_("In the unit of the figure; a share has four decimals; blank where it is not known.")),
)
