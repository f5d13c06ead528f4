"""Competitors: what was seen of them beside the own price, cuts that are a war, and files that set and never add."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.foreign import NeedsRate
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.catalog.actions import add_product, edit_skus
from shopdesk.shop.ledger.actions import set_rate
from shopdesk.shop.listings.actions import add_listing
from shopdesk.shop.listings.prices.competitors import (
    add_competitor,
    edit_competitor,
    fetch_competitors,
    forget_day,
    remove_competitor,
    watch_competitor,
)
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.shop.today.checks import run_checks, tune_checks
from shopdesk.shop.today.checks_market import MARKET
from shopdesk.shop.today.looking import Severity
from shopdesk.shop.today.market import judged_competitors
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import ListingSku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TODAY = date(2026, 11, 22)
D = Decimal


@pytest.fixture
def shop(store: Store) -> Store:
    store._clock = lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "CUP", "Cup", price=D(60))
    store.do(add_listing, {"channel": "taobao", "listing_no": "1", "sku": "CUP", "title": "Cup", "price": D(50)})
    return store


def seen(shop: Store, number: int, back: int, **what: Any) -> None:
    shop.do(edit_competitor, number, {"seen_on": TODAY - timedelta(back), **what})


def only(shop: Store) -> Any:
    with shop.read() as tx:
        [found] = fetch_competitors(tx)
    return found


def test_a_price_stands_beside_the_own_one_of_its_channel(shop: Store) -> None:
    here = {"channel": "taobao", "product": "CUP", "seen_on": TODAY, "price": D(44)}
    number = shop.do(add_competitor, {"code": "R-1", "title": "Rival", **here}).value
    found = only(shop)
    assert (found.own_price, found.gap, found.alert) == (50, D("-0.12"), "cheaper")
    shop.do(edit_competitor, number, {"channel": ""})
    assert only(shop).own_price == 60
    shop.do(watch_competitor, number, False)
    assert only(shop).alert == "off"
    shop.undo()
    shop.undo()
    assert only(shop).own_price == 50


@pytest.mark.parametrize(
    ("price", "alert"), [("44.99", "cheaper"), ("45", "near"), ("55", "near"), ("55.01", "dearer")]
)
def test_a_tenth_is_the_edge(shop: Store, price: str, alert: str) -> None:
    here = {"channel": "taobao", "product": "CUP", "seen_on": TODAY, "price": D(price)}
    shop.do(add_competitor, {"code": "R-1", **here})
    assert only(shop).alert == alert


def test_three_cuts_in_two_weeks_are_a_war(shop: Store) -> None:
    number = shop.do(add_competitor, {"code": "R-1", "product": "CUP"}).value
    for back, price in ((30, 70), (20, 65), (13, 64), (9, 66), (5, 63)):
        seen(shop, number, back, price=D(price))
    assert (only(shop).cuts, only(shop).change) == (2, -3)
    [check] = MARKET
    limits = {limit.name: limit.usual for limit in check.limits}
    with shop.read() as tx:
        assert (found := check.look(tx, limits)) is not None
    assert found.severity is Severity.GOOD
    seen(shop, number, 1, price=D(62))
    assert only(shop).alert == "war"
    with shop.read() as tx:
        assert (found := check.look(tx, limits)) is not None
    assert found.severity is Severity.BAD


def test_a_price_of_long_ago_is_compared_with_nothing(shop: Store) -> None:
    number = shop.do(add_competitor, {"code": "R-1", "product": "CUP"}).value
    seen(shop, number, 60, price=D(10))
    assert only(shop).alert == "unknown"
    seen(shop, number, 59, price=D(10))
    assert only(shop).alert == "cheaper"


def test_a_price_that_ours_cannot_follow_is_told_as_the_shop_has_tuned_it(shop: Store) -> None:
    shop.do(edit_skus, [(1, "cost", D(46))])
    shop.do(add_competitor, {"code": "R-1", "product": "CUP", "channel": "taobao", "seen_on": TODAY, "price": D(46)})
    assert (only(shop).floor, only(shop).alert) == (46, "near")
    seen(shop, 1, 0, price=D("45.99"))
    assert only(shop).alert == "below"
    with shop.read() as tx:
        checks = {one.key: one.found for one in run_checks(tx)}
    assert checks["competitors"].severity is Severity.BAD
    assert "45.99, ours 50; below our floor 46" in checks["competitors"].evidence[0].said.words
    shop.do(edit_skus, [(1, "cost", D(10))])
    shop.do(tune_checks, (), {"competitors": {"gap": D(5)}}, ())
    with shop.read() as tx:
        assert [one.alert for one in judged_competitors(tx)] == ["cheaper"]


def test_what_cannot_be_is_refused(shop: Store) -> None:
    for values, column in (
        ({"code": ""}, "code"), ({"code": "R", "price": D(1)}, "seen_on"), ({"code": "R", "product": "NO"}, "product"),
        ({"code": "R", "price": D(1), "seen_on": TODAY + timedelta(1)}, "seen_on"),
        ({"code": "R", "rating": D(-1), "seen_on": TODAY}, "rating"),
    ):  # fmt: skip
        with pytest.raises(UserError) as refused:
            shop.do(add_competitor, values)
        assert refused.value.code == column
    number = shop.do(add_competitor, {"code": "R"}).value
    with pytest.raises(UserError, match="watched already"):
        shop.do(add_competitor, {"code": "R"})
    with pytest.raises(UserError, match="number or the link"):
        shop.do(edit_competitor, number, {"code": " "})


def test_a_competitor_goes_with_its_days_and_comes_back(shop: Store) -> None:
    number = shop.do(add_competitor, {"code": "R-1", "seen_on": TODAY, "price": D(5)}).value
    shop.do(remove_competitor, number)
    with shop.read() as tx:
        assert fetch_competitors(tx) == []
    shop.undo()
    assert only(shop).price == 5
    shop.do(remove_competitor, number)
    with pytest.raises(UserError, match="gone"):
        shop.do(watch_competitor, number, False)


def test_a_day_that_was_wrong_is_removed_and_undone(shop: Store) -> None:
    number = shop.do(add_competitor, {"code": "R-1"}).value
    for back, price in ((3, 50), (2, 5), (1, 49)):
        seen(shop, number, back, price=D(price))
    assert only(shop).cuts == 1
    shop.do(forget_day, number, TODAY - timedelta(2))
    assert ([day.price for day in only(shop).days], only(shop).cuts) == ([50, 49], 1)
    with pytest.raises(UserError, match="gone"):
        shop.do(forget_day, number, TODAY - timedelta(2))
    shop.undo()
    assert len(only(shop).days) == 3


def read(shop: Store, folder: Path, rows: str) -> Staged:
    path = folder / "rivals.csv"
    path.write_text("竞品链接,竞品,竞店,对标SKU,日期,竞品价格,月销量\n" + rows, "utf-8")
    return prepare(shop, path, Choices(kind="competitors", accept_proposal=True))


def test_a_file_sets_days_and_is_taken_back(shop: Store, tmp_path: Path) -> None:
    first = run_import(
        shop, read(shop, tmp_path, "L1,Rival,Shop,CUP,2026-11-20,49,100\nL1,Rival,Shop,CUP,2026-11-21,48,\n")
    )
    assert [(day.price, day.sales) for day in only(shop).days] == [(49, 100), (48, None)]
    assert read(shop, tmp_path, "L1,,,,2026-11-20,49,100\n").counts()["same"] == 1
    assert read(shop, tmp_path, "L1,Rival,Shop,CUP,2026-11-20,49,100\n").counts()["same"] == 1
    again = run_import(shop, read(shop, tmp_path, "L1,,,,2026-11-20,47,\n"))
    assert [day.price for day in only(shop).days] == [47, 48]
    shop.do(take_back, again)
    shop.do(take_back, first)
    with shop.read() as tx:
        assert fetch_competitors(tx) == []


def test_faults_of_a_file_are_named(shop: Store, tmp_path: Path) -> None:
    rows = "L1,A,,NO,2026-11-20,1,\nL2,A,,,,5,\nL3,A,,,2026-11-20,1,\nL3,A,,,2026-11-20,2,\n"
    assert {one.row for one in read(shop, tmp_path, rows).problems} == {2, 3, 5}


def test_prices_in_another_currency_come_home(shop: Store, tmp_path: Path) -> None:
    """Whatever says so: a sign in the cells, a header, a column, the form; without a rate nothing goes in."""
    marked = "L1,Rival,Shop,CUP,2026-11-20,US$ 6.50,\nL1,,,,2026-11-21,US$ 6,\n"
    with pytest.raises(NeedsRate):
        read(shop, tmp_path, marked)
    shop.do(set_rate, "USD", date(2026, 11, 1), D("7.2"))
    run_import(shop, read(shop, tmp_path, marked))
    assert [day.price for day in only(shop).days] == [D("46.8"), D("43.2")]
    assert read(shop, tmp_path, marked).counts()["same"] == 2
    shop.do(edit_competitor, 1, {"seen_on": date(2026, 11, 21), "price": D(5), "currency": "usd"})
    assert only(shop).price == 36
    with pytest.raises(UserError) as refused:
        shop.do(edit_competitor, 1, {"seen_on": date(2026, 11, 22), "price": D(5), "currency": "EUR"})
    assert refused.value.values["currency"] == "EUR"
    run_import(shop, read(shop, tmp_path, "L1,,,,2026-11-19,US$ 6,\nL1,,,,2026-11-18,50,\n"))
    assert [day.price for day in only(shop).days][:2] == [50, 6], "of amounts that are not all marked nobody knows"
    path = tmp_path / "named.csv"
    path.write_text("code,seen_on,their price (USD)\nL1,2026-11-22,7\n", encoding="utf-8")
    run_import(shop, prepare(shop, path, Choices(kind="competitors", accept_proposal=True)))
    assert only(shop).price == D("50.4")


@action("catalog.edit", N_("No price of its own"), undoable=True)
def bare(tx: Tx) -> None:
    tx.update(ListingSku, 1, price=None)


def test_a_sku_without_a_price_of_its_own_has_that_of_its_listing(shop: Store) -> None:
    shop.do(bare)
    shop.do(add_competitor, {"code": "R-1", "channel": "taobao", "product": "CUP", "seen_on": TODAY, "price": D(44)})
    assert only(shop).own_price == 50
