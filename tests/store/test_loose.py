"""Rows of a report are filtered, sorted and added up as those of the store are, on both engines."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.store.loose import LooseRows
from shopdesk.store.rows import Query, count, fetch_first, fetch_ids, fetch_page, fetch_totals
from shopdesk.store.store import Store

SHEET = Sheet(
    "made", "Made", (
        Column("name", "Name"), Column("profit", "Profit", Kind.MONEY, total=True),
        Column("pieces", "Pieces", Kind.QUANTITY),
        Column("margin", "Margin", Kind.PERCENT), Column("day", "Day", Kind.DATE), Column("at", "At", Kind.TIME),
        Column("good", "Good", Kind.BOOL), Column("count", "Count", Kind.INTEGER),
    ), "name",
)  # fmt: skip
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ROWS: list[tuple[int, tuple[Any, ...]]] = [
    (7, ("龙井 'x\"", Decimal("-12.3456"), Decimal("1.5"), Decimal("0.125"), date(2026, 1, 2), NOON, True, 3)),
    (0, ("", Decimal(2**40), None, None, None, None, None, None)),
    (9, ("Tea", Decimal("0.0001"), Decimal(-2), Decimal("-0.5"), date(2025, 12, 31), NOON, False, 0)),
]


@pytest.fixture
def rows() -> LooseRows:
    made = LooseRows(SHEET, order=(("profit", True),), search=("name",))
    made.put(ROWS)
    return made


def test_values_come_back_exactly_as_they_were_put(rows: LooseRows, store: Store) -> None:
    with store.read() as tx:
        assert fetch_page(tx, rows.source, [7, 0, 9, 8]) == [*(values for _id, values in ROWS), ()]
        assert [row_id for row_id, _values in fetch_first(tx, rows.source, Query())] == [0, 9, 7]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(search="龙井"), [7]),
        (Query(filters=(("profit", "<0"),)), [7]),
        (Query(filters=(("margin", ">=12%"),)), [7]),
        (Query(filters=(("pieces", "="),)), [0]),
        (Query(filters=(("day", "2025-12"),)), [9]),
        (Query(sort=(("name", False),)), [0, 9, 7]),
        (Query(sort=(("pieces", True),)), [7, 9, 0]),
    ],
)
def test_filters_and_sorts_hold(rows: LooseRows, store: Store, query: Query, found: list[int]) -> None:
    with store.read() as tx:
        assert list(fetch_ids(tx, rows.source, query)) == found
        assert count(tx, rows.source, query) == len(found)


def test_sums_are_exact(rows: LooseRows, store: Store) -> None:
    with store.read() as tx:
        total = fetch_totals(tx, rows.source, Query())["profit"]
    assert (total.count, total.sum) == (3, Decimal(2**40) + Decimal("-12.3455"))


def test_rows_put_later_stand_for_all(rows: LooseRows, store: Store) -> None:
    rows.put([(1, ("One", Decimal(1), None, None, None, None, None, None))])
    with store.read() as tx:
        assert list(fetch_ids(tx, rows.source, Query())) == [1]
    rows.put([])
    with store.read() as tx:
        assert count(tx, rows.source, Query()) == 0
