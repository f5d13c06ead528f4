"""The end of a month on screen: points are ticked, mended and led from; the month is sealed, reopened, packed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.desk.tabs.tea_shop import click, key, open_on, settle, write
from tests.shop.till import Item, Ticket, ring_up

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Message
from shopdesk.desk.hinges import hang_doors
from shopdesk.desk.main_window import MainWindow
from shopdesk.desk.spanned.span import Size, Span
from shopdesk.desk.tabs.books import BooksTab
from shopdesk.desk.tabs.books.close_facts import PLACES
from shopdesk.desk.tabs.books.close_page import ClosePage
from shopdesk.desk.tabs.books.closing import ClosingPopup
from shopdesk.desk.tabs.books.text_export import ask_export, start_export
from shopdesk.shop.closing.actions import close_month
from shopdesk.shop.closing.checklist import fetch_checklist
from shopdesk.shop.closing.reports import fetch_seals, pack_set
from shopdesk.shop.closing.rules import PackPart, Point, PointState
from shopdesk.shop.ledger.actions import book_expense, closed_through
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.spending.recurring import Terms, add_recurring
from shopdesk.shop.spending.rules import Every
from shopdesk.shop.tax.actions import add_tax_rule
from shopdesk.store.backup import AFTER_CLOSING, backups
from shopdesk.store.store import Store

TODAY = datetime(2026, 11, 22, 4, tzinfo=UTC)
OCTOBER = "2026-10"


@pytest.fixture
def window(shop_desk: Desk, store: Store, qtbot: QtBot) -> MainWindow:
    """A window on the tea shop with an October of its own: a sale, one that has not left, and the rent."""
    store._clock = lambda: TODAY
    tickets = [
        Ticket("S-1", date(2026, 10, 9), [Item("TEA-001", 2, Decimal(70))], "shopify"),
        Ticket("S-2", date(2026, 10, 12), [Item("TEA-001", 1, Decimal(70))], "shopify", state="paid"),
    ]
    store.do(ring_up, tickets)
    store.do(book_expense, date(2026, 10, 6), Role.RENT, Decimal(100), "Rent")
    made = open_on("books", shop_desk, store, qtbot)
    hang_doors(shop_desk)
    return made


@pytest.fixture
def page(window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> ClosePage:
    """The page, on the month whose turn it is."""
    window.show_tab("books")
    settle(shop_desk, qtbot)
    tab = books(window)
    tab.go_to_close()
    settle(shop_desk, qtbot)
    return tab.views.month_end


def books(window: MainWindow) -> BooksTab:
    assert isinstance(window.page, BooksTab)
    return window.page


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def point(store: Store, wanted: Point) -> Any:
    with store.read() as tx:
        return next(one for one in fetch_checklist(tx, OCTOBER) if one.point is wanted)


def say(popup: ClosingPopup, text: str, desk: Desk, qtbot: QtBot) -> None:
    editor = popup.form.findChildren(QLineEdit)[0]
    write(editor, text)
    key(editor, Qt.Key.Key_Return)
    settle(desk, qtbot)


def close_it(page: ClosePage, desk: Desk, qtbot: QtBot, note: str = "seen with Li") -> None:
    click(page.close_it)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ClosingPopup)
    say(popup, note, desk, qtbot)


def test_the_month_whose_turn_it_is_tells_what_is_not_done(page: ClosePage, window: MainWindow) -> None:
    assert books(window).head.title.text() == "October 2026"
    assert page.close_it.isEnabled()
    assert page.close_it.text() == "Close October 2026"
    said = words(page.points)
    assert "Paid orders have left" in said
    assert "paid, not shipped: 1 · 70.00" in said
    assert {one.point for one in page.all_points} == set(Point), "the store was looked at as well"
    assert (Point.UNMATCHED, "show") not in page.points.buttons, "there is nothing to see of what does not apply"


def test_a_point_is_ticked_with_a_note_and_unticked(
    page: ClosePage, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    click(page.points.buttons[Point.BANK, "tick"])
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ClosingPopup)
    say(popup, "to the cent", shop_desk, qtbot)
    assert point(store, Point.BANK).state is PointState.DONE
    assert any(text.endswith("to the cent") for text in words(page.points))
    click(page.points.buttons[Point.BANK, "untick"])
    settle(shop_desk, qtbot)
    assert point(store, Point.BANK).state is PointState.OPEN


def test_a_point_stays_open_with_a_reason_alone(page: ClosePage, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    click(page.points.buttons[Point.UNSHIPPED, "tick"])
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ClosingPopup)
    key(popup.form, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert "Say why this may stay open." in words(popup.form)
    say(popup, "lost in the post", shop_desk, qtbot)
    assert point(store, Point.UNSHIPPED).state is PointState.KNOWN


def test_a_point_leads_to_its_evidence(page: ClosePage, window: MainWindow, shop_desk: Desk, qtbot: QtBot) -> None:
    click(page.points.buttons[Point.UNSHIPPED, "show"])
    settle(shop_desk, qtbot)
    assert window.page is not None
    assert window.page.accessibleName() == "Orders"
    grid = window.page.grid  # type: ignore[attr-defined]
    assert grid.rows.rowCount() == 1, "the one that has not left; those of November are not of this month"


@pytest.mark.parametrize("wanted", PLACES, ids=[one.value for one in PLACES])
def test_every_place_of_evidence_is_there(
    page: ClosePage, window: MainWindow, shop_desk: Desk, qtbot: QtBot, told: list[Message], wanted: Point
) -> None:
    page.points.shown.emit(wanted.value)
    settle(shop_desk, qtbot)
    where = window.page.place() if window.page is not None else {}  # type: ignore[attr-defined]
    assert page._facts is not None
    asked = PLACES[wanted](page._facts)[1]
    for name in ("segment", "view"):
        assert where.get(name, asked.get(name)) == asked.get(name, where.get(name))
    if asked.get("filters") and where.get("filters") is not None:
        assert [list(pair) for pair in asked["filters"]] == [list(pair) for pair in where["filters"]]
    assert told == [], "no filter is refused"


def test_what_can_be_booked_at_once_is(page: ClosePage, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    shop_desk.do(
        add_recurring, Terms("Desk", Every.MONTH, date(2026, 10, 3)), {"6606": Decimal(5), "1002": Decimal(-5)}
    )
    rule = {"title": "VAT", "rate": Decimal("0.13"), "way": "inclusive", "since": date(2026, 1, 1)}
    shop_desk.do(add_tax_rule, rule)
    settle(shop_desk, qtbot)
    for wanted in (Point.RECURRING, Point.TAX):
        assert point(store, wanted).state is PointState.OPEN
        click(page.points.buttons[wanted, "mend"])
        settle(shop_desk, qtbot)
        assert point(store, wanted).state is PointState.DONE
        assert (wanted, "mend") not in page.points.buttons


def test_a_backup_is_made_from_its_point(page: ClosePage, store: Store, shop_desk: Desk, qtbot: QtBot) -> None:
    click(page.points.buttons[Point.BACKUP, "mend"])
    settle(shop_desk, qtbot)
    assert len(backups(store)) == 1
    assert (Point.BACKUP, "mend") not in page.points.buttons


def test_the_store_is_looked_at_again_when_asked(page: ClosePage, shop_desk: Desk, qtbot: QtBot) -> None:
    seen = page._store
    click(page.points.buttons[Point.STORE, "mend"])
    settle(shop_desk, qtbot)
    assert page._store is not seen
    assert page._store == seen


# ------------------------------------------------------------------------------------------------- closing, opening


def test_a_month_is_closed_sealed_and_backed_up(
    page: ClosePage, window: MainWindow, store: Store, shop_desk: Desk, qtbot: QtBot, told: list[Message]
) -> None:
    click(page.close_it)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ClosingPopup)
    assert any("Paid orders have left" in text for text in words(popup)), "what is not done is said once more"
    say(popup, "seen with Li", shop_desk, qtbot)
    with store.read() as tx:
        [seal] = fetch_seals(tx)
        assert closed_through(tx) == date(2026, 10, 31)
    assert (seal.month, seal.note) == (OCTOBER, "seen with Li")
    assert told[0].text == f"Closed and sealed: {seal.short}"
    assert [one.reason for one in backups(store)] == [AFTER_CLOSING]
    said = words(page.seal)
    assert {seal.short, "seen with Li", seal.person, "Nothing changed since the month was first closed."} <= set(said)
    assert books(window).head.closed.text() == "closed through Oct 2026"
    assert not page.close_it.isVisible()
    assert not any(deed in {"tick", "untick"} for _point, deed in page.points.buttons)


def test_a_month_out_of_turn_or_not_over_is_not_offered(
    page: ClosePage, window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    books(window).show_place(segment="month_end", month="2026-11")
    settle(shop_desk, qtbot)
    assert not page.close_it.isEnabled()
    assert "The month can be closed once it is over." in words(page)
    click(page.turn)
    settle(shop_desk, qtbot)
    assert books(window).head.title.text() == "October 2026"


def test_a_month_is_opened_again_with_a_reason_and_shows_what_came_after(
    page: ClosePage, window: MainWindow, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    close_it(page, shop_desk, qtbot)
    click(page.reopen)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ClosingPopup)
    key(popup.form, Qt.Key.Key_Return)
    assert "Please fill this in." in words(popup.form)
    say(popup, "an invoice was missing", shop_desk, qtbot)
    with store.read() as tx:
        assert closed_through(tx) == date.min
    shop_desk.do(book_expense, date(2026, 10, 20), Role.RENT, Decimal(7), "late")
    settle(shop_desk, qtbot)
    said = words(page.seal)
    assert {"an invoice was missing", "2 accounts changed since the month was first closed."} <= set(said)
    click(page.seal.show_late)
    settle(shop_desk, qtbot)
    tab = books(window)
    changes = tab.views.changes
    assert tab.segments.current == "changes"
    row = next(n for n in range(changes.grid.rows.rowCount()) if _values(changes, n)["code"] == Role.RENT)
    assert _values(changes, row)["difference"] == 7
    changes.grid.go_to(changes.grid.rows.row_id(row) or 0)
    key(changes.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "journal"
    assert tab.views.journal.grid.rows.rowCount() == 1, "the posting that came after, and none before"


def _values(page: Any, row: int) -> dict[str, Any]:
    return dict(page.values(page.grid.rows.row_id(row) or 0))


def test_all_seals_are_a_list_that_leads_back(
    page: ClosePage, window: MainWindow, shop_desk: Desk, qtbot: QtBot
) -> None:
    close_it(page, shop_desk, qtbot)
    click(page.seal.all)
    settle(shop_desk, qtbot)
    tab = books(window)
    seals = tab.views.seals
    assert (tab.segments.current, seals.grid.rows.rowCount()) == ("seals", 1)
    assert _values(seals, 0)["note"] == "seen with Li"
    key(seals.grid.view, Qt.Key.Key_Return)
    settle(shop_desk, qtbot)
    assert tab.segments.current == "month_end"


def test_a_refusal_of_the_shop_is_said_where_it_was_asked(
    page: ClosePage, store: Store, shop_desk: Desk, qtbot: QtBot
) -> None:
    popup = page.ask_close()
    store.do(close_month, OCTOBER)
    say(popup, "too late", shop_desk, qtbot)
    assert "2026-10 is closed already." in words(popup.form)


# ---------------------------------------------------------------------------------------------------------- the pack


def test_the_set_of_the_pack_is_kept_and_written_into_a_folder(
    page: ClosePage, store: Store, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, told: list[Message],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for part, box in page.pack.boxes.items():
        if part not in {PackPart.PNL, PackPart.JOURNAL}:
            key(box, Qt.Key.Key_Space)
    settle(shop_desk, qtbot)
    with store.read() as tx:
        assert pack_set(tx) == [PackPart.PNL, PackPart.JOURNAL]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_told: str(tmp_path / "pack"))
    click(page.pack.to_folder)
    settle(shop_desk, qtbot)
    assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == [
        "2026-10 00 Index.xlsx", "2026-10 01 Profit and loss.xlsx", "2026-10 02 Journal.xlsx",
    ]  # fmt: skip
    assert told[-1].text == "Wrote 3 files to pack"


def test_a_pack_without_a_file_is_not_written(page: ClosePage) -> None:
    for box in page.pack.boxes.values():
        key(box, Qt.Key.Key_Space)
    assert not page.pack.to_zip.isEnabled()
    assert not page.pack.to_folder.isEnabled()


def test_a_pack_that_is_cancelled_leaves_nothing(
    page: ClosePage, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: (str(tmp_path / "out" / "october"), ""))
    (tmp_path / "out").mkdir()
    page.pack.write_wanted.connect(lambda _path: shop_desk.jobs[-1].cancel())
    click(page.pack.to_zip)
    settle(shop_desk, qtbot)
    assert list((tmp_path / "out").iterdir()) == []


# --------------------------------------------------------------------------------------------------- other ledgers


@pytest.mark.parametrize("ending", [".beancount", ".journal"])
def test_the_books_go_out_as_text(
    page: ClosePage, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, told: list[Message], ending: str
) -> None:
    span = Span.around(Size.MONTH, date(2026, 10, 1))
    start_export(shop_desk, span, tmp_path / f"books{ending}")
    settle(shop_desk, qtbot)
    text = (tmp_path / f"books{ending}").read_text("utf-8")
    assert "100.00 CNY" in text
    assert "2026-11-20" not in text, "the days that are shown, and no others"
    assert told[-1].text.startswith("Wrote ")


def test_the_menu_of_the_books_offers_both(
    page: ClosePage, window: MainWindow, shop_desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.extend((title, name))
        return str(tmp_path / "mine"), kinds.split(";;")[1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    click(books(window).menu)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    actions = {action.text(): action for action in menu.actions()}
    assert "Close a month…" in actions
    actions["Export the books…"].trigger()
    menu.close()
    settle(shop_desk, qtbot)
    assert asked == ["Export the books", "Books October 2026.beancount"]
    assert (tmp_path / "mine.journal").is_file()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: ("", ""))
    ask_export(shop_desk, Span.around(Size.MONTH, date(2026, 10, 1)))
    assert shop_desk.jobs == []
