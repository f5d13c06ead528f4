"""People: what a file says of them stands where it can be erased, and nowhere else in the store, whatever the layout."""

import logging
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import give_back, read, take_in
from tests.exchange.formats.samples import SAMPLES, Sample
from tests.store_fixtures import Make

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.exchange.reading.wire import unpack
from shopdesk.exchange.stage.staged import Staged
from shopdesk.store.store import Store

MARK = "PZQ7"
RATES = {currency: Decimal(1) for currency in ("USD", "INR", "EUR", "IDR", "SGD", "CAD")}
PLACES = {"order_address", "customer.customer_no", "supplier.contact", "supplier.phone", "supplier.email"}
"""Where a person may stand: a table of nothing else, and the columns that other programs are never given."""
ALSO = {"template-orders": {"raw_page.data"}, "template-suppliers": {"change_row.after"}}
"""A number of the buyer that is no name stays in the row as it came; edits of the shop's own suppliers can be undone."""


def table(sample: Sample) -> Memory:
    rows = sample.table()
    width = max(map(len, rows))
    first, *rest = [row + [""] * (width - len(row)) for row in rows]
    return Memory("export.csv", first, rest)


def said(store: Path) -> Iterator[tuple[str, str]]:
    """Every text of the store with its place; rows of files unpacked."""
    with sqlite3.connect(store) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            found = file.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in found.description]
            for row in found:
                for column, value in zip(columns, row, strict=True):
                    packed = name == "raw_page" and column == "data"
                    yield f"{name}.{column}", str(unpack(value).columns) if packed else str(value)


def places(store: Path) -> set[str]:
    """Where the mark stands; an address is one place."""
    found = {place for place, text in said(store) if MARK in text}
    return {"order_address" if place.startswith("order_address.") else place for place in found}


@pytest.fixture
def shop(new_file_store: Make) -> Store:
    """An open shop in a file that can be looked into."""
    return new_file_store(opened)


def tried(shop: Store, what: Memory) -> Staged:
    return read(shop, what, Choices(rates=RATES))


PEOPLED = [name for name, sample in SAMPLES.items() if sample.personal]


@pytest.mark.parametrize("name", PEOPLED)
def test_people_stand_in_their_places_alone(
    shop: Store, tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    sample = SAMPLES[name].marked(MARK)
    assert sample.personal
    with caplog.at_level(logging.DEBUG):
        staged = tried(shop, table(sample))
        assert MARK not in str(staged.problems)
        take_in(shop, table(sample), Choices(rates=RATES))
    assert MARK not in caplog.text
    shop.close()
    assert places(tmp_path / "shop.shopdesk") <= PLACES | ALSO.get(sample.code, set())


@pytest.mark.parametrize("name", [name for name in PEOPLED if SAMPLES[name].code != "template-suppliers"])
def test_a_problem_shows_too_little_to_reach_anybody(shop: Store, name: str) -> None:
    sample = SAMPLES[name]
    spoilt = Sample(
        sample.code, sample.header, tuple({**row, **dict.fromkeys(sample.personal, "x" * 600 + MARK)} for row in sample.rows),
        sample.personal, sample.above, sample.below, sample.empty,
    )  # fmt: skip
    staged = tried(shop, table(spoilt))
    assert MARK not in str(staged.problems)
    assert "xxx" not in str([problem.value for problem in staged.problems])


@pytest.mark.parametrize("items_first", [True, False])
def test_an_address_that_comes_later_is_not_in_the_journal(shop: Store, tmp_path: Path, items_first: bool) -> None:
    listed = SAMPLES["taobao-orders 2018-A"].marked(MARK)
    done = Sample(
        listed.code, listed.header, tuple({**row, "订单状态": "交易成功"} for row in listed.rows), listed.personal
    )
    items = SAMPLES["taobao-items 10 columns"]
    imports = [take_in(shop, table(one)) for one in ((items, done) if items_first else (done, items))]
    give_back(shop, imports[1])
    later = places(tmp_path / "shop.shopdesk")
    assert later <= (set() if items_first else PLACES), "what was taken back leaves nobody behind"
