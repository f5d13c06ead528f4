"""Suggestions under a field for a SKU: who types a word of the title picks the product from a list."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.stock.facts import suggest

REST_MS: Final = 160
"""Longer than a scanner needs between its last letter and Enter: a scan is never interrupted by a list."""
SHORTEST: Final = 2
CODE: Final = int(Qt.ItemDataRole.UserRole)


class Suggestions(QObject):
    """Offers products for what is typed into a line edit; picking one leaves its code there."""

    def __init__(self, desk: Desk, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._desk, self._edit = desk, edit
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(CODE)
        self._completer.setWidget(edit)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self._popup.setAccessibleName(edit.accessibleName())
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        edit.textEdited.connect(self._rest.start)
        edit.returnPressed.connect(self.stop)

    def stop(self) -> None:
        """Nothing is looked for any more."""
        self._rest.stop()
        self._desk.forget(self._key)
        self._popup.hide()

    @property
    def _popup(self) -> QAbstractItemView:
        """Asked for each time: what Python holds of it may go before the list itself does."""
        popup = self._completer.popup()
        assert popup is not None
        return popup

    @property
    def _key(self) -> str:
        return f"suggestions {id(self)}"

    def _ask(self) -> None:
        typed = self._edit.text().strip().rpartition("*")[2]
        if len(typed) >= SHORTEST and self._edit.hasFocus():
            self._desk.ask(self._key, lambda tx: suggest(tx, typed), self._offer)
        else:
            self._popup.hide()

    def _offer(self, found: list[tuple[str, str]]) -> None:
        self._model.clear()
        if not found or not self._edit.hasFocus() or found[0][0] == self._edit.text().strip():
            self._popup.hide()
            return
        for code, title in found:
            item = QStandardItem(f"{code}   {title}")
            item.setData(code, CODE)
            self._model.appendRow(item)
        self._completer.complete()

    def _take(self, index: Any) -> None:
        before, star, _typed = self._edit.text().rpartition("*")
        self._edit.setText(f"{before}{star}{index.data(CODE)}")
