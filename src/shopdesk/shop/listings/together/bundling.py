"""A bundle made of what is bought together: one SKU of its own that is taken from the shelf as its parts."""

from collections.abc import Sequence
from decimal import Decimal

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_


@action("catalog.edit", N_("Make a bundle"), undoable=True)
def make_bundle(tx: Tx, code: str, title: str, price: Decimal | None, parts: Sequence[int]) -> int:
    """Add a product that is a bundle of one piece of each of these SKUs; returns its sku_id."""
    sku_id = add_product(tx, code, title, price=price)
    set_parts(tx, sku_id, dict.fromkeys(parts, Decimal(1)))
    tx.say(N_("Make bundle {sku}"), sku=code)
    return sku_id
