"""A small form in the place of an order's panel: ship, hold, cancel, expect a return. Esc and the arrow leave it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, _

CARRIER: Final = Column("carrier", N_("Carrier"), Kind.TEXT, example="SF Express")
WAYBILL: Final = Column("waybill", N_("Waybill"), Kind.ID, example="SF1000000000001")
REASON: Final = Column("reason", N_("Why"), Kind.TEXT)
ANYWAY: Final = Column(
    "anyway", N_("Ship it anyway"), Kind.BOOL, help=N_("More leaves than is on hand; the history says so.")
)
MOST_LINES: Final = 12
"""Of an order with more lines, all that has not left goes at once."""


class DeedForm(QFrame):
    """Title, sentence and form; emptied and filled anew for each deed."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.form: Form | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(6, 8, 8, 4)
        head.addWidget(button("", self.left.emit, icon_name="back", look="quiet", name=_("Back (Esc)")))
        self.title = Words("", "strong", elide=True)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("look", "plain")
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(14, 6, 14, 14)
        self.sentence = Words("", "body", "muted", wrap=True)
        self._inside.addWidget(self.sentence)
        self._inside.addStretch(1)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)

    def ask(
        self,
        title: str,
        sentence: str,
        fields: Sequence[Field],
        submit: str,
        accept: Callable[[dict[str, Any]], object],
    ) -> Form:
        """Ask for these fields; `accept` gets the typed values by column key."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self.setAccessibleName(title)
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.form = Form(fields, submit)
        self.form.accepted.connect(accept)
        self.form.given_up.connect(self.left)
        self._inside.insertWidget(1, self.form)
        self.setFocusProxy(self.form.editor(fields[0].column.key))
        return self.form

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def piece_fields(lines: Sequence[tuple[int, str, Decimal]]) -> list[Field]:
    """A field of pieces for each (line, title, pieces); none for an order of many lines."""
    if len(lines) > MOST_LINES:
        return []
    return [
        Field(Column(f"line_{line_id}", title, Kind.QUANTITY, help=N_("Pieces; 0 or blank for none.")), plain(pieces))
        for line_id, title, pieces in lines
    ]


def plain(pieces: Decimal) -> Decimal:
    """Pieces without needless zeros, as a person types them."""
    return pieces.quantize(Decimal(1)) if pieces == pieces.to_integral_value() else pieces.normalize()


def typed_pieces(values: dict[str, Any]) -> dict[int, Decimal] | None:
    """Line → pieces that were typed; None where the form asked for none."""
    found = {key: value for key, value in values.items() if key.startswith("line_")}
    return {int(key[5:]): value or Decimal(0) for key, value in found.items()} if found else None
