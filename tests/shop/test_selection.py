"""Candidates: what they score and why, a trial counted by the shop's own orders, how right the scores were."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.listings.rules import CandidateState
from shopdesk.shop.listings.trials.candidates import (
    add_candidate,
    edit_candidate,
    judge_candidate,
    proposed,
    start_trial,
)
from shopdesk.shop.listings.trials.selection import (
    Scored,
    candidate_row,
    competition,
    demand,
    fetch_candidates,
    hit_rate,
    margin,
    read_months,
    season,
)
from shopdesk.shop.listings.worked_sheets import CANDIDATES
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.text import UserError

TRAY: dict[str, Any] = {
    "title": "Bamboo tray", "channel": "taobao", "cost": Decimal(40), "price": Decimal(100), "searches": 10_000,
    "sellers": 2_500, "months": "4、5，6",
}  # fmt: skip


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: datetime(2026, 4, 10, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TRAY", "Tray", price=Decimal(100))
    return store


def found(shop: Store) -> Scored:
    with shop.read() as tx:
        return fetch_candidates(tx)[0]


def test_each_part_is_worth_what_it_says() -> None:
    assert [demand(searches).points for searches in (None, 0, 100, 10_000, 100_000, 9_999_999)] == [
        None, 0, 0, Decimal("66.7"), 100, 100,
    ]  # fmt: skip
    assert [competition(*told).points for told in ((1, None), (100, 0), (200, 1000), (2000, 1000), (20_000, 1000))] == [
        None, 100, 0, 50, 100,
    ]  # fmt: skip
    half = margin(Decimal(40), Decimal(100), Decimal(10))
    assert (half.points, half.words) == (100, "50.0 % of the price after fees of 10.00")
    assert margin(Decimal(90), Decimal(100), Decimal(20)).points == 0
    assert margin(None, Decimal(100), None).points is None
    assert [season(months, date(2026, 11, 3)).points for months in (None, "11,12,1", "1", "6")] == [
        100, 100, Decimal("33.3"), 0,
    ]  # fmt: skip


def test_months_are_read_as_people_write_them() -> None:
    assert read_months("11月、12月，1") == [1, 11, 12]
    with pytest.raises(UserError):
        read_months("0")


def test_a_candidate_scores_the_mean_of_what_is_known(shop: Store) -> None:
    shop.do(add_candidate, TRAY)
    one = found(shop)
    points = {part.key: part.points for part in one.parts}
    assert points == {"demand": Decimal("66.7"), "competition": Decimal("65.1"), "margin": 100, "delivery": None,
                      "season": 100}  # fmt: skip
    assert one.score == Decimal("83.0")
    assert len(candidate_row(one)) == len(CANDIDATES.columns)
    with pytest.raises(UserError, match="already"):
        shop.do(add_candidate, {"title": "bamboo TRAY"})
    shop.do(edit_candidate, one.row.candidate_id, {"supplier_score": Decimal(50)})
    assert found(shop).score == Decimal("76.4")
    shop.undo()
    assert found(shop).score == Decimal("83.0")


def test_a_trial_is_counted_by_own_orders_and_judged(shop: Store) -> None:
    candidate_id = shop.do(add_candidate, TRAY).value
    days = {"trial_from": date(2026, 4, 1), "trial_to": date(2026, 4, 30)}
    shop.do(start_trial, candidate_id, sku="TRAY", target_units=Decimal(3), **days)
    sold = [(1, "2026-03-31", "completed"), (2, "2026-04-02", "completed"), (4, "2026-04-03", "cancelled"),
            (2, "2026-04-09", "paid")]  # fmt: skip
    tickets = [Ticket(f"O-{n}", date.fromisoformat(day), [Item("TRAY", pieces, Decimal(100))], state=state)
               for n, (pieces, day, state) in enumerate(sold)]  # fmt: skip
    shop.do(ring_up, tickets)
    one = found(shop)
    assert (one.sold, one.row.score_then, one.row.state) == (4, Decimal("83.0"), "trial")
    assert proposed(one.sold, one.row.target_units) is CandidateState.TAKEN
    shop.do(judge_candidate, candidate_id, CandidateState.TAKEN)
    one = found(shop)
    assert (one.row.trial_units, one.row.verdict, one.row.judged_on) == (4, "taken", date(2026, 4, 10))
    assert (hit_rate([one]).right, hit_rate([one]).judged) == (1, 1)
    with pytest.raises(UserError, match="judged"):
        shop.do(start_trial, candidate_id, sku="TRAY", target_units=Decimal(3), **days)
    shop.undo()
    assert found(shop).row.state == "trial"


def test_a_target_is_missed(shop: Store) -> None:
    assert proposed(Decimal(2), Decimal(3)) is CandidateState.DROPPED
    assert proposed(None, Decimal(3)) is None
    candidate_id = shop.do(add_candidate, TRAY).value
    with pytest.raises(UserError, match="before"):
        shop.do(start_trial, candidate_id, sku="TRAY", target_units=Decimal(3), trial_from=date(2026, 4, 2),
                trial_to=date(2026, 4, 1))  # fmt: skip
