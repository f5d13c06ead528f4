"""Sales tax: which rate holds, what prices contain, what refunds give back, and booking a month without doubling it."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.tax.actions import add_tax_rule, book_tax, edit_tax_rules, remove_tax_rule
from shopdesk.shop.tax.reports import TaxRow, fetch_tax
from shopdesk.shop.tax.rules import RATE_ONE, Rule, contained, find_rule, on_top
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.text import UserError

MARCH = date(2026, 3, 1), date(2026, 3, 31)
CENT = 100


def rule(number: int, rate: str = "0.1", since: date = date(2026, 1, 1), **of: Any) -> Rule:
    """A rate; `of` says for what."""
    told = {"channel_id": None, "category": None, "country": None, **of}
    return Rule(number, str(number), rate=int(Decimal(rate) * RATE_ONE), is_inclusive=True, since=since, **told)


def shop(store: Store) -> None:
    """Tea of one category, cups of another, on a day when March is over."""
    store._clock = lambda: datetime(2026, 4, 10, 4, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(113), category="Tea")
    store.do(add_product, "CUP", "Cup", price=Decimal(50), category="Cups")


def sale(number: str, price: int | str, day: int = 5, sku: str = "TEA", **more: Any) -> Ticket:
    """One piece sold in March."""
    return Ticket(number, date(2026, 3, day), [Item(sku, 1, Decimal(price))], **more)


def standard(store: Store, rate: str = "0.13", **more: Any) -> int:
    """A rate from the year's first day."""
    told = {"title": "Standard", "rate": Decimal(rate), "way": "inclusive", "since": date(2026, 1, 1), **more}
    made: int = store.do(add_tax_rule, told).value
    return made


def rows(store: Store, since: date = MARCH[0], until: date = MARCH[1]) -> list[TaxRow]:
    with store.read() as tx:
        return fetch_tax(tx, since, until)


def balance(store: Store, code: str) -> Decimal:
    with store.read() as tx:
        assert check_store(tx) == []
        return sum(
            (a.opening + a.debit - a.credit for a in fetch_accounts(tx, None, None) if a.code == code), Decimal(0)
        )


# --------------------------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("amount", "rate", "tax"),
    [("113", "0.13", "13"), ("100", "0.03", "2.91"), ("-113", "0.13", "-13"), ("0.03", "0.2", "0")],
)
def test_what_a_price_contains(amount: str, rate: str, tax: str) -> None:
    assert contained(int(Decimal(amount) * 10_000), int(Decimal(rate) * RATE_ONE), CENT) == Decimal(tax) * 10_000


@given(st.integers(-(10**12), 10**12), st.integers(0, RATE_ONE - 1), st.sampled_from([1, 10, 100, 10_000]))
def test_contained_tax_lies_on_top_of_the_rest(amount: int, rate: int, coin: int) -> None:
    tax = contained(amount, rate, coin)
    assert tax % coin == 0
    exact = Fraction(amount * rate, RATE_ONE + rate)
    assert abs(tax - exact) <= Fraction(coin, 2)
    assert abs(on_top(amount - tax, rate, 1) - tax) <= coin + 1
    assert contained(-amount, rate, coin) == -tax


def test_the_rate_that_says_most_holds_and_of_equals_the_latest() -> None:
    german: dict[str, Any] = {"country": "DE", "category": "Tea"}
    rules = [
        rule(1), rule(2, since=date(2026, 3, 10)), rule(3, category="tea"), rule(4, country="DE"),
        rule(5, channel_id=7), rule(6, **german), rule(7, since=date(2027, 1, 1), **german),
    ]  # fmt: skip

    def holds(channel: int, category: str | None, country: str | None, day: int = 5) -> int | None:
        found = find_rule(rules, channel, category, country, date(2026, 3, day))
        return found.rule_id if found else None

    assert holds(1, None, None) == 1
    assert holds(1, None, None, 10) == 2
    assert holds(1, "TEA", None) == 3
    assert holds(1, "Tea", "DE") == 6
    assert holds(7, "Tea", None) == 3
    assert holds(7, "Cups", None) == 5
    assert holds(7, "Cups", "de") == 4
    assert find_rule(rules, 1, "Tea", "DE", date(2025, 12, 31)) is None


# -------------------------------------------------------------------------------------------------------------- report


def test_prices_contain_the_tax_and_refunds_give_their_share_back(new_store: Make) -> None:
    store = new_store(shop)
    standard(store)
    standard(store, "0.05", title="Cups", category="cups")
    both = Ticket("3", date(2026, 3, 9), [Item("TEA", 1, Decimal(113)), Item("CUP", 1, Decimal(105))])
    both.refunds = [(date(2026, 3, 20), Decimal("21.80"))]
    store.do(
        ring_up,
        [sale("1", 113), sale("2", 226, 31, shipping=Decimal("11.30")), both, sale("0", 999, 1, state="unpaid")],
    )
    # Tea and shipping: 113 + 226 + 11.30 + 113 = 463.30, of the refund 21.80 x 113/218 = 11.30 → 452 contain 52.
    # Cups: 105 - 10.50 = 94.50 contain 4.50.
    cups, tea = rows(store)
    assert (tea.title, tea.sales, tea.refunds, tea.base, tea.tax, tea.off) == (
        "Standard", Decimal("463.30"), Decimal("11.30"), 400, 52, 0
    )  # fmt: skip
    assert (cups.title, cups.sales, cups.refunds, cups.base, cups.tax) == (
        "Cups", 105, Decimal("10.50"), 90, Decimal("4.50")
    )  # fmt: skip


def test_a_refund_counts_on_its_own_day_at_the_rate_of_its_sale(new_store: Make) -> None:
    store = new_store(shop)
    standard(store, "0.13")
    standard(store, "0.10", title="New", since=date(2026, 4, 1))
    store.do(ring_up, [sale("1", 226, refunds=[(date(2026, 4, 3), Decimal(113))])])
    [march] = rows(store)
    [april] = rows(store, date(2026, 4, 1), date(2026, 4, 30))
    assert (march.tax, march.refunds) == (26, 0)
    assert (april.title, april.sales, april.refunds, april.tax) == ("Standard", 0, 113, -13)


def test_what_the_channel_charged_is_believed_and_compared(new_store: Make) -> None:
    store = new_store(shop)
    standard(store, "0.20", country="GB", way="exclusive")
    told = sale("1", 100, tax=Decimal("19.50"), country="GB", refunds=[(date(2026, 3, 8), Decimal("59.75"))])
    store.do(ring_up, [told, sale("2", 40, country="GB"), sale("3", 30, country="FR")])
    by_way = {row.way: row for row in rows(store)}
    # Half of the order went back, and with it half of its tax.
    charged = by_way["told"]
    assert (charged.sales, charged.refunds, charged.base, charged.tax) == (
        Decimal("119.50"), Decimal("59.75"), 50, Decimal("9.75")
    )  # fmt: skip
    assert (charged.expected, charged.off) == (10, Decimal("-0.25"))
    assert (by_way["exclusive"].tax, by_way["exclusive"].expected, by_way["exclusive"].off) == (0, 8, -8)
    assert (by_way["none"].tax, by_way["none"].expected) == (0, None)


# ------------------------------------------------------------------------------------------------------------- booking


def test_a_month_is_booked_once_and_later_by_what_is_missing(new_store: Make) -> None:
    store = new_store(shop)
    number = standard(store)
    store.do(ring_up, [sale("1", 113), sale("2", 226, channel="douyin", tax=Decimal(0))])
    assert store.do(book_tax, "2026-03").value == 39
    assert store.do(book_tax, "2026-03").value == 0
    assert (balance(store, "2221"), balance(store, "6004")) == (-39, 39)
    store.do(edit_tax_rules, [(number, "rate", Decimal("0.06"))])
    assert store.do(book_tax, "2026-03").value == Decimal("19.19") - 39
    store.undo()  # the rate: entries stay
    assert rows(store)[0].rate == Decimal("0.13")
    assert store.do(book_tax, "2026-03").value == 39 - Decimal("19.19")
    store.do(remove_tax_rule, number)
    assert store.do(book_tax, "2026-03").value == -39
    assert (balance(store, "2221"), balance(store, "6004")) == (0, 0)


def test_the_tax_of_a_refund_is_no_longer_owed(new_store: Make) -> None:
    store = new_store(shop)
    store.do(ring_up, [sale("1", 100, tax=Decimal(20), refunds=[(date(2026, 3, 8), Decimal(60))])])
    assert balance(store, "2221") == -20
    assert store.do(book_tax, "2026-03").value == -10
    assert balance(store, "2221") == -10
    assert balance(store, "6004") == -10


def test_a_closed_month_stays_and_the_difference_stands_on_the_first_open_day(new_store: Make) -> None:
    store = new_store(shop)
    number = standard(store)
    store.do(ring_up, [sale("1", 113)])
    store.do(book_tax, "2026-03")
    store.do(close_period, MARCH[1])
    store.do(edit_tax_rules, [(number, "rate", Decimal("0.06"))])
    store.do(book_tax, "2026-03")
    with store.read() as tx:
        march = {a.code: a.debit - a.credit for a in fetch_accounts(tx, *MARCH)}
        april = {a.code: a.debit - a.credit for a in fetch_accounts(tx, date(2026, 4, 1), date(2026, 4, 1))}
    assert (march["6004"], april["6004"]) == (13, Decimal("6.40") - 13)


def test_what_cannot_be_is_refused(new_store: Make) -> None:
    store = new_store(shop)
    with pytest.raises(UserError, match="not over"):
        store.do(book_tax, "2026-04")
    for values in (
        {"title": "x", "rate": Decimal("1.2"), "since": MARCH[0]},
        {"title": "x", "rate": Decimal("0.1")},
        {"rate": 0},
    ):
        with pytest.raises(UserError):
            store.do(add_tax_rule, values)
    with store.read() as tx:
        assert fetch_tax(tx, None, None) == []


@pytest.mark.parametrize("seed", range(3))
def test_any_month_owes_what_its_tickets_say(new_store: Make, seed: int) -> None:
    import random

    chance, store = random.Random(seed), new_store(shop)
    standard(store)
    standard(store, "0.06", title="Cups", category="Cups")
    tickets = []
    for number in range(30):
        items = [
            Item(chance.choice(["TEA", "CUP", None]), chance.randint(1, 3), Decimal(chance.randint(1, 9999)) / 100)
            for _n in range(2)
        ]
        ticket = Ticket(
            str(number), date(2026, 3, chance.randint(1, 31)), items, shipping=Decimal(chance.choice([0, 6]))
        )
        tickets.append(ticket)
    store.do(ring_up, tickets)
    by_rate = {"0.13": Decimal(0), "0.06": Decimal(0)}
    for ticket in tickets:
        by_rate["0.13"] += ticket.shipping
        for item in ticket.items:
            by_rate["0.06" if item.sku == "CUP" else "0.13"] += item.amount
    exact = {rate: sold * Decimal(rate) / (1 + Decimal(rate)) for rate, sold in by_rate.items()}
    found = {str(row.rate.normalize()): row for row in rows(store) if row.rate is not None}
    for rate, tax in exact.items():
        assert found[rate].sales == by_rate[rate]
        assert abs(found[rate].tax - tax) <= Decimal("0.005")
    assert store.do(book_tax, "2026-03").value == sum(row.tax for row in found.values())


def test_from_the_command_line(new_file_store: Make, capsys: pytest.CaptureFixture[str]) -> None:
    store = new_file_store(shop)
    standard(store)
    store.do(ring_up, [sale("1", 113)])
    where = str(store.where)
    store.close()
    assert main(["--store", where, "report", "tax", "--from", "2026-03-01", "--to", "2026-03-31"]) == 0
    said = capsys.readouterr().out
    assert "Contained" in said
    assert "13" in said
    assert main(["--store", where, "--json", "report", "tax"]) == 0
    [told] = json.loads(capsys.readouterr().out)
    assert (told["sales"], told["tax"], told["way"]) == ("113", "13", "inclusive")
    assert main(["--store", where, "report", "currencies"]) == 0
    assert "nothing to report" in capsys.readouterr().out
