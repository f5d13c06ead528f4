"""What is typed and not posted survives closing the window: kept per shop, told and gone on with at the next start."""

import json
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, settle, sku_cells, type_line, write

from shopdesk.app import Program
from shopdesk.desk.hinges import store_of
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.settings import home
from shopdesk.store.store import Store

Start = Callable[[], AbstractContextManager[Program]]


@pytest.fixture
def where(tea_shop: Path, tmp_path: Path) -> str:
    return str(shutil.copyfile(tea_shop, tmp_path / "shop.shopdesk"))


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, where: str) -> Iterator[Start]:
    """A run of the program on the shop; leaving the block closes its window and ends it."""
    hooks = sys.excepthook, threading.excepthook

    @contextmanager
    def run() -> Iterator[Program]:
        made = Program(["shopdesk"])
        made.start(where)
        qtbot.waitExposed(made.window)
        qtbot.waitUntil(lambda: made.desk.store is not None)
        settle(made.desk, qtbot)
        try:
            yield made
        finally:
            made.window.close()
            made.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    yield run
    sys.excepthook, threading.excepthook = hooks


def stock(program: Program, qtbot: QtBot) -> StockTab:
    program.window.show_tab("stock")
    settle(program.desk, qtbot)
    assert isinstance(program.window.page, StockTab)
    return program.window.page


def files() -> list[Path]:
    return list((home("data") / "drafts").glob("*"))


def go_on(program: Program, qtbot: QtBot) -> None:
    """Press the button of the sentence that is told."""
    link = next(one for one in program.window.toast.findChildren(QPushButton) if one.text() == "Go on with it")
    click(link)
    settle(program.desk, qtbot)


def edit(page: QWidget, name: str) -> QLineEdit:
    """The line that a person sees under that name."""
    seen = [one for one in page.findChildren(QLineEdit) if one.isVisibleTo(page)]
    told = [QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name) for one in seen]
    return seen[told.index(name)]


def receive(program: Program, qtbot: QtBot) -> StockTab:
    tab = stock(program, qtbot)
    click(tab.buttons["receive"])
    settle(program.desk, qtbot)
    entry = tab.pages.receive.entry
    type_line(entry.code, "TEA-001")
    settle(program.desk, qtbot)
    assert entry.cost is not None
    type_line(entry.quantity, "12")
    type_line(entry.cost, "40.5")
    write(tab.pages.receive.number, "GR-7")
    settle(program.desk, qtbot)
    return tab


def test_a_receipt_is_gone_on_with_at_the_next_start(start: Start, qtbot: QtBot) -> None:
    with start() as program:
        receive(program, qtbot)
    assert len(files()) == 1
    with start() as program:
        assert program.window.toast.text == "Not posted yet and kept for you: a receipt."
        go_on(program, qtbot)
        assert isinstance(program.window.page, StockTab)
        page = program.window.page.pages.receive
        assert page.isVisible()
        assert page.number.text() == "GR-7"
        assert program.window.page.buttons["receive"].text() == "Receive (1)"
        before = sku_cells(store_of(program.desk), "TEA-001")["on_hand"]
        click(page.post)
        settle(program.desk, qtbot)
        assert sku_cells(store_of(program.desk), "TEA-001")["on_hand"] == before + 12
    assert files() == []
    with start() as program:
        assert program.window.toast.isHidden()


def test_a_receipt_posted_while_the_window_closes_is_not_offered_again(start: Start, qtbot: QtBot) -> None:
    with start() as program:
        tab = receive(program, qtbot)
        qtbot.waitUntil(lambda: files() != [])
        click(tab.pages.receive.post)  # and away: nobody hears any more that it was posted
    assert files() == []


def test_a_count_is_gone_on_with_to_the_letter(start: Start, qtbot: QtBot) -> None:
    with start() as program:
        tab = stock(program, qtbot)
        click(tab.buttons["count"])
        settle(program.desk, qtbot)
        click(tab.pages.count.start.start)
        settle(program.desk, qtbot)
        for typed in ("3*CUP-11", "5*NOBODY"):
            type_line(tab.pages.count.scan.entry.code, typed)
        type_line(tab.pages.count.scan.entry.code, "KET-08")
        tab.pages.count.scan.entry.quantity.clear()
        write(tab.pages.count.scan.entry.quantity, "4")  # and away: the number has no Enter yet
    with start() as program:
        assert program.window.toast.text == "Not posted yet and kept for you: a count."
        go_on(program, qtbot)
        tab = stock(program, qtbot)
        entry = tab.pages.count.scan.entry
        assert (entry.code.text(), entry.quantity.text()) == ("KET-08", "4")
        type_line(entry.quantity, "")
        settle(program.desk, qtbot)
        tallying = tab.pages.count.scan.tallying
        assert tallying is not None
        assert [(line.sku or line.code, line.pieces) for line in tallying.newest(9)] == [
            ("KET-08", 4), ("NOBODY", 5), ("CUP-11", 3),
        ]  # fmt: skip
        tab.pages.count.hand_over()
        settle(program.desk, qtbot)
    with start() as program:
        assert program.window.toast.isHidden()
        assert files() == []


def test_lines_whose_product_is_gone_are_left_out_and_named(start: Start, qtbot: QtBot, where: str) -> None:
    with start() as program:
        receive(program, qtbot)
    kept = json.loads(files()[0].read_text("utf-8"))
    kept["receipt"]["lines"].append([99, "OLD-1", "Old", "4", None])
    files()[0].write_text(json.dumps(kept), "utf-8")
    with start() as program:
        tab = stock(program, qtbot)
        assert program.window.toast.text == "No longer in the shop, and left out of what you had entered: OLD-1."
        assert tab.buttons["receive"].text() == "Receive (1)"


def test_forms_are_found_as_they_were_left(start: Start, qtbot: QtBot) -> None:
    with start() as program:
        tab = stock(program, qtbot)
        click(tab.buttons["new"])
        write(edit(tab.lists.stock.product, "SKU"), "NEW-9")
        program.window.show_tab("books")
        settle(program.desk, qtbot)
        books = program.window.page
        assert isinstance(books, BooksTab)
        books.open_form("expense")
        settle(program.desk, qtbot)
        write(edit(books.views.journal.expense, "What for"), "String")
        program.window.speak("zh_CN")
        settle(program.desk, qtbot)
        program.window.speak("en")
    with start() as program:
        assert program.window.toast.text == "Not posted yet and kept for you: a new product, an expense."
        go_on(program, qtbot)
        tab = stock(program, qtbot)
        assert tab.lists.stock.product.isVisible()
        assert edit(tab.lists.stock.product, "SKU").text() == "NEW-9"
        click(next(one for one in tab.lists.stock.product.findChildren(QPushButton) if one.text() == "Cancel"))
        program.desk.show("books", form="expense")
        settle(program.desk, qtbot)
        assert isinstance(program.window.page, BooksTab)
        form = program.window.page.views.journal.expense
        assert edit(form, "What for").text() == "String"
        write(edit(form, "Amount"), "7.50")
        type_line(edit(form, "What for"), "")
        settle(program.desk, qtbot)
    assert files() == []


def test_an_adjustment_is_kept_for_its_product_alone(start: Start, qtbot: QtBot) -> None:
    with start() as program:
        program.desk.show("stock", sku="TEA-001")
        settle(program.desk, qtbot)
        tab = stock(program, qtbot)
        click(tab.buttons["adjust"])
        write(edit(tab.lists.stock.adjust, "Change by"), "-2")
    with start() as program:
        go_on(program, qtbot)
        tab = stock(program, qtbot)
        form = tab.lists.stock.adjust
        assert (edit(form, "SKU or barcode").text(), edit(form, "Change by").text()) == ("TEA-001", "-2")
        program.desk.show("stock", sku="CUP-11")
        settle(program.desk, qtbot)
        click(tab.buttons["adjust"])
        assert (edit(form, "SKU or barcode").text(), edit(form, "Change by").text()) == ("CUP-11", "")


def test_a_cell_that_is_being_typed_is_taken_when_the_window_closes(start: Start, qtbot: QtBot, where: str) -> None:
    with start() as program:
        program.desk.show("stock", sku="TEA-001", edit="price")
        settle(program.desk, qtbot)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        write(editor, "1,oops")
        program.window.close()
        assert program.window.isVisible()  # it cannot be a price: that is told first
        assert "number" in program.window.toast.text
        program.desk.show("stock", sku="TEA-001", edit="price")
        settle(program.desk, qtbot)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        write(editor, "131")
    store = Store.open(where)
    assert sku_cells(store, "TEA-001")["price"] == Decimal(131)
    store.close()


def test_drafts_belong_to_their_shop_and_a_damaged_file_offers_nothing(
    start: Start, qtbot: QtBot, empty_store: Store
) -> None:
    with start() as program:
        receive(program, qtbot)
        program.open_shop(empty_store.where)
        qtbot.waitUntil(lambda: program.desk.store is not None and store_of(program.desk).where == empty_store.where)
        assert program.desk.drafts.keys == ()
    empty_store.close()
    files()[0].write_text("{", "utf-8")
    with start() as program:
        assert program.desk.drafts.keys == ()
