"""Several files at once: dropped, recognised, started with one button; and workbooks of several sheets."""

import zipfile
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.desk.import_desk import Until, at, idle, outcome
from tests.desk.import_samples import contents, count_lines, order_states, taobao, unknown, write_csv
from tests.desk.samples import TABS

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.asking import ProblemView
from shopdesk.desk.importing.batch_view import BatchView
from shopdesk.desk.importing.done_view import DoneView
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.mapping_panel import MappingPanel
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.queue import ImportQueue, import_files
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.widgets import Words
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.history import IMPORT_ROWS
from shopdesk.store.rows import Query, count
from shopdesk.store.store import Store

PAID = "买家已付款，等待卖家发货"


def items(path: Path, orders: int = 1) -> Path:
    rows = [("订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "订单状态", "商家编码")]
    rows += [(f"26112100000000{i:05d}", "龙井茶礼盒", "88.00", "1", "TEA-1", "", PAID, "TEA-1") for i in range(orders)]
    return write_csv(path, rows, "gb18030")


def batch(page: ImportPage) -> BatchView:
    assert isinstance(page.view, BatchView)
    return page.view


def imports(shop: Store) -> int:
    with shop.read() as tx:
        return count(tx, IMPORT_ROWS, Query())


def drop(window: MainWindow, *paths: Path) -> None:
    """Let go of files over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    move, no_key = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(50, 50), move, data, Qt.MouseButton.LeftButton, no_key))


def test_many_files_are_recognised_and_started_with_one_button(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    before = contents(shop)
    import_files(queue.desk, [items(tmp_path / "a-items.csv", 4), taobao(tmp_path / "b-list.csv", 4)])
    until(lambda: bool(queue.batch))
    view = batch(page)
    assert [line.pill.text for line in view.lines] == ["Taobao / Tmall order list", "Taobao / Tmall item list"]
    assert view.go.text() == "Start (2 files)"
    assert contents(shop) == before
    view.go.click()
    until(idle(queue))
    assert [one.name for one in queue.finished] == ["b-list.csv", "a-items.csv"]
    assert (imports(shop), len(order_states(shop)), count_lines(shop)) == (2, 4, 4)
    assert isinstance(page.view, DoneView)


def test_a_file_that_raises_a_question_waits_and_the_others_come(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    hostile = tmp_path / "broken.xlsx"
    hostile.write_bytes(b"PK\x03\x04 and no more")
    import_files(
        queue.desk, [hostile, taobao(tmp_path / "bad.csv", 3, broken=(1,)), unknown(tmp_path / "till.csv"),
                     taobao(tmp_path / "good.csv", 5)],
    )  # fmt: skip
    until(lambda: bool(queue.batch))
    view = batch(page)
    lines = {line._entry.name: line for line in view.lines}
    assert not lines["broken.xlsx"].tick.isEnabled()
    assert view.go.text() == "Start (3 files)"
    lines["till.csv"].tick.click()
    assert view.go.text() == "Start (2 files)"
    view.go.click()
    until(at(queue, Stage.CHECKED))
    assert outcome(page).told.counts[Outcome.REJECTED] == 1
    queue.skip()
    until(idle(queue))
    assert [one.name for one in queue.finished] == ["good.csv"]
    assert len(order_states(shop)) == 5


def test_each_file_is_shown_before_it_goes_in_where_the_person_wants_it(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "a.csv", 4), taobao(tmp_path / "b.csv", 7)])
    until(lambda: bool(queue.batch))
    view = batch(page)
    view.each.click()
    view.go.click()
    until(at(queue, Stage.CHECKED))
    assert "File 1 of 2" in page.about.text()
    outcome(page).go.click()
    until(lambda: len(queue.finished) == 1 and at(queue, Stage.CHECKED)())
    assert "File 2 of 2" in page.about.text()
    assert outcome(page).told.counts == {**outcome(page).told.counts, "same": 4, "new": 3}
    outcome(page).go.click()
    until(idle(queue))
    assert len(order_states(shop)) == 7


def test_items_before_their_list_come_to_the_same(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    for path in (items(tmp_path / "items.csv", 3), taobao(tmp_path / "list.csv", 3)):
        import_files(queue.desk, [path])
        until(at(queue, Stage.CHECKED))
        outcome(page).go.click()
        until(idle(queue))
    assert (len(order_states(shop)), count_lines(shop)) == (3, 3)


def test_a_folder_and_a_zip_are_dropped_on_the_window(
    office: Desk, queue: ImportQueue, shop: Store, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    taobao(folder / "orders.csv", 3)
    (folder / "~$orders.xlsx").write_bytes(b"lock")
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7")
    path = tmp_path / "more.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.write(taobao(tmp_path / "x.csv", 5), "2026/orders.csv")
        made.write(items(tmp_path / "y.csv"), "2026/items.csv")
        made.writestr("old.zip", b"PK\x05\x06" + b"\0" * 18)
    office.doors.import_files = partial(import_files, office)
    window = MainWindow(office, TABS)
    qtbot.addWidget(window)
    window.show()
    drop(window, folder, path)
    until(lambda: bool(queue.batch))
    page = window.page
    assert isinstance(page, ImportPage)
    names = [line._entry.name for line in batch(page).lines]
    assert names == ["orders.csv", "more.zip › 2026/orders.csv", "more.zip › 2026/items.csv"]
    assert [name for name, _why in queue.left] == ["notes.pdf", "more.zip › old.zip"]
    room = queue._workplace
    assert room is not None
    batch(page).go.click()
    until(idle(queue))
    assert imports(shop) == 3
    assert len(order_states(shop)) == 5
    assert not room.exists()
    said = " ".join(words.text() for words in page.view.findChildren(Words))
    assert "An archive inside an archive is not opened" in said
    window.close()


def test_two_sheets_of_one_workbook_are_two_imports(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    made = Workbook()
    rows: dict[str, list[tuple[str | None, ...]]] = {
        "Sold": [("Order no", "Order date", "SKU", "Qty", "Price"), ("A-1", "2026-01-13", "T-1", "1", "12.50")],
        "Wares": [("SKU", "Product", "Price"), ("T-1", "Tea", "12.50"), ("T-2", "Pot", "40")],
        "Talk": [("Hello", None), ("there", None)],
    }
    for name, lines in rows.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    del made["Sheet"]
    made.save(tmp_path / "shop.xlsx")
    import_files(queue.desk, [tmp_path / "shop.xlsx"])
    until(lambda: bool(queue.batch))
    view = batch(page)
    assert [line._entry.name for line in view.lines] == ["shop.xlsx › Wares", "shop.xlsx › Sold"]
    assert any("Talk (no columns that are known)" in words.text() for words in view.findChildren(Words))
    view.go.click()
    until(lambda: at(queue, Stage.MAPPING)() or at(queue, Stage.CHECKED)())
    while queue.current is not None:
        if isinstance(page.view, MappingPanel):
            page.view.read.click()
        else:
            outcome(page).go.click()
        until(lambda: queue.current is None or queue.current.job is None)
    until(idle(queue))
    assert sorted(one.kind for one in queue.finished) == ["orders", "products"]
    assert imports(shop) == 2


def test_the_end_card_leads_to_the_orders_that_came(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "a.csv", 4)])
    until(at(queue, Stage.CHECKED))
    outcome(page).go.click()
    until(idle(queue))
    link = next(b for b in page.view.findChildren(QPushButton) if b.accessibleName() == "Show what came with a.csv")
    with qtbot.waitSignal(queue.desk.shown) as shown:
        link.click()
    assert shown.args == ["orders", {"import_id": 1}]


def test_leaving_a_batch_leaves_nothing(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    before = contents(shop)
    import_files(queue.desk, [taobao(tmp_path / "a.csv", 4), taobao(tmp_path / "b.csv", 7)])
    until(lambda: bool(queue.batch))
    queue.skip()
    until(idle(queue))
    assert not queue.is_busy
    assert contents(shop) == before


def test_a_hostile_file_says_its_sentence(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    hostile = tmp_path / "broken.xlsx"
    hostile.write_bytes(b"PK\x03\x04 and no more")
    before = contents(shop)
    import_files(queue.desk, [hostile])
    until(at(queue, Stage.FAILED))
    assert isinstance(page.view, ProblemView)
    assert "broken.xlsx" in str(queue.current.error if queue.current else "")
    import_files(queue.desk, [taobao(tmp_path / "good.csv", 3)])
    until(at(queue, Stage.CHECKED))
    assert contents(shop) == before
    outcome(page).go.click()
    until(idle(queue))
    assert len(order_states(shop)) == 3
