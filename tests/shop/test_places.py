"""Shelves in warehouses: what is whose, what goes there by itself, and what a name in a file means."""

from typing import Any

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, orders, read, sku, table, take_in, views
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.exchange.imports import run_import
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.stock.actions import ReceiptLine, adjust_stock, receive_goods
from shopdesk.shop.stock.homes import folded, home_of, named_places, place_names
from shopdesk.shop.stock.levels import main_warehouse, on_hand
from shopdesk.shop.stock.places import add_shelf, add_warehouse, move_pieces, put_away, set_home
from shopdesk.shop.stock.reports import MOVE_ROWS, fetch_shelves, fetch_warehouses, find_on_hand, find_places_of
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.text import UserError, use_language


def open_up(store: Store) -> None:
    """Ten of the tea at 5.00 at the main warehouse itself, and a cup."""
    opened(store)
    for code in ("TEA-1", "CUP-1"):
        store.do(add_product, code, code)
    store.do(receive_goods, "GR-1", [ReceiptLine(sku(store, "TEA-1"), D(10), D(5))])


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def main(shop: Store) -> int:
    with shop.read() as tx:
        return main_warehouse(tx)


def shelf(shop: Store, title: str = "A-01", code: str = "TEA-1") -> int:
    """A shelf in the main warehouse that is the home of a SKU."""
    place: int = shop.do(add_shelf, main(shop), title).value
    shop.do(set_home, sku(shop, code), main(shop), place)
    return place


def lies(shop: Store, code: str = "TEA-1") -> dict[str, D]:
    """Place → pieces there, homes included."""
    with shop.read() as tx:
        return {place.name: place.on_hand for place in find_places_of(tx, sku(shop, code))}


def test_a_home_moves_nothing_by_itself_and_putting_away_is_worth_nothing(shop: Store) -> None:
    before = views(shop)
    shelf(shop)
    assert lies(shop) == {"Main warehouse": D(10), "Main warehouse/A-01": D(0)}
    before["stock"] = views(shop)["stock"]  # which says its shelf
    assert views(shop) == before
    assert shop.do(put_away, sku(shop, "TEA-1"), main(shop)).value
    assert lies(shop) == {"Main warehouse/A-01": D(10)}
    now = views(shop)
    assert {name for name in now if now[name] != before[name]} == {"levels"}
    with shop.read() as tx:
        shown = [values for _id, values in fetch_first(tx, MOVE_ROWS, Query(), 2)]
        place = [[column.key for column in MOVE_ROWS.sheet.columns].index(key) for key in ("reason", "value", "shelf")]
    told = [[row[at] for at in place] for row in shown if row[place[0]] == "transfer"]
    assert sorted(told, key=repr) == [["transfer", None, "A-01"], ["transfer", None, None]]
    assert not shop.do(put_away, sku(shop, "TEA-1"), main(shop)).value
    assert_sound(shop)


def test_the_shelf_settles_what_the_warehouse_owes(shop: Store) -> None:
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(-12), MoveReason.WRITE_OFF, "broken")
    shelf(shop)
    shop.do(receive_goods, "GR-2", [ReceiptLine(sku(shop, "TEA-1"), D(5), D(5))])
    assert lies(shop) == {"Main warehouse": D(-2), "Main warehouse/A-01": D(5)}
    shop.do(put_away, sku(shop, "TEA-1"), main(shop))
    assert lies(shop) == {"Main warehouse/A-01": D(3)}
    assert_sound(shop)


def test_receipts_sales_and_adjustments_go_to_the_shelf_unless_another_is_named(shop: Store) -> None:
    home = shelf(shop)
    other: int = shop.do(add_shelf, main(shop), "B-02").value
    shop.do(put_away, sku(shop, "TEA-1"), main(shop))
    line = ReceiptLine(sku(shop, "TEA-1"), D(4), D(6))
    shop.do(receive_goods, "GR-2", [line], warehouse_id=main(shop))
    shop.do(receive_goods, "GR-3", [line], warehouse_id=other)
    shop.do(adjust_stock, sku(shop, "TEA-1"), D(-1), MoveReason.WRITE_OFF, "broken")
    row = {"order_no": "A-1", "state": "shipped", "placed_at": "2026-03-01 10:00", "sku": "TEA-1", "quantity": 3}
    take_in(shop, orders({**row, "unit_price": "9.00"}))
    assert lies(shop) == {"Main warehouse/A-01": D(10), "Main warehouse/B-02": D(4)}
    # What changes an order later finds its shelf again.
    take_in(shop, orders({**row, "unit_price": "9.00", "quantity": 2}, name="again.csv"))
    assert lies(shop)["Main warehouse/A-01"] == D(11)
    with shop.read() as tx:
        assert home_of(tx, [sku(shop, "TEA-1"), sku(shop, "CUP-1")], main(shop)) == {sku(shop, "TEA-1"): home}
        assert {place.title: place.on_hand for place in find_on_hand(tx, sku(shop, "TEA-1"))} == {
            "Main warehouse": D(15)
        }
        assert [(one.title, one.skus) for one in fetch_shelves(tx)] == [("A-01", 1), ("B-02", 0)]
        assert [one.title for one in fetch_warehouses(tx)] == ["Main warehouse"]
    assert_sound(shop)


def test_a_home_can_be_undone_and_taken_away(shop: Store) -> None:
    place = shelf(shop)
    shop.undo()
    assert lies(shop) == {"Main warehouse": D(10)}
    shop.redo()
    assert shop.do(set_home, sku(shop, "TEA-1"), main(shop), None).value
    assert not shop.do(set_home, sku(shop, "TEA-1"), main(shop), None).value
    shop.do(receive_goods, "GR-2", [ReceiptLine(sku(shop, "TEA-1"), D(1))], warehouse_id=place)
    assert lies(shop) == {"Main warehouse": D(10), "Main warehouse/A-01": D(1)}


def test_what_cannot_be(shop: Store) -> None:
    tea, place = sku(shop, "TEA-1"), shelf(shop)
    far: int = shop.do(add_warehouse, "Hangzhou").value
    before = dump(shop)
    refused: dict[tuple[Any, ...], str] = {
        (add_shelf, main(shop), " a-01 "): "There is a shelf a-01 already.",
        (add_shelf, main(shop), " "): "A shelf needs a name.",
        (add_shelf, place, "C"): "A shelf stands in a warehouse.",
        (add_shelf, 999, "C"): "This warehouse or shelf is no longer in use.",
        (set_home, tea, far, place): "This shelf stands in another warehouse.",
        (set_home, 999, main(shop), place): "This product no longer exists.",
        (put_away, sku(shop, "CUP-1"), main(shop)): "CUP-1 has no shelf in this warehouse.",
        (move_pieces, tea, place, main(shop), D(1)): "There are 0 of TEA-1 at this place, not 1.",
        (move_pieces, tea, place, place, D(1)): "Choose two different places.",
        (move_pieces, tea, main(shop), place, D(0)): "The quantity must be more than zero.",
    }
    for (act, *given), sentence in refused.items():
        with pytest.raises(UserError) as met:
            shop.do(act, *given)
        assert (str(met.value), dump(shop)) == (sentence, before)


def test_a_file_names_a_shelf_with_its_warehouse_or_alone(shop: Store) -> None:
    shelf(shop, "A-01", "CUP-1")
    header = "sku,quantity,unit_cost,received_at,document_no,warehouse"
    rows = [f"CUP-1,{n},1.00,2026-03-01 09:00,GR-9,{place}" for n, place in enumerate(
        ("Main warehouse", "主仓库/A-01", "a-01", "Main warehouse / B-02"), 1)]  # fmt: skip
    staged = read(shop, table(header, *rows, name="r.csv"))
    assert list(staged.new_places.values()) == ["Main warehouse / B-02"]
    take_in(shop, table(header, *rows, name="r.csv"))
    assert lies(shop, "CUP-1") == {"Main warehouse/A-01": D(6), "Main warehouse/B-02": D(4)}
    assert read(shop, table(header, *rows, name="r.csv")).counts()["same"] == 4
    with shop.read() as tx:
        named = named_places(tx)
        assert named[folded("B-02")] == named["main warehouse/b-02"]
        assert folded("B-03") not in named
    use_language("zh_CN")
    with shop.read() as tx:
        assert set(place_names(tx).values()) == {"主仓库", "主仓库/A-01", "主仓库/B-02"}


def test_a_shelf_of_two_warehouses_answers_to_its_full_name(shop: Store) -> None:
    far, near = (shop.do(add_warehouse, name).value for name in ("Hangzhou", "Ningbo"))
    shelves = {hall: shop.do(add_shelf, hall, "X").value for hall in (far, near)}
    with shop.read() as tx:
        assert "x" not in named_places(tx)
        assert named_places(tx, near)["x"] == shelves[near]
        assert named_places(tx)["hangzhou/x"] == shelves[far]


def test_what_lies_in_one_place_is_counted_there_by_a_count_of_the_warehouse(shop: Store) -> None:
    shelf(shop)
    shop.do(put_away, sku(shop, "TEA-1"), main(shop))
    shop.do(set_home, sku(shop, "TEA-1"), main(shop), shop.do(add_shelf, main(shop), "B-02").value)
    count = table("sku,counted,counted_at", "TEA-1,7,2026-03-20 13:00", "CUP-1,2,2026-03-20 13:00", name="counts.csv")
    take_in(shop, count)
    assert lies(shop) == {"Main warehouse/A-01": D(7), "Main warehouse/B-02": D(0)}
    assert lies(shop, "CUP-1") == {"Main warehouse": D(2)}
    assert read(shop, count).counts()["same"] == 2
    assert_sound(shop)


def test_what_lies_on_several_shelves_is_counted_shelf_by_shelf(shop: Store) -> None:
    shelf(shop)
    shop.do(receive_goods, "GR-2", [ReceiptLine(sku(shop, "TEA-1"), D(5), D(5))])
    assert lies(shop) == {"Main warehouse": D(10), "Main warehouse/A-01": D(5)}
    staged = read(shop, table("sku,counted", "TEA-1,8", "CUP-1,2", name="counts.csv"))
    assert [item.outcome.value for item in staged.items] == ["conflict", "changed"]
    said = "TEA-1 lies in several places: Main warehouse, Main warehouse/A-01. Give each place a row of its own"
    assert [problem.reason for problem in staged.problems] == [f"{said} that names it."]
    run_import(shop, staged)
    assert (lies(shop)["Main warehouse"], lies(shop, "CUP-1")) == (D(10), {"Main warehouse": D(2)})
    whole = table("sku,counted", "TEA-1,15", name="whole.csv")
    assert [item.outcome.value for item in read(shop, whole).items] == ["new"]  # as many as there should be
    take_in(shop, whole)
    take_in(shop, table("sku,counted,warehouse", "TEA-1,3,A-01", name="shelf.csv"))
    assert lies(shop) == {"Main warehouse": D(10), "Main warehouse/A-01": D(3)}
    assert_sound(shop)


def test_pieces_move_to_any_place(shop: Store) -> None:
    tea, place = sku(shop, "TEA-1"), shelf(shop)
    far: int = shop.do(add_warehouse, "Hangzhou").value
    shop.do(move_pieces, tea, main(shop), place, D(4))
    shop.do(move_pieces, tea, place, far, D(1), "for the fair")
    assert lies(shop) == {"Main warehouse": D(6), "Main warehouse/A-01": D(3), "Hangzhou": D(1)}
    with shop.read() as tx:
        assert on_hand(tx, tea) == D(10)
    assert_sound(shop)
