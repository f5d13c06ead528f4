"""The price desk over a store: what prices leave, what rules propose, and prices that are changed and come back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.shop.catalog.actions import add_product, find_sku
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.ledger.actions import book_expense
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.listings.actions import add_listing, edit_listings
from shopdesk.shop.listings.by_hand import edit_by_hand
from shopdesk.shop.listings.prices.journal import JOURNAL_ROWS
from shopdesk.shop.listings.prices.listed import PRICE_LIST_ROWS, edit_price_list
from shopdesk.shop.listings.prices.proposals import (
    Priced,
    Proposal,
    Put,
    change_prices,
    fetch_priced,
    fetch_proposals,
    margin_table,
    priced_row,
    proposal_row,
    put_of,
    what_if,
)
from shopdesk.shop.listings.prices.rules import Stands
from shopdesk.shop.listings.prices.ruling import (
    PRICING_RULE_ROWS,
    add_price_rule,
    edit_price_rules,
    fetch_price_rules,
    remove_price_rules,
)
from shopdesk.shop.listings.prices.sheets import PRICES, PROPOSALS
from shopdesk.shop.listings.trials.experiments import plan_experiment, start_experiment
from shopdesk.shop.opening import open_shop
from shopdesk.shop.settlement.actions import add_fee_rule
from shopdesk.shop.stock.actions import CountLine, ReceiptLine, count_stock, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tables import Competitor, CompetitorDay, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def shop(file_store: Store) -> Store:
    return furnish(file_store)


def furnish(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    store.do(add_product, "CUP", "Cup", cost=Decimal(20), category="Ware")
    store.do(add_product, "POT", "Pot", cost=Decimal(50), category="Ware")
    store.do(add_product, "TEA", "Tea")
    for number, sku, price in (("620", "CUP; POT", "60"), ("621", "TEA", "30"), ("622", "CUP", "21")):
        told = {"channel": "taobao", "listing_no": number, "sku": sku, "title": f"L {number}", "price": Decimal(price)}
        store.do(add_listing, told)
    store.do(add_fee_rule, "taobao", "commission", date(2020, 1, 1), rate=Decimal("0.05"))
    return store


def priced(shop: Store, sku: str, number: str) -> Priced:
    with shop.read() as tx:
        [one] = [one for one in fetch_priced(tx) if (one.offer.sku, one.offer.listing_no) == (sku, number)]
    return one


def test_what_is_sold_out_costs_what_it_cost_last(store: Store) -> None:
    shop = furnish(store)
    with shop.read() as tx:
        sku_id = find_sku(tx, "TEA")
    shop.do(receive_goods, "R-1", [ReceiptLine(sku_id, Decimal(2), Decimal(9))])
    shop.do(count_stock, [CountLine(sku_id, Decimal(0))])
    row = cells(priced_row(priced(shop, "TEA", "621")), PRICES)
    assert (row["verdict"], row["cost"]) == ("earns", Decimal(9))


def proposals(shop: Store) -> dict[tuple[str, str | None], Proposal]:
    with shop.read() as tx:
        return {(one.offer.listing_no, one.offer.sku): one for one in fetch_proposals(tx)}


def cells(row: tuple[Any, ...], sheet: Any) -> dict[str, Any]:
    return dict(zip((column.key for column in sheet.columns), row, strict=True))


@action("catalog.edit", N_("Watch"), undoable=True)
def watch(tx: Tx, sku: str, prices: list[tuple[str, int, bool]], age: int = 0) -> None:
    """Competitors of a SKU's product: price, days ago, whether it is watched."""
    product_id = tx.scalar(Sku.__table__.select().with_only_columns(Sku.product_id).where(Sku.code == sku))
    for n, (price, ago, is_watched) in enumerate(prices):
        competitor_id = tx.insert(
            Competitor, code=f"{sku}-{age}-{n}", title="Rival", product_id=product_id, is_watched=is_watched
        )
        days = {"seen_on": tx.today - timedelta(ago), "price": Decimal(price)}
        tx.insert(CompetitorDay, competitor_id=competitor_id, **days)


def test_what_every_price_leaves_and_what_is_not_known(store: Store) -> None:
    shop = furnish(store)
    row = cells(priced_row(priced(shop, "CUP", "620")), PRICES)
    told = ("verdict", "price", "left", "share", "break_even", "cost", "fee", "parcel")
    assert [row[key] for key in told] == [
        "earns", Decimal(60), Decimal(37), Decimal("0.616667"), Decimal("21.05"), Decimal(20), Decimal(3), Decimal(0),
    ]  # fmt: skip
    loss = cells(priced_row(priced(shop, "CUP", "622")), PRICES)
    assert (loss["verdict"], loss["left"]) == ("loss", Decimal("-0.05"))
    unknown = cells(priced_row(priced(shop, "TEA", "621")), PRICES)
    assert [unknown[key] for key in ("verdict", "cost", "left", "share", "break_even")] == ["no_cost", *[None] * 4]
    with shop.read() as tx:
        assert [one.offer.listing_no for one in fetch_priced(tx)] == [
            "622",
            "621",
            "620",
            "620",
        ]  # POT 11.7, CUP 61.7 %


def test_a_bundle_costs_as_much_as_its_parts(shop: Store) -> None:
    with shop.read() as tx:
        parts = {find_sku(tx, code): Decimal(count) for code, count in (("CUP", 2), ("POT", 1))}
    shop.do(set_parts, shop.do(add_product, "SET", "Set").value, parts)
    shop.do(add_listing, {"channel": "taobao", "listing_no": "9", "sku": "SET", "title": "Set", "price": Decimal(150)})
    assert priced(shop, "SET", "9").offer.costs.cost == 90 * 10_000


def test_other_prices_and_the_prices_for_margins(shop: Store) -> None:
    one = priced(shop, "CUP", "620")
    assert margin_table(one)[:2] == [(0, 210_500, Decimal("-0.649167")), (10, 235_400, Decimal("-0.607667"))]
    table = dict(what_if(one))
    assert (len(table), table[600_000], table[660_000]) == (9, 370_000, 427_000)
    assert what_if(priced(shop, "TEA", "621")) == []


def test_rules_propose_and_prices_change_as_one_step(shop: Store) -> None:
    shop.do(add_price_rule, {"title": "Ware", "kind": "cost", "category": "Ware", "factor": Decimal("1.5"),
                             "ending": ".9", "floor_margin": Decimal("0.1")})  # fmt: skip
    found = proposals(shop)
    assert {key: (one.found.stands, one.found.price) for key, one in found.items()} == {
        ("620", "CUP"): (Stands.LOWER, 299_000),
        ("620", "POT"): (Stands.RAISE, 749_000),
        ("622", "CUP"): (Stands.RAISE, 299_000),
    }
    row = cells(proposal_row(found["622", "CUP"], ZONE), PROPOSALS)
    assert (row["change"], row["new_left"], row["why"]) == (
        Decimal("0.423810"), Decimal("8.40"), "Ware · cost 20.00 × 1.5 · ending .9",
    )  # fmt: skip
    puts = [put_of(one) for one in found.values() if one.changes]
    assert shop.do(change_prices, puts).value == 3
    assert not any(one.changes for one in proposals(shop).values())
    assert priced(shop, "POT", "620").offer.price == 749_000
    with pytest.raises(UserError, match="has changed since"):
        shop.do(change_prices, puts)
    shop.undo()
    assert priced(shop, "POT", "620").offer.price == 600_000
    shop.redo()
    assert priced(shop, "CUP", "622").offer.price == 299_000


def test_competitors_that_are_watched_and_were_seen_lately_count(shop: Store) -> None:
    shop.do(watch, "CUP", [("40", 2, True), ("44", 50, True), ("10", 1, False), ("12", 99, True)])
    shop.do(add_price_rule, {"title": "Cheapest", "kind": "lowest", "factor": Decimal("0.9")})
    found = proposals(shop)
    assert found["620", "CUP"].found.price == 360_000
    assert found["620", "POT"].found.stands is Stands.NO_RIVALS
    assert found["621", "TEA"].found.stands is Stands.NO_COST
    row = cells(priced_row(priced(shop, "CUP", "620")), PRICES)
    assert (row["market"], row["gap"], row["rule"]) == (Decimal(42), Decimal("0.428571"), "Cheapest")


def test_the_floor_holds_what_a_rule_would_lower(shop: Store) -> None:
    shop.do(watch, "CUP", [("15", 1, True)])
    shop.do(add_price_rule, {"title": "Median", "kind": "median"})
    one = proposals(shop)["620", "CUP"]
    assert (one.found.stands, one.found.price) == (Stands.HELD, 210_500)
    assert "the rule alone says 15.00" in cells(proposal_row(one, ZONE), PROPOSALS)["why"]


def test_a_locked_listing_stays_for_a_while_after_a_change(shop: Store) -> None:
    one = priced(shop, "CUP", "622").offer
    shop.do(edit_listings, [(one.listing_id, "is_locked", True)])
    shop.do(change_prices, [Put(one.listing_id, one.sku_id, Decimal(21), Decimal(25), "")])
    with pytest.raises(UserError, match="stays until"):
        shop.do(change_prices, [Put(one.listing_id, one.sku_id, Decimal(25), Decimal(26), "")])
    shop.do(add_price_rule, {"title": "Ware", "kind": "cost", "factor": Decimal("1.5")})
    assert proposals(shop)["622", "CUP"].found.stands is Stands.LOCKED
    cells: tuple[tuple[str, object], ...] = (("price", Decimal(26)), ("title", "Cup by hand"))
    shop.do(edit_by_hand, [(one.listing_id, *cells[1])])
    for key, value in (cells[0], ("title", "Cup again")):
        with pytest.raises(UserError, match="stays until"):
            shop.do(edit_by_hand, [(one.listing_id, key, value)])
    shop.do(edit_by_hand, [(one.listing_id, *cells[1]), (one.listing_id, "rating", Decimal(4))])
    shop.do(edit_by_hand, [(one.listing_id, "is_locked", False)])
    assert shop.do(edit_by_hand, [(one.listing_id, *cell) for cell in cells]).value


def test_what_was_cheaper_of_late_is_said(shop: Store) -> None:
    with shop.read() as tx:
        day = tx.today - timedelta(3)
    shop.do(ring_up, [Ticket("A-1", day, [Item("CUP", 1, Decimal(50))])])
    shop.do(add_price_rule, {"title": "Ware", "kind": "cost", "factor": Decimal(3)})  # 60
    found = {key: cells(proposal_row(one, ZONE), PROPOSALS) for key, one in proposals(shop).items()}
    assert f"Sold for 50.00 on {day}: a later reduction counts" in found["622", "CUP"]["hint"]
    assert found["622", "CUP"]["low_7"] == Decimal(50)
    assert (found["620", "CUP"]["stands"], found["620", "CUP"]["hint"]) == ("same", "")
    shop.do(edit_price_rules, [(1, "factor", Decimal("2.6"))])  # 52, below 60 and above what it was sold for
    assert cells(proposal_row(proposals(shop)["620", "CUP"], ZONE), PROPOSALS)["hint"] == (
        f"Sold for 50.00 on {day}: do not call it reduced"
    )


@pytest.mark.parametrize(
    "values",
    [
        {"title": "", "kind": "cost", "factor": Decimal(2)},
        {"title": "A", "kind": "dear"},
        {"title": "A", "kind": "cost"},
        {"title": "A", "kind": "ending"},
        {"title": "A", "kind": "median", "ending": "no"},
        {"title": "A", "kind": "median", "factor": Decimal(0)},
        {"title": "A", "kind": "median", "floor_margin": Decimal(1)},
        {"title": "Ware", "kind": "median"},
        {"title": "A", "kind": "median", "price": 1},
        {"title": "A", "kind": "median", "channel": "Nowhere"},
    ],
)
def test_what_no_rule_says(shop: Store, values: dict[str, Any]) -> None:
    shop.do(add_price_rule, {"title": "Ware", "kind": "median"})
    with pytest.raises(UserError):
        shop.do(add_price_rule, values)


def test_a_rule_is_listed_edited_and_taken_out(shop: Store) -> None:
    rule_id = shop.do(add_price_rule, {"title": " Tea ", "kind": "median", "channel": "taobao"}).value
    shop.do(edit_price_rules, [(rule_id, "factor", Decimal("0.97")), (rule_id, "channel", "")])
    with shop.read() as tx:
        [(_id, row)] = fetch_first(tx, PRICING_RULE_ROWS, Query(), 9)
        assert row == ("Tea", "median", None, None, Decimal("0.97"), None, None)
        assert fetch_price_rules(tx)[0].markup == -300_000_000
    shop.do(remove_price_rules, [rule_id])
    with pytest.raises(UserError):
        shop.do(edit_price_rules, [(rule_id, "title", "X")])
    shop.undo()
    with shop.read() as tx:
        assert [rule.title for rule in fetch_price_rules(tx)] == ["Tea"]


def test_the_price_list_is_edited_cell_by_cell_and_respects_locks(shop: Store) -> None:
    with shop.read() as tx:
        rows = {(row[1], row[2]): (row_id, row[4]) for row_id, row in fetch_first(tx, PRICE_LIST_ROWS, Query(), 9)}
    assert {key: price for key, (_id, price) in rows.items()} == {
        ("620", "CUP"): 60, ("620", "POT"): 60, ("621", "TEA"): 30, ("622", "CUP"): 21,
    }  # fmt: skip
    shop.do(edit_listings, [(priced(shop, "CUP", "620").offer.listing_id, "is_locked", True)])
    cup, pot = rows["620", "CUP"][0], rows["620", "POT"][0]
    assert shop.do(edit_price_list, [(cup, "price", Decimal(61)), (pot, "price", Decimal(71))]).value == 2
    for row_id, price, why in ((cup, Decimal(62), "stays until"), (rows["622", "CUP"][0], None, "more than nothing")):
        with pytest.raises(UserError, match=why):
            shop.do(edit_price_list, [(row_id, "price", price)])
    with shop.read() as tx:
        journal = [row[2:8] for _id, row in fetch_first(tx, JOURNAL_ROWS, Query(), 9)]
    assert journal == [
        ("620", "CUP", "L 620", 60, 61, Decimal("0.016666")), ("620", "POT", "L 620", 60, 71, Decimal("0.183333")),
    ]  # fmt: skip
    shop.undo()
    assert priced(shop, "POT", "620").offer.price == 600_000


def test_freight_and_packaging_of_a_piece_are_those_of_the_books(shop: Store) -> None:
    with shop.read() as tx:
        day, taobao = tx.today - timedelta(3), channel_ids(tx)["taobao"]
    shop.do(ring_up, [Ticket("A-1", day, [Item("CUP", 4, Decimal(60))])])
    shop.do(ring_up, [Ticket("A-2", day, [Item("CUP", 6, Decimal(60))], channel="douyin")])
    shop.do(book_expense, day, Role.FREIGHT, Decimal(8), "Parcels", channel_id=taobao)
    shop.do(book_expense, day, Role.PACKAGING, Decimal(5), "Boxes of all")
    assert priced(shop, "CUP", "620").offer.costs.parcel == 25_000  # 8 / 4 of its own, 5 / 10 of all


def test_a_listing_without_a_sku_has_a_price_and_no_cost(shop: Store) -> None:
    shop.do(add_listing, {"channel": "taobao", "listing_no": "9", "title": "Bare", "price": Decimal(10)})
    shop.do(add_price_rule, {"title": "Nice", "kind": "ending", "ending": ".9"})
    with shop.read() as tx:
        [one] = [one.offer for one in fetch_priced(tx) if one.offer.listing_no == "9"]
    assert proposals(shop)["9", None].found.stands is Stands.NO_COST
    shop.do(change_prices, [Put(one.listing_id, None, Decimal(10), Decimal(12), "By hand")])
    with shop.read() as tx:
        [(_id, row)] = fetch_first(tx, JOURNAL_ROWS, Query(), 9)
    assert row[2:7] == ("9", None, "Bare", 10, 12)
    with pytest.raises(UserError, match="more than nothing"):
        shop.do(change_prices, [Put(one.listing_id, None, Decimal(12), Decimal(0), "")])


def test_a_price_on_trial_stays(shop: Store) -> None:
    plan = {
        "field": "price", "question": "Does 19 sell?", "version_a": "21", "version_b": "19", "measure": "conversion",
        "base_rate": Decimal("0.1"), "lift": Decimal("0.5"), "alpha": Decimal("0.05"), "power": Decimal("0.8"),
        "period_days": 7,
    }  # fmt: skip
    with shop.read() as tx:
        today = tx.today
    shop.do(start_experiment, shop.do(plan_experiment, "622", plan).value, today)
    shop.do(add_price_rule, {"title": "Ware", "kind": "cost", "factor": Decimal(2)})
    one = proposals(shop)["622", "CUP"]
    assert (one.found.stands, one.changes) == (Stands.ON_TRIAL, False)
    assert cells(proposal_row(one, ZONE), PROPOSALS)["hint"] == "An experiment with its price is running"
