"""WooCommerce products (.csv): one row a SKU; a variable product's own row is a group, its variations name it as parent."""

import re
from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, Shows, spelled, words
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.text import N_

STATES = MappingProxyType(
    {"1": ProductState.ACTIVE, "0": ProductState.DRAFT, "-1": ProductState.DRAFT, "2": ProductState.DRAFT}
)
"""Published, private, draft, pending."""


def addresses(text: str) -> list[str]:
    """The pictures of a cell: addresses with commas between them, each of which begins anew."""
    return [part.strip() for part in re.split(r",\s*(?=https?://)", text) if part.strip()]


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
            weight="Weight (g)",
            state="Published",
        ),
        states=STATES,
        shows=Shows(
            spelled(
                listing_no="ID|SKU", parent="Parent", title="Name", subtitle="Short description", description="Description",
                category="Categories", search_terms="Tags", pictures="Images", sale_price="Sale price",
            ),
            addresses,
        ),
        further=spelled(option="Attribute 2 value(s)|Attribute 3 value(s)|Attribute 4 value(s)"),
        apart=MappingProxyType({"Type": ("variable", "grouped", "variable-subscription")}),
        known=words("""
            ID,Type,Is featured?,Visibility in catalog,Short description,Description,Date sale price starts,Date sale price ends
            Tax status,Tax class,In stock?,Low stock amount,Backorders allowed?,Sold individually?,Allow customer reviews?
            Purchase note,Sale price,Tags,Shipping class,Images,Download limit,Download expiry days,Parent,Grouped products,Upsells
            Cross-sells,External URL,Button text,Position,Swatches Attributes,Weight…,Length…,Width…,Height…,Attribute…,Meta:…,Download…
        """),
        decimal_comma=False,
    ),
)
