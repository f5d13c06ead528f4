"""Why goods came back and what it cost: on the right SKU, lot and supplier, once, and to the cent as in the books."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.fulfilment.reports import find_return
from shopdesk.shop.fulfilment.returns import Judged, expect_return, inspect_return
from shopdesk.shop.fulfilment.rules import Verdict
from shopdesk.shop.ledger.actions import account_ids, book_expense, post_entry
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.actions import merge_cases, open_case
from shopdesk.shop.service.reasons.costs import fetch_troubles
from shopdesk.shop.service.reasons.rules import By, Costs, Thing, Trouble, bundle, trend
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Account, JournalEntry, MoveValue, OrderLine, Posting, SalesOrder, StockMove
from shopdesk.store.tx import Tx

D = Decimal
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)


@action("money.book", "Freight of a return")
def carry_back(tx: Tx, order_id: int, amount: int) -> None:
    """What a carrier took for a parcel that came back, in 1/10,000."""
    accounts = account_ids(tx)
    sides = {accounts[Role.RETURN_FREIGHT]: amount, accounts[Role.BANK]: -amount}
    post_entry(tx, NOW.date(), EntryKind.SIDE, ("freight", order_id), sides)


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: NOW
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    tea, cup = (store.do(add_product, code, code.title()).value for code in ("TEA", "CUP"))
    came = [ReceiptLine(tea, D(4), D(5), lot_no="L-1"), ReceiptLine(tea, D(40), D(5), lot_no="L-2")]
    at = datetime(2026, 2, 1, tzinfo=UTC)
    store.do(receive_goods, "GR-1", came, supplier="Farm", received_at=at)
    store.do(receive_goods, "GR-2", [ReceiptLine(cup, D(40), D(8))], supplier="Kiln", received_at=at)
    return store


def sell(shop: Store, number: str, *items: tuple[str, int], refunds: tuple[int, ...] = ()) -> int:
    goods = [Item(code, pieces, D(20)) for code, pieces in items]
    day = date(2026, 3, 5)
    given = [(day + timedelta(n + 1), D(amount)) for n, amount in enumerate(refunds)]
    return int(shop.do(ring_up, [Ticket(number, day, goods, refunds=given)]).value[0])


def bring_back(shop: Store, order_id: int, code: str, pieces: int, verdict: Verdict, reason: str) -> None:
    with shop.read() as tx:
        line = tx.scalar(select(OrderLine.line_id).where(OrderLine.order_id == order_id, OrderLine.code == code))
    return_id = shop.do(expect_return, order_id, {line: D(pieces)}, reason=reason).value
    with shop.read() as tx:
        found = find_return(tx, return_id)
    assert found is not None
    shop.do(inspect_return, return_id, [Judged(found.lines[0].return_line_id, verdict, D(pieces))])


def troubles(shop: Store) -> list[Trouble]:
    with shop.read() as tx:
        return fetch_troubles(tx, SINCE, UNTIL)


def by(shop: Store, what: By) -> dict[tuple[Any, ...], Costs]:
    return {tuple(row.key.values()): row.costs for row in bundle(troubles(shop), what)}


def test_a_case_and_a_return_of_the_same_goods_are_one_thing(shop: Store) -> None:
    order_id = sell(shop, "A-1", ("TEA", 3), ("CUP", 1), refunds=(60,))
    bring_back(shop, order_id, "TEA", 3, Verdict.SCRAP, "Too old")
    shop.do(open_case, {"title": "Mouldy", "kind": "quality", "reason": "Quality", "order_no": "A-1", "sku": "TEA"})
    shop.do(carry_back, order_id, 120_000)
    (row,) = bundle(troubles(shop), By.FULL)
    assert tuple(row.key.values()) == ("Quality", "TEA", "Farm", "L-1")
    assert row.costs == Costs(600_000, 120_000, 0, 150_000, 150_000)
    assert row.costs.total == 720_000
    assert (row.incidents, sum(one.cases for one in row.troubles), sum(one.returns for one in row.troubles)) == (
        1,
        1,
        1,
    )
    assert sum(one.pieces for one in row.troubles) == 3_000
    assert (row.share, row.running) == (1, 1)


def test_what_nobody_named_falls_on_the_whole_order_and_over_its_lots(shop: Store) -> None:
    sell(shop, "A-1", ("TEA", 6), ("CUP", 2), refunds=(40,))
    assert by(shop, By.LOT) == {
        ("TEA", "Farm", "L-1"): Costs(refund=200_000),
        ("TEA", "Farm", "L-2"): Costs(refund=100_000),
        ("CUP", "Kiln", None): Costs(refund=100_000),
    }


def test_goods_that_are_sold_again_take_their_worth_off(shop: Store) -> None:
    order_id = sell(shop, "A-1", ("CUP", 2), refunds=(40,))
    bring_back(shop, order_id, "CUP", 2, Verdict.RESELL, "Changed mind")
    assert by(shop, By.REASON) == {("Changed mind",): Costs(refund=400_000, came_back=160_000)}


def test_complaints_count_without_money_and_merged_ones_once(shop: Store) -> None:
    first = shop.do(open_case, {"title": "Late", "kind": "delivery", "reason": "Late delivery"}).value
    second = shop.do(open_case, {"title": "Late!", "kind": "delivery", "reason": "Late delivery"}).value
    shop.do(open_case, {"title": "When?", "kind": "enquiry", "reason": "Late delivery"})
    shop.do(merge_cases, [second], first)
    (row,) = bundle(troubles(shop), By.REASON)
    assert (row.key, row.incidents, row.costs, row.share) == ({"reason": "Late delivery"}, 1, Costs(), None)


def test_freight_of_no_order_stands_by_itself(shop: Store) -> None:
    shop.do(book_expense, date(2026, 3, 9), Role.RETURN_FREIGHT, D("12.50"), "Courier")
    assert by(shop, By.FULL) == {(None, None, None, None): Costs(freight=125_000)}


def test_every_cent_of_the_books_is_there_whatever_happened(shop: Store) -> None:
    dice = random.Random(8)
    for number in range(12):
        goods = [(code, dice.randint(1, 3)) for code in ("TEA", "CUP")[: dice.randint(1, 2)]]
        given = tuple(dice.randint(1, 19) for _ in range(dice.randint(0, 2)))
        order_id = sell(shop, f"R-{number}", *goods, refunds=given)
        told = {"title": "Bad", "kind": dice.choice(("quality", "return", "enquiry")), "order_no": f"R-{number}"}
        if dice.random() < 0.6:
            sku = dice.choice(goods)[0] if dice.random() < 0.5 else None
            shop.do(open_case, {**told, "sku": sku, "reason": dice.choice(("Damaged", None))})
        if dice.random() < 0.6:
            code, pieces = dice.choice(goods)
            bring_back(shop, order_id, code, dice.randint(1, pieces), dice.choice(list(Verdict)), "Broken")
        if dice.random() < 0.5:
            shop.do(carry_back, order_id, dice.randint(1, 99_999))
    found = troubles(shop)
    total = sum((one.costs for one in found), Costs())
    with shop.read() as tx:
        # Independent of what is tested: straight off the postings and the moves.
        booked = Counter[str]()
        for code, amount in tx.rows(
            select(Account.code, Posting.amount)
            .join(Posting, Posting.account_id == Account.account_id)
            .join(JournalEntry, JournalEntry.entry_id == Posting.entry_id)
            .where(JournalEntry.entry_on.between(SINCE, UNTIL))
        ):
            booked[code] += int(amount * 10_000)
        back = tx.rows(
            select(MoveValue.value).join(StockMove, StockMove.move_id == MoveValue.move_id)
            .where(StockMove.reason == "return")
        )  # fmt: skip
        orders = tx.scalar(select(func.count()).select_from(SalesOrder))
    assert total == Costs(
        booked["6003"], booked["6608"], booked["6611"], booked["6703"], sum(int(row.value * 10_000) for row in back)
    )
    assert total.total > 0
    for what in By:
        assert sum((row.costs for row in bundle(found, what)), Costs()) == total
    assert len({one.order_id for one in found}) <= orders
    assert sum((step.cost for step in trend(found, SINCE, UNTIL)), D(0)) == D(total.total) / 10_000


def trouble(reason: str | None, cost: int, day: date = SINCE) -> Trouble:
    thing = Thing(reason, None, None, None, None, None, None, None)
    return Trouble(thing, day, cost, str(cost), None, None, 1, 0, 0, Costs(refund=cost))


def test_shares_run_up_to_the_whole_and_gains_have_none() -> None:
    rows = bundle([trouble("A", 60), trouble("B", 30), trouble("C", 10), trouble("D", -5)], By.REASON)
    shares = [(row.key["reason"], row.share, row.running) for row in rows]
    assert shares == [("A", D("0.6"), D("0.6")), ("B", D("0.3"), D("0.9")), ("C", D("0.1"), D(1)), ("D", None, None)]


def test_a_trend_has_every_week_and_long_ones_go_by_month() -> None:
    weeks = trend([trouble("A", 10_000, date(2026, 3, 10))], date(2026, 3, 4), date(2026, 3, 24))
    assert [(step.first.day, step.cost, step.cases) for step in weeks] == [(2, 0, 0), (9, 1, 1), (16, 0, 0), (23, 0, 0)]
    months = trend([], date(2026, 1, 20), date(2026, 12, 3))
    assert [step.first.month for step in months] == list(range(1, 13))
