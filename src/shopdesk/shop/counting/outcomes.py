"""What counting came to: shrinkage by reason, place and person, how right counts were, and what is due again."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Subquery, case, exists, func, literal, null, select, type_coerce

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.counting.actions import count_days
from shopdesk.shop.counting.scope import classes, last_counts, no_bundle, since_month
from shopdesk.shop.counting.sheets import ACCURACY, DUE, SHRINKAGE
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    CountSession,
    MoveValue,
    Product,
    Sku,
    StockCount,
    StockCountLine,
    StockLevel,
    StockMove,
    Warehouse,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

DAY: Final = 86_400
SOON_DAYS: Final = 7
_L, _N, _W, _M = (
    StockCountLine.__table__.c, StockCount.__table__.c, Warehouse.__table__.c, StockMove.__table__.c,
)  # fmt: skip
_V, _S, _P, _C = MoveValue.__table__.c, Sku.__table__.c, Product.__table__.c, CountSession.__table__.c


def _whole(value: Any) -> ColumnElement[int]:
    """SQL: a value as the store keeps it."""
    return type_coerce(value, WHOLE)


def _lines() -> Subquery:
    """SQL: every counted line with its difference, and what that is worth, as its moves say.

    The moves and not expected and counted: what was entered late has changed the difference since (`keep_counts`).
    """
    of_counts = (
        select(
            _M.document_id.label("count_id"), _M.sku_id, _whole(func.sum(_M.quantity)).label("pieces"),
            _whole(func.sum(_V.value)).label("value"), (func.count() - func.count(_V.move_id)).label("unvalued"),
        )
        .select_from(StockMove.__table__.outerjoin(MoveValue.__table__, _V.move_id == _M.move_id))
        .where(_M.document_kind == "count", exists().where(_N.count_id == _M.document_id))
        .group_by(_M.document_id, _M.sku_id)
        .subquery("moved")
    )  # fmt: skip
    same = (of_counts.c.count_id == _L.count_id) & (of_counts.c.sku_id == _L.sku_id)
    return (
        select(
            _L.count_id, _L.reason, _L.counted_by, _whole(_L.expected).label("expected"),
            func.coalesce(of_counts.c.pieces, 0).label("pieces"),
            case((of_counts.c.unvalued == 0, of_counts.c.value), else_=null()).label("value"),
            _N.warehouse_id, _N.session_id, _whole(_N.counted_at).label("booked_at"), _N.note,
        )
        .join_from(StockCountLine, StockCount, _N.count_id == _L.count_id)
        .outerjoin(of_counts, same)
        .subquery("line")
    )  # fmt: skip


def _shrinkage() -> Subquery:
    """SQL: the lines that differed, by reason, place and person."""
    line = _lines().c
    keys = (func.coalesce(line.reason, ""), _W.title, func.coalesce(line.counted_by, ""))
    return (
        select(
            func.row_number().over(order_by=keys).label("row_id"),
            func.nullif(keys[0], "").label("reason"), keys[1].label("place"), keys[2].label("person"),
            func.count().label("lines"),
            func.sum(case((line.pieces < 0, -line.pieces), else_=0)).label("missing"),
            func.sum(case((line.pieces > 0, line.pieces), else_=0)).label("found"),
            func.sum(line.pieces).label("net"),
            func.sum(line.value).label("value"),
            (func.count() - func.count(line.value)).label("unknown"),
        )
        .join(Warehouse, _W.warehouse_id == line.warehouse_id)
        .where(line.pieces != 0)
        .group_by(*keys)
        .subquery("shrinkage")
    )  # fmt: skip


def _accuracy() -> Subquery:
    """SQL: of each count how many lines were right, and by how much the others were off."""
    line = _lines().c
    return (
        select(
            line.count_id.label("row_id"), line.booked_at, func.coalesce(_C.title, line.note).label("count"),
            _W.title.label("place"), func.count().label("lines"),
            func.sum(case((line.pieces == 0, 1), else_=0)).label("right"),
            func.sum(line.expected).label("expected"), func.sum(func.abs(line.pieces)).label("off"),
            func.sum(line.pieces).label("net"), func.sum(line.value).label("value"),
        )
        .join(Warehouse, _W.warehouse_id == line.warehouse_id)
        .outerjoin(CountSession, _C.session_id == line.session_id)
        .group_by(line.count_id, line.booked_at, _C.title, line.note, _W.title)
        .subquery("accuracy")
    )  # fmt: skip


_SHRUNK, _RIGHT = _shrinkage(), _accuracy()

SHRINKAGE_ROWS: Final = RowSource(
    sheet=SHRINKAGE,
    origin=_SHRUNK,
    row_id=_SHRUNK.c.row_id,
    values={column.key: _SHRUNK.c[column.key] for column in SHRINKAGE.columns},
    search=(_SHRUNK.c.place, _SHRUNK.c.person),
    order=(("value", False),),
    spoken={"place": spoken_title},
)
"""What counts found missing or too much, by reason, place and person."""

ACCURACY_ROWS: Final = RowSource(
    sheet=ACCURACY,
    origin=_RIGHT,
    row_id=_RIGHT.c.row_id,
    values={column.key: _RIGHT.c[column.key] for column in ACCURACY.columns if column.key != "accuracy"}
    | {"accuracy": _RIGHT.c.right * 1_000_000 / _RIGHT.c.lines},
    search=(_RIGHT.c.count, _RIGHT.c.place),
    order=(("booked_at", True),),
    spoken={"place": spoken_title},
)
"""How right each count was."""


def due_rows(tx: Tx) -> RowSource:
    """What is due to be counted, as of now and by the shop's days for each class.

    Due is the last count plus the days of the class; what was never counted is due since its first move, and what has
    never moved is not asked for. Only counts move the last count: neither receipts nor adjustments do.
    """
    now = int(tx.now.timestamp())
    abc, last = classes(since_month(tx.now)), last_counts()
    level = (
        select(StockLevel.sku_id, _whole(func.sum(StockLevel.on_hand)).label("on_hand"))
        .group_by(StockLevel.sku_id)
        .subquery("level")
    )
    named = func.coalesce(abc.c.abc, "C")
    days = count_days(tx)
    every = case(*((named == one, literal(number)) for one, number in days.items()), else_=days["C"])
    first = select(_whole(func.min(_M.moved_at))).where(_M.sku_id == _S.sku_id).correlate(Sku).scalar_subquery()
    due = case((last.c.at.is_not(None), last.c.at + every * DAY), else_=first)
    state = case(
        (last.c.at.is_(None), "never"), (due <= now, "due"), (due <= now + SOON_DAYS * DAY, "soon"), else_="fine"
    )
    return RowSource(
        sheet=DUE,
        origin=Sku.__table__.join(Product.__table__, _P.product_id == _S.product_id)
        .join(level, level.c.sku_id == _S.sku_id)
        .outerjoin(abc, abc.c.sku_id == _S.sku_id)
        .outerjoin(last, last.c.sku_id == _S.sku_id),
        row_id=_S.sku_id,
        values={
            "sku": _S.code,
            "title": _P.title,
            "state": state,
            "abc": named,
            "on_hand": level.c.on_hand,
            "last_counted": last.c.at,
            "every": every,
            "due_at": due,
            "category": _P.category,
        },
        search=(_S.code, _P.title, _P.category),
        order=(("due_at", False),),
        where=(_S.state != ProductState.WITHDRAWN.value, no_bundle()),
    )


def fetch_right(tx: Tx, since: date, until: date) -> list[tuple[date, int, int]]:
    """(day, lines counted, lines that were right) of each count booked from one day to another."""
    start, end = (int(datetime.combine(day, time(), tx.zone).timestamp()) for day in (since, until + timedelta(1)))
    told = select(_RIGHT.c.booked_at, _RIGHT.c.lines, _RIGHT.c.right)
    rows = tx.rows(told.where(_RIGHT.c.booked_at >= start, _RIGHT.c.booked_at < end))
    return [(datetime.fromtimestamp(row.booked_at, tx.zone).date(), row.lines, int(row.right)) for row in rows]
