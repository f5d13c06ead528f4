"""What is done to the books as a whole: closing, opening again, and the profit sheet."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.profit.closing import ClosingPopup
from shopdesk.desk.tabs.profit.facts import Facts
from shopdesk.desk.tabs.profit.sheet_job import write_sheet
from shopdesk.shop.columns import Tone
from shopdesk.shop.ledger.actions import close_period, reopen_period
from shopdesk.text import _


class BooksDeeds(QObject):
    """Asks under the button `anchor` and does it through the desk."""

    def __init__(self, desk: Desk, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._desk, self._anchor = desk, anchor

    def offer(self, facts: Facts, book_expense: Callable[[], object]) -> QMenu:
        """The menu of the books."""
        menu = QMenu(self._anchor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Books"))
        menu.addAction(_("Book an expense…"), book_expense)
        menu.addSeparator()
        menu.addAction(_("Close the books…"), partial(self.ask_close, facts))
        menu.addAction(_("Reopen the books…"), partial(self.ask_reopen, facts)).setEnabled(
            facts.books.closed is not None
        )
        menu.popup(self._anchor.mapToGlobal(self._anchor.rect().bottomLeft()))
        return menu

    def ask_close(self, facts: Facts) -> ClosingPopup:
        """Ask through which month the books are to be closed."""
        popup = ClosingPopup(self._anchor)
        popup.ask_close(facts)
        popup.close_wanted.connect(partial(self._close, popup))
        popup.pop_up(self._anchor)
        return popup

    def _close(self, popup: ClosingPopup, through: date) -> None:
        self._desk.do(close_period, through, then=popup.done, failed=popup.refused)

    def ask_reopen(self, facts: Facts) -> ClosingPopup:
        """Ask from which month on the books are to be opened, and why."""
        popup = ClosingPopup(self._anchor)
        popup.ask_reopen(facts)
        popup.reopen_wanted.connect(partial(self._reopen, popup))
        popup.pop_up(self._anchor)
        return popup

    def _reopen(self, popup: ClosingPopup, through: date, why: str) -> None:
        self._desk.do(reopen_period, through, why, then=popup.done, failed=popup.refused)

    def save_sheet(self, first: str, last: str) -> None:
        """Ask for a place and write the profit sheet of the months from `first` to `last` ("2026-01")."""
        months = first if first == last else f"{first} – {last}"
        name = _("Profit {shop} {months}.xlsx").format(shop=self._desk.shop_name, months=months)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / name.replace("/", "-"))
        title = _("Save the profit sheet")
        chosen, _kind = QFileDialog.getSaveFileName(self._anchor.window(), title, proposed, "Excel (*.xlsx)")
        if chosen:
            self.write_sheet(Path(chosen).with_suffix(".xlsx"), first, last)

    def write_sheet(self, path: Path, first: str, last: str) -> None:
        """Write the profit sheet; the status bar shows how far it is."""
        store = self._desk.store
        if store is not None:
            work = partial(write_sheet, store=store, path=path, first=first, last=last)
            self._desk.run(_("Profit sheet"), work, self._written)

    def _written(self, path: Path) -> None:
        action = (_("Open folder"), partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent))))
        self._desk.tell(_("The profit sheet is written: {file}").format(file=path.name), Tone.GOOD, action)
