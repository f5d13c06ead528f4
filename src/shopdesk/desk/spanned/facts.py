"""What a screen over days knows of the shop, and what it is asked to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from shopdesk.desk.spanned.span import Span
from shopdesk.shop.ledger.reports import BooksState, look_at_books
from shopdesk.shop.profit.reports import stored_titles
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.rows import quoted
from shopdesk.text import _


@dataclass(frozen=True, slots=True)
class Facts:
    """The shop's day, zone and currency, its channels by id, and the state of its books."""

    today: date
    zone: ZoneInfo
    currency: str
    channels: Mapping[int, str]
    """In the language spoken now."""
    stored: Mapping[int, str]
    """The same as the store has them, for filters."""
    books: BooksState


def read_facts(tx: Any) -> Facts:
    """What stands over every page."""
    stored = stored_titles(tx)
    channels = {channel_id: _(title) for channel_id, title in stored.items()}
    return Facts(tx.today, tx.zone, tx.currency, channels, stored, look_at_books(tx))


@dataclass(frozen=True, slots=True)
class View:
    """Which days and which channel; None is all channels."""

    span: Span
    channel_id: int | None = None

    @property
    def scope(self) -> Scope:
        """What reports read."""
        return self.span.scope(self.channel_id)

    def filters(self, facts: Facts, day: str) -> list[tuple[str, str]]:
        """The same as filters of a grid whose days stand in the column `day`, its channels in "channel"."""
        made = [(day, self.span.filter)] if self.span.filter else []
        if self.channel_id is not None:
            made.append(("channel", quoted(facts.stored[self.channel_id])))
        return made

    def place(self) -> dict[str, Any]:
        """The same as where to go: what `desk.show` takes."""
        span = self.span
        return {
            "size": span.size.value, "since": span.since.isoformat(), "until": span.until.isoformat(),
            "channel_id": self.channel_id,
        }  # fmt: skip
