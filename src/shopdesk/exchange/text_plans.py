"""Which columns of a file hold the texts of products: as its layout is known, or by the words above them alone."""

from collections.abc import Mapping
from typing import Final

from shopdesk.exchange.bare import bare_plan, visible
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.headers import HeaderRow, clean_header, header_at
from shopdesk.exchange.imports import Choices, plan_sheets
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.table import Reading, SheetHead
from shopdesk.shop.catalog.sheets import PRODUCT_FILE
from shopdesk.shop.listings.law.sheets import FIELDS
from shopdesk.shop.listings.sheets import LISTING_FILE
from shopdesk.shop.spoken import spellings
from shopdesk.store.store import Store
from shopdesk.text import UserError

_ALONE: Final = ("listing_no", "parent", "pictures", "barcode", "sku", "option", "price")
"""Fields that say what a row is of; they are no texts."""
_MOST: Final = 20
"""A header stands among so many first rows."""


def text_plans(store: Store, reading: Reading, choices: Choices) -> list[Plan]:
    """How the sheets are read for their texts; where no layout is known, titles are enough. UserError for none."""
    try:
        return list(plan_sheets(store, reading, choices).plans)
    except UserError:
        plans = [plan for head in visible(reading.heads) if (plan := _by_words(head, choices.channel)) is not None]
        if not plans:
            raise
        return plans


def text_columns(plan: Plan) -> dict[str, int]:
    """Field → the column that holds it."""
    layout, there = FORMATS.get(plan.format), dict[str, int]()
    for place, header in enumerate(plan.headers):
        there.setdefault(clean_header(header), place)
    shows = layout.shows if layout is not None else None
    named = _words() if shows is None else dict(shows.fields)
    named["listing_no"] = (*named.get("listing_no", ()), *named.get("called", ()))
    known = (*FIELDS, *_ALONE)
    told = {field: plan.columns[field] for field in known if field in plan.columns}
    found = {
        field: there[clean_header(name)]
        for field in known
        for name in reversed(named.get(field, ()))
        if clean_header(name) in there
    }
    if shows is not None:
        return {**told, **found}
    return {**{field: place for field, place in found.items() if place not in told.values()}, **told}


def _by_words(head: SheetHead, channel: str) -> Plan | None:
    """A sheet with a column of titles; one of a single column is taken for titles, whatever stands above it."""
    for number in range(1, min(_MOST, len(head.rows)) + 1):
        row = header_at(head, number)
        place = row.place((*_words()["title"], *PRODUCT_FILE.column("title").words))
        if place is not None:
            return _plan(row, {"title": place}, channel)
    if max(map(_width, head.rows), default=0) == 1:
        return _plan(header_at(head, 0), {"title": 0}, channel)
    return None


def _plan(row: HeaderRow, columns: Mapping[str, int], channel: str) -> Plan:
    return bare_plan(row, LISTING_FILE, columns, channel)


def _width(row: tuple[str, ...]) -> int:
    return max((place for place, text in enumerate(row, 1) if text.strip()), default=0)


def _words() -> dict[str, tuple[str, ...]]:
    """Field of a text → the headers that it goes by."""
    columns = (LISTING_FILE.column(field) for field in FIELDS)
    return {column.key: (*column.words, *spellings(column.title)) for column in columns}
