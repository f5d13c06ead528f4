"""What the store knows of a staged list of listings: by channel and number; and what it refuses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.known import parts, sku_ids
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.listings.reports import BETWEEN, fetch_pictures, fetch_skus, find_numbers
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.store.tables import Listing
from shopdesk.store.tx import Tx
from shopdesk.text import N_

NO_CHANNEL: Final = N_("Say which channel it is on: here, or for the whole file.")
NO_TITLE: Final = N_("The shop does not have this listing yet, and a new one needs a title.")
NO_SKU: Final = N_("No SKU {sku} is known. Add it to the products first.")
_NAMES: Final = frozenset({"channel", "listing_no"})
_TOGETHER: Final = frozenset({"sku", "pictures"})
"""Fields that are made of several rows of the store."""


def compare_listing_rows(tx: Tx, staged: Staged) -> None:
    """New listings, and those of which the file says something else; what it leaves blank stays."""
    _find(tx, staged)
    codes = sku_ids(tx, {code for item in staged.items for code in listed(item.values.get("sku"), BETWEEN)})
    stored = told_before(tx, staged.items)
    for item in staged.items:
        before = stored.get(item.row)
        told = told_listing(item)
        item.changes = tuple(key for key, value in told.items() if before and _differs(key, value, before))
        item.outcome = Outcome.NEW if before is None else Outcome.CHANGED if item.changes else Outcome.SAME
        for key, message, values in _faults(item, staged, before, codes):
            raw = str(item.values.get(key) or "")
            said = problem(staged.plan, LISTING_FILE, key, item.row, raw, message, values)
            staged.report(replace(said, for_now=True))


def _faults(
    item: Item, staged: Staged, before: Mapping[str, Any] | None, codes: Mapping[str, int]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if not channel_named(item, staged):
        yield "channel", NO_CHANNEL, {}
    if before is None and not item.values.get("title"):
        yield "title", NO_TITLE, {}
    missing = next((code for code in listed(item.values.get("sku"), BETWEEN) if code not in codes), None)
    if missing is not None:
        yield "sku", NO_SKU, {"sku": missing}


def told_listing(item: Item) -> dict[str, Any]:
    """What a row says beside its channel and number, as the columns of the list of listings."""
    told = {key: outside(LISTING_FILE.column(key), value) for key, value in item.values.items() if key not in _NAMES}
    return {key: value.strip() if isinstance(value, str) else value for key, value in told.items()}


def told_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → field → what the store has, as Python values."""
    found: dict[int, dict[str, Any]] = {}
    for part in parts(sorted({item.target for item in items if item.target})):
        rows = tx.rows(select(Listing.__table__).where(Listing.listing_id.in_(part)))
        standing = (row for row in rows if row.state != ListingState.WITHDRAWN)
        found |= {row.listing_id: dict(row._mapping) for row in standing}  # noqa: SLF001 - SQLAlchemy's public name
    for listing_id, row in found.items():
        row["sku"] = BETWEEN.join(sku.code for sku in fetch_skus(tx, listing_id))
        row["pictures"] = ", ".join(one.url for one in fetch_pictures(tx, listing_id) if one.url)
    return {item.row: found[item.target] for item in items if item.target in found}


def stored_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """The same in stored units."""
    told = told_before(tx, items)
    images = {image["listing_id"]: image for image in tx.images(Listing, "listing_id", [one.target for one in items])}
    return {
        item.row: {**images[item.target], **{key: told[item.row][key] for key in _TOGETHER}}
        for item in items
        if item.row in told
    }


def listed(text: Any, between: str = ",") -> list[str]:
    """The parts of a cell, without blanks around them."""
    return [part.strip() for part in str(text or "").split(between) if part.strip()]


def channel_named(item: Item, staged: Staged) -> str:
    """The channel of a row, or that of the whole file; "" where neither is said."""
    return str(item.values.get("channel") or "").strip() or staged.plan.channel


def _find(tx: Tx, staged: Staged) -> None:
    by_channel: dict[str, list[Item]] = {}
    for item in staged.items:
        by_channel.setdefault(channel_named(item, staged), []).append(item)
    for name, items in by_channel.items():
        channel_id = find_channel_id(tx, name) if name else None
        known = {} if channel_id is None else find_numbers(tx, channel_id, [one.values["listing_no"] for one in items])
        for item in items:
            item.target = known.get(item.values["listing_no"], 0)


def _differs(key: str, value: Any, before: Mapping[str, Any]) -> bool:
    if key == "sku":
        return not set(listed(value, BETWEEN)) <= set(listed(before[key], BETWEEN))
    if key in _TOGETHER:
        return listed(value) != listed(before[key])
    return bool(before[key] != value)
