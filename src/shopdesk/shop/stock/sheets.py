"""The columns of stock: on hand, moves, receipts and counts, in the grid and in Excel."""

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

_SKU = Column("sku", N_("SKU"), Kind.ID, required=True, example="TEA-001", help=N_("The shop's own code of the product variant, or its barcode."),
              words=("商家编码", "商品编码", "货号", "编码", "型号", "商品編號", "貨號", "sku", "barcode", "条码", "商品条码", "stock code", "item code", "product code"))
_WAREHOUSE = Column("warehouse", N_("Warehouse"), Kind.TEXT, help=N_("Left out, the main warehouse."), words=("仓库", "倉庫", "warehouse", "location", "库位"))
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
               words=("入库单号", "单号", "送货单号", "采购单号", "單號", "document no", "receipt no", "delivery note", "po number")),
        Column("supplier", N_("Supplier"), Kind.TEXT, words=("供应商", "供應商", "supplier", "vendor")),
        _WAREHOUSE,
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
