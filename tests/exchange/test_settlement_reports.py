"""What reports say of settlement: ages, orders that nobody paid out, fees beyond the table, rates that changed."""

from datetime import date

from tests.exchange.counter import D, orders, take_in
from tests.exchange.statements import MONTHS, sold, statement

from shopdesk.shop.settlement.actions import add_fee_rule, remove_fee_rule
from shopdesk.shop.settlement.fees import by_month, find_changed_fees, find_overcharges
from shopdesk.shop.settlement.reports import age_bands, find_overdue_orders, find_work, usual_days
from shopdesk.store.store import Store

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def test_what_waits_by_age(shop: Store) -> None:
    days = ("2026-03-20", "2026-03-13", "2026-03-12", "2026-02-18", "2026-02-17", "2026-01-19", "2026-01-18")
    take_in(shop, statement(*((f"L{at}", f"{day} 10:00", "other", "", "1") for at, day in enumerate(days))))
    with shop.read() as tx:
        bands = age_bands(tx, find_work(tx))
    assert [(band.count, band.amount) for band in bands] == [(2, D(2)), (2, D(2)), (2, D(2)), (1, D(1))]
    assert [(band.since, band.until) for band in bands] == [
        (date(2026, 3, 13), date(2026, 3, 20)), (date(2026, 2, 18), date(2026, 3, 12)),
        (date(2026, 1, 19), date(2026, 2, 17)), (None, date(2026, 1, 18)),
    ]  # fmt: skip


def test_orders_are_overdue_by_what_is_usual_on_their_channel(shop: Store) -> None:
    old = [sold(f"A-{at}", "100", f"2026-02-0{at}") for at in range(1, 6)]
    take_in(shop, orders(*old, sold("A-8", "80", "2026-03-12"), sold("A-9", "90", "2026-03-08")))
    lines = [(f"L{at}", f"2026-02-{at + 3:02d} 10:00", "sale", f"A-{at}", "100") for at in range(1, 5)]
    take_in(shop, statement(*lines, ("L5", "2026-02-08 10:00", "sale", "A-5", "60")))
    with shop.read() as tx:
        assert usual_days(tx) == {1: 3}
        found = find_overdue_orders(tx)
    assert [(one.order_no, one.open, one.days, one.usual) for one in found] == [
        ("A-5", D(40), 43, 3), ("A-9", D(90), 12, 3),
    ]  # fmt: skip


def test_without_statements_nothing_is_overdue(shop: Store) -> None:
    take_in(shop, orders(sold("A-1", "100", "2025-01-05")))
    with shop.read() as tx:
        assert find_overdue_orders(tx) == []


def test_fees_beyond_the_table(shop: Store) -> None:
    take_in(shop, orders(sold(), sold("A-2", "200", "2026-02-10")))
    take_in(shop, statement(*MONTHS, ("L9", "2026-02-11 10:00", "commission", "A-2", "-12")))
    with shop.read() as tx:
        assert find_overcharges(tx, *YEAR) == [], "nobody said what was agreed"
    rule = shop.do(add_fee_rule, "direct", "commission", date(2026, 1, 1), rate=D("0.05"), source="§ 4").value
    with shop.read() as tx:
        (found,) = find_overcharges(tx, *YEAR)
        assert by_month([found]) == {("Direct sales", "2026-02"): D(2)}
    assert (found.order_no, found.taken, found.expected, found.beyond) == ("A-2", D(12), D(10), D(2))
    shop.do(remove_fee_rule, rule)
    with shop.read() as tx:
        assert find_overcharges(tx, *YEAR) == []


def test_of_what_was_refunded_a_channel_keeps_nothing(shop: Store) -> None:
    take_in(shop, orders(sold(refund_amount="20")))
    take_in(shop, statement(*MONTHS))
    shop.do(add_fee_rule, "direct", "commission", date(2026, 1, 1), rate=D("0.05"))
    with shop.read() as tx:
        (found,) = find_overcharges(tx, *YEAR)
    assert (found.taken, found.expected) == (D(5), D(4))


def test_a_rate_that_changed_is_proposed(shop: Store) -> None:
    days = [f"2026-02-{at:02d}" for at in range(1, 9)]
    take_in(shop, orders(*(sold(f"A-{at}", "50", day) for at, day in enumerate(days))))
    taken = ["-2.50"] * 4 + ["-3.00"] * 4
    lines = [(f"L{at}", f"{day} 12:00", "commission", f"A-{at}", taken[at]) for at, day in enumerate(days)]
    take_in(shop, statement(*lines))
    shop.do(add_fee_rule, "direct", "commission", date(2026, 1, 1), rate=D("0.05"))
    with shop.read() as tx:
        (found,) = find_changed_fees(tx, *YEAR)
    assert (found.kind, found.since, found.rate, found.was, found.orders) == (
        "commission", date(2026, 2, 5), D("0.06"), D("0.05"), 4,
    )  # fmt: skip
    shop.do(add_fee_rule, "direct", "commission", found.since, rate=found.rate)
    with shop.read() as tx:
        assert (find_changed_fees(tx, *YEAR), find_overcharges(tx, *YEAR)) == ([], [])
