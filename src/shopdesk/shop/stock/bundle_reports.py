"""Reading bundles: what one is made of, and how many can be sold of what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from shopdesk.shop.stock.available import AVAILABLE, BLOCKED, LEVEL, RESERVED
from shopdesk.store.tables import BundlePart, Product, Sku
from shopdesk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class PartRow:
    """So many pieces of a SKU in one bundle, and how many of it can be sold."""

    sku_id: int
    sku: str
    title: str
    quantity: Decimal
    available: Decimal


def find_parts(tx: Tx, sku_id: int) -> list[PartRow]:
    """What a bundle is made of, in the order in which it was said; of any other SKU nothing."""
    has = tx.scalar(select(BundlePart.bundle_part_id).where(BundlePart.sku_id == sku_id).limit(1))
    if has is None:  # what is available is figured over the whole shop: only bundles need it
        return []
    found = tx.rows(
        select(Sku.sku_id, Sku.code, Product.title, BundlePart.quantity, AVAILABLE.label("available"))
        .select_from(BundlePart)
        .join(Sku, Sku.sku_id == BundlePart.part_id)
        .join(Product, Product.product_id == Sku.product_id)
        .outerjoin(LEVEL, LEVEL.c.sku_id == Sku.sku_id)
        .outerjoin(BLOCKED, BLOCKED.c.sku_id == Sku.sku_id)
        .outerjoin(RESERVED, RESERVED.c.sku_id == Sku.sku_id)
        .where(BundlePart.sku_id == sku_id)
        .order_by(BundlePart.bundle_part_id)
    )
    return [PartRow(row.sku_id, row.code, row.title, row.quantity, Decimal(row.available)) for row in found]


def bundles_of(parts: Sequence[PartRow]) -> Decimal:
    """How many whole bundles can be sold: as many as the scarcest part allows; below zero where more is sold."""
    return min((part.available // part.quantity for part in parts), default=Decimal(0))
