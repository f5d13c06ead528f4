"""A small form under a button: the note with which checks are signed off."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, UserError, _, n_

NOTE: Final = Column("note", N_("Note"), Kind.TEXT, help=N_("It stays with your name."))


class SignPopup(QFrame):
    """It closes when what was wanted is done."""

    wanted = Signal(str)
    """The note; "" where there is none."""

    def __init__(self, parent: QWidget, count: int) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self.setAccessibleName(_("Sign off"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        said = n_("{count} check is signed off as it stands", "{count} checks are signed off as they stand", count)
        column.addWidget(Words(said.format(count=count), "strong"))
        self.form = Form([Field(NOTE)], _("Sign off"))
        self.form.accepted.connect(lambda values: self.wanted.emit(values["note"] or ""))
        self.form.given_up.connect(self.close)
        column.addWidget(self.form)

    def refused(self, error: UserError) -> None:
        """Say why not."""
        self.form.refused(error)

    def done(self, _done: object) -> None:
        """It is done."""
        self.close()

    def pop_up(self, anchor: QWidget) -> None:
        """Show it under a widget, its right edge under that of the widget."""
        self.adjustSize()
        self.move(anchor.mapToGlobal(QPoint(anchor.width() - self.sizeHint().width(), anchor.height() + 4)))
        self.show()
        self.form.setFocus()
