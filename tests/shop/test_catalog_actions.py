"""Products, SKUs and barcodes by hand: what is refused, and that every edit can be undone."""

from collections.abc import Callable

import pytest
from tests.exchange.conftest import opened
from tests.exchange.counter import D, sku
from tests.store.deeds import dump
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product, edit_sku, edit_skus, find_channel
from shopdesk.shop.catalog.reports import channel_ids, find_channel_id
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import UserError


def open_up(store: Store) -> None:
    """An open shop with tea (which has a barcode) and a cup."""
    opened(store)
    store.do(add_product, "TEA-1", "Tea", price=D(10), cost=D(4), barcode="4006381333931")
    store.do(add_product, " CUP-1 ", " Cup ", option="blue", category="Ware", brand="Kiln")


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def shown(shop: Store) -> list[tuple[object, ...]]:
    """The list of SKUs, the columns that a person edits."""
    keys = [column.key for column in STOCK_ROWS.sheet.columns]
    wanted = ("sku", "title", "option", "price", "cost", "state", "category", "brand", "barcode")
    with shop.read() as tx:
        found = fetch_first(tx, STOCK_ROWS, Query())
    return [tuple(values[keys.index(key)] for key in wanted) for _id, values in found]


def test_products_are_listed_as_they_were_told(shop: Store) -> None:
    assert shown(shop) == [
        ("CUP-1", "Cup", "blue", None, None, "active", "Ware", "Kiln", None),
        ("TEA-1", "Tea", None, D(10), D(4), "active", None, None, "4006381333931"),
    ]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s: s.do(add_product, "TEA-1", "Other"), "SKU TEA-1 exists already."),
        (lambda s: s.do(add_product, " ", "Other"), "A product needs a SKU code and a title."),
        (lambda s: s.do(add_product, "X", ""), "A product needs a SKU code and a title."),
        (lambda s: s.do(add_product, "X", "X", cost=D(-1)), "Prices, costs and weights cannot be below zero."),
        (lambda s: s.do(add_product, "X", "X", barcode="4006381333931"),
         "Barcode 4006381333931 belongs to TEA-1 already."),
        (lambda s: s.do(edit_sku, sku(s, "CUP-1"), code="TEA-1"), "SKU TEA-1 exists already."),
        (lambda s: s.do(edit_sku, sku(s, "CUP-1"), code=""), "A product needs a SKU code and a title."),
        (lambda s: s.do(edit_sku, sku(s, "CUP-1"), title=""), "A product needs a title."),
        (lambda s: s.do(edit_sku, sku(s, "CUP-1"), price=D(-1)), "Prices, costs and weights cannot be below zero."),
        (lambda s: s.do(edit_sku, sku(s, "CUP-1"), barcode="4006381333931"),
         "Barcode 4006381333931 belongs to TEA-1 already."),
        (lambda s: s.do(edit_sku, 77, title="X"), "This product no longer exists."),
        (lambda s: sku(s, "POT-1"), "No SKU or barcode POT-1 is known."),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_and_changes_nothing(
    shop: Store, act: Callable[[Store], object], sentence: str
) -> None:
    before = dump(shop)
    with pytest.raises(UserError) as refused:
        act(shop)
    assert (str(refused.value), dump(shop)) == (sentence, before)


def test_every_edit_is_one_step_back(shop: Store) -> None:
    seen = [shown(shop)]
    cup, tea = sku(shop, "CUP-1"), sku(shop, "TEA-1")
    shop.do(edit_sku, cup, title="Big cup", price=D("12.5"), barcode="4006381333948", state="draft")
    seen.append(shown(shop))
    shop.do(edit_skus, [(cup, "price", D(13)), (tea, "title", "Green tea"), (tea, "barcode", "")])
    seen.append(shown(shop))
    assert seen[2] == [
        ("CUP-1", "Big cup", "blue", D(13), None, "draft", "Ware", "Kiln", "4006381333948"),
        ("TEA-1", "Green tea", None, D(10), D(4), "active", None, None, None),
    ]
    for titles in (("Edit 3 cells of products", seen[1]), ("Edit product CUP-1", seen[0])):
        assert shop.undo_title() == titles[0]
        shop.undo()
        assert shown(shop) == titles[1]
    shop.redo()
    shop.redo()
    assert shown(shop) == seen[2]


def test_an_edit_that_changes_nothing_is_no_step(shop: Store) -> None:
    assert not shop.do(edit_sku, sku(shop, "TEA-1"), title="Tea", barcode="4006381333931").value
    assert shop.undo_title() == "Add product CUP-1"


@action("catalog.edit", "Name a channel")
def name_channel(tx: Tx, name: str) -> int:
    return find_channel(tx, name)


def test_a_channel_is_known_by_its_code_or_its_title_whatever_its_case(shop: Store) -> None:
    ids = [shop.do(name_channel, name).value for name in ("taobao", " Taobao ", "TAOBAO", "My Stall", "my stall", "")]
    assert len(set(ids[:3])) == len(set(ids[3:5])) == 1
    with shop.read() as tx:
        assert list(channel_ids(tx)) == ["taobao", "my stall", "direct"]
        assert find_channel_id(tx, "nowhere") is None
