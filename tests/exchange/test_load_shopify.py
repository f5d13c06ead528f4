"""Shopify's orders and products from their files to orders, books, catalogue and shelf."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    lines,
    money,
    moves,
    order,
    sku,
    stock,
    views,
)
from tests.exchange.made_files import SHOPIFY, SHOPIFY_PRODUCTS, Rows, write

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.shop.stock.reports import find_sku_detail
from shopdesk.store.store import Store

PAID = {
    "Financial Status": "paid", "Paid at": "2026-03-01 10:15:00 -0500", "Created at": "2026-03-01 10:14:00 -0500",
    "Currency": "CNY", "Email": "ann@example.com", "Shipping Name": "Ann Lee", "Shipping Country": "US",
}  # fmt: skip
SENT = {"Fulfillment Status": "fulfilled", "Fulfilled at": "2026-03-02 09:00:00 -0500"}


def item(code: str, quantity: int, price: str, **more: object) -> dict[str, object]:
    return {
        "Lineitem sku": code, "Lineitem name": f"The {code}", "Lineitem quantity": quantity, "Lineitem price": price,
        **more,
    }  # fmt: skip


def bring(shop: Store, path: Path, rows: Rows) -> int:
    return run_import(shop, prepare(shop, write(path, SHOPIFY, rows), Choices()))


def test_lines_continue_below_their_order(shop: Store, tmp_path: Path) -> None:
    rows = [
        {"Name": "#1001", **PAID, **SENT, "Subtotal": "55.00", "Shipping": "5.00", "Taxes": "4.40", "Total": "64.40",
         "Discount Code": "SPRING", "Discount Amount": "5.00", **item("TEA-1", 2, "15.00")},
        {"Name": "#1001", "Created at": PAID["Created at"], **item("CUP-1", 1, "30.00")},
        {"Name": "#1002", **PAID, "Subtotal": "15.00", "Taxes": "0.00", "Total": "15.00", **item("TEA-1", 1, "15.00")},
    ]  # fmt: skip
    bring(shop, tmp_path / "orders_export_1.csv", rows)
    # 5 off over 30 and 30, tax on top.
    assert money(shop, "#1001") == {
        "goods": D(60), "discount": D(5), "shipping": D(5), "tax": D("4.40"), "total": D("64.40")
    }  # fmt: skip
    assert lines(shop, "#1001") == [
        ("product", "TEA-1", D(2), D("2.5"), D("27.5")),
        ("product", "CUP-1", D(1), D("2.5"), D("27.5")),
        ("shipping", None, D(1), D(0), D(5)),
    ]
    detail = order(shop, "#1001")
    # A quarter past ten in New York is midnight and a quarter in Shanghai: the shop's next day.
    assert (detail.order.sold_on, detail.order.state) == (date(2026, 3, 1), "shipped")
    assert detail.order.paid_at == datetime(2026, 3, 1, 15, 15, tzinfo=UTC)
    assert (detail.customer_no, detail.order.country) == ("ann@example.com", "US")
    assert detail.sources[0].rows == (2, 3)
    assert moves(shop, "#1001") == [("TEA-1", "sale", D(-2)), ("CUP-1", "sale", D(-1))]
    assert (order(shop, "#1002").order.state, moves(shop, "#1002")) == ("paid", [])
    assert balances(shop) == {
        "1122.shopify": D("79.40"), "2221": -D("4.40"), "6001": -D(75), "6002": D(5), "6051": -D(5)
    }  # fmt: skip
    assert_sound(shop)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        # Prices contain the tax: what is charged is the sum of the prices.
        ({"Taxes": "2.50", "Total": "30.00"}, {"goods": D(30), "total": D(30)}),
        ({"Taxes": "2.50", "Total": "32.50"}, {"goods": D(30), "tax": D("2.50"), "total": D("32.50")}),
        # A discount that only the total tells.
        ({"Total": "27.00"}, {"goods": D(30), "discount": D(3), "total": D(27)}),
        # The same discount on the line and on the order is one; of 5 on the order 2 stand on the line already.
        ({"Discount Amount": "3.00", "Lineitem discount": "3.00", "Total": "27.00"},
         {"goods": D(30), "discount": D(3), "total": D(27)}),
        ({"Discount Amount": "5.00", "Lineitem discount": "2.00", "Total": "25.00"},
         {"goods": D(30), "discount": D(5), "total": D(25)}),
        ({"Discount Amount": "5.00", "Lineitem discount": "2.00", "Total": "23.00"},
         {"goods": D(30), "discount": D(7), "total": D(23)}),
        # A tip or duty that no column tells.
        ({"Shipping": "5.00", "Total": "37.00"}, {"goods": D(30), "shipping": D(5), "total": D(37)}),
        ({"Total": "0.00", "Discount Amount": "30.00"}, {"goods": D(30), "discount": D(30)}),
    ],
)  # fmt: skip
def test_the_total_decides_what_prices_mean(
    shop: Store, tmp_path: Path, told: dict[str, object], wanted: dict[str, D]
) -> None:
    row = {"Name": "#1001", **PAID, **item("TEA-1", 2, "15.00"), **told}
    bring(shop, tmp_path / "orders_export_1.csv", [row])
    found = money(shop, "#1001")
    if told.get("Total") == "37.00":
        assert order(shop, "#1001").order.charge == D(2)
        found.pop("charge")
    assert found == wanted
    assert sum(line.amount for line in order(shop, "#1001").lines) + found.get("tax", D(0)) == found.get("total", D(0))
    assert sum(balances(shop).values()) == 0
    assert_sound(shop)


def test_refunds_and_cancellations(shop: Store, tmp_path: Path) -> None:
    common = {**PAID, "Total": "30.00", **item("TEA-1", 2, "15.00")}
    rows: list[dict[str, object]] = [
        {"Name": "#1", **common, **SENT, "Financial Status": "partially_refunded", "Refunded Amount": "10.00"},
        {"Name": "#2", **common, "Financial Status": "refunded", "Refunded Amount": "30.00"},
        {"Name": "#3", **common, "Financial Status": "voided", "Cancelled at": "2026-03-01 12:00:00 -0500"},
        {"Name": "#4", **common, "Financial Status": "pending", "Paid at": ""},
        {"Name": "#5", **common, **SENT, "Financial Status": "refunded", "Refunded Amount": "30.00"},
    ]
    bring(shop, tmp_path / "orders_export_1.csv", rows)
    assert [order(shop, f"#{n}").order.state for n in range(1, 6)] == [
        "shipped", "refunded", "cancelled", "unpaid", "refunded"
    ]  # fmt: skip
    assert [order(shop, f"#{n}").order.refunded for n in range(1, 6)] == [D(10), D(30), D(0), D(0), D(30)]
    assert [bool(moves(shop, f"#{n}")) for n in range(1, 6)] == [True, False, False, False, True]
    assert balances(shop) == {"1122.shopify": D(90 - 70), "6001": -D(90), "6003": D(70)}
    assert_sound(shop)


def product(handle: str, **more: object) -> dict[str, object]:
    return {"Handle": handle, **more}


PRODUCTS = [
    product("longjing", Title="Longjing", Vendor="West Lake", Type="Tea", Status="active",
            **{"Body (HTML)": "<p>Green,\r\nfresh</p>", "Option1 Name": "Size", "Option1 Value": "50 g",
            "Variant SKU": "LJ-50",
               "Variant Price": "98.00", "Cost per item": "41.50", "Variant Barcode": "'4849000260870",
               "Variant Inventory Qty": "12", "Variant Grams": "50", "Image Src": "https://example.com/1.jpg"}),
    product("longjing", **{"Option1 Value": "100 g", "Variant SKU": "LJ-100", "Variant Price": "180.00",
                           "Variant Inventory Qty": "-3", "Variant Grams": "100"}),
    product("longjing", **{"Image Src": "https://example.com/2.jpg", "Image Position": "2"}),
    product("gaiwan", Title="Gaiwan", Status="draft", **{"Option1 Value": "Default Title", "Variant Price": "60.00"}),
]  # fmt: skip


def test_products_with_variants_and_pictures(shop: Store, tmp_path: Path) -> None:
    staged = prepare(shop, write(tmp_path / "products_export.csv", SHOPIFY_PRODUCTS, PRODUCTS), Choices())
    assert staged.counts() | {"skipped": 1} == staged.counts()
    first = run_import(shop, staged)
    with shop.read() as tx:
        found: Any = [find_sku_detail(tx, sku(shop, code)) for code in ("LJ-50", "LJ-100", "gaiwan")]
    longjing, large, cup = found
    assert (longjing.title, longjing.option, longjing.price, longjing.cost) == ("Longjing", "50 g", D(98), D("41.5"))
    assert (longjing.barcode, longjing.weight, longjing.brand) == ("4849000260870", D(50), "West Lake")
    assert (large.title, large.option, large.cost, large.product_id) == ("Longjing", "100 g", None, longjing.product_id)
    assert (cup.option, cup.state) == (None, "draft")
    assert stock(shop) == {"LJ-50": D(12), "LJ-100": D(-3), "gaiwan": D(0)}
    assert balances(shop) == {"1405": D(498), "4001": -D(498)}  # 12 at 41.50; what is owed has no cost
    assert_sound(shop)
    before = views(shop)
    again = prepare(shop, tmp_path / "products_export.csv", Choices())
    assert again.counts()["same"] == 3
    assert run_import(shop, again) == 0
    give_back(shop, first)
    assert stock(shop) == {}
    assert balances(shop) == {}
    run_import(shop, prepare(shop, tmp_path / "products_export.csv", Choices()))
    assert views(shop) == before
    assert_sound(shop)


def test_a_variant_joins_its_product_and_a_change_returns(shop: Store, tmp_path: Path) -> None:
    run_import(shop, prepare(shop, write(tmp_path / "a.csv", SHOPIFY_PRODUCTS, PRODUCTS), Choices()))
    before = views(shop)
    more = [
        product("longjing", Title="Longjing", **{"Option1 Value": "250 g", "Variant SKU": "LJ-250",
        "Variant Price": "400.00"}),
        product("longjing", **{"Option1 Value": "50 g", "Variant SKU": "LJ-50", "Variant Price": "105.00",
                               "Cost per item": "40.00", "Variant Barcode": "4849000260871"}),
    ]  # fmt: skip
    staged = prepare(shop, write(tmp_path / "b.csv", SHOPIFY_PRODUCTS, more), Choices())
    assert [(item.outcome.value, item.changes) for item in staged.items] == [
        ("new", ()), ("changed", ("price", "cost", "barcode", "listing"))
    ]  # fmt: skip
    second = run_import(shop, staged)
    with shop.read() as tx:
        found: Any = [find_sku_detail(tx, sku(shop, code)) for code in ("LJ-50", "LJ-250")]
    old, new = found
    assert (old.price, old.barcode, old.product_id) == (D(105), "4849000260871", new.product_id)
    assert balances(shop)["1405"] == D(498)  # what came in at a cost of its own keeps it
    give_back(shop, second)
    assert views(shop) == before
    assert_sound(shop)
