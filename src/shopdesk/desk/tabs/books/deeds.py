"""What is done to the books as a whole: closing and opening again."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.spanned.facts import Facts
from shopdesk.desk.tabs.books.closing import ClosingPopup
from shopdesk.shop.ledger.actions import close_period, reopen_period
from shopdesk.text import _


class BooksDeeds(QObject):
    """Asks under the button `anchor` and does it through the desk."""

    def __init__(self, desk: Desk, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._desk, self._anchor = desk, anchor

    def offer(self, facts: Facts, open_form: Callable[[str], object]) -> QMenu:
        """The menu of the books."""
        menu = QMenu(self._anchor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Books"))
        menu.addAction(_("Book an expense…"), partial(open_form, "expense"))
        menu.addAction(_("Make an entry…"), partial(open_form, "entry"))
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
