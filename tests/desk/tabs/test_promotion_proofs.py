"""Certificate, replay and result of a promotion on screen, and as files."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import LONGEST_LIST
from shopdesk.desk.grid import GridView
from shopdesk.desk.tabs.promotions import PromotionsTab
from shopdesk.desk.tabs.promotions.proof_page import ProofPage
from shopdesk.desk.tabs.promotions.replay_page import ReplayPage
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.promotions.actions import add_promotion
from shopdesk.shop.promotions.outcome.uses import is_stale
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.store.store import Store


@pytest.fixture
def tab(shop_desk: Desk, store: Store, qtbot: QtBot) -> PromotionsTab:
    """A promotion since yesterday whose text says another day."""
    with store.read() as tx:
        starts, ends = moments_of(tx.today - timedelta(1), tx.today + timedelta(1), tx.zone)
    store.do(add_promotion, {"title": "Tea week", "kind": "once_full", "tiers": "300-30", "starts_at": starts,
                             "ends_at": ends, "policy": "2001-01-01"})  # fmt: skip
    window = open_window(shop_desk, store, qtbot, "promotions")
    shop_desk.show("promotions")
    settle(shop_desk, qtbot)
    [found] = window.findChildren(PromotionsTab)
    return found


def show(tab: PromotionsTab, segment: str, desk: Desk, qtbot: QtBot) -> ProofPage:
    desk.show("promotions", segment=segment)
    settle(desk, qtbot)
    page = tab.pages.page(segment)
    assert isinstance(page, ProofPage)
    return page


def rows(page: ProofPage) -> int:
    [grid] = page.panel.findChildren(GridView)
    return grid.model().rowCount()


def test_the_certificate_is_shown_and_written(
    tab: PromotionsTab, shop_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = show(tab, "preflight", shop_desk, qtbot)
    assert page.pick.currentText() == "Tea week"
    page.write_out(tmp_path / "proof.pdf")
    page.write_out(tmp_path / "proof.xlsx")
    assert (tmp_path / "proof.pdf").read_bytes().startswith(b"%PDF")
    told = [row[0].value for row in openpyxl.load_workbook(tmp_path / "proof.xlsx").worksheets[0].iter_rows(min_row=2)]
    assert "Days in words" in told
    assert rows(page) == len(told)


def test_a_long_list_takes_the_room_and_equal_titles_are_told_apart(
    tab: PromotionsTab, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    with store.read() as tx:
        starts, _ends = moments_of(tx.today - timedelta(40), tx.today, tx.zone)
    store.do(add_promotion, {"title": "Tea week", "kind": "once_full", "tiers": "200-20", "starts_at": starts})
    tab.window().resize(1200, 1000)
    page = show(tab, "result", shop_desk, qtbot)
    assert [page.pick.itemText(at) for at in range(2)] == ["Tea week · PR-0001", "Tea week · PR-0002"]
    shop_desk.show("promotions", segment="result", promotion_id=2)
    settle(shop_desk, qtbot)
    assert (tab.pages.currentWidget(), page.pick.currentData()) == (page, 2)
    assert rows(page) == 41
    [grid] = page.panel.findChildren(GridView)
    assert grid.height() > (LONGEST_LIST + 4) * theme.row_height()


def test_a_finding_leads_to_its_sku(tab: PromotionsTab, shop_desk: Desk, qtbot: QtBot) -> None:
    page = show(tab, "preflight", shop_desk, qtbot)
    [grid] = page.panel.findChildren(GridView)
    place = next(row for row in range(rows(page)) if grid.model().index(row, 2).data() == "CUP-11")
    grid.opened.emit(place)
    settle(shop_desk, qtbot)
    assert not tab.isVisible()
    assert [stock.isVisible() for stock in tab.window().findChildren(StockTab)] == [True]


def test_a_replay_has_a_row_for_each_variant(tab: PromotionsTab, shop_desk: Desk, qtbot: QtBot) -> None:
    page = show(tab, "replay", shop_desk, qtbot)
    assert isinstance(page, ReplayPage)
    assert rows(page) == 1
    page.others.setText("200-10 | 500-80")
    page.again.click()
    settle(shop_desk, qtbot)
    assert rows(page) == 3
    page.others.setText("nonsense")
    page.again.click()
    settle(shop_desk, qtbot)
    assert not page.book.isEnabled()


def test_a_replay_is_of_the_days_that_are_chosen(tab: PromotionsTab, shop_desk: Desk, qtbot: QtBot) -> None:
    page = show(tab, "replay", shop_desk, qtbot)
    assert isinstance(page, ReplayPage)
    page.since.setText("2026-01-01")
    page.until.setText("2026-01-31")
    page.until.returnPressed.emit()
    settle(shop_desk, qtbot)
    assert page._proof is not None
    assert "2026-01-01 to 2026-01-31" in page._proof.said
    page.since.setText("2026-02-01")
    page.again.click()
    assert page._proof is None


def test_a_replay_can_be_cancelled_and_leaves_the_page_empty(tab: PromotionsTab, shop_desk: Desk, qtbot: QtBot) -> None:
    page = show(tab, "replay", shop_desk, qtbot)
    assert isinstance(page, ReplayPage)
    page.again.click()
    [job] = shop_desk.jobs
    job.cancel()
    settle(shop_desk, qtbot)
    assert shop_desk.jobs == []
    assert page._proof is None or rows(page) == 1  # it may have been done before it heard


def test_a_result_has_a_row_for_each_day_so_far(tab: PromotionsTab, shop_desk: Desk, qtbot: QtBot) -> None:
    assert rows(show(tab, "result", shop_desk, qtbot)) == 2


def test_a_running_one_is_watched(
    tab: PromotionsTab, store: Store, shop_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = show(tab, "monitor", shop_desk, qtbot)
    assert page.pick.currentText() == "Tea week"
    assert rows(page) > 1
    [view] = page.panel.findChildren(GridView)
    with store.read() as tx:
        assert view.rows.index(0, 0).data().startswith(f"{tx.now.astimezone(tx.zone):%Y-%m-}"), "with its year"
    with store.read() as tx:
        assert not is_stale(tx)
    page.write_out(tmp_path / "monitor.xlsx")
    assert (tmp_path / "monitor.xlsx").exists()
