"""Erasing a customer on request: what the store says of who that is, and what the rows of files said."""

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from sqlalchemy import select, update

from shopdesk.exchange.coded import Coded
from shopdesk.exchange.reading.wire import pack, unpack
from shopdesk.exchange.table import Chunk
from shopdesk.shop.service.customers.erasing import Erased, erase_tables
from shopdesk.store.action import action
from shopdesk.store.tables import ImportFile, RawPage
from shopdesk.store.tx import Tx
from shopdesk.text import N_

_LONG: Final = 4
"""A shorter text stands in others by chance, and is looked for as a whole cell alone."""


@action("customer.erase", N_("Erase a customer on request"))
def erase_customer(tx: Tx, customer_id: int) -> None:
    """Erase who a customer is for good: contacts, addresses, notes, what was said, and the rows of files that said it.

    Orders, money and points stay, so the books do. No undo brings it back, and no file: a row that names the customer
    again is known by its hash. Backups made before still hold the data.
    """
    erased = erase_tables(tx, customer_id)
    for file in tx.rows(select(ImportFile.import_id, ImportFile.plan)):
        _blank_pages(tx, file.import_id, _number_place(file.plan), erased)
    tx.say(N_("Erase customer {number} on request"), number=customer_id)


def _number_place(plan: str) -> int:
    """Where a file has the customer's number; -1: nowhere."""
    told: dict[str, Any] = json.loads(plan)
    header = told.get("fields", {}).get("customer_no")
    headers: Sequence[str] = told.get("headers", ())
    return headers.index(header) if header in headers else -1


def _blank_pages(tx: Tx, import_id: int, number: int, erased: Erased) -> None:
    """Blank the customer's number in its column, who they are everywhere, and what was said in the rows that did."""
    pages = select(RawPage.raw_page_id, RawPage.first_row, RawPage.last_row, RawPage.data)
    for page in tx.rows(pages.where(RawPage.import_id == import_id)):
        chunk = unpack(page.data)
        columns = [_without(column, erased, place == number) for place, column in enumerate(chunk.columns)]
        own = {row for brought, row in erased.rows if brought == import_id and page.first_row <= row <= page.last_row}
        if own:
            places = [place for place, row in enumerate(chunk.row_numbers) if row in own]
            columns = [_silent(column, places, erased.said) for column in columns]
        if any(mine is not column for mine, column in zip(columns, chunk.columns, strict=True)):
            packed = pack(Chunk(chunk.row_numbers, tuple(columns), chunk.faults))
            here = update(RawPage).where(RawPage.raw_page_id == page.raw_page_id)
            tx.run_sql(RawPage, here.values(data=packed))


def _without(column: Sequence[str], erased: Erased, is_number: bool) -> Sequence[str]:
    """The column without the customer; the very same where it does not name them."""
    coded = column if isinstance(column, Coded) else Coded.of(column)
    whole = erased.who | erased.numbers if is_number else erased.who
    texts = ["" if _names(text, whole, erased.who) else text for text in coded.texts]
    return column if texts == list(coded.texts) else Coded(texts, coded.codes)


def _silent(column: Sequence[str], places: Sequence[int], said: AbstractSet[str]) -> Sequence[str]:
    """The column without what was said in some of its rows."""
    named = [place for place in places if _names(column[place], said, said)]
    if not named:
        return column
    cells = list(column)
    for place in named:
        cells[place] = ""
    return cells


def _names(cell: str, whole: AbstractSet[str], parts: AbstractSet[str]) -> bool:
    """Whether a cell is one of `whole`, or one of `parts` stands in it that is long enough not to be chance."""
    text = cell.strip()
    if not text or text in whole:
        return bool(text)
    return any(len(part) >= _LONG and part in text for part in parts)
