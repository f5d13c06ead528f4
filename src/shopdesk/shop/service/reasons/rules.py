"""What complaints and returns cost: by reason, SKU, supplier and lot, the dearest first, and over time."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from typing import Final, NamedTuple

SCALE: Final = 10_000
PIECES: Final = 1_000
SHORT_DAYS: Final = 92
"""A trend over more days than these goes by month, else by week."""


class By(StrEnum):
    """What rows are put together by."""

    REASON = "reason"
    SKU = "sku"
    SUPPLIER = "supplier"
    LOT = "lot"
    FULL = "full"
    """Reason, SKU, supplier and lot at once."""
    ROW = "row"
    """Nothing: one row for what happened with one SKU of one order on one day."""


KEYS: Final[Mapping[By, tuple[str, ...]]] = {
    By.REASON: ("reason",),
    By.SKU: ("sku",),
    By.SUPPLIER: ("supplier",),
    By.LOT: ("sku", "supplier", "lot"),
    By.FULL: ("reason", "sku", "supplier", "lot"),
    By.ROW: ("reason", "sku", "supplier", "lot", "order_no", "case_no", "day"),
}
"""The columns that rows of each kind have in common."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Money in 1/10,000 of the shop's currency, as the books have it."""

    refund: int = 0
    """Account of returns and refunds."""
    freight: int = 0
    """Freight of returns."""
    compensation: int = 0
    """Compensation and penalties."""
    written_off: int = 0
    """Goods that came back and were written off."""
    came_back: int = 0
    """What goods that came back are worth, the written-off among them: they were bought once."""

    @property
    def total(self) -> int:
        """What it cost in the end."""
        return self.refund + self.freight + self.compensation + self.written_off - self.came_back

    def __add__(self, other: "Costs") -> "Costs":
        return Costs(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


class Thing(NamedTuple):
    """What a trouble is of; None: not known, or of no SKU."""

    reason: str | None
    sku_id: int | None
    sku: str | None
    title: str | None
    supplier_id: int | None
    supplier: str | None
    lot_id: int | None
    lot: str | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened with one SKU (and lot) of one order or case on one day."""

    thing: Thing
    day: date
    order_id: int | None
    order_no: str | None
    case_id: int | None
    case_no: str | None
    cases: int
    """Complaints opened on the day; each counts in one trouble alone."""
    returns: int
    pieces: int
    """Pieces that came back, in 1/1,000."""
    costs: Costs

    @property
    def about(self) -> tuple[str, int] | None:
        """What it is counted by: its order, else its case; None: money of no order."""
        if self.order_id is not None:
            return "order", self.order_id
        return None if self.case_id is None else ("case", self.case_id)

    def cell(self, key: str) -> object:
        """A column by which rows are put together."""
        return getattr(self.thing, key) if key in Thing._fields else getattr(self, key)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Troubles that have their key in common, and what they cost."""

    key: Mapping[str, object]
    troubles: Sequence[Trouble]
    costs: Costs
    share: Decimal | None
    """Of all that was lost; None where it was not lost."""
    running: Decimal | None
    """The share of this row and all that cost more."""

    @property
    def incidents(self) -> int:
        """Orders and cases, each once."""
        return len({one.about for one in self.troubles} - {None})

    def cell(self, key: str) -> object:
        """A column of the sheet of reasons; of what it is put together by, or where all of it is of one product."""
        counted = {"cases", "returns", "pieces"}
        if key in counted:
            total = sum(getattr(one, key) for one in self.troubles)
            return Decimal(total) / PIECES if key == "pieces" else total
        if key == "title":
            return self.troubles[0].thing.title if self.only("sku_id") is not None else None
        if key in {"incidents", "share", "running"}:
            return getattr(self, key)
        if key in {one.name for one in fields(Costs)}:
            return Decimal(getattr(self.costs, key)) / SCALE
        return Decimal(self.costs.total) / SCALE if key == "cost" else self.key.get(key)

    def only(self, name: str) -> int | None:
        """The one id (`sku_id`, `supplier_id`, `lot_id`) that all of them have; None where they differ."""
        found: set[int | None] = {getattr(one.thing, name) for one in self.troubles}
        return found.pop() if len(found) == 1 else None


def bundle(troubles: Sequence[Trouble], by: By) -> list[Bundle]:
    """Troubles put together, the dearest first, with their shares of all that was lost (Pareto)."""
    keys, found = KEYS[by], defaultdict[tuple[object, ...], list[Trouble]](list)
    for one in troubles:
        found[tuple(one.cell(key) for key in keys)].append(one)
    summed = [(key, listed, sum((one.costs for one in listed), Costs())) for key, listed in found.items()]
    summed.sort(key=lambda row: (-row[2].total, -len(row[1]), *(str(cell) for cell in row[0])))
    lost = sum(max(costs.total, 0) for _key, _listed, costs in summed)
    runs = accumulate(max(costs.total, 0) for _key, _listed, costs in summed)
    return [
        Bundle(dict(zip(keys, key, strict=True)), listed, costs, *_shares(costs.total, run, lost))
        for (key, listed, costs), run in zip(summed, runs, strict=True)
    ]


def _shares(cost: int, run: int, lost: int) -> tuple[Decimal | None, Decimal | None]:
    if cost <= 0:
        return None, None
    return Decimal(cost) / lost, Decimal(run) / lost


class Step(NamedTuple):
    """One week or month of a trend."""

    first: date
    cost: Decimal
    cases: int
    returns: int


def trend(troubles: Sequence[Trouble], since: date, until: date) -> list[Step]:
    """What they cost by week (from Monday), or by month over longer periods; no week without a row."""
    start = week_of if (until - since).days < SHORT_DAYS else month_of
    steps = dict.fromkeys(_firsts(since, until, start))
    found = {first: list[Trouble]() for first in steps}
    for one in troubles:
        found[start(one.day)].append(one)
    return [
        Step(
            first,
            Decimal(sum(one.costs.total for one in listed)) / SCALE,
            sum(one.cases for one in listed),
            sum(one.returns for one in listed),
        )
        for first, listed in found.items()
    ]


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(day.weekday())


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)


def _firsts(since: date, until: date, start: Callable[[date], date]) -> list[date]:
    days = (since + timedelta(number) for number in range((until - since).days + 1))
    return list(dict.fromkeys(start(day) for day in days))
