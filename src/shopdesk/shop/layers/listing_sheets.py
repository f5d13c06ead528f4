"""The columns of the listings' tables in the layers."""

from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.layers import sheets
from shopdesk.shop.listings.score_rules import SECTIONS
from shopdesk.shop.listings.sheets import LISTING_FILE, LISTINGS
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
EVER: Final = (LISTING, LISTING_SKU, PICTURE, PRODUCT_ATTRIBUTE, LISTING_SCORE)
"""Tables that are whole whatever the days."""
BY_MOMENT: Final = (LISTING_VERSION, PRICE_CHANGE)
"""Tables whose rows are of the day on which they were changed."""
