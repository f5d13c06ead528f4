"""The sales report: gross less refunds, with adjustments and charges, is net; however it is broken down."""

from datetime import date

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import D, orders, table, take_in
from tests.store_fixtures import Make

from shopdesk.exchange.imports import Choices
from shopdesk.shop.orders.reports import By, SalesRow, bucket_of, fetch_channels, fetch_sales
from shopdesk.store.store import Store


def row(number: str, day: str, code: str, pieces: int, price: str, **more: object) -> dict[str, object]:
    return {"order_no": number, "state": "completed", "placed_at": day, "sku": code, "title": code, "quantity": pieces,
            "unit_price": price, **more}  # fmt: skip


def sell(store: Store) -> None:
    """Two channels over two quarters: discounts, postage, refunds in part, a write-off, returns and a bad debt."""
    opened(store)
    first = [
        row("A-1", "2025-12-30", "TEA", 2, "10.00", order_discount="3.00", shipping="5.00"),
        row("A-1", "2025-12-30", "CUP", 1, "30.00", order_discount="3.00", shipping="5.00"),
        row("A-2", "2026-01-02", "TEA", 4, "10.00", refund_amount="15.00", completed_at="2026-02-03"),
        row("A-3", "2026-01-02", "POT", -2, "0"),
        row("A-4", "2026-01-03", "POT", 1, "99.00", state="unpaid"),
        row("A-5", "2026-01-03", "POT", 1, "99.00", state="cancelled"),
    ]
    take_in(store, orders(*first, name="direct.csv"), Choices(channel="direct"))
    till = "Invoice,Date,Code,Description,Qty,Price"
    rows = [
        "1001,2026-04-01,TEA,TEA,5,10.00",
        "1001,2026-04-01,POST,POSTAGE,1,8.00",
        "1002,2026-04-01,CUP,CUP,2,30.00",
        "1003,2026-04-02,CUP,CUP,1,30.00",
        "C1004,2026-04-03,CUP,CUP,-1,30.00",
        "A1005,2026-04-04,B,Adjust bad debt,1,-7.00",
    ]
    mapping = {"order_no": "Invoice", "placed_at": "Date", "sku": "Code", "title": "Description", "quantity": "Qty",
               "unit_price": "Price"}  # fmt: skip
    take_in(store, table(till, *rows, name="till.csv"), Choices(channel="till", mapping=mapping))


@pytest.fixture
def sold(new_store: Make) -> Store:
    return new_store(sell)


def report(shop: Store, by: By, since: date | None = None, until: date | None = None) -> dict[str, tuple[D, ...]]:
    with shop.read() as tx:
        rows = fetch_sales(tx, by, since, until)
    for one in rows:
        assert one.gross_sales - one.refunds + one.adjustments + one.charges == one.net_sales
    return {one.bucket: _figures(one) for one in rows}


def _figures(one: SalesRow) -> tuple[D, ...]:
    return (D(one.orders), one.units, one.gross_sales, one.refunds, one.adjustments, one.charges, one.net_sales)


def test_by_month(sold: Store) -> None:
    assert report(sold, By.MONTH) == {
        # Charges: postage less the discount.
        "2025-12": (D(1), D(3), D(50), D(0), D(0), D(2), D(52)),
        "2026-01": (D(2), D(4), D(40), D(0), D(0), D(0), D(40)),
        "2026-02": (D(0), D(0), D(0), D(15), D(0), D(0), -D(15)),
        "2026-04": (D(3), D(7), D(140), D(30), -D(7), D(8), D(111)),
    }


def test_the_whole_is_the_same_by_everything(sold: Store) -> None:
    wanted = (D(50 + 40 + 140), D(45), -D(7), D(10), D(52 + 40 - 15 + 111))
    for by in By:
        found = report(sold, by)
        assert tuple(sum(one[place] for one in found.values()) for place in range(2, 7)) == wanted, by
        assert sum(one[1] for one in found.values()) == D(14), by
    assert list(report(sold, By.QUARTER)) == ["2025-Q4", "2026-Q1", "2026-Q2"]
    assert list(report(sold, By.WEEK)) == ["2026-W01", "2026-W06", "2026-W14"]
    assert report(sold, By.CHANNEL)["till"][2:] == (D(140), D(30), -D(7), D(8), D(111))


def test_by_sku(sold: Store) -> None:
    found = report(sold, By.SKU)
    assert found["TEA"] == (D(3), D(11), D(110), D(0), D(0), -D("1.2"), D("108.8"))
    assert found["CUP"] == (D(3), D(3), D(120), D(30), D(0), -D("1.8"), D("88.2"))
    assert found["POT"] == (D(1), D(0), D(0), D(0), D(0), D(0), D(0))  # what was written off was not sold
    assert found[""] == (D(0), D(0), D(0), D(15), -D(7), D(13), -D(9))


def test_a_range_takes_both_its_ends_in(sold: Store) -> None:
    assert list(report(sold, By.DAY, date(2026, 1, 2), date(2026, 4, 1))) == ["2026-01-02", "2026-02-03", "2026-04-01"]
    assert report(sold, By.YEAR, date(2026, 1, 1))["2026"][2] == D(180)
    assert report(sold, By.YEAR, None, date(2025, 12, 29)) == {}


def test_buckets_and_channels_have_their_names(sold: Store) -> None:
    assert [bucket_of("2026-01-01", by) for by in (By.DAY, By.WEEK, By.MONTH, By.QUARTER, By.YEAR)] == [
        "2026-01-01", "2026-W01", "2026-01", "2026-Q1", "2026"
    ]  # fmt: skip
    with sold.read() as tx:
        assert fetch_channels(tx) == ["Direct sales", "till"]
