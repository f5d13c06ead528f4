"""The sums kept for reports: figures by them are what their lines come to, and a small change is a small sum."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event
from tests.shop.lines import assert_sales_are_lines, assert_sums_are_lines
from tests.shop.made_shop import FIRST, LIVED, SKUS, Year, lived
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.opening import open_shop
from shopdesk.shop.orders.actions import edit_order
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.profit.figures import total
from shopdesk.shop.profit.reports import fetch_sku_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.sums import split

ENDS = [(0, 30), (9, 9), (9, 59), (0, 75), (31, 58), (40, 50), (75, 240)]
"""Days of the year from which and to which something is asked: whole months, parts of one, and months with an end."""
RANGES = [(FIRST + timedelta(days=first), FIRST + timedelta(days=last)) for first, last in ENDS]
SCOPES = [Scope(*days, None) for days in RANGES] + [
    Scope(), Scope(since=RANGES[2][0]), Scope(until=RANGES[2][1]), Scope(RANGES[3][0], RANGES[3][1], None, 1)
]  # fmt: skip


WHOLE = 4, Costing.MOVING_AVERAGE


@pytest.fixture
def store(request: pytest.FixtureRequest, new_store: Make) -> Store:
    """With a whole year in it where a test asks for the year, else empty."""
    return new_store(lived, *WHOLE) if "year" in request.fixturenames else new_store()


@pytest.fixture
def year(store: Store) -> Year:
    return LIVED[WHOLE]


def assert_all(store: Store) -> None:
    with store.read() as tx:
        assert check_store(tx, deep=False) == []
        for scope in SCOPES:
            assert_sums_are_lines(tx, scope)
        for since, until in RANGES[1:4]:
            assert_sales_are_lines(tx, since, until)


def test_any_range_comes_to_what_its_days_come_to(store: Store, year: Year) -> None:
    assert_all(store)


def test_what_is_learnt_after_the_books_were_closed_is_in_the_sums_too(store: Store, year: Year) -> None:
    store.do(close_period, date(2026, 2, 28))
    late = [ReceiptLine(year.ids[SKUS[-1]], Decimal(500), Decimal("3.21"))]
    store.do(receive_goods, "LATE-1", late, received_at=datetime(2026, 3, 3, tzinfo=UTC))
    assert_all(store)
    store.do(edit_sku, year.ids[SKUS[4]], cost=Decimal("1.11"))
    assert_all(store)
    store.undo()
    assert_all(store)


def test_the_first_cost_that_is_told_changes_what_is_untold_everywhere(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    ids = [store.do(add_product, code, code).value for code in ("SENT", "PAID")]
    goods = [Item("SENT", 2, Decimal(5)), Item("PAID", 3, Decimal(7))]
    sent = Ticket("T1", FIRST, goods[:1], "shopify", "sale")
    paid = Ticket("T2", FIRST + timedelta(days=40), goods[1:], "shopify", "sale")
    sent.state, paid.state = "completed", "paid"
    store.do(ring_up, [sent, paid])

    def untold() -> Decimal:
        with store.read() as tx:
            assert check_store(tx, deep=False) == []
            return total(fetch_sku_buckets(tx, Scope()).values()).untold_units

    assert untold() == 5
    store.do(edit_sku, ids[0], cost=Decimal(1))
    assert untold() == 0, "what is sent is known, what is not sent yet is no question"
    store.undo()
    assert untold() == 5


@contextmanager
def sums_written(engine: Engine) -> Iterator[list[str]]:
    """Every statement that adds up goods anew meanwhile."""
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO goods_month"):
            told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_small_change_adds_little_up(store: Store, year: Year) -> None:
    with sums_written(store._writer) as told:
        store.do(edit_order, 1, note="gift")
        assert told == [], "a note is no sum"
        store.do(ring_up, [Ticket("T-new", FIRST, [Item(SKUS[0], 1, Decimal(9))], "shopify", "sale")])
        assert len(told) == 1, "its month"
        told.clear()
        store.do(edit_sku, year.ids[SKUS[-2]], cost=Decimal(8))
    assert told
    assert all("order_line.sku_id IN" in statement for statement in told), "of its own lines alone"


@pytest.mark.parametrize("by_sku", [By.SKU, None])
def test_sums_of_all_time_are_added_up_as_they_stand(new_file_store: Make, by_sku: By | None) -> None:
    """Nothing is sorted: a large shop has a hundred thousand of them."""
    plans: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "goods_month" in statement or "cost_month" in statement:
            steps = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in steps.fetchall())

    file_store = new_file_store(lived, 5, Costing.FIFO)
    event.listen(file_store._reader, "before_cursor_execute", explain)
    with file_store.read() as tx:
        if by_sku:
            fetch_sales(tx, by_sku)
        else:
            fetch_sku_buckets(tx, Scope(size=None))
    event.remove(file_store._reader, "before_cursor_execute", explain)
    assert plans
    assert not [step for step in plans if "TEMP B-TREE" in step]


D = date.fromisoformat


@pytest.mark.parametrize(
    ("since", "until", "months", "ends"),
    [
        (None, None, (None, None), ()),
        ("2026-01-01", "2026-12-31", ("2026-01", "2026-12"), ()),
        ("2026-02-01", "2026-02-28", ("2026-02", "2026-02"), ()),
        ("2024-02-01", "2024-02-28", None, (("2024-02-01", "2024-02-28"),)),
        ("2026-01-10", None, ("2026-02", None), (("2026-01-10", "2026-01-31"),)),
        (None, "2026-03-30", (None, "2026-02"), (("2026-03-01", "2026-03-30"),)),
        ("2025-12-31", "2026-02-01", ("2026-01", "2026-01"), (("2025-12-31",) * 2, ("2026-02-01",) * 2)),
        ("2026-01-10", "2026-02-20", None, (("2026-01-10", "2026-02-20"),)),
        ("2026-01-10", "2026-01-20", None, (("2026-01-10", "2026-01-20"),)),
        ("0001-01-01", "9999-12-31", ("0001-01", "9999-12"), ()),
    ],
)
def test_a_range_is_its_whole_months_and_what_they_leave_over(
    since: str | None, until: str | None, months: Any, ends: tuple[tuple[str, str], ...]
) -> None:
    found = split(since and D(since), until and D(until))  # type: ignore[arg-type]
    assert found.months == months
    assert found.ends == tuple((D(first), D(last)) for first, last in ends)
