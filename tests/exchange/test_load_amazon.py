"""Amazon's reports: every amount on its own item, cancelled items without money, orders whose items do not agree."""

from datetime import UTC, date, datetime
from pathlib import Path

from tests.exchange.counter import D, assert_sound, balances, lines, money, moves, order, stock
from tests.exchange.made_files import AMAZON, AMAZON_SALES, Rows, write

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store

SHIPPED = {
    "purchase-date": "2026-03-01T18:04:21+00:00", "order-status": "Shipped", "item-status": "Shipped",
    "currency": "CNY",
    "sales-channel": "Amazon.com", "ship-country": "US",
}  # fmt: skip


def bring(shop: Store, path: Path, rows: Rows) -> int:
    made = write(path, AMAZON, rows, separator="\t", end="\n")
    return run_import(shop, prepare(shop, made, Choices()))


def test_items_carry_their_own_shipping_tax_and_promotion(shop: Store, tmp_path: Path) -> None:
    number = "111-1111111-1111111"
    rows = [
        {"amazon-order-id": number, **SHIPPED, "sku": "TEA-1", "product-name": "Tea", "quantity": 2,
         "item-price": "40.00",
         "item-tax": "3.20", "shipping-price": "5.00", "item-promotion-discount": "4.00"},
        {"amazon-order-id": number, **SHIPPED, "sku": "CUP-1", "product-name": "Cup", "quantity": 1,
         "item-price": "25.00",
         "item-tax": "2.00", "shipping-price": "1.50"},
    ]  # fmt: skip
    bring(shop, tmp_path / "orders.txt", rows)
    assert money(shop, number) == {
        "goods": D(65), "discount": D(4), "shipping": D("6.50"), "tax": D("5.20"), "total": D("72.70")
    }  # fmt: skip
    assert lines(shop, number)[:2] == [
        ("product", "TEA-1", D(2), D(4), D(36)),
        ("product", "CUP-1", D(1), D(0), D(25)),
    ]
    detail = order(shop, number)
    assert detail.order.placed_at == datetime(2026, 3, 1, 18, 4, 21, tzinfo=UTC)
    assert detail.order.sold_on == date(2026, 3, 2)  # past midnight in Shanghai
    assert stock(shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert balances(shop)["2221"] == -D("5.20")
    assert_sound(shop)


def test_a_cancelled_order_has_no_money_and_asks_for_none(shop: Store, tmp_path: Path) -> None:
    row = {"amazon-order-id": "112-1", **SHIPPED, "sku": "TEA-1", "product-name": "Tea", "quantity": 1}
    cancelled = {"order-status": "Cancelled", "item-status": "Cancelled", "quantity": 0}
    pending = {"amazon-order-id": "112-2", "order-status": "Pending"}
    bring(shop, tmp_path / "orders.txt", [{**row, **cancelled}, {**row, **pending}])
    assert [order(shop, number).order.state for number in ("112-1", "112-2")] == ["cancelled", "unpaid"]
    assert balances(shop) == {}
    assert stock(shop) == {"TEA-1": D(0)}


def test_a_cancelled_item_leaves_the_rest_of_its_order(shop: Store, tmp_path: Path) -> None:
    number = "113-1111111-1111111"
    rows = [
        {"amazon-order-id": number, **SHIPPED, "order-status": "Cancelled", "sku": "CUP-1", "quantity": 1},
        {"amazon-order-id": number, **SHIPPED, "sku": "TEA-1", "quantity": 2, "item-price": "40.00"},
        {"amazon-order-id": number, **SHIPPED, "order-status": "Shipped - Returned to Seller", "sku": "POT-1",
         "quantity": 1, "item-price": "90.00"},
    ]  # fmt: skip
    bring(shop, tmp_path / "orders.txt", rows)
    assert order(shop, number).order.state == "shipped"
    assert money(shop, number) == {"goods": D(130), "total": D(130), "refunded": D(90)}
    assert moves(shop, number) == [("TEA-1", "sale", D(-2)), ("POT-1", "sale", D(-1))]
    assert_sound(shop)


def test_a_cancellation_later_keeps_what_was_ordered(shop: Store, tmp_path: Path) -> None:
    row = {"amazon-order-id": "114-1", **SHIPPED, "order-status": "Unshipped", "sku": "TEA-1", "quantity": 2}
    bring(shop, tmp_path / "a.txt", [{**row, "item-price": "40.00"}])
    bring(shop, tmp_path / "b.txt", [{**row, "order-status": "Cancelled"}])
    assert (order(shop, "114-1").order.state, money(shop, "114-1")) == ("cancelled", {"goods": D(40), "total": D(40)})
    assert balances(shop) == {}
    assert_sound(shop)


def test_the_sale_report_of_amazon_in(shop: Store, tmp_path: Path) -> None:
    rows = [
        {"index": 0, "Order ID": "405-8078784-5731545", "Date": "04-30-22", "Status": "Cancelled", "SKU": "SET389",
         "Qty": 0,
         "Category": "Set", "Size": "S", "currency": "INR", "Amount": "647.62", "ship-country": "IN"},
        {"index": 1, "Order ID": "171-9198151-1101146", "Date": "04-30-22", "Status": "Shipped - Delivered to Buyer",
         "SKU": "JNE3781", "Category": "kurta", "Size": "3XL", "Courier Status": "Shipped", "Qty": 1, "currency": "INR",
         "Amount": "406.00"},
        {"index": 2, "Order ID": "404-0687676-7273146", "Date": "04-29-22", "Status": "Cancelled", "SKU": "JNE3371",
         "Qty": 0},
    ]  # fmt: skip
    path = write(tmp_path / "Amazon Sale Report.csv", AMAZON_SALES, rows)
    run_import(shop, prepare(shop, path, Choices(rates={"INR": D("0.08")})))
    assert [order(shop, row["Order ID"]).order.state for row in rows] == ["cancelled", "delivered", "cancelled"]  # type: ignore[arg-type]
    assert order(shop, "171-9198151-1101146").order.sold_on == date(2022, 4, 30)
    assert balances(shop) == {"1122.amazon": D("32.48"), "6001": -D("32.48")}
    assert stock(shop)["JNE3781"] == D(-1)
    assert_sound(shop)
