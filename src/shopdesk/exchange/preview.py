"""What the first cells of a sheet would become under a plan, and which of them have two readings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.amounts import leaning, read_number
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.times import day_leaning, read_moment
from shopdesk.exchange.trip.grids import columns_of
from shopdesk.exchange.values import Bad, mask, mask_text, parser
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, _

SHOWN: Final = 3
_SCALES: Final = {
    Kind.MONEY: 10_000, Kind.PRICE: 10_000, Kind.QUANTITY: 1_000, Kind.RATE: 10_000_000_000,
    Kind.PERCENT: 1_000_000, Kind.INTEGER: 1,
}  # fmt: skip
_PLACES: Final = {Kind.QUANTITY: 3, Kind.RATE: 10, Kind.INTEGER: 0}
_FAR: Final = 2100


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the file, what it would become, or why it cannot; personal values are masked."""

    raw: str
    text: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class TwoWays:
    """A cell that has two readings: `yes` is the one with the day first, or with the comma as decimal sign."""

    raw: str
    yes: datetime | Decimal
    no: datetime | Decimal


def first_cells(plan: Plan, rows: Sequence[Sequence[str]], place: int, count: int = SHOWN) -> list[str]:
    """The first cells below the header of a column that are not blank, as they stand."""
    return [row[place] for row in rows[plan.first_row - 1 :] if place < len(row) and row[place].strip()][:count]


def unused(plan: Plan, place: int, cells: Iterable[str]) -> list[Cell]:
    """Cells of a column that no field reads."""
    return [Cell(mask_text(cell) if place in plan.personal else cell, "") for cell in cells]


def become(plan: Plan, key: str, cells: Iterable[str], zone: tzinfo) -> list[Cell]:
    """What raw cells would be as the field `key`."""
    column = columns_of(plan.kind).column(key)
    memo = parser(column, plan, zone, None)
    return [_cell(column, raw, memo[raw], zone) for raw in cells]


def examples(plan: Plan, sample: Mapping[str, Iterable[str]]) -> dict[Answer, tuple[str, ...]]:
    """Each open question of the plan with cells that both readings fit; `sample`: field → cells."""
    sheet = columns_of(plan.kind)
    found: dict[Answer, dict[str, None]] = {question: {} for question in plan.questions}
    for key, cells in sample.items():
        kind = sheet.column(key).kind
        for cell in dict.fromkeys(cells):
            question = _question(kind, cell)
            if question in found and len(found[question]) < SHOWN:
                found[question][cell] = None
    return {question: tuple(cells) for question, cells in found.items()}


def two_ways(question: Answer, cells: Iterable[str]) -> list[TwoWays]:
    """Both readings of cells, where they have them."""
    made = []
    for raw in cells:
        if question is Answer.DAY_FIRST:
            yes, no = (read_moment(raw, first, _FAR) for first in (True, False))
            if isinstance(yes, datetime) and isinstance(no, datetime):
                made.append(TwoWays(raw, yes, no))
        else:
            comma, point = (read_number(raw, 4, 4, sign, currency=True) for sign in (True, False))
            if isinstance(comma, int) and isinstance(point, int):
                made.append(TwoWays(raw, Decimal(comma) / 10_000, Decimal(point) / 10_000))
    return made


def _question(kind: Kind, cell: str) -> Answer | None:
    if kind in {Kind.TIME, Kind.DATE}:
        said = day_leaning(cell)
    elif kind in _SCALES:
        said = leaning(cell, _PLACES.get(kind, 4))
    else:
        return None
    return said if isinstance(said, Answer) else None


def _cell(column: Column, raw: str, value: Any, zone: tzinfo) -> Cell:
    shown = mask(column, raw)
    if isinstance(value, Bad):
        return Cell(shown, "", str(value))
    return Cell(shown, "" if value is None else mask(column, spoken(column, value, zone)))


def spoken(column: Column, value: Any, zone: tzinfo) -> str:
    """A stored value as a person reads it, in plain digits."""
    if column.kind in _SCALES:
        return f"{(Decimal(value) / _SCALES[column.kind]).normalize():f}"
    if column.kind is Kind.TIME:
        return f"{datetime.fromtimestamp(value, UTC).astimezone(zone):%Y-%m-%d %H:%M}"
    if column.kind is Kind.STATE and value in column.states:
        return _(column.states[value].title)
    if column.kind is Kind.BOOL:
        return _(N_("Yes")) if value else _(N_("No"))
    return str(value)
