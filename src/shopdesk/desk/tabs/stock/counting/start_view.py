"""What is to be counted, and how: the choices of a new count, with how many SKUs they come to."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import read_number
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import ChoiceBox, Words, button, set_look
from shopdesk.shop.columns import Kind
from shopdesk.shop.counting.reports import Choices, fetch_choices
from shopdesk.shop.counting.rules import CLASSES, Limits, Scope
from shopdesk.shop.counting.scope import find_scope
from shopdesk.text import UserError, _, n_

REST_MS: Final = 150


@dataclass(frozen=True, slots=True)
class NewCount:
    """What was chosen."""

    scope: Scope
    title: str
    blind: bool
    assigned_to: str
    limits: Limits


class StartView(QWidget):
    """Says what was chosen; the page starts it."""

    started = Signal(object)
    """A NewCount."""
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._seed = random.Random().randrange(1, 2**31)  # noqa: S311 - kept with the count, so that it can be drawn again
        self.place = ChoiceBox((), _("Location"))
        self.category = ChoiceBox((), _("Category"))
        self.classes = {one: self._chip(one) for one in CLASSES}
        self.idle = self._field(_("Not counted for, days"), "30")
        self.sample = self._field(_("Random sample, SKUs"), "50")
        self.free = QCheckBox(_("Ask for nothing: count what turns up"))
        self.title = self._field(_("Name of the count"), "")
        self.person = self._field(_("Counted by"), "")
        self.blind = QCheckBox(_("Blind: nothing shows what is expected"))
        self.blind.setChecked(True)
        self.pieces = self._field(_("Tolerance, pieces"), "0")
        self.value = self._field(_("Tolerance, value"), _("any"))
        self.found = Words("", "title")
        self.fault = Words("", "small", "bad", wrap=True)
        self.fault.hide()
        self.start = button(_("Start counting"), self._start, icon_name="count", look="primary")
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look)
        self._lay_out()
        self._listen()
        self.setFocusProxy(self.start)

    def _field(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        return made

    def _chip(self, one: str) -> QPushButton:
        made = button(one, look="chip", name=_("Class {letter}").format(letter=one))
        made.setCheckable(True)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(12)
        what, how = Card(_("What to count"), _("All of it holds together")), Card(_("How"))
        what.body.addLayout(self._grid(
            (_("Location"), self.place), (_("Category"), self.category), (_("Class by revenue"), self._chips()),
            (_("Not counted for, days"), self.idle), (_("Random sample, SKUs"), self.sample),
        ))  # fmt: skip
        what.body.addWidget(self.free)
        how.body.addLayout(self._grid(
            (_("Counted by"), self.person), (_("Name of the count"), self.title),
            (_("Tolerance, pieces"), self.pieces), (_("Tolerance, value"), self.value),
        ))  # fmt: skip
        how.body.addWidget(self.blind)
        for card in (what, how):
            card.body.addStretch(1)
            row.addWidget(card, 1)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.found)
        foot.addWidget(self.fault, 1)
        foot.addStretch(1)
        foot.addWidget(self.start)
        column.addLayout(foot)
        column.addStretch(1)

    def _chips(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        for chip in self.classes.values():
            row.addWidget(chip)
        row.addStretch(1)
        return made

    def _grid(self, *parts: tuple[str, QWidget]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, (title, widget) in enumerate(parts):
            label = Words(title, "small", "muted")
            label.setMinimumWidth(theme.scaled(150))
            label.setBuddy(widget)
            grid.addWidget(label, place, 0)
            grid.addWidget(widget, place, 1)
        return grid

    def _listen(self) -> None:
        for edit in (self.idle, self.sample):
            edit.textChanged.connect(lambda _text: self._rest.start())
        for box in (self.place, self.category):
            box.currentIndexChanged.connect(lambda _place: self._rest.start())
        for chip in self.classes.values():
            chip.toggled.connect(lambda _on: self._rest.start())
        self.free.toggled.connect(self._set_free)

    def _set_free(self, on: bool) -> None:
        for widget in (self.category, self.idle, self.sample, *self.classes.values()):
            widget.setEnabled(not on)
        self._rest.start()

    # ------------------------------------------------------------------------------------------------ choosing

    def begin(self, figures: Figures) -> None:
        """Fresh choices of the shop as it is now."""
        self._figures = figures
        self._desk.ask("count.choices", fetch_choices, self._offer)

    def _offer(self, choices: Choices) -> None:
        places = [(place.place_id, ("    " if place.is_shelf else "") + _(place.title)) for place in choices.places]
        self._fill(self.place, places)
        self._fill(self.category, [("", _("All categories")), *((one, one) for one in choices.categories)])
        if not self.person.text():
            self.person.setText(choices.person)
        self._look()

    def _fill(self, box: ChoiceBox, offers: Sequence[tuple[object, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        for value, title in offers:
            box.addItem(title, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def scope(self) -> Scope:
        """What is chosen; UserError where a number is none."""
        free = self.free.isChecked()
        category = str(self.category.currentData() or "")
        return Scope(
            place_id=self.place.currentData(),
            categories=() if free or not category else (category,),
            classes=() if free else tuple(one for one, chip in self.classes.items() if chip.isChecked()),
            idle_days=None if free else self._whole(self.idle),
            sample=None if free else self._whole(self.sample),
            seed=self._seed,
            free=free,
        )

    def _whole(self, edit: QLineEdit) -> int | None:
        return int(read_number(edit.text(), Kind.INTEGER)) if edit.text().strip() else None

    def _amount(self, edit: QLineEdit, kind: Kind) -> Decimal | None:
        return abs(Decimal(read_number(edit.text(), kind))) if edit.text().strip() else None

    def _look(self) -> None:
        """How many SKUs the choice comes to."""
        scope = self._try(self.scope)
        if scope is not None:
            self._desk.ask("count.scope", lambda tx: (scope.free, len(find_scope(tx, scope))), self._show_found,
                           self._complain)  # fmt: skip

    def _show_found(self, answer: tuple[bool, int]) -> None:
        free, lines = answer
        count = self._figures.text(Kind.INTEGER, lines)
        self.found.setText(_("What turns up") if free else n_("{count} line", "{count} lines", lines)
                           .format(count=count))  # fmt: skip
        self.start.setEnabled(free or lines > 0)
        self._complain(None)

    def _try(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except UserError as error:
            self._complain(error)
            return None

    def _complain(self, error: UserError | None) -> None:
        self.fault.setText("" if error is None else str(error))
        self.fault.setVisible(error is not None)
        for edit in (self.idle, self.sample, self.pieces, self.value):
            if error is None:
                set_look(edit, "")

    def refused(self, error: UserError) -> None:
        """The shop says why not."""
        self.start.setEnabled(True)
        self._complain(error)

    def _start(self) -> None:
        chosen = self._try(self._chosen)
        if chosen is not None:
            self.start.setEnabled(False)
            self.started.emit(chosen)

    def _chosen(self) -> NewCount:
        limits = Limits(self._amount(self.pieces, Kind.QUANTITY) or Decimal(0), self._amount(self.value, Kind.MONEY))
        return NewCount(self.scope(), self.title.text().strip(), self.blind.isChecked(), self.person.text(), limits)

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._start()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
