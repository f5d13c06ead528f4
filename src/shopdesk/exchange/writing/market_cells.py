"""Cells that the layouts of several marketplaces share."""

from collections.abc import Mapping
from decimal import Decimal

from shopdesk.shop.listings.market import MarketListing, MarketSku
from shopdesk.shop.listings.reports import Shown

Row = Mapping[str, str]
"""Header → text."""


def plain(number: Decimal | None) -> str:
    """A number in plain digits; "" for none."""
    return "" if number is None else f"{number.normalize():f}"


def category_of(listing: MarketListing) -> str:
    """What the listing is under, else its product; the number of a category of Taobao says nothing elsewhere."""
    own = listing.row.category or ""
    return listing.category if own.isdecimal() or not own else own


def shown_of(listing: MarketListing) -> list[Shown]:
    """Pictures that have an address; others lie beside the package that they came with."""
    return [one for one in listing.pictures if one.url and "://" in one.url]


def crossed_out(listing: MarketListing, sku: MarketSku) -> str:
    """The price that is crossed out beside a SKU's, where it is above it."""
    was = listing.row.list_price
    return plain(was) if was is not None and (sku.price is None or was > sku.price) else ""
