"""Orders, goods and those who buy or supply them."""

from typing import Final

from shopdesk.exchange.kinds.kind import Saying, SheetKind
from shopdesk.exchange.plan import Grain
from shopdesk.shop.buying.sheets import PRICE_FILE, PURCHASE_FILE
from shopdesk.shop.catalog.sheets import COST_FILE, PRODUCT_FILE, SUPPLIER_FILE
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
from shopdesk.shop.ledger.sheets import FREIGHT_FILE
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE
from shopdesk.shop.orders.sheets import ORDER_FILE, REFUND_FILE
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.text import N_

KINDS: Final = (
    SheetKind(
        ORDER_FILE,
        N_("ShopDesk orders template"),
        ("order_no", "sku|placed_at|order_total"),
        weights={"order_no": 5, "placed_at": 2, "order_total": 2, "paid_amount": 2},
        with_amounts=True,
        grain=Grain.LINE,
        by_channel=True,
    ),
    SheetKind(
        COUNT_FILE,
        N_("ShopDesk stock count template"),
        ("sku", "counted"),
        weights={"sku": 3, "counted": 3, "counted_at": 3},
        essence=("counted",),
        never_negative=("counted",),
    ),
    # A stranger's "sku, quantity" must not pass for a receipt: it may be a count, and counts set what receipts add.
    SheetKind(
        RECEIPT_FILE,
        N_("ShopDesk receipts template"),
        ("sku", "quantity", "unit_cost|received_at|document_no"),
        weights={"sku": 3, "quantity": 3, "received_at": 3, "document_no": 3, "supplier": 2, "unit_cost": 2},
        never_negative=("quantity", "unit_cost"),
    ),
    SheetKind(
        PRODUCT_FILE,
        N_("ShopDesk products template"),
        ("sku", "title|price|cost|barcode"),
        weights={"sku": 3, "price": 2, "cost": 2, "barcode": 2, "category": 2, "brand": 2, "on_hand": 2},
        essence=("title", "price", "cost", "barcode", "on_hand"),
        never_negative=("price", "cost", "weight"),
        once=("sku",),
        shown=("title", "option", "price"),
    ),
    SheetKind(
        REFUND_FILE,
        N_("ShopDesk refunds template"),
        ("refund_no", "order_no", "amount"),
        weights={"refund_no": 5, "order_no": 1, "amount": 1, "refunded_at": 3, "claimed_at": 3, "claim": 2},
        once=("refund_no",),
        shown=("order_no", "state", "amount"),
        with_amounts=True,
        by_channel=True,
    ),
    SheetKind(
        COST_FILE,
        N_("ShopDesk costs template"),
        ("sku", "cost", "from_on"),
        weights={"sku": 1, "cost": 2, "from_on": 4},
        never_negative=("cost",),
        shown=("cost", "from_on"),
    ),
    SheetKind(
        FREIGHT_FILE,
        N_("ShopDesk freight template"),
        ("waybill", "amount"),
        weights={"waybill": 3, "amount": 1, "charged_at": 3},
        shown=("amount", "charged_at"),
        with_amounts=True,
    ),
    SheetKind(
        SUPPLIER_FILE,
        N_("ShopDesk suppliers template"),
        ("name", "contact|phone|email|lead_days"),
        weights={"name": 1, "code": 2, "contact": 2, "lead_days": 4},
        says=Saying("supplier|vendor|供[应應货貨]商", ("supplier", "supplier_code")),
        never_negative=("lead_days", "terms_days"),
        once=("name",),
        shown=("code", "lead_days", "note"),
    ),
    SheetKind(
        PURCHASE_FILE,
        N_("ShopDesk purchase orders template"),
        ("purchase_no", "sku", "quantity"),
        weights={"purchase_no": 4, "supplier": 2, "ordered_on": 2, "expected_on": 4, "sku": 2, "quantity": 2},
        never_negative=("quantity", "unit_cost"),
        shown=("supplier", "expected_on", "quantity", "unit_cost"),
    ),
    SheetKind(
        PRICE_FILE,
        N_("ShopDesk supplier prices template"),
        ("supplier", "sku", "price|pack|minimum|supplier_code"),
        weights={"supplier": 3, "sku": 2, "supplier_code": 3, "price": 1, "pack": 3, "minimum": 4},
        never_negative=("price", "pack", "minimum", "lead_days"),
        shown=("supplier", "price", "pack", "minimum"),
    ),
    SheetKind(
        CUSTOMER_FILE,
        N_("ShopDesk customers template"),
        ("customer_no|phone|email", "group_name|company|tags|postcode", "name"),
        weights={"customer_no": 3, "name": 2, "group_name": 3, "tags": 2},
        says=Saying("customer|client|member|buyer|客[户戶]|[会會][员員]|[顾顧]客|[买買]家", ("customer_no",)),
        once=("customer_no", "phone", "email"),
        shown=("name", "group_name", "country"),
        by_channel=True,
    ),
    SheetKind(
        WAYBILL_FILE,
        N_("ShopDesk waybills template"),
        ("order_no", "waybill"),
        weights={"order_no": 1, "waybill": 3, "carrier": 1, "shipped_at": 1},
        once=("order_no",),
        shown=("waybill", "carrier", "shipped_at"),
    ),
)
