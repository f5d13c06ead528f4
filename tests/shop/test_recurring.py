"""What comes again: its days, booked once each on their own day or the first open one, by however many at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.beside import PROCESSES
from tests.exchange.counter import D, balances
from tests.shop.racers import book
from tests.store_fixtures import Make

from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.opening import open_shop
from shopdesk.shop.spending.recurring import (
    NEVER,
    Terms,
    add_recurring,
    book_due,
    edit_recurring,
    pause_recurring,
    remove_recurring,
)
from shopdesk.shop.spending.rules import Every, day_of, days_due, next_day
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import Bill, JournalEntry, Recurring
from shopdesk.text import UserError

RENT = {"6605": D(800), "1002": D(-800)}
MONTHLY = Terms("Rent", Every.MONTH, date(2026, 1, 31))


@pytest.fixture
def shop(new_store: Make) -> Store:
    store = new_store()
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    return store


def booked(store: Store) -> list[date]:
    with store.read() as tx:
        return tx.scalars(
            select(JournalEntry.entry_on)
            .where(JournalEntry.document_kind == "recurring")
            .order_by(JournalEntry.entry_id)
        )


def coming(store: Store) -> date:
    with store.read() as tx:
        day: date = tx.scalar(select(Recurring.next_on))
    return day


def add(store: Store, terms: Terms = MONTHLY, **amounts: Decimal) -> int:
    recurring_id: int = store.do(add_recurring, terms, amounts or RENT).value
    return recurring_id


def test_the_31st_is_the_last_day_of_shorter_months_and_itself_again() -> None:
    days = [day_of(date(2024, 1, 31), Every.MONTH, number) for number in range(5)]
    assert days == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)]
    assert day_of(date(2024, 2, 29), Every.YEAR, 1) == date(2025, 2, 28)
    assert day_of(date(2024, 2, 29), Every.YEAR, 4) == date(2028, 2, 29)
    assert day_of(date(2025, 11, 30), Every.QUARTER, 1) == date(2026, 2, 28)
    assert day_of(date(2025, 12, 29), Every.WEEK, 1) == date(2026, 1, 5)


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.sampled_from(Every), st.integers(-400, 4_000), st.integers(0, 900)
)
def test_days_from_anywhere_are_those_counted_from_the_first(first: date, every: Every, since: int, span: int) -> None:
    begin = first + timedelta(days=since)
    end = begin + timedelta(days=span)
    counted = [day for number in range(800) if begin <= (day := day_of(first, every, number)) <= end]
    assert list(days_due(first, every, begin, end)) == counted
    after = next_day(first, every, begin)
    assert after > begin
    assert after == first or not list(days_due(first, every, begin + timedelta(days=1), after - timedelta(days=1)))


def test_what_is_due_is_booked_once_each_on_its_own_day(shop: Store) -> None:
    add(shop)
    assert shop.do(book_due, date(2026, 3, 30)).value == 2
    assert booked(shop) == [date(2026, 1, 31), date(2026, 2, 28)]
    assert shop.do(book_due, date(2026, 3, 30)).value == 0
    assert shop.do(book_due, date(2026, 3, 31)).value == 1
    assert balances(shop, "2026-03") == RENT
    assert coming(shop) == date(2026, 4, 30)


def test_a_closed_day_is_booked_on_the_first_open_one(shop: Store) -> None:
    add(shop)
    shop.do(close_period, date(2026, 2, 28))
    shop.do(book_due, date(2026, 3, 31))
    assert booked(shop) == [date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 31)]


def test_it_ends_rests_and_is_edited(shop: Store) -> None:
    rent = add(shop, Terms("Rent", Every.MONTH, date(2026, 1, 31), until=date(2026, 3, 15)))
    assert shop.do(book_due, date(2026, 9, 1)).value == 2
    assert coming(shop) == NEVER
    shop.do(edit_recurring, rent, MONTHLY, {"6605": D(900), "1002": D(-900)})
    assert coming(shop) == date(2026, 3, 31)
    shop.do(pause_recurring, rent, True)
    assert shop.do(book_due, date(2026, 9, 1)).value == 0
    shop.do(pause_recurring, rent, False)
    with shop.read() as tx:
        assert coming(shop) >= tx.today
    shop.undo()
    shop.do(edit_recurring, rent, Terms("Rent", Every.WEEK, date(2026, 8, 1)), RENT)
    assert coming(shop) == date(2026, 8, 1)
    shop.do(remove_recurring, rent)
    assert booked(shop) == [date(2026, 1, 31), date(2026, 2, 28)], "what was booked stays"


def test_a_bill_comes_again_under_a_number_of_its_own(shop: Store) -> None:
    terms = Terms("Office", Every.QUARTER, date(2026, 1, 1), supplier="Landlord", is_bill=True, due_days=10)
    add(shop, terms, **{"6605": D(1200)})
    add(shop, terms, **{"6605": D(50)})
    assert shop.do(book_due, date(2026, 4, 1)).value == 4
    with shop.read() as tx:
        bills = [tuple(row) for row in tx.rows(select(Bill.bill_no, Bill.due_on, Bill.amount).order_by(Bill.bill_id))]
    assert bills[0] == ("Office 2026-01-01", date(2026, 1, 11), D(1200))
    assert [number for number, _due, _amount in bills[2:]] == ["Office 2026-01-01 #2", "Office 2026-04-01 #2"]
    assert balances(shop) == {"6605": D(2500), "2202": D(-2500)}


@pytest.mark.parametrize(
    ("terms", "amounts", "code"),
    [
        (MONTHLY, {"6605": D(1)}, "balance"), (MONTHLY, {}, "balance"),
        (Terms(" ", Every.WEEK, NEVER), RENT, "required"),
        (Terms("A", Every.WEEK, date(2026, 2, 1), until=date(2026, 1, 1)), RENT, "range"),
        (Terms("A", Every.WEEK, date(2026, 2, 1), is_bill=True), {"6605": D(1)}, "bill"),
    ],
)  # fmt: skip
def test_what_cannot_recur_is_refused(file_shop: Store, terms: Terms, amounts: dict[str, Decimal], code: str) -> None:
    with pytest.raises(UserError) as error:
        file_shop.do(add_recurring, terms, amounts)
    assert error.value.code == code


@pytest.fixture
def file_shop(new_file_store: Make) -> Store:
    store = new_file_store()
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    return store


def test_nothing_is_booked_before_its_day(file_shop: Store) -> None:
    with pytest.raises(UserError, match="cannot be booked yet"):
        file_shop.do(book_due, date(2990, 1, 1))


def test_two_who_book_at_once_book_it_once(shop: Store) -> None:
    add(shop)
    start, told = PROCESSES.Barrier(2), PROCESSES.Queue()
    racers = [PROCESSES.Process(target=book, args=(shop.where, date(2026, 6, 30), start, told)) for _who in range(2)]
    for racer in racers:
        racer.start()
    counts = sorted(told.get(timeout=120) for _who in racers)
    for racer in racers:
        racer.join()
    assert counts == [0, 6]
    assert len(booked(shop)) == 6
