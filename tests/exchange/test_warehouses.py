"""Files of receipts, counts and opening stock book into the warehouse that their rows name."""

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import D, assert_sound, give_back, read, table, take_in, views
from tests.store_fixtures import Make

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.shop.catalog.actions import add_product, find_sku
from shopdesk.shop.stock.actions import add_warehouse, adjust_stock
from shopdesk.shop.stock.reports import MOVE_ROWS, fetch_warehouses, find_on_hand
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.text import UserError, use_language

RECEIPTS = "sku,quantity,unit_cost,received_at,document_no,supplier,warehouse,note"
COUNTS = "sku,counted,counted_at,warehouse,note"


def fill_shelf(store: Store) -> None:
    """A shop with two SKUs and nothing on its shelves."""
    opened(store)
    for code in ("TEA-1", "CUP-1"):
        store.do(add_product, code=code, title=f"The {code}")


@pytest.fixture
def shelf(new_store: Make) -> Store:
    return new_store(fill_shelf)


def places(store: Store, code: str = "TEA-1") -> dict[str, object]:
    """Warehouse → what is on hand there."""
    with store.read() as tx:
        return {place.title: place.on_hand for place in find_on_hand(tx, find_sku(tx, code))}


def received(*rows: str) -> Memory:
    return table(RECEIPTS, *rows)


def counted(*rows: str) -> Memory:
    return table(COUNTS, *rows)


def test_a_receipt_goes_where_its_rows_say(shelf: Store) -> None:
    shelf.do(add_warehouse, "Hangzhou")
    what = received(
        "TEA-1,10,5.00,2026-03-01 09:00,GR-1,,,", "TEA-1,4,5.00,2026-03-01 09:00,GR-1,, hangzhou ,",
        "CUP-1,3,2.00,2026-03-01 09:00,GR-1,,Ｈａｎｇｚｈｏｕ,",
    )  # fmt: skip
    take_in(shelf, what)
    assert places(shelf) == {"Main warehouse": D(10), "Hangzhou": D(4)}
    assert places(shelf, "CUP-1") == {"Main warehouse": D(0), "Hangzhou": D(3)}
    assert read(shelf, what).counts()["same"] == 3
    # The same pieces told of another place are no longer what was booked.
    elsewhere = received("TEA-1,14,5.00,2026-03-01 09:00,GR-1,,,")
    assert read(shelf, elsewhere).counts()["conflict"] == 1
    assert_sound(shelf)


def test_a_new_name_is_said_before_it_is_made_and_goes_when_it_is_taken_back(shelf: Store) -> None:
    before = views(shelf)
    what = received("TEA-1,10,5.00,2026-03-01 09:00,GR-1,,杭州仓,", "TEA-1,2,5.00,2026-03-01 09:00,GR-1,, 杭州仓,")
    staged = read(shelf, what)
    assert list(staged.new_places.values()) == ["杭州仓"]
    assert places(shelf) == {"Main warehouse": D(0)}
    import_id = take_in(shelf, what)
    assert places(shelf) == {"Main warehouse": D(0), "杭州仓": D(12)}
    give_back(shelf, import_id)
    assert places(shelf) == {"Main warehouse": D(0)}
    assert views(shelf) == before
    take_in(shelf, what)  # and once more: the same place comes back
    assert places(shelf) == {"Main warehouse": D(0), "杭州仓": D(12)}
    assert read(shelf, what).counts()["same"] == 2
    assert_sound(shelf)


def test_a_warehouse_in_use_stays_when_the_import_that_made_it_goes(shelf: Store) -> None:
    import_id = take_in(shelf, received("TEA-1,10,5.00,2026-03-01 09:00,GR-1,,Hangzhou,"))
    with shelf.read() as tx:
        sku_id, place = find_sku(tx, "CUP-1"), fetch_warehouses(tx)[1].warehouse_id
    shelf.do(adjust_stock, sku_id, D(2), MoveReason.ADJUST, "found behind the shelf", warehouse_id=place)
    give_back(shelf, import_id)
    assert places(shelf, "CUP-1") == {"Main warehouse": D(0), "Hangzhou": D(2)}
    assert places(shelf) == {"Main warehouse": D(0), "Hangzhou": D(0)}


@pytest.mark.parametrize("name", ["", "main", "Main warehouse", "主仓库", "主倉庫", "MAIN WAREHOUSE"])
def test_the_main_warehouse_has_its_name_in_every_language(shelf: Store, name: str) -> None:
    use_language("zh_CN")
    staged = read(shelf, received(f"TEA-1,1,5.00,2026-03-01 09:00,GR-1,,{name},"))
    assert staged.new_places == {}


def test_a_count_sets_its_own_warehouse_alone(shelf: Store) -> None:
    take_in(shelf, received(
        "TEA-1,10,5.00,2026-03-01 09:00,GR-1,,,", "TEA-1,4,5.00,2026-03-01 09:00,GR-1,,Hangzhou,",
    ))  # fmt: skip
    what = counted("TEA-1,9,2026-03-05 18:00,,", "TEA-1,5,2026-03-05 18:00,Hangzhou,", "CUP-1,2,2026-03-05 18:00,Pier,")
    staged = read(shelf, what)
    assert (staged.counts()["changed"], list(staged.new_places.values())) == (3, ["Pier"])
    import_id = take_in(shelf, what)
    assert places(shelf) == {"Main warehouse": D(9), "Hangzhou": D(5), "Pier": D(0)}
    assert places(shelf, "CUP-1") == {"Main warehouse": D(0), "Hangzhou": D(0), "Pier": D(2)}
    assert read(shelf, what).counts()["same"] == 3
    # A delivery entered late, before the count, moves only the difference of its own place.
    take_in(shelf, received("TEA-1,3,5.00,2026-03-02 09:00,GR-2,,Hangzhou,"))
    assert places(shelf) == {"Main warehouse": D(9), "Hangzhou": D(5), "Pier": D(0)}
    give_back(shelf, import_id)
    assert places(shelf) == {"Main warehouse": D(10), "Hangzhou": D(7)}
    assert_sound(shelf)


def test_twice_in_one_place_is_a_slip_and_in_two_places_is_not(shelf: Store) -> None:
    shelf.do(add_warehouse, "Hangzhou")
    fine = counted("TEA-1,9,,,", "TEA-1,5,,Hangzhou,")
    assert read(shelf, fine).counts()["rejected"] == 0
    slip = counted("TEA-1,9,,Pier,", "TEA-1,5,,pier,")
    assert read(shelf, slip).counts()["rejected"] == 2


def test_opening_stock_lies_where_the_list_says(shop: Store) -> None:
    what = table(
        "sku,title,cost,on_hand,warehouse", "TEA-1,Tea,5.00,7,Hangzhou", "CUP-1,Cup,2.00,3,", "POT-1,Pot,1,,Pier"
    )
    staged = read(shop, what, Choices(kind="products"))
    assert list(staged.new_places.values()) == ["Hangzhou"]  # nothing of the pot is put anywhere
    take_in(shop, what, Choices(kind="products"))
    assert places(shop) == {"Main warehouse": D(0), "Hangzhou": D(7)}
    assert places(shop, "CUP-1") == {"Main warehouse": D(3), "Hangzhou": D(0)}


def test_moves_say_their_warehouse(shelf: Store) -> None:
    take_in(shelf, received("TEA-1,4,5.00,2026-03-01 09:00,GR-1,,Hangzhou,"))
    place = [column.key for column in MOVE_ROWS.sheet.columns].index("warehouse")
    with shelf.read() as tx:
        assert [values[place] for _id, values in fetch_first(tx, MOVE_ROWS, Query(), 5)] == ["Hangzhou"]
        found = fetch_first(tx, MOVE_ROWS, Query(filters=(("warehouse", "main"),)), 5)
    assert found == []


def test_a_warehouse_is_added_once_and_undone(shop: Store) -> None:
    shop.do(add_warehouse, "Hangzhou  east")
    with pytest.raises(UserError, match="already"):
        shop.do(add_warehouse, "hangzhou east")
    with pytest.raises(UserError, match="name"):
        shop.do(add_warehouse, "  ")
    with shop.read() as tx:
        assert [place.title for place in fetch_warehouses(tx)] == ["Main warehouse", "Hangzhou east"]
    shop.undo()
    with shop.read() as tx:
        assert [place.title for place in fetch_warehouses(tx)] == ["Main warehouse"]
