"""Statements: settled by number over months and currencies, in whatever order the files come, and taken back whole."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, balances, give_back, orders, read, table, take_in, views
from tests.exchange.statements import (
    HEADER,
    MONTHS,
    account,
    held,
    line_ids,
    one_order,
    payouts,
    recomputed,
    sold,
    statement,
)
from tests.store_fixtures import Make

from shopdesk.exchange.imports import Choices, NeedsRate
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.exchange.stage.telling import stored_values
from shopdesk.shop.ledger.actions import close_period, set_rate
from shopdesk.shop.settlement.actions import explain_lines, explain_payout, link_lines, mark_arrived, unlink_lines
from shopdesk.shop.settlement.reports import count_work, find_work
from shopdesk.store.store import Store
from shopdesk.store.tables import JournalEntry, Payout, SettlementLine
from shopdesk.text import UserError

SETTLED = {"1002": D("74.40"), "1122.direct": D(20), "6001": D(-100), "6601": D(5), "6607": D("0.60")}
"""An order of 100.00 less 20.00 that its own list does not know of yet."""

REFUSALS = {"built_on", "unknown_order", "taken_back", "not_found", "undo_conflict", "nothing_to_undo"}
"""What a random step may be told."""


def test_an_order_over_two_months_comes_to_its_payout(shop: Store) -> None:
    take_in(shop, one_order())
    staged = read(shop, statement(*MONTHS, payout="P1"))
    assert (staged.plan.format, staged.counts()["new"], staged.total_amount) == ("template-settlement", 4, D("74.40"))
    take_in(shop, statement(*MONTHS, payout="P1"))
    assert balances(shop) == SETTLED
    january = {"1122.direct": D(0), "1012.direct": D("94.40")}
    assert {code: balances(shop, "2026-01").get(code, D(0)) for code in january} == january
    assert balances(shop, "2026-02") == {"1002": D("74.40"), "1012.direct": D("-94.40"), "1122.direct": D(20)}
    with shop.read() as tx:
        assert find_work(tx) == []
        of_order = select(SettlementLine.kind).where(SettlementLine.order_id == 1)
        kinds = of_order.order_by(SettlementLine.settled_on, SettlementLine.line_id)
        assert tx.scalars(kinds) == ["sale", "commission", "payment_fee", "refund"]
    assert_sound(shop)


def test_its_refund_by_the_order_list_clears_it(shop: Store) -> None:
    take_in(shop, statement(*MONTHS, payout="P1"))
    take_in(shop, one_order(refund_amount="20"))
    assert balances(shop) == {"1002": D("74.40"), "6001": D(-100), "6003": D(20), "6601": D(5), "6607": D("0.60")}


def test_a_payout_one_cent_off_waits_for_an_account(shop: Store) -> None:
    take_in(shop, one_order())
    take_in(shop, statement(*MONTHS, payout="P1"))
    take_in(shop, payouts(("P1", "2026-02-03", "74.39", "")))
    assert balances(shop) == SETTLED | {"1002": D("74.39"), "1901.direct": D("0.01")}
    with shop.read() as tx:
        (work,) = find_work(tx)
    assert (work.document, work.reason, work.amount, work.payout_no) == ("payout", "payout", D("-0.01"), "P1")
    staged = read(shop, statement(*MONTHS, payout="P1"))
    assert [told["difference"] for _said, told in staged.notices] == ["-0.01"]
    shop.do(explain_payout, work.document_id, account(shop, "6612"))
    assert balances(shop) == SETTLED | {"1002": D("74.39"), "6612": D("0.01")}
    shop.undo()
    assert balances(shop)["1901.direct"] == D("0.01")


def test_what_the_bank_shows_is_told_apart(shop: Store) -> None:
    take_in(shop, statement(*MONTHS, payout="P1"))
    with shop.read() as tx:
        payout_id = tx.scalar(select(Payout.payout_id))
    shop.do(mark_arrived, payout_id, D("74.39"), date(2026, 2, 5))
    assert (balances(shop)["1002"], held(shop)["unmatched"]) == (D("74.39"), D("-79.99"))
    shop.do(mark_arrived, payout_id, D("74.40"), date(2026, 2, 5))
    shop.do(mark_arrived, payout_id, None)
    assert (balances(shop)["1002"], held(shop)["unmatched"]) == (D("74.40"), D("-80.00"))


def test_orders_may_come_after_the_statement(shop: Store) -> None:
    take_in(shop, statement(*MONTHS, payout="P1"))
    assert balances(shop)["1901.direct"] == D(-80)
    with shop.read() as tx:
        assert [(item.reason, item.amount) for item in find_work(tx)] == [("order", D(100)), ("refund", D(-20))]
    take_in(shop, one_order())
    assert balances(shop) == SETTLED


def test_the_same_statement_again_brings_nothing(shop: Store) -> None:
    bare = ("", "2026-01-31 10:00", "sale", "A-1", "10")
    take_in(shop, statement(*MONTHS, bare, bare, payout="P1"))
    before = views(shop)
    assert take_in(shop, statement(*MONTHS, bare, bare, payout="P1")) == 0
    assert views(shop) == before
    staged = read(shop, statement(bare, bare, bare, payout="P1", name="more.csv"))
    assert [item.outcome for item in staged.items] == [Outcome.SAME, Outcome.SAME, Outcome.NEW]


def test_a_numbered_movement_may_say_something_else_by_now(shop: Store) -> None:
    take_in(shop, one_order())
    take_in(shop, statement(*MONTHS, payout="P1"))
    before = views(shop)
    changed = take_in(shop, statement(("L2", "2026-01-31 10:00", "commission", "A-1", "-6"), payout="P1"))
    assert balances(shop) == SETTLED | {"1002": D("73.40"), "6601": D(6)}
    give_back(shop, changed)
    assert views(shop) == before


def test_one_number_twice_with_different_content_is_rejected(shop: Store) -> None:
    staged = read(shop, statement(MONTHS[0], (*MONTHS[0][:4], "99")))
    assert sorted(staged.rejected_rows) == [2, 3]


def test_numbers_are_met_whatever_is_put_around_them(shop: Store) -> None:
    take_in(shop, orders(sold("2026013012345678")))
    rows = [(f"L{at}", "2026-01-31 10:00", "sale", number, "10") for at, number in enumerate(
        ("T200P2026013012345678", '="2026013012345678"', "'2026013012345678", "#2026013012345678"))]  # fmt: skip
    take_in(shop, statement(*rows))
    assert held(shop) == {"wallet": D(40), "clearing": D(60)}


def test_in_every_order_of_coming_and_going_nothing_is_left(shop: Store) -> None:
    files = (one_order(), statement(*MONTHS, payout="P1"), payouts(("P1", "2026-02-03", "74.39", "")))
    empty = views(shop)
    for coming in permutations(range(3)):
        done = [take_in(shop, files[at]) for at in coming]
        assert balances(shop) == SETTLED | {"1002": D("74.39"), "1901.direct": D("0.01")}
        for import_id in reversed(done):
            give_back(shop, import_id)
        assert views(shop) == empty
    first, second = take_in(shop, files[0]), take_in(shop, files[1])
    give_back(shop, first)
    assert held(shop) == {"unmatched": D(-80)}
    give_back(shop, second)
    assert views(shop) == empty
    assert_sound(shop)


def test_a_line_of_a_closed_month_is_booked_on_the_first_open_day(shop: Store) -> None:
    take_in(shop, one_order())
    shop.do(close_period, date(2026, 1, 31))
    january = balances(shop, "2026-01")
    take_in(shop, statement(*MONTHS, payout="P1"))
    assert balances(shop, "2026-01") == january
    assert balances(shop) == SETTLED
    with shop.read() as tx:
        entries = tx.scalars(select(JournalEntry.entry_on).where(JournalEntry.document_kind == "settlement"))
    assert entries == [date(2026, 2, 1)] * 3 + [date(2026, 2, 2)]


def test_an_order_that_arrives_after_close_is_answered_in_the_open_month(shop: Store) -> None:
    take_in(shop, statement(*MONTHS, payout="P1"))
    shop.do(close_period, date(2026, 1, 31))
    january = balances(shop, "2026-01")
    take_in(shop, orders(sold(day="2026-02-01")))
    assert balances(shop, "2026-01") == january
    assert balances(shop) == SETTLED


def test_two_currencies_win_or_lose_by_the_exchange(shop: Store) -> None:
    shop.do(set_rate, "USD", date(2026, 1, 1), D("7.10"))
    shop.do(set_rate, "USD", date(2026, 2, 1), D("7.20"))
    header = ("order_no", "state", "placed_at", "paid_at", "sku", "title", "quantity", "unit_price", "currency")
    take_in(
        shop, table(header, ("A-1", "paid", "2026-01-30 10:00", "2026-01-30 10:00", "TEA-1", "Tea", "1", "100", "USD"))
    )
    assert balances(shop)["1122.direct"] == D(710)
    rows = (("L1", "2026-02-02 10:00", "sale", "A-1", "100", "P1", "2026-02-03", "USD"),
            ("L2", "2026-02-02 10:00", "commission", "A-1", "-5", "P1", "2026-02-03", "USD"))  # fmt: skip
    done = take_in(shop, table(HEADER, *rows, name="usd.csv"))
    assert balances(shop) == {"1002": D(684), "6001": D(-710), "6601": D(36), "6613": D(-10)}
    with shop.read() as tx:
        payout = tx.rows(select(Payout.own_amount, Payout.amount, Payout.currency))[0]
    assert tuple(payout) == (D(95), D(684), "USD")
    give_back(shop, done)
    assert balances(shop) == {"1122.direct": D(710), "6001": D(-710)}
    assert_sound(shop)


def test_a_payout_in_another_currency_leaves_the_wallet_empty(shop: Store) -> None:
    shop.do(set_rate, "USD", date(2026, 1, 1), D("7.10"))
    shop.do(set_rate, "USD", date(2026, 2, 3), D("7.30"))
    rows = (("L1", "2026-01-31 10:00", "interest", "", "100", "P1", "2026-02-03", "USD"),)
    take_in(shop, table(HEADER, *rows, name="usd.csv"))
    assert balances(shop) == {"1002": D(730), "6612": D(-710), "6613": D(-20)}
    take_in(shop, payouts(("P1", "2026-02-03", "99", "USD")))
    assert balances(shop) == {"1002": D("722.70"), "1901.direct": D("7.30"), "6612": D(-710), "6613": D(-20)}


def test_a_currency_without_a_rate_asks_for_it(shop: Store) -> None:
    rows = (("L1", "2026-02-02 10:00", "interest", "", "10", "", "", "USD"),)
    with pytest.raises(NeedsRate):
        read(shop, table(HEADER, *rows, name="usd.csv"))
    take_in(shop, table(HEADER, *rows, name="usd.csv"), Choices(rates={"USD": D(7)}))
    assert balances(shop) == {"1012.direct": D(70), "6612": D(-70)}


def test_fees_income_and_outgo_beside_each_other(shop: Store) -> None:
    header = ("line_no", "happened_at", "kind", "order_no", "income", "outgo", "fee", "balance")
    rows = (("1", "2026-01-31 10:00", "sale", "A-1", "100", "", "0.6", "99.40"),
            ("2", "2026-01-31 11:00", "withdrawal", "", "", "-50", "", "49.40"),
            ("3", "2026-01-31 12:00", "蓝精灵费", "", "", "9.40", "", "40.10"))  # fmt: skip
    staged = read(shop, table(header, *rows, name="wallet.csv"))
    assert [(item.values["kind"], item.values["amount"] // 100) for item in staged.items] == [
        ("sale", 10_000), ("payment_fee", -60), ("payout", -5_000), ("other", -940),
    ]  # fmt: skip
    assert [told for _said, told in staged.notices] == [
        {"row": 4, "told": "40.10", "sum": "40.00", "difference": "0.10"}
    ]
    take_in(shop, table(header, *rows, name="wallet.csv"))
    assert balances(shop) == {"1002": D(50), "1012.direct": D(40), "1901.direct": D("-90.60"), "6607": D("0.60")}


def test_a_person_explains_links_and_takes_it_back(shop: Store) -> None:
    take_in(shop, one_order())
    rows = (("1", "2026-01-31 10:00", "sale", "X-9", "100"), ("2", "2026-01-31 10:00", "other", "", "-7"))
    done = take_in(shop, statement(*rows))
    first, second = line_ids(shop, "1"), line_ids(shop, "2")
    shop.do(link_lines, first, "A-1")
    shop.do(explain_lines, second, account(shop, "6604"), "Boxes")
    assert balances(shop) == {"1012.direct": D(93), "6001": D(-100), "6604": D(7)}
    with pytest.raises(UserError, match="Later work"):
        give_back(shop, done)
    shop.undo()
    shop.undo()
    assert held(shop) == {"wallet": D(93), "clearing": D(100), "unmatched": D(-93)}
    shop.redo()
    shop.do(unlink_lines, first)
    assert held(shop) == recomputed(shop) == {"wallet": D(93), "clearing": D(100), "unmatched": D(-93)}
    with pytest.raises(UserError, match="not known on this channel"):
        shop.do(link_lines, first, "A-2")


def test_what_a_person_explained_stays_when_its_order_comes(shop: Store) -> None:
    take_in(shop, statement(MONTHS[0]))
    shop.do(explain_lines, line_ids(shop, "L1"), account(shop, "6301"), "A gift")
    take_in(shop, one_order())
    assert balances(shop)["6301"] == D(-100)
    assert take_in(shop, statement(MONTHS[0])) == 0


def test_the_work_list_comes_to_the_account_exactly(shop: Store) -> None:
    rows = [(f"L{at}", f"2026-0{1 + at % 3}-1{at % 9} 10:00", kind, "X-1" if at % 2 else "", f"{at}.{at % 10}1")
            for at, kind in enumerate(("sale", "refund", "other", "sale", "subsidy", "commission"), 1)]  # fmt: skip
    take_in(shop, statement(*rows, payout="P1"))
    take_in(shop, payouts(("P1", "2026-02-03", "11.11", "")))
    with shop.read() as tx:
        work = find_work(tx)
        assert count_work(tx) == len(work) == 5
    assert -sum(item.amount for item in work) == held(shop)["unmatched"]


STEPS = st.sampled_from(("orders", "statement", "more", "refund", "link", "explain", "undo", "give back"))


@settings(max_examples=14, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(STEPS, st.integers(0, 3)), min_size=2, max_size=9))
def test_any_interleaving_leaves_what_the_rows_come_to(new_store: Make, steps: Sequence[tuple[str, int]]) -> None:
    shop, done = new_store(opened), list[int]()
    for step, number in steps:
        if step == "orders":
            done.append(take_in(shop, orders(sold(f"A-{number}", "100"), sold(f"A-{number + 1}", "50"))))
        elif step == "refund":
            done.append(take_in(shop, orders(sold(f"A-{number}", "100", refund_amount="20"))))
        elif step == "statement":
            kinds = (("sale", "100"), ("refund", "-20"), ("commission", "-5"))
            told = enumerate(kinds)
            rows = [(f"{number}-{at}", "2026-02-01 10:00", *_of(f"A-{number + at % 2}", *one)) for at, one in told]
            done.append(take_in(shop, statement(*rows, payout=f"P{number}")))
        elif step == "more":
            done.append(take_in(shop, statement(("", "2026-02-02 10:00", "sale", f"A-{number}", f"{number}.5"))))
        elif step == "give back" and done:
            _try(give_back, shop, done[number % len(done)])
        elif step == "link":
            _try(shop.do, link_lines, line_ids(shop, f"{number}-0"), f"A-{number + 1}")
        elif step == "explain":
            _try(shop.do, explain_lines, line_ids(shop, f"{number}-1"), account(shop, "6604"))
        elif step == "undo":
            _try(shop.undo)
        assert_books_follow_rows(shop)
    assert_sound(shop)
    shop.close()


def _of(order_no: str, kind: str, amount: str) -> tuple[str, str, str]:
    return kind, order_no, amount


def _try(act: Callable[..., object], *told: object) -> None:
    """What the store refuses with a reason changes nothing."""
    try:
        act(*told)
    except UserError as refused:
        if refused.code not in REFUSALS:
            raise


def assert_books_follow_rows(shop: Store) -> None:
    wanted, found = recomputed(shop), held(shop)
    with shop.read() as tx:
        paid = sum(tx.scalars(select(Payout.amount)), Decimal(0))
        work = sum((item.amount for item in find_work(tx)), Decimal(0))
    wanted["wallet"] = wanted.get("wallet", Decimal(0)) - paid
    assert {role: amount for role, amount in wanted.items() if amount} == found
    assert -work == found.get("unmatched", Decimal(0))


def test_the_dry_run_tells_what_was_there(shop: Store) -> None:
    take_in(shop, statement(*MONTHS, payout="P1"))
    staged = read(shop, statement(("L2", "2026-01-31 10:00", "commission", "A-1", "-6"), payout="P1"))
    with shop.read() as tx:
        assert stored_values(tx, staged, 10)[2]["amount"] == -50_000
    take_in(shop, payouts(("P1", "2026-02-03", "74.39", "")))
    staged = read(shop, payouts(("P1", "2026-02-03", "74.38", "")))
    with shop.read() as tx:
        assert stored_values(tx, staged, 10)[2]["amount"] == 743_900
