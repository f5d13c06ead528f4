"""What the store knows of a staged list of days of the shop: by name and first day; and what it refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from shopdesk.exchange.stage.candidates import TWICE
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.promotions.calendar.own_days import OWN_DAY_FILE
from shopdesk.shop.promotions.calendar.preparing import BACKWARDS, find_days
from shopdesk.store.tables import Festival
from shopdesk.store.tx import Tx

LAST: Final = "last_on"


class Told(NamedTuple):
    """A day as a row tells it."""

    title: str
    first_on: date
    last_on: date


def compare_days(tx: Tx, staged: Staged) -> None:
    """New days, and those that the file lets end otherwise; a row that stands twice counts once."""
    known = {(row.title.casefold(), row.first_on): row for row in find_days(tx)}
    seen: dict[tuple[str, date], tuple[int, Told]] = {}
    for item in staged.items:
        told = told_day(item)
        key = told.title.casefold(), told.first_on
        first, before = seen.setdefault(key, (item.row, told))
        row = known.get(key)
        item.target = row.festival_id if row else 0
        item.changes = (LAST,) if row and row.last_on != told.last_on else ()
        item.outcome = Outcome.SAME if row and not item.changes else Outcome.CHANGED if row else Outcome.NEW
        if told.last_on < told.first_on:
            _refuse(staged, item, LAST, BACKWARDS, {})
        elif before.last_on != told.last_on:
            _refuse(staged, item, "title", TWICE, {"name": told.title, "first": first, "second": item.row})
        elif first != item.row:
            item.outcome, item.changes = Outcome.SAME, ()


def told_day(item: Item) -> Told:
    """What a row says; without a last day it is the first one alone."""
    title, first, last = (outside(column, item.values.get(column.key)) for column in OWN_DAY_FILE.columns)
    return Told(title.strip(), first, last or first)


def told_before(tx: Tx, items: Sequence[Item]) -> Mapping[int, Mapping[str, Any]]:
    """Row → field → what the store has, in stored units."""
    images = {one["festival_id"]: one for one in tx.images(Festival, "festival_id", [item.target for item in items])}
    return {item.row: images[item.target] for item in items}


def _refuse(staged: Staged, item: Item, key: str, message: str, values: dict[str, Any]) -> None:
    raw = str(item.values.get(key) or "")
    staged.report(replace(problem(staged.plan, OWN_DAY_FILE, key, item.row, raw, message, values), for_now=True))
