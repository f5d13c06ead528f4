"""Customers: merged and parted again byte for byte, points that follow money, consent, warnings, opened data."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.exchange.load.take_back import NAMING_CUSTOMERS
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.orders.reports import ORDER_ROWS, find_order
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.customers.actions import (
    add_points,
    earn_points,
    look_at_contact,
    point_balances,
    tell_consent,
    warn_of,
)
from shopdesk.shop.service.customers.loyalty import MOST_LEVELS, read_levels, read_loyalty, set_loyalty, write_levels
from shopdesk.shop.service.customers.merging import MOVED, merge_customers, part_customer
from shopdesk.shop.service.customers.rules import (
    EARNED,
    Level,
    LevelBy,
    Loyalty,
    Means,
    level_of,
    next_level,
    points_for,
)
from shopdesk.shop.service.reports import find_buyers
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import (
    Base,
    Change,
    Consent,
    ContactLook,
    Customer,
    CustomerContact,
    OrderWork,
    PointMove,
    Refund,
    SalesOrder,
)
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
PEOPLE = 5
RULE = Loyalty(LevelBy.SPEND, (Level("Silver", Decimal(100)), Level("Gold", Decimal(500))), Decimal(10), 1)
HISTORY = {"change", "change_row"}


@action("customer.edit", "Somebody bought")
def people(tx: Tx) -> None:
    """Five customers, one order each; the first has told who she is, the second has a tag and a note."""
    orders = ring_up(
        tx, [Ticket(f"A-{n}", date(2026, 10, n), [Item("TEA", n, Decimal(50))]) for n in range(1, PEOPLE + 1)]
    )
    for number, order_id in enumerate(orders, 1):
        said = {"tags": "tea, friend", "note": "calls late"} if number == 2 else {"tags": "tea"} if number == 3 else {}
        customer_id = tx.insert(Customer, channel_id=1, customer_no=f"K-{number}", **said)
        tx.update(SalesOrder, order_id, customer_id=customer_id)
    tx.insert(CustomerContact, customer_id=1, name="Chen Mei", phone="13812345678")


def built(store: Store) -> None:
    store._clock = lambda: NOW
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(50))
    store.do(people)


@pytest.fixture
def shop(new_store: Callable[..., Store]) -> Store:
    return new_store(built)


def everything(shop: Store) -> dict[str, Any]:
    with shop.read() as tx:
        return {
            name: tx.rows(select(table).order_by(*table.primary_key))
            for name, table in Base.metadata.tables.items()
            if name not in HISTORY
        }


def customer(shop: Store, customer_id: int) -> Any:
    with shop.read() as tx:
        return tx.rows(select(Customer.__table__).where(Customer.customer_id == customer_id))[0]


def owners(shop: Store) -> list[int | None]:
    with shop.read() as tx:
        return tx.scalars(select(SalesOrder.customer_id).order_by(SalesOrder.order_id))


def balance(shop: Store, customer_id: int) -> int:
    with shop.read() as tx:
        return point_balances(tx, [customer_id]).get(customer_id, 0)


def code(refused: Any) -> str:
    return str(refused.value.code)


# ------------------------------------------------------------------------------------------------------------- merging


def test_what_hangs_at_a_customer_moves_to_the_one_that_is_kept(shop: Store) -> None:
    shop.do(open_case, {"title": "Lid broken", "customer_id": 2})
    shop.do(add_points, 2, 30, "birthday")
    shop.do(tell_consent, 2, Means.SMS, True, "form at the till")
    shop.do(warn_of, 3, "sends back empty boxes")
    assert shop.do(merge_customers, [2, 3, 1], 1).value == 2
    assert owners(shop) == [1, 1, 1, 4, 5]
    assert balance(shop, 1) == 30
    kept = customer(shop, 1)
    assert (kept.tags, kept.note, kept.warned_of) == ("tea, friend", "calls late", "sends back empty boxes")
    assert [customer(shop, one).merged_into for one in (1, 2, 3)] == [None, 1, 1]


def test_a_kept_customer_is_found_by_what_a_merged_one_told(shop: Store) -> None:
    shop.do(merge_customers, [1], 2)
    with shop.read() as tx:
        assert [one.customer_id for text in ("5678", "Chen", "K-1") for one in find_buyers(tx, text)] == [2, 2, 2]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.permutations(range(1, PEOPLE + 1)).map(lambda order: order[:3]), min_size=1, max_size=4))
def test_merging_and_undoing_leaves_every_table_as_it_was(shop: Store, merges: list[list[int]]) -> None:
    before, done = everything(shop), 0
    for ids in merges:
        if all(customer(shop, one).merged_into is None for one in ids):
            shop.do(merge_customers, ids[1:], ids[0])
            done += 1
    after = everything(shop)
    assert after != before
    for _merge in range(done):
        shop.undo()
    assert everything(shop) == before
    for _merge in range(done):
        shop.redo()
    assert everything(shop) == after
    for _merge in range(done):
        shop.undo()


def test_a_merge_of_long_ago_is_parted(shop: Store) -> None:
    shop.do(add_points, 2, 30, "birthday")
    shop.do(merge_customers, [2], 1)
    shop.do(merge_customers, [1], 4)
    assert owners(shop) == [4, 4, 3, 4, 5]
    assert customer(shop, 2).merged_into == 4, "who was merged before goes along"
    shop.do(add_points, 4, 5, "sorry")
    assert shop.do(part_customer, 2).value == 2
    assert owners(shop) == [4, 2, 3, 4, 5]
    assert (balance(shop, 2), balance(shop, 4)) == (30, 5)
    shop.undo()
    assert owners(shop) == [4, 4, 3, 4, 5]


@pytest.mark.parametrize(
    ("ids", "into", "wanted"), [([1], 1, "few"), ([9], 1, "gone"), ([2], 1, "merged"), ([3], 2, "merged")]
)
def test_what_cannot_be_merged_says_why(shop: Store, ids: list[int], into: int, wanted: str) -> None:
    shop.do(merge_customers, [2], 5)
    before = everything(shop)
    with pytest.raises(UserError) as refused:
        shop.do(merge_customers, ids, into)
    assert code(refused) == wanted
    assert everything(shop) == before
    with pytest.raises(UserError) as refused:
        shop.do(part_customer, 1)
    assert code(refused) == "not_merged"


# ------------------------------------------------------------------------------------------------- points and levels


def test_points_follow_what_an_order_kept(shop: Store) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(earn_points)
    assert code(refused) == "rule"
    shop.do(set_loyalty, RULE)
    assert shop.do(earn_points).value == PEOPLE
    assert [balance(shop, one) for one in range(1, PEOPLE + 1)] == [5, 10, 15, 20, 25]
    assert shop.do(earn_points).value == 0, "a second time changes nothing"

    @action("order.edit", "Give back")
    def give_back(tx: Tx) -> None:
        tx.insert(Refund, order_id=5, amount=Decimal("61.00"), refunded_on=date(2026, 11, 1))
        tx.update(SalesOrder, 5, refunded=Decimal("61.00"))

    shop.do(give_back)
    assert shop.do(earn_points).value == 1
    assert balance(shop, 5) == 18, "⌊189 / 10⌋"
    shop.undo()
    assert balance(shop, 5) == 25


def test_points_by_hand_never_fall_below_zero(shop: Store) -> None:
    assert shop.do(add_points, 1, 40, " birthday ").value == 40
    assert shop.do(add_points, 1, -15, "voucher").value == 25
    for points, reason, wanted in ((-26, "voucher", "few"), (0, "x", "points"), (5, " ", "points")):
        with pytest.raises(UserError) as refused:
            shop.do(add_points, 1, points, reason)
        assert code(refused) == wanted
    with shop.read() as tx:
        assert tx.scalars(select(PointMove.reason).where(PointMove.customer_id == 1)) == ["birthday", "voucher"]
        assert EARNED not in tx.scalars(select(PointMove.reason))


def test_levels_are_the_shops_own(shop: Store) -> None:
    shop.do(set_loyalty, Loyalty(LevelBy.POINTS, read_levels("金卡： 500\nSilver 1,00\n"), Decimal("9.5"), 2))
    with shop.read() as tx:
        told = read_loyalty(tx)
    assert write_levels(told.levels) == "Silver 100\n金卡 500"
    assert [level_of(told.levels, Decimal(value)) for value in (99, 100, 500)] == [None, *told.levels]
    assert [next_level(told.levels, Decimal(value)) for value in (99, 100, 500)] == [*told.levels, None]
    assert [points_for(Decimal(paid), told) for paid in ("9.49", "9.50", "19", "-40")] == [0, 2, 4, 0]
    shop.undo()
    with shop.read() as tx:
        assert read_loyalty(tx).levels == ()


@pytest.mark.parametrize("text", ["Gold", "Gold five"])
def test_a_line_that_is_no_level_is_named(text: str) -> None:
    with pytest.raises(UserError, match=text):
        read_levels(text)


@pytest.mark.parametrize(
    "levels",
    [
        (Level(" ", Decimal(5)),),
        (Level("Gold", Decimal(5)), Level("gold", Decimal(6))),
        (Level("Gold", Decimal(5)), Level("Silver", Decimal(5))),
        (Level("Gold", Decimal(-5)),),
        tuple(Level(f"L{number}", Decimal(number)) for number in range(MOST_LEVELS + 1)),
    ],
)
def test_levels_that_cannot_be_told_apart_are_refused(shop: Store, levels: tuple[Level, ...]) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(set_loyalty, Loyalty(LevelBy.SPEND, levels, Decimal(0), 0))
    assert code(refused) == "levels"


# --------------------------------------------------------------------------------------- consent, warnings and looks


def test_consent_needs_evidence_and_the_last_one_stands(shop: Store) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(tell_consent, 1, Means.SMS, True, "  ")
    assert code(refused) == "evidence"
    shop.do(tell_consent, 1, Means.SMS, True, "form")
    shop.do(tell_consent, 1, Means.SMS, False)
    with shop.read() as tx:
        assert tx.scalars(select(Consent.is_given).order_by(Consent.consent_id)) == [True, False]


def test_a_warning_has_a_reason_and_goes_again(shop: Store) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(warn_of, 1, " ")
    assert code(refused) == "reason"
    shop.do(warn_of, 1, "never at home")
    shop.do(warn_of, 1, None)
    assert customer(shop, 1).warned_of is None
    shop.undo()
    assert customer(shop, 1).warned_of == "never at home"


def test_who_opened_personal_data_is_kept_and_cannot_be_undone(shop: Store) -> None:
    shop.do(look_at_contact, 1, "card")
    with shop.read() as tx:
        [look] = tx.rows(select(ContactLook.__table__))
        undoable = tx.scalar(select(Change.undoable).order_by(Change.change_id.desc()).limit(1))
        assert tx.scalar(select(func.count()).select_from(ContactLook)) == 1
    assert (look.customer_id, look.looked_at, look.person, look.place) == (1, NOW, shop.person, "card")
    assert not undoable


def test_an_order_of_somebody_to_be_careful_with_is_looked_at_before_it_leaves(shop: Store) -> None:
    @action("order.edit", "Not sent yet")
    def wait(tx: Tx) -> None:
        tx.update(SalesOrder, 2, state="paid")
        tx.insert(OrderWork, order_id=2, stage="packed")

    def exceptions() -> dict[str, str | None]:
        with shop.read() as tx:
            keys = [column.key for column in ORDER_ROWS.sheet.columns]
            rows = [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, ORDER_ROWS, Query())]
        return {row["order_no"]: row["exception"] for row in rows}

    shop.do(wait)
    before = exceptions()
    shop.do(warn_of, 2, "never at home")
    assert {number for number, told in exceptions().items() if told != before[number]} == {"A-2"}
    assert exceptions()["A-2"] == "risk"
    with shop.read() as tx:
        detail = find_order(tx, 2)
    assert detail is not None
    assert detail.warned_of == "never at home"


def test_whatever_hangs_at_a_customer_moves_or_is_known_to_stay() -> None:
    named = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "customer" for key in table.foreign_keys)
    }
    stays = {"customer", "customer_contact", "contact_look", "erased_mark"}
    assert named - stays == set(MOVED)
    assert named - stays <= {model.__tablename__ for model in NAMING_CUSTOMERS}
