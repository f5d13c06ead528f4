"""ShopDesk's own templates: the header is the sheet's titles, in any of its languages, or its keys."""

from dataclasses import replace
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format
from shopdesk.exchange.plan import Grain
from shopdesk.shop.buying.sheets import PRICE_FILE, PURCHASE_FILE
from shopdesk.shop.catalog.sheets import COST_FILE, PRODUCT_FILE, SUPPLIER_FILE
from shopdesk.shop.columns import Sheet
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE, WAYBILLS
from shopdesk.shop.ledger.sheets import ACCOUNT_FILE, EXPENSE_FILE, FREIGHT_FILE, JOURNAL_FILE, RATE_FILE
from shopdesk.shop.listings.funnel_sheets import TRAFFIC_FILE
from shopdesk.shop.listings.keyword_sheets import KEYWORD_FILE
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.shop.listings.word_sheets import HOUR_FILE, WORD_FILE
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE
from shopdesk.shop.orders.sheets import ORDER_FILE, REFUND_FILE
from shopdesk.shop.promotions.sheets import PROMOTION_FILE
from shopdesk.shop.service.sheets import CASE_FILE
from shopdesk.shop.settlement.sheets import FEES, PAYOUT_FILE, SETTLEMENT_FILE
from shopdesk.shop.spending.sheets import AD_FILE, BILL_FILE, PAYMENT_FILE, SIDE_FILE
from shopdesk.shop.spoken import spellings
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.text import N_


def _template(sheet: Sheet, title: str, telling: tuple[str, ...], grain: Grain = Grain.ITEM) -> Format:
    """`telling`: groups of columns, joined by `|`, of which no template of this kind goes without one."""
    return Format(
        code=f"template-{sheet.name}",
        title=title,
        kind=sheet.name,
        grain=grain,
        grade="A",
        source=N_("ShopDesk's own"),
        signature=tuple(
            tuple(name for key in group.split("|") for name in (sheet.column(key).title, key)) for group in telling
        ),
        fields=MappingProxyType({column.key: (column.title, column.key) for column in sheet.columns}),
        decimal_comma=False,
        whole=True,
    )


# The list that goes out to a carrier comes back as this, with what the carrier asked for still in it.
_WAYBILLS = replace(
    _template(WAYBILL_FILE, N_("ShopDesk waybills template"), ("order_no", "waybill")),
    known=tuple(name for column in WAYBILLS.columns for name in spellings(column.title)),
    needs=("waybill",),
)

# A stranger's "sku, quantity" must not pass for a receipt: it may be a count, and counts set what receipts add.
FORMATS = (
    _template(ORDER_FILE, N_("ShopDesk orders template"), ("order_no", "sku|placed_at|order_total"), Grain.LINE),
    _template(COUNT_FILE, N_("ShopDesk stock count template"), ("sku", "counted")),
    _template(RECEIPT_FILE, N_("ShopDesk receipts template"), ("sku", "quantity", "unit_cost|received_at|document_no")),
    _template(REFUND_FILE, N_("ShopDesk refunds template"), ("refund_no", "order_no", "amount")),
    _template(COST_FILE, N_("ShopDesk costs template"), ("sku", "cost", "from_on")),
    _template(FREIGHT_FILE, N_("ShopDesk freight template"), ("waybill", "amount")),
    _template(JOURNAL_FILE, N_("ShopDesk journal template"), ("entry_on", "entry_no", "account")),
    _template(ACCOUNT_FILE, N_("ShopDesk chart of accounts template"), ("code", "title", "kind")),
    _template(EXPENSE_FILE, N_("ShopDesk expenses template"), ("spent_on", "account", "amount")),
    _template(BILL_FILE, N_("ShopDesk bills template"), ("bill_no", "billed_on", "amount")),
    _template(PAYMENT_FILE, N_("ShopDesk payments template"), ("bill_no", "paid_on", "amount")),
    _template(
        AD_FILE, N_("ShopDesk advertising template"), ("ran_on", "amount", "campaign|platform|clicks|impressions")
    ),
    _template(SIDE_FILE, N_("ShopDesk costs of orders template"), ("kind", "order_no", "paid_on")),
    _template(SUPPLIER_FILE, N_("ShopDesk suppliers template"), ("name", "contact|phone|email|lead_days")),
    _template(RATE_FILE, N_("ShopDesk exchange rates template"), ("currency", "rate_on", "rate")),
    _template(PURCHASE_FILE, N_("ShopDesk purchase orders template"), ("purchase_no", "sku", "quantity")),
    _template(
        PRICE_FILE, N_("ShopDesk supplier prices template"), ("supplier", "sku", "price|pack|minimum|supplier_code")
    ),
    _template(
        CUSTOMER_FILE,
        N_("ShopDesk customers template"),
        ("customer_no|phone|email", "group_name|company|tags|postcode", "name"),
    ),
    _template(SETTLEMENT_FILE, N_("ShopDesk settlement template"), ("happened_at", "kind", "amount|income|outgo")),
    _template(PAYOUT_FILE, N_("ShopDesk payouts template"), ("paid_on", "amount", "payout_no|state")),
    _template(FEES, N_("ShopDesk fee table template"), ("channel", "kind", "rate", "since")),
    _template(
        PROMOTION_FILE, N_("ShopDesk promotions template"), ("title", "kind", "starts_at", "tiers|level|ends_at")
    ),
    _template(TRAFFIC_FILE, N_("ShopDesk traffic template"), ("ran_on", "visitors|impressions|page_views", "target|source")),
    _template(WORD_FILE, N_("ShopDesk search words template"), ("ran_on", "word", "clicks|impressions|orders|position")),
    _template(HOUR_FILE, N_("ShopDesk visitors by hour template"), ("day", "hour", "visitors")),
    _template(CASE_FILE, N_("ShopDesk cases template"), ("source_no", "said|answered_at|solved_at|reason")),
    _template(KEYWORD_FILE, N_("ShopDesk keywords template"), ("word", "volume|competition|word_class")),
    _template(CANDIDATE_FILE, N_("ShopDesk candidates template"), ("title", "searches|sellers|months|supplier_score")),
    _template(
        LISTING_FILE,
        N_("ShopDesk listings template"),
        ("listing_no", "title|price|state", "subtitle|bullets|description|search_terms|seo_title|list_price|pictures"),
    ),
    _WAYBILLS,
    _template(PRODUCT_FILE, N_("ShopDesk products template"), ("sku", "title|price|cost|barcode")),
)
