"""Whether stock lasts through a promotion: what is there, what is ordered and due, and how fast it should go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import case, func, select, type_coerce

from shopdesk.shop.promotions.sold import Good
from shopdesk.shop.stock.incoming import RECEIVED
from shopdesk.store.tables import PurchaseLine, PurchaseOrder, SkuPlan, SkuPolicy
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE, WHOLE


@dataclass(frozen=True, slots=True)
class Cover:
    """Of a SKU, in 1/1,000 pieces: what can be sold, what it sells a day before and during, what comes when."""

    available: int
    usual: float | None
    rate: float | None
    coming: tuple[tuple[date, int], ...]


def fetch_cover(
    tx: Tx, first: date, predicted: Decimal | None, goods: Sequence[Good], days: int
) -> dict[int, Cover]:  # fmt: skip
    """SKU → its cover for a promotion from `first` for so many days.

    The rate is that of planning, times the lift that was decided for that day. Where the promotion says how many pieces
    it will sell, they are spread over its goods by those rates, if that is more.
    """
    usual = _demand(tx)
    lifts = _lifts(tx, first)
    rates = {good.sku_id: usual[good.sku_id] * lifts.get(good.sku_id, 1.0) for good in goods if good.sku_id in usual}
    whole = sum(rates.values())
    more = float(predicted) * QUANTITY_SCALE / days / whole if predicted and whole else 1.0
    coming = _coming(tx)
    return {
        good.sku_id: Cover(
            good.available, usual.get(good.sku_id),
            rates[good.sku_id] * max(1.0, more) if good.sku_id in rates else None, tuple(coming.get(good.sku_id, ())),
        )
        for good in goods
    }  # fmt: skip


def _demand(tx: Tx) -> dict[int, float]:
    found = tx.rows(select(SkuPlan.sku_id, SkuPlan.demand).where(SkuPlan.demand.is_not(None)))
    return {sku_id: float(demand) * QUANTITY_SCALE for sku_id, demand in found}


def _lifts(tx: Tx, day: date) -> dict[int, float]:
    until = SkuPolicy.lift_until
    wanted = select(SkuPolicy.sku_id, SkuPolicy.lift).where(
        SkuPolicy.lift.is_not(None), until.is_(None) | (until >= day)
    )
    return {sku_id: float(lift) for sku_id, lift in tx.rows(wanted)}


def _coming(tx: Tx) -> dict[int, list[tuple[date, int]]]:
    """SKU → what open purchase orders bring, and when; what has no day brings nothing."""
    due = func.coalesce(PurchaseLine.expected_on, PurchaseOrder.expected_on)
    came = type_coerce(func.coalesce(RECEIVED.c.pieces, 0), WHOLE)
    asked = type_coerce(PurchaseLine.quantity, WHOLE)
    wanted = (
        select(PurchaseLine.sku_id, due.label("due"), case((asked > came, asked - came), else_=0).label("pieces"))
        .join(PurchaseOrder, PurchaseOrder.purchase_id == PurchaseLine.purchase_id)
        .outerjoin(RECEIVED, RECEIVED.c.line_id == PurchaseLine.purchase_line_id)
        .where(PurchaseOrder.state == "ordered", due.is_not(None))
        .order_by(PurchaseLine.sku_id, due)
    )
    made: dict[int, list[tuple[date, int]]] = {}
    for row in tx.rows(wanted):
        made.setdefault(row.sku_id, []).append((row.due, int(row.pieces)))
    return made


def runs_out(cover: Cover, today: date, first: date, days: int) -> date | None:
    """The first day of a promotion on which there is less than is asked for; None: it lasts to the last day.

    What comes on a day can be sold on it. Until the promotion starts, the usual rate holds.
    """
    left, day, last = float(cover.available), today, first + timedelta(days - 1)
    while day <= last:
        left += sum(pieces for due, pieces in cover.coming if due == day or (day == today and due < today))
        left -= (cover.rate if day >= first else cover.usual) or 0.0
        # A float's last digit is no missing piece.
        if left < -1e-6 and day >= first:
            return day
        left = max(left, 0.0)
        day += timedelta(1)
    return None
