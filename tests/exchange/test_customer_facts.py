"""Points and consents by file: each row once, none twice, of customers that the shop knows; taken back whole."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.exchange.counter import give_back, read, table, take_in

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.load.built_on import find_refusal
from shopdesk.exchange.load.erase import erase_customer
from shopdesk.shop.service.customers.actions import add_points, tell_consent
from shopdesk.shop.service.customers.merging import merge_customers
from shopdesk.shop.service.customers.rules import Means
from shopdesk.store.store import Store
from shopdesk.store.tables import Consent, PointMove
from shopdesk.text import UserError

PEOPLE = table(
    "channel,customer_no,name,phone,email,company,city,country,group_name,tags,note",
    "direct,K-1,Chen,,,,,,,,", "direct,K-2,Mei,,,,,,,,", name="customers.csv",
)  # fmt: skip


def points(*rows: str) -> Memory:
    return table("channel,customer_no,moved_on,points,reason", *rows, name="points.csv")


def consents(*rows: str) -> Memory:
    return table("channel,customer_no,means,answer,told_at,evidence", *rows, name="consents.csv")


def kept(shop: Store) -> list[tuple[Any, ...]]:
    wanted = select(PointMove.customer_id, PointMove.points, PointMove.reason).order_by(PointMove.point_move_id)
    with shop.read() as tx:
        return [tuple(row) for row in tx.rows(wanted)]


@pytest.fixture
def shop(shop: Store) -> Store:
    take_in(shop, PEOPLE)
    return shop


def test_points_come_in_once(shop: Store) -> None:
    file = points(
        "direct,K-1,2026-01-15,50,Birthday", "direct,K-1,2026-01-15,50,Birthday", "direct,K-1,2026-01-16,-5,Cup"
    )
    staged = read(shop, file)
    assert (staged.plan.kind, staged.counts()["new"]) == ("points", 3)
    made = take_in(shop, file)
    assert kept(shop) == [(1, 50, "Birthday"), (1, 50, "Birthday"), (1, -5, "Cup")]
    assert take_in(shop, file) == 0
    more = points("direct,K-1,2026-01-15,50,Birthday", "direct,K-2,2026-01-17,9,Cup")
    assert read(shop, more).counts()["new"] == 1
    give_back(shop, made)
    assert kept(shop) == []


def test_points_that_were_used_are_not_taken_back(shop: Store) -> None:
    made = take_in(shop, points("direct,K-1,2026-01-15,50,Birthday", "direct,K-2,2026-01-15,9,Cup"))
    shop.do(add_points, 1, -45, "Gift")
    with pytest.raises(UserError, match=r"Customer \S+\*+ has used points of this import: -45 would be left"):
        give_back(shop, made)
    with shop.read() as tx:
        refusal = find_refusal(tx, made)
    assert refusal is not None
    assert refusal.code == "points_used", "said before anybody tries"
    shop.do(add_points, 1, 45, "Settled")
    give_back(shop, made)
    assert [row[1] for row in kept(shop)] == [-45, 45]


def test_nobody_uses_points_that_they_have_not(shop: Store) -> None:
    shop.do(add_points, 1, 10, "Sorry")
    file = points(
        "direct,K-1,2026-01-16,-55,Cup", "direct,K-1,2026-01-16,50,Birthday", "direct,K-1,2026-01-17,-6,Pen",
        "direct,K-2,2026-01-16,-1,Cup",
    )  # fmt: skip
    told = sorted((one.row, one.value, one.values["count"]) for one in read(shop, file).problems)
    assert told == [(4, "-6", 5), (5, "-1", 0)]


def test_a_customer_whom_nobody_knows_is_named(shop: Store) -> None:
    staged = read(shop, points("direct,K-9,2026-01-15,50,Birthday", "etsy,K-1,2026-01-15,50,Birthday"))
    assert set(staged.rejected_rows) == {2, 3}
    assert "import the customers first" in staged.rejected_rows[2]
    assert "K-9" not in str(staged.problems)


def test_answers_come_in_and_the_latest_stands(shop: Store) -> None:
    file = consents("direct,K-1,Text message,Allowed,2026-01-15 10:30,form", "direct,K-1,sms,refused,2026-02-01 09:00,")
    assert take_in(shop, file)
    assert take_in(shop, file) == 0
    with shop.read() as tx:
        told = tx.rows(select(Consent.means, Consent.is_given, Consent.evidence).order_by(Consent.told_at))
    assert [tuple(row) for row in told] == [("sms", True, "form"), ("sms", False, None)]


def test_a_merge_since_does_not_hold_them_back(shop: Store) -> None:
    made = take_in(shop, points("direct,K-2,2026-01-15,50,Birthday"))
    shop.do(merge_customers, [2], 1)
    assert take_in(shop, points("direct,K-2,2026-01-15,50,Birthday")) == 0, "the same row means the one that was kept"
    shop.do(add_points, 1, 7, "Sorry")
    give_back(shop, made)
    assert kept(shop) == [(1, 7, "Sorry")]


def test_nothing_comes_in_of_somebody_erased(shop: Store) -> None:
    shop.do(tell_consent, 1, Means.SMS, True, "form")
    shop.do(erase_customer, 1)
    assert take_in(shop, points("direct,K-1,2026-01-15,50,Birthday")) == 0
    assert kept(shop) == []


def test_nothing_comes_in_of_a_day_to_come(shop: Store) -> None:
    after = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%d}"
    files = points(f"direct,K-1,{after},50,Birthday"), consents(f"direct,K-1,sms,allowed,{after},Form")
    for file in files:
        (problem,) = read(shop, file).problems
        assert "to come" in problem.message
        assert problem.value.startswith(after)
