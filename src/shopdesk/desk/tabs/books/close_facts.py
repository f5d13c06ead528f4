"""What the page of a month's end shows: its checklist, its seals and what came after, read at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from shopdesk.shop.closing.checklist import CheckedPoint, fetch_checklist
from shopdesk.shop.closing.reports import (
    AccountChange,
    SealRow,
    fetch_changes_after,
    fetch_seals,
    next_month,
    pack_set,
)
from shopdesk.shop.closing.rules import PackPart, Point
from shopdesk.shop.ledger.rules import Role

Place = tuple[str, dict[str, Any]]
"""A tab and where in it."""


@dataclass(frozen=True, slots=True)
class CloseFacts:
    """A month and its end."""

    month: str
    since: date
    until: date
    points: Sequence[CheckedPoint]
    seals: Sequence[SealRow]
    """Of the month, the latest first."""
    changes: Sequence[AccountChange]
    turn: str | None
    """The month whose turn it is; None while the books are empty."""
    parts: Sequence[PackPart]
    backed_up: datetime | None

    @property
    def seal(self) -> SealRow | None:
        """The seal that stands."""
        return self.seals[0] if self.seals and self.seals[0].reopened_at is None else None


def read_close(tx: Any, month: str, days: tuple[date, date], backups: Callable[[], Sequence[Any]] | None) -> CloseFacts:
    """Everything of a month; `backups` lists those of the store, None where it has none."""
    made = [backup.made_at for backup in backups()] if backups is not None else []
    backed_up = max(made, default=None)
    return CloseFacts(
        month, *days, fetch_checklist(tx, month, backed_up), fetch_seals(tx, month), fetch_changes_after(tx, month),
        next_month(tx), pack_set(tx), backed_up,
    )  # fmt: skip


def place_of(point: Point, facts: CloseFacts) -> Place | None:
    """Where what a point tells of can be seen; None where there is nothing to see."""
    made = PLACES.get(point)
    return None if made is None else made(facts)


def _list(tab: str, day: str, *filters: tuple[str, str], **where: Any) -> Callable[[CloseFacts], Place]:
    """A list of all up to the month's end that passes."""
    return lambda facts: (tab, {**where, "filters": [*filters, (day, f"..{facts.until}")]})


def _page(segment: str) -> Callable[[CloseFacts], Place]:
    """A page of the books over the month."""
    return lambda facts: ("books", {"segment": segment, "month": facts.month})


PLACES: Final[Mapping[Point, Callable[[CloseFacts], Place]]] = MappingProxyType(
    {
        Point.UNSHIPPED: _list("orders", "placed_at", ("kind", "=sale"), ("state", "=paid")),
        Point.UNPAID: _list("orders", "placed_at", ("kind", "=sale"), ("state", "=unpaid")),
        Point.REFUNDS: _list("orders", "ended_on", ("state", "=pending"), view="refunds"),
        Point.COSTS: lambda facts: (
            "orders", {"filters": [("kind", "=sale"), ("profit", "="), ("sold_on", facts.month)]},
        ),
        Point.UNMATCHED: _list("settlement", "since", segment="work"),
        Point.PAYOUTS: _list("settlement", "paid_on", ("arrived", "="), segment="payouts"),
        Point.COUNTS: lambda _facts: ("stock", {"page": "count"}),
        Point.UNBILLED: _list("stock", "received_at", view="receipts"),
        Point.RECURRING: _page("recurring"),
        Point.ADVERTISING: _page("ads"),
        Point.TAX: _page("tax"),
        Point.CURRENCIES: _page("currencies"),
        Point.BALANCE: _page("balance"),
        Point.BANK: lambda facts: ("books", {"account": Role.BANK.value, "month": facts.month}),
        Point.STATEMENTS: lambda facts: (
            "settlement", {"segment": "lines", "filters": [("settled_on", facts.month)]},
        ),
        Point.DOCUMENTS: _page("expenses"),
    }
)  # fmt: skip
"""Where the evidence of each point is."""
