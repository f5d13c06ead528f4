"""Speed that no clock need measure: how often the store is asked, how much it hands out, and by which road it finds it.

The bench (`packaging/tasks.py bench`) measures; these hold what its figures rest on, on any machine. More twins stand
where their subject is tested: what is loaded before the first paint in `tests/test_app.py`, references that signals and
`data` give and take in `tests/desk/test_desk.py` and `test_grid_model.py`, the 400 rows of a list that opens in
`test_grid_panel.py`, that a page is asked for once in `test_grid_model.py`, and what sealing reads in
`tests/store/test_seal.py`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event
from tests.exchange.conftest import opened
from tests.exchange.counter import orders, read, table, take_in
from tests.store_fixtures import Make

from shopdesk.exchange.imports import run_import
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.market import fetch_market, listings_of
from shopdesk.shop.orders.reports import ORDER_ROWS, By, fetch_sales
from shopdesk.shop.profit.reports import fetch_buckets, fetch_skus
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.reports import MOVE_ROWS, STOCK_ROWS, fetch_stock
from shopdesk.store.rows import Query, count, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx

BIG = {"sales_order", "order_line", "stock_move", "journal_entry", "posting", "move_value", "raw_page", "change_row"}
"""Tables that grow with every order."""
YEAR = date(2026, 1, 1), date(2026, 12, 31)


class Counted:
    """What an engine was told while it was listened to."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.commits = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Counted]:
    """Count the statements and commits of an engine."""
    made = Counted()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        made.statements.append(statement)

    def commit(_connection: Any) -> None:
        made.commits += 1

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", commit)
    try:
        yield made
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", commit)


def file_of(count: int, first: int = 1, state: str = "completed") -> list[dict[str, object]]:
    """Orders of two lines over twenty SKUs and thirty buyers, none of them new to the shop."""
    rows: list[dict[str, object]] = []
    for number in range(first, first + count):
        own = {
            "order_no": f"N{number}", "state": state, "placed_at": "2026-02-01 10:00", "paid_at": "2026-02-01 10:00",
            "shipped_at": "2026-02-02 10:00", "completed_at": "2026-02-05 10:00", "customer_no": f"b{number % 30}",
        }  # fmt: skip
        rows += [{**own, "sku": f"S{(number + line) % 20}", "quantity": 1, "unit_price": "9.90"} for line in (0, 1)]
    return rows


def keep_busy(store: Store) -> None:
    """A shop with twenty SKUs of known cost and fifty orders."""
    store = opened(store)
    for number in range(20):
        made = store.do(add_product, f"S{number}", f"Tea {number}").value
        line = ReceiptLine(made, Decimal(500), Decimal(4))
        store.do(receive_goods, "", [line], received_at=datetime(2026, 1, 5, tzinfo=UTC))
    take_in(store, orders(*file_of(50), name="first.csv"))


@pytest.fixture
def busy(new_file_store: Make) -> Store:
    return new_file_store(keep_busy)


# ------------------------------------------------------------------------------------------------ files that come in


def statements_of(store: Store, rows: list[dict[str, object]], name: str) -> Counted:
    staged = read(store, orders(*rows, name=name))
    with counted(store._writer) as told:
        run_import(store, staged)
    return told


def test_an_import_asks_as_often_for_ten_times_the_rows(busy: Store) -> None:
    few = statements_of(busy, file_of(40, 1_001), "few.csv")
    many = statements_of(busy, file_of(400, 2_001), "many.csv")
    assert few.commits == many.commits <= 2, "the mark of an import under way, and the import"
    assert len(few.statements) < 120
    assert len(many.statements) <= len(few.statements) + 8, "what is looked up goes in parts of some hundreds"


def test_the_same_file_again_asks_little_and_writes_next_to_nothing(busy: Store) -> None:
    again = statements_of(busy, file_of(50), "again.csv")
    assert len(again.statements) < 30
    written = {word.split()[2] for word in again.statements if word.startswith("INSERT")}
    assert written <= {"change", "setting"}, "that somebody tried, and the mark of what is under way"


def test_orders_that_move_on_are_not_asked_for_one_by_one(busy: Store) -> None:
    """Each changed order is written by itself; what is read to write it is read for all together."""

    def reading(count: int, first: int) -> int:
        take_in(busy, orders(*file_of(count, first, "paid"), name=f"paid{first}.csv"))
        told = statements_of(busy, file_of(count, first), f"done{first}.csv")
        return sum(statement.startswith("SELECT") for statement in told.statements)

    assert reading(200, 4_001) <= reading(20, 3_001) + 20


def test_new_listings_of_a_product_file_are_neither_written_nor_told_one_by_one(busy: Store) -> None:
    heads = ("Handle", "Title", "Vendor", "Type", "Variant SKU", "Variant Price", "Variant Inventory Qty", "Image Src")

    def asked(count: int, name: str) -> tuple[int, int]:
        rows = [
            (f"{name}-{n}", f"Tea {name} {n}", "Kiln", "Tea", f"{name}-{n}", "9.50", "3", f"https://x/{name}{n}.jpg")
            for n in range(count)
        ]
        staged = read(busy, table(heads, *rows, name=f"{name}.csv"))
        with counted(busy._writer) as loading:
            run_import(busy, staged)
        with busy.read() as tx, counted(busy._reader) as telling:
            assert len(fetch_market(tx, listings_of(tx, "shopify"))) >= count
        return len(loading.statements), len(telling.statements)

    few, many = asked(20, "few"), asked(200, "many")
    assert many[0] <= few[0] + 8
    assert many[1] == few[1]


# ----------------------------------------------------------------------------------------------- reports of boards


@contextmanager
def explained(store: Store) -> Iterator[list[str]]:
    """The steps by which SQLite finds what is asked meanwhile."""
    steps: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        # What asks whether there is any row at all ends with the first one.
        if statement.lstrip().startswith(("SELECT", "WITH")) and not is_glance(statement, parameters):
            found = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(row[3] for row in found.fetchall())

    event.listen(store._reader, "before_cursor_execute", explain)
    try:
        yield steps
    finally:
        event.remove(store._reader, "before_cursor_execute", explain)


def is_glance(statement: str, parameters: Any) -> bool:
    return "LIMIT ?" in statement and 1 in parameters and "ORDER BY" not in statement


def read_whole(steps: list[str]) -> set[str]:
    """Tables that grow with every order and are read from end to end."""
    return {step.split()[1] for step in steps if step.startswith("SCAN")} & BIG


BOARDS: dict[str, Callable[[Tx], object]] = {
    "sales by month": lambda tx: fetch_sales(tx, By.MONTH, *YEAR),
    "sales by channel": lambda tx: fetch_sales(tx, By.CHANNEL, *YEAR),
    "sales by SKU": lambda tx: fetch_sales(tx, By.SKU, *YEAR),
    "profit by month": lambda tx: fetch_buckets(tx, Scope(*YEAR, By.MONTH)),
    "profit by SKU": lambda tx: fetch_skus(tx, Scope(*YEAR, None)),
    "profit of some days": lambda tx: fetch_skus(tx, Scope(date(2026, 1, 20), date(2026, 2, 10), None)),
    "stock": fetch_stock,
}

READ_WHOLE = {"profit of some days": {"stock_move"}}
"""What is known to be read whole: no index holds the day on which a cost was booked, months have it summed up."""


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_reads_no_growing_table_from_end_to_end(busy: Store, name: str) -> None:
    with explained(busy) as steps, busy.read() as tx:
        assert BOARDS[name](tx)
    assert steps
    assert read_whole(steps) <= READ_WHOLE.get(name, set())


@pytest.mark.parametrize("rows", [ORDER_ROWS, MOVE_ROWS, STOCK_ROWS], ids=lambda rows: rows.sheet.name)
def test_the_first_page_of_a_list_is_not_sorted_for(busy: Store, rows: Any) -> None:
    with explained(busy) as steps, busy.read() as tx:
        assert fetch_first(tx, rows, Query(), 200)
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps


QUICK = {
    "in stock": (("on_hand", ">0"),),
    "under its warning level": (("under", ">0"),),
}


@pytest.mark.parametrize("name", QUICK)
def test_a_quick_filter_of_stock_reads_nothing_once_for_every_sku(busy: Store, name: str) -> None:
    with explained(busy) as steps, busy.read() as tx:
        assert count(tx, STOCK_ROWS, Query(filters=QUICK[name])) == 20 * (name == "in stock")
    outer = [step for step in steps if step.startswith("SCAN")]
    assert not [step for step in outer if "LEFT-JOIN" in step], "joined by reading all of it for every SKU"
    assert read_whole(steps) == set()


def test_a_quick_filter_of_what_is_there_sums_up_levels_alone(busy: Store) -> None:
    with explained(busy) as steps, busy.read() as tx:
        count(tx, STOCK_ROWS, Query(filters=QUICK["in stock"]))
    assert [step for step in steps if step.startswith("MATERIALIZE")] == ["MATERIALIZE level"]


def test_the_judge_of_plans_sees_a_bad_one(busy: Store) -> None:
    with explained(busy) as steps, busy.read() as tx:
        tx.connection.exec_driver_sql("SELECT title, COUNT(*) FROM order_line GROUP BY title ORDER BY 2").fetchall()
    assert read_whole(steps) == {"order_line"}
    assert "USE TEMP B-TREE FOR ORDER BY" in steps
