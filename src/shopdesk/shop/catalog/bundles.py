"""Bundles: a SKU that is sold as one and taken from the shelf as several others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from shopdesk.store.action import action
from shopdesk.store.tables import BundlePart, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@dataclass(frozen=True, slots=True)
class Part:
    """So many pieces of a SKU in one bundle."""

    sku_id: int
    quantity: Decimal


@action("catalog.edit", N_("Set the parts of a bundle"), undoable=True)
def set_parts(tx: Tx, sku_id: int, parts: Mapping[int, Decimal]) -> bool:
    """Make a SKU a bundle of these, part → pieces; of nothing: a SKU like any other. Whether it became different.

    What was moved already stays: a bundle takes what it is made of on the day that it leaves.
    """
    codes = {
        row.sku_id: row.code for row in tx.rows(select(Sku.sku_id, Sku.code).where(Sku.sku_id.in_([sku_id, *parts])))
    }
    if sku_id not in codes or set(parts) - set(codes):
        raise UserError(N_("This product no longer exists."), code="gone")
    _refuse(tx, sku_id, parts, codes)
    tx.say(N_("Set the parts of {sku}"), sku=codes[sku_id])
    has = {row.part_id: row for row in tx.rows(select(BundlePart.__table__).where(BundlePart.sku_id == sku_id))}
    for part_id, row in has.items():
        if part_id not in parts:
            tx.delete(BundlePart, row.bundle_part_id)
    changed = bool(set(has) - set(parts))
    for part_id, quantity in parts.items():
        if part_id in has:
            changed |= tx.update(BundlePart, has[part_id].bundle_part_id, quantity=quantity)
        else:
            changed |= bool(tx.insert(BundlePart, sku_id=sku_id, part_id=part_id, quantity=quantity))
    return changed


def _refuse(tx: Tx, sku_id: int, parts: Mapping[int, Decimal], codes: Mapping[int, str]) -> None:
    if any(quantity <= 0 for quantity in parts.values()):
        raise UserError(N_("The quantity must be more than zero."), code="quantity")
    if sku_id in parts:
        raise UserError(N_("{sku} cannot be a part of itself."), code="cycle", sku=codes[sku_id])
    bundles = parts_of(tx, parts)
    if bundles:
        raise UserError(N_("{sku} is a bundle itself. Name its parts instead."), code="bundle", sku=codes[min(bundles)])
    holder = tx.scalar(
        select(Sku.code).join(BundlePart, BundlePart.sku_id == Sku.sku_id).where(BundlePart.part_id == sku_id).limit(1)
    )
    if parts and holder is not None:
        raise UserError(
            N_("{sku} is a part of {bundle}: it cannot be a bundle as well."), code="bundle", sku=codes[sku_id],
            bundle=holder,
        )  # fmt: skip


def has_bundles(tx: Tx) -> bool:
    """Whether the shop has any bundle."""
    return tx.scalar(select(BundlePart.bundle_part_id).limit(1)) is not None


def parts_of(tx: Tx, sku_ids: Iterable[int]) -> dict[int, list[Part]]:
    """Bundle → its parts, in the order in which they were named; SKUs that are no bundles are left out."""
    listed, found = sorted(set(sku_ids)), dict[int, list[Part]]()
    for start in range(0, len(listed), 500):
        parts = select(BundlePart.sku_id, BundlePart.part_id, BundlePart.quantity).where(
            BundlePart.sku_id.in_(listed[start : start + 500])
        )
        for row in tx.rows(parts.order_by(BundlePart.bundle_part_id)):
            found.setdefault(row.sku_id, []).append(Part(row.part_id, row.quantity))
    return found
