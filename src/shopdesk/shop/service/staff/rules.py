"""Figures of the people of service, none of which is told as a number for itself before there are enough cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final, NamedTuple

ENOUGH: Final = 30
"""Of fewer cases a figure says little, and people are not compared by it."""
USUAL_DAYS: Final = 7
"""Days within which somebody who asked has bought."""


class Figure(NamedTuple):
    """A figure and of how many cases it is; None: of none."""

    value: Decimal | None
    of: int

    @property
    def is_few(self) -> bool:
        """Whether it is of too few cases to compare anybody by."""
        return self.of < ENOUGH

    @property
    def compared(self) -> Decimal | None:
        """The figure where people may be compared by it."""
        return None if self.is_few else self.value


@dataclass(frozen=True, slots=True)
class Worked:
    """A case, as far as these figures ask. None: it does not count for that figure."""

    person: str | None
    reply_minutes: int | None
    """Business minutes to the first answer."""
    is_in_time: bool | None
    """Of a solved case with a promise."""
    satisfaction: int | None
    has_bought: bool | None
    """Of an enquiry whose buyer is known and whose days are over."""


@dataclass(frozen=True, slots=True)
class Staff:
    """The figures of one person; `person` None is nobody in particular."""

    person: str | None
    cases: int
    first_reply: Figure
    in_time: Figure
    satisfaction: Figure
    converted: Figure


def figures_of(cases: Sequence[Worked]) -> list[Staff]:
    """By person, in the order of their names: this is no ranking."""
    people = sorted({one.person for one in cases}, key=lambda name: (name is None, name or ""))
    return [staff_of(person, [one for one in cases if one.person == person]) for person in people]


def staff_of(person: str | None, cases: Sequence[Worked]) -> Staff:
    """The figures of these cases, as one person's."""
    minutes = [one.reply_minutes for one in cases if one.reply_minutes is not None]
    middle = Decimal(str(median(minutes))) if minutes else None
    return Staff(
        person, len(cases), Figure(middle, len(minutes)), _mean([one.is_in_time for one in cases]),
        _mean([one.satisfaction for one in cases]), _mean([one.has_bought for one in cases]),
    )  # fmt: skip


def _mean(told: Sequence[int | None]) -> Figure:
    """The mean of what is known; of yes and no, the share of yes."""
    known = [value for value in told if value is not None]
    return Figure(Decimal(sum(known)) / len(known) if known else None, len(known))


def cells(row: Staff) -> dict[str, object]:
    """The columns of the sheet of people."""
    told = {"first_reply": row.first_reply, "in_time": row.in_time, "satisfaction": row.satisfaction}
    counts = {"replied": row.first_reply, "solved": row.in_time, "rated": row.satisfaction}
    return {
        "person": row.person, "cases": row.cases, **{key: one.of for key, one in counts.items()},
        **{key: one.compared for key, one in told.items()}, "enquiries": row.converted.of,
        "converted": row.converted.compared,
    }  # fmt: skip
