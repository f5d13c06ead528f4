"""Figures of people: business minutes, promises kept, enquiries that bought, and silence while cases are few."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.actions import add_event, merge_cases, open_case, set_case_state
from shopdesk.shop.service.rules import CaseState, EventKind
from shopdesk.shop.service.staff.figures import fetch_staff
from shopdesk.shop.service.staff.rules import Figure, Staff, Worked, cells, figures_of
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAYS = date(2026, 10, 1), date(2026, 11, 30)


class Clock:
    """The store's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shop(store: Store, clock: Clock) -> Store:
    store._clock = clock
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    return store


def staff(shop: Store) -> dict[str | None, Staff]:
    with shop.read() as tx:
        return {one.person: one for one in fetch_staff(tx, *DAYS, 7)}


def opened(shop: Store, **facts: Any) -> int:
    made: int = shop.do(open_case, {"title": "Lid broken", **facts}).value
    return made


def test_lunch_is_nobodys_minutes_and_a_late_solution_is_late(shop: Store, clock: Clock) -> None:
    shop.person = "Mei"
    quick, slow = opened(shop), opened(shop)
    clock.now = MONDAY + timedelta(minutes=10)
    shop.do(add_event, quick, EventKind.ANSWERED, "Yes")
    shop.do(set_case_state, [quick], CaseState.SOLVED)
    clock.now = MONDAY.replace(hour=13, minute=30)  # 12 to 13 is lunch
    shop.do(add_event, slow, EventKind.ANSWERED, "No")
    clock.now += timedelta(days=10)
    shop.do(set_case_state, [slow], CaseState.SOLVED)
    opened(shop, person="Lin")
    found = staff(shop)
    assert found["Mei"].first_reply == Figure(Decimal(110), 2)
    assert found["Mei"].in_time == Figure(Decimal("0.5"), 2)
    assert (found["Lin"].cases, found["Lin"].first_reply) == (1, Figure(None, 0))


def test_an_answer_in_a_merged_case_answers_the_kept_one(shop: Store, clock: Clock) -> None:
    shop.person = "Mei"
    kept, merged = opened(shop), opened(shop)
    clock.now = MONDAY + timedelta(minutes=10)
    shop.do(add_event, merged, EventKind.ANSWERED, "Yes")
    shop.do(merge_cases, [merged], kept)
    assert (staff(shop)["Mei"].cases, staff(shop)["Mei"].first_reply) == (1, Figure(Decimal(10), 1))


def test_an_enquiry_counts_once_its_days_to_buy_are_over(shop: Store, clock: Clock) -> None:
    shop.do(add_product, "TEA", "Tea", price=Decimal(50))
    made = shop.do(ring_up, [
        Ticket("A-1", date(2026, 11, 4), [Item("TEA", 1, Decimal(50))]),
        Ticket("A-2", date(2026, 11, 20), [Item("TEA", 1, Decimal(50))]),
    ]).value  # fmt: skip
    for order_id in made:
        opened(shop, order_id=order_id, person="Mei")
    opened(shop, person="Mei")
    opened(shop, kind="complaint", order_id=made[0], person="Mei")
    assert staff(shop)["Mei"].converted == Figure(None, 0)
    clock.now = MONDAY + timedelta(days=8)
    assert staff(shop)["Mei"].converted == Figure(Decimal("0.5"), 2)


def test_few_cases_compare_nobody_and_names_rank_nobody() -> None:
    few = [Worked("Lin", 5, True, 5, None)] * 29
    many = [Worked("Ada", 50, False, 1, None)] * 30
    lin, ada = figures_of([*many, *few])[1], figures_of([*few, *many])[0]
    assert (lin.person, ada.person) == ("Lin", "Ada")
    assert [cells(lin)[key] for key in ("first_reply", "in_time", "satisfaction", "rated")] == [None, None, None, 29]
    assert [cells(ada)[key] for key in ("first_reply", "in_time", "satisfaction", "rated")] == [50, 0, 1, 30]
