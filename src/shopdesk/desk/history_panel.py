"""History: every edit with who, when and what; every import, which can be taken back whole."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Entry
from shopdesk.desk.panels import Card, EmptyState, PageHead, page
from shopdesk.desk.status_bar import moment
from shopdesk.desk.widgets import Pill, Segments, Words, button, clear, rule
from shopdesk.text import N_, _

SHOWN: Final = 200
EMPTY: Final = N_("Every edit will stand here, with who made it and when, and can be undone.")


class HistoryPanel(QWidget):
    """Two lists, edits and imports; follows the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = page(self)
        head = PageHead(_("History"))
        self.kinds = Segments([("edits", _("Edits")), ("imports", _("Imports"))], _("What to show"))
        self.kinds.picked.connect(self._ask)
        self.undo = button(_("Undo"), desk.undo, icon_name="undo")
        self.redo = button(_("Redo"), desk.redo, icon_name="redo")
        head.add_left(self.kinds)
        head.add_right(self.undo, self.redo)
        column.addWidget(head)
        self._card = Card(flush=True)
        self._card.body.setSpacing(0)
        scroll = QScrollArea()
        scroll.setAccessibleName(_("History"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setProperty("look", "plain")
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        scroll.setWidget(inside)
        self._card.body.addWidget(scroll)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._card)
        column.addWidget(self._pages, 1)
        desk.changed.connect(self._ask)
        desk.history_changed.connect(self._follow)
        self._follow()
        self._ask()

    def show_place(self, kind: str = "edits") -> None:
        """Come to "edits" or "imports"."""
        self.kinds.set_current(kind)
        self._ask()

    @cached_property
    def imports(self) -> Any:
        """The imports with their filters and what stands on each."""
        make = self._desk.doors.imports_page
        assert make is not None
        made = make(self._desk)
        self._pages.addWidget(made)
        return made

    def export_grid(self) -> Any:
        """The imports as they are shown, for Export; edits are no table."""
        return self.imports.grid.export() if self._pages.currentWidget() is not self._card else None

    def place(self) -> dict[str, Any]:
        return {"kind": self.kinds.current}

    def _follow(self) -> None:
        nothing = _("There is nothing to undo."), _("There is nothing to redo.")
        titles = self._desk.undo_title, self._desk.redo_title
        for made, title, none in zip((self.undo, self.redo), titles, nothing, strict=True):
            made.setEnabled(title is not None)
            made.setToolTip(title or none)

    def _ask(self, _because: object = None) -> None:
        doors = self._desk.doors
        if self.kinds.current == "imports" and doors.imports_page is not None and self._desk.store is not None:
            self._pages.setCurrentWidget(self.imports)
            return
        self._pages.setCurrentWidget(self._card)
        report = doors.list_edits
        if report is not None and self._desk.store is not None:
            self._desk.ask("history", report, self._show)
        else:
            self._show(())

    def _show(self, entries: Sequence[Entry]) -> None:
        clear(self._lines)
        if not entries:
            self._lines.addWidget(EmptyState("history", _(EMPTY)), 1)
        for entry in entries[:SHOWN]:
            self._lines.addWidget(self._line(entry))
            self._lines.addWidget(rule())
        self._lines.addStretch(1)

    def _line(self, entry: Entry) -> QWidget:
        made = QWidget()
        made.setFixedHeight(theme.scaled(38))
        row = QHBoxLayout(made)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        when = Words(moment(entry.when, self._desk.zone), "body", "muted")
        when.setFixedWidth(theme.scaled(130))
        who = Words(entry.who, "body", "muted", elide=True)
        who.setFixedWidth(theme.scaled(110))
        what = Words(entry.what, elide=True)
        what.setToolTip(entry.what)
        for widget, stretch in ((when, 0), (who, 0), (what, 1), (Pill(_(entry.state), entry.tone), 0)):
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)
        return made
