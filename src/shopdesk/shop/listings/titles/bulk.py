"""Find and replace in the texts of many listings: first seen, then written as one step that one undo takes back."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.listings.actions import put_texts
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.titles.drafts import TITLE, locked_until, refuse_title
from shopdesk.shop.listings.titles.limits import TitleLimit, count, unit_of
from shopdesk.store.action import action
from shopdesk.store.tables import Channel, Listing
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

FIELDS: Final = (TITLE, "bullets", "description")
MOST: Final = 20_000
"""So many texts are changed in one go."""
STREAMED: Final = 2_000
AROUND: Final = 24
"""Characters that are shown on either side of what changes."""
REASON: Final = N_("Find and replace")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to find and what to put in its place, in which fields."""

    find: str
    put: str
    fields: Sequence[str] = FIELDS
    is_pattern: bool = False
    """`find` is a regular expression, and `put` may name its groups: \\1."""
    any_case: bool = False


@dataclass(frozen=True, slots=True)
class Replaced:
    """A text as it is and as it would be."""

    listing_id: int
    channel: str
    marketplace: str
    """Code of the channel."""
    listing_no: str
    field: str
    before: str
    after: str
    hits: int
    locked_until: datetime | None
    """Its title was changed lately and stays until then."""

    @property
    def around(self) -> tuple[str, str]:
        """Both texts where they begin to differ."""
        first = next((n for n, (a, b) in enumerate(zip(self.before, self.after, strict=False)) if a != b),
                     min(len(self.before), len(self.after)))  # fmt: skip
        return _around(self.before, first), _around(self.after, first)


def find_replaced(tx: Tx, wanted: Wanted) -> list[Replaced]:
    """Every text that would become another, by channel and number; UserError where the pattern is none."""
    replace, titles = _replacer(wanted), channel_titles(tx)
    columns = [getattr(Listing, name) for name in wanted.fields if name in FIELDS]
    rows = tx.execute(
        select(Listing.listing_id, Listing.channel_id, Channel.code, Listing.listing_no, *columns)
        .join(Channel, Channel.channel_id == Listing.channel_id)
        .where(Listing.state.not_in((ListingState.WITHDRAWN.value, ListingState.ENDED.value)))
        .order_by(Listing.channel_id, Listing.listing_no)
    )
    found: list[tuple[Any, str, str, int]] = []
    for row in rows.yield_per(STREAMED):
        for name in wanted.fields:
            text = getattr(row, name)
            after, hits = replace(text) if text else (text, 0)
            if hits and after != text:
                found.append((row, name, after, hits))
    if len(found) > MOST:
        raise UserError(N_("More than {count} texts would change. Look for something longer."), code="many", count=MOST)
    locked = _locked(tx, [row.listing_id for row, name, _after, _hits in found if name == TITLE])
    return [
        Replaced(
            row.listing_id, _(titles[row.channel_id]), row.code, row.listing_no, name, getattr(row, name), after, hits,
            locked.get(row.listing_id) if name == TITLE else None,
        )
        for row, name, after, hits in found
    ]  # fmt: skip


def _replacer(wanted: Wanted) -> Callable[[str], tuple[str, int]]:
    if not wanted.find:
        raise UserError(N_("Say what to look for."), code="required")
    flags = re.IGNORECASE if wanted.any_case else 0
    try:
        pattern = re.compile(wanted.find if wanted.is_pattern else re.escape(wanted.find), flags)
        put = wanted.put if wanted.is_pattern else wanted.put.replace("\\", "\\\\")
        pattern.sub(put, "")
        re.compile(pattern.pattern + "|").sub(put, "")  # an unknown group says so only where something is found
    except (re.error, IndexError) as error:
        raise UserError(N_("This pattern cannot be read: {why}"), code="pattern", why=error) from None
    return lambda text: pattern.subn(put, text)


def _locked(tx: Tx, listing_ids: Sequence[int]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for start in range(0, len(listing_ids), 500):
        found |= locked_until(tx, listing_ids[start : start + 500])
    return found


def _around(text: str, place: int) -> str:
    start, end = max(0, place - AROUND), place + 2 * AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def replaced_rows(found: Sequence[Replaced], limits: Mapping[str, TitleLimit], zone: tzinfo) -> list[tuple[Any, ...]]:
    """Rows of REPLACED, each text counted as its marketplace counts titles."""
    made = []
    for one in found:
        marketplace = one.marketplace.partition("-")[0]
        unit, limit = unit_of(marketplace, limits), limits.get(marketplace)
        length = count(one.after, unit)
        room = limit.most - length if limit and one.field == TITLE else None
        until = one.locked_until.astimezone(zone).date() if one.locked_until else None
        lengths = (count(one.before, unit), length, room)
        made.append((one.channel, one.listing_no, one.field, *one.around, one.hits, *lengths, until))
    return made


@action("catalog.edit", N_("Replace in texts"), undoable=True)
def replace_texts(tx: Tx, changes: Sequence[Replaced]) -> int:
    """Write texts as they were seen; refused where one has changed since, or is locked. Returns how many changed."""
    _refuse(tx, changes)
    by_listing: dict[int, dict[str, str | None]] = {}
    for one in changes:
        by_listing.setdefault(one.listing_id, {})[one.field] = one.after
    for listing_id, texts in by_listing.items():
        put_texts(tx, listing_id, texts, reason=_(REASON))
    tx.say(N_("Replace in {count} texts"), count=len(changes))
    return len(changes)


def _refuse(tx: Tx, changes: Sequence[Replaced]) -> None:
    for start in range(0, len(changes), 500):
        part = changes[start : start + 500]
        rows = tx.rows(select(Listing.__table__).where(Listing.listing_id.in_({one.listing_id for one in part})))
        there = {row.listing_id: row for row in rows}
        for one in part:
            if one.listing_id not in there or getattr(there[one.listing_id], one.field) != one.before:
                message = N_("{number} has changed since. Look again before you replace.")
                raise UserError(message, code="changed", number=one.listing_no)
    locked = _locked(tx, [one.listing_id for one in changes if one.field == TITLE])
    for one in changes:
        if one.field == TITLE:
            refuse_title(tx, locked, one.listing_id, one.listing_no)
