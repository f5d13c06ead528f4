"""TikTok Shop: row 2 describes the columns and is no order, order money is repeated on every row, ids have 18 digits."""

from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.formats.tiktok_orders import STATES
from shopdesk.exchange.imports import Choices, NeedsAnswer, prepare
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store

HEADER = (
    "Order ID,Order Status,Order Substatus,Cancelation/Return Type,Normal or Pre-order,SKU ID,Seller SKU,Product Name,"
    "Variation,Quantity,Sku Quantity of return,SKU Unit Original Price,SKU Subtotal Before Discount,SKU Platform Discount,"
    "SKU Seller Discount,SKU Subtotal After Discount,Shipping Fee After Discount,Original Shipping Fee,"
    "Shipping Fee Seller Discount,Shipping Fee Platform Discount,Payment platform discount,Taxes,Order Amount,"
    "Order Refund Amount,Created Time,Paid Time,RTS Time,Shipped Time,Delivered Time,Cancelled Time,Cancel By,Cancel Reason,"
    "Fulfillment Type,Warehouse Name,Tracking ID,Delivery Option,Shipping Provider Name,Buyer Message,Buyer Username,"
    "Recipient,Phone #,Country,Province,District,Detail Address,Additional address information,Payment Method,Weight(kg),"
    "Product Category,Package ID,Seller Note"
)
DESCRIBED = {
    "Order ID": "Platform unique order ID.", "Order Status": "Order main status.", "Quantity": "Sold quantity of the SKU.",
    "Seller SKU": "Seller input SKU.", "SKU Unit Original Price": "Original price of one piece.",
    "Created Time": "Order created time.", "Order Amount": "What the buyer pays.", "Paid Time": "Order paid time.",
}  # fmt: skip
# 2 x 20 less the shop's 4 (and TikTok's 3), shipping 5, tax 2: the shop has 43; the buyer paid 40.
TEA = {
    "Order ID": "576812345678901234", "Order Status": "Completed", "SKU ID": "1729000000000000001", "Seller SKU": "TEA-1",
    "Product Name": "Green tea", "Variation": "250 g", "Quantity": "2", "Sku Quantity of return": "0",
    "SKU Unit Original Price": "20.00", "SKU Subtotal Before Discount": "40.00", "SKU Platform Discount": "3.00",
    "SKU Seller Discount": "4.00", "SKU Subtotal After Discount": "33.00", "Shipping Fee After Discount": "5.00",
    "Taxes": "2.00", "Order Amount": "65.00", "Order Refund Amount": "25.00", "Created Time": "28/02/2026 21:10:05\t",
    "Paid Time": "28/02/2026 21:11:00\t", "Shipped Time": "01/03/2026 09:00:00\t", "Delivered Time": "04/03/2026 12:00:00\t",
    "Tracking ID": "JT0001", "Shipping Provider Name": "J&T", "Buyer Username": "t***a", "Recipient": "A***",
    "Phone #": "(+1)***00", "Country": "United States", "Province": "NY", "Detail Address": "1 E***",
}  # fmt: skip
CUP = {**TEA, "SKU ID": "1729000000000000002", "Seller SKU": "CUP-1", "Product Name": "Cup", "Variation": "Default",
       "Quantity": "1", "SKU Unit Original Price": "25.00", "SKU Subtotal Before Discount": "25.00",
       "SKU Platform Discount": "0", "SKU Seller Discount": "0", "SKU Subtotal After Discount": "25.00"}  # fmt: skip
CANCELLED = {**TEA, "Order ID": "576812345678905678", "Order Status": "Canceled", "Order Amount": "0",
             "Order Refund Amount": "", "Paid Time": "", "Shipped Time": "", "Delivered Time": "",
             "Cancelled Time": "28/02/2026 22:00:00", "Cancel Reason": "Changed mind"}  # fmt: skip
EXPORT = sample(HEADER, DESCRIBED, TEA, CUP, CANCELLED)


def test_an_export(dollar_shop: Store) -> None:
    staged = read(dollar_shop, EXPORT)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("tiktok-orders", "tiktok", True, ())
    assert plan.first_row == 3
    assert personal(staged) >= {
        "Buyer Username", "Buyer Message", "Recipient", "Phone #", "Detail Address", "Additional address information"
    }  # fmt: skip
    # 36 + 25 and the cancelled 36
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(5), D(97))
    take_in(dollar_shop, EXPORT)
    number = "576812345678901234"
    assert money(dollar_shop, number) == {
        "goods": D(65), "discount": D(4), "shipping": D(5), "tax": D(2), "total": D(68), "refunded": D(25)
    }  # fmt: skip
    assert lines(dollar_shop, number)[:2] == [
        ("product", "TEA-1", D(2), D(4), D(36)), ("product", "CUP-1", D(1), D(0), D(25))
    ]  # fmt: skip
    found = order(dollar_shop, number)
    assert (found.order.state, found.order.platform_discount, found.order.waybill) == ("completed", D(3), "JT0001")
    assert order(dollar_shop, "576812345678905678").order.state == "cancelled"
    assert stock(dollar_shop) == {"TEA-1": D(-2), "CUP-1": D(-1)}
    assert read(dollar_shop, EXPORT).counts()["same"] == 3
    assert_sound(dollar_shop)


def test_without_its_row_of_descriptions_no_order_is_lost(dollar_shop: Store) -> None:
    staged = read(dollar_shop, sample(HEADER, TEA, CUP))
    assert (staged.plan.first_row, staged.rows, len(staged.orders)) == (2, 2, 1)


def test_a_date_that_could_be_either_is_asked_for(dollar_shop: Store) -> None:
    either = {**TEA, "Created Time": "01/02/2026 10:00:00", "Paid Time": "01/02/2026 10:00:00", "Delivered Time": "",
              "Shipped Time": ""}  # fmt: skip
    with pytest.raises(NeedsAnswer):
        read(dollar_shop, sample(HEADER, DESCRIBED, either))
    american = {**either, "Paid Time": "01/31/2026 9:30:33 PM"}
    assert read(dollar_shop, sample(HEADER, DESCRIBED, american)).plan.day_first is False


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(dollar_shop: Store, said: str, expected: OrderState) -> None:
    assert read(dollar_shop, sample(HEADER, DESCRIBED, {**TEA, "Order Status": said})).orders[0].state == expected


def test_a_workbook_that_claims_to_have_one_cell(dollar_shop: Store, tmp_path: Path) -> None:
    names = HEADER.split(",")
    made = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("OrderSKUList")
        for number, row in enumerate([dict(zip(names, names, strict=True)), DESCRIBED, TEA, CUP, CANCELLED]):
            for column, name in enumerate(names):
                sheet.write_string(number, column, row.get(name, ""))
    said = tmp_path / "All order.xlsx"
    with ZipFile(made) as source, ZipFile(said, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if part.startswith("xl/worksheets/"):
                before, _dimension, rest = text.partition(b'<dimension ref="')
                text = before + b'<dimension ref="A1:A1' + rest[rest.index(b'"') :]
            target.writestr(part, text)
    staged = prepare(dollar_shop, said, Choices())
    assert (staged.plan.format, staged.rows, staged.total_quantity, staged.total_amount) == (
        "tiktok-orders", 3, D(5), D(97)
    )  # fmt: skip


def test_without_a_code_of_the_shop_the_channels_own_stands(dollar_shop: Store) -> None:
    nameless = {**CUP, "Seller SKU": ""}
    take_in(dollar_shop, sample(HEADER, DESCRIBED, TEA, nameless))
    assert stock(dollar_shop) == {"TEA-1": D(-2), "1729000000000000002": D(-1)}
    take_in(dollar_shop, sample(HEADER, DESCRIBED, {**CUP, "Order ID": "576812345678901299"}, name="later.csv"))
    assert stock(dollar_shop) == {"TEA-1": D(-2), "1729000000000000002": D(-2)}, (
        "given a code later, it is the same goods"
    )
    cut = HEADER.replace("Seller SKU,", "")
    assert read(dollar_shop, sample(cut, {key: text for key, text in TEA.items() if key != "Seller SKU"})).plan.certain
