"""A shop that sells for dollars on Shopify and keeps its books in yuan: a month, told with figures added up by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, balances, give_back, lines, money, order, views
from tests.exchange.made_files import SHOPIFY, Rows, write

from shopdesk.exchange.imports import Choices, NeedsRate, prepare, run_import
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.ledger.actions import set_rate
from shopdesk.shop.ledger.reports import RATE_ROWS
from shopdesk.shop.orders.reports import ORDER_ROWS, By, fetch_sales
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store


def sale(number: str, day: str, quantity: int, price: str, total: str, **more: str) -> dict[str, object]:
    """An order of one tea, paid at nine in the shop's morning."""
    return {
        "Name": number, "Financial Status": "paid", "Fulfillment Status": "fulfilled", "Currency": "USD",
        "Created at": f"{day} 09:00:00 +0800", "Paid at": f"{day} 09:00:00 +0800", "Total": total,
        "Fulfilled at": f"{day} 18:00:00 +0800", "Lineitem sku": "TEA-1", "Lineitem name": "Tea",
        "Lineitem quantity": quantity, "Lineitem price": price, **more,
    }  # fmt: skip


MARCH: Rows = [
    sale("#1001", "2026-03-02", 2, "12.50", "28.99", Shipping="3.99"),
    sale("#1002", "2026-03-09", 1, "12.50", "12.50"),
    sale("#1003", "2026-03-16", 3, "12.50", "37.50", **{"Refunded Amount": "12.50"}),
]


def bring(shop: Store, path: Path, rows: Rows, **rates: str) -> int:
    said = Choices(rates={currency: D(rate) for currency, rate in rates.items()})
    return run_import(shop, prepare(shop, write(path, SHOPIFY, rows), said))


@pytest.fixture
def shop(store: Store) -> Store:
    return opened(store)


def test_a_month_of_dollars_in_books_of_yuan(shop: Store, tmp_path: Path) -> None:
    file = tmp_path / "orders_export.csv"

    # The first file cannot come in before somebody says what a dollar was worth; nothing is booked meanwhile.
    with pytest.raises(NeedsRate, match=r"USD \(3 rows, the first in row 2, sold on 2026-03-02\)"):
        bring(shop, file, MARCH)
    assert balances(shop) == {}

    # On the ninth the bank's rate fell; the sixteenth still stands on that one.
    shop.do(set_rate, "USD", date(2026, 3, 1), D("7.2011"))
    shop.do(set_rate, "USD", date(2026, 3, 9), D("7.15"))
    first = bring(shop, file, MARCH)

    # 28.99 at 7.2011 is 208.759889, so 208.76: the tea 25.00 = 180.0275, the parcel 3.99 = 28.732389.
    assert money(shop, "#1001") == {"goods": D("180.03"), "shipping": D("28.73"), "total": D("208.76")}
    assert lines(shop, "#1001") == [
        ("product", "TEA-1", D(2), D(0), D("180.03")), ("shipping", None, D(1), D(0), D("28.73"))
    ]  # fmt: skip
    # 12.50 at 7.15 is 89.375: the half cent goes to the even neighbour.
    assert money(shop, "#1002") == {"goods": D("89.38"), "total": D("89.38")}
    # 37.50 is 268.125, of which 89.38 went back.
    assert money(shop, "#1003") == {"goods": D("268.12"), "total": D("268.12"), "refunded": D("89.38")}
    assert order(shop, "#1003").order.own_total == D("37.50")

    # 208.76 + 89.38 + 268.12 - 89.38, to the cent, in the books and in the report.
    assert balances(shop)["1122.shopify"] == D("476.88")
    with shop.read() as tx:
        (march,) = fetch_sales(tx, By.MONTH)
    assert (march.gross_sales, march.charges, march.refunds) == (D("537.53"), D("28.73"), D("89.38"))
    assert_sound(shop)

    # A rate that is corrected later touches no order; the same file is the same, and a refund follows its order's rate.
    shop.do(set_rate, "USD", date(2026, 3, 9), D("7.00"))
    before = views(shop)
    assert bring(shop, file, MARCH) == 0
    refunded: Rows = [MARCH[0], {**MARCH[1], "Refunded Amount": "5.00"}, MARCH[2]]
    second = bring(shop, tmp_path / "later.csv", refunded)
    assert money(shop, "#1002") == {"goods": D("89.38"), "total": D("89.38"), "refunded": D("35.75")}  # 5.00 * 7.15
    assert balances(shop)["1122.shopify"] == D("441.13")

    # One step back, and all of it: nothing is left but the rates, which a person set.
    give_back(shop, second)
    assert views(shop) == before
    give_back(shop, first)
    assert balances(shop) == {}
    assert_sound(shop)


def test_what_goes_out_says_both_currencies(shop: Store, tmp_path: Path) -> None:
    bring(shop, tmp_path / "orders_export.csv", MARCH, USD="7.2011")
    names = [column.key for column in ORDER_ROWS.sheet.columns]
    with shop.read() as tx:
        found = fetch_first(tx, ORDER_ROWS, Query(filters=(("own_total", "37.5"),)), 5)
        rows = [dict(zip(names, values, strict=True)) for _id, values in found]
        assert [(row["order_no"], row["currency"], row["rate"], row["total"]) for row in rows] == [
            ("#1003", "USD", Decimal("7.2011"), D("270.04"))
        ]
        rates = [values for _id, values in fetch_first(tx, RATE_ROWS, Query(), 5)]
        out = tmp_path / "rates.csv"
        assert write_sheet(out, RATE_ROWS.sheet, rates, title="Exchange rates", shop="Tea & Ware", zone=tx.zone) == 1
    assert '"USD","2026-03-02","7.2011"' in out.read_text("utf-8-sig")
