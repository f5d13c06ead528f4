"""What the store knows of a staged list of competitors: by number or link, and day; and what it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.listings.prices.competitor_sheets import COMPETITOR_FILE
from shopdesk.shop.listings.prices.competitors import Rival, check_seen, fetch_competitors
from shopdesk.store.tables import Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TWICE: Final = N_("{code} stands in the file twice for that day (rows {first} and {second}). Make one row of it.")
_SEEN: Final = ("price", "sales", "rating")


def compare_competitors(tx: Tx, staged: Staged) -> None:
    """New competitors, and those of which the file says something else; what it leaves blank stays."""
    known, seen = {one.row.code: one for one in fetch_competitors(tx)}, dict[tuple[str, date | None], int]()
    for item in staged.items:
        told = told_competitor(item)
        try:
            check_seen(tx, told)
            if told.get("product"):
                find_sku(tx, told["product"])
        except UserError as error:
            key = "product" if error.code == "unknown_sku" else error.code
            _refuse(staged, item, key, error.message, error.values)
            continue
        key_of = told["code"], told.get("seen_on")
        first = seen.setdefault(key_of, item.row)
        if first != item.row:
            _refuse(staged, item, "code", TWICE, {"code": told["code"], "first": first, "second": item.row})
            continue
        found = known.get(told["code"])
        item.target = found.row.competitor_id if found else 0
        item.changes = _changes(tx, found, told) if found else ()
        item.outcome = Outcome.NEW if found is None else Outcome.CHANGED if item.changes else Outcome.SAME


def _changes(tx: Tx, found: Rival, told: Mapping[str, Any]) -> tuple[str, ...]:
    """What a row says otherwise; a channel goes by any of its names, a product by any of its SKUs."""
    before = _before(found, told.get("seen_on"))
    if told.get("channel") and find_channel_id(tx, told["channel"]) == found.row.channel_id:
        before["channel"] = told["channel"]
    if told.get("product"):
        product_id = tx.scalar(select(Sku.product_id).where(Sku.sku_id == find_sku(tx, told["product"])))
        before["product"] = told["product"] if product_id == found.row.product_id else before["product"]
    return tuple(key for key, value in told.items() if key not in {"code", "seen_on"} and value != before.get(key))


def told_competitor(item: Item) -> dict[str, Any]:
    """What a row says, as the columns of the list."""
    told = {key: outside(COMPETITOR_FILE.column(key), value) for key, value in item.values.items()}
    return told | {"code": str(told["code"]).strip()}


def told_before(tx: Tx, items: Sequence[Item]) -> Mapping[int, Mapping[str, Any]]:
    """Row → what the store has of its competitor on that day."""
    known = {one.row.competitor_id: one for one in fetch_competitors(tx)}
    return {item.row: _before(known[item.target], told_competitor(item).get("seen_on")) for item in items}


def _before(found: Rival, on: date | None) -> dict[str, Any]:
    row = found.row
    day = next((day for day in found.days if day.seen_on == on), None)
    return {key: getattr(row, key) for key in ("title", "seller", "channel", "product", "note")} | {
        key: getattr(day, key, None) for key in _SEEN
    }


def _refuse(staged: Staged, item: Item, key: str, message: str, values: Mapping[str, object]) -> None:
    raw = str(item.values.get(key) or "")
    said = problem(staged.plan, COMPETITOR_FILE, key, item.row, raw, message, dict(values))
    staged.report(replace(said, for_now=True))
