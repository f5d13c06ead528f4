"""Titles being worked on: drafts, the lock that gives a changed title time, applying one and taking one back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.catalog.rules import Stage
from shopdesk.shop.listings.actions import GONE, put_texts
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Listing, ListingDraft, ListingVersion, Product
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError

TITLE: Final = "title"
COOL_DOWN: Final = "title_cool_down"
USUAL_DAYS: Final = 14
MOST_DAYS: Final = 365
TAKEN_BACK: Final = N_("An earlier title again")
"""Why a title changed, where an older one took its place again."""


def cool_down(tx: Tx) -> int:
    """Days that the title of a hero, or of a locked listing, stays after a change."""
    return tx.setting(COOL_DOWN, USUAL_DAYS)


def locked_until(tx: Tx, listing_ids: Sequence[int]) -> dict[int, datetime]:
    """Listing → the moment from which on its title may change again, of those that are locked now."""
    last = func.max(ListingVersion.changed_at)
    rows = tx.rows(
        select(Listing.listing_id, last.label("changed_at"))
        .outerjoin(Product, Product.product_id == Listing.product_id)
        .join(ListingVersion, ListingVersion.listing_id == Listing.listing_id)
        .where(Listing.listing_id.in_(listing_ids), ListingVersion.field == TITLE)
        .where((type_coerce(Listing.is_locked, WHOLE) == 1) | (Product.stage == Stage.HERO.value))
        .group_by(Listing.listing_id)
    )
    stays = timedelta(days=cool_down(tx))
    return {row.listing_id: row.changed_at + stays for row in rows if row.changed_at + stays > tx.now}


def refuse_title(tx: Tx, locked: Mapping[int, datetime], listing_id: int, number: str) -> None:
    """UserError where the title of a listing stays."""
    if listing_id in locked:
        day = locked[listing_id].astimezone(tx.zone).date()
        raise UserError(N_("The title of {number} stays until {day}."), code="locked", number=number, day=day)


@action("catalog.edit", N_("Set how long a changed title stays"), undoable=True)
def set_cool_down(tx: Tx, days: int) -> None:
    """Days that the title of a hero, or of a locked listing, stays after a change; 0: it may always change."""
    if not 0 <= days <= MOST_DAYS:
        raise UserError(N_("Say 0 to {most} days."), code="days", most=MOST_DAYS)
    set_setting(tx, COOL_DOWN, days)


@action("catalog.edit", N_("Keep a draft of a title"), undoable=True)
def save_draft(tx: Tx, listing_id: int, text: str | None) -> None:
    """Keep what a title is to become; None, or what it says already: there is no draft any more."""
    row = _listing(tx, listing_id)
    mine = (ListingDraft.listing_id == listing_id) & (ListingDraft.field == TITLE)
    there = tx.rows(select(ListingDraft.draft_id, ListingDraft.text).where(mine))
    if text is None or not text.strip() or text.strip() == row.title:
        for draft in there:
            tx.delete(ListingDraft, draft.draft_id)
    elif there:
        tx.update(ListingDraft, there[0].draft_id, text=text)
    else:
        tx.insert(ListingDraft, listing_id=listing_id, field=TITLE, text=text)


@action("catalog.edit", N_("Change a title"), undoable=True)
def apply_title(tx: Tx, listing_id: int, text: str, reason: str | None = None) -> bool:
    """Put a title in the place of another, and its draft away; refused while the lock holds. Whether it changed."""
    until = locked_until(tx, [listing_id]).get(listing_id)
    row = _listing(tx, listing_id)
    if until is not None and text.strip() != row.title:
        day = until.astimezone(tx.zone).date()
        raise UserError(N_("This title was changed lately and stays until {day}."), code="locked", day=day)
    return _put(tx, listing_id, text, reason)


@action("catalog.edit", N_("Take a title back"), undoable=True)
def take_title_back(tx: Tx, version_id: int) -> bool:
    """Put the title that a change replaced in its place again; the lock does not hold that back."""
    found = tx.rows(select(ListingVersion.__table__).where(ListingVersion.version_id == version_id))
    if not found or found[0].before is None:
        raise UserError(N_("There is no title to go back to."), code="gone")
    return _put(tx, found[0].listing_id, found[0].before, TAKEN_BACK)


def _put(tx: Tx, listing_id: int, text: str, reason: str | None) -> bool:
    changed = put_texts(tx, listing_id, {TITLE: text}, reason=reason)
    save_draft(tx, listing_id, None)
    tx.say(N_("Change the title of {number}"), number=_listing(tx, listing_id).listing_no)
    return changed


def _listing(tx: Tx, listing_id: int) -> Any:
    found = tx.rows(select(Listing.title, Listing.listing_no).where(Listing.listing_id == listing_id))
    if not found:
        raise UserError(GONE, code="gone")
    return found[0]
