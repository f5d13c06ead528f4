"""A real shop's year, and a page of the same layout: read, posted, dropped again, taken back."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from tests.exchange.counter import assert_sound, stock, views
from tests.stories.retail import ACCEPTED, CHARGES, REAL, SMALL, RealYear, amount, shelf, told, write
from tests.stories.shop_invariants import assert_whole

from shopdesk.exchange.imports import Choices, NeedsMapping, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.store.store import Store
from shopdesk.store.tables import Change, OrderLine, SalesOrder
from shopdesk.text import UserError


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return write(tmp_path / "Online Retail.xlsx", SMALL)


def documents(store: Store) -> dict[str, int]:
    with store.read() as tx:
        found = tx.rows(select(SalesOrder.kind, func.count().label("number")).group_by(SalesOrder.kind))
        return {row.kind: row.number for row in found}


def changes(store: Store) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(Change)))


def test_a_page_of_that_layout_is_posted_to_the_last_penny(gifts: Store, page: Path) -> None:
    with pytest.raises(NeedsMapping):
        prepare(gifts, page, Choices())
    staged = prepare(gifts, page, ACCEPTED)
    charges = sum(line.code in CHARGES for line in SMALL)
    assert told(staged) == {
        "rows": 17, "charges": charges, "quantity": sum(line.pieces for line in SMALL), "amount": amount(SMALL),
        "new": 17,
    }  # fmt: skip
    run_import(gifts, staged)
    assert documents(gifts) == {"sale": 6, "return": 2, "adjustment": 1}
    with gifts.read() as tx:
        assert tx.scalar(select(func.count()).select_from(OrderLine)) == 17, "a true duplicate is sold twice"
        [month] = fetch_sales(tx, By.MONTH)
    # Net of everything is what the rows come to: goods, returns, charges and the bad debt.
    assert month.net_sales == amount(SMALL)
    assert month.adjustments == Decimal("-110.62")
    assert month.refunds == 5 * Decimal("3.39") + Decimal("2.55")
    assert stock(gifts) == shelf(SMALL)
    assert_whole(gifts)


def test_a_page_dropped_again_is_the_same_and_writes_nothing(gifts: Store, page: Path, tmp_path: Path) -> None:
    assert run_import(gifts, prepare(gifts, page, ACCEPTED))
    before, written = views(gifts), changes(gifts)
    for again in (
        page,
        Path(shutil.copyfile(page, tmp_path / "renamed.xlsx")),
        write(tmp_path / "fewer.xlsx", SMALL[:13]),
    ):
        staged = prepare(gifts, again, Choices())
        assert staged.counts()["same"] == staged.rows
        assert run_import(gifts, staged) == 0
    assert views(gifts) == before
    assert changes(gifts) - written <= 3, "that somebody tried, and no more"


def test_a_page_taken_back_leaves_everything_as_it_was(gifts: Store, page: Path, tmp_path: Path) -> None:
    run_import(gifts, prepare(gifts, write(tmp_path / "first.xlsx", SMALL[:5]), ACCEPTED))
    before = views(gifts)
    import_id = run_import(gifts, prepare(gifts, page, Choices()))
    assert views(gifts) != before
    gifts.do(take_back, import_id)
    assert views(gifts) == before
    assert_whole(gifts)


def test_a_wrong_cell_of_a_page_is_named_and_nothing_goes_in(gifts: Store, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.xlsx", [*SMALL, SMALL[0]._replace(invoice="536999", code="85123A", price="nan")])
    before = views(gifts)
    with pytest.raises(UserError):
        run_import(gifts, prepare(gifts, broken, ACCEPTED))
    assert views(gifts) == before


def test_the_whole_year_of_online_retail(real_year: RealYear, gifts_of_the_year: Store) -> None:
    store = gifts_of_the_year
    assert real_year.told == {
        "rows": 541_909, "charges": 2_946, "quantity": 5_176_450, "amount": Decimal("9747747.934"), "new": 541_909
    }  # fmt: skip
    assert documents(store) == {"sale": 25_900 - 3_836 - 3, "return": 3_836, "adjustment": 3}
    with store.read() as tx:
        assert sum((row.net_sales for row in fetch_sales(tx)), Decimal(0)) == Decimal("9747747.934")
        # Every line of goods has its move, and no charge has one.
        moves = tx.scalar(text("SELECT COUNT(*) FROM stock_move"))
        assert moves == tx.scalar(text("SELECT COUNT(*) FROM order_line WHERE kind = 'product' AND quantity <> 0"))
    assert_sound(store)
    written = changes(store)
    again = prepare(store, REAL, Choices())
    assert (again.counts()["same"], run_import(store, again)) == (541_909, 0)
    assert changes(store) - written <= 1
    store.do(take_back, real_year.import_id)
    assert views(store) == real_year.before
    assert_sound(store)
