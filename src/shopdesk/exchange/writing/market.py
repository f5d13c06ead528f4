"""Listings in the layouts of marketplaces, to be taken in there: what was imported from one goes back the same."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from shopdesk.exchange.formats.format import words
from shopdesk.exchange.formats.taobao_package import KEYS, TITLES
from shopdesk.exchange.formats.woocommerce_products import ATTRIBUTES
from shopdesk.exchange.writing.csv_out import disarmed
from shopdesk.exchange.writing.market_amazon import FLAT, LOADER, PRICES, amazon_flat, amazon_loader, amazon_prices
from shopdesk.exchange.writing.market_cells import Row, category_of, crossed_out, plain, shown_of
from shopdesk.exchange.writing.market_options import Option, options_of
from shopdesk.exchange.writing.target import replacing
from shopdesk.shop.listings.market import MarketListing, MarketSku
from shopdesk.shop.listings.rules import ListingState
from shopdesk.text import N_, UserError

_CHINA: Final = ZoneInfo("Asia/Shanghai")
_ONLY: Final = "Default Title"
"""What Shopify calls the option of a product that has none."""


@dataclass(frozen=True, slots=True)
class Market:
    """A layout: its name (a msgid), its headers, how a listing becomes rows; `lines` stand above the header."""

    title: str
    channel: str
    """Code of the channel whose listings it is made for."""
    suffix: str
    headers: tuple[str, ...]
    rows: Callable[[MarketListing], Iterator[Row]]
    separator: str = ","
    encoding: str = "utf-8-sig"
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    """Lines above the header, and between it and the rows."""


def write_market(path: Path | str, market: Market, listings: Sequence[MarketListing]) -> int:
    """Write these listings and return how many; UserError where there is none."""
    if not listings:
        raise UserError(N_("None of these listings sells a SKU, so the file would be empty."), code="empty")
    page = io.StringIO()
    write = csv.writer(page, delimiter=market.separator, lineterminator="\r\n").writerow
    for line in (*market.above, market.headers, *market.below):
        write(line)
    for listing in listings:
        for row in market.rows(listing):
            write([disarmed(row.get(name, "")) for name in market.headers])
    with replacing(path) as file:
        file.write(page.getvalue().encode(market.encoding, errors="replace"))
    return len(listings)


# ------------------------------------------------------------------------------------------------------------- Shopify

_CLASSIC: Final = words("""
    Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name
    Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker
    Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price
    Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position
    Image Alt Text,Gift Card,SEO Title,SEO Description,Variant Weight Unit,Cost per item,Status
""")
_NEW: Final = words("""
    Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode
    Option1 name,Option1 value,Option2 name,Option2 value,Option3 name,Option3 value,Price,Compare-at price
    Cost per item,Charge tax,Inventory tracker,Inventory quantity,Continue selling when out of stock
    Weight value (grams),Weight unit for display,Requires shipping,Fulfillment service,Product image URL
    Image position,Image alt text,Gift card,SEO title,SEO description
""")
_RENAMED: Final = MappingProxyType({
    "Handle": "URL handle", "Body (HTML)": "Description", "Product Category": "Product category",
    "Published": "Published on online store", "Option1 Name": "Option1 name", "Option1 Value": "Option1 value",
    "Option2 Name": "Option2 name", "Option2 Value": "Option2 value", "Option3 Name": "Option3 name",
    "Option3 Value": "Option3 value",
    "Variant SKU": "SKU", "Variant Grams": "Weight value (grams)", "Variant Inventory Tracker": "Inventory tracker",
    "Variant Inventory Qty": "Inventory quantity", "Variant Inventory Policy": "Continue selling when out of stock",
    "Variant Fulfillment Service": "Fulfillment service", "Variant Price": "Price",
    "Variant Compare At Price": "Compare-at price", "Variant Requires Shipping": "Requires shipping",
    "Variant Taxable": "Charge tax", "Variant Barcode": "Barcode", "Image Src": "Product image URL",
    "Image Position": "Image position", "Image Alt Text": "Image alt text", "Gift Card": "Gift card",
    "SEO Title": "SEO title", "SEO Description": "SEO description", "Variant Weight Unit": "Weight unit for display",
})  # fmt: skip
"""What the new layout calls the columns of the classic one, where the names differ."""
_STATUS: Final = {ListingState.ACTIVE: "active", ListingState.DRAFT: "draft", ListingState.ENDED: "archived"}


def shopify_classic(listing: MarketListing) -> Iterator[Row]:
    """A product's row, its variants, then rows with a picture alone; pictures stand on the rows from the first on."""
    row, shown = listing.row, shown_of(listing)
    kind = dict(listing.facts).get("Type", "")
    options = options_of(listing) or [Option("Title", (_ONLY,) * len(listing.skus))]
    for number, (sku, picture) in enumerate(zip_longest(listing.skus, shown)):
        made = {"Handle": row.listing_no}
        if not number:
            made |= {
                "Title": row.title, "Body (HTML)": row.description or "", "Vendor": listing.brand,
                "Product Category": category_of(listing), "Type": kind, "Tags": row.search_terms or "",
                "Published": "true" if row.state == ListingState.ACTIVE else "false", "Gift Card": "false",
                "SEO Title": row.seo_title or "", "SEO Description": row.seo_description or "",
                "Status": _STATUS[ListingState(row.state)],
            }  # fmt: skip
        if sku is not None:
            made |= _variant(listing, sku)
            for place, option in enumerate(options, 1):
                made[f"Option{place} Value"] = option.values[number]
            if not number:
                made |= {f"Option{place} Name": option.name for place, option in enumerate(options, 1)}
        if picture is not None:
            made |= {"Image Src": picture.url or "", "Image Alt Text": picture.alt or ""}
            made["Image Position"] = str(number + 1)
        yield made


def _variant(listing: MarketListing, sku: MarketSku) -> dict[str, str]:
    return {
        "Variant SKU": sku.code, "Variant Grams": plain(sku.weight),
        "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": plain(sku.stock),
        "Variant Inventory Policy": "deny", "Variant Fulfillment Service": "manual",
        "Variant Price": plain(sku.price), "Variant Compare At Price": crossed_out(listing, sku),
        "Variant Requires Shipping": "true", "Variant Taxable": "true", "Variant Barcode": sku.barcode,
        "Variant Weight Unit": "g", "Cost per item": plain(sku.cost),
    }  # fmt: skip


def shopify_new(listing: MarketListing) -> Iterator[Row]:
    """The rows of the classic layout under the names of the new one."""
    for row in shopify_classic(listing):
        yield {_RENAMED.get(name, name): text for name, text in row.items()}


# --------------------------------------------------------------------------------------------------------- WooCommerce

_WOO: Final = words("""
    ID,Type,SKU,GTIN,Name,Published,Is featured?,Visibility in catalog,Short description,Description,Tax status
    In stock?,Stock,Weight (kg),Sale price,Regular price,Categories,Tags,Images,Parent,Position
""")
_GTIN: Final = "GTIN, UPC, EAN, or ISBN"
_WOO_HEADERS: Final = (
    *(_GTIN if name == "GTIN" else name for name in _WOO),
    *(
        f"Attribute {number} {part}"
        for number in range(1, ATTRIBUTES + 1)
        for part in ("name", "value(s)", "visible", "global")
    ),
)


def woocommerce(listing: MarketListing) -> Iterator[Row]:
    """A simple product in one row; one with options as its own row, and a row for each variation."""
    row, number = listing.row, listing.row.listing_no
    key = {"ID": number} if number.isdecimal() else {}
    facts = {
        "Name": row.title, "Published": "1" if row.state == ListingState.ACTIVE else "0", "Is featured?": "0",
        "Visibility in catalog": "visible", "Short description": row.subtitle or "",
        "Description": row.description or "", "Tax status": "taxable",
        "Categories": category_of(listing), "Tags": row.search_terms or "",
        "Images": ", ".join(one.url or "" for one in shown_of(listing)),
    }  # fmt: skip
    if len(listing.skus) == 1 and not listing.skus[0].option:
        told = _attributes(listing.facts)
        yield {"Type": "simple", **facts, **_woo_sku(listing, listing.skus[0]), **told, **key}
        return
    options = options_of(listing) or [Option("Option", ("",) * len(listing.skus))]
    own = [(option.name, ", ".join(dict.fromkeys(option.values))) for option in options]
    rest = [pair for pair in listing.facts if pair[0] not in dict(own)]
    parent = {} if key else {"SKU": number}
    yield {"Type": "variable", **facts, **_attributes([*own, *rest]), **key, **parent}
    for place, sku in enumerate(listing.skus):
        chosen = [(option.name, option.values[place]) for option in options]
        yield {
            "Type": "variation", "Name": listing.product, "Published": facts["Published"], **_woo_sku(listing, sku),
            **_attributes(chosen), "Parent": f"id:{number}" if key else number,
        }  # fmt: skip


def _attributes(facts: Sequence[tuple[str, str]]) -> Row:
    """Facts as attributes."""
    made: dict[str, str] = {}
    for number, (name, value) in enumerate(facts[:ATTRIBUTES], 1):
        stem = f"Attribute {number} "
        made |= {f"{stem}name": name, f"{stem}value(s)": value, f"{stem}visible": "1", f"{stem}global": "0"}
    return made


def _woo_sku(listing: MarketListing, sku: MarketSku) -> dict[str, str]:
    usual = _usual(listing, sku)
    number = sku.code.removeprefix("id:")
    told = {"ID": number} if number != sku.code else {"SKU": sku.code}
    told |= {_GTIN: sku.barcode, "In stock?": "1" if sku.stock is None or sku.stock > 0 else "0"}
    told |= {"Stock": plain(sku.stock), "Regular price": plain(usual)}
    told["Weight (kg)"] = plain(None if sku.weight is None else sku.weight / 1_000)
    return told if usual == sku.price else {**told, "Sale price": plain(sku.price)}


def _usual(listing: MarketListing, sku: MarketSku) -> Decimal | None:
    """What a SKU costs when there is no sale: its own price where that is what the listing crosses out."""
    was = listing.row.list_price
    is_own = any(one.own_price == was for one in listing.skus)
    above = (one for one in ((sku.own_price, was) if is_own else (was,)) if _is_above(one, sku.price))
    return next(above, sku.price)


def _is_above(usual: Decimal | None, price: Decimal | None) -> bool:
    return usual is not None and price is not None and usual > price


# -------------------------------------------------------------------------------------------------------------- Taobao


def taobao(listing: MarketListing) -> Iterator[Row]:
    """One row an item; its variants in one cell, under values that the seller named."""
    row, first, own = listing.row, listing.skus[0], listing.row.category or ""
    stock = [sku.stock for sku in listing.skus if sku.stock is not None]
    number = row.listing_no if row.listing_no.isdecimal() else ""
    made = {
        "title": row.title, "cid": own if own.isdecimal() else "", "price": plain(row.price),
        "num": plain(sum(stock, Decimal(0))) if stock else "", "approve_status": "1",
        "description": row.description or "", "subtitle": row.subtitle or "", "num_id": number or "0",
        "list_time": f"{row.listed_at.astimezone(_CHINA):%Y-%m-%d %H:%M:%S}" if row.listed_at else "",
        "picture": "".join(map(_taobao_picture, range(len(listing.pictures)), (one.url for one in listing.pictures))),
    }  # fmt: skip
    if len(listing.skus) == 1:
        yield made | {"barcode": first.barcode, "outer_id": "" if first.code == number else first.code}
        return
    item = "" if listing.handle in {row.title, number} else listing.handle
    numbered = list(enumerate(listing.skus, 1))
    props = "".join(
        f"{plain(sku.price)}:{plain(sku.stock)}:{_taobao_code(sku, item or number)}:-1:-{at};" for at, sku in numbered
    )
    named = "".join(f"-1:-{at}:{sku.option};" for at, sku in numbered if sku.option)
    yield made | {"skuProps": props, "propAlias": named, "outer_id": item}


def _taobao_code(sku: MarketSku, item: str) -> str:
    """The code of a variant; none where it is what a variant without one is called."""
    return "" if sku.option and sku.code == f"{item}/{sku.option}" else sku.code


def _taobao_picture(place: int, url: str | None) -> str:
    """name:1:place:|address; a picture without an address lies beside the package under its name."""
    if not url:
        return ""
    if "://" not in url:
        return f"{url}:1:{place}:|;"
    name = hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()
    return f"{name}:1:{place}:|{url};"


MARKETS: Final[Mapping[str, Market]] = MappingProxyType({
    "shopify": Market(N_("Shopify products"), "shopify", ".csv", _CLASSIC, shopify_classic),
    "shopify-2025": Market(N_("Shopify products (new layout)"), "shopify", ".csv", _NEW, shopify_new),
    "woocommerce": Market(N_("WooCommerce products"), "woocommerce", ".csv", _WOO_HEADERS, woocommerce),
    "taobao": Market(
        N_("Taobao data package"), "taobao", ".csv", KEYS, taobao, "\t", "utf-16", (("version 1.00",),), (TITLES,)
    ),
    "amazon-prices": Market(
        N_("Amazon price and quantity"), "amazon", ".txt", PRICES, amazon_prices, "\t", "utf-8"
    ),
    "amazon-loader": Market(N_("Amazon inventory loader"), "amazon", ".txt", LOADER, amazon_loader, "\t", "utf-8"),
    "amazon-flat": Market(N_("Amazon flat file"), "amazon", ".txt", FLAT, amazon_flat, "\t", "utf-8"),
})  # fmt: skip
"""Code → layout."""
