"""Traffic as reports tell it: kept by listing, days, source and report, set and never added."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.listings.rules import ListingState
from shopdesk.store.tables import Listing, Traffic
from shopdesk.store.tx import RowChange, Tx

MEASURES: Final = (
    "impressions", "clicks", "visitors", "page_views", "favourites", "carts", "orders", "units", "revenue", "bounce",
    "dwell",
)  # fmt: skip
"""What a report may say; as the store keeps it: counts, 1/10,000 of money, shares and seconds in the store's rate."""
LINK: Final = re.compile(r"^(?:https?://(?:www\.)?|/)", re.IGNORECASE)
"""How the address of a page begins: with its protocol, or after its host alone as Google Analytics tells it."""
_PART: Final = 500
Key = tuple[int, str, str, str, str, str, str]
"""Channel, target, source, its name, report, first and last day."""


@dataclass(slots=True)
class Told:
    """What a row of a report says, in stored values."""

    target: str
    title: str
    source: str
    source_name: str
    report: str
    first_on: date
    last_on: date
    figures: dict[str, int]
    row: int
    channel: str = ""
    channel_id: int = 0
    traffic_id: int = 0
    before: dict[str, Any] = field(default_factory=dict)
    """The stored image, where there is one."""

    @property
    def key(self) -> Key:
        """By what it is known again."""
        days = self.first_on.isoformat(), self.last_on.isoformat()
        return self.channel_id, self.target, self.source, self.source_name, self.report, *days

    @property
    def changed(self) -> tuple[str, ...]:
        """Measures that the row says otherwise than the store; what it leaves blank stays."""
        return tuple(name for name, value in self.figures.items() if self.before.get(name) != value)


def follow_links(tx: Tx, told: Sequence[Told]) -> None:
    """Where a report names a listing by its link, name it by its number."""
    linked = [one for one in told if LINK.match(one.target)]
    if not linked:
        return
    rows = tx.rows(select(Listing.channel_id, Listing.url, Listing.listing_no).where(Listing.url.is_not(None)))
    numbers = dict[tuple[int, str], str]()
    for row in rows:
        page = _page(row.url)
        numbers.setdefault((row.channel_id, page.partition("/")[2] or page), row.listing_no)
        numbers[row.channel_id, page] = row.listing_no
    for one in linked:
        one.target = numbers.get((one.channel_id, _page(one.target)), one.target)


def _page(link: str) -> str:
    """A link as pages are compared: without protocol, www, what follows a # or ?, and a slash behind."""
    return LINK.sub("", link).partition("#")[0].partition("?")[0].rstrip("/").casefold()


def find_stored(tx: Tx, told: Sequence[Told]) -> None:
    """Give each row what the store has of it."""
    targets, known = sorted({one.target for one in told}), dict[Key, dict[str, Any]]()
    for start in range(0, len(targets), _PART):
        ids = tx.scalars(select(Traffic.traffic_id).where(Traffic.target.in_(targets[start : start + _PART])))
        for image in tx.images(Traffic, "traffic_id", ids):
            key = (image["channel_id"], image["target"], image["source"], image["source_name"], image["report"])
            known[*key, str(image["first_on"])[:10], str(image["last_on"])[:10]] = image
    for one in told:
        found = known.get(one.key)
        if found is not None:
            one.before, one.traffic_id = found, found["traffic_id"]


def keep_traffic(tx: Tx, told: Sequence[Told]) -> None:
    """Set what the rows say. A listing that nobody knows becomes one, named as the report names it."""
    listings = _listings(tx, told)
    new = [one for one in told if not one.traffic_id]
    next_id = tx.reserve_ids(Traffic, len(new)) if new else 0
    changes = [
        RowChange("traffic", one.traffic_id, one.before, {**one.before, **one.figures})
        for one in told
        if one.traffic_id and one.changed
    ]
    for number, one in enumerate(new):
        image = {
            "traffic_id": next_id + number, "channel_id": one.channel_id,
            "listing_id": listings.get((one.channel_id, one.target)), "target": one.target, "source": one.source,
            "source_name": one.source_name, "report": one.report, "first_on": one.first_on.isoformat(),
            "last_on": one.last_on.isoformat(), **dict.fromkeys(MEASURES), **one.figures, "import_id": tx.import_id,
            "source_row": one.row,
        }  # fmt: skip
        changes.append(RowChange("traffic", next_id + number, None, image))
    if changes:
        tx.apply(Traffic, changes)


def _listings(tx: Tx, told: Iterable[Told]) -> dict[tuple[int, str], int]:
    """(channel, number) → listing; those that are missing are made, those withdrawn come back.

    A page that is the link of no listing stays a page: a start page sells nothing.
    """
    wanted = {(one.channel_id, one.target): one for one in told if one.target and not LINK.match(one.target)}
    numbers, found = sorted({target for _channel, target in wanted}), dict[tuple[int, str], int]()
    for start in range(0, len(numbers), _PART):
        part = Listing.listing_no.in_(numbers[start : start + _PART])
        for row in tx.rows(
            select(Listing.channel_id, Listing.listing_no, Listing.listing_id, Listing.state).where(part)
        ):
            key = row.channel_id, row.listing_no
            found[key] = row.listing_id
            if key in wanted and row.state == ListingState.WITHDRAWN:
                tx.update(Listing, row.listing_id, **_facts(tx, wanted[key]))
    for (channel_id, target), one in wanted.items():
        if (channel_id, target) not in found:
            found[channel_id, target] = tx.insert(
                Listing, channel_id=channel_id, listing_no=target, is_locked=False, **_facts(tx, one)
            )
    return found


def _facts(tx: Tx, one: Told) -> dict[str, Any]:
    """What a report knows of a listing that was not there, or whose import was taken back."""
    return {
        "state": ListingState.ACTIVE.value, "title": one.title or one.target, "import_id": tx.import_id,
        "source_row": one.row,
    }  # fmt: skip
