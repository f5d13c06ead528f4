"""Listings, their traffic, prices, promotions and targets."""

from typing import Final

from shopdesk.exchange.kinds.kind import Saying, SheetKind
from shopdesk.shop.listings.law.sheets import CLAIM_FILE, LAW_WORDS
from shopdesk.shop.listings.prices.competitor_sheets import COMPETITOR_FILE
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.shop.listings.titles.keyword_sheets import KEYWORD_FILE
from shopdesk.shop.listings.traffic.sheets import TRAFFIC_FILE
from shopdesk.shop.listings.traffic.word_sheets import HOUR_FILE, WORD_FILE
from shopdesk.shop.listings.trials.experiment_sheets import DAY_FILE
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE
from shopdesk.shop.promotions.calendar.own_days import OWN_DAY_FILE
from shopdesk.shop.promotions.sheets import PROMOTION_FILE
from shopdesk.shop.today.target_sheets import TARGET_FILE
from shopdesk.text import N_

KINDS: Final = (
    SheetKind(
        PROMOTION_FILE,
        N_("ShopDesk promotions template"),
        ("title", "kind", "starts_at", "tiers|level|ends_at"),
        weights={"title": 1, "kind": 1, "starts_at": 2, "ends_at": 2, "tiers": 4, "promotion_no": 2, "coupons": 3},
        never_negative=("budget", "platform_share", "partner_share"),
        shown=("kind", "starts_at", "ends_at", "tiers"),
    ),
    SheetKind(
        OWN_DAY_FILE,
        N_("ShopDesk days template"),
        ("title", "first_on"),
        says=Saying("holiday|festival|event|节日|節日|假日|假期|法定|纪念日|紀念日"),
        shown=("first_on", "last_on"),
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
