"""What the stock was worth at the end of each month, by warehouse; together it is the inventory in the books."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Text, exists, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import aliased

from shopdesk.shop.ledger.actions import account_ids
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.stock.homes import place_names, warehouse_of
from shopdesk.shop.stock.place_sheets import value_sheet
from shopdesk.store.rows import RowSource
from shopdesk.store.tables import JournalEntry, LateValue, MoveValue, Posting, StockMove, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE

LONGEST: Final = 400
"""So many months at most, the latest: an engine takes no more in one list."""


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """A month's end: worth by place (a warehouse, what is on its way to one, what is in repair), and the books."""

    month: str
    """As 2026-03."""
    worth: Mapping[int, Decimal]
    booked: Decimal
    """Balance of the inventory account."""

    @property
    def late(self) -> Decimal:
        """What the books say more: costs that were learnt after their month was closed enter them later."""
        return self.booked - sum(self.worth.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class StockValue:
    """Month by month, from the first of the books to the present one."""

    places: Mapping[int, str]
    """Where stock was ever worth anything, in the language of the person; the main warehouse is always there."""
    months: Sequence[MonthEnd]


def fetch_stock_value(tx: Tx) -> StockValue:
    """The value of stock at the end of each month, from what moved until then.

    A SKU's worth is shared by pieces among its places: moving it from one to another is worth nothing in itself.
    """
    booked = _booked(tx)
    if not booked:
        return StockValue({}, [])
    first, last = min(booked), max(tx.today.isoformat()[:7], *booked)
    worth = dict(_worth(tx))
    ends, balance, now = list[MonthEnd](), 0, dict[int, int]()
    for month in _months(min([first, *worth]), max([last, *worth])):
        balance += booked.get(month, 0)
        now = worth.get(month, now)
        ends.append(MonthEnd(month, {place: _money(some) for place, some in now.items() if some}, _money(balance)))
    names, main = place_names(tx), tx.scalar(select(func.min(Warehouse.warehouse_id)))
    seen = sorted({main, *(place for end in ends for place in end.worth)})
    return StockValue({place: names[place] for place in seen}, ends[-LONGEST:])


def value_rows(value: StockValue) -> RowSource:
    """The months as the rows of a grid, the latest first."""
    sheet = value_sheet(value.places.items(), has_late=any(end.late for end in value.months))
    keys = [column.key for column in sheet.columns]
    lines = [_line(number, end, value.places, keys) for number, end in enumerate(value.months, 1)]
    made = union_all(*lines or [_line(0, MonthEnd("", {}, Decimal(0)), value.places, keys)]).subquery("month_end")
    return RowSource(
        sheet=sheet,
        origin=made,
        row_id=made.c.row_id,
        values={key: made.c[key] for key in keys},
        search=(made.c.month,),
        order=(("month", True),),
        where=(made.c.row_id > 0,),
    )


def _line(number: int, end: MonthEnd, places: Iterable[int], keys: Sequence[str]) -> Any:
    amounts = [*(end.worth.get(place, Decimal(0)) for place in places), end.late, end.booked]
    cells = [
        literal(int(amount * MONEY_SCALE), WHOLE).label(key) for key, amount in zip(keys[1:], amounts, strict=True)
    ]
    return select(literal(number, WHOLE).label("row_id"), literal(end.month, Text()).label(keys[0]), *cells)


def _booked(tx: Tx) -> dict[str, int]:
    """Month → what the inventory account gained in it, in 1/10,000."""
    month = func.substr(type_coerce(JournalEntry.entry_on, Text()), 1, 7)
    found = tx.rows(
        select(month.label("month"), func.sum(type_coerce(Posting.amount, WHOLE)).label("amount"))
        .join(Posting, Posting.entry_id == JournalEntry.entry_id)
        .where(Posting.account_id == account_ids(tx)[Role.INVENTORY])
        .group_by(month)
    )
    return {row.month: int(row.amount) for row in found}


def _worth(tx: Tx) -> Iterator[tuple[str, dict[int, int]]]:
    """Each month in which anything moved, with what all places were worth at its end, in 1/10,000."""
    pieces: dict[int, dict[int, int]] = defaultdict(dict)
    worth: dict[int, int] = defaultdict(int)
    shares: dict[int, dict[int, int]] = {}
    there: dict[int, int] = defaultdict(int)
    for month, rows in _by_month(tx):
        changed = set()
        for sku_id, place_id, moved, value in rows:
            pieces[sku_id][place_id] = pieces[sku_id].get(place_id, 0) + moved
            worth[sku_id] += value
            changed.add(sku_id)
        for sku_id in changed:
            for place_id, some in shares.get(sku_id, {}).items():
                there[place_id] -= some
            shares[sku_id] = dict(_shared(worth[sku_id], pieces[sku_id]))
            for place_id, some in shares[sku_id].items():
                there[place_id] += some
        yield month, dict(there)


def _by_month(tx: Tx) -> Iterator[tuple[str, list[tuple[int, int, int, int]]]]:
    """Month → (SKU, place, pieces moved, their worth); pieces and worth on the days on which the books have them."""
    day = func.coalesce(type_coerce(MoveValue.late_on, Text()), type_coerce(StockMove.booked_on, Text()))
    month, hall = func.substr(day, 1, 7), warehouse_of()
    found = tx.rows(
        select(
            month.label("month"), StockMove.sku_id, hall.label("hall"),
            func.sum(type_coerce(StockMove.quantity, WHOLE)).label("pieces"),
            func.coalesce(func.sum(type_coerce(MoveValue.value, WHOLE)), 0).label("worth"),
        )
        .join(Warehouse, Warehouse.warehouse_id == StockMove.warehouse_id)
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .group_by(month, StockMove.sku_id, hall)
    )  # fmt: skip
    made: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    for row in found:
        made[row.month].append((row.sku_id, row.hall, int(row.pieces), int(row.worth)))
    for known, entered, sku_id, place_id, worth in _late(tx):
        made[known].append((sku_id, place_id, 0, -worth))
        made[entered].append((sku_id, place_id, 0, worth))
    yield from sorted(made.items())


def _late(tx: Tx) -> Iterator[tuple[str, str, int, int, int]]:
    """What closed months did not know of a value: month of the move, that of the books, SKU, place, worth."""
    day = func.coalesce(type_coerce(MoveValue.late_on, Text()), type_coerce(StockMove.booked_on, Text()))
    known, entered = func.substr(day, 1, 7), func.substr(type_coerce(LateValue.entered_on, Text()), 1, 7)
    worth = func.sum(type_coerce(LateValue.value, WHOLE))
    keys = [known.label("known"), entered.label("entered"), StockMove.sku_id, warehouse_of().label("hall")]
    found = tx.rows(
        select(*keys, worth)
        .join_from(LateValue, StockMove, StockMove.move_id == LateValue.move_id)
        .join(Warehouse, Warehouse.warehouse_id == StockMove.warehouse_id)
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .group_by("known", "entered", StockMove.sku_id, "hall")
    )
    yield from ((*row[:4], int(row[4])) for row in found)


def _shared(worth: int, pieces: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """What of a SKU's worth stands at each place, by pieces; exactly all of it together.

    Worth that no piece bears (they have gone, their cost enters the books later) stands at its first place.
    """
    whole, upto, told = sum(pieces.values()), 0, 0
    if not whole:
        yield min(pieces), worth
        return
    for place_id in sorted(pieces):
        upto += pieces[place_id]
        share = worth * upto // whole - told
        told += share
        yield place_id, share


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (said := f"{year:04d}-{month:02d}") <= last:
        yield said
        year, month = year + month // 12, month % 12 + 1


def _money(amount: int) -> Decimal:
    return Decimal(amount) / MONEY_SCALE


def fetch_last_costs(tx: Tx) -> dict[int, int]:
    """SKU → what one cost in 1/10,000 when it came last; receipts that were taken back left out."""
    move, answer = StockMove.__table__.c, aliased(StockMove)
    rows = tx.rows(
        select(move.sku_id, type_coerce(move.unit_cost, WHOLE).label("cost"))
        .where(move.document_kind == "receipt", move.unit_cost.is_not(None), move.reverses_id.is_(None))
        .where(~exists().where(answer.reverses_id == move.move_id))
        .order_by(move.moved_at, move.move_id)
    )
    return {row.sku_id: row.cost for row in rows}
