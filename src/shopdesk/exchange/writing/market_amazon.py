"""Listings as Amazon takes them in: prices and stock by SKU, the inventory loader, the flat file with all texts."""

from collections.abc import Iterator
from typing import Final

from shopdesk.exchange.formats.amazon_flat_file import BULLETS, OPTIONS, PICTURES
from shopdesk.exchange.formats.format import words
from shopdesk.exchange.writing.market_cells import Row, category_of, crossed_out, plain, shown_of
from shopdesk.exchange.writing.market_options import options_of
from shopdesk.shop.listings.market import MarketListing, MarketSku

PRICES: Final = words("sku,price,minimum-seller-allowed-price,maximum-seller-allowed-price,quantity,leadtime-to-ship")
LOADER: Final = words("""
    sku,product-id,product-id-type,price,item-condition,quantity,add-delete,will-ship-internationally
    expedited-shipping,item-note,fulfillment-center-id,product-tax-code,leadtime-to-ship
""")
FLAT: Final = (
    *words("""
        item_sku,external_product_id,external_product_id_type,item_name,brand_name,item_type,product_description
    """),
    *BULLETS, "generic_keywords", "standard_price", "list_price", "quantity", "condition_type", *PICTURES,
    *words("parent_child,parent_sku,relationship_type,variation_theme"), *OPTIONS,
    *words("website_shipping_weight,website_shipping_weight_unit_of_measure,update_delete"),
)  # fmt: skip
_ASIN: Final = 10
"""Letters and digits of an ASIN."""
_THEMES: Final = (
    ("color_name", "Color", ("color", "colour", "颜色", "顏色")),
    ("size_name", "Size", ("size", "尺寸", "尺码", "尺碼", "capacity", "容量")),
)
_CODES: Final = {8: "EAN", 12: "UPC", 13: "EAN", 14: "GTIN"}
"""Digits of a barcode → what it is."""


def amazon_prices(listing: MarketListing) -> Iterator[Row]:
    """A row a SKU: what it costs, and how many there are."""
    for sku in listing.skus:
        yield {"sku": sku.code, "price": plain(sku.price), "quantity": plain(sku.stock)}


def amazon_loader(listing: MarketListing) -> Iterator[Row]:
    """The same, with what names the item and its condition (11: new)."""
    number = listing.row.listing_no
    item = {"product-id": number, "product-id-type": "1"} if len(number) == _ASIN else {}
    for row in amazon_prices(listing):
        yield {**row, **item, "item-condition": "11", "add-delete": "a"}


def amazon_flat(listing: MarketListing) -> Iterator[Row]:
    """A row a SKU with all texts; of several, the texts stand in a row of their parent. What is blank stays there."""
    row = listing.row
    texts = {
        "item_name": row.title, "brand_name": listing.brand, "item_type": category_of(listing),
        "product_description": row.description or "", "generic_keywords": row.search_terms or "",
        **dict(zip(BULLETS, (row.bullets or "").splitlines(), strict=False)),
        **dict(zip(PICTURES, (one.url or "" for one in shown_of(listing)), strict=False)),
        "update_delete": "PartialUpdate",
    }  # fmt: skip
    if len(listing.skus) == 1 and not listing.skus[0].option:
        yield {**texts, **_sku(listing, listing.skus[0])}
        return
    chosen, theme = _chosen(listing)
    family = {"relationship_type": "Variation", "variation_theme": theme}
    yield {**texts, "item_sku": row.listing_no, "parent_child": "parent", **family}
    for sku, options in zip(listing.skus, chosen, strict=True):
        own = {"item_name": listing.product, "brand_name": listing.brand, "item_type": texts["item_type"]}
        names = {"parent_child": "child", "parent_sku": row.listing_no, "update_delete": "PartialUpdate"}
        yield {**own, **_sku(listing, sku), **names, **family, **options}


def _sku(listing: MarketListing, sku: MarketSku) -> dict[str, str]:
    made = {
        "item_sku": sku.code, "standard_price": plain(sku.price), "list_price": crossed_out(listing, sku),
        "quantity": plain(sku.stock), "condition_type": "New", "website_shipping_weight": plain(sku.weight),
        "website_shipping_weight_unit_of_measure": "" if sku.weight is None else "GR",
    }  # fmt: skip
    number = listing.row.listing_no
    if sku.barcode.isdecimal() and len(sku.barcode) in _CODES:
        made |= {"external_product_id": sku.barcode, "external_product_id_type": _CODES[len(sku.barcode)]}
    elif len(number) == _ASIN and number.isalnum() and len(listing.skus) == 1:
        made |= {"external_product_id": number, "external_product_id_type": "ASIN"}
    return made


def _chosen(listing: MarketListing) -> tuple[list[dict[str, str]], str]:
    """For each SKU what it is by, and the theme: colour and size under their names, anything else as a style."""
    options = options_of(listing)
    named = [
        next(((name, theme) for name, theme, said in _THEMES if option.name.casefold() in said), ("", ""))
        for option in options
    ]
    places = [OPTIONS.index(name) for name, _theme in named if name]
    if len(places) == len(options) and places == sorted(set(places)) and options:
        rows = [
            {name: option.values[at] for (name, _theme), option in zip(named, options, strict=True)}
            for at in range(len(listing.skus))
        ]
        return rows, "".join(theme for _name, theme in named)
    return [{"style_name": sku.option} for sku in listing.skus], "Style"
