"""What a person does about coupons: adds codes with their limits, edits and removes them, and notes their use."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.promotions.scopes import NO_CODE, is_code
from shopdesk.shop.promotions.told_codes import note_new_codes
from shopdesk.store.action import action
from shopdesk.store.tables import Coupon, CouponUse, Promotion, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_FIELDS: Final = frozenset({"code", "most_uses", "most_each", "budget"})
TAKEN: Final = N_("There is a coupon {name} already.")
USED: Final = N_("Coupon {name} was used; it stays.")
"""Why a code cannot be given, or taken away."""
MOST_MADE: Final = 10_000
"""So many codes are made in one go."""
_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which people take for one another."""
_LENGTH: Final = 8


def read_codes(text: str, known: Collection[str] = ()) -> list[str]:
    """Codes as people type or paste them: lines, or blanks, commas and semicolons between.

    A line that is one of the `known` codes is that code, whatever stands in it.
    """
    lines = map(str.strip, text.splitlines())
    parts = ([line] if line in known else re.split(r"[\s,;，；、]+", line) for line in lines)
    return [code for part in parts for code in part if code]


def make_codes(count: int, prefix: str) -> list[str]:
    """So many different codes that nobody guesses, each behind the prefix."""
    if not 1 <= count <= MOST_MADE:
        raise UserError(N_("From 1 to {count} codes are made at once."), code="count", count=MOST_MADE)
    made: set[str] = set()
    while len(made) < count:
        made.add(prefix.strip() + "".join(secrets.choice(_SIGNS) for _place in range(_LENGTH)))
    return sorted(made)


@action("promotion.edit", N_("Add coupons"), undoable=True)
def add_coupons(
    tx: Tx, promotion_id: int, codes: Sequence[str], *,
    most_uses: int | None = None, most_each: int | None = None, budget: Decimal | None = None,
) -> int:  # fmt: skip
    """Give a promotion codes, each with these limits; from then on it is for whoever names one. Returns how many."""
    limits = {"most_uses": most_uses, "most_each": most_each, "budget": budget}
    _check_limits(limits)
    for code in codes:
        _free_code(tx, code)
        tx.insert(Coupon, promotion_id=promotion_id, code=code.strip(), **limits)
    tx.update(Promotion, promotion_id, by_coupon=True)
    note_new_codes(tx, codes)
    tx.say(N_("Add {count} coupons"), count=len(codes))
    return len(codes)


@action("promotion.edit", N_("Edit coupons"), undoable=True)
def edit_coupons(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of coupons as one step of undo: (coupon_id, column, value). Returns how many became different."""
    changed = 0
    for coupon_id, name, typed in edits:
        if name not in _FIELDS:
            raise UserError(N_("This cannot be edited here."), code="not_editable")
        value = typed
        if name == "code":
            value = str(typed or "").strip()
            _free_code(tx, str(value), coupon_id)
        _check_limits({name: value})
        changed += tx.update(Coupon, coupon_id, **{name: value})
        if name == "code":
            note_new_codes(tx, [str(value)])
    return changed


@action("promotion.edit", N_("Remove coupons"), undoable=True)
def remove_coupons(tx: Tx, coupon_ids: Sequence[int]) -> int:
    """Take codes out that nobody has used yet; returns how many."""
    for coupon_id in coupon_ids:
        _remove(tx, coupon_id, str(tx.scalar(select(Coupon.code).where(Coupon.coupon_id == coupon_id))))
    return len(coupon_ids)


@action("promotion.edit", N_("Note the use of a coupon"), undoable=True)
def redeem_coupon(tx: Tx, code: str, order_id: int, amount: Decimal, used_on: date | None = None) -> int:
    """Note that a code took an amount off an order; refused beyond its limits. Returns its id."""
    found = tx.rows(select(Coupon.__table__).where(func.lower(Coupon.code) == code.strip().lower()))
    if not found:
        raise UserError(N_("There is no coupon {name}."), code="unknown_coupon", name=code)
    coupon = found[0]
    if amount < 0:
        raise UserError(N_("A coupon takes nothing off below zero."), code="negative")
    _within_limits(tx, coupon, order_id, amount)
    tx.say(N_("Note the use of coupon {name}"), name=coupon.code)
    return tx.insert(
        CouponUse, coupon_id=coupon.coupon_id, order_id=order_id, amount=amount, used_on=used_on or tx.today
    )


@action("promotion.edit", N_("Note the use of a coupon"), undoable=True)
def redeem_by_number(tx: Tx, code: str, order_no: str, amount: Decimal, used_on: date | None = None) -> int:
    """As `redeem_coupon`, of the order with that number; UserError where there is none, or where several have it."""
    told = order_no.strip()
    found = list(tx.scalars(select(SalesOrder.order_id).where(SalesOrder.order_no == told).limit(2)))
    if not found:
        raise UserError(N_("There is no order {number}."), code="unknown_order", number=told)
    if len(found) > 1:
        raise UserError(N_("Several channels have an order {number}."), code="several", number=told)
    return redeem_coupon(tx, code, found[0], amount, used_on)


def _within_limits(tx: Tx, coupon: Any, order_id: int, amount: Decimal) -> None:
    own = CouponUse.coupon_id == coupon.coupon_id
    if tx.scalar(select(CouponUse.coupon_use_id).where(own, CouponUse.order_id == order_id)) is not None:
        raise UserError(N_("Coupon {name} was used on this order already."), code="exists", name=coupon.code)
    uses = int(tx.scalar(select(func.count()).where(own)))
    customer = tx.scalar(select(SalesOrder.customer_id).where(SalesOrder.order_id == order_id))
    of_customer = select(SalesOrder.order_id).where(SalesOrder.customer_id == customer)
    each = int(tx.scalar(select(func.count()).where(own, CouponUse.order_id.in_(of_customer))))
    spent = sum(tx.scalars(select(CouponUse.amount).where(own)), amount)
    beyond = [
        coupon.most_uses is not None and uses >= coupon.most_uses,
        coupon.most_each is not None and customer is not None and each >= coupon.most_each,
        coupon.budget is not None and spent > coupon.budget,
    ]
    if any(beyond):
        raise UserError(N_("Coupon {name} is used up."), code="used_up", name=coupon.code)


def write_coupons(tx: Tx, promotion_id: int, rows: Sequence[Mapping[str, Any]]) -> int:
    """Let a promotion have these codes: known ones keep their uses. Returns how many changed."""
    own = select(Coupon.code, Coupon.coupon_id).where(Coupon.promotion_id == promotion_id)
    known = {code.lower(): (code, coupon_id) for code, coupon_id in tx.rows(own)}
    changed = 0
    fresh: list[str] = []
    for row in rows:
        _code, found = known.pop(row["code"].lower(), ("", None))
        if found is not None:
            changed += tx.update(Coupon, found, **row)
        else:
            _free_code(tx, row["code"])
            tx.insert(Coupon, promotion_id=promotion_id, **row)
            fresh.append(row["code"])
            changed += 1
    for code, coupon_id in known.values():
        _remove(tx, coupon_id, code)
        changed += 1
    note_new_codes(tx, fresh)
    return changed


def _remove(tx: Tx, coupon_id: int, code: str) -> None:
    if tx.scalar(select(CouponUse.coupon_use_id).where(CouponUse.coupon_id == coupon_id).limit(1)) is not None:
        raise UserError(USED, code="used", name=code)
    tx.delete(Coupon, coupon_id)


def _free_code(tx: Tx, code: str, own: int = 0) -> None:
    if not code.strip():
        raise UserError(N_("A coupon needs a code."), code="required")
    if not is_code(code.strip()):
        raise UserError(NO_CODE, code="coupon", part=code)
    there = (func.lower(Coupon.code) == code.strip().lower()) & (Coupon.coupon_id != own)
    if tx.scalar(select(Coupon.coupon_id).where(there)) is not None:
        raise UserError(TAKEN, code="exists", name=code)


def _check_limits(limits: Mapping[str, Any]) -> None:
    if any(limits.get(name) is not None and limits[name] < 0 for name in ("most_uses", "most_each", "budget")):
        raise UserError(N_("A limit cannot be below zero."), code="negative")
