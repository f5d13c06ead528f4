"""Reading counts: a session's board, its review line by line, and what a code that was scanned means in it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.counting.rules import Limits, Scan, Scope, is_over
from shopdesk.shop.counting.scope import no_bundle
from shopdesk.shop.counting.sheets import SESSIONS
from shopdesk.shop.stock.counted import levels_at
from shopdesk.shop.stock.homes import lies_at
from shopdesk.shop.stock.rules import WarehouseState
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    Barcode,
    CountScan,
    CountSession,
    CountTask,
    Product,
    Sku,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import QUANTITY_SCALE
from shopdesk.text import N_, UserError

_C, _T, _S, _W = CountSession.__table__.c, CountTask.__table__.c, CountScan.__table__.c, Warehouse.__table__.c

_back = aliased(CountScan)
_taken_back = exists().where(_back.session_id == _S.session_id, _back.undoes == _S.scan_no)

SESSION_ROWS: Final = RowSource(
    sheet=SESSIONS,
    origin=CountSession.__table__.join(Warehouse.__table__, _W.warehouse_id == _C.warehouse_id),
    row_id=_C.session_id,
    values={
        "opened_at": _C.opened_at,
        "title": _C.title,
        "state": _C.state,
        "place": _W.title,
        "blind": _C.blind,
        "assigned_to": func.coalesce(_C.assigned_to, _C.opened_by),
        "counted": select(func.count(_S.task_id.distinct()))
        .where(_S.session_id == _C.session_id, _S.undoes.is_(None), ~_taken_back)
        .correlate(CountSession.__table__)
        .scalar_subquery(),
        "asked": select(func.count())
        .select_from(CountTask.__table__)
        .where(_T.session_id == _C.session_id, _T.expected_here == True)  # noqa: E712
        .correlate(CountSession.__table__)
        .scalar_subquery(),
        "approved_by": _C.approved_by,
        "alone": _C.alone,
        "closed_at": _C.closed_at,
        "note": _C.note,
    },
    search=(_C.title, _C.assigned_to, _C.note),
    order=(("opened_at", True),),
    spoken={"place": spoken_title},
)
"""The list of sessions."""


@dataclass(frozen=True, slots=True)
class Session:
    """One session with what was chosen for it."""

    session_id: int
    title: str
    state: str
    place_id: int
    place: str
    """A msgid for the main warehouse."""
    scope: Scope
    blind: bool
    assigned_to: str
    limits: Limits
    opened_at: datetime
    opened_by: str
    asked: int
    """Lines that it asks for."""
    approved_by: str | None
    alone: bool
    closed_at: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A SKU at a place in a session, as whoever counts may see it: nothing of what is expected."""

    task_id: int
    sku_id: int
    code: str
    title: str
    place_id: int
    place: str
    round: int
    asked: bool


class ScanRow(NamedTuple):
    """A scan with its line; `task_id` None while nobody knows the code."""

    task_id: int | None
    code: str
    scan: Scan


@dataclass(frozen=True, slots=True)
class Found:
    """What a code means in a session: a SKU and where it may be counted there; without one, nobody knows the code."""

    code: str
    sku_id: int
    sku: str
    title: str
    lines: Sequence[Line]
    expected: Mapping[int, Decimal]
    """By place, what the ledger says now; empty in a blind count."""
    is_bundle: bool = False
    """Nothing of it lies on a shelf: its parts are counted."""


def find_session(tx: Tx, session_id: int) -> Session:
    """One session; UserError where it is gone."""
    found = tx.rows(
        select(CountSession.__table__, Warehouse.title.label("place"))
        .join(Warehouse, Warehouse.warehouse_id == CountSession.warehouse_id)
        .where(CountSession.session_id == session_id)
    )
    if not found:
        raise UserError(N_("There is no such count."), code="gone")
    row = found[0]
    asked = select(func.count()).where(_T.session_id == session_id, _T.expected_here == True)  # noqa: E712
    return Session(
        row.session_id, row.title, row.state, row.warehouse_id, row.place, Scope.from_plain(json.loads(row.scope)),
        row.blind, row.assigned_to or row.opened_by, Limits(row.tolerance, row.tolerance_value), row.opened_at,
        row.opened_by, int(tx.scalar(asked)), row.approved_by, row.alone, row.closed_at, row.note,
    )  # fmt: skip


def find_session_id(tx: Tx, named: str) -> int | None:
    """The session of that name or number."""
    by_title = tx.scalar(select(CountSession.session_id).where(CountSession.title == named.strip()))
    if by_title is None and named.strip().isdecimal():
        by_title = tx.scalar(select(CountSession.session_id).where(CountSession.session_id == int(named)))
    return None if by_title is None else int(by_title)


def open_sessions(tx: Tx) -> list[tuple[int, str]]:
    """Sessions that are being counted, newest first, with their names."""
    wanted = select(CountSession.session_id, CountSession.title).where(CountSession.state == "open")
    return [(row.session_id, row.title) for row in tx.rows(wanted.order_by(CountSession.session_id.desc()))]


def find_lines(tx: Tx, session_id: int, sku_ids: Iterable[int] | None = None) -> list[Line]:
    """The lines of a session by place and code: all, or those of some SKUs."""
    wanted = (
        select(
            CountTask.task_id, CountTask.sku_id, Sku.code, Product.title, Sku.option, CountTask.place_id,
            Warehouse.title.label("place"), CountTask.round, CountTask.expected_here,
        )
        .join(Sku, Sku.sku_id == CountTask.sku_id)
        .join(Product, Product.product_id == Sku.product_id)
        .join(Warehouse, Warehouse.warehouse_id == CountTask.place_id)
        .where(CountTask.session_id == session_id)
        .order_by(Warehouse.code, Sku.code, CountTask.task_id)
    )  # fmt: skip
    if sku_ids is not None:
        wanted = wanted.where(CountTask.sku_id.in_(list(sku_ids)))
    return [
        Line(row.task_id, row.sku_id, row.code, named(row.title, row.option), row.place_id, row.place, row.round,
             row.expected_here)
        for row in tx.rows(wanted)
    ]  # fmt: skip


def named(title: str, option: str | None) -> str:
    """A product with its option."""
    return f"{title} · {option}" if option else title


def find_scans(tx: Tx, session_id: int) -> list[ScanRow]:
    """Every scan of a session in the order in which they were made."""
    found = tx.rows(
        select(CountScan.__table__)
        .where(CountScan.session_id == session_id)
        .order_by(CountScan.scanned_at, CountScan.scan_id)
    )
    return [
        ScanRow(r.task_id, r.code,
                Scan(r.scan_no, r.quantity, r.sets, r.round, r.scanned_at, r.person, r.undoes))
        for r in found
    ]  # fmt: skip


def find_code(tx: Tx, session_id: int, code: str) -> Found | None:
    """What a code or barcode means in a session; None where nobody knows it. A blind count reads no level."""
    wanted = code.strip()
    named_sku = select(Sku.sku_id, Sku.code, Sku.option, Product.title, (~no_bundle()).label("is_bundle")).join(
        Product, Product.product_id == Sku.product_id
    )
    rows = tx.rows(named_sku.where(Sku.code == wanted, Sku.state != ProductState.WITHDRAWN.value))
    rows = rows or tx.rows(named_sku.join(Barcode, Barcode.sku_id == Sku.sku_id).where(Barcode.code == wanted))
    if not rows:
        return None
    row, session = rows[0], tx.rows(
        select(CountSession.blind, CountSession.warehouse_id).where(CountSession.session_id == session_id)
    )[0]  # fmt: skip
    lines = find_lines(tx, session_id, [row.sku_id])
    places = [line.place_id for line in lines] or [lies_at(tx, row.sku_id, session.warehouse_id)]
    expected = {} if session.blind else {
        place: Decimal(levels_at(tx, place, [row.sku_id])[row.sku_id]) / QUANTITY_SCALE for place in places
    }  # fmt: skip
    return Found(wanted, row.sku_id, row.code, named(row.title, row.option), lines, expected, row.is_bundle)


def find_place_id(tx: Tx, name: str) -> int | None:
    """The warehouse or shelf of that name or code; None where there is none."""
    wanted = name.strip().casefold()
    places = select(Warehouse.warehouse_id, Warehouse.title, Warehouse.code).where(
        Warehouse.kind.in_(("warehouse", "shelf")), Warehouse.state == WarehouseState.ACTIVE.value
    )
    found = tx.rows(places.order_by(Warehouse.warehouse_id))
    return next((r.warehouse_id for r in found if wanted in {r.title.casefold(), r.code.casefold()}), None)


def find_recounts(tx: Tx, session_id: int) -> dict[str, int]:
    """Code and barcodes of each SKU that is to be counted again → the round."""
    mine = (CountTask.session_id == session_id, CountTask.round > 1)
    own = select(Sku.code, CountTask.round).join(Sku, Sku.sku_id == CountTask.sku_id).where(*mine)
    barcodes = select(Barcode.code, CountTask.round).join(Barcode, Barcode.sku_id == CountTask.sku_id).where(*mine)
    return {row.code: row.round for row in (*tx.rows(own), *tx.rows(barcodes))}


def find_shelf(tx: Tx, place_id: int, code: str) -> tuple[int, str] | None:
    """The shelf of a place that a scanned code or a typed name says: its id and title."""
    wanted = code.strip().casefold()
    shelves = select(Warehouse.warehouse_id, Warehouse.title, Warehouse.code).where(
        Warehouse.parent_id == place_id, Warehouse.kind == "shelf", Warehouse.state == WarehouseState.ACTIVE.value
    )
    for row in tx.rows(shelves):
        if wanted in {row.title.casefold(), row.code.casefold(), row.code.rpartition("/")[2].casefold()}:
            return row.warehouse_id, row.title
    return None


def differs_at_once(found: Found, place_id: int, pieces: Decimal, limits: Limits) -> bool:
    """Whether an open count may say at once that a line is to be counted again; a blind one never does."""
    expected = found.expected.get(place_id)
    return expected is not None and is_over(pieces - expected, None, limits)


def of_session(session_id: int) -> Any:
    """SQL: the SKUs of a session's lines."""
    return select(CountTask.sku_id).where(CountTask.session_id == session_id)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that may be counted."""

    place_id: int
    title: str
    """A msgid for the main warehouse."""
    is_shelf: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a new count may choose from."""

    places: Sequence[Spot]
    categories: Sequence[str]
    person: str
    """Who is at the computer."""


def fetch_choices(tx: Tx) -> Choices:
    """Warehouses, each followed by its shelves; and the categories of products."""
    rows = tx.rows(
        select(Warehouse.warehouse_id, Warehouse.title, Warehouse.kind, Warehouse.parent_id)
        .where(Warehouse.state == WarehouseState.ACTIVE.value, Warehouse.kind.in_(("warehouse", "shelf")))
        .order_by(Warehouse.warehouse_id)
    )
    places = []
    for row in rows:
        if row.kind == "warehouse":
            places.append(Spot(row.warehouse_id, row.title, False))
            shelves = sorted((one for one in rows if one.parent_id == row.warehouse_id), key=lambda one: one.title)
            places += [Spot(one.warehouse_id, one.title, True) for one in shelves]
    named_category = select(Product.category).where(Product.category.is_not(None)).distinct()
    return Choices(places, tx.scalars(named_category.order_by(Product.category)), tx.person)


def sheet_lines(tx: Tx, session: Session) -> Iterator[tuple[Line, str | None, Decimal | None]]:
    """The lines to be counted now, by place and code, each with a barcode; and, unless blind, what is expected.

    While lines are to be counted again, only those.
    """
    lines = find_lines(tx, session.session_id)
    lines = [line for line in lines if line.round > 1] or lines
    barcodes = select(Barcode.sku_id, func.min(Barcode.code).label("code")).group_by(Barcode.sku_id)
    codes = {
        row.sku_id: row.code for row in tx.rows(barcodes.where(Barcode.sku_id.in_(of_session(session.session_id))))
    }
    levels: dict[int, dict[int, int]] = {}
    for line in lines:
        if not session.blind and line.place_id not in levels:
            skus = [one.sku_id for one in lines if one.place_id == line.place_id]
            levels[line.place_id] = levels_at(tx, line.place_id, skus)
        expected = None if session.blind else Decimal(levels[line.place_id][line.sku_id]) / QUANTITY_SCALE
        yield line, codes.get(line.sku_id), expected


def sheet_skus(tx: Tx, session_id: int) -> tuple[list[Line], dict[str, int]]:
    """The lines of a session, and every code and barcode of the shop with its SKU."""
    codes = {row.code: row.sku_id for row in tx.rows(select(Barcode.code, Barcode.sku_id))}
    own = select(Sku.code, Sku.sku_id).where(Sku.state != ProductState.WITHDRAWN.value)
    codes |= {row.code: row.sku_id for row in tx.rows(own)}
    return find_lines(tx, session_id), codes
