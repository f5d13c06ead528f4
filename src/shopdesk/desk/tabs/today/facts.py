"""What the pages of today read of the shop, a question each, so that what is quick does not wait for what is not."""

from dataclasses import dataclass
from typing import Any, Final

from shopdesk.shop.listings.rules import Source
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.figures import last_day
from shopdesk.shop.today.moves import Moves, fetch_moves
from shopdesk.shop.today.periods import period_to
from shopdesk.shop.today.visits import fetch_mix
from shopdesk.text import N_

SIZE_WORDS: Final = (
    (By.DAY, N_("By day")),
    (By.WEEK, N_("By week")),
    (By.MONTH, N_("By month")),
    (By.QUARTER, N_("By quarter")),
    (By.YEAR, N_("By year")),
)
SOURCES: Final = {
    Source.SEARCH: N_("Search"),
    Source.RETURNING: N_("Returning"),
    Source.MEMBERS: N_("Members"),
    Source.CAMPAIGNS: N_("Campaign traffic"),
    Source.PAID: N_("Paid traffic"),
    Source.OTHER: N_("Other"),
}
MIX: Final = {Source.SEARCH: 0.70, Source.PAID: 0.08, Source.CAMPAIGNS: 0.15, Source.MEMBERS: 0.15, Source.OTHER: 0.05}
"""What shares of the visitors are usual aims."""


@dataclass(frozen=True, slots=True)
class Mix:
    """A source of traffic, its share of the visitors, and the share that is aimed at."""

    source: Source
    share: float
    target: float | None


def read_moves(tx: Any, size: By) -> Moves:
    """Why the sales of the period moved; days are too few to say, so a day is told as its week."""
    return fetch_moves(tx, period_to(By.WEEK if size is By.DAY else size, last_day(tx)))


def read_mix(tx: Any, size: By) -> list[Mix]:
    """The shares of the sources; nothing where no report tells of them."""
    period = period_to(By.WEEK if size is By.DAY else size, last_day(tx))
    found = fetch_mix(tx, period.since, period.until)
    whole = sum(found.values())
    if not whole:
        return []
    return [
        Mix(source, found.get(source.value, 0) / whole, MIX.get(source))
        for source in SOURCES if found.get(source.value) or source in MIX
    ]  # fmt: skip
