"""The columns of the listings' tables in the layers."""

from dataclasses import replace
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.layers import sheets
from shopdesk.shop.listings.scoring.rules import SECTIONS
from shopdesk.shop.listings.sheets import LISTING_FILE, LISTINGS
from shopdesk.shop.listings.titles.keyword_sheets import KEYWORD_FILE, KEYWORDS
from shopdesk.shop.listings.traffic.actions import MEASURES
from shopdesk.shop.listings.traffic.sheets import TRAFFIC_FILE
from shopdesk.shop.listings.traffic.word_days import WORD_MEASURES
from shopdesk.shop.listings.traffic.word_sheets import HOUR_FILE, WORD_FILE
from shopdesk.text import N_

_CHANNEL: Final = sheets.CHANNEL.column("channel_id")
_PRODUCT: Final = sheets.PRODUCT.column("product_id")
_SKU: Final = sheets.SKU.column("sku_id")
_IMPORT: Final = sheets.SKU.column("import_id")
_SOURCE: Final = sheets.SKU.column("source_row")
_LISTING: Final = Column("listing_id", N_("Listing"), Kind.INTEGER, help=N_("The listing, as in the table listing."))
_WHEN: Final = Column("changed_at", N_("When"), Kind.TIME, help=N_("When it was changed."))
_WHY: Final = Column("reason", N_("Reason"), help=N_("Why it was changed, where that was said."))


def _number(key: str) -> Column:
    return Column(key, N_("Number"), Kind.INTEGER, help=N_("The number of the row."))


def _as_kept(column: Column, usual: str) -> Column:
    """The column of a file as the store keeps it: a share is a number; `usual` is its help where it has none."""
    kind = Kind.RATE if column.kind is Kind.PERCENT else column.kind
    return replace(column, kind=kind, help=column.help or usual)


def _said(*keys: str) -> tuple[Column, ...]:
    return tuple(LISTING_FILE.column(key) for key in keys)


LISTING: Final = Sheet(
    "listing", N_("Shop listings"),
    (
        _LISTING, _CHANNEL, _PRODUCT,
        *_said(
            "listing_no", "state", "title", "subtitle", "bullets", "description", "search_terms", "seo_title",
            "seo_description", "category", "url", "price", "list_price", "rating", "reviews", "listed_at",
        ),
        Column("plan_weekday", N_("Day to list"), Kind.INTEGER, help=N_("When it is to be put on sale: 0 is Monday.")),
        Column(
            "plan_minute", N_("Minute to list"), Kind.INTEGER, help=N_("Minutes after midnight of the shop's day."),
        ),
        LISTINGS.column("is_locked"), _IMPORT, _SOURCE,
    ),
    "listing_id", N_("What each channel shows of each product."),
)  # fmt: skip
LISTING_SKU: Final = Sheet(
    "listing_sku", N_("SKUs of listings"),
    (
        _number("listing_sku_id"), _LISTING, _SKU,
        Column("price", N_("Price"), Kind.MONEY, help=N_("What it costs in this listing.")),
        Column("stock", N_("On hand"), Kind.QUANTITY, help=N_("What the channel believes there is.")),
    ),
    "listing_sku_id", N_("What each listing sells."),
)  # fmt: skip
PICTURE: Final = Sheet(
    "picture", N_("Pictures"),
    (
        _number("picture_id"), _PRODUCT, _LISTING, _SKU,
        Column("position", N_("Position"), Kind.INTEGER, help=N_("From 1; the first is the main picture.")),
        Column("url", N_("Address"), help=N_("Where it lies; blank where it is kept with the shop alone.")),
        Column("alt", N_("Words"), help=N_("What it is called for those who do not see it.")), _IMPORT, _SOURCE,
    ),
    "picture_id", N_("The pictures of products and listings."),
)  # fmt: skip
PRODUCT_ATTRIBUTE: Final = Sheet(
    "product_attribute", N_("Facts of products"),
    (
        _number("attribute_id"), _PRODUCT,
        Column("name", N_("Fact"), help=N_("Material, capacity, origin …")),
        Column("value", N_("What it is"), help=N_("Its value; several with commas between them.")), _IMPORT,
    ),
    "attribute_id", N_("What is known of products: material, capacity, origin."),
)  # fmt: skip
LISTING_VERSION: Final = Sheet(
    "listing_version", N_("Texts that were changed"),
    (
        _number("version_id"), _LISTING,
        Column("field", N_("Field"), help=N_("The column of the table listing.")),
        Column("before", N_("Before"), Kind.LONG_TEXT, help=N_("What it said before.")),
        Column("after", N_("After"), Kind.LONG_TEXT, help=N_("What it said afterwards.")), _WHEN, _WHY, _IMPORT,
    ),
    "version_id", N_("Each text of a listing that was put in the place of another."),
)  # fmt: skip
PRICE_CHANGE: Final = Sheet(
    "price_change", N_("Prices that were changed"),
    (
        _number("price_change_id"), _LISTING, _SKU,
        Column("before", N_("Before"), Kind.MONEY, help=N_("What it cost before.")),
        Column("after", N_("After"), Kind.MONEY, help=N_("What it cost afterwards.")), _WHEN, _WHY, _IMPORT,
    ),
    "price_change_id", N_("Each price of a listing, or of a SKU in it, that was put in the place of another."),
)  # fmt: skip
LISTING_SCORE: Final = Sheet(
    "listing_score", N_("Scores of listings"),
    (
        _LISTING, LISTINGS.column("score"),
        *(
            Column(section, title, Kind.RATE, help=N_("0 to 100; blank where nothing is known to judge it by."))
            for section, title in SECTIONS.items()
        ),
        *(LISTINGS.column(key) for key in ("findings", "law_hits", "visitors", "gain")),
        Column("scored_at", N_("Scored"), Kind.TIME, help=N_("When it was scored last.")),
    ),
    "listing_id", N_("What each listing came to when it was scored last."),
)  # fmt: skip
_TARGET: Final = Column("target", N_("Target"), help=N_("What it is of, as the report names it."))
_REPORT: Final = N_("The kind of report that tells it; what two of them tell of the same days is never added up.")
_SPAN: Final = (
    Column("first_on", N_("First day"), Kind.DATE, help=N_("The first day that the row is of.")),
    Column("last_on", N_("Last day"), Kind.DATE, help=N_("The last day that the row is of.")),
)
TRAFFIC: Final = Sheet(
    "traffic", N_("Traffic"),
    (
        _number("traffic_id"), _CHANNEL, _LISTING, _TARGET, TRAFFIC_FILE.column("source"),
        replace(TRAFFIC_FILE.column("source_part"), key="source_name"),
        Column("report", N_("Report"), help=_REPORT), *_SPAN,
        *(_as_kept(TRAFFIC_FILE.column(key), TRAFFIC_FILE.help) for key in MEASURES), _IMPORT, _SOURCE,
    ),
    "traffic_id", TRAFFIC_FILE.help,
)  # fmt: skip
TRAFFIC_HOUR: Final = Sheet(
    "traffic_hour", HOUR_FILE.title,
    (
        _number("traffic_hour_id"), _CHANNEL,
        *(_as_kept(HOUR_FILE.column(key), HOUR_FILE.help) for key in ("day", "hour", "visitors")), _IMPORT, _SOURCE,
    ),
    "traffic_hour_id", HOUR_FILE.help,
)  # fmt: skip
KEYWORD: Final = Sheet(
    "keyword", KEYWORD_FILE.title,
    (
        _number("keyword_id"), _CHANNEL,
        *(
            _as_kept(KEYWORDS.column(key), KEYWORD_FILE.help)
            for key in ("word", "category", "word_class", "volume", "competition", "read_on", "note")
        ),
        _IMPORT, _SOURCE,
    ),
    "keyword_id", KEYWORD_FILE.help,
)  # fmt: skip
KEYWORD_DAY: Final = Sheet(
    "keyword_day", WORD_FILE.title,
    (
        _number("keyword_day_id"), _CHANNEL, _LISTING, _as_kept(WORD_FILE.column("word"), WORD_FILE.help), _TARGET,
        WORD_FILE.column("campaign"), Column("source", N_("Report"), help=_REPORT), *_SPAN,
        *(_as_kept(WORD_FILE.column(key), WORD_FILE.help) for key in WORD_MEASURES),
        _IMPORT, _SOURCE,
    ),
    "keyword_day_id", WORD_FILE.help,
)  # fmt: skip
EVER: Final = (LISTING, LISTING_SKU, PICTURE, PRODUCT_ATTRIBUTE, LISTING_SCORE, KEYWORD)
"""Tables that are whole whatever the days."""
BY_MOMENT: Final = (LISTING_VERSION, PRICE_CHANGE)
"""Tables whose rows are of the day on which they were changed."""
BY_DAY: Final = ((TRAFFIC, "last_on"), (TRAFFIC_HOUR, "day"), (KEYWORD_DAY, "last_on"))
"""Tables of reports, and the column of the day of which their rows are."""
