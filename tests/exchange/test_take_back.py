"""An import taken back: everything a person sees is what it was, the facts stay and are answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from tests.exchange.conftest import opened
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    give_back,
    moves,
    order,
    orders,
    read,
    sku,
    stock,
    table,
    take_in,
    views,
)
from tests.store_fixtures import Make

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.exchange.load.built_on import built_on
from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.history import fetch_changes
from shopdesk.shop.ledger.actions import close_period, reopen_period
from shopdesk.shop.orders.actions import edit_order
from shopdesk.shop.stock.actions import ReceiptLine, count_stock, receive_goods
from shopdesk.store.store import Store
from shopdesk.store.tables import ImportFile, JournalEntry, Sku, StockMove
from shopdesk.text import UserError

ONE: dict[str, object] = {
    "order_no": "A-1", "state": "paid", "placed_at": "2026-03-01 10:00", "paid_at": "2026-03-01 10:05", "sku": "TEA-1",
    "title": "Tea", "quantity": 2, "unit_price": "10.00", "shipping": "5.00", "customer_no": "ann",
}  # fmt: skip
SENT = {**ONE, "state": "shipped", "shipped_at": "2026-03-02 09:00"}
DONE = {**SENT, "state": "completed", "completed_at": "2026-03-05 09:00", "refund_amount": "4.00"}
TWO = {**SENT, "order_no": "A-2", "sku": "CUP-1", "title": "Cup", "customer_no": "bob"}


def facts(shop: Store) -> tuple[int, int]:
    with shop.read() as tx:
        counts = [tx.scalar(select(func.count()).select_from(model)) for model in (StockMove, JournalEntry)]
    return counts[0], counts[1]


def tea_came_in(shop: Store) -> None:
    opened(shop)
    tea = shop.do(add_product, "TEA-1", "Tea").value
    shop.do(add_product, "CUP-1", "Cup", barcode="4006381333931")
    at = datetime(2026, 2, 1, tzinfo=UTC)
    shop.do(receive_goods, "GR-1", [ReceiptLine(tea, D(10), D(4))], received_at=at)
    shop.do(receive_goods, "GR-2", [ReceiptLine(tea, D(10), D(6))], received_at=at)
    take_in(shop, orders({**DONE, "order_no": "A-0"}, name="first.csv"))


@pytest.fixture
def stocked(new_store: Make) -> Store:
    """A shop with tea that came in at two costs, a cup without one, and a first sale."""
    return new_store(tea_came_in)


FILES: dict[str, Callable[[], Memory]] = {
    "orders": lambda: orders(DONE, TWO, {**ONE, "order_no": "A-3", "sku": "NEW-1"}, name="orders.csv"),
    "an order brought on": lambda: orders({**DONE, "order_no": "A-0", "quantity": 3, "refund_amount": "9.00"}),
    "a sale that became none": lambda: orders({**ONE, "order_no": "A-0", "state": "cancelled"}),
    "products": lambda: table("sku,title,price,cost,barcode,on_hand", "POT-1,Pot,50,20.00,4006381333948,7",
                              "CUP-1,Big cup,12,3.00,4006381333955,", name="products.csv"),
    "receipts": lambda: table("sku,quantity,unit_cost,received_at,document_no", "TEA-1,10,8.00,2026-02-10,GR-9",
                              "CUP-1,5,,2026-02-10,GR-9", name="receipts.csv"),
    "counts": lambda: table("sku,counted,counted_at", "TEA-1,15,2026-03-10", "CUP-1,3,2026-03-10", name="counts.csv"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_everything_is_as_before_and_the_facts_stay(stocked: Store, name: str) -> None:
    before, posted = views(stocked), facts(stocked)
    import_id = take_in(stocked, FILES[name]())
    after, grown = views(stocked), facts(stocked)
    assert after != before
    give_back(stocked, import_id)
    assert views(stocked) == before
    assert all(late > early > first for first, early, late in zip(posted, grown, facts(stocked), strict=True))
    assert_sound(stocked)
    # The same file again brings what it brought the first time.
    again = take_in(stocked, FILES[name]())
    assert views(stocked) == after
    give_back(stocked, again)
    assert views(stocked) == before
    assert_sound(stocked)


def test_the_history_says_so(stocked: Store) -> None:
    import_id = take_in(stocked, FILES["orders"]())
    give_back(stocked, import_id)
    with stocked.read() as tx:
        assert fetch_changes(tx)[0].title == f"Take back import {import_id}: orders.csv"
        assert tx.scalar(select(ImportFile.taken_back_at).where(ImportFile.import_id == import_id)) is not None
        moved = tx.rows(select(StockMove.quantity, StockMove.reason, StockMove.reverses_id).where(
            StockMove.import_id == import_id).order_by(StockMove.move_id))  # fmt: skip
    assert [(row.quantity, row.reason, row.reverses_id is None) for row in moved] == [
        (D(-2), "sale", True), (D(-2), "sale", True), (D(2), "reversal", False), (D(2), "reversal", False)
    ]  # fmt: skip
    with pytest.raises(UserError, match=f"Import {import_id} has been taken back already"):
        give_back(stocked, import_id)
    with pytest.raises(UserError, match="Import 77 does not exist"):
        give_back(stocked, 77)


def test_refused_while_a_later_file_stands_on_it(stocked: Store) -> None:
    first = take_in(stocked, orders(ONE, TWO, name="monday.csv"))
    second = take_in(stocked, orders(SENT, name="tuesday.csv"))
    third = take_in(stocked, orders(DONE, name="friday.csv"))
    before = views(stocked)
    with pytest.raises(UserError) as refused:
        give_back(stocked, first)
    assert str(refused.value) == (
        "Later work stands on this import: tuesday.csv, friday.csv. Take that back first."
    )  # fmt: skip
    with stocked.read() as tx:
        assert built_on(tx, second) == ["friday.csv"]
    assert views(stocked) == before
    for import_id in (third, second, first):
        give_back(stocked, import_id)
        assert_sound(stocked)
    assert "A-1" not in {row[1] for row in views(stocked)["orders"]}


def test_refused_while_an_edit_stands_on_it(stocked: Store) -> None:
    first = take_in(stocked, orders(ONE, name="monday.csv"))
    stocked.do(edit_order, order(stocked, "A-1").order.order_id, note="Gift wrap")
    with pytest.raises(UserError, match=r"Later work stands on this import: Edit order A-1\."):
        give_back(stocked, first)
    stocked.undo()
    give_back(stocked, first)
    with pytest.raises(UserError) as conflict:
        stocked.redo()
    assert str(conflict.value) == "Order A-1 has been removed since. Nothing was changed."
    stocked.set_aside(int(str(conflict.value.values["change"])))
    assert stocked.redo_title() is None


def test_refused_while_a_product_was_edited_on(stocked: Store) -> None:
    first = take_in(stocked, FILES["products"]())
    stocked.do(edit_sku, sku(stocked, "CUP-1"), price=D(13))
    with pytest.raises(UserError, match=r"Later work stands on this import: Edit product CUP-1\."):
        give_back(stocked, first)


def test_refused_in_a_closed_period(stocked: Store) -> None:
    first = take_in(stocked, FILES["orders"]())
    opening = take_in(stocked, FILES["counts"]())
    stocked.do(close_period, date(2026, 3, 15))
    for import_id in (first, opening):
        with pytest.raises(UserError, match="The books are closed through 2026-03-15 and hold entries of this import"):
            give_back(stocked, import_id)
    stocked.do(reopen_period, date(2026, 2, 28), "a slip")
    give_back(stocked, first)
    assert_sound(stocked)


def test_skus_that_other_work_uses_stay(stocked: Store) -> None:
    first = take_in(stocked, orders({**SENT, "sku": "NEW-1", "title": "New"}, name="a.csv"))
    second = take_in(stocked, orders({**SENT, "order_no": "A-2", "sku": "NEW-1", "title": "New"}, name="b.csv"))
    give_back(stocked, first)
    assert stock(stocked)["NEW-1"] == D(-2)
    give_back(stocked, second)
    assert "NEW-1" not in stock(stocked)
    assert_sound(stocked)


def test_a_sku_that_a_person_edited_stays(stocked: Store) -> None:
    first = take_in(stocked, orders({**SENT, "sku": "NEW-1", "title": "New"}, name="a.csv"))
    stocked.do(edit_sku, sku(stocked, "NEW-1"), cost=D(3))
    give_back(stocked, first)
    assert stock(stocked)["NEW-1"] == D(0)
    stocked.undo()
    assert_sound(stocked)


def test_a_withdrawn_code_is_free_again(stocked: Store) -> None:
    first = take_in(stocked, FILES["products"]())
    give_back(stocked, first)
    with stocked.read() as tx:
        assert tx.scalar(select(Sku.state).where(Sku.code == "POT-1")) == "withdrawn"
    made = stocked.do(add_product, "POT-1", "Another pot", price=D(9), barcode="4006381333948").value
    assert sku(stocked, "POT-1") == sku(stocked, "4006381333948") == made
    assert stock(stocked)["POT-1"] == D(0)
    stocked.undo()
    assert "POT-1" not in stock(stocked)
    stocked.redo()
    assert_sound(stocked)


def test_orders_that_used_what_came_back_keep_it(stocked: Store) -> None:
    products = FILES["products"]
    give_back(stocked, take_in(stocked, products()))
    again = take_in(stocked, products())
    take_in(stocked, orders({**SENT, "sku": "POT-1"}, name="sold.csv"))
    give_back(stocked, again)
    assert stock(stocked)["POT-1"] == D(-2)  # the opening stock went, what was sold did not
    assert_sound(stocked)


def test_a_count_holds_against_what_is_taken_back(stocked: Store) -> None:
    receipts = take_in(stocked, FILES["receipts"]())
    at = datetime(2026, 3, 12, tzinfo=UTC)
    stocked.do(count_stock, [(sku(stocked, "TEA-1"), Decimal(25), None)], counted_at=at)
    assert stock(stocked)["TEA-1"] == D(25)
    give_back(stocked, receipts)
    assert stock(stocked)["TEA-1"] == D(25)  # it was counted, wherever it came from
    assert_sound(stocked)


def test_a_file_with_a_channel_of_its_own(stocked: Store) -> None:
    before = views(stocked)
    what = orders(DONE, name="douyin.csv")
    import_id = take_in(stocked, what, Choices(channel="douyin"))
    assert balances(stocked)["1122.douyin"] == D(21)
    give_back(stocked, import_id)
    assert views(stocked) == before
    assert read(stocked, what, Choices(channel="douyin")).counts()["new"] == 1


def test_steps_taken_back_one_by_one_retrace_the_way(stocked: Store) -> None:
    steps = [
        orders(ONE, TWO, name="1.csv"),
        orders(SENT, {**TWO, "quantity": 3}, name="2.csv"),
        orders({**DONE, "sku": "CUP-1", "title": "Cup"}, name="3.csv"),
        orders({**DONE, "sku": "CUP-1", "state": "refunded", "refund_amount": "25.00"}, name="4.csv"),
    ]
    seen, made = [views(stocked)], list[int]()
    for step in steps:
        made.append(take_in(stocked, step))
        seen.append(views(stocked))
        assert_sound(stocked)
    seen.pop()
    for import_id in reversed(made):
        give_back(stocked, import_id)
        assert views(stocked) == seen.pop()
        assert_sound(stocked)


def test_a_refund_keeps_the_goods_out(stocked: Store) -> None:
    take_in(stocked, orders(SENT, name="1.csv"))
    take_in(stocked, orders({**SENT, "state": "refunded", "refund_amount": "25.00"}, name="2.csv"))
    assert moves(stocked, "A-1") == [("TEA-1", "sale", D(-2))]
    assert stock(stocked)["TEA-1"] == D(20 - 2 - 2)


def note_of(shop: Store, number: str) -> str:
    return str(order(shop, number).order.note)


def test_an_edit_is_undone_though_a_file_changed_the_order_since(stocked: Store) -> None:
    take_in(stocked, orders(ONE, name="monday.csv"))
    before = views(stocked)
    order_id = order(stocked, "A-1").order.order_id
    stocked.do(edit_order, order_id, note="Gift wrap")
    second = take_in(stocked, orders(SENT, name="tuesday.csv"))
    stocked.undo()
    assert (note_of(stocked, "A-1"), order(stocked, "A-1").order.state) == ("None", "shipped")
    stocked.redo()
    assert (note_of(stocked, "A-1"), order(stocked, "A-1").order.state) == ("Gift wrap", "shipped")
    stocked.undo()
    give_back(stocked, second)  # what was undone meanwhile does not come back with the order's old row
    assert views(stocked) == before
    assert note_of(stocked, "A-1") == "None"
    stocked.redo()
    assert (note_of(stocked, "A-1"), order(stocked, "A-1").order.state) == ("Gift wrap", "paid")
    assert_sound(stocked)


def test_an_edit_is_undone_after_the_file_that_came_between_was_taken_back(stocked: Store) -> None:
    take_in(stocked, orders(ONE, name="monday.csv"))
    stocked.do(edit_order, order(stocked, "A-1").order.order_id, note="Gift wrap")
    give_back(stocked, take_in(stocked, orders(SENT, name="tuesday.csv")))
    assert note_of(stocked, "A-1") == "Gift wrap"
    stocked.undo()
    assert note_of(stocked, "A-1") == "None"
    assert_sound(stocked)


def test_a_column_that_a_file_set_since_names_its_row_and_stays(stocked: Store) -> None:
    stocked.do(edit_sku, sku(stocked, "TEA-1"), price=D(13))
    stocked.do(edit_sku, sku(stocked, "TEA-1"), price=D(14))
    later = take_in(stocked, table("sku,price", "TEA-1,15.50", name="prices.csv"))
    with pytest.raises(UserError) as conflict:
        stocked.undo()
    assert str(conflict.value) == (
        "SKU TEA-1, Price: it was 14 then and has been changed to 15.5 since. Nothing was changed."
    )
    give_back(stocked, later)
    stocked.undo()
    stocked.undo()
    assert_sound(stocked)


def test_the_import_that_came_last_is_told_until_a_person_does_something_else(stocked: Store) -> None:
    first = take_in(stocked, orders(ONE, name="monday.csv"))
    assert "monday.csv" in str(stocked.import_title())
    stocked.undo()
    assert stocked.import_title() is None, "a person went back over it"
    second = take_in(stocked, orders(TWO, name="tuesday.csv"))
    assert "tuesday.csv" in str(stocked.import_title())
    give_back(stocked, second)
    assert stocked.import_title() is None
    give_back(stocked, first)
    assert stocked.import_title() is None


def test_what_was_set_aside_is_still_the_persons_own_and_holds_up_nothing(stocked: Store) -> None:
    first = take_in(stocked, orders({**ONE, "seller_note": "from the file"}, name="monday.csv"))
    order_id = order(stocked, "A-1").order.order_id
    edit = stocked.do(edit_order, order_id, note="Gift wrap").change_id
    stocked.set_aside(edit)
    assert "A-1" not in str(stocked.undo_title())
    take_in(stocked, orders({**SENT, "seller_note": "another"}, name="tuesday.csv"))
    assert note_of(stocked, "A-1") == "Gift wrap"
    with stocked.read() as tx:
        assert built_on(tx, first) == ["tuesday.csv"]
