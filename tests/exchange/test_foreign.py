"""Orders in another currency: converted at the rate of their sale day, kept with what they were, never guessed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    lines,
    money,
    order,
    read,
    table,
    take_in,
)
from tests.exchange.made_files import SHOPIFY, Rows, write

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, NeedsRate, prepare, run_import
from shopdesk.shop.ledger.actions import remove_rate, set_rate
from shopdesk.shop.ledger.reports import RATE_ROWS, fetch_rates
from shopdesk.shop.money import convert, convert_price, currency_code
from shopdesk.shop.opening import change_facts
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.text import UserError

HEADER = "order_no,state,placed_at,paid_at,sku,quantity,unit_price,line_discount,order_total,refund_amount,currency"


def sale(number: str, day: str, price: str, currency: str = "USD", *, refund: str = "", pieces: int = 1) -> str:
    return f"{number},completed,{day} 09:00,{day} 09:05,TEA-1,{pieces},{price},,,{refund},{currency}"


def sales(*rows: str) -> Memory:
    return table(HEADER, *rows)


def rates(store: Store) -> list[tuple[str, date, Decimal]]:
    with store.read() as tx:
        return [tuple(values) for _id, values in fetch_first(tx, RATE_ROWS, Query(), 20)]


def usd(store: Store, day: str, rate: str, currency: str = "USD") -> None:
    store.do(set_rate, currency, date.fromisoformat(day), D(rate))


def bring(shop: Store, path: Path, rows: Rows) -> int:
    return run_import(shop, prepare(shop, write(path, SHOPIFY, rows), Choices()))


# --------------------------------------------------------------------------------------------------- the arithmetic


@pytest.mark.parametrize(
    ("amounts", "rate", "currency", "wanted"),
    [
        # 27.50, 27.50, 5.00, 4.40 at 7.1234: 195.8935 twice, 35.617, 31.34296; together 458.74696.
        ([275000, 275000, 50000, 44000], "7.1234", "CNY", [1959000, 1958900, 356200, 313400]),
        # Half a cent goes to the even neighbour: 0.005 is nothing, 0.015 is two cents.
        ([100], "0.5", "CNY", [0]),
        ([300], "0.5", "CNY", [200]),
        # A discount below zero: 100.0333 - 10.0033 = 90.03 to the coin.
        ([300100, -30010], "0.33333", "CNY", [100000, -10000]),
        # Returns are the mirror image to the coin.
        ([-275000, -275000], "7.1234", "CNY", [-1959000, -1958900]),
        ([0, 10000, 0], "7.1234", "CNY", [0, 71200, 0]),
        # Yen have no coins below one, dinars of Kuwait three decimals.
        ([100000], "150.5", "JPY", [15050000]),
        ([10000], "150.5", "JPY", [1500000]),
        ([10000], "0.30715", "KWD", [3070]),
        ([], "7", "CNY", []),
    ],
)
def test_what_is_converted_adds_up(amounts: list[int], rate: str, currency: str, wanted: list[int]) -> None:
    assert convert(amounts, int(D(rate) * 10**10), currency) == wanted


def test_prices_keep_four_decimals() -> None:
    assert convert_price(150000, int(D("7.1234") * 10**10)) == 1068510
    assert convert_price(1, int(D("0.5") * 10**10)) == 0
    assert convert_price(3, int(D("0.5") * 10**10)) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [("usd", "USD"), (" CNY ", "CNY"), ("RMB", "CNY"), ("美元", "USD"), ("€", "EUR"), ("$", None), ("¥", None),
     ("元", None), ("XYZ", None), ("12.5", None)],
)  # fmt: skip
def test_currencies_by_their_names(text: str, code: str | None) -> None:
    assert currency_code(text) == code


# --------------------------------------------------------------------------------------------------------- the rates


def test_a_rate_is_set_replaced_and_undone(shop: Store) -> None:
    usd(shop, "2026-01-05", "7.1234567891")
    usd(shop, "2026-01-05", "7.25")
    usd(shop, "2026-02-01", "0.0000000001", "VND")
    assert rates(shop) == [("VND", date(2026, 2, 1), D("0.0000000001")), ("USD", date(2026, 1, 5), D("7.25"))]
    shop.undo()
    shop.undo()
    assert rates(shop) == [("USD", date(2026, 1, 5), D("7.1234567891"))]
    with shop.read() as tx:
        assert fetch_rates(tx, ["USD"]) == {"USD": [("2026-01-05", 71_234_567_891)]}


@pytest.mark.parametrize(("currency", "rate"), [("CNY", "1"), ("USF", "7"), ("USD", "0"), ("USD", "-7")])
def test_a_rate_that_cannot_be(shop: Store, currency: str, rate: str) -> None:
    with pytest.raises(UserError):
        usd(shop, "2026-01-05", rate, currency)
    assert rates(shop) == []


def test_a_removed_rate_comes_back_by_undo(shop: Store) -> None:
    usd(shop, "2026-01-05", "7.25")
    with shop.read() as tx:
        rate_id = fetch_first(tx, RATE_ROWS, Query(), 1)[0][0]
    shop.do(remove_rate, rate_id)
    assert rates(shop) == []
    shop.undo()
    assert rates(shop) == [("USD", date(2026, 1, 5), D("7.25"))]


# ------------------------------------------------------------------------------------------------------- conversion


def test_a_dollar_order_is_booked_in_yuan_to_the_cent(shop: Store, tmp_path: Path) -> None:
    usd(shop, "2026-02-01", "7.1234")
    paid = {
        "Financial Status": "paid", "Paid at": "2026-03-01 10:15:00 +0800", "Created at": "2026-03-01 10:14:00 +0800",
        "Currency": "USD",
    }  # fmt: skip
    bring(shop, tmp_path / "orders.csv", [
        {"Name": "#1", **paid, "Shipping": "5.00", "Taxes": "4.40", "Total": "64.40", "Discount Amount": "5.00",
         "Lineitem sku": "TEA-1", "Lineitem name": "Tea", "Lineitem quantity": 2, "Lineitem price": "15.00"},
        {"Name": "#1", "Lineitem sku": "CUP-1", "Lineitem name": "Cup", "Lineitem quantity": 1,
         "Lineitem price": "30.00"},
    ])  # fmt: skip
    # 64.40 * 7.1234 = 458.74696; what the cents leave over goes to shipping (35.617) and the first line (195.8935).
    assert money(shop, "#1") == {
        "goods": D("427.41"), "discount": D("35.62"), "shipping": D("35.62"), "tax": D("31.34"), "total": D("458.75")
    }  # fmt: skip
    assert lines(shop, "#1") == [
        ("product", "TEA-1", D(2), D("17.81"), D("195.90")),
        ("product", "CUP-1", D(1), D("17.81"), D("195.89")),
        ("shipping", None, D(1), D(0), D("35.62")),
    ]
    found = order(shop, "#1").order
    assert (found.currency, found.rate, found.own_total) == ("USD", D("7.1234"), D("64.40"))
    assert balances(shop)["1122.shopify"] == D("458.75")
    assert_sound(shop)


def test_the_latest_rate_on_or_before_the_day(shop: Store) -> None:
    usd(shop, "2026-01-01", "7.00")
    usd(shop, "2026-02-10", "7.50")
    take_in(shop, sales(sale("A", "2026-02-09", "10"), sale("B", "2026-02-10", "10"), sale("C", "2026-03-01", "10"),
                        sale("D", "2026-03-01", "10", "CNY")))  # fmt: skip
    assert [order(shop, name).order.total for name in "ABCD"] == [D(70), D(75), D(75), D(10)]
    assert [order(shop, name).order.rate for name in "ABCD"] == [D(7), D("7.5"), D("7.5"), None]
    assert order(shop, "D").order.own_total is None
    assert_sound(shop)


def test_without_a_rate_nothing_goes_in(shop: Store) -> None:
    usd(shop, "2026-02-10", "7.50")  # too late for the first two
    what = sales(sale("A", "2026-02-09", "10"), sale("B", "2026-02-08", "10"), sale("C", "2026-02-10", "10"),
                 sale("E", "2026-02-08", "10", "EUR"))  # fmt: skip
    with pytest.raises(NeedsRate) as refused:
        read(shop, what)
    told = [(one.currency, one.rows, one.row, one.day) for one in refused.value.missing]
    assert told == [("USD", 2, 2, "2026-02-08"), ("EUR", 1, 5, "2026-02-08")]
    assert str(refused.value) == (
        "orders.csv has amounts in USD (2 rows, the first in row 2, sold on 2026-02-08), EUR (1 row, in row 5, sold on "
        "2026-02-08), and no exchange rate to CNY is known for that day. Say it first."
    )
    assert balances(shop) == {}


def test_a_rate_given_with_the_file_is_kept_from_its_first_day_and_taken_back_with_it(shop: Store) -> None:
    what = sales(sale("A", "2026-02-09", "10"), sale("B", "2026-02-03", "10"))
    import_id = take_in(shop, what, Choices(rates={"USD": D("7.12"), "EUR": D(8)}))
    assert [order(shop, name).order.total for name in "AB"] == [D("71.20"), D("71.20")]
    assert rates(shop) == [("USD", date(2026, 2, 3), D("7.12"))]
    take_in(shop, sales(sale("C", "2026-02-20", "100")))
    assert order(shop, "C").order.total == D(712)
    give_back(shop, import_id)
    assert rates(shop) == []
    assert_sound(shop)


def test_a_rate_that_a_person_set_stands_beside_the_one_of_a_file(shop: Store) -> None:
    usd(shop, "2026-02-03", "7.00")
    import_id = take_in(shop, sales(sale("A", "2026-02-03", "10")), Choices(rates={"USD": D("7.12")}))
    assert order(shop, "A").order.total == D("71.20")
    assert rates(shop) == [("USD", date(2026, 2, 3), D(7))]
    give_back(shop, import_id)
    assert rates(shop) == [("USD", date(2026, 2, 3), D(7))]


def test_the_same_file_is_the_same_whatever_the_table_says_now(shop: Store) -> None:
    what = sales(sale("A", "2026-02-09", "10"), sale("B", "2026-02-09", "19.99", pieces=3))
    take_in(shop, what, Choices(rates={"USD": D("7.12")}))
    usd(shop, "2026-02-09", "6.00")
    assert read(shop, what).counts()["same"] == 2
    before = balances(shop)
    # Told in other words (a note column), the order still compares at its own rate.
    told = sale("A", "2026-02-09", "10") + ",please hurry"
    again = read(shop, table(HEADER + ",buyer_note", told))
    assert again.counts()["changed"] == 1
    assert again.orders[0].changes == ["buyer_note"]
    take_in(shop, table(HEADER + ",buyer_note", told))
    assert balances(shop) == before
    assert order(shop, "A").order.rate == D("7.12")


def test_a_changed_amount_is_changed_at_the_rate_of_the_order(shop: Store) -> None:
    take_in(shop, sales(sale("A", "2026-02-09", "10")), Choices(rates={"USD": D("7.12")}))
    usd(shop, "2026-02-09", "6.00")
    changed = sales(sale("A", "2026-02-09", "11", refund="5.5"))
    assert read(shop, changed).orders[0].changes == ["order_total", "refund_amount"]
    import_id = take_in(shop, changed)
    found = order(shop, "A").order
    assert (found.total, found.own_total, found.rate, found.refunded) == (D("78.32"), D(11), D("7.12"), D("39.16"))
    assert_sound(shop)
    give_back(shop, import_id)
    found = order(shop, "A").order
    assert (found.total, found.own_total, found.rate, found.refunded) == (D("71.20"), D(10), D("7.12"), D(0))


def test_a_change_of_less_than_a_coin_is_a_change(shop: Store) -> None:
    take_in(shop, sales(sale("A", "2026-02-09", "1000", "JPY")), Choices(rates={"JPY": D("0.001")}))
    assert "order_total" in read(shop, sales(sale("A", "2026-02-09", "1001", "JPY"))).orders[0].changes


def test_an_order_gets_its_rate_when_it_is_sold(shop: Store) -> None:
    usd(shop, "2026-02-01", "7.00")
    usd(shop, "2026-02-10", "7.50")
    take_in(shop, table(HEADER, "A,unpaid,2026-02-05 09:00,,TEA-1,1,10,,,,USD"))
    assert order(shop, "A").order.total == D(70)
    take_in(shop, table(HEADER, "A,paid,2026-02-05 09:00,2026-02-10 09:00,TEA-1,1,10,,,,USD"))
    found = order(shop, "A").order
    assert (found.total, found.rate, found.sold_on) == (D(75), D("7.5"), date(2026, 2, 10))
    assert balances(shop)["1122.direct"] == D(75)
    assert_sound(shop)


def test_rows_without_a_currency_are_in_that_of_their_channel(shop: Store) -> None:
    usd(shop, "2026-02-01", "7.00")
    take_in(shop, sales(sale("A", "2026-02-05", "10"), sale("B", "2026-02-05", "10", "")), Choices(channel="Etsy"))
    assert order(shop, "B").order.total == D(70)
    take_in(shop, sales(sale("C", "2026-02-05", "10", "")), Choices(channel="Etsy"))
    take_in(shop, sales(sale("D", "2026-02-05", "10", "")), Choices(channel="Market stall"))
    assert (order(shop, "C").order.total, order(shop, "C").order.currency) == (D(70), "USD")
    assert (order(shop, "D").order.total, order(shop, "D").order.currency) == (D(10), "CNY")


def test_one_file_of_direct_sales_says_nothing_of_the_next(shop: Store) -> None:
    usd(shop, "2026-02-01", "7.00")
    take_in(shop, sales(sale("A", "2026-02-05", "10")))
    take_in(shop, sales(sale("B", "2026-02-05", "50", "")))
    assert (order(shop, "A").order.total, order(shop, "B").order.total) == (D(70), D(50))


def test_an_order_without_money_needs_no_rate(shop: Store) -> None:
    take_in(shop, table(HEADER, "A,cancelled,2026-02-05 09:00,,TEA-1,1,0,,,,USD"))
    found = order(shop, "A").order
    assert (found.currency, found.rate, found.total) == ("USD", None, D(0))


@pytest.mark.parametrize(
    ("price", "refund", "currency", "rejected"),
    [
        ("12", "12.5", "JPY", 1),  # no half yen
        ("12", "12", "JPY", 0),
        ("1.234", "1.234", "KWD", 0),
        ("1.234", "1.2345", "KWD", 1),
        ("1.2345", "1.23", "USD", 0),  # the price of one piece may be finer
        ("1.2345", "1.235", "USD", 1),
        ("1.2345", "1.235", "CNY", 1),
        ("1.2345", "1.235", "", 0),  # a file that names no currency
    ],
)
def test_amounts_are_whole_coins_of_the_currency_they_name(
    shop: Store, price: str, refund: str, currency: str, rejected: int
) -> None:
    said = Choices(rates={"JPY": D("0.05"), "KWD": D(23), "USD": D(7)})
    staged = read(shop, sales(sale("A", "2026-02-05", price, currency, refund=refund, pieces=4)), said)
    assert staged.counts()["rejected"] == rejected
    if rejected:
        assert (staged.problems[0].row, staged.problems[0].header) == (2, "refund_amount")
        assert currency in staged.problems[0].reason


def test_what_is_no_currency_is_named(shop: Store) -> None:
    staged = read(shop, sales(sale("A", "2026-02-05", "10", "$")))
    assert staged.problems[0].reason == "$ is not the code of a currency, such as USD."


def test_a_file_in_the_shops_currency_is_left_alone(shop: Store) -> None:
    staged = read(shop, sales(sale("A", "2026-02-05", "10", "CNY"), sale("B", "2026-02-05", "10", "rmb")))
    assert len(staged.lines["amount"]) == 2
    assert not staged.worth
    assert {one.rate for one in staged.orders} == {0}


def test_the_shops_currency_stays_while_rates_lead_to_it(shop: Store) -> None:
    usd(shop, "2026-01-05", "7.25")
    with pytest.raises(UserError, match="exchange rates to CNY"):
        shop.do(change_facts, {"currency": "EUR"})
    shop.undo()
    shop.do(change_facts, {"currency": "EUR"})
    with shop.read() as tx:
        assert tx.currency == "EUR"
