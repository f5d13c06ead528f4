"""The regular price plan: seasons, the ladder of clearance, members; never below the floor; and drafts made of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Text, insert

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.opening import open_shop
from shopdesk.shop.promotions.engine.pricing import price
from shopdesk.shop.promotions.engine.terms import fetch_terms
from shopdesk.shop.promotions.price_plan.plan import (
    add_plan_rule,
    edit_plan_rules,
    fetch_plan,
    plan_rows,
    promote_plan,
    remove_plan_rules,
)
from shopdesk.shop.promotions.price_plan.rules import PlanRule, RuleKind, Shelf, Stands, propose
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.rules import SHARE, Basket, Line
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import SkuPlan
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

TODAY = date(2026, 11, 22)
COAT = Shelf(1, "COAT", "Coats", 1_000_000, 400_000, 10_000, (0, 0, 6_000, 4_000, 0), 200.0)
SEASON = PlanRule(1, "Winter", RuleKind.SEASON, SHARE // 10, category="Coats", first_on=TODAY, last_on=TODAY)
STEP_90 = PlanRule(2, "Old 90", RuleKind.CLEARANCE, SHARE // 5, older_than=90, cover_over=100)
STEP_180 = PlanRule(3, "Old 180", RuleKind.CLEARANCE, SHARE // 2, older_than=180, cover_over=100)
MEMBER = PlanRule(4, "Gold", RuleKind.MEMBER, SHARE * 3 // 10, group="Gold")


def prices(rules: list[PlanRule], shelf: Shelf = COAT, today: date = TODAY) -> list[tuple[str, int | None, Stands]]:
    return [(one.rule.title, one.new_price, one.stands) for one in propose(rules, [shelf], today, 100)]


def test_the_deepest_step_that_age_and_cover_reach_holds() -> None:
    assert prices([SEASON, STEP_90, STEP_180]) == [("Old 180", 500_000, Stands.LOWERED)]
    assert prices([STEP_90, STEP_180], replace(COAT, ages=(0, 0, 6_000, 0, 0))) == [("Old 90", 800_000, Stands.LOWERED)]
    assert prices([STEP_90, STEP_180], replace(COAT, ages=(5_000, 5_000, 0, 0, 0))) == []


def test_cover_is_judged_at_its_edge_and_what_never_sells_lasts_for_ever() -> None:
    assert prices([STEP_90], replace(COAT, cover_days=100.0)) == []
    assert prices([STEP_90], replace(COAT, cover_days=100.1)) != []
    assert prices([STEP_90], replace(COAT, cover_days=None)) != []


def test_a_season_holds_on_both_its_days_and_for_its_category() -> None:
    assert prices([SEASON]) == [("Winter", 900_000, Stands.LOWERED)]
    assert prices([SEASON], today=date(2026, 11, 23)) == []
    assert prices([SEASON], today=date(2026, 11, 21)) == []
    assert prices([SEASON], replace(COAT, category="Hats")) == []


def test_no_price_goes_below_the_floor() -> None:
    dear = replace(COAT, cost=400_001)
    assert prices([replace(STEP_180, min_margin=SHARE // 5)], dear) == [("Old 180", 500_100, Stands.HELD)]
    assert prices([replace(STEP_180, min_margin=SHARE // 5)]) == [("Old 180", 500_000, Stands.LOWERED)]
    assert prices([STEP_180], replace(COAT, cost=2_000_000)) == [("Old 180", 1_000_000, Stands.HELD)]
    assert prices([STEP_180], replace(COAT, cost=None)) == [("Old 180", None, Stands.UNKNOWN)]


def test_members_have_a_price_of_their_own_where_it_is_lower() -> None:
    assert prices([SEASON, MEMBER]) == [("Winter", 900_000, Stands.LOWERED), ("Gold", 700_000, Stands.LOWERED)]
    assert prices([STEP_180, MEMBER]) == [("Old 180", 500_000, Stands.LOWERED)]


@pytest.fixture
def shop(store: Store) -> Store:
    """Two old coats, of which one is dear to buy, and a plan of stock."""
    store._clock = lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)
    store.do(open_shop, "Coats", "CNY", "UTC", Costing.MOVING_AVERAGE)
    for code, cost in (("COAT", 40), ("FUR", 70)):
        store.do(add_product, code, code.title(), price=Decimal(100), cost=Decimal(cost), category="Coats")
    return store


@action("stock.plan", "Plan")
def _plan_stock(tx: Tx) -> None:
    """As planning would: five of the coats lie there for more than half a year, and last for 90 days."""
    columns = SkuPlan.__table__.columns
    values: dict[str, object] = {
        column.name: "" if isinstance(column.type, Text) else 0 for column in columns if not column.nullable
    }
    values |= {"sku_id": 1, "on_hand": Decimal(5), "age_365": Decimal(5), "cover_days": Decimal(90)}
    tx.run_sql(SkuPlan, insert(SkuPlan).values(values))


def rule(store: Store, **more: object) -> int:
    values = {"title": "Half", "kind": "season", "category": "Coats", "off_rate": Decimal("0.5"), **more}
    made: int = store.do(add_plan_rule, values).value
    return made


def test_the_plan_says_old_price_new_price_and_margin(shop: Store) -> None:
    rule(shop, min_margin=Decimal("0.2"))
    with shop.read() as tx:
        rows = plan_rows(tx, fetch_plan(tx))
    told = [(row[0], row[3], row[4], row[5], row[7], row[8], row[9]) for row in rows]
    assert told == [
        ("COAT", "lowered", Decimal(100), Decimal(50), Decimal(50), Decimal(10), Decimal("0.2")),
        ("FUR", "held", Decimal(100), Decimal("87.5"), Decimal("87.5"), Decimal("17.5"), Decimal("0.2")),
    ]


def test_drafts_made_of_the_plan_price_a_basket_as_it_says(shop: Store) -> None:
    rule(shop, last_on=date(2026, 11, 30))
    rule(shop, title="Gold", kind="member", off_rate=Decimal("0.6"), group_name="Gold")
    made = shop.do(promote_plan).value
    with shop.read() as tx:
        keys = [column.key for column in PROMOTION_ROWS.sheet.columns]
        rows = [dict(zip(keys, row, strict=True)) for _id, row in fetch_first(tx, PROMOTION_ROWS, Query())]
        terms = fetch_terms(tx, drafts=made)
        skus = {line.code: line for line in (Line("COAT", 1_000_000, 1_000, 1), Line("FUR", 1_000_000, 1_000, 2))}
        paid = {
            (code, group): price(Basket((line,), tx.now, group=group), terms).paid[0]
            for code, line in skus.items() for group in (None, "Gold")
        }  # fmt: skip
    assert {row["state"] for row in rows} == {"draft"}
    assert {row["ends_at"] for row in rows if row["kind"] != "member_price"} == {datetime(2026, 12, 1, tzinfo=UTC)}
    assert paid == {
        ("COAT", None): 500_000, ("COAT", "Gold"): 400_000, ("FUR", None): 700_000, ("FUR", "Gold"): 700_000,
    }  # fmt: skip
    shop.undo()
    with shop.read() as tx:
        assert fetch_first(tx, PROMOTION_ROWS, Query()) == []


def test_ages_come_from_the_stock_plan(shop: Store) -> None:
    rule(shop, kind="clearance", older_than=180, cover_over=60, category=None)
    with shop.read() as tx:
        assert fetch_plan(tx) == []
    shop.do(_plan_stock)
    with shop.read() as tx:
        assert [(one.shelf.code, one.shelf.older(180)) for one in fetch_plan(tx)] == [("COAT", 5_000)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"off_rate": Decimal(0)}, {"off_rate": Decimal(1)}, {"min_margin": Decimal(1)}, {"kind": "clearance"},
        {"older_than": 100, "kind": "clearance"}, {"kind": "member"}, {"group_name": "Gold"},
        {"first_on": date(2026, 2, 2), "last_on": date(2026, 2, 1)}, {"kind": None}, {"title": " "},
    ],
)  # fmt: skip
def test_rules_that_make_no_sense_are_refused(shop: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(UserError):
        rule(shop, **wrong)


def test_rules_are_edited_removed_and_back_again(shop: Store) -> None:
    made = rule(shop)
    shop.do(edit_plan_rules, [(made, "off_rate", Decimal("0.1"))])
    with shop.read() as tx:
        assert [one.new_price for one in fetch_plan(tx)] == [900_000, 900_000]
    shop.do(remove_plan_rules, [made])
    shop.undo()
    with shop.read() as tx:
        assert len(fetch_plan(tx)) == 2
    with pytest.raises(UserError):
        rule(shop)
    with pytest.raises(UserError):
        shop.do(promote_plan, 99)


def test_a_share_off_many_pieces_at_once_stays_above_the_floor() -> None:
    """A third off 9.99 is 6.66: at a floor of 6.66 the exact price of 6.6593 is below it, so that the floor holds."""
    shelf = replace(COAT, price=99_900, cost=66_600)
    third = replace(STEP_180, off_rate=3_334_000_000)
    [one] = propose([third], [shelf], TODAY, 100)
    assert (one.stands, one.new_price) == (Stands.HELD, 66_600)
    [one] = propose([replace(third, off_rate=3_333_000_000)], [shelf], TODAY, 100)
    assert (one.stands, one.new_price) == (Stands.LOWERED, 66_600)
