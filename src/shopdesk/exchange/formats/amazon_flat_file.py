"""Amazon's flat file (.txt, TAB): one row a SKU with all its texts; a parent's row, then those of its variations."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.exchange.formats.format import Format, Shows, Unfolded, spelled, words
from shopdesk.exchange.formats.weights import GRAMS, in_grams
from shopdesk.text import N_

BULLETS: Final = tuple(f"bullet_point{number}" for number in range(1, 6))
PICTURES: Final = ("main_image_url", *(f"other_image_url{number}" for number in range(1, 9)))
OPTIONS: Final = ("color_name", "size_name", "style_name")
"""What a variation is by, in the order in which they make the option of a SKU."""
_WEIGHT: Final = "website_shipping_weight"
_UNIT: Final = f"{_WEIGHT}_unit_of_measure"
_CODES: Final = frozenset({"ean", "upc", "gtin"})
"""Kinds of product ids that are barcodes."""


def one_sku(row: Mapping[str, str]) -> list[dict[str, str]]:
    """The row with its barcode, where its id is one, its option where it is a variation, and its weight in grams."""
    kind, unit = row.get("external_product_id_type", "").strip().lower(), row.get(_UNIT, "").strip().lower()
    said = {"barcode": row.get("external_product_id", "").strip() if kind in _CODES else ""}
    if row.get("parent_sku", "").strip():
        said["option"] = " / ".join(text for name in OPTIONS if (text := row.get(name, "").strip()))
    if unit in GRAMS and (weight := row.get(_WEIGHT, "").strip()):
        said["weight"] = in_grams(weight, unit)
    return [said]


FORMATS = (
    Format(
        code="amazon-flat-file",
        title=N_("Amazon flat file"),
        kind="products",
        channel="amazon",
        grade="B",
        source=N_("names of the columns of templates for several categories, as programs write them; rows that delete are left out"),
        signature=(
            ("item_sku",),
            ("item_name", "standard_price"),
            ("external_product_id", "product_description", "feed_product_type", "update_delete"),
        ),
        fields=spelled(
            sku="item_sku", handle="parent_sku", title="item_name", brand="brand_name", price="standard_price",
            on_hand="quantity",
        ),
        apart=MappingProxyType({"parent_child": ("parent",), "update_delete": ("delete",)}),
        unfolded=Unfolded(
            ("external_product_id", "external_product_id_type", "parent_sku", _WEIGHT, _UNIT, *OPTIONS), one_sku
        ),
        shows=Shows(
            spelled(
                called="item_sku", parent="parent_sku", title="item_name", description="product_description",
                bullets="|".join(BULLETS), search_terms="generic_keywords|generic_keywords1", category="item_type",
                list_price="list_price", sale_price="sale_price", pictures="|".join(PICTURES),
            ),
            str.splitlines,
            lines=frozenset({"bullets", "pictures"}),
        ),
        known=words("""
            external_product_id,external_product_id_type,product_description,feed_product_type,item_type,manufacturer,part_number,model
            update_delete,parent_child,parent_sku,relationship_type,variation_theme,list_price,sale_price,sale_from_date,sale_end_date
            condition_type,condition_note,fulfillment_latency,merchant_shipping_group_name,product_tax_code,item_package_quantity
            color_name,color_map,size_name,size_map,style_name,main_image_url,swatch_image_url,bullet_point…,other_image_url…
            generic_keywords…,target_audience…,specific_uses…,recommended_browse_nodes…,website_shipping_weight…,item_…,package_…
            fulfillment_center_id,product_site_launch_date,merchant_release_date,department_name,material_type…,country_of_origin
        """),
        decimal_comma=False,
    ),
)
