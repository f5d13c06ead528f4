"""What is done to the books as a whole: entries made, months closed, the books given out."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.spanned.facts import View
from shopdesk.desk.tabs.books.statements_export import ask_statements
from shopdesk.desk.tabs.books.text_export import ask_export
from shopdesk.text import _


class BooksDeeds(QObject):
    """Offers them under the button `anchor`."""

    def __init__(self, desk: Desk, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._desk, self._anchor = desk, anchor

    def offer(self, view: View, open_form: Callable[[str], object], close_month: Callable[[], object]) -> QMenu:
        """The menu of the books; `close_month` leads to the month whose turn it is."""
        menu = QMenu(self._anchor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Books"))
        menu.addAction(_("Book an expense…"), partial(open_form, "expense"))
        menu.addAction(_("Make an entry…"), partial(open_form, "entry"))
        menu.addSeparator()
        menu.addAction(_("Close a month…"), close_month)
        menu.addAction(_("Save the statements…"), partial(ask_statements, self._desk, self._anchor, view))
        menu.addAction(_("Export the books…"), partial(ask_export, self._desk, view.span))
        menu.popup(self._anchor.mapToGlobal(self._anchor.rect().bottomLeft()))
        return menu
