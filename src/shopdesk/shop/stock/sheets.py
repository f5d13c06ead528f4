"""The columns of stock: on hand, moves, receipts and counts, in the grid and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.catalog.sheets import STAGES
from shopdesk.shop.catalog.sheets import STATES as PRODUCT_STATES
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.stock.rules import LotState, MoveReason
from shopdesk.text import N_

_SKU = Column("sku", N_("SKU"), Kind.ID, required=True, example="TEA-001", help=N_("The shop's own code of the product variant, or its barcode."),
              words=("商家编码", "商品编码", "货号", "编码", "型号", "商品編號", "貨號", "sku", "barcode", "条码", "商品条码", "stock code", "item code", "product code"))
_WAREHOUSE = Column("warehouse", N_("Warehouse"), Kind.TEXT, help=N_("Left out, the main warehouse; “Main warehouse/A-01” is a shelf in it. A name that is new makes a further one."), words=("仓库", "倉庫", "warehouse", "location", "库位"))
_NOTE = Column("note", N_("Note"), Kind.TEXT, words=("备注", "備註", "note", "remark"))

RECEIPT_FILE = Sheet(
    name="receipts",
    title=N_("Receipts"),
    key="sku",
    help=N_("Goods received: quantities are ADDED to what is on hand."),
    columns=(
        _SKU,
        Column("quantity", N_("Qty received"), Kind.QUANTITY, required=True, example="24", help=N_("Pieces received; added to stock."),
               words=("入库数量", "收货数量", "到货数量", "数量", "數量", "quantity received", "received", "quantity", "qty")),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE, example="41.50", help=N_("Cost of one piece; blank means unknown, never zero."),
               words=("成本价", "进价", "单价", "采购单价", "單價", "unit cost", "cost", "purchase price", "price")),
        Column("received_at", N_("Received"), Kind.TIME, example="2026-01-10 09:00", words=("入库时间", "到货日期", "收货日期", "日期", "received at", "received", "date", "receipt date")),
        Column("document_no", N_("Document no."), Kind.ID, example="GR-0001", help=N_("The delivery note's number; the same number and SKU again says same."),
               words=("入库单号", "单号", "送货单号", "單號", "document no", "receipt no", "delivery note")),
        Column("purchase_no", N_("Purchase order no."), Kind.ID, example="PO-2026-014", help=N_("The purchase order that the goods answer; one that the shop does not know is left aside."),
               words=("采购单号", "采购订单号", "採購單號", "採購訂單號", "purchase order no", "purchase order number", "purchase order", "po no", "po number")),
        Column("supplier", N_("Supplier"), Kind.TEXT, words=("供应商", "供應商", "supplier", "vendor")),
        _WAREHOUSE,
        Column("lot_no", N_("Lot no."), Kind.ID, example="L-2026-014", help=N_("The lot of these pieces; the SKU is followed by lot from then on."),
               words=("批号", "批次", "批次号", "批號", "lot", "lot no", "lot number", "batch", "batch no", "batch number")),
        Column("expires_on", N_("Expires on"), Kind.DATE, example="2027-06-30", help=N_("The last day of the lot."),
               words=("有效期至", "有效期", "到期日", "到期日期", "保质期至", "expires on", "expiry", "expiry date", "best before", "use by")),
        _NOTE,
    ),
)
"""The fields of a receipt file: quantities ADD."""

COUNT_FILE = Sheet(
    name="counts",
    title=N_("Stock count"),
    key="sku",
    help=N_("Counted stock: quantities SET what is on hand; a blank quantity is not counted and changes nothing."),
    columns=(
        _SKU,
        Column("counted", N_("Counted"), Kind.QUANTITY, example="38", help=N_("Pieces counted; sets what is on hand. Blank is not counted, and never zero."),
               words=("实盘数量", "盘点数量", "盤點數量", "實盤", "实盘", "初盘", "counted", "counted quantity", "on hand (new)", "count", "quantity", "数量", "qty")),
        Column("counted_at", N_("Counted at"), Kind.TIME, words=("盘点时间", "盘点日期", "盤點日期", "counted at", "count date", "date")),
        _WAREHOUSE,
        _NOTE,
    ),
)
"""The fields of a count file: quantities SET."""

REASONS: Mapping[str, State] = MappingProxyType(
    {
        MoveReason.OPENING: State(N_("Opening stock"), Tone.INFO),
        MoveReason.RECEIPT: State(N_("Receipt"), Tone.GOOD),
        MoveReason.SALE: State(N_("Sale")),
        MoveReason.RETURN: State(N_("Return"), Tone.WARN),
        MoveReason.WRITE_OFF: State(N_("Write-off"), Tone.BAD),
        MoveReason.ADJUST: State(N_("Adjustment"), Tone.WARN),
        MoveReason.COUNT: State(N_("Stock count"), Tone.INFO),
        MoveReason.TRANSFER: State(N_("Transfer"), Tone.INFO),
        MoveReason.LANDED: State(N_("Landed cost"), Tone.INFO),
        MoveReason.REVERSAL: State(N_("Reversal"), Tone.WARN),
    }
)

STOCK = Sheet(
    name="stock",
    title=N_("Products & stock"),
    key="sku",
    help=N_("Every SKU with its price, its cost and what is on hand."),
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=14, editable=True, help=N_("The shop's own code of the product variant.")),
        Column("title", N_("Product"), Kind.TEXT, width=30, editable=True, help=N_("The product's title.")),
        Column("option", N_("Option"), Kind.TEXT, width=12, editable=True, help=N_("Colour, size and the like.")),
        Column("on_hand", N_("On hand"), Kind.QUANTITY, total=True, help=N_("The sum of all moves of the SKU.")),
        Column("reserved", N_("Reserved"), Kind.QUANTITY, total=True, help=N_("Pieces of paid orders that have not left yet.")),
        Column("available", N_("Available"), Kind.QUANTITY, total=True, help=N_("On hand less reserved, and less what is in transit, in repair or of a blocked lot.")),
        Column("price", N_("Price"), Kind.PRICE, editable=True),
        Column("cost", N_("Stated cost"), Kind.PRICE, editable=True,
               help=N_("Purchase cost of one piece where no receipt says better; blank means unknown, never zero.")),
        Column("value", N_("Stock value"), Kind.MONEY, total=True, help=N_("What the pieces on hand cost; blank where any cost is unknown.")),
        Column("state", N_("State"), Kind.STATE, states=PRODUCT_STATES, editable=True),
        Column("incoming", N_("Incoming"), Kind.QUANTITY, total=True, help=N_("Pieces ordered from suppliers that have not come yet.")),
        Column("projected", N_("Projected"), Kind.QUANTITY, total=True, shown=False, help=N_("Available and what is on its way.")),
        Column("warning_level", N_("Warning level"), Kind.QUANTITY, editable=True, shown=False, help=N_("So many pieces should be available or on their way; blank for no warning.")),
        Column("under", N_("Under the level"), Kind.QUANTITY, total=True, shown=False, help=N_("Pieces that are missing to the warning level, what is on its way counted in; blank where none is.")),
        Column("category", N_("Category"), Kind.TEXT, width=14, editable=True),
        Column("stage", N_("Life stage"), Kind.STATE, width=10, states=STAGES, editable=True, help=N_("Where the product stands in its life: test, growth, hero, long tail, clearing out.")),
        Column("brand", N_("Brand"), Kind.TEXT, width=12, editable=True, shown=False),
        Column("barcode", N_("Barcode"), Kind.ID, width=14, editable=True, shown=False),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=14, shown=False),
        Column("weight", N_("Weight, g"), Kind.QUANTITY, editable=True, shown=False),
        Column("shelf", N_("Shelf"), Kind.TEXT, width=10, editable=True, shown=False, help=N_("Its shelf in the main warehouse: there it is put and picked. A name that is new makes a shelf.")),
        Column("moved_at", N_("Last move"), Kind.TIME, shown=False),
        Column("import_id", N_("Import"), Kind.INTEGER, width=6, shown=False, help=N_("No. of the import that brought the product.")),
    ),
)
"""The list of SKUs on screen and in Excel."""

MOVES = Sheet(
    name="stock_moves",
    title=N_("Stock moves"),
    key="move_id",
    help=N_("Every change of stock, never overwritten: on hand is their sum."),
    columns=(
        Column("moved_at", N_("When"), Kind.TIME),
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=24),
        Column("reason", N_("Reason"), Kind.STATE, states=REASONS),
        Column("quantity", N_("Qty"), Kind.QUANTITY, total=True),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE, help=N_("What one piece cost, on moves that bring a cost in.")),
        Column("value", N_("Value"), Kind.MONEY, total=True, help=N_("What the move is worth by the shop's costing method; blank where unknown.")),
        Column("warehouse", N_("Warehouse"), Kind.TEXT, width=14, shown=False, help=N_("Where the pieces lie.")),
        Column("document", N_("Document"), Kind.TEXT, width=14, help=N_("What caused the move.")),
        Column("note", N_("Note"), Kind.TEXT, width=20),
        Column("shelf", N_("Shelf"), Kind.TEXT, width=10, shown=False, help=N_("The shelf in the warehouse; blank where they lie at the warehouse itself.")),
        Column("source_row", N_("Row"), Kind.INTEGER, shown=False, help=N_("The row of the file that the move came from.")),
        Column("import_id", N_("Import"), Kind.INTEGER, width=6, shown=False, help=N_("No. of the import that made the move.")),
    ),
)
"""The list of moves on screen and in Excel."""

RECEIPTS = Sheet(
    name="receipt_list",
    title=N_("Goods receipts"),
    key="document_no",
    help=N_("Every delivery that came in, with what it brought; its lines are stock moves."),
    columns=(
        Column("received_at", N_("Received"), Kind.TIME, help=N_("When the pieces came onto the shelf.")),
        Column("document_no", N_("Receipt no."), Kind.ID, width=18, help=N_("The delivery note's number, or the one that ShopDesk gave.")),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=20),
        Column("warehouse", N_("Warehouse"), Kind.TEXT, width=16, help=N_("Where the pieces went.")),
        Column("lines", N_("Lines"), Kind.INTEGER, width=7, total=True, help=N_("Lines of the delivery.")),
        Column("pieces", N_("Pieces"), Kind.QUANTITY, total=True, help=N_("Pieces of all lines.")),
        Column("value", N_("Value"), Kind.MONEY, total=True, help=N_("What the pieces had cost; blank where the cost of a line is unknown.")),
        Column("note", N_("Note"), Kind.TEXT, width=20, shown=False),
        Column("import_id", N_("Import"), Kind.INTEGER, width=8, help=N_("No. of the import that brought the receipt; blank where it was entered here.")),
    ),
)
"""The list of goods receipts on screen and in Excel."""

LOT_STATES: Mapping[str, State] = MappingProxyType(
    {LotState.ACTIVE: State(N_("Active"), Tone.GOOD), LotState.BLOCKED: State(N_("Blocked"), Tone.BAD)}
)

LOTS = Sheet(
    name="lots",
    title=N_("Lots"),
    key="lot_no",
    help=N_("Every lot with what is on hand of it. What expires first leaves first; a blocked lot stays."),
    columns=(
        Column("lot_no", N_("Lot no."), Kind.ID, width=16),
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=26),
        Column("expires_on", N_("Expires on"), Kind.DATE, help=N_("The last day of the lot.")),
        Column("state", N_("State"), Kind.STATE, states=LOT_STATES),
        Column("on_hand", N_("On hand"), Kind.QUANTITY, total=True, help=N_("Pieces of the lot that are still there, in every warehouse and in transit.")),
        Column("came_in", N_("Came in"), Kind.QUANTITY, total=True, help=N_("Pieces of the lot that were ever received.")),
        Column("orders", N_("Orders"), Kind.INTEGER, help=N_("Orders that got pieces of the lot.")),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=16),
        Column("first_in", N_("First in"), Kind.TIME, help=N_("When the first of it came.")),
        Column("note", N_("Note"), Kind.TEXT, width=20, shown=False),
    ),
)
"""The list of lots."""

RECALL = Sheet(
    name="recall",
    title=N_("Recall list"),
    key="order_no",
    help=N_("Every order that got pieces of a lot, with whom to write to; pieces that came back are taken off."),
    columns=(
        Column("lot_no", N_("Lot no."), Kind.ID, width=16),
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=24),
        Column("expires_on", N_("Expires on"), Kind.DATE),
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("order_no", N_("Order no."), Kind.ID, width=20),
        Column("left_at", N_("Left"), Kind.TIME, help=N_("When the pieces left.")),
        Column("pieces", N_("Pieces"), Kind.QUANTITY, total=True),
        Column("customer_no", N_("Customer"), Kind.ID, width=14, personal=True),
        Column("recipient", N_("Recipient"), Kind.TEXT, width=12, personal=True),
        Column("phone", N_("Phone"), Kind.ID, width=14, personal=True),
        Column("address", N_("Address"), Kind.TEXT, width=26, personal=True, shown=False),
        Column("waybill", N_("Waybill"), Kind.ID, width=16, shown=False),
    ),
)
"""The list of orders that got pieces of lots."""
