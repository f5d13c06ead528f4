"""The columns of buying: files of purchase orders and of suppliers' prices, and what is listed on screen and in Excel."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from shopdesk.shop.buying.rules import Basis, Came, LandedKind, PurchaseState
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import N_

STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        PurchaseState.DRAFT: State(N_("Draft"), Tone.INFO),
        PurchaseState.ORDERED: State(N_("Ordered"), Tone.GOOD),
        PurchaseState.CLOSED: State(N_("Closed")),
        PurchaseState.CANCELLED: State(N_("Cancelled"), Tone.BAD),
    }
)
CAME: Final[Mapping[str, State]] = MappingProxyType(
    {
        Came.NONE: State(N_("Nothing yet"), Tone.INFO),
        Came.PART: State(N_("Part came"), Tone.WARN),
        Came.ALL: State(N_("All came"), Tone.GOOD),
        Came.OVER: State(N_("More came"), Tone.WARN),
    }
)
BASES: Final[Mapping[str, State]] = MappingProxyType(
    {
        Basis.VALUE: State(N_("Value")),
        Basis.QUANTITY: State(N_("Pieces")),
        Basis.WEIGHT: State(N_("Weight")),
        Basis.EQUAL: State(N_("Line, equally")),
    }
)
LANDED: Final[Mapping[str, State]] = MappingProxyType(
    {
        LandedKind.FREIGHT: State(N_("Freight")),
        LandedKind.DUTY: State(N_("Duty")),
        LandedKind.INSURANCE: State(N_("Insurance")),
        LandedKind.HANDLING: State(N_("Handling")),
        LandedKind.PRICE: State(N_("Price difference")),
        LandedKind.OTHER: State(N_("Other")),
    }
)

_SKU = Column(
    "sku",
    N_("SKU"),
    Kind.ID,
    required=True,
    example="TEA-001",
    help=N_("The shop's own code of the product variant, or its barcode."),
    words=(
        "商家编码",
        "商品编码",
        "货号",
        "编码",
        "型号",
        "商品編號",
        "貨號",
        "sku",
        "barcode",
        "条码",
        "商品条码",
        "stock code",
        "item code",
        "product code",
    ),
)
_NOTE = Column("note", N_("Note"), Kind.TEXT, words=("备注", "备注说明", "備註", "note", "remark", "remarks"))

PURCHASE_FILE: Final = Sheet(
    name="purchase_orders",
    title=N_("Purchase orders"),
    key="sku",
    help=N_("What is ordered from suppliers, one row a line: quantity and cost of a line are SET to what its row says. A line that is not in the file stays as it is."),
    columns=(
        Column("purchase_no", N_("Purchase order no."), Kind.ID, width=18, required=True, example="PO-2026-014", help=N_("The rows of one order carry the same number; number and SKU name the line."),
               words=("采购单号", "采购订单号", "采购订单编号", "采购单编号", "採購單號", "採購單編號", "採購訂單號", "purchase order no", "purchase order number", "purchase order", "purchase no", "po no", "po number", "po #", "po")),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=22, example=N_("Longjing Tea Farm"), help=N_("Who it is ordered from; a name that is new becomes a supplier."),
               words=("供应商", "供应商名称", "供货商", "供應商", "供應商名稱", "supplier", "supplier name", "vendor", "vendor name")),
        Column("ordered_on", N_("Ordered on"), Kind.DATE, example="2026-03-02", help=N_("The day of the order; a new order without it comes in as a draft."),
               words=("采购日期", "订货日期", "下单日期", "採購日期", "訂購日期", "訂貨日期", "ordered on", "order date", "po date", "purchase date")),
        Column("expected_on", N_("Expected on"), Kind.DATE, example="2026-03-16", help=N_("When it is to arrive."),
               words=("预计到货日期", "预计到货", "预计交期", "预计交货日期", "要求到货日期", "交货日期", "預計到貨日", "預計到貨日期", "交貨日期", "expected on", "expected date", "expected delivery", "expected", "delivery date", "due date", "eta")),
        _SKU,
        Column("quantity", N_("Qty ordered"), Kind.QUANTITY, required=True, example="120", help=N_("Pieces ordered: SETS the line, and cannot be less than what has come."),
               words=("采购数量", "订购数量", "订货数量", "採購數量", "訂購數量", "数量", "數量", "quantity ordered", "ordered quantity", "order qty", "qty ordered", "quantity", "qty")),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE, example="41.50", help=N_("What one piece costs, in the order's currency; blank means unknown, never zero."),
               words=("采购单价", "采购价", "单价", "进价", "採購單價", "單價", "進價", "unit cost", "unit price", "purchase price", "price", "cost")),
        Column("currency", N_("Currency"), Kind.ID, help=N_("ISO code; left out, the shop's own."), words=("币种", "货币", "幣別", "currency", "currency code")),
        Column("warehouse", N_("Warehouse"), Kind.TEXT, help=N_("Where it is to arrive; left out, the main warehouse."), words=("仓库", "收货仓库", "入库仓库", "倉庫", "收貨倉庫", "warehouse", "ship to warehouse")),
        _NOTE,
    ),
)  # fmt: skip
"""The fields of a file of purchase orders: quantities SET."""

PRICE_FILE: Final = Sheet(
    name="supplier_prices",
    title=N_("Supplier prices"),
    key="sku",
    help=N_("What each supplier asks for a SKU, and in which packs: one row a supplier and SKU; a blank cell changes nothing, nor does a missing row."),
    columns=(
        Column("supplier", N_("Supplier"), Kind.TEXT, width=22, required=True, example=N_("Longjing Tea Farm"), help=N_("A name that is new becomes a supplier."),
               words=("供应商", "供应商名称", "供货商", "供應商", "供應商名稱", "supplier", "supplier name", "vendor", "vendor name")),
        _SKU,
        Column("supplier_code", N_("Supplier's item no."), Kind.ID, width=16, example="LJ-250", help=N_("What the supplier calls it."),
               words=("供应商货号", "厂家货号", "供应商商品编码", "供應商貨號", "廠商貨號", "supplier sku", "supplier item no", "supplier item code", "vendor sku", "vendor part no", "manufacturer part no")),
        Column("price", N_("Supplier price"), Kind.PRICE, example="41.50", help=N_("What one piece costs there, in the shop's currency; blank means unknown, never zero."),
               words=("供货价", "采购价", "报价", "供貨價", "採購價", "報價", "supplier price", "purchase price", "quote", "price", "cost")),
        Column("pack", N_("Pieces per pack"), Kind.QUANTITY, example="12", help=N_("Proposals are rounded up to whole packs."),
               words=("装箱数", "箱规", "每箱数量", "包装数", "裝箱數", "每箱數量", "pack size", "pieces per pack", "case size", "case pack", "units per case", "pack")),
        Column("minimum", N_("Minimum order"), Kind.QUANTITY, example="48", help=N_("The least pieces of one order (MOQ)."),
               words=("起订量", "最小起订量", "最低起订量", "最小订购量", "起訂量", "最小訂購量", "最低訂購量", "moq", "minimum order", "minimum order quantity", "min order qty", "minimum")),
        Column("lead_days", N_("Lead time (days)"), Kind.INTEGER, width=12, example="14", help=N_("Days from the order to the delivery, where they differ from the supplier's usual ones."),
               words=("交期", "交货期", "供货周期", "到货周期", "前置時間", "交貨期", "lead time", "lead days", "lead time (days)", "delivery days")),
        Column("preferred", N_("Preferred"), Kind.BOOL, help=N_("Whether it is bought there unless a person says otherwise; one supplier of a SKU."),
               words=("首选", "默认供应商", "首選", "預設供應商", "preferred", "default supplier", "preferred supplier")),
    ),
)  # fmt: skip
"""The fields of a list of suppliers' prices (import, template and Excel out)."""

PURCHASES: Final = Sheet(
    name="purchase_list",
    title=N_("Purchase orders"),
    key="purchase_no",
    help=N_("What is ordered from suppliers, how much of it has come, and what is on its way."),
    columns=(
        Column("purchase_no", N_("Purchase order no."), Kind.ID, width=16),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=22),
        Column("state", N_("State"), Kind.STATE, states=STATES),
        Column("came", N_("Came"), Kind.STATE, width=15, states=CAME, help=N_("How much of what was ordered has come, by the receipts.")),
        Column("ordered_on", N_("Ordered on"), Kind.DATE),
        Column("expected_on", N_("Expected on"), Kind.DATE, help=N_("The first day on which anything that is still open is to arrive.")),
        Column("lines", N_("Lines"), Kind.INTEGER, width=7, total=True),
        Column("ordered", N_("Qty ordered"), Kind.QUANTITY, total=True),
        Column("received", N_("Qty received"), Kind.QUANTITY, total=True),
        Column("open", N_("Outstanding"), Kind.QUANTITY, total=True, help=N_("Pieces ordered and not received, while the order is open.")),
        Column("value", N_("Value"), Kind.MONEY, total=True, help=N_("What the ordered pieces cost; blank where the cost of a line is unknown.")),
        Column("currency", N_("Currency"), Kind.ID, shown=False, help=N_("The currency that it was ordered in; blank is the shop's own.")),
        Column("warehouse", N_("Warehouse"), Kind.TEXT, shown=False, help=N_("Where it is to arrive.")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20),
        Column("import_id", N_("Import"), Kind.INTEGER, width=8, shown=False, help=N_("The import that brought it.")),
    ),
)  # fmt: skip
"""The list of purchase orders on screen and in Excel."""

PRICES: Final = Sheet(
    name="price_list",
    title=N_("Supplier prices"),
    key="sku",
    help=N_("What each supplier asks for a SKU, and in which packs."),
    columns=(
        Column("supplier", N_("Supplier"), Kind.TEXT, width=22),
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=26),
        *(
            replace(PRICE_FILE.column(key), editable=True)
            for key in ("supplier_code", "price", "pack", "minimum", "lead_days", "preferred")
        ),
        Column("sources", N_("Suppliers of it"), Kind.INTEGER, width=10, help=N_("Suppliers that have a price of this SKU or were asked for it.")),
        Column("import_id", N_("Import"), Kind.INTEGER, width=8, shown=False, help=N_("The import that brought it.")),
    ),
)
"""What suppliers ask, on screen and in Excel."""

SCORES: Final = Sheet(
    name="scorecard",
    title=N_("Suppliers"),
    key="supplier",
    help=N_("How suppliers deliver: measured from orders, receipts and inspections."),
    columns=(
        Column("code", N_("Supplier code"), Kind.ID, width=12),
        Column("supplier", N_("Supplier"), Kind.TEXT, width=24),
        Column("products", N_("Products"), Kind.INTEGER, width=9, total=True, help=N_("Products in the shop that name the supplier.")),
        Column("orders", N_("Purchase orders"), Kind.INTEGER, width=12, total=True, help=N_("Purchase orders that were placed and not cancelled.")),
        Column("open", N_("Outstanding"), Kind.QUANTITY, total=True, help=N_("Pieces ordered and not received.")),
        Column("lead_days", N_("Lead time (days)"), Kind.INTEGER, width=12, help=N_("What the supplier says.")),
        Column("lead_mean", N_("Measured, days"), Kind.QUANTITY, width=12, help=N_("Days from the order to each of its receipts, on average.")),
        Column("lead_least", N_("Fastest, days"), Kind.INTEGER, width=12),
        Column("lead_most", N_("Slowest, days"), Kind.INTEGER, width=12),
        Column("on_time", N_("On time"), Kind.PERCENT, help=N_("Of the pieces that came on lines with an expected day, the share that came by it.")),
        Column("fill", N_("Fill rate"), Kind.PERCENT, help=N_("Of the pieces of finished orders (closed, or all came), the share that came.")),
        Column("defects", N_("Defects"), Kind.PERCENT, help=N_("Of the pieces that were looked at, the share that was defective.")),
        Column("single", N_("Single source"), Kind.INTEGER, width=11, total=True, help=N_("SKUs that nobody else supplies.")),
        Column("receipts", N_("Receipts"), Kind.INTEGER, width=9, total=True),
        Column("last_received", N_("Last received"), Kind.TIME, help=N_("When goods of the supplier came last.")),
        Column("contact", N_("Contact person"), Kind.TEXT, width=14, personal=True),
        Column("phone", N_("Phone"), Kind.ID, width=14, personal=True),
        Column("email", N_("E-mail"), Kind.TEXT, width=20, personal=True),
        Column("terms_days", N_("Payment terms (days)"), Kind.INTEGER, width=12, shown=False, help=N_("Days from a bill to the day on which it is due.")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20),
        Column("import_id", N_("Import"), Kind.INTEGER, width=8, shown=False, help=N_("The import that brought it.")),
    ),
)
"""Suppliers with how they deliver, on screen and in Excel."""

PAPER: Final = Sheet(
    name="purchase_paper",
    title=N_("Purchase order"),
    key="sku",
    columns=(
        Column("supplier_code", N_("Supplier's item no."), Kind.ID, width=14),
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=34),
        Column("quantity", N_("Qty ordered"), Kind.QUANTITY, total=True),
        Column("unit_cost", N_("Unit cost"), Kind.PRICE),
        Column("amount", N_("Amount"), Kind.MONEY, total=True),
    ),
)
"""A purchase order as the supplier gets it."""
