"""The result: days added up by hand, the uplift by the weekdays before, and what else moved."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import sqrt
from random import Random
from statistics import mean, variance

import pytest
from sqlalchemy import select
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.listings.prices.elasticity import student
from shopdesk.shop.opening import open_shop
from shopdesk.shop.promotions.actions import add_promotion, edit_promotions
from shopdesk.shop.promotions.calendar.preparing import set_publicity
from shopdesk.shop.promotions.outcome.result import Result, find_lessons, read_result
from shopdesk.shop.promotions.outcome.uplift import is_no_chance, uplift_of
from shopdesk.shop.promotions.outcome.uses import find_uses, keep_uses
from shopdesk.shop.promotions.papers import result_lines
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Coupon, CouponUse, Customer, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

FIRST = date(2026, 11, 9)
"""A Monday; three days."""
BEFORE = [FIRST - timedelta(days) for days in range(1, 57)]


def at(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def usual(day: date) -> int:
    """Cups on a day before: so many by the weekday, and one more in every second week."""
    return 2 + day.weekday() + (FIRST - day).days // 7 % 2


def fill(store: Store, now: date, before: Sequence[date] = BEFORE) -> int:
    """Cups at 100 that cost 40, 20 % off for three days; mugs are of their category, spoons are bought with them."""
    store._clock = lambda: at(now) + timedelta(hours=12)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    for code, category in (("CUP", "Cups"), ("MUG", "Cups"), ("SPOON", "Cutlery")):
        store.do(add_product, code, code.title(), price=Decimal(100), cost=Decimal(40), category=category)
    tickets = []
    for day in before:
        items = [Item("CUP", usual(day), Decimal(100)), Item("MUG", 4, Decimal(10)), Item("SPOON", 1, Decimal(5))]
        tickets.append(Ticket(f"B-{day}", day, items))
    for day, cups in zip((FIRST + timedelta(n) for n in range(3)), (10, 12, 11), strict=True):
        off = Decimal(20) * cups
        items = [Item("CUP", cups, Decimal(100), off), Item("SPOON", 3, Decimal(5)), Item("MUG", 1, Decimal(10))]
        tickets.append(Ticket(f"D-{day}", day, items))
    tickets += [Ticket(f"A-{n}", FIRST + timedelta(2 + n), [Item("CUP", 1, Decimal(100))]) for n in range(1, 8)]
    store.do(ring_up, [ticket for ticket in tickets if ticket.on <= now])
    made = store.do(add_promotion, {
        "title": "Cups", "kind": "percent_off", "tiers": "-20%", "skus": "CUP", "starts_at": at(FIRST),
        "ends_at": at(FIRST + timedelta(3)), "budget": Decimal(900), "predicted_units": Decimal(30),
    }).value  # fmt: skip
    assert isinstance(made, int)
    return made


@action("test.name", "Name buyers")
def name_buyers(tx: Tx, promotion_id: int) -> None:
    """Ann bought before and now, Bob now for the first time with a code; Cy bought before only."""
    channel = find_channel_id(tx, "taobao")
    ids = {row.order_no: row.order_id for row in tx.rows(select(SalesOrder.order_no, SalesOrder.order_id))}
    bought = {"ann": (BEFORE[0], FIRST), "bob": (FIRST + timedelta(1),), "cy": (BEFORE[3],)}
    for name, days in bought.items():
        customer = tx.insert(Customer, channel_id=channel, customer_no=name)
        for day in days:
            tx.update(SalesOrder, ids[f"{'B' if day < FIRST else 'D'}-{day}"], customer_id=customer)
    code = tx.insert(Coupon, promotion_id=promotion_id, code="TEA")
    order_id = ids[f"D-{FIRST + timedelta(1)}"]
    tx.insert(CouponUse, coupon_id=code, order_id=order_id, amount=Decimal(40), used_on=FIRST + timedelta(1))


@action("test.name", "Name who comes back")
def come_back(tx: Tx, before: date) -> None:
    customer = tx.insert(Customer, channel_id=find_channel_id(tx, "taobao"), customer_no="dan")
    numbers = [f"B-{before}", f"D-{FIRST + timedelta(2)}"]
    for order_id in tx.scalars(select(SalesOrder.order_id).where(SalesOrder.order_no.in_(numbers))):
        tx.update(SalesOrder, order_id, customer_id=customer)


def result(store: Store, promotion_id: int) -> Result:
    with store.read() as tx:
        found = find_uses(tx)
    store.do(keep_uses, found)
    with store.read() as tx:
        return read_result(tx, promotion_id)


def test_days_add_up_to_the_cent_and_stand_beside_the_budget(store: Store) -> None:
    made = result(store, fill(store, FIRST + timedelta(10)))
    assert [(one.orders, one.units, one.revenue, one.discount, one.margin) for one in made.days] == [
        (1, 10, 800, 200, 400), (1, 12, 960, 240, 480), (1, 11, 880, 220, 440),
    ]  # fmt: skip
    assert [(one.spent, one.planned) for one in made.days] == [(200, 300), (440, 600), (660, 900)]
    assert (made.is_over, made.unknown_cost, made.predicted["units"]) == (True, 0, 30)


def test_uplift_is_that_over_the_same_weekdays_with_its_interval(store: Store) -> None:
    made = result(store, fill(store, FIRST + timedelta(10)))
    days = [[usual(FIRST + timedelta(n) - timedelta(7 * week)) for week in range(1, 9)] for n in range(3)]
    expected = sum(mean(one) for one in days)
    assert made.units.usual == Decimal(str(expected))
    assert made.units.extra == 33 - Decimal(str(expected))
    spread = sqrt(sum(variance(one) * (1 + 1 / 8) for one in days))
    parts = [variance(one) * (1 + 1 / 8) for one in days]
    free = int(sum(parts) ** 2 / sum(part**2 / 7 for part in parts))
    assert made.units.margin == Decimal(str(round(student(free) * spread, 4)))
    assert made.units.is_sure
    # 2640 of 10.5 cups a day before at 100; (extra + discount) at the margin before the discount.
    extra = 2640 - 100 * Decimal(str(expected))
    assert made.after is not None
    assert made.after.extra is not None
    assert made.pulled_forward == -100 * made.after.extra > 0
    assert made.roi == ((extra - made.pulled_forward - 90 + 660) * (1320 + 660) / (2640 + 660) - 660) / 660


def test_buyers_who_stay_away_afterwards_and_goods_beside_it_are_told(store: Store) -> None:
    made = result(store, fill(store, FIRST + timedelta(10)))
    assert made.after is not None
    assert made.after.actual == 7
    assert made.after.extra is not None
    assert made.after.extra < 0
    assert [(one.code, one.before, one.during) for one in made.cannibalised] == [("MUG", 4, 1)]
    # Three days with one mug at 10 in place of four.
    assert made.lost_beside == 90
    assert [(one.code, one.before, one.during, one.revenue) for one in made.halo] == [("SPOON", 1, 3, 30)]


def test_goods_beside_it_are_measured_from_the_first_sale_on_and_beyond_chance(file_store: Store) -> None:
    opened = [day for day in BEFORE if day >= FIRST - timedelta(21)]
    made = result(file_store, fill(file_store, FIRST + timedelta(10), opened))
    assert [(one.code, one.before, one.during) for one in made.cannibalised] == [("MUG", 4, 1)]
    # After one a day, nine in three days are no chance; four, and none at all, may be.
    assert is_no_chance(Decimal(9), 3, Decimal(21), 21)
    assert not is_no_chance(Decimal(4), 3, Decimal(21), 21)
    assert not is_no_chance(Decimal(0), 3, Decimal(21), 21)


def test_new_buyers_are_told_from_known_ones_and_codes_are_counted(store: Store) -> None:
    promotion = fill(store, FIRST + timedelta(10))
    store.do(name_buyers, promotion)
    made = result(store, promotion)
    assert (made.new_buyers, made.known_buyers, made.coupon_uses, made.coupon_amount) == (1, 1, 1, 40)


def test_what_another_code_took_off_is_no_cost_of_it_and_old_buyers_are_won_back(store: Store) -> None:
    promotion = fill(store, FIRST + timedelta(10), [FIRST - timedelta(200), *BEFORE])
    store.do(name_buyers, promotion)
    code = {"title": "Code", "kind": "amount_off", "tiers": "-20", "starts_at": at(FIRST - timedelta(90))}
    other: int = store.do(add_promotion, {**code, "level": "order", "coupons": "TEA2"}).value
    store.do(come_back, FIRST - timedelta(200))
    made = result(store, other)
    assert (made.taken_off, made.days[-1].spent) == (0, 0)
    assert made.total("discount") == 660
    assert made.roi is None
    mine = result(store, promotion)
    assert (mine.new_buyers, mine.known_buyers, mine.won_back) == (1, 2, 1)
    assert "Won back: 1, who had bought nothing for 180 days" in result_lines(mine)


def test_the_days_after_are_counted_as_far_as_they_are_over(store: Store) -> None:
    made = result(store, fill(store, FIRST + timedelta(6)))
    assert made.after is not None
    assert (made.after.actual, made.after_days) == (3, 3)
    assert any(line.startswith("Pieces of the 3 days after") for line in result_lines(made))


def test_while_it_runs_the_days_so_far_are_told(store: Store) -> None:
    made = result(store, fill(store, FIRST + timedelta(1)))
    assert (len(made.days), made.is_over, made.after) == (2, False, None)
    assert made.units.actual == 22


def test_a_day_that_is_not_over_is_compared_with_what_others_had_until_then(store: Store) -> None:
    """What tells no time of day is of noon: at eleven the second day counts on neither side."""
    promotion = fill(store, FIRST + timedelta(1))
    mondays = [usual(FIRST - timedelta(7 * week)) for week in range(1, 9)]
    store._clock = lambda: at(FIRST) + timedelta(hours=35)
    early = result(store, promotion).units
    assert (early.actual, early.usual) == (10, Decimal(str(mean(mondays))))


def test_days_of_an_earlier_promotion_of_its_goods_are_not_usual(store: Store) -> None:
    """What ran in three weeks before is left out of the baseline, unless it still runs, or is of other goods."""
    promotion = fill(store, FIRST + timedelta(10))
    with store.read() as tx:
        whole = read_result(tx, promotion).units
    early = {"kind": "percent_off", "tiers": "-50%", "starts_at": at(FIRST - timedelta(21))}
    ended = {**early, "ends_at": at(FIRST)}
    for values in ({"title": "Still", **early}, {"title": "Mugs", "skus": "MUG", **ended}):
        store.do(add_promotion, values)
    with store.read() as tx:
        assert read_result(tx, promotion).units == whole
    store.do(add_promotion, {"title": "Earlier", "skus": "CUP", **ended})
    days = [[usual(FIRST + timedelta(n) - timedelta(7 * week)) for week in range(4, 9)] for n in range(3)]
    with store.read() as tx:
        assert read_result(tx, promotion).units.usual == sum(Decimal(sum(one)) / 5 for one in days)


def test_few_days_before_say_nothing(store: Store) -> None:
    made = result(store, fill(store, FIRST + timedelta(10), BEFORE[:20]))
    assert (made.units.usual, made.units.extra, made.units.margin, made.roi) == (None, None, None, None)


def test_a_result_speaks_in_sentences_and_says_when_data_are_few(file_store: Store) -> None:
    made = result(file_store, fill(file_store, FIRST + timedelta(10), BEFORE[:20]))
    lines = result_lines(made)
    assert lines[0] == "Pieces: few data: fewer than 4 of each weekday before."
    assert lines[-1] == "Predicted Pieces: 30.00, actual 33.00"


def test_the_mean_of_one_weekday_errs_for_all_days_measured_by_it() -> None:
    week = [Decimal(n) for n in (4, 6, 5, 5)]
    twice = uplift_of([Decimal(7), Decimal(9)], [week, week])
    assert (twice.usual, twice.extra) == (10, 6)
    # Two days of their own, and twice the error of one mean: 2 s² + 4 s² / 4.
    assert twice.margin == Decimal(str(round(student(3) * sqrt(variance([4, 6, 5, 5]) * 3), 4)))


@pytest.mark.parametrize(("days", "weekdays"), [(4, 1), (8, 1), (8, 3)])
def test_the_interval_holds_what_chance_does_as_often_as_it_says(days: int, weekdays: int) -> None:
    """Nothing but chance: 95 of 100 such promotions are not sure, however few days told the spread."""
    dice = Random(7)

    def some(many: int) -> list[Decimal]:
        return [Decimal(str(round(dice.gauss(50, 10), 3))) for _ in range(many)]

    unsure = sum(not uplift_of(some(weekdays), [some(days) for _ in range(weekdays)]).is_sure for _ in range(1_000))
    assert 930 <= unsure <= 975


def test_what_has_not_begun_has_no_result(store: Store) -> None:
    promotion = fill(store, FIRST - timedelta(1))
    with pytest.raises(UserError, match="has not begun"):
        result(store, promotion)


def test_lessons_of_the_same_kind_or_theme_come_back(store: Store) -> None:
    one = fill(store, FIRST + timedelta(10))
    store.do(edit_promotions, [(one, "lessons", "Order boxes early"), (one, "theme", "Winter")])
    with store.read() as tx:
        assert [lesson.words for lesson in find_lessons(tx, "percent_off", None)] == ["Order boxes early"]
        assert [lesson.starts_on for lesson in find_lessons(tx, "gift", "winter ")] == [FIRST]
        assert find_lessons(tx, "gift", "Summer") == []
        assert find_lessons(tx, "percent_off", None, but=one) == []


def test_who_bears_what_and_what_publicity_cost_are_told(file_store: Store) -> None:
    promotion = fill(file_store, FIRST + timedelta(10))
    shares = {"platform_share": Decimal("0.25"), "partner_share": Decimal("0.1"), "partner": "Mill"}
    file_store.do(edit_promotions, [(promotion, name, value) for name, value in shares.items()])
    cost = {"kind": "influencer", "title": "Live", "actual_cost": Decimal(71)}
    file_store.do(set_publicity, promotion, cost)
    made = result(file_store, promotion)
    assert (made.taken_off, made.by_platform, made.by_partner, made.publicity) == (660, 165, 66, 71)
    lines = result_lines(made)
    assert "Borne by the shop 429.00, by the platform 165.00, by Mill 66.00" in lines
    assert "Publicity cost: 71.00" in lines
    assert made.units.usual is not None
    extra = 2640 - 100 * made.units.usual - made.pulled_forward - made.lost_beside
    earned = (extra + 660) * (1320 + 660) / (2640 + 660)
    assert made.roi == (earned - 500) / 500
