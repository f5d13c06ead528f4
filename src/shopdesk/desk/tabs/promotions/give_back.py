"""What a buyer gets back when pieces of a line of the calculator's basket come back."""

from decimal import Decimal
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import read_number
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import ChoiceBox, Words
from shopdesk.shop.columns import Kind
from shopdesk.shop.promotions.engine.priced import Priced
from shopdesk.shop.promotions.engine.words import SCALE
from shopdesk.shop.promotions.rules import PIECE, paid_share
from shopdesk.text import N_, UserError, _

NARROW: Final = 12
"""So many characters of a line are shown at least."""


class GiveBack(Card):
    """A line, the pieces of it that come back now and those that came back before; hidden without a price."""

    def __init__(self) -> None:
        super().__init__(_("Given back"))
        self._figures = Figures()
        self._priced: Priced | None = None
        self.line = ChoiceBox(name=_("Basket line"))
        self.line.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.line.setMinimumContentsLength(NARROW)
        self.pieces, self.before = QLineEdit(), QLineEdit()
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        for editor, title in ((self.pieces, _("Pieces")), (self.before, _("Given back before"))):
            editor.setAccessibleName(title)
            editor.setPlaceholderText(title)
            editor.textChanged.connect(self._tell)
            row.addWidget(editor, 1)
        self.line.currentIndexChanged.connect(self._tell)
        self.told = Words("", "body", wrap=True)
        self.body.addLayout(row)
        self.body.addWidget(self.told)
        self.hide()

    def show_priced(self, priced: Priced | None, figures: Figures) -> None:
        """Take the lines of a price; what was chosen and typed stays while its line is there."""
        self._priced, self._figures = priced, figures
        chosen = self.line.currentIndex()
        self.line.blockSignals(True)
        self.line.clear()
        for number, line in enumerate(priced.basket.lines if priced is not None else (), 1):
            self.line.addItem(f"{number} · {line.code}")
        self.line.setCurrentIndex(chosen if 0 <= chosen < self.line.count() else min(0, self.line.count() - 1))
        self.line.blockSignals(False)
        self.setVisible(priced is not None)
        self._tell()

    def _tell(self) -> None:
        place = self.line.currentIndex()
        if self._priced is None or place < 0 or not self.pieces.text().strip():
            self.told.setText("")
            return
        try:
            self.told.setText(self._said(self._priced, place))
        except UserError as error:
            self.told.setText(str(error))

    def _said(self, priced: Priced, place: int) -> str:
        bought = priced.basket.lines[place].pieces
        returned, before = (
            int(read_number(editor.text().strip() or "0", Kind.QUANTITY) * PIECE)
            for editor in (self.pieces, self.before)
        )
        if before < 0 or not 0 < returned <= bought - before:
            raise UserError(N_("Pieces have to be above zero, and no more than were bought."), code="pieces")
        amount = paid_share(priced.paid[place], bought, before, returned, priced.basket.coin)
        return _("Given back: {amount}").format(amount=self._figures.money(Decimal(amount) / SCALE))
