"""What a count comes to, as plain values: scans in, pieces out; who may approve it, and when it is due again."""

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from shopdesk.text import N_, UserError


class SessionState(StrEnum):
    """How far a session has come."""

    OPEN = "open"
    REVIEW = "review"
    POSTED = "posted"
    CANCELLED = "cancelled"


NEXT: Final[Mapping[SessionState, frozenset[SessionState]]] = MappingProxyType(
    {
        SessionState.OPEN: frozenset({SessionState.REVIEW, SessionState.CANCELLED}),
        SessionState.REVIEW: frozenset({SessionState.OPEN, SessionState.POSTED, SessionState.CANCELLED}),
        SessionState.POSTED: frozenset(),
        SessionState.CANCELLED: frozenset(),
    }
)
"""State → what it may become. What was posted or cancelled stays so."""


class Cause(StrEnum):
    """Why a counted line differs from the ledger."""

    MISCOUNT = "miscount"
    UNBOOKED_SALE = "unbooked_sale"
    UNBOOKED_RECEIPT = "unbooked_receipt"
    MIXED_UP = "mixed_up"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    THEFT = "theft"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What the review says of a line."""

    RIGHT = "right"
    SMALL = "small"
    AGAIN = "again"
    """Over tolerance, and counted once."""
    MOVED = "moved"
    """It moved between its first and its last scan: what was counted is of no one minute."""
    CONFIRMED = "confirmed"
    """Over tolerance, and counted again."""
    WAITS = "waits"
    """To be counted again, and not yet."""
    LEFT = "left"
    """Not counted, which is not zero."""


CLASSES: Final = ("A", "B", "C")
EVERY_DAYS: Final[Mapping[str, int]] = MappingProxyType({"A": 30, "B": 90, "C": 180})
"""Days between two counts of a SKU by its class, unless the shop says otherwise."""
A_SHARE: Final = 80
B_SHARE: Final = 95
"""Per cent of a year's revenue, from the best seller on, up to which a SKU is of class A, and B (rules.md, Stock)."""
MOST: Final = Decimal(1_000_000_000)
"""More pieces than that are a code that went into the wrong field."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a session asks to be counted: of one place, what passes all that is said here; `free`: what turns up."""

    place_id: int | None = None
    """A warehouse with all its shelves, or one shelf; None is the main warehouse."""
    shelves: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    idle_days: int | None = None
    """Only what was not counted for so many days, or never."""
    sample: int | None = None
    """So many of them, drawn by `seed`."""
    seed: int = 0
    free: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it; what is not said is left out."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in said.items() if v not in ((), None, False)}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> "Scope":
        """What `plain` gave; words of a newer program are passed by."""
        known = {one.name for one in fields(cls)}
        said: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in kept.items() if n in known}
        return cls(**said)


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan as it was made; `undoes` names the scan that it takes back, and then it counts nothing itself."""

    scan_no: str
    quantity: Decimal
    sets: bool
    round: int
    at: datetime
    person: str = ""
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of one line in a round."""

    pieces: Decimal
    first_at: datetime
    at: datetime
    """The minute of the line: that of the last scan that speaks for it."""
    people: tuple[str, ...]
    scans: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a line may be off without being counted again: pieces, and what they are worth (None: any)."""

    pieces: Decimal = Decimal(0)
    value: Decimal | None = None


@dataclass(slots=True)
class Board:
    """The lines of a session as scans make them, newest last; keyed by whatever tells one line from another."""

    scans: dict[Any, list[Scan]] = field(default_factory=dict)
    _at: dict[str, Any] = field(default_factory=dict)

    def add(self, key: Any, scan: Scan) -> bool:
        """Take a scan in; False where it is known already."""
        if scan.scan_no in self._at:
            return False
        line = self._at.get(scan.undoes, key) if scan.undoes else key
        self._at[scan.scan_no] = line
        listed = self.scans.pop(line, [])
        self.scans[line] = [*listed, scan]
        return True

    def move(self, old: Any, new: Any) -> None:
        """The scans of a line turn out to be of another; both go on as one, in the order in which they were made."""
        moved = self.scans.pop(old)
        places = {scan_no: place for place, scan_no in enumerate(self._at)}
        self.scans[new] = sorted([*self.scans.pop(new, []), *moved], key=lambda scan: places[scan.scan_no])
        self._at.update((scan.scan_no, new) for scan in moved)

    def newest(self) -> Iterator[Any]:
        """The lines, the one that was scanned last first."""
        seen = set()
        for scan_no in reversed(self._at):
            key = self._at[scan_no]
            if key not in seen:
                seen.add(key)
                yield key

    def last(self) -> tuple[Any, Scan] | None:
        """The newest scan that nothing has taken back, and its line."""
        for scan_no in reversed(self._at):
            key = self._at[scan_no]
            found = next((one for one in standing(self.scans[key]) if one.scan_no == scan_no), None)
            if found is not None:
                return key, found
        return None


def standing(scans: Iterable[Scan]) -> list[Scan]:
    """The scans that count: without those taken back, and without those that take back."""
    listed = list(scans)
    gone = {scan.undoes for scan in listed if scan.undoes}
    return [scan for scan in listed if not scan.undoes and scan.scan_no not in gone]


def tally(scans: Iterable[Scan], round_no: int) -> Tally | None:
    """What the scans of a round come to, in the order in which they were made; None where none of them stands.

    The last one that sets, and all after it that add. Not counted is not zero.
    """
    made = [scan for scan in standing(scans) if scan.round == round_no]
    last_set = max((place for place, scan in enumerate(made) if scan.sets), default=0)
    speaking = made[last_set:]
    if not speaking:
        return None
    return Tally(
        sum((scan.quantity for scan in speaking), Decimal(0)),
        min(scan.at for scan in speaking),
        max(scan.at for scan in speaking),
        tuple(dict.fromkeys(scan.person for scan in speaking if scan.person)),
        len(speaking),
    )


def is_over(difference: Decimal, value: Decimal | None, limits: Limits) -> bool:
    """Whether a difference is more than the session allows without a second count."""
    if abs(difference) > limits.pieces:
        return True
    return bool(difference) and limits.value is not None and value is not None and abs(value) > limits.value


def judge(found: Tally | None, expected: Decimal, value: Decimal | None, limits: Limits, round_no: int, *,
          moved: bool = False) -> Verdict:  # fmt: skip
    """What the review says of a line counted in `round_no`; `moved`: something left or came while it was counted."""
    if found is None:
        return Verdict.WAITS if round_no > 1 else Verdict.LEFT
    difference = found.pieces - expected
    if not difference:
        return Verdict.RIGHT
    if is_over(difference, value, limits):
        return Verdict.CONFIRMED if round_no > 1 else Verdict.MOVED if moved else Verdict.AGAIN
    return Verdict.SMALL


def refuse_step(state: str, wanted: SessionState) -> None:
    """UserError where a session cannot become that."""
    if wanted not in NEXT[SessionState(state)]:
        told = {
            SessionState.POSTED: N_("This count is booked. Count again to change what it set."),
            SessionState.CANCELLED: N_("This count was cancelled. Start a new one."),
        }
        said = told.get(SessionState(state), N_("This count is not at that step."))
        raise UserError(said, code="count_state")


def is_alone(approver: str, counters: Collection[str]) -> bool:
    """Whether the one who approves counted as well: allowed, and recorded as such."""
    return _name(approver) in {_name(one) for one in counters}


def _name(person: str) -> str:
    return " ".join(person.split()).casefold()


def draw(ids: Sequence[int], how_many: int, seed: int) -> list[int]:
    """A random sample in the order of `ids`; the same seed draws the same of the same."""
    if how_many >= len(ids):
        return list(ids)
    chosen = set(random.Random(seed).sample(sorted(ids), how_many))  # noqa: S311 - a draw that can be repeated
    return [one for one in ids if one in chosen]


def refuse_scope(scope: Scope) -> None:
    """UserError where a scope says nothing that could be counted."""
    if scope.idle_days is not None and scope.idle_days < 1:
        raise UserError(N_("“Not counted for” needs at least one day."), code="scope")
    if scope.sample is not None and scope.sample < 1:
        raise UserError(N_("A sample needs at least one SKU."), code="scope")


def refuse_quantity(quantity: Decimal) -> None:
    """UserError where nobody can have counted that."""
    if quantity < 0:
        raise UserError(N_("A counted quantity cannot be below zero."), code="negative")
    if quantity > MOST:
        raise UserError(N_("{quantity} is too many to have been counted."), code="too_large", quantity=quantity)


def accuracy(right: int, lines: int) -> Decimal | None:
    """Share of lines that were counted as the ledger had them; None of none."""
    return Decimal(right) / lines if lines else None
