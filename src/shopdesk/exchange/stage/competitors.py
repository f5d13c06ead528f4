"""What the store knows of a staged list of competitors: by number or link, and day; and what it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.home_rates import need_rates, rates_home
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.listings.prices.competitor_sheets import COMPETITOR_FILE
from shopdesk.shop.listings.prices.competitors import Rival, check_seen, fetch_competitors
from shopdesk.shop.money import convert
from shopdesk.store.tables import Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TWICE: Final = N_("{code} stands in the file twice for that day (rows {first} and {second}). Make one row of it.")
_SEEN: Final = ("price", "sales", "rating")


def compare_competitors(tx: Tx, staged: Staged) -> None:
    """New competitors, and those of which the file says something else; what it leaves blank stays.

    NeedsRate where a price is in a currency that has no rate on its day.
    """
    known, seen = {one.row.code: one for one in fetch_competitors(tx)}, dict[tuple[str, date | None], int]()
    priced = list[tuple[Item, str | None, str]]()
    for item, told in zip(staged.items, told_competitors(tx, staged, staged.items), strict=True):
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
        if item.values.get("price") is not None:
            priced.append((item, item.values.get("currency"), item.values["seen_on"]))
    need_rates(tx, staged, priced)


def _changes(tx: Tx, found: Rival, told: Mapping[str, Any]) -> tuple[str, ...]:
    """What a row says otherwise; a channel goes by any of its names, a product by any of its SKUs."""
    before = _before(found, told.get("seen_on"))
    if told.get("channel") and find_channel_id(tx, told["channel"]) == found.row.channel_id:
        before["channel"] = told["channel"]
    if told.get("product"):
        product_id = tx.scalar(select(Sku.product_id).where(Sku.sku_id == find_sku(tx, told["product"])))
        before["product"] = told["product"] if product_id == found.row.product_id else before["product"]
    return tuple(key for key, value in told.items() if key not in {"code", "seen_on"} and value != before.get(key))


def told_competitors(tx: Tx, staged: Staged, items: Sequence[Item]) -> list[dict[str, Any]]:
    """What rows say, as the columns of the list; prices in the shop's currency where a rate is known."""
    rate_of, home = rates_home(tx, staged, [item.values.get("currency") for item in items]), tx.currency
    made = []
    for item in items:
        values = {key: value for key, value in item.values.items() if key != "currency"}
        if values.get("price") is not None:
            rate = rate_of(item.values.get("currency"), values.get("seen_on") or "")
            values["price"] = convert([values["price"]], rate, home)[0] if rate else values["price"]
        told = {key: outside(COMPETITOR_FILE.column(key), value) for key, value in values.items()}
        made.append(told | {"code": str(told["code"]).strip()})
    return made


def told_before(tx: Tx, items: Sequence[Item]) -> Mapping[int, Mapping[str, Any]]:
    """Row → what the store has of its competitor on that day."""
    known = {one.row.competitor_id: one for one in fetch_competitors(tx)}
    seen_on = COMPETITOR_FILE.column("seen_on")
    return {item.row: _before(known[item.target], outside(seen_on, item.values.get("seen_on"))) for item in items}


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
