"""What orders post: the same whether they come as they are in the end or step by step, and always balanced."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.exchange.conftest import opened
from tests.exchange.counter import (
    D,
    assert_sound,
    balances,
    moves,
    order,
    orders,
    sku,
    take_in,
    views,
)
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import close_period
from shopdesk.shop.orders.actions import edit_order
from shopdesk.shop.orders.posting import repost_orders
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import JournalEntry, Posting, SalesOrder, StockMove
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

SKUS = ("TEA-1", "CUP-1", "POT-1")
WAYS = (
    ("unpaid", "cancelled"),
    ("unpaid", "paid", "shipped", "completed"),
    ("paid", "shipped", "delivered", "completed"),
    ("paid", "refunded"),
    ("paid", "shipped", "refunded"),
    ("shipped", "completed", "refunded"),
    ("paid", "shipped", "cancelled"),
)
Row = dict[str, object]


def stocked(store: Store, costing: Costing) -> Store:
    """An open shop: tea came in at two costs, the cup at one, the pot at none that anybody knows."""
    opened(store, costing)
    ids = [store.do(add_product, code, code.title()).value for code in SKUS]
    for number, day, cost in (("GR-1", 1, D(4)), ("GR-2", 20, D(7))):
        at = datetime(2026, 1, day, tzinfo=UTC)
        lines = [ReceiptLine(ids[0], D(5), cost), ReceiptLine(ids[2], D(5))]
        store.do(
            receive_goods, number, [*lines, ReceiptLine(ids[1], D(3), D(2))][: 3 if day == 1 else 2], received_at=at
        )
    return store


@pytest.fixture(scope="module", params=list(Costing))
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("posting") / "shop.shopdesk"
    stocked(Store.create(path), request.param).close()
    return path


@contextmanager
def copy_of(template: Path) -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        store = Store.open(shutil.copyfile(template, Path(folder) / "shop.shopdesk"))
        try:
            yield store
        finally:
            store.close()


@st.composite
def lives(draw: st.DrawFn) -> list[list[list[Row]]]:
    """Orders, each as the rows that a file has of it at every step of its way."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(WAYS))
        month, day = draw(st.sampled_from((1, 2))), draw(st.integers(1, 25))
        lines = draw(st.lists(st.tuples(st.sampled_from(SKUS), st.integers(1, 4), st.sampled_from(("0", "9.90",
        "100"))),
                              min_size=1, max_size=3))  # fmt: skip
        off, postage = draw(st.sampled_from(("", "3.33"))), draw(st.sampled_from(("", "8.00")))
        steps = []
        for place, state in enumerate(way):
            known = set(way[: place + 1])
            head = {
                "order_no": f"A-{number}", "state": state, "placed_at": f"2026-0{month}-{day:02d} 09:0{number}",
                "paid_at": "" if known <= {"unpaid", "cancelled"} else f"2026-0{month}-{day:02d} 10:0{number}",
                "shipped_at": f"2026-0{month}-{day + 1:02d} 11:0{number}" if known & {"shipped"} else "",
                "completed_at": f"2026-0{month + 1}-0{number + 1} 12:00" if known & {"completed"} else "",
                "order_discount": off, "shipping": postage, "customer_no": f"buyer {number}",
                "refund_amount": {"refunded": "5.55", "completed": "1.11"}.get(state, "") if "refunded" in way else "",
            }  # fmt: skip
            steps.append([{**head, "sku": code, "title": code, "quantity": pieces, "unit_price": price}
                          for code, pieces, price in lines])  # fmt: skip
        made.append(steps)
    return made


def flat(found: list[list[Row]]) -> list[Row]:
    return [row for rows in found for row in rows]


# One example is two stores with up to five imports, so that making a failing one smaller would take minutes.
@settings(
    max_examples=12, phases=[Phase.generate], derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(found=lives())
def test_step_by_step_is_as_all_at_once(template: Path, found: list[list[list[Row]]]) -> None:
    with copy_of(template) as at_once:
        take_in(at_once, orders(*flat([steps[-1] for steps in found])))
        assert_sound(at_once)
        wanted = views(at_once)
    with copy_of(template) as by_steps:
        for place in range(max(map(len, found))):
            take_in(
                by_steps, orders(*flat([steps[min(place, len(steps) - 1)] for steps in found]), name=f"{place}.csv")
            )
        assert_sound(by_steps)
        assert views(by_steps) == wanted


PARTS = {"order_no": "A-1", "placed_at": "2026-01-17 09:00", "paid_at": "2026-01-17 10:00", "sku": "POT-1",
         "shipped_at": "2026-01-18 11:00", "completed_at": "2026-02-01 12:00", "quantity": 3, "unit_price": "9.90",
         "order_discount": "3.33", "shipping": "8"}  # fmt: skip


@pytest.mark.parametrize("parts", [("1.11", "5.55"), ("0.01", "0.02", "5.55"), ("5.54", "5.55")])
def test_money_given_back_in_parts_falls_on_goods_as_if_given_back_at_once(
    template: Path, parts: tuple[str, ...]
) -> None:
    seen = []
    for amounts in (parts[-1:], parts):
        with copy_of(template) as shop:
            for amount in amounts:
                take_in(shop, orders({**PARTS, "state": "completed", "refund_amount": amount}, name=f"{amount}.csv"))
            seen.append(views(shop))
    assert seen[0] == seen[1]
    # 26.37 of 34.37 is goods: 5.55 x 26.37 / 34.37.
    assert seen[0]["profit by sku"]["POT-1"].refunds == D("4.2582")


def test_an_account_that_was_taken_back_whole_is_no_line_of_the_statement(template: Path) -> None:
    with copy_of(template) as shop:
        for state in ("paid", "cancelled"):
            take_in(shop, orders({**PARTS, "state": state, "shipped_at": "", "completed_at": ""}, name=f"{state}.csv"))
        take_in(shop, orders({**PARTS, "order_no": "A-2", "state": "paid", "unit_price": 0, "order_discount": 1,
                              "shipping": 0, "shipped_at": "", "completed_at": ""}, name="gift.csv"))  # fmt: skip
        assert views(shop)["profit by month"]["2026-01"].accounts == {"6002": D(1)}


@action("order.import", "Post again")
def post_again(tx: Tx) -> None:
    repost_orders(tx, tx.scalars(select(SalesOrder.order_id)))


SAMPLE = orders(
    {"order_no": "A-1", "state": "completed", "placed_at": "2026-01-30 10:00", "paid_at": "2026-01-31 23:00",
     "shipped_at": "2026-02-01 10:00", "completed_at": "2026-02-05 10:00", "sku": "TEA-1", "quantity": 6,
     "unit_price": 10,
     "order_discount": "5", "shipping": "8", "refund_amount": "10"},
    {"order_no": "A-2", "state": "refunded", "placed_at": "2026-02-02 10:00", "paid_at": "2026-02-02 10:00",
     "sku": "CUP-1", "quantity": 1, "unit_price": 20},
)  # fmt: skip


def sell(store: Store) -> None:
    """A stocked shop with two orders, on both engines."""
    stocked(store, Costing.FIFO)
    take_in(store, SAMPLE)


@pytest.fixture
def sold(new_store: Make) -> Store:
    return new_store(sell)


def test_each_document_posts_balanced_entries_on_its_days(sold: Store) -> None:
    with sold.read() as tx:
        open_entries = select(Posting.entry_id).group_by(Posting.entry_id).having(func.sum(Posting.amount) != 0)
        assert tx.scalars(open_entries) == []
        days = tx.rows(select(JournalEntry.kind, JournalEntry.entry_on).where(JournalEntry.document_kind == "order"))
    assert sorted((row.kind, row.entry_on.isoformat()) for row in days) == [
        ("cogs", "2026-01-31"), ("refund", "2026-02-02"), ("refund", "2026-02-05"), ("sale", "2026-01-31"),
        ("sale", "2026-02-02"),
    ]  # fmt: skip
    # The sale belongs to the day it was paid on, in Shanghai. FIFO: five at 4, one at 7.
    assert balances(sold, "2026-01") == {
        "1122.direct": D(63), "1405": D(61 - 27), "2203": -D(61), "6001": -D(60), "6002": D(5), "6051": -D(8),
        "6401": D(27),
    }  # fmt: skip
    assert balances(sold, "2026-02") == {"1122.direct": -D(10), "6001": -D(20), "6003": D(30)}
    assert_sound(sold)


def test_posting_again_finds_nothing_missing(sold: Store) -> None:
    before = views(sold), len(order(sold, "A-1").entries), moves(sold, "A-1")
    sold.do(post_again)
    assert (views(sold), len(order(sold, "A-1").entries), moves(sold, "A-1")) == before


def test_what_changes_after_a_closed_month_stands_in_the_open_one(sold: Store) -> None:
    january = balances(sold, "2026-01")
    sold.do(close_period, date(2026, 1, 31))
    later = {
        "order_no": "A-1", "state": "completed", "placed_at": "2026-01-30 10:00", "paid_at": "2026-01-31 23:00",
        "shipped_at": "2026-02-01 10:00", "completed_at": "2026-02-05 10:00", "sku": "TEA-1", "quantity": 6,
        "unit_price": 10, "order_discount": "5", "shipping": "8", "refund_amount": "30",
    }  # fmt: skip
    take_in(sold, orders(later, name="later.csv"))
    assert order(sold, "A-1").order.refunded == D(30), "what is given back later is given back in the open month"
    assert balances(sold, "2026-02")["6003"] == D(50)
    sold.do(receive_goods, "GR-3", [ReceiptLine(sku(sold, "TEA-1"), D(1), D(9))])
    assert balances(sold, "2026-01") == january
    sold.do(post_again)
    assert balances(sold, "2026-01") == january
    assert_sound(sold)


def test_an_order_refunded_before_it_was_sent_takes_no_waybill(sold: Store) -> None:
    """Else its goods would leave the shelf with whatever file names the order next."""
    row = {"order_no": "A-9", "state": "refunded", "placed_at": "2026-02-02 10:00", "paid_at": "2026-02-02 10:00",
           "sku": "CUP-1", "quantity": 2, "unit_price": 20}  # fmt: skip
    take_in(sold, orders(row, name="a.csv"))
    number = order(sold, "A-9").order.order_id
    with pytest.raises(UserError, match="A-9 was refunded before anything was sent"):
        sold.do(edit_order, number, waybill="SF1")
    sold.do(edit_order, number, note="rang her")
    take_in(sold, orders({**row, "order_discount": "1"}, name="b.csv"))
    assert moves(sold, "A-9") == []
    sold.do(edit_order, order(sold, "A-1").order.order_id, waybill="SF2")  # one that was sent does
    assert_sound(sold)


def test_what_is_posted_names_the_row_of_the_file_that_said_so(sold: Store) -> None:
    """A later file has the order in another row than the first."""
    row = {"order_no": "A-7", "state": "paid", "placed_at": "2026-02-02 10:00", "paid_at": "2026-02-02 10:00",
           "sku": "CUP-1", "quantity": 1, "unit_price": 20}  # fmt: skip
    filler = [{**row, "order_no": f"F-{number}", "sku": "POT-1"} for number in range(3)]
    first = take_in(sold, orders(row, name="first.csv"))
    shipped = {**row, "state": "shipped", "shipped_at": "2026-02-03 10:00"}
    second = take_in(sold, orders(*filler, shipped, name="second.csv"))
    third = take_in(sold, orders(*filler[:1], {**shipped, "state": "refunded", "refund_amount": 20}, name="third.csv"))
    order_id = order(sold, "A-7").order.order_id
    with sold.read() as tx:
        told = select(JournalEntry.kind, JournalEntry.import_id, JournalEntry.source_row)
        said = tx.rows(told.where(JournalEntry.document_kind == "order", JournalEntry.document_id == order_id))
        left = select(StockMove.import_id, StockMove.source_row)
        moved = tx.rows(left.where(StockMove.document_kind == "order", StockMove.document_id == order_id))
    assert ("sale", first, 2) in [tuple(one) for one in said]
    assert ("refund", third, 3) in [tuple(one) for one in said]
    assert [tuple(one) for one in moved] == [(second, 5)]
