"""Shopify products, classic and new: a product's row, then its variants, then rows with a picture alone."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, Shows, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "active": ProductState.ACTIVE,
        "draft": ProductState.DRAFT,
        "archived": ProductState.ARCHIVED,
        "unlisted": ProductState.ACTIVE,
        "true": ProductState.ACTIVE,
        "false": ProductState.DRAFT,
    }
)
"""Older files have no Status, only Published."""

_OPTIONS = words("Option1 Name,Option2 Name,Option3 Name,Option1 Linked To,Option2 Linked To,Option3 Linked To")
_FURTHER_OPTIONS = spelled(option="Option2 Value|Option3 Value")
_MARKETS = words("Included /…,Price /…,Compare At Price /…,Compare-at price /…,Google Shopping /…")
"""One column for each market that a shop sells in."""

FORMATS = (
    Format(
        code="shopify-products",
        title=N_("Shopify products"),
        kind="products",
        channel="shopify",
        grain=Grain.FIRST_ROW,
        grade="A",
        source=N_("Shopify's own sample files (46 columns) and a real export (50)"),
        signature=(("Handle",), ("Variant SKU", "Variant Price", "Body (HTML)"), ("Title", "Option1 Value", "Variant Price")),
        fields=spelled(
            handle="Handle",
            sku="Variant SKU",
            title="Title",
            option="Option1 Value",
            barcode="Variant Barcode",
            category="Product Category|Type",
            brand="Vendor",
            price="Variant Price",
            cost="Cost per item",
            on_hand="Variant Inventory Qty",
            weight="Variant Grams",
            state="Status|Published",
        ),
        states=STATES,
        further=_FURTHER_OPTIONS,
        shows=Shows(spelled(
            listing_no="Handle", title="Title", description="Body (HTML)", category="Product Category|Type", search_terms="Tags",
            seo_title="SEO Title", seo_description="SEO Description", list_price="Variant Compare At Price",
            pictures="Image Src", picture_at="Image Position", alt="Image Alt Text",
        ), facts=("Type",)),
        known=_OPTIONS + _MARKETS + words("""
            Body (HTML),Type,Tags,Published,Variant Inventory Tracker,Variant Inventory Policy,Variant Fulfillment Service
            Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title
            SEO Description,Variant Image,Variant Weight Unit,Variant Tax Code
        """),
        decimal_comma=False,
        needs=("sku", "price", "option", "title"),
    ),
    Format(
        code="shopify-products-2025",
        title=N_("Shopify products (new layout)"),
        kind="products",
        channel="shopify",
        grain=Grain.FIRST_ROW,
        grade="A",
        source=N_("Shopify's product template of 2025"),
        signature=(("URL handle",), ("SKU", "Price"), ("Title", "Option1 value")),
        fields=spelled(
            handle="URL handle",
            sku="SKU",
            title="Title",
            option="Option1 value",
            barcode="Barcode",
            category="Product category|Type",
            brand="Vendor",
            price="Price",
            cost="Cost per item",
            on_hand="Inventory quantity",
            weight="Weight value (grams)",
            state="Status|Published on online store",
        ),
        states=STATES,
        further=_FURTHER_OPTIONS,
        shows=Shows(spelled(
            listing_no="URL handle", title="Title", description="Description", category="Product category|Type", search_terms="Tags",
            seo_title="SEO title", seo_description="SEO description", list_price="Compare-at price",
            pictures="Product image URL", picture_at="Image position", alt="Image alt text",
        ), facts=("Type",)),
        known=_OPTIONS + _MARKETS + words("""
            Description,Type,Tags,Published on online store,Compare-at price,Charge tax,Tax code,Unit price total measure
            Unit price total measure unit,Unit price base measure,Unit price base measure unit,Inventory tracker
            Continue selling when out of stock,Weight unit for display,Requires shipping,Fulfillment service,Product image URL
            Image position,Image alt text,Variant image URL,Gift card,SEO title,SEO description
        """),
        decimal_comma=False,
        needs=("sku", "price", "option", "title"),
    ),
)
