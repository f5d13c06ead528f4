"""What planning reads of the store: moves as arrays, levels, what is on order, lead times, and what people decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from statistics import mean, stdev
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Select, case, func, literal, select, true, type_coerce

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.planning.series import RECEIVED, Flags, Moves, Whole
from shopdesk.shop.stock.counted import kept_stock
from shopdesk.shop.stock.incoming import INCOMING
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.store.tables import (
    GoodsReceipt,
    MoveValue,
    Product,
    PurchaseOrder,
    Sku,
    SkuPolicy,
    StockMove,
    Supplier,
    SupplierSku,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, WHOLE

AT_ONCE: Final = 50_000
DAY: Final = 86_400
RECEIPTS_TO_JUDGE: Final = 3
"""With fewer deliveries nobody can say how long a supplier takes."""
_M, _S = StockMove.__table__.c, Sku.__table__.c


@dataclass(frozen=True, slots=True)
class Policy:
    """How the shop plans in general; each SKU may have its own."""

    window_days: int = 90
    """Demand is that of the last so many days."""
    service_level: float = 0.95
    lead_days: int = 14
    """Where neither receipts nor a supplier say."""
    cover_days: int = 30
    """What to buy for where the costs of ordering and of holding are not told."""
    order_cost: float = 0
    holding_rate: float = 0.25
    dead_days: int = 180
    """Stock that sold nothing for so long is dead."""


def fetch_policy(tx: Tx) -> Policy:
    """What the settings say."""
    kept: dict[str, Any] = tx.setting("planning", {})
    return Policy(**{field.name: kept[field.name] for field in fields(Policy) if field.name in kept})


@dataclass(frozen=True, slots=True)
class Shelf:
    """One SKU now: quantities in 1/1,000, money in 1/10,000."""

    sku_id: int
    on_hand: int
    reserved: int
    cost: int | None
    value: int | None
    supplier_id: int | None


def fetch_shelves(tx: Tx) -> list[Shelf]:
    """Every SKU that is not withdrawn, by id."""
    values = STOCK_ROWS.values
    found = tx.rows(
        select(
            _S.sku_id,
            *(type_coerce(values[name], WHOLE).label(name) for name in ("on_hand", "reserved", "cost", "value")),
            Product.__table__.c.supplier_id,
        )
        .select_from(STOCK_ROWS.origin)
        .where(_S.state != ProductState.WITHDRAWN.value)
        .order_by(_S.sku_id)
    )
    return [Shelf(row[0], int(row[1]), int(row[2]), *row[3:]) for row in found]


def fetch_moves(tx: Tx, places: Whole, since: date, until: date) -> Moves:
    """Moves of the days from `since` to `until`; `places`: sku_id → its place in the arrays, -1 for none."""
    sold = (_M.document_kind == "order") & _M.reason.in_(("sale", "reversal"))
    came = (_M.document_kind == "receipt") | (_M.reason == "opening")
    rows = _array(
        tx,
        select(
            _M.sku_id,
            type_coerce(_M.moved_at, WHOLE),
            type_coerce(_M.quantity, WHOLE),
            func.coalesce(type_coerce(MoveValue.value, WHOLE), 0),
            case((sold, _M.document_id), (came, RECEIVED), else_=0),
        )
        .outerjoin_from(StockMove, MoveValue, MoveValue.move_id == _M.move_id)
        .where(*_between(tx.zone, since, until), _M.reason != "transfer"),
        5,
    )
    sku = places[rows[:, 0]]
    there = sku >= 0
    return Moves(sku[there], _days(tx.zone, rows[there, 1], since), *(rows[there, column] for column in (2, 3, 4)))


def fetch_first_days(tx: Tx, places: Whole, since: date) -> Whole:
    """The first day of each SKU's first move, counted from `since` and never below 0; far off where it has none."""
    rows = _array(tx, select(_M.sku_id, type_coerce(func.min(_M.moved_at), WHOLE)).group_by(_M.sku_id), 2)
    first = np.full(int(places.max(initial=-1)) + 1, np.iinfo(np.int32).max, np.int64)
    sku = places[rows[:, 0]]
    there = sku >= 0
    begins = int(_midnight(tx.zone, since))
    late = rows[there, 1] >= begins
    first[sku[there]] = 0
    first[sku[there][late]] = _days(tx.zone, rows[there, 1][late], since)
    return first


def fetch_tracked(tx: Tx, places: Whole) -> Flags:
    """Of which SKUs stock is kept (`kept_stock`)."""
    found = np.zeros(int(places.max(initial=-1)) + 1, np.bool_)
    there = places[np.array([sku_id for sku_id in kept_stock(tx) if sku_id < len(places)], np.int64)]
    found[there[there >= 0]] = True
    return found


def fetch_incoming(tx: Tx, today: date) -> Iterator[tuple[int, int, int]]:
    """sku_id, age in days, pieces: everything that came in and was not answered, newest first within a SKU."""
    answered = select(_M.reverses_id).where(_M.reverses_id.is_not(None))
    rows = tx.rows(
        select(_M.sku_id, type_coerce(_M.moved_at, WHOLE).label("at"), type_coerce(_M.quantity, WHOLE).label("pieces"))
        .where(
            type_coerce(_M.quantity, WHOLE) > 0, _M.reason.not_in(("transfer", "reversal")), _M.move_id.not_in(answered)
        )
        .order_by(_M.sku_id, _M.moved_at.desc(), _M.move_id.desc())
    )  # fmt: skip
    ends = _midnight(tx.zone, today + timedelta(days=1))
    for row in rows:
        yield row.sku_id, max(int((ends - 1 - row.at) // DAY), 0), row.pieces


def fetch_on_order(tx: Tx) -> dict[int, int]:
    """sku_id → pieces that were ordered and have not come, in 1/1,000."""
    found = tx.rows(select(INCOMING.c.sku_id, type_coerce(INCOMING.c.pieces, WHOLE)).where(INCOMING.c.pieces > 0))
    return {row[0]: int(row[1]) for row in found}


def fetch_last_suppliers(tx: Tx) -> dict[int, int]:
    """sku_id → who delivered it last, for SKUs of which nobody said who sells them."""
    received = (
        select(_M.sku_id, GoodsReceipt.supplier_id)
        .join(GoodsReceipt, GoodsReceipt.receipt_id == _M.document_id)
        .where(_M.document_kind == "receipt", GoodsReceipt.supplier_id.is_not(None))
        .order_by(GoodsReceipt.received_at, _M.move_id)
    )
    return {row.sku_id: row.supplier_id for row in tx.rows(received)}


@dataclass(frozen=True, slots=True)
class Lead:
    """How long it takes until what is ordered lies on the shelf, in days, and who says so."""

    days: float
    sigma: float
    source: str


def fetch_leads(tx: Tx) -> dict[int, Lead]:
    """supplier_id → lead time: measured from receipts where there are enough, else as the supplier states it."""
    found: dict[int, Lead] = {}
    for row in tx.rows(select(Supplier.supplier_id, Supplier.lead_days).where(Supplier.lead_days.is_not(None))):
        found[row.supplier_id] = Lead(float(row.lead_days), 0.0, "supplier")
    taken: dict[int, list[int]] = {}
    received = (
        select(PurchaseOrder.supplier_id, PurchaseOrder.ordered_on, GoodsReceipt.received_at)
        .join(GoodsReceipt, GoodsReceipt.purchase_id == PurchaseOrder.purchase_id)
        .where(PurchaseOrder.supplier_id.is_not(None), PurchaseOrder.ordered_on.is_not(None))
    )
    for row in tx.rows(received):
        days = (row.received_at.astimezone(tx.zone).date() - row.ordered_on).days
        taken.setdefault(row.supplier_id, []).append(max(days, 0))
    for supplier_id, days in taken.items():
        if len(days) >= RECEIPTS_TO_JUDGE:
            found[supplier_id] = Lead(mean(days), stdev(days), "receipts")
    return found


@dataclass(frozen=True, slots=True)
class Offer:
    """What the supplier of a SKU asks; quantities in 1/1,000."""

    supplier_id: int
    price: int | None
    """In 1/10,000."""
    pack: int | None
    minimum: int | None
    lead_days: int | None


def fetch_offers(tx: Tx, sku_id: int | None = None) -> dict[int, Offer]:
    """sku_id → the preferred offer, else the cheapest one; of one SKU, or of all."""
    price = SupplierSku.price
    rows = tx.rows(
        select(
            SupplierSku.sku_id, SupplierSku.supplier_id, type_coerce(SupplierSku.price, WHOLE).label("asked"),
            type_coerce(SupplierSku.pack, WHOLE).label("pack"),
            type_coerce(SupplierSku.minimum, WHOLE).label("minimum"), SupplierSku.lead_days,
        ).where(true() if sku_id is None else SupplierSku.sku_id == sku_id)
        .order_by(SupplierSku.sku_id, SupplierSku.preferred, price.is_not(None), price.desc(), SupplierSku.supplier_id)
    )  # fmt: skip
    return {row.sku_id: Offer(row.supplier_id, row.asked, row.pack, row.minimum, row.lead_days) for row in rows}


@dataclass(frozen=True, slots=True)
class OwnPolicy:
    """What was decided of one SKU; None: as the shop does."""

    service_level: float | None = None
    lead_days: int | None = None
    lift: float = 1
    is_paused: bool = False


def lead_of(
    own: OwnPolicy, offer: Offer | None, leads: Mapping[int, Lead], supplier_id: int | None, shop: Policy
) -> Lead:
    """The lead time of a SKU by whoever knows best: the shop's own word, receipts, the supplier, the shop's setting."""
    known = leads.get(supplier_id or 0)
    if own.lead_days is not None:
        return Lead(own.lead_days, known.sigma if known else 0.0, "policy")
    if known and known.source == "receipts":
        return known
    if offer and offer.lead_days is not None:
        return Lead(offer.lead_days, 0.0, "supplier_sku")
    return known or Lead(shop.lead_days, 0.0, "shop")


def fetch_own_policies(tx: Tx, today: date) -> Mapping[int, OwnPolicy]:
    """sku_id → what was decided of it; a lift whose time is over is none."""
    made = {}
    for row in tx.rows(select(SkuPolicy.__table__)):
        lifted = row.lift is not None and (row.lift_until is None or row.lift_until >= today)
        level = None if row.service_level is None else float(row.service_level)
        made[row.sku_id] = OwnPolicy(level, row.lead_days, float(row.lift) if lifted else 1.0, row.is_paused)
    return made


def _array(tx: Tx, statement: Select[Any], columns: int) -> Whole:
    """All rows as one array of whole numbers, straight from the driver: a row object each would cost ten times that."""
    parts = [np.zeros((0, columns), np.int64)]
    with tx.execute(statement) as found:
        while rows := found.cursor.fetchmany(AT_ONCE):
            parts.append(np.array(rows, np.int64))
    return np.concatenate(parts)


def _midnight(zone: ZoneInfo, day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


def _between(zone: ZoneInfo, since: date, until: date) -> list[Any]:
    at = type_coerce(_M.moved_at, WHOLE)
    ends = _midnight(zone, until + timedelta(days=1))
    return [at >= literal(int(_midnight(zone, since)), WHOLE), at < literal(int(ends), WHOLE)]


def _days(zone: ZoneInfo, at: Whole, since: date) -> Whole:
    """The shop's day of moments, counted from `since`: the zone is asked once an hour, not once a move."""
    if not len(at):
        return at
    hours = at // 3600
    first = int(hours.min())
    offsets = np.array(
        [
            int((datetime.fromtimestamp(hour * 3600, UTC).astimezone(zone).utcoffset() or timedelta()).total_seconds())
            for hour in range(first, int(hours.max()) + 1)
        ],
        np.int64,
    )
    return (at + offsets[hours - first]) // DAY - (since.toordinal() - date(1970, 1, 1).toordinal())


def real(stored: int | None, scale: int = QUANTITY_SCALE) -> float | None:
    """A stored quantity (or, by `MONEY_SCALE`, an amount) as a number to figure with."""
    return None if stored is None else stored / scale


def money(stored: int | None) -> float | None:
    """A stored amount as a number to figure with."""
    return real(stored, MONEY_SCALE)
