"""The kinds of sheets that come in: one entry each, with all that reading such a sheet has to know.

A new kind is an entry here, what the store knows of its rows (`stage.comparing`), how they are written
(`load.loading`), and the words of the window (`desk.importing.kinds`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.plan import Grain
from shopdesk.shop.buying.sheets import PRICE_FILE, PURCHASE_FILE
from shopdesk.shop.catalog.sheets import COST_FILE, PRODUCT_FILE, SUPPLIER_FILE
from shopdesk.shop.columns import Sheet
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
from shopdesk.shop.ledger.sheets import ACCOUNT_FILE, EXPENSE_FILE, FREIGHT_FILE, JOURNAL_FILE, RATE_FILE
from shopdesk.shop.listings.competitor_sheets import COMPETITOR_FILE
from shopdesk.shop.listings.experiment_sheets import DAY_FILE
from shopdesk.shop.listings.funnel_sheets import TRAFFIC_FILE
from shopdesk.shop.listings.keyword_sheets import KEYWORD_FILE
from shopdesk.shop.listings.law_sheets import CLAIM_FILE, LAW_WORDS
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.shop.listings.word_sheets import HOUR_FILE, WORD_FILE
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE
from shopdesk.shop.orders.customers.sheets import CUSTOMER_FILE
from shopdesk.shop.orders.sheets import ORDER_FILE, REFUND_FILE
from shopdesk.shop.promotions.sheets import PROMOTION_FILE
from shopdesk.shop.service.care_sheets import CARE_FILE
from shopdesk.shop.service.customer_sheets import CONSENT_FILE, POINT_FILE
from shopdesk.shop.service.rating_sheets import RATING_FILE, REVIEW_FILE
from shopdesk.shop.service.sheets import CASE_FILE
from shopdesk.shop.service.surveys import SURVEY_FILE
from shopdesk.shop.settlement.sheets import FEES, PAYOUT_FILE, SETTLEMENT_FILE
from shopdesk.shop.spending.sheets import AD_FILE, BILL_FILE, PAYMENT_FILE, SIDE_FILE
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.shop.today.target_sheets import TARGET_FILE
from shopdesk.text import N_


@dataclass(frozen=True, slots=True)
class Saying:
    """What a header must say for a kind whose fields are those of any list of addresses: customers are no suppliers."""

    pattern: str
    meanings: tuple[str, ...] = ()
    """Or a header means one of these fields, of whatever kind."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of sheet: its columns, our own template of it, and what tells it from the others."""

    sheet: Sheet
    """The sheet whose columns are its fields."""
    template: str
    """What our own template of it is called, a msgid."""
    telling: tuple[str, ...]
    """Groups of columns, joined by `|`, of which no template of this kind goes without one."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """How much a field says for this kind in a sheet that nobody declared; others say 1."""
    essence: tuple[str, ...] = ()
    """What it is about, though a row may leave it blank: one of these a sheet of it has."""
    says: Saying | None = None
    grain: Grain = Grain.ITEM
    never_negative: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    """The field that stands in it once; of several, the first that a row has."""
    shown: tuple[str, ...] = ()
    """The fields that tell a new row in the dry run; orders, counts and receipts have words of their own."""
    by_channel: bool = False
    """Whether its rows belong to a sales channel."""
    with_amounts: bool = False
    """Whether the amounts of its rows add up to something."""

    @property
    def asks_channel(self) -> bool:
        """Whether a person may have to name the channel, since a row can go without."""
        return self.by_channel and not any(column.key == "channel" and column.required for column in self.sheet.columns)


_ALL: Final = (
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
        EXPENSE_FILE,
        N_("ShopDesk expenses template"),
        ("spent_on", "account", "amount"),
        weights={"spent_on": 1, "account": 5, "amount": 1, "supplier": 1, "document_no": 1, "note": 1},
        shown=("spent_on", "amount", "currency", "supplier", "note"),
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
        RATE_FILE,
        N_("ShopDesk exchange rates template"),
        ("currency", "rate_on", "rate"),
        weights={"currency": 1, "rate_on": 2, "rate": 4},
        once=("currency",),
        shown=("rate_on", "rate"),
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
    SheetKind(
        SETTLEMENT_FILE,
        N_("ShopDesk settlement template"),
        ("happened_at", "kind", "amount|income|outgo"),
        weights={"line_no": 2, "kind": 3, "income": 3, "outgo": 3, "balance": 4, "payout_no": 3, "fee": 2},
        essence=("amount", "income", "outgo"),
        says=Saying(
            "balance|settle|payout|余额|结余|餘額|流水|结算|結算|动账|入账|账务|入帳",
            ("balance", "settle_date", "payout_no", "payout_date"),
        ),
        shown=("kind", "order_no", "amount", "told"),
        with_amounts=True,
        by_channel=True,
    ),
    SheetKind(
        PAYOUT_FILE,
        N_("ShopDesk payouts template"),
        ("paid_on", "amount", "payout_no|state"),
        weights={"payout_no": 4, "paid_on": 4},
        says=Saying("payout|deposit|disburse|提现|提領|打款|撥款", ("payout_no", "payout_date", "payout_amount")),
        shown=("paid_on", "amount"),
        by_channel=True,
    ),
    SheetKind(
        FEES,
        N_("ShopDesk fee table template"),
        ("channel", "kind", "rate", "since"),
        weights={"kind": 3, "rate": 2, "since": 3},
        says=Saying("fee|commission|费率|費率|佣金|扣点|手续费"),
        never_negative=("rate", "fixed"),
        shown=("kind", "category", "rate", "since"),
        by_channel=True,
    ),
    SheetKind(
        BILL_FILE,
        N_("ShopDesk bills template"),
        ("bill_no", "billed_on", "amount"),
        weights={"supplier": 1, "bill_no": 4, "billed_on": 1, "due_on": 4, "amount": 1, "account": 1, "note": 1},
        shown=("billed_on", "supplier", "account", "amount"),
        with_amounts=True,
    ),
    SheetKind(
        PAYMENT_FILE,
        N_("ShopDesk payments template"),
        ("bill_no", "paid_on", "amount"),
        weights={"supplier": 1, "bill_no": 3, "paid_on": 4, "amount": 1},
        never_negative=("amount",),
        shown=("paid_on", "supplier", "amount"),
        with_amounts=True,
    ),
    SheetKind(
        AD_FILE,
        N_("ShopDesk advertising template"),
        ("ran_on", "amount", "campaign|platform|clicks|impressions"),
        weights={"ran_on": 1, "campaign": 3, "impressions": 3, "clicks": 3},
        essence=("campaign", "impressions", "clicks"),
        never_negative=("impressions", "clicks", "orders"),
        shown=("ran_on", "target", "amount", "clicks"),
        with_amounts=True,
    ),
    SheetKind(
        SIDE_FILE,
        N_("ShopDesk costs of orders template"),
        ("kind", "order_no", "paid_on"),
        weights={"kind": 1, "order_no": 1, "paid_on": 1, "principal": 5, "fee": 1},
        essence=("fee", "principal"),
        never_negative=("principal", "fee"),
        shown=("kind", "paid_on", "principal", "fee"),
        with_amounts=True,
    ),
    SheetKind(
        JOURNAL_FILE,
        N_("ShopDesk journal template"),
        ("entry_on", "entry_no", "account"),
        weights={"entry_on": 1, "entry_no": 3, "account": 2, "debit": 4, "credit": 4},
        essence=("debit", "credit"),
        never_negative=("debit", "credit"),
        shown=("entry_on", "account", "debit", "credit", "memo"),
    ),
    SheetKind(
        ACCOUNT_FILE,
        N_("ShopDesk chart of accounts template"),
        ("code", "title", "kind"),
        weights={"code": 2, "title": 1, "kind": 2},
        once=("code",),
        shown=("title", "kind", "note"),
    ),
    SheetKind(
        PROMOTION_FILE,
        N_("ShopDesk promotions template"),
        ("title", "kind", "starts_at", "tiers|level|ends_at"),
        weights={"title": 1, "kind": 1, "starts_at": 2, "ends_at": 2, "tiers": 4, "promotion_no": 2, "coupons": 3},
        never_negative=("budget", "platform_share", "partner_share"),
        shown=("kind", "starts_at", "ends_at", "tiers"),
    ),
    SheetKind(
        LISTING_FILE,
        N_("ShopDesk listings template"),
        ("listing_no", "title|price|state", "subtitle|bullets|description|search_terms|seo_title|list_price|pictures"),
        weights={"listing_no": 2, "subtitle": 3, "bullets": 3, "search_terms": 3, "seo_title": 3, "list_price": 2},
        essence=("subtitle", "bullets", "description", "search_terms", "seo_title", "seo_description"),
        never_negative=("price", "list_price", "reviews"),
        once=("listing_no",),
        shown=("channel", "title", "price"),
    ),
    SheetKind(
        KEYWORD_FILE,
        N_("ShopDesk keywords template"),
        ("word", "volume|competition|word_class"),
        weights={"word": 3, "volume": 4, "competition": 4, "word_class": 3},
        never_negative=("volume",),
        shown=("channel", "volume", "competition", "word_class"),
    ),
    SheetKind(
        CASE_FILE,
        N_("ShopDesk cases template"),
        ("source_no", "said|answered_at|solved_at|reason"),
        weights={"source_no": 4, "reason": 2, "opened_at": 1, "said": 4, "answered_at": 4, "solved_at": 3, "person": 2},
        shown=("kind", "title", "reason", "order_no"),
    ),
    SheetKind(
        REVIEW_FILE,
        N_("ShopDesk reviews template"),
        ("written_at", "described|service|logistics|verdict"),
        weights={"written_at": 1, "described": 3, "verdict": 5, "text": 3, "reply": 3, "review_no": 3, "service": 2},
        essence=("described", "verdict"),
        says=Saying("review|stars|rating|评价|评论|星级|評價|評論", ("verdict", "reply")),
        shown=("order_no", "sku", "described", "text"),
        by_channel=True,
    ),
    SheetKind(
        RATING_FILE,
        N_("ShopDesk ratings template"),
        ("seen_on", "described|service|logistics"),
        weights={"seen_on": 1, "described": 3, "service": 3, "logistics": 3, "ratings": 2},
        essence=("described", "service", "logistics"),
        never_negative=("ratings",),
        shown=("described", "service", "logistics", "ratings"),
        by_channel=True,
    ),
    SheetKind(
        CARE_FILE,
        N_("ShopDesk contacts template"),
        ("customer_no", "means", "contacted_on|result"),
        weights={"customer_no": 2, "means": 3, "contacted_on": 4, "result": 3, "again_on": 3, "rule": 2},
        essence=("contacted_on", "result"),
        shown=("customer_no", "means", "result"),
        by_channel=True,
    ),
    SheetKind(
        SURVEY_FILE,
        N_("ShopDesk survey answers template"),
        ("score", "case_no|order_no"),
        weights={"score": 4, "case_no": 2, "order_no": 1, "comment": 2, "answered_at": 1},
        essence=("score",),
        shown=("case_no", "order_no", "score"),
    ),
    SheetKind(
        TRAFFIC_FILE,
        N_("ShopDesk traffic template"),
        ("ran_on", "visitors|impressions|page_views", "target|source"),
        weights={"visitors": 4, "page_views": 4, "impressions": 3, "clicks": 2, "bounce": 4, "carts": 4, "ran_on": 2},
        never_negative=("impressions", "clicks", "visitors", "page_views", "favourites", "carts", "orders", "units"),
        shown=("ran_on", "visitors", "orders", "revenue"),
    ),
    SheetKind(
        WORD_FILE,
        N_("ShopDesk search words template"),
        ("ran_on", "word", "clicks|impressions|orders|position"),
        weights={"word": 3, "position": 4, "clicks": 2, "impressions": 2, "orders": 1, "ran_on": 2},
        never_negative=("impressions", "clicks", "orders", "units", "spend"),
        shown=("ran_on", "clicks", "orders", "revenue"),
    ),
    SheetKind(
        HOUR_FILE,
        N_("ShopDesk visitors by hour template"),
        ("day", "hour", "visitors"),
        weights={"hour": 6, "visitors": 3, "day": 2},
        never_negative=("visitors",),
        shown=("day", "hour", "visitors"),
    ),
    SheetKind(
        CANDIDATE_FILE,
        N_("ShopDesk candidates template"),
        ("title", "searches|sellers|months|supplier_score"),
        weights={"title": 1, "searches": 3, "sellers": 4, "months": 4, "supplier_score": 4},
        never_negative=("cost", "price", "searches", "sellers"),
        shown=("category", "price", "searches", "sellers"),
    ),
    SheetKind(
        COMPETITOR_FILE,
        N_("ShopDesk competitors template"),
        ("code", "seen_on|seller|product", "price|sales|rating|note"),
        weights={"code": 4, "seller": 3, "product": 2, "seen_on": 2, "sales": 2, "rating": 2},
        says=Saying("competitor|rival|竞品|竞店|競品|競店"),
        never_negative=("price", "sales", "rating"),
        shown=("title", "seller", "seen_on", "price"),
    ),
    SheetKind(
        DAY_FILE,
        N_("ShopDesk experiments template"),
        ("experiment_no", "day", "trials|hits"),
        weights={"experiment_no": 5, "trials": 3, "hits": 3},
        never_negative=("trials", "hits"),
        shown=("experiment_no", "day", "trials", "hits"),
    ),
    SheetKind(
        TARGET_FILE,
        N_("ShopDesk targets template"),
        ("month", "metric", "amount"),
        weights={"month": 2, "metric": 4, "amount": 2},
        shown=("month", "channel", "amount"),
    ),
    SheetKind(
        POINT_FILE,
        N_("ShopDesk points template"),
        ("customer_no", "moved_on", "points"),
        weights={"points": 5, "moved_on": 2, "customer_no": 2},
        shown=("moved_on", "points", "reason"),
        by_channel=True,
    ),
    SheetKind(
        CONSENT_FILE,
        N_("ShopDesk consents template"),
        ("customer_no", "means", "answer"),
        weights={"means": 4, "answer": 4, "told_at": 2, "customer_no": 2},
        shown=("means", "answer", "told_at"),
        by_channel=True,
    ),
    SheetKind(
        CLAIM_FILE,
        N_("ShopDesk claims template"),
        ("phrase", "proof", "proved_on"),
        weights={"phrase": 2, "proof": 4, "proved_on": 3, "expires_on": 2, "product": 1},
        shown=("product", "proof", "expires_on"),
    ),
    SheetKind(
        LAW_WORDS,
        N_("ShopDesk own words template"),
        ("phrase", "state"),
        weights={"phrase": 2, "state": 4, "replacement": 4, "reason": 1},
        shown=("state", "replacement", "reason"),
    ),
)
KINDS: Final[Mapping[str, SheetKind]] = MappingProxyType({kind.sheet.name: kind for kind in _ALL})
"""Name → kind, in the order in which they are proposed where a sheet could be several."""
WITH_AMOUNTS: Final = frozenset(name for name, kind in KINDS.items() if kind.with_amounts)
FILES: Final[Mapping[str, Sheet]] = MappingProxyType({name: kind.sheet for name, kind in KINDS.items()})
"""Name of a kind → the sheet whose columns are its fields."""
