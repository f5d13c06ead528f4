"""Tasks follow the first day of their promotion, publicity is kept with it, days of one's own stand in the calendar."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from shopdesk.desk.tabs.promotions.taking_out import events_of
from shopdesk.shop.promotions.actions import (
    add_promotion,
    cancel_promotions,
    copy_promotion,
    edit_promotions,
    remove_promotion,
)
from shopdesk.shop.promotions.calendar.agenda import read_agenda, set_regions, shop_regions
from shopdesk.shop.promotions.calendar.festivals import DayKind
from shopdesk.shop.promotions.calendar.own_days import edit_days, hide_festivals, remove_days
from shopdesk.shop.promotions.calendar.preparing import (
    add_day,
    add_task,
    find_publicity,
    find_tasks,
    remove_publicity,
    remove_task,
    set_publicity,
    tick_tasks,
)
from shopdesk.shop.promotions.calendar.tasks import Due, count_pressing, due_at, fetch_tasks
from shopdesk.store.store import Store
from shopdesk.store.tables import Promotion
from shopdesk.text import UserError

STARTS = datetime(2026, 11, 11, tzinfo=UTC)
D = Decimal


@pytest.fixture
def promotion(store: Store) -> int:
    values = {"title": "Double 11", "kind": "once_full", "tiers": "300-30", "starts_at": STARTS, "ends_at": None}
    made: int = store.do(add_promotion, values).value
    return made


def test_deadlines_are_counted_back_from_the_first_day(store: Store, promotion: int) -> None:
    photos = store.do(add_task, promotion, " Photos ", 7).value
    store.do(add_task, promotion, "Goods in", 21)
    with store.read() as tx:
        tasks = find_tasks(tx, promotion)
    assert [(task.title, task.due_on) for task in tasks] == [
        ("Goods in", date(2026, 10, 21)), ("Photos", date(2026, 11, 4)),
    ]  # fmt: skip
    assert [task.is_overdue(date(2026, 11, 4)) for task in tasks] == [True, False]
    store.do(edit_promotions, [(promotion, "starts_at", datetime(2026, 11, 12, tzinfo=UTC))])
    store.do(tick_tasks, [photos], True)
    with store.read() as tx:
        moved = find_tasks(tx, promotion)
    assert [(task.due_on, task.is_done) for task in moved] == [(date(2026, 10, 22), False), (date(2026, 11, 5), True)]
    store.undo()
    store.do(remove_task, photos)
    with store.read() as tx:
        assert [(task.title, task.is_done) for task in find_tasks(tx, promotion)] == [("Goods in", False)]


def test_publicity_is_entered_and_changed(store: Store, promotion: int) -> None:
    values = {"kind": "influencer", "title": "Tea talk", "planned_cost": D(800)}
    made = store.do(set_publicity, promotion, values).value
    store.do(set_publicity, promotion, {**values, "actual_cost": D("815.50"), "result": "41 orders"}, made)
    with store.read() as tx:
        (notice,) = find_publicity(tx, promotion)
    assert (notice.title, notice.planned_cost, notice.actual_cost, notice.result) == (
        "Tea talk", D(800), D("815.50"), "41 orders",
    )  # fmt: skip
    with pytest.raises(UserError, match="below zero"):
        store.do(set_publicity, promotion, {**values, "actual_cost": D(-1)})
    store.do(remove_publicity, made)
    with store.read() as tx:
        assert find_publicity(tx, promotion) == []


def test_tasks_come_along_with_a_copy_and_go_with_their_promotion(store: Store, promotion: int) -> None:
    store.do(tick_tasks, [store.do(add_task, promotion, "Photos", 7).value], True)
    store.do(set_publicity, promotion, {"kind": "ad", "title": "Banner"})
    copy = store.do(copy_promotion, promotion, date(2027, 11, 11)).value
    with store.read() as tx:
        assert [(task.due_on, task.is_done) for task in find_tasks(tx, copy)] == [(date(2027, 11, 4), False)]
    store.do(remove_promotion, promotion)
    with store.read() as tx:
        assert (find_tasks(tx, promotion), find_publicity(tx, promotion)) == ([], [])


def test_a_copy_of_long_ago_lies_ahead_on_the_same_weekday(store: Store) -> None:
    with store.read() as tx:
        today = tx.today
    first = today - timedelta(days=800)
    old = store.do(add_promotion, {
        "title": "Long ago", "kind": "percent_off", "tiers": "-10%",
        "starts_at": datetime.combine(first, time(10), store.zone),
    }).value  # fmt: skip
    copy = store.do(copy_promotion, old).value
    with store.read() as tx:
        starts_at = tx.scalar(select(Promotion.starts_at).where(Promotion.promotion_id == copy))
    assert starts_at.astimezone(store.zone) == datetime.combine(first + 3 * timedelta(weeks=52), time(10), store.zone)


def test_days_of_ones_own_stand_in_the_calendar(store: Store) -> None:
    made = store.do(add_day, "Prime Day", date(2026, 7, 7), date(2026, 7, 8)).value
    with store.read() as tx:
        agenda = read_agenda(tx, "en")
    own = [(one.title, one.first, one.last) for one in agenda.days if one.kind is DayKind.OWN]
    assert own == [("Prime Day", date(2026, 7, 7), date(2026, 7, 8))]
    with pytest.raises(UserError, match="before the first"):
        store.do(add_day, "Backwards", date(2026, 7, 7), date(2026, 7, 6))
    with pytest.raises(UserError, match="Say what"):
        store.do(add_day, " ", date(2026, 7, 7))
    store.do(remove_days, [made])
    with store.read() as tx:
        assert not [one for one in read_agenda(tx, "en").days if one.kind is DayKind.OWN]


def own_days(store: Store) -> list[tuple[str, date, date]]:
    with store.read() as tx:
        days = read_agenda(tx, "en").days
    return [(one.title, one.first, one.last) for one in days if one.kind is DayKind.OWN]


def test_a_day_is_moved_whole_and_renamed(store: Store) -> None:
    made = store.do(add_day, "Prime Day", date(2026, 7, 7), date(2026, 7, 8)).value
    store.do(edit_days, [(made, "first_on", date(2026, 7, 14))])
    assert own_days(store) == [("Prime Day", date(2026, 7, 14), date(2026, 7, 15))]
    store.do(edit_days, [(made, "last_on", None), (made, "title", " Prime Days ")])
    assert own_days(store) == [("Prime Days", date(2026, 7, 14), date(2026, 7, 14))]
    for key, value in (("title", " "), ("first_on", None), ("last_on", date(2026, 7, 1)), ("kind", "x")):
        with pytest.raises(UserError):
            store.do(edit_days, [(made, key, value)])
    store.undo()
    store.undo()
    assert own_days(store) == [("Prime Day", date(2026, 7, 7), date(2026, 7, 8))]


def test_a_festival_is_hidden_and_comes_back(store: Store) -> None:
    def titles() -> set[str]:
        with store.read() as tx:
            return {one.title for one in read_agenda(tx, "en").days if one.kind is DayKind.FESTIVAL}

    assert "11.11" in titles()
    store.do(hide_festivals, ["11.11"])
    assert "11.11" not in titles()
    store.undo()
    assert "11.11" in titles()


def test_a_bar_says_for_what_and_where_it_is(store: Store, promotion: int) -> None:
    store.do(edit_promotions, [(promotion, "categories", "Tea;!Old"), (promotion, "groups", "VIP")])
    with store.read() as tx:
        (bar,) = read_agenda(tx, "en").bars
    assert (bar.goods, bar.channels) == ((("categories", "Tea"),), ())


def test_tasks_of_all_promotions_stand_by_day(store: Store, promotion: int) -> None:
    with store.read() as tx:
        today = tx.today
    soon = {"title": "Soon", "kind": "percent_off", "tiers": "-5%", "ends_at": None}
    other = store.do(
        add_promotion, {**soon, "starts_at": datetime(today.year, today.month, today.day, tzinfo=UTC)}
    ).value
    late, now, far = (store.do(add_task, other, title, days).value for title, days in (("A", 1), ("B", 0), ("C", -30)))
    with store.read() as tx:
        tasks = fetch_tasks(tx)
        assert [(one.title, one.state) for one in tasks] == [("A", Due.LATE), ("B", Due.SOON), ("C", Due.LATER)]
        assert ([one.title for one in fetch_tasks(tx, within=7)], count_pressing(tx)) == (["A", "B"], 2)
    store.do(tick_tasks, [late, now], True)
    with store.read() as tx:
        assert ([one.task_id for one in fetch_tasks(tx)], count_pressing(tx)) == ([far], 0)
        assert len(fetch_tasks(tx, done=True)) == 3
    store.undo()
    store.do(cancel_promotions, [other])
    with store.read() as tx:
        assert fetch_tasks(tx, done=True) == []


def test_of_a_promotion_that_is_over_only_what_follows_counts(store: Store) -> None:
    values = {"title": "Over", "kind": "percent_off", "tiers": "-5%", "starts_at": datetime(2025, 3, 1, tzinfo=UTC)}
    over = store.do(add_promotion, {**values, "ends_at": datetime(2025, 3, 2, tzinfo=UTC)}).value
    store.do(add_task, over, "Photos", 7)
    store.do(add_task, over, "Count what is left", -3)
    with store.read() as tx:
        assert [one.title for one in fetch_tasks(tx)] == ["Count what is left"]


def test_a_task_is_not_late_on_its_day() -> None:
    today = date(2026, 11, 11)
    days = [date(2026, 11, 10), today, date(2026, 11, 14), date(2026, 11, 15)]
    assert [due_at(day, today) for day in days] == [Due.LATE, Due.SOON, Due.SOON, Due.LATER]


def test_a_day_goes_out_under_the_same_name_whatever_days_come_before_it(file_store: Store) -> None:
    file_store.do(add_day, "Fair", date(2026, 12, 1))

    def names() -> list[str]:
        with file_store.read() as tx:
            return [event.uid for event in events_of(read_agenda(tx, "en"))]

    before = names()
    file_store.do(add_day, "Early", date(2026, 1, 1))
    after = names()
    assert set(before) < set(after)
    assert len(set(after)) == len(after) == len(before) + 1


def test_regions_that_were_chosen_are_undone(file_store: Store) -> None:
    file_store.do(set_regions, ["US"])
    file_store.undo()
    with file_store.read() as tx:
        assert shop_regions(tx) != ("US",)
