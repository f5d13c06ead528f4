"""Promotions that orders had, kept: found in the background, and what each promotion took off so far."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Select, delete, func, select, type_coerce

from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.shop.orders.sold_goods import coin_of
from shopdesk.shop.promotions.engine.terms import fetch_layers, fetch_pairs, fetch_promotions
from shopdesk.shop.promotions.outcome.attributing import Calendar, Had, Sale, attribute
from shopdesk.shop.promotions.rules import Line, State
from shopdesk.shop.promotions.sold import Good, fetch_goods
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Change, Coupon, CouponUse, Customer, OrderLine, PromotionUse, SalesOrder
from shopdesk.store.tables import Promotion as PromotionRow
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

_O, _L = SalesOrder.__table__.c, OrderLine.__table__.c
_C, _U = Coupon.__table__.c, CouponUse.__table__.c
_AT_ONCE: Final = 20_000
COLUMNS: Final = ("promotion_id", "order_id", "amount", "placed_at")
FOUND: Final = "promotion_uses"
"""The setting: when the promotions of orders were looked for last, and by which change."""


@dataclass(frozen=True, slots=True)
class Looked:
    """When the promotions of orders were looked for, and how much has happened since."""

    at: datetime
    changes: int


def find_looked(tx: Tx) -> Looked | None:
    """None where nobody has looked yet."""
    told: dict[str, int] = tx.setting(FOUND, {})
    if not told:
        return None
    since = select(func.count()).where(Change.change_id > told["change"] + 1)
    return Looked(datetime.fromtimestamp(told["at"], UTC), int(tx.scalar(since)))


def is_stale(tx: Tx) -> bool:
    """Whether something has happened since, or nobody has looked yet."""
    looked = find_looked(tx)
    return looked is None or looked.changes > 0


def find_uses(tx: Tx, progress: Callable[[float], None] | None = None) -> list[Had]:
    """The promotions without a code that every order had since the first promotion; `progress` is told how far."""
    promotions = fetch_promotions(tx, PromotionRow.state == State.PLANNED.value)
    if not promotions:
        return []
    first = min(one.starts_at for one in promotions).astimezone(tx.zone).date()
    calendar = Calendar(promotions, fetch_pairs(tx), fetch_layers(tx))
    wanted = _sales(first)
    whole = int(tx.scalar(select(func.count()).select_from(wanted.subquery())))
    return list(attribute(_fetch_sales(tx, wanted, whole, progress), calendar, coin_of(tx)))


@action("promotion.edit", N_("Look for the promotions of orders"))
def keep_uses(tx: Tx, found: Sequence[Had]) -> int:
    """Put what was found in the place of what was before; returns how many orders had a promotion."""
    tx.run_sql(PromotionUse, delete(PromotionUse))
    rows = [(one.promotion_id, one.order_id, one.amount, int(one.moment.timestamp())) for one in found]
    tx.insert_many(PromotionUse, COLUMNS, rows)
    known = tx.scalar(select(func.coalesce(func.max(Change.change_id), 0)).where(Change.change_id < tx.change_id))
    set_setting(tx, FOUND, {"at": int(tx.now.timestamp()), "change": known})
    return len({one.order_id for one in found})


def _sales(first: Any) -> Select[Any]:
    whole = {
        "off": _O.discount, "by_platform": _O.platform_discount, "shipping": _O.shipping, "pieces": _L.quantity,
        "price": _L.unit_price,
    }  # fmt: skip
    columns = [type_coerce(column, WHOLE).label(name) for name, column in whole.items()]
    customer = Customer.__table__
    return (
        select(_O.order_id, _O.placed_at, _O.sold_on, _O.channel_id, customer.c.group_name, _L.sku_id, *columns)
        .join_from(SalesOrder.__table__, OrderLine.__table__, _L.order_id == _O.order_id)
        .outerjoin(customer, customer.c.customer_id == _O.customer_id)
        .where(
            _O.sold_on >= first, _O.kind == OrderKind.SALE.value, _L.kind == LineKind.PRODUCT.value,
            type_coerce(_L.quantity, WHOLE) > 0, type_coerce(_L.unit_price, WHOLE) >= 0,
        )
        .order_by(_O.sold_on, _O.order_id, _L.line_id)
    )  # fmt: skip


def _fetch_sales(tx: Tx, wanted: Select[Any], whole: int, progress: Callable[[float], None] | None) -> Iterator[Sale]:
    goods, codes, done = fetch_goods(tx), _codes(tx), 0
    with tx.execute(wanted) as found:
        rows = (row for part in iter(lambda: found.fetchmany(_AT_ONCE), []) for row in part)
        for order_id, group in groupby(rows, key=attrgetter("order_id")):
            lines = list(group)
            done += len(lines)
            if progress and done % 500 < len(lines):
                progress(done / whole)
            named = codes.get(order_id, [])
            yield _sale(tx, lines, goods, tuple(code for code, _off in named), sum(off for _code, off in named))


def _sale(tx: Tx, lines: Sequence[Any], goods: dict[int, Good], codes: tuple[str, ...], by_codes: int) -> Sale:
    head = lines[0]
    # Of an order without a time of day nobody knows more than the day.
    moment = head.placed_at or datetime.combine(head.sold_on, time(12), tx.zone).astimezone(UTC)
    made, listed = [], []
    for row in lines:
        good = goods.get(row.sku_id or 0)
        made.append(good.line(row.pieces, row.price) if good else Line("", row.price, row.pieces))
        listed.append(good.price or 0 if good else 0)
    return Sale(
        head.order_id, moment, head.channel_id, head.group_name, tuple(made), tuple(listed),
        max(0, head.off) + max(0, head.by_platform), max(0, head.shipping), codes, by_codes,
    )  # fmt: skip


def _codes(tx: Tx) -> dict[int, list[tuple[str, int]]]:
    """Order → the codes that were used on it, and what each took off."""
    amount = type_coerce(_U.amount, WHOLE).label("amount")
    wanted = select(_U.order_id, _C.code, amount).join_from(
        CouponUse.__table__, Coupon.__table__, _C.coupon_id == _U.coupon_id
    )
    made: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for order_id, code, off in tx.rows(wanted):
        made[order_id].append((code, int(off)))
    return made
