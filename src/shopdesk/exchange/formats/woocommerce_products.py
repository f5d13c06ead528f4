"""WooCommerce products (.csv): one row a SKU; a variable product's own row is a group, its variations name it as parent."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.formats.format import Format, Shows, Unfolded, spelled, words
from shopdesk.exchange.formats.weights import in_grams
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.text import N_

STATES = MappingProxyType(
    {"1": ProductState.ACTIVE, "0": ProductState.DRAFT, "-1": ProductState.DRAFT, "2": ProductState.DRAFT}
)
"""Published, private, draft, pending."""

ATTRIBUTES: Final = 6
"""So many attributes are read of a product."""
_OPTIONS: Final = tuple(f"Attribute {number} value(s)" for number in range(1, ATTRIBUTES + 1))
_WEIGHTS: Final = MappingProxyType({f"Weight ({unit})": unit for unit in ("g", "kg", "lbs", "oz")})


def addresses(text: str) -> list[str]:
    """The pictures of a cell: addresses with commas between them, each of which begins anew."""
    return [part.strip() for part in re.split(r",\s*(?=https?://)", text) if part.strip()]


def one_sku(row: Mapping[str, str]) -> list[dict[str, str]]:
    """The row with its weight in grams; attributes are the option of a variation, and facts of any other product.

    A product without a SKU goes by its number, as the file itself calls it: id:44.
    """
    said = {"option": ""}
    if row.get("Parent", "").strip():
        said["option"] = " / ".join(text for name in _OPTIONS if (text := row.get(name, "").strip()))
    elif not row.get("SKU", "").strip() and row.get("ID", "").strip():
        said["sku"] = f"id:{row['ID'].strip()}"
    for header, unit in _WEIGHTS.items():
        if text := row.get(header, "").strip():
            said["weight"] = in_grams(text, unit)
    return [said]


FORMATS = (
    Format(
        code="woocommerce-products",
        title=N_("WooCommerce products"),
        kind="products",
        channel="woocommerce",
        grade="A",
        source=N_("WooCommerce's own samples of its export; units of measure stand in some headers"),
        signature=(("SKU",), ("Regular price",), ("Visibility in catalog", "In stock?", "Is featured?"), ("Type", "Parent", "Name")),
        fields=spelled(
            handle="Parent",
            sku="SKU",
            title="Name",
            option="Attribute 1 value(s)",
            barcode="GTIN, UPC, EAN, or ISBN",
            category="Categories",
            brand="Brands",
            price="Regular price",
            cost="Cost of goods|Cost of goods sold",
            on_hand="Stock",
            state="Published",
        ),
        states=STATES,
        shows=Shows(
            spelled(
                listing_no="ID", called="SKU", parent="Parent", title="Name", subtitle="Short description", description="Description",
                category="Categories", search_terms="Tags", pictures="Images", sale_price="Sale price",
            ),
            addresses,
        ),
        unfolded=Unfolded(("ID", "SKU", "Parent", *_WEIGHTS, *_OPTIONS), one_sku),
        apart=MappingProxyType({"Type": ("variable", "grouped", "variable-subscription")}),
        known=words("""
            ID,Type,Is featured?,Visibility in catalog,Short description,Description,Date sale price starts,Date sale price ends
            Tax status,Tax class,In stock?,Low stock amount,Backorders allowed?,Sold individually?,Allow customer reviews?
            Purchase note,Sale price,Tags,Shipping class,Images,Download limit,Download expiry days,Parent,Grouped products,Upsells
            Cross-sells,External URL,Button text,Position,Swatches Attributes,Weight…,Length…,Width…,Height…,Attribute…,Meta:…,Download…
        """),
        decimal_comma=False,
        needs=("sku", "option"),
    ),
)
