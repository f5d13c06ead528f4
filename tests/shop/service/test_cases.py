"""Cases in the store: opened from what is known, waiting, woken, merged, and undone; ready answers without holes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.actions import (
    add_event,
    add_reply,
    edit_cases,
    edit_replies,
    link_cases,
    merge_cases,
    open_case,
    remove_reply,
    set_case_state,
    set_service_hours,
    snooze_case,
    use_reply,
)
from shopdesk.shop.service.clocks import ClockName
from shopdesk.shop.service.promises import read_hours, read_periods, read_promises
from shopdesk.shop.service.replies import FIELDS, fields_of, fill, spoken_to
from shopdesk.shop.service.reports import (
    CASE_ROWS,
    REPLY_ROWS,
    CaseFacts,
    count_late,
    fetch_queue,
    find_case,
    find_orders_of,
    reply_values,
)
from shopdesk.shop.service.rules import CaseState, EventKind
from shopdesk.shop.service.sheets import QUEUE
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import ContactLook, Customer, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)
"""9 in Shanghai."""


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
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(50))
    store.do(ring_up, [Ticket("A-1001", date(2026, 10, 30), [Item("TEA", 1, Decimal(50))])])
    return store


def opened(shop: Store, **facts: Any) -> int:
    made: int = shop.do(open_case, {"title": "Lid broken", **facts}).value
    return made


def case(shop: Store, case_id: int) -> CaseFacts:
    with shop.read() as tx:
        found = find_case(tx, case_id)
    assert found is not None
    return found


def queue(shop: Store) -> list[dict[str, Any]]:
    with shop.read() as tx:
        return [dict(zip((c.key for c in QUEUE.columns), row, strict=True)) for _id, row in fetch_queue(tx)]


def test_a_case_knows_what_its_order_knows(shop: Store) -> None:
    facts = case(shop, opened(shop, order_no=" A-1001 ", sku="tea", said="The lid came in two pieces"))
    assert (facts.row["case_no"], facts.row["order_no"], facts.row["sku"]) == ("C0001", "A-1001", "TEA")
    assert facts.row["channel"] is not None
    assert [(one.kind, one.person, one.text) for one in facts.events] == [("asked", None, "The lid came in two pieces")]
    shop.undo()
    with shop.read() as tx:
        assert find_case(tx, facts.case_id) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"title": "  "}, "title"), ({"order_no": "A-9"}, "no_order"), ({"sku": "GIN"}, "no_sku")],
)
def test_what_cannot_be_opened_says_why(shop: Store, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refused:
        opened(shop, **facts)
    assert refused.value.code == code
    assert queue(shop) == []


def test_the_queue_is_ordered_by_what_breaks_next(shop: Store, clock: Clock) -> None:
    slow, fast, answered = opened(shop, priority="low"), opened(shop, priority="high"), opened(shop)
    clock.now += timedelta(minutes=20)
    shop.do(add_event, answered, EventKind.ANSWERED, "On its way")
    rows = queue(shop)
    assert [row["case_no"] for row in rows] == ["C0002", "C0001", "C0003"]
    assert [(row["clock"], row["late"], row["waited"]) for row in rows] == [
        ("first_reply", True, 20), ("first_reply", False, 20), ("solution", False, 20),
    ]  # fmt: skip
    with shop.read() as tx:
        assert count_late(tx) == 1
    shop.do(set_case_state, [slow, fast], CaseState.SOLVED)
    assert [row["case_no"] for row in queue(shop)] == ["C0003"]


def test_a_case_put_off_wakes_when_the_buyer_writes(shop: Store, clock: Clock) -> None:
    case_id = opened(shop)
    shop.do(snooze_case, case_id, MONDAY + timedelta(days=2))
    assert queue(shop) == []
    shop.do(add_event, case_id, EventKind.NOTE, "Asked the supplier")
    assert queue(shop) == []
    shop.do(add_event, case_id, EventKind.ASKED, "Any news?")
    assert len(queue(shop)) == 1
    shop.do(snooze_case, case_id, MONDAY + timedelta(days=2))
    clock.now = MONDAY + timedelta(days=2)
    assert len(queue(shop)) == 1
    with pytest.raises(UserError, match="still to come"):
        shop.do(snooze_case, case_id, MONDAY)


def test_a_buyer_who_writes_opens_a_solved_case_again(shop: Store) -> None:
    case_id = opened(shop)
    shop.do(set_case_state, [case_id], CaseState.SOLVED)
    shop.do(add_event, case_id, EventKind.ASKED, "It broke again")
    assert case(shop, case_id).row["state"] == "open"
    assert shop.do(set_case_state, [case_id], CaseState.OPEN).value == 0


def test_merged_cases_are_read_as_one_and_come_apart_again(shop: Store) -> None:
    first, second, third = opened(shop, said="One"), opened(shop, said="Two"), opened(shop, said="Three")
    shop.do(merge_cases, [third], second)
    shop.do(merge_cases, [second, first], first)
    whole = case(shop, first)
    assert [one.text for one in whole.events if one.text] == ["One", "Two", "Three"]
    assert case(shop, third).merged_into == "C0001"
    assert len(queue(shop)) == 1
    with pytest.raises(UserError, match="merged into another"):
        shop.do(merge_cases, [first], second)
    with pytest.raises(UserError, match="cannot go there"):
        shop.do(set_case_state, [third], CaseState.OPEN)
    shop.undo()
    shop.undo()
    assert len(queue(shop)) == 3


def test_what_ended_is_merged_too_and_what_waited_goes_on_waiting(shop: Store) -> None:
    solved, waits = opened(shop, said="One"), opened(shop, said="Two")
    shop.do(set_case_state, [solved], CaseState.SOLVED)
    shop.do(merge_cases, [solved], waits)
    assert [one["case_no"] for one in queue(shop)] == ["C0002"]
    shop.undo()
    shop.do(merge_cases, [waits], solved)
    assert [one["case_no"] for one in queue(shop)] == ["C0001"]
    shop.undo()
    assert [one["case_no"] for one in queue(shop)] == ["C0002"]


def test_what_was_asked_in_a_merged_case_waits_in_the_one_that_was_kept(shop: Store, clock: Clock) -> None:
    kept, merged = opened(shop, said="One"), opened(shop, said="Two")
    for case_id in (kept, merged):
        shop.do(add_event, case_id, EventKind.ANSWERED, "Soon")
    clock.now += timedelta(minutes=10)
    shop.do(add_event, merged, EventKind.ASKED, "When?")
    shop.do(merge_cases, [merged], kept)
    assert queue(shop)[0]["clock"] == ClockName.NEXT_REPLY
    shop.do(set_case_state, [kept], CaseState.SOLVED)
    shop.do(add_event, merged, EventKind.ASKED, "Hello?")
    assert [one["case_no"] for one in queue(shop)] == ["C0001"]
    assert case(shop, kept).events[-2].text == "Hello?"


def test_a_case_that_ended_is_not_put_off_and_one_opened_again_is_in_the_queue(shop: Store) -> None:
    case_id = opened(shop)
    shop.do(set_case_state, [case_id], CaseState.SOLVED)
    with pytest.raises(UserError, match="cannot go there"):
        shop.do(snooze_case, case_id, MONDAY + timedelta(days=9))
    shop.do(set_case_state, [case_id], CaseState.OPEN)
    assert len(queue(shop)) == 1


def test_cases_are_linked_both_ways_once(shop: Store) -> None:
    first, second = opened(shop), opened(shop, title="Same lot")
    for _again in range(2):
        shop.do(link_cases, second, "c0001")
    assert case(shop, first).linked == [(second, "C0002", "Same lot")]
    assert [number for _id, number, _title in case(shop, second).linked] == ["C0001"]
    with pytest.raises(UserError, match="no other case"):
        shop.do(link_cases, first, "C0001")


def test_cells_are_edited_in_one_step(shop: Store) -> None:
    case_id = opened(shop)
    shop.do(edit_cases, [(case_id, "person", "Mei"), (case_id, "satisfaction", 4)])
    with shop.read() as tx:
        _id, row = fetch_first(tx, CASE_ROWS, Query(filters=(("person", "Mei"),)), 1)[0]
    assert 4 in row
    for key, value in (("satisfaction", 6), ("title", " ")):
        with pytest.raises(UserError):
            shop.do(edit_cases, [(case_id, key, value)])
    shop.undo()
    assert case(shop, case_id).row["person"] is None


def test_an_order_is_found_by_what_a_caller_says(shop: Store) -> None:
    with shop.read() as tx:
        assert [found.order_no for found in find_orders_of(tx, "1001")] == ["A-1001"]
        assert find_orders_of(tx, "01") == []
        assert find_orders_of(tx, "9999") == []


def test_hours_and_promises_are_the_shops_own(shop: Store, clock: Clock) -> None:
    shop.do(set_service_hours, {0: [(600, 660)], 2: [(0, 1440)]}, {"normal": (60, None, None)})
    with shop.read() as tx:
        assert read_periods(tx) == {0: [(600, 660)], 2: [(0, 1440)]}
        assert read_promises(tx)["normal"].solution is None
        off = read_hours(tx, [2026]).off
        assert {date(2026, 10, 1), date(2026, 10, 4), date(2026, 2, 21), date(2026, 2, 22)} <= off, "Sundays within"
        assert not {date(2026, 9, 26), date(2026, 10, 11), date(2026, 2, 15)} & off
    case_id = opened(shop)
    assert case(shop, case_id).clocks[ClockName.FIRST_REPLY].due_at == MONDAY + timedelta(hours=2)
    shop.undo()
    shop.undo()
    with shop.read() as tx:
        assert read_periods(tx)[5] == [(540, 720), (780, 1080)]
    wrong: list[dict[int, list[tuple[int, int]]]] = [{}, {0: []}, {0: [(60, 30)]}, {0: [(0, 90), (60, 120)]}]
    for periods in [*wrong, {0: [(0, 1500)]}]:
        with pytest.raises(UserError):
            shop.do(set_service_hours, periods, {})


def test_a_reply_that_names_the_buyer_is_on_record(shop: Store) -> None:
    texts = {"Name": "Dear {customer}", "Order": "Order {order}"}
    replies = {title: shop.do(add_reply, title, "en", text).value for title, text in texts.items()}
    shop.do(a_buyer)
    shop.do(use_reply, replies["Order"], 1, "case")
    shop.do(use_reply, replies["Name"], None, "case")
    with shop.read() as tx:
        assert tx.scalars(select(ContactLook.place)) == []
    shop.do(use_reply, replies["Name"], 1, "case")
    with shop.read() as tx:
        assert tx.scalars(select(ContactLook.place)) == ["case"]


@action("test.buyer", "Buyer")
def a_buyer(tx: Tx) -> None:
    tx.insert(Customer, channel_id=1, customer_no="K-1")


def test_a_reply_with_a_hole_is_not_copied(shop: Store) -> None:
    text = "Order {order} left by {carrier}, waybill {waybill}. {shop}"
    reply_id = shop.do(add_reply, "Left", "EN", text).value
    case_id = opened(shop, order_no="A-1001")
    with shop.read() as tx:
        values = reply_values(tx, case_id)
    assert set(values) == set(FIELDS)
    assert fill("{ order } / {shop}", values) == "A-1001 / Tea"
    with pytest.raises(UserError, match="waybill") as refused:
        fill(text, values)
    assert "carrier" in str(refused.value)
    told = {"channel": "Douyin", "order": "1"}
    assert {spoken_to(told, one)["channel"] for one in ("zh", "zh-TW")} == {"抖音"}
    assert {spoken_to(told, one)["channel"] for one in ("en", "fr")} == {"Douyin"}
    assert spoken_to({"channel": None}, "zh") == {"channel": None}
    assert fields_of("{a}{b} {a}") == ["a", "b"]
    assert fill("｛order｝", values) == "A-1001"
    for hole in ("{order no}", "{order, left", "{}", "｛name｝"):
        with pytest.raises(UserError, match="Not copied"):
            fill(hole, values)
    shop.do(use_reply, reply_id, None, "case")
    shop.do(edit_replies, [(reply_id, "text", "Hello")])
    with pytest.raises(UserError, match="already"):
        shop.do(add_reply, "Left", "en", "Other")
    with shop.read() as tx:
        assert fetch_first(tx, REPLY_ROWS, Query(), 5)[0][1] == ("Left", "en", None, "Hello", 1)
    shop.do(remove_reply, reply_id)
    shop.undo()
    with shop.read() as tx:
        assert len(fetch_first(tx, REPLY_ROWS, Query(), 5)) == 1


def test_what_the_channel_wants_stands_beside_the_own_promise_and_orders_the_queue(shop: Store, clock: Clock) -> None:
    with shop.read() as tx:
        periods = read_periods(tx)
    shop.do(set_service_hours, periods, {}, {"taobao": [None, Decimal(48)]})
    claim = opened(shop, kind="return", order_no="A-1001")
    opened(shop, kind="enquiry", order_no="A-1001", priority="low")
    told = opened(shop, kind="return", priority="low", platform_due=MONDAY + timedelta(minutes=5))
    rows = queue(shop)
    assert [(row["case_no"], row["clock"]) for row in rows[:2]] == [("C0003", "platform"), ("C0001", "first_reply")]
    assert rows[1]["platform_due"] == MONDAY + timedelta(hours=48)
    assert rows[2]["platform_due"] is None
    clock.now += timedelta(minutes=6)
    assert queue(shop)[0]["late"]
    shop.do(set_case_state, [told], CaseState.WAITING_BUYER)
    assert queue(shop)[0]["case_no"] == "C0001"
    shop.do(add_event, claim, EventKind.ANSWERED, "Please send it back")
    assert next(row for row in queue(shop) if row["case_no"] == "C0001")["platform_due"] is not None
    with pytest.raises(UserError) as refused:
        shop.do(set_service_hours, periods, {}, {"taobao": [Decimal(-1), None]})
    assert refused.value.code == "hours"


def test_the_lot_of_a_case_is_that_of_its_order_or_named(shop: Store) -> None:
    with shop.read() as tx:
        tea = tx.scalar(select(Sku.sku_id).where(Sku.code == "TEA"))
    came = [ReceiptLine(tea, Decimal(2), Decimal(5), lot_no=number) for number in ("L-1", "L-2")]
    shop.do(receive_goods, "GR-1", came, received_at=MONDAY - timedelta(days=30))
    sale = [Item("TEA", 2, Decimal(50))]
    shop.do(ring_up, [Ticket(number, date(2026, 10, 31), sale) for number in ("B-1", "B-2")])
    first, second = opened(shop, order_no="B-1"), opened(shop, order_no="B-2")
    assert [case(shop, one).row["lot"] for one in (first, second)] == ["L-1", "L-2"]
    assert case(shop, first).row["sku"] == "TEA"
    shop.do(edit_cases, [(first, "lot", "L-2")])
    assert case(shop, first).row["lot"] == "L-2"
    with pytest.raises(UserError) as refused:
        shop.do(edit_cases, [(first, "lot", "L-9")])
    assert refused.value.code == "no_lot"
    shop.do(edit_cases, [(first, "lot", None)])
    assert case(shop, first).row["lot"] is None
