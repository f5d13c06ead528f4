"""Promotions and classes by the names that people type into a list: codes and combinations from Excel."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, or_, select

from shopdesk.shop.promotions.actions import set_combination, side_of
from shopdesk.shop.promotions.coupons import add_coupons, edit_coupons
from shopdesk.shop.promotions.reports import find_sides
from shopdesk.shop.promotions.rules import Level
from shopdesk.shop.promotions.sheets import LEVELS
from shopdesk.store.action import action
from shopdesk.store.tables import Coupon, CouponUse, Promotion, PromotionPair
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

Edit = tuple[int, str, object]
_SIDES: Final = ("one", "other")


def find_promotion_named(tx: Tx, name: str) -> int:
    """A promotion by its number or, where only one is called that, by its title; UserError otherwise."""
    told = name.strip()
    found = list(
        tx.rows(
            select(Promotion.promotion_id, Promotion.promotion_no).where(
                or_(Promotion.promotion_no == told, func.lower(Promotion.title) == told.lower())
            )
        )
    )
    by_number = [row.promotion_id for row in found if row.promotion_no == told]
    if not found:
        raise UserError(N_("There is no promotion “{name}”."), code="unknown_promotion", name=name)
    if not by_number and len(found) > 1:
        raise UserError(N_("Several promotions are called {name}: write the number of one."), code="several", name=name)
    return int(by_number[0] if by_number else found[0].promotion_id)


def find_side(tx: Tx, name: object) -> int | Level:
    """A class by its word, else a promotion."""
    told = str(name or "").strip()
    for level, state in LEVELS.items():
        if told.lower() in {level.lower(), state.title.lower(), _(state.title).lower()}:
            return Level(level)
    return find_promotion_named(tx, told)


def find_coupons_of(tx: Tx, codes: set[str]) -> dict[str, int]:
    """Code → coupon_id, of those codes that there are."""
    return {code: coupon_id for code, coupon_id in tx.rows(select(Coupon.code, Coupon.coupon_id)) if code in codes}


@action("promotion.edit", N_("Add coupons"), undoable=True)
def add_coupon_row(tx: Tx, values: Mapping[str, Any]) -> int:
    """A code that was added as a row of the list; returns its id."""
    code = str(values.get("code") or "").strip()
    promotion_id = find_promotion_named(tx, str(values.get("promotion") or ""))
    limits = {name: values.get(name) for name in ("most_uses", "most_each", "budget")}
    add_coupons(tx, promotion_id, [code], **limits)
    return int(tx.scalar(select(Coupon.coupon_id).where(Coupon.code == code)))


@action("promotion.edit", N_("Edit coupons"), undoable=True)
def edit_coupon_rows(tx: Tx, edits: Sequence[Edit]) -> int:
    """As `edit_coupons`, and another promotion for a code that nobody has used yet."""
    moved = 0
    for coupon_id, name, value in edits:
        if name == "promotion":
            moved += _move(tx, coupon_id, find_promotion_named(tx, str(value or "")))
    return moved + edit_coupons(tx, [edit for edit in edits if edit[1] != "promotion"])


def _move(tx: Tx, coupon_id: int, promotion_id: int) -> bool:
    row = tx.rows(select(Coupon.code, Coupon.promotion_id).where(Coupon.coupon_id == coupon_id))[0]
    if row.promotion_id == promotion_id:
        return False
    if tx.scalar(select(CouponUse.coupon_use_id).where(CouponUse.coupon_id == coupon_id).limit(1)) is not None:
        raise UserError(N_("Coupon {name} was used; it stays."), code="used", name=row.code)
    tx.update(Coupon, coupon_id, promotion_id=promotion_id)
    for one in (row.promotion_id, promotion_id):
        left = tx.scalar(select(Coupon.coupon_id).where(Coupon.promotion_id == one).limit(1))
        tx.update(Promotion, one, by_coupon=left is not None)
    return True


@action("promotion.edit", N_("Set what may go together"), undoable=True)
def add_combination_row(tx: Tx, values: Mapping[str, Any]) -> int:
    """A combination that was added as a row of the table; returns its id."""
    sides = [find_side(tx, values.get(name)) for name in _SIDES]
    return set_combination(tx, sides[0], sides[1], bool(values.get("may_combine")))


@action("promotion.edit", N_("Edit what may go together"), undoable=True)
def edit_combinations(tx: Tx, edits: Sequence[Edit]) -> int:
    """Cells of the combination table as one step of undo: (pair_id, column, value). Returns how many were different."""
    changed = 0
    for pair_id, name, value in edits:
        told = {"may_combine": bool(value)}
        if name in _SIDES:
            side = side_of(tx, find_side(tx, value))
            names = ("promotion_id", "level") if name == "one" else ("other_id", "other_level")
            told = dict(zip(names, side.values(), strict=True))
        changed += tx.update(PromotionPair, pair_id, **told)
        sides = find_sides(tx, pair_id)
        if sides is None or (sides[0] == sides[1] and not isinstance(sides[0], Level)):
            raise UserError(N_("Choose two different promotions."), code="same")
    return changed
