"""Codes that order lists name become uses of the coupons that have them; what no promotion has is counted and named."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from shopdesk.shop.orders.codes import read_text
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.store.tables import Coupon, CouponUse, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE

_O: Final = SalesOrder.__table__.c
_PART: Final = 500


class Unknown(NamedTuple):
    """A code that orders name and no promotion has."""

    code: str
    orders: int


def note_codes(tx: Tx, order_ids: Sequence[int]) -> int:
    """Note the uses that these orders tell, each once; of one that is no sale any more they go. Returns how many."""
    coupons = _coupons(tx)
    if not coupons:
        return 0
    changed = 0
    for start in range(0, len(order_ids), _PART):
        part = order_ids[start : start + _PART]
        changed += _note(tx, _O.order_id.in_(part), CouponUse.order_id.in_(part), coupons)
    return changed


def note_new_codes(tx: Tx, codes: Iterable[str]) -> int:
    """Note the uses of coupons that were just made by orders that came before; returns how many."""
    wanted = {code.strip().lower() for code in codes}
    coupons = {code: coupon_id for code, coupon_id in _coupons(tx).items() if code in wanted}
    if not coupons:
        return 0
    return _note(tx, _O.coupon_codes.is_not(None), CouponUse.coupon_id.in_(list(coupons.values())), coupons)


def _coupons(tx: Tx) -> dict[str, int]:
    """Code in small letters → coupon_id."""
    return {code.lower(): coupon_id for code, coupon_id in tx.rows(select(Coupon.code, Coupon.coupon_id))}


def _note(tx: Tx, orders: Any, uses: Any, coupons: Mapping[str, int]) -> int:
    wanted = select(_O.order_id, _O.coupon_codes, _O.sold_on).where(
        orders, _O.coupon_codes.is_not(None), _O.kind == OrderKind.SALE.value
    )
    there = {
        (row.coupon_id, row.order_id): row.coupon_use_id
        for row in tx.rows(select(CouponUse.coupon_id, CouponUse.order_id, CouponUse.coupon_use_id).where(uses))
    }
    changed = 0
    for order_id, text, sold_on in tx.rows(wanted):
        for code, amount in read_text(text).items():
            coupon_id = coupons.get(code.lower())
            if coupon_id is None:
                continue
            known = there.get((coupon_id, order_id))
            if sold_on is None and known is not None:
                tx.delete(CouponUse, known)
            elif sold_on is not None and known is None:
                values = {"coupon_id": coupon_id, "order_id": order_id, "used_on": sold_on}
                tx.insert(CouponUse, amount=Decimal(amount) / MONEY_SCALE, **values)
            changed += (sold_on is None) is (known is not None)
    return changed


def find_unknown(tx: Tx, said: Iterable[str | None] | None = None) -> list[Unknown]:
    """Codes that no promotion has, however they are written, the most frequent first.

    Of these texts of orders, or of all sales of the store.
    """
    if said is None:
        said = tx.scalars(select(_O.coupon_codes).where(_O.coupon_codes.is_not(None), _O.sold_on.is_not(None)))
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text in said:
        for code in read_text(text):
            counts[code.lower()] += 1
            written.setdefault(code.lower(), code)
    if not counts:
        return []
    known = _coupons(tx)
    return [Unknown(written[code], count) for code, count in counts.most_common() if code not in known]
