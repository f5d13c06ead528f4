"""Import as a person does it: files in, looked at, told apart, written or not, and taken back."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from tests.desk.import_desk import Until, at, idle, outcome
from tests.desk.import_samples import (
    FIELDS,
    TAOBAO,
    UNKNOWN,
    contents,
    count_lines,
    order_states,
    taobao,
    unknown,
    write_csv,
)
from tests.desk.samples import TABS
from tests.desk.shelf import settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.importing.asking import PasswordView
from shopdesk.desk.importing.done_view import DoneView
from shopdesk.desk.importing.history_view import ImportHistory
from shopdesk.desk.importing.import_page import ImportPage
from shopdesk.desk.importing.mapping_panel import MappingPanel
from shopdesk.desk.importing.one_file import Stage
from shopdesk.desk.importing.outcome_view import OutcomeView
from shopdesk.desk.importing.parts import Note
from shopdesk.desk.importing.questions import QuestionView
from shopdesk.desk.importing.queue import PAGE, ImportQueue, import_files
from shopdesk.desk.main_window import MainWindow
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.plan import Answer
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.history import find_import
from shopdesk.shop.opening import new_shop
from shopdesk.store.store import Store
from shopdesk.store.tables import StockLevel

MANY = 15_000
"""Rows that come in several chunks; half a million go by the same road, timed by the bench."""


def bring_in(queue: ImportQueue, until: Until, *paths: Path) -> None:
    """Drop files that need no questions one by one, and import each."""
    for path in paths:
        import_files(queue.desk, [path])
        until(at(queue, Stage.CHECKED))
        queue.write()
        until(idle(queue))
    until(idle(queue))


def test_a_known_file_is_read_shown_and_written(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    before = contents(shop)
    import_files(queue.desk, [taobao(tmp_path / "ExportOrderList1.csv", 12)])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    assert page.pill.text == "Taobao / Tmall order list, GB18030"
    assert view.go.text() == "Import 12 rows"
    assert view.told.counts[Outcome.NEW] == 12
    assert view.told.is_accounted
    assert contents(shop) == before
    view.go.click()
    until(idle(queue))
    assert isinstance(page.view, DoneView)
    assert len(order_states(shop)) == 12
    assert [one.counts[Outcome.NEW] for one in queue.finished] == [12]


def test_the_same_file_again_says_same_and_offers_nothing_to_do(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    path = taobao(tmp_path / "orders.csv", 6)
    bring_in(queue, until, path)
    before = contents(shop)
    import_files(queue.desk, [path.rename(tmp_path / "renamed.csv")])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    assert view.told.counts[Outcome.SAME] == 6
    assert view.told.imported_before
    assert view.go.text() == "Close"
    view.go.click()
    until(idle(queue))
    assert contents(shop) == before


def test_a_changed_order_tells_before_and_after(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    bring_in(queue, until, taobao(tmp_path / "old.csv", 3))
    import_files(queue.desk, [taobao(tmp_path / "new.csv", 3, shipped=True)])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    view.pick(Outcome.CHANGED)
    reasons = {row.column: row.reason for row in view.told.listed if row.outcome == Outcome.CHANGED}
    assert reasons["G 订单状态"] == "State: Paid → Shipped"
    assert reasons["N 物流单号"] == "Waybill: the store has none yet"
    assert view.rows.rowCount() == len(reasons)
    view.go.click()
    until(idle(queue))
    assert order_states(shop)["2611210000000000000"] == "shipped"


def test_an_unknown_sheet_is_mapped_by_hand_and_remembered(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [unknown(tmp_path / "till.csv", 20)])
    until(at(queue, Stage.MAPPING))
    panel = page.view
    assert isinstance(panel, MappingPanel)
    until(lambda: len(panel.rows) == len(UNKNOWN))
    for row in panel.rows:
        row.choose("")  # whatever was proposed
    assert not panel.read.isEnabled()
    for field, header in FIELDS.items():
        panel.rows[UNKNOWN.index(header)].choose(field)
    panel.channel.setCurrentText("Market stall")
    assert panel.read.isEnabled()
    panel.read.click()
    until(at(queue, Stage.CHECKED))
    assert outcome(page).told.documents == {"new": 10}
    outcome(page).go.click()
    until(idle(queue))
    assert len(order_states(shop)) == 10
    assert count_lines(shop) == 20
    import_files(queue.desk, [unknown(tmp_path / "next month.csv", 22)])
    until(lambda: at(queue, Stage.CHECKED)() or at(queue, Stage.MAPPING)())
    assert outcome(page).told.documents == {"same": 10, "new": 1}


def test_a_column_that_cannot_be_what_was_chosen_says_why(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    import_files(queue.desk, [unknown(tmp_path / "till.csv")])
    until(at(queue, Stage.MAPPING))
    panel = page.view
    assert isinstance(panel, MappingPanel)
    until(lambda: len(panel.rows) == len(UNKNOWN))
    titles = panel.rows[UNKNOWN.index("Bezeichnung")]
    titles.choose("quantity")
    shown = [words.text() for words in titles.becomes.findChildren(type(titles.header))]
    assert shown[0] == "Sencha is not a number"
    panel.rows[UNKNOWN.index("Menge")].choose("quantity")
    assert titles.field.currentData() == ""


def test_dates_with_two_readings_are_asked_and_the_answer_holds(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    rows = [("Order no", "Order date", "SKU", "Product", "Qty", "Price")]
    rows += [(f"A-{i}", f"0{i + 1}/0{i + 2}/2026", "T-1", "Tea", "1", "12.50") for i in range(6)]
    import_files(queue.desk, [write_csv(tmp_path / "dates.csv", rows)])
    until(lambda: at(queue, Stage.MAPPING)() or at(queue, Stage.ASKING)())
    view = page.view
    assert isinstance(view, MappingPanel | QuestionView)
    assert view.questions is not None
    go_on = view.read if isinstance(view, MappingPanel) else view.go_on
    assert not go_on.isEnabled()
    view.questions.choose(Answer.DAY_FIRST, True)
    assert go_on.isEnabled()
    go_on.click()
    until(at(queue, Stage.CHECKED))
    staged = queue.current.staged if queue.current else None
    assert staged is not None
    assert staged.plan.day_first is True
    assert not staged.rejected_rows


def test_a_known_layout_that_changed_names_what_is_missing_and_new(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    path = taobao(tmp_path / "orders.csv", 5)
    path.write_bytes(path.read_bytes().replace("总金额".encode("gb18030"), "合计含税".encode("gb18030"), 1))
    import_files(queue.desk, [path])
    until(at(queue, Stage.MAPPING))
    panel = page.view
    assert isinstance(panel, MappingPanel)
    said = panel.notice.words.text()
    assert "Taobao / Tmall order list" in said
    assert "总金额" in said.partition("New:")[0]
    assert "合计含税" in said.partition("New:")[2]


def test_a_count_says_that_it_sets_and_a_receipt_that_it_adds(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    products = write_csv(tmp_path / "products.csv", [("SKU", "Product", "Price"), ("T-1", "Tea", "12.50")])
    mapping = {"sku": "SKU", "title": "Product", "price": "Price"}
    run_import(shop, prepare(shop, products, Choices(kind="products", mapping=mapping)))
    counted = write_csv(tmp_path / "count.csv", [("SKU", "Counted"), ("T-1", "38")])
    received = write_csv(tmp_path / "in.csv", [("SKU", "Quantity received", "Unit cost"), ("T-1", "4", "3.10")])
    add, put = "Quantities ADD to what is on hand", "Quantities SET what is on hand"
    for path, words, on_hand in ((received, add, 4), (counted, put, 38)):
        import_files(queue.desk, [path])
        until(lambda: at(queue, Stage.CHECKED)() or at(queue, Stage.MAPPING)())
        if isinstance(page.view, MappingPanel):
            page.view.read.click()
            until(at(queue, Stage.CHECKED))
        view = outcome(page)
        assert any(note.words.text().startswith(words) for note in view.findChildren(Note))
        view.go.click()
        until(idle(queue))
        with shop.read() as tx:
            assert int(tx.scalar(select(func.sum(StockLevel.on_hand)))) == on_hand


def test_rejected_rows_are_saved_mended_and_dropped_again(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 10, broken=(3, 7))])
    until(at(queue, Stage.CHECKED))
    view = outcome(page)
    assert view.go.text() == "Import the good rows (8)"
    view.pick(Outcome.REJECTED)
    listed = [view.rows.value(row, 1) for row in range(view.rows.rowCount())]
    assert set(listed) == {5, 9}
    target = tmp_path / "rejected.xlsx"
    queue.write(rejects=target)
    until(idle(queue))
    assert len(order_states(shop)) == 8
    book = openpyxl.load_workbook(target)
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    assert header[: len(TAOBAO)] == list(TAOBAO)
    assert sheet.cell(2, header.index("联系手机") + 1).value == "13800000003"
    for row in (2, 3):
        for name in ("买家应付货款", "总金额", "买家实际支付金额"):
            sheet.cell(row, header.index(name) + 1).value = "99.00"
    book.save(target)
    book.close()
    bring_in(queue, until, target)
    assert len(order_states(shop)) == 10


def test_the_rejected_rows_alone_can_be_saved(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, told: list[str], until: Until
) -> None:
    before = contents(shop)
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 5, broken=(2,))])
    until(at(queue, Stage.CHECKED))
    queue.save_rejects(tmp_path / "rejected.xlsx")
    until(lambda: not queue.desk.busy)
    assert (tmp_path / "rejected.xlsx").exists()
    assert any("rejected.xlsx" in text for text in told)
    assert queue.current is not None
    assert queue.current.stage is Stage.CHECKED
    assert contents(shop) == before


def test_cancelling_while_reading_leaves_nothing(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, told: list[str], until: Until
) -> None:
    before = contents(shop)
    import_files(queue.desk, [taobao(tmp_path / "long.csv", 30_000)])
    until(lambda: queue.current is not None and queue.current.rows_done > 0)
    queue.skip()
    until(idle(queue))
    assert told == ["Reading long.csv was cancelled. Nothing was written."]
    assert contents(shop) == before


def test_cancelling_while_writing_leaves_nothing_and_the_dry_run_stands(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, told: list[str], until: Until
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "long.csv", 20_000)])
    until(at(queue, Stage.CHECKED))
    before = contents(shop)
    outcome(page).go.click()
    until(lambda: queue.current is not None and queue.current.rows_done > 0)
    queue.skip()
    until(at(queue, Stage.CHECKED))
    assert told == ["The import was cancelled. Nothing was written."]
    assert contents(shop) == before
    queue.write()
    until(idle(queue))
    assert len(order_states(shop)) == 20_000


def test_a_protected_file_asks_for_its_password_and_again_when_it_is_wrong(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from msoffcrypto.format.ooxml import OOXMLFile

    plain, locked = tmp_path / "plain.xlsx", tmp_path / "locked.xlsx"
    book = openpyxl.Workbook()
    book.active.append(TAOBAO)
    book.active.append(["2611210000000000001", "tb1", "88", "0", "88", "88", STATES_PAID, "张三", "杭州", "13800000000",
                        "2026-11-10 09:00:00", "2026-11-10 09:03:00", "茶", "", "", "", "1"])  # fmt: skip
    book.save(plain)
    with plain.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("spring", target)
    import_files(queue.desk, [locked])
    until(at(queue, Stage.PASSWORD))
    for password in ("autumn", "spring"):
        view = page.view
        assert isinstance(view, PasswordView)
        view.password.setText(password)
        view.open.click()
        until(lambda: not at(queue, Stage.READING)())
    assert queue.current is not None
    assert queue.current.stage is Stage.CHECKED


STATES_PAID = "买家已付款，等待卖家发货"


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.findChildren(QPushButton) if button.text() == text).click()


def open_box(qtbot: QtBot, until: Until) -> QMessageBox:
    def found() -> list[QMessageBox]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]

    until(lambda: bool(found()))
    return found()[0]


def test_taking_back_says_what_goes_asks_and_leaves_the_shop_as_it_was(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    bring_in(queue, until, taobao(tmp_path / "orders.csv", 6))
    until(lambda: page.findChild(ImportHistory) is not None)
    history = page.findChild(ImportHistory)
    assert isinstance(history, ImportHistory)
    until(lambda: hasattr(history, "take_back"))
    history.take_back.click()
    box = open_box(qtbot, until)
    assert box.text() == "Take orders.csv back?"
    assert "No later import stands on it." in box.informativeText()
    press(box, "Leave it")
    settle(queue.desk, qtbot)
    assert len(order_states(shop)) == 6
    history.take_back.click()
    press(open_box(qtbot, until), "Take back")
    until(lambda: not order_states(shop) and not queue.desk.busy)
    with shop.read() as tx:
        found = find_import(tx, 1)
    assert found is not None
    assert found.taken_back_at is not None
    card = page.view
    assert isinstance(card, DoneView)
    ways, pill = card._ways[1]
    until(pill.isVisible)
    assert not any(made.isVisible() for made in ways)


def test_what_stands_on_an_import_is_named_and_it_stays(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    items = [("订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "订单状态", "商家编码")]
    items += [("2611210000000000000", "龙井茶礼盒", "88.00", "1", "TEA-1", "", STATES_PAID, "TEA-1")]
    import_files(queue.desk, [taobao(tmp_path / "list.csv", 3), write_csv(tmp_path / "items.csv", items, "gb18030")])
    until(lambda: bool(queue.batch))
    queue.start()
    until(idle(queue))
    assert isinstance(page.view, DoneView)
    back = next(b for b in page.view.findChildren(QPushButton) if b.accessibleName() == "Take back list.csv")
    back.click()
    box = open_box(qtbot, until)
    assert box.text() == "list.csv cannot be taken back yet."
    assert "items.csv" in box.informativeText()
    press(box, "Leave it")
    settle(queue.desk, qtbot)
    assert len(order_states(shop)) == 3


def test_a_large_import_is_backed_up_first(
    page: ImportPage, queue: ImportQueue, shop: Store, tmp_path: Path, until: Until
) -> None:
    from shopdesk.store.backup import backups

    bring_in(queue, until, taobao(tmp_path / "few.csv", 5))
    assert not backups(shop)
    bring_in(queue, until, taobao(tmp_path / "many.csv", 600))
    assert [backup.reason for backup in backups(shop)] == ["import"]


def test_another_shop_takes_nothing_of_this_with_it(
    page: ImportPage, queue: ImportQueue, tmp_path: Path, until: Until, qtbot: QtBot
) -> None:
    import_files(queue.desk, [taobao(tmp_path / "orders.csv", 5), taobao(tmp_path / "more.csv", 5)])
    until(lambda: bool(queue.batch))
    with qtbot.waitSignal(queue.desk.store_changed):
        queue.desk.open(lambda: new_shop(str(tmp_path / "other.shopdesk")))
    until(idle(queue))
    assert not queue.waiting
    assert not queue.batch
    assert isinstance(page.view, DoneView)


def test_the_window_reminds_of_a_file_that_waits_and_comes_back_when_it_is_left(
    office: Desk, queue: ImportQueue, tmp_path: Path, qtbot: QtBot, until: Until
) -> None:
    office.doors.import_files = partial(import_files, office)
    window = MainWindow(office, TABS)
    qtbot.addWidget(window)
    window.show()
    settle(office, qtbot)
    before = window.page
    window.import_files([taobao(tmp_path / "orders.csv", 5)])
    assert isinstance(window.page, ImportPage)
    until(at(queue, Stage.CHECKED))
    window.show_tab("stock")
    until(lambda: window.toast.text == "orders.csv waits for you; nothing of it has been written.")
    window.show_tab(PAGE)
    assert isinstance(window.page.view, OutcomeView)
    queue.skip()
    until(idle(queue))
    assert window.page is not before
    assert window.page is not None
    assert window.page.accessibleName() == next(tab.title for tab in TABS if tab.key == "stock")
    window.close()


def test_a_file_of_many_chunks_goes_through_the_page(
    page: ImportPage, queue: ImportQueue, shop: Store, until: Until, tmp_path: Path
) -> None:
    path = tmp_path / "year.csv"
    rows = (f"{500_000 + number // 7},SKU-{number % 90},Mug,2,2010-12-01 08:26,1.25" for number in range(MANY))
    path.write_text("\n".join(["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice", *rows]), "utf-8")
    import_files(queue.desk, [path])
    until(lambda: at(queue, Stage.MAPPING)() or at(queue, Stage.CHECKED)())
    if isinstance(page.view, MappingPanel):
        page.view.read.click()
    until(at(queue, Stage.CHECKED))
    assert outcome(page).told.counts[Outcome.NEW] == MANY
    assert outcome(page).told.amount.endswith("37,500.00")
    outcome(page).go.click()
    until(idle(queue))
    assert count_lines(shop) == MANY
