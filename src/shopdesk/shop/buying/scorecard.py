"""How suppliers deliver: how long it takes, how reliably, how much is no good, what it costs; measured, not typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import stdev
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, select, type_coerce

from shopdesk.shop.buying.reports import SOURCES, late_rows
from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.buying.sheets import PURCHASES, SCORES
from shopdesk.shop.catalog.reports import SUPPLIER_ROWS
from shopdesk.shop.stock.incoming import RECEIVED
from shopdesk.store.rows import Query, RowSource, fetch_ids, fetch_page
from shopdesk.store.tables import (
    GoodsReceipt,
    Inspection,
    Product,
    PurchaseLine,
    PurchaseOrder,
    Sku,
    StockMove,
    Supplier,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_S, _P, _L, _G, _M = (
    table.__table__.c for table in (Supplier, PurchaseOrder, PurchaseLine, GoodsReceipt, StockMove)
)  # fmt: skip
_SHARE: Final = 1_000_000
_PLACED: Final = (PurchaseState.ORDERED.value, PurchaseState.CLOSED.value)


def _day_number(day: ColumnElement[Any]) -> ColumnElement[int]:
    """SQL: the number of an ISO day, on every engine (Julian day number; Fliegel and Van Flandern 1968)."""
    text = type_coerce(day, Text())
    year, month, date_ = (cast(func.substr(text, at, size), WHOLE) for at, size in ((1, 4), (6, 2), (9, 2)))
    before = (14 - month) // 12
    years, months = year + 4800 - before, month + 12 * before - 3
    return date_ + (153 * months + 2) // 5 + 365 * years + years // 4 - years // 100 + years // 400 - 32045


def _sum(value: ColumnElement[Any]) -> ColumnElement[int]:
    """SQL: a sum that divides as whole numbers do: PostgreSQL adds them up to something finer."""
    return cast(func.sum(value), WHOLE)


_came_on = func.min(type_coerce(_M.booked_on, Text())).label("came_on")
_RECEIPTS = (
    select(_G.receipt_id, _G.purchase_id, _came_on)
    .join_from(GoodsReceipt.__table__, StockMove.__table__, _M.document_id == _G.receipt_id)
    .where(_M.document_kind == "receipt", _G.purchase_id.is_not(None), _M.line_id.is_not(None))
    .group_by(_G.receipt_id, _G.purchase_id)
    .subquery("receipt_day")
)
"""Receipts of orders with their first day."""
_days = _day_number(_RECEIPTS.c.came_on) - _day_number(_P.ordered_on)
_LEADS = (
    select(
        _P.supplier_id,
        ((_sum(_days) * 20 + func.count()) // (2 * func.count()) * 100).label("mean"),
        func.min(_days).label("least"),
        func.max(_days).label("most"),
    )
    .join_from(PurchaseOrder.__table__, _RECEIPTS, _RECEIPTS.c.purchase_id == _P.purchase_id)
    .where(_P.supplier_id.is_not(None), _P.ordered_on.is_not(None))
    .group_by(_P.supplier_id)
    .subquery("leads")
)
_due = func.coalesce(type_coerce(_L.expected_on, Text()), type_coerce(_P.expected_on, Text()))
_pieces = type_coerce(_M.quantity, WHOLE)
_PUNCTUAL = (
    select(
        _P.supplier_id,
        (
            _sum(case((type_coerce(_M.booked_on, Text()) <= _due, _pieces), else_=0)) * _SHARE
            // func.nullif(_sum(_pieces), 0)
        ).label("share"),
    )
    .join_from(PurchaseOrder.__table__, PurchaseLine.__table__, _L.purchase_id == _P.purchase_id)
    .join(StockMove.__table__, _M.line_id == _L.purchase_line_id)
    .join(GoodsReceipt.__table__, (_G.receipt_id == _M.document_id) & (_G.purchase_id == _P.purchase_id))
    .where(_M.document_kind == "receipt", _due.is_not(None))
    .group_by(_P.supplier_id)
    .subquery("punctual")
)  # fmt: skip
_asked, _got = type_coerce(_L.quantity, WHOLE), type_coerce(func.coalesce(RECEIVED.c.pieces, 0), WHOLE)
_capped = case((_got > _asked, _asked), else_=_got)
_BY_ORDER = (
    select(
        _L.purchase_id, func.sum(_asked).label("asked"), func.sum(_capped).label("got"),
    )
    .select_from(PurchaseLine.__table__.outerjoin(RECEIVED, RECEIVED.c.line_id == _L.purchase_line_id))
    .group_by(_L.purchase_id)
    .subquery("by_order")
)  # fmt: skip
_is_done = (_P.state == PurchaseState.CLOSED.value) | (_BY_ORDER.c.got >= _BY_ORDER.c.asked)
_missing = _BY_ORDER.c.asked - _BY_ORDER.c.got
_ORDERS = (
    select(
        _P.supplier_id,
        func.count().label("orders"),
        func.sum(case((_P.state == PurchaseState.ORDERED.value, _missing), else_=0)).label("open"),
        (
            _sum(case((_is_done, _BY_ORDER.c.got), else_=0)) * _SHARE
            // func.nullif(_sum(case((_is_done, _BY_ORDER.c.asked), else_=0)), 0)
        ).label("fill"),
    )
    .join_from(PurchaseOrder.__table__, _BY_ORDER, _BY_ORDER.c.purchase_id == _P.purchase_id)
    .where(_P.state.in_(_PLACED))
    .group_by(_P.supplier_id)
    .subquery("orders_of")
)  # fmt: skip
_I = Inspection.__table__.c
_DEFECTS = (
    select(
        _G.supplier_id,
        (
            _sum(type_coerce(_I.defective, WHOLE)) * _SHARE
            // func.nullif(_sum(type_coerce(_I.looked_at, WHOLE)), 0)
        ).label("share"),
    )
    .join_from(Inspection.__table__, GoodsReceipt.__table__, _G.receipt_id == _I.receipt_id)
    .group_by(_G.supplier_id)
    .subquery("defects_of")
)  # fmt: skip
_SINGLE = (
    select(SOURCES.c.supplier_id, func.count().label("skus"))
    .where(SOURCES.c.count == 1)
    .group_by(SOURCES.c.supplier_id)
    .subquery("single")
)
_RECEIPT_COUNT = (
    select(_G.supplier_id, func.count().label("receipts"), func.max(_G.received_at).label("last_at"))
    .group_by(_G.supplier_id)
    .subquery("receipts_of")
)


def _origin() -> Any:
    made: Any = Supplier.__table__
    for part in (_LEADS, _PUNCTUAL, _ORDERS, _DEFECTS, _SINGLE, _RECEIPT_COUNT):
        made = made.outerjoin(part, part.c.supplier_id == _S.supplier_id)
    return made


SCORE_ROWS: Final = RowSource(
    sheet=SCORES,
    origin=_origin(),
    row_id=_S.supplier_id,
    values={
        "code": _S.code,
        "supplier": _S.name,
        "products": SUPPLIER_ROWS.values["products"],
        "orders": func.coalesce(_ORDERS.c.orders, 0),
        "open": func.coalesce(_ORDERS.c.open, 0),
        "lead_days": _S.lead_days,
        "terms_days": _S.terms_days,
        "lead_mean": _LEADS.c.mean,
        "lead_least": _LEADS.c.least,
        "lead_most": _LEADS.c.most,
        "on_time": _PUNCTUAL.c.share,
        "fill": _ORDERS.c.fill,
        "defects": _DEFECTS.c.share,
        "single": func.coalesce(_SINGLE.c.skus, 0),
        "receipts": func.coalesce(_RECEIPT_COUNT.c.receipts, 0),
        "last_received": _RECEIPT_COUNT.c.last_at,
        **{key: _S[key] for key in ("contact", "phone", "email", "note", "import_id")},
    },
    search=(_S.name, _S.code, _S.note),
    order=(("supplier", False),),
)
"""Suppliers with how they deliver."""


Only = tuple[ColumnElement[bool], ...]
"""Conditions that choose suppliers."""


@dataclass(frozen=True, slots=True)
class Score:
    """One supplier; None where nothing has been measured yet."""

    supplier_id: int
    supplier: str
    orders: int
    open: Decimal
    receipts: int
    """Receipts of orders whose day is known: the observations of the lead time."""
    lead_mean: Decimal | None
    lead_spread: Decimal | None
    """Standard deviation of the sample, in days; None below two receipts."""
    on_time: Decimal | None
    fill: Decimal | None
    defects: Decimal | None
    price_change: Decimal | None
    """What its prices did from the first receipt of a SKU to the last, weighted by the pieces of the last; a ratio."""
    single: int
    late: int


def fetch_scores(tx: Tx, supplier_id: int | None = None) -> list[Score]:
    """Every supplier's score, by name; or that of one."""
    only = () if supplier_id is None else (_S.supplier_id == supplier_id,)
    leads, prices, late = _leads(tx, only), _price_changes(tx, only), _late(tx)
    ids = list(fetch_ids(tx, SCORE_ROWS, Query())) if supplier_id is None else [supplier_id]
    keys = [column.key for column in SCORES.columns]
    made = []
    for row_id, cells in zip(ids, fetch_page(tx, SCORE_ROWS, ids), strict=True):
        if not cells:
            continue
        row: Mapping[str, Any] = dict(zip(keys, cells, strict=True))
        days = leads.get(row_id, [])
        made.append(
            Score(
                row_id, row["supplier"], row["orders"], row["open"], len(days), row["lead_mean"],
                Decimal(stdev(days)).quantize(Decimal("0.01")) if len(days) > 1 else None,
                row["on_time"], row["fill"], row["defects"], prices.get(row_id), row["single"],
                late.get(row["supplier"], 0),
            )
        )  # fmt: skip
    return made


def _leads(tx: Tx, only: Only) -> dict[int, list[int]]:
    """Supplier → days from the order to each of its receipts."""
    wanted = (
        select(_P.supplier_id, _days.label("days"))
        .join_from(PurchaseOrder.__table__, _RECEIPTS, _RECEIPTS.c.purchase_id == _P.purchase_id)
        .join(Supplier.__table__, _S.supplier_id == _P.supplier_id)
        .where(_P.ordered_on.is_not(None), *only)
    )
    found: dict[int, list[int]] = {}
    for row in tx.rows(wanted):
        found.setdefault(row.supplier_id, []).append(int(row.days))
    return found


def _price_changes(tx: Tx, only: Only) -> dict[int, Decimal]:
    """Supplier → change of its prices, over SKUs that came from it more than once at a known cost."""
    wanted: Select[Any] = (
        select(_G.supplier_id, _M.sku_id, _M.unit_cost, _M.quantity)
        .join_from(GoodsReceipt.__table__, StockMove.__table__, _M.document_id == _G.receipt_id)
        .join(Supplier.__table__, _S.supplier_id == _G.supplier_id)
        .where(_M.document_kind == "receipt", _M.reason == "receipt", _M.unit_cost.is_not(None), *only)
        .order_by(_M.moved_at, _M.move_id)
    )
    firsts: dict[tuple[int, int], Any] = {}
    lasts: dict[tuple[int, int], Any] = {}
    for row in tx.rows(wanted):
        key = (row.supplier_id, row.sku_id)
        firsts.setdefault(key, row)
        lasts[key] = row
    was: dict[int, Decimal] = {}
    now: dict[int, Decimal] = {}
    for key, first in firsts.items():
        last = lasts[key]
        if last is not first and first.unit_cost:
            was[key[0]] = was.get(key[0], Decimal(0)) + first.unit_cost * last.quantity
            now[key[0]] = now.get(key[0], Decimal(0)) + last.unit_cost * last.quantity
    return {key: (now[key] / was[key] - 1).quantize(Decimal("0.0001")) for key in was}


def _late(tx: Tx) -> dict[str, int]:
    """Name of a supplier → its orders of which something is overdue."""
    source = late_rows(tx.today)
    ids = list(fetch_ids(tx, source, Query()))
    place = [column.key for column in PURCHASES.columns].index("supplier")
    found: dict[str, int] = {}
    for row in fetch_page(tx, source, ids):
        found[row[place]] = found.get(row[place], 0) + 1
    return found


@dataclass(frozen=True, slots=True)
class SingleSource:
    """A SKU that only one supplier is known for."""

    sku_id: int
    sku: str
    title: str


def single_source(tx: Tx, supplier_id: int) -> Sequence[SingleSource]:
    """The SKUs that nobody but this supplier is known for, by code."""
    found = tx.rows(
        select(Sku.sku_id, Sku.code, Product.title)
        .join(SOURCES, SOURCES.c.sku_id == Sku.sku_id)
        .join(Product, Product.product_id == Sku.product_id)
        .where(SOURCES.c.count == 1, SOURCES.c.supplier_id == supplier_id)
        .order_by(Sku.code)
    )
    return [SingleSource(*row) for row in found]
