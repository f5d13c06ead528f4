"""Ratings and reviews in the store: as they stand, as channels showed them, tied, answered, judged, made a case."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product, find_channel
from shopdesk.shop.opening import open_shop
from shopdesk.shop.service.ratings.reviews import (
    REVIEW_ROWS,
    answer_review,
    edit_reviews,
    fetch_causes,
    find_review,
    judge_reviews,
    open_review_case,
)
from shopdesk.shop.service.ratings.rolling import (
    RATING_DAY_ROWS,
    Standing,
    edit_rating_days,
    fetch_standings,
    put_rating_day,
    read_target,
    remove_rating_day,
    set_target,
    standing_rows,
)
from shopdesk.shop.service.ratings.rules import Aspect
from shopdesk.shop.service.ratings.told import add_review
from shopdesk.shop.service.reports import find_case
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
"""9 in Shanghai."""
TODAY = date(2026, 11, 2)


@action("review.edit", "Write reviews", undoable=True)
def write(tx: Tx, *reviews: dict[str, Any]) -> list[int]:
    channel_id = find_channel(tx, "taobao")
    return [
        add_review(tx, channel_id, f"R{n}", {"written_at": NOW - timedelta(1), **one})
        for n, one in enumerate(reviews, 1)
    ]


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: NOW
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Tea", price=Decimal(50))
    store.do(ring_up, [Ticket("A-1001", date(2026, 10, 30), [Item("TEA", 1, Decimal(50))])])
    return store


def standing(shop: Store, aspect: Aspect = Aspect.DESCRIBED) -> Standing:
    with shop.read() as tx:
        return next(one for one in fetch_standings(tx) if one.aspect is aspect)


def cells(shop: Store) -> list[dict[str, Any]]:
    keys = [column.key for column in REVIEW_ROWS.sheet.columns]
    with shop.read() as tx:
        return [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, REVIEW_ROWS, Query(), 9)]


def test_an_empty_shop_has_no_ratings(shop: Store) -> None:
    with shop.read() as tx:
        assert (fetch_standings(tx), fetch_causes(tx)) == ([], [])


def test_days_are_those_of_the_shop(shop: Store) -> None:
    midnight = datetime(2026, 11, 1, 16, tzinfo=UTC)
    shop.do(
        write, {"described": 5, "written_at": midnight}, {"described": 2, "written_at": midnight - timedelta(minutes=1)}
    )
    told = standing(shop)
    assert [one[0] for one in told.days] == [TODAY - timedelta(1), TODAY]
    assert (told.now.mean, told.yesterday.mean, told.change) == (Decimal("3.5"), 2, Decimal("1.5"))
    assert told.low == 1
    assert told.trend(TODAY)[-1] == (TODAY, Decimal("3.5"))


def test_what_the_channel_shows_says_how_many_fives(shop: Store) -> None:
    shop.do(write, {"described": 1})
    day = {"channel": "taobao", "described": Decimal("4.72"), "ratings": 300}
    shop.do(put_rating_day, {**day, "seen_on": TODAY - timedelta(1)})
    shop.do(put_rating_day, {**day, "seen_on": TODAY, "described": Decimal("4.70")})
    told = standing(shop)
    assert (told.change, told.fives(Decimal("4.8"))) == (Decimal("-0.02"), 150)
    assert standing_rows([told], Decimal(5))[0][7] is None


def test_ratings_that_leave_within_thirty_days(shop: Store) -> None:
    old = NOW - timedelta(170)
    shop.do(
        write,
        {"described": 1, "written_at": old},
        {"described": 5},
        {"described": 4, "written_at": NOW - timedelta(200)},
    )
    told = standing(shop)
    assert (told.now.count, told.leaving, told.ahead[-1].without) == (2, 1, 5)


def test_a_day_typed_twice_is_set_and_every_step_is_undone(shop: Store) -> None:
    day = {"channel": "taobao", "seen_on": TODAY, "service": Decimal("4.9")}
    row_id = shop.do(put_rating_day, day).value
    assert shop.do(put_rating_day, {**day, "logistics": Decimal("4.5")}).value == row_id
    shop.do(edit_rating_days, [(row_id, "service", Decimal("4.8")), (row_id, "ratings", 12)])
    with shop.read() as tx:
        assert fetch_first(tx, RATING_DAY_ROWS, Query())[0][1][1:] == (TODAY, None, Decimal("4.8"), Decimal("4.5"), 12)
    shop.do(remove_rating_day, row_id)
    for _step in range(4):
        shop.undo()
    with shop.read() as tx:
        assert fetch_first(tx, RATING_DAY_ROWS, Query()) == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"described": Decimal("5.1")}, "described"),
        ({}, "described"),
        ({"service": Decimal(4), "ratings": -1}, "ratings"),
        ({"service": Decimal(4), "seen_on": TODAY + timedelta(1)}, "seen_on"),
    ],
)
def test_what_is_no_rating_says_why(shop: Store, said: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(put_rating_day, {"channel": "taobao", "seen_on": TODAY, **said})
    assert refused.value.code == code


def test_the_target_is_kept(shop: Store) -> None:
    shop.do(set_target, Decimal("4.9"))
    with shop.read() as tx:
        assert read_target(tx) == Decimal("4.9")
    with pytest.raises(UserError):
        shop.do(set_target, Decimal(6))


def test_a_review_is_tied_to_what_its_order_sold(shop: Store) -> None:
    shop.do(
        write, {"described": 5, "order_no": " A-1001 "}, {"described": 4, "service": 2, "sku": "TEA", "order_no": "?"}
    )
    rows = {row["review_no"]: row for row in cells(shop)}
    assert [rows["R1"][key] for key in ("order_no", "sku", "stands")] == ["A-1001", "TEA", "waits"]
    assert [rows["R2"][key] for key in ("order_no", "sku", "stands")] == [None, "TEA", "low"]


def test_a_review_is_answered_judged_and_made_a_case_once(shop: Store) -> None:
    (review_id,) = shop.do(write, {"described": 1, "order_no": "A-1001", "text": "Broken  lid\n" + "x" * 80}).value
    shop.do(judge_reviews, [review_id], "Damaged")
    case_id = shop.do(open_review_case, review_id).value
    shop.do(answer_review, review_id, " Sorry! ")
    with shop.read() as tx:
        facts, case = find_review(tx, review_id), find_case(tx, case_id)
    assert facts is not None
    assert case is not None
    assert [facts.row[key] for key in ("cause", "reply", "stands", "case_no")] == [
        "Damaged",
        "Sorry!",
        "answered",
        "C0001",
    ]
    assert (facts.values["order"], facts.values["waybill"]) == ("A-1001", None)
    assert [case.row[key] for key in ("kind", "reason", "priority", "sku")] == ["review", "Damaged", "high", "TEA"]
    assert (len(case.row["title"]), case.events[0].text is not None) == (60, True)
    with pytest.raises(UserError) as refused:
        shop.do(open_review_case, review_id)
    assert refused.value.code == "case"
    for _step in range(3):
        shop.undo()
    assert [cells(shop)[0][key] for key in ("cause", "case_no", "stands")] == [None, None, "low"]


def test_causes_of_low_ones_add_up(shop: Store) -> None:
    ids = shop.do(
        write, {"described": 1, "sku": "TEA"}, {"described": 3, "sku": "TEA"}, {"logistics": 2}, {"described": 5},
        {"described": 1, "written_at": NOW - timedelta(100)},
    ).value  # fmt: skip
    shop.do(edit_reviews, [(review_id, "cause", "Damaged") for review_id in ids[:2]])
    with shop.read() as tx:
        rows = fetch_causes(tx)
    assert [row[:4] for row in rows] == [("Damaged", "TEA", "Tea", 2), (None, None, None, 1)]
    assert [row[5] for row in rows][-1] == 1
    assert rows[0][6:] == (2, TODAY - timedelta(1))
    with shop.read() as tx:
        assert [row[:4] for row in fetch_causes(tx, ["cause"])] == [("Damaged", None, None, 2), (None, None, None, 1)]
        assert [row[:4] for row in fetch_causes(tx, ["sku"])] == [(None, "TEA", "Tea", 2), (None, None, None, 1)]
