"""Shopify inventory export: a count sheet in disguise, one row a SKU and location; what a person entered as new is counted."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

FORMATS = (
    Format(
        code="shopify-inventory",
        title=N_("Shopify inventory"),
        kind="counts",
        channel="shopify",
        grain=Grain.ITEM,
        grade="A",
        source=N_("exports with “On hand (new)”, and older ones with “On hand” alone"),
        signature=(("Handle",), ("SKU",), ("On hand (new)", "On hand"), ("Location", "HS Code", "COO")),
        fields=spelled(sku="SKU", counted="On hand (new)|On hand", warehouse="Location"),
        known=words("""
            Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,HS Code,COO,Bin name
            Incoming (not editable),Unavailable (not editable),Committed (not editable),Available (not editable),On hand (current)
            Incoming,Unavailable,Committed,Available
        """),
        decimal_comma=False,
    ),
)
