"""A small form under a button: what is said when a month is closed, opened again, or a point of its list is ticked."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, UserError, _, n_

NOTE = Column("note", N_("Note"), Kind.TEXT, help=N_("It stays with your name."))
WHY = Column(
    "note", N_("Why are they opened again?"), Kind.TEXT, required=True, help=N_("The reason stays on the seal.")
)


class ClosingPopup(QFrame):
    """It closes when what was wanted is done."""

    wanted = Signal(str)
    """What was said; "" where that is nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self.form: Form
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)

    def ask_close(self, month: str, left: Sequence[str]) -> None:
        """Whether a month is to be closed, although the points `left` are open."""
        said = n_("{count} point is not done: {points}.", "{count} points are not done: {points}.", len(left))
        told = said.format(count=len(left), points=", ".join(left)) if left else _("Every point is done.")
        self._ask(_("Close {month}").format(month=month), told, NOTE, _("Close anyway") if left else _("Close"))

    def ask_reopen(self, month: str) -> None:
        """Why a month is to be opened again."""
        told = _("The months after it are opened with it. Its seal says who opened it, when and why.")
        self._ask(_("Reopen {month}").format(month=month), told, WHY, _("Reopen"))

    def ask_note(self, point: str) -> None:
        """What is to be said of a point."""
        self._ask(point, _("What stays open needs a reason."), NOTE, _("Tick"))

    def _ask(self, title: str, sentence: str, column: Column, submit: str) -> None:
        self.setAccessibleName(title)
        self._column.addWidget(Words(title, "strong"))
        words = Words(sentence, "small", "muted", wrap=True)
        words.setFixedWidth(theme.scaled(300))
        self._column.addWidget(words)
        self.form = Form([Field(column)], submit)
        self.form.accepted.connect(lambda values: self.wanted.emit(values["note"] or ""))
        self.form.given_up.connect(self.close)
        self._column.addWidget(self.form)

    def refused(self, error: UserError) -> None:
        """Say why not."""
        self.form.refused(error)

    def done(self, _done: object) -> None:
        """It is done."""
        self.close()

    def pop_up(self, anchor: QWidget) -> None:
        """Show it under a widget, its right edge under that of the widget."""
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width() - self.sizeHint().width(), anchor.height() + 4))
        self.move(corner)
        self.show()
        self.form.setFocus()
