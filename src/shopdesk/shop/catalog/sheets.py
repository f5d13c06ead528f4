"""The columns of products and SKUs: grid, Excel out, template and Excel in."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.catalog.rules import ProductState, Stage
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import N_

STATES: Mapping[str, State] = MappingProxyType(
    {
        ProductState.ACTIVE: State(N_("Active"), Tone.GOOD),
        ProductState.DRAFT: State(N_("Draft"), Tone.INFO),
        ProductState.ARCHIVED: State(N_("Archived"), Tone.PLAIN),
    }
)

STAGES: Mapping[str, State] = MappingProxyType(
    {
        Stage.TEST: State(N_("Test"), Tone.INFO),
        Stage.GROWTH: State(N_("Growth"), Tone.GOOD),
        Stage.HERO: State(N_("Hero"), Tone.WARN),
        Stage.TAIL: State(N_("Long tail"), Tone.PLAIN),
        Stage.END: State(N_("Clearing out"), Tone.BAD),
    }
)
"""Where a product stands in its life."""

PRODUCT_FILE = Sheet(
    name="products",
    title=N_("Products"),
    key="sku",
    help=N_("Products and their SKUs: one row a SKU; a changed row updates, a missing one changes nothing."),
    columns=(
        Column("handle", N_("Handle"), Kind.ID, shown=False, help=N_("What ties the rows of one product together, where the file has it."),
               words=("handle", "url handle", "product id", "parent", "商品id", "spu", "款号")),
        Column("sku", N_("SKU"), Kind.ID, required=True, example="TEA-001", help=N_("The shop's own code of the product variant."),
               words=("商家编码", "商品编码", "货号", "编码", "型号", "商品編號", "貨號", "sku", "variant sku", "seller-sku", "stock code", "stockcode", "item code", "product code", "productid")),
        Column("title", N_("Product"), Kind.TEXT, example=N_("Longjing gift box 250 g"), help=N_("The product's title."),
               words=("商品名称", "宝贝标题", "标题", "品名", "商品名稱", "title", "name", "product name", "item-name", "productname", "description")),
        Column("option", N_("Option"), Kind.TEXT, help=N_("Colour, size and the like."), words=("规格", "商品属性", "規格", "option", "option1 value", "variation")),
        Column("barcode", N_("Barcode"), Kind.ID, example="6921000100018", help=N_("EAN, UPC or the shop's own barcode."),
               words=("条码", "商品条码", "国际条码", "國際條碼", "barcode", "variant barcode", "ean", "upc", "gtin", "gtin, upc, ean, or isbn")),
        Column("category", N_("Category"), Kind.TEXT, words=("类目", "分类", "類別", "分類", "category", "type", "product category", "categories", "categoryid")),
        Column("brand", N_("Brand"), Kind.TEXT, words=("品牌", "brand", "vendor", "brands")),
        Column("supplier", N_("Supplier"), Kind.TEXT, words=("供应商", "供應商", "supplier", "supplierid")),
        Column("price", N_("Price"), Kind.PRICE, example="128.00", words=("售价", "价格", "单价", "售價", "價格", "price", "variant price", "regular price", "unit price", "unitprice")),
        Column("cost", N_("Cost"), Kind.PRICE, example="41.50", help=N_("Purchase cost of one piece; blank means unknown, never zero."),
               words=("成本价", "成本", "供货价", "进价", "成本價", "cost", "cost per item", "unit cost", "purchase price")),
        Column("on_hand", N_("On hand"), Kind.QUANTITY, help=N_("Pieces counted; a first import of a product sets its opening stock."),
               words=("库存", "库存数量", "庫存", "stock", "inventory quantity", "variant inventory qty", "quantity", "unitsinstock", "qty")),
        Column("warehouse", N_("Warehouse"), Kind.TEXT, help=N_("Where the opening stock lies; left out, the main warehouse."), words=("仓库", "倉庫", "warehouse")),
        Column("weight", N_("Weight, g"), Kind.QUANTITY, words=("重量", "weight", "variant grams", "weight value (grams)", "grams")),
        Column("state", N_("State"), Kind.STATE, states=STATES, words=("状态", "狀態", "status", "published")),
    ),
)
"""The fields of a product file (import and template)."""

SUPPLIER_FILE = Sheet(
    name="suppliers",
    title=N_("Suppliers"),
    key="name",
    help=N_("Who the shop buys from: one row a supplier; a changed row updates, a missing one changes nothing."),
    columns=(
        Column("code", N_("Supplier code"), Kind.ID, width=14, example="S-014", help=N_("The shop's own number of the supplier; with it the name may change."),
               words=("供应商编码", "供应商编号", "供应商代码", "供應商編號", "供應商代碼", "supplier code", "supplier no", "supplier id", "supplierid", "vendor code", "vendor no")),
        Column("name", N_("Supplier"), Kind.TEXT, width=26, required=True, example=N_("Longjing Tea Farm"), help=N_("The name that products and receipts call the supplier by."),
               words=("供应商", "供应商名称", "供货商", "供應商", "供應商名稱", "supplier", "supplier name", "vendor", "vendor name", "companyname", "company name")),
        Column("contact", N_("Contact person"), Kind.TEXT, width=14, personal=True, example=N_("Ms Chen"),
               words=("联系人", "联络人", "聯絡人", "聯繫人", "contact", "contact person", "contactname", "contact name")),
        Column("phone", N_("Phone"), Kind.ID, width=16, personal=True, example="0571-8888 0000",
               words=("电话", "联系电话", "手机", "手机号", "電話", "聯絡電話", "phone", "telephone", "mobile", "tel", "contact phone")),
        Column("email", N_("E-mail"), Kind.TEXT, width=22, personal=True, example="orders@example.com",
               words=("邮箱", "电子邮箱", "电子邮件", "電子郵件", "email", "e-mail", "mail")),
        Column("lead_days", N_("Lead time (days)"), Kind.INTEGER, width=12, example="7", help=N_("Days from the order to the delivery."),
               words=("交期", "交货期", "交货周期", "供货周期", "到货周期", "交期（天）", "交期(天)", "前置時間", "交貨期", "lead time", "lead days", "lead time (days)", "delivery days")),
        Column("terms_days", N_("Payment terms (days)"), Kind.INTEGER, width=12, example="30", help=N_("Days from a bill to the day on which it is due."),
               words=("账期", "账期天数", "付款期限", "结算周期", "帳期", "付款條件", "terms", "payment terms", "payment terms (days)", "credit days", "net days")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=24, words=("备注", "说明", "備註", "note", "notes", "remark", "remarks", "comment")),
    ),
)
"""The fields of a list of suppliers (import and template)."""

SUPPLIERS = Sheet(
    name="supplier_list",
    title=N_("Suppliers"),
    key="name",
    help=N_("Who the shop buys from, and what comes from them."),
    columns=(
        *(SUPPLIER_FILE.column(key) for key in ("code", "name", "lead_days")),
        Column("products", N_("Products"), Kind.INTEGER, width=10, total=True, help=N_("Products in the shop that name the supplier.")),
        Column("receipts", N_("Receipts"), Kind.INTEGER, width=10, total=True, help=N_("Goods receipts of the supplier.")),
        Column("last_received", N_("Last received"), Kind.TIME, help=N_("When goods of the supplier came last.")),
        *(SUPPLIER_FILE.column(key) for key in ("contact", "phone", "email", "note")),
        Column("import_id", N_("Import"), Kind.INTEGER, shown=False, help=N_("The import that brought it.")),
    ),
)
"""Suppliers on screen and in Excel; a file with these columns comes in as a list of them."""

COST_FILE = Sheet(
    name="costs",
    title=N_("Costs"),
    key="sku",
    help=N_("What one piece of a SKU costs, where no receipt says it: the latest day counts, and an older file does not take it back."),
    columns=(
        Column("sku", N_("SKU"), Kind.ID, required=True, example="TEA-001", help=N_("The shop's own code of the product variant, or its barcode."),
               words=("型号", "商品编码", "商家编码", "货号", "sku", "item code", "product code")),
        Column("cost", N_("Cost"), Kind.PRICE, required=True, example="41.50", help=N_("Purchase cost of one piece; zero and blank mean unknown."),
               words=("成本价", "成本单价", "进价", "供货价", "成本價", "cost", "unit cost", "purchase price")),
        Column("from_on", N_("As of"), Kind.DATE, example="2026-01-01", help=N_("The day of this price: of several costs of a SKU the latest counts, for all its pieces."),
               words=("生效日期", "生效时间", "成本日期", "valid from", "effective from", "cost date")),
    ),
)
"""The fields of a list of costs (import and template)."""
