"""The tiers of a promotion as a little table: from how much on, what is given; it writes the words that the line has.

Line and table say the same: whoever types in one sees the other follow.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.forms import read_number
from shopdesk.desk.widgets import ChoiceBox, Words, button, clear, set_look
from shopdesk.shop.columns import Kind
from shopdesk.shop.promotions.tiers import Told, nth_columns, nth_of, parse_tiers, tier_words
from shopdesk.text import N_, UserError, _

NTH: Final = "nth"
"""The piece that a tier is about; of a tier in words it is two columns."""
UNITS: Final = (
    ("", N_("no threshold")), ("threshold", N_("in money")), ("threshold_pieces", N_("pieces")),
    ("threshold_people", N_("people")), (NTH, N_("n-th piece alone")),
)  # fmt: skip
GIVES: Final = (
    ("", N_("nothing off")), ("off_amount", N_("amount off")), ("off_rate", N_("% off")),
    ("fixed_price", N_("at this price")), ("free_pieces", N_("pieces free")),
)  # fmt: skip
MORE: Final = (
    ("gift", N_("Gift (SKU)")), ("gift_pieces", N_("Pieces of the gift")), ("cap", N_("Off at most")),
    ("most_times", N_("Times a basket")),
)  # fmt: skip
_KINDS: Final = {
    NTH: Kind.INTEGER, "threshold_pieces": Kind.INTEGER, "threshold_people": Kind.INTEGER, "free_pieces": Kind.INTEGER,
    "off_rate": Kind.PERCENT, "gift_pieces": Kind.INTEGER, "most_times": Kind.INTEGER,
}  # fmt: skip
"""What is typed for a column; else money."""
NARROW: Final = 6
"""So many characters of a number are shown."""


class TierRow(QFrame):
    """One tier."""

    edited = Signal()
    removed = Signal()

    def __init__(self, number: int, told: Told) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(_("Tier {number}").format(number=number))
        nth = nth_of(told)
        if nth is not None:
            told = {**told, NTH: nth, "threshold_pieces": None, "free_pieces": None}
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 8, 6)
        grid.setSpacing(6)
        grid.setColumnStretch(2, 1)
        self.unit, self.at = self._pair(0, N_("from"), UNITS, told)
        self.gives, self.value = self._pair(1, N_("gives"), GIVES, told)
        out = button("", self.removed.emit, icon_name="delete", look="quiet", name=_("Remove the tier"))
        grid.addWidget(out, 0, 3)
        self.more = button("", self._unfold, icon_name="more", look="quiet", name=_("Gift and limits"))
        grid.addWidget(self.more, 1, 3)
        self.others = {key: self._line(_(title), told.get(key)) for key, title in MORE}
        if any(told.get(key) is not None for key in self.others):
            self._unfold()

    def _pair(self, row: int, word: str, choices: Sequence[tuple[str, str]], told: Told) -> tuple[ChoiceBox, QLineEdit]:
        """A number and what it counts."""
        chosen = next((key for key, _title in choices if key and told.get(key) is not None), "")
        box = ChoiceBox([(key, _(title)) for key, title in choices], _(word))
        box.setCurrentIndex(max(0, box.findData(chosen)))
        line = self._line(_(word), told.get(chosen), chosen)
        box.currentIndexChanged.connect(partial(self._chose, box, line))
        line.setEnabled(bool(chosen))
        self._grid.addWidget(Words(_(word), "small", "muted"), row, 0)
        self._grid.addWidget(line, row, 1)
        self._grid.addWidget(box, row, 2)
        return box, line

    def _line(self, name: str, value: Any, key: str = "") -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        if value is not None:
            shown = Decimal(str(value)) * 100 if key == "off_rate" else value
            line.setText(f"{shown.normalize():f}" if isinstance(shown, Decimal) else str(shown))
        line.setMaximumWidth(line.fontMetrics().averageCharWidth() * (NARROW + 5))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textChanged.connect(self.edited)
        return line

    def _chose(self, box: ChoiceBox, line: QLineEdit, _place: int) -> None:
        line.setEnabled(bool(box.currentData()))
        if not box.currentData():
            line.clear()
        self.edited.emit()

    def _unfold(self) -> None:
        """Show what a tier seldom says."""
        self.more.setEnabled(False)
        for row, (key, title) in enumerate(MORE, 2):
            self._grid.addWidget(Words(_(title), "small", "muted", wrap=True), row, 0, 1, 2)
            self._grid.addWidget(self.others[key], row, 2, 1, 2)
            self.others[key].setMaximumWidth(theme.scaled(1_000))

    def told(self) -> Told | None:
        """What it says, by column; None, and marked, where a number is none."""
        made: dict[str, Decimal | str | int | None] = {}
        lines = [(self.unit.currentData(), self.at), (self.gives.currentData(), self.value), *self.others.items()]
        whole = True
        for key, line in lines:
            text, fits = line.text().strip(), True
            if key == "gift" and text:
                made[key] = text
            elif key and text:
                try:
                    made[key] = read_number(text, _KINDS.get(key, Kind.MONEY))
                except UserError:
                    fits = False
            else:
                fits = not key or line not in (self.at, self.value)
            if line.property("look") != ("" if fits else "bad"):
                set_look(line, "" if fits else "bad")
            whole = whole and fits
        if isinstance(nth := made.pop(NTH, None), int | Decimal):
            made |= nth_columns(Decimal(nth))
        return made if whole else None


class TierTable(QWidget):
    """Follows a line of tiers in words, and writes it."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__()
        self._line = line
        self.rows: list[TierRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        self._place = QVBoxLayout()
        self._place.setSpacing(6)
        column.addLayout(self._place)
        self.add = button(_("Add a tier"), self._add, icon_name="add")
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        line.textChanged.connect(self._follow)
        self._follow(line.text())

    def _follow(self, text: str) -> None:
        """Show what the line says; words that are no tiers leave the table as it is, for the form to name."""
        try:
            told = parse_tiers(text)
        except UserError:
            return
        if tier_words(told) != self._said():
            self._show(told)

    def _show(self, told: Sequence[Told]) -> None:
        clear(self._place)
        self.rows = []
        for one in told:
            self._append(one)

    def _append(self, told: Told) -> TierRow:
        row = TierRow(len(self.rows) + 1, told)
        row.edited.connect(self._write)
        row.removed.connect(partial(self._remove, row))
        self.rows.append(row)
        self._place.addWidget(row)
        return row

    def _add(self) -> None:
        """One more tier, of the manner of the last."""
        last = self.rows[-1] if self.rows else None
        row = self._append({})
        for box, key in ((row.unit, "threshold"), (row.gives, "off_amount")):
            like = {row.unit: last.unit, row.gives: last.gives}[box].currentData() if last else key
            box.setCurrentIndex(max(0, box.findData(like)))
        row.at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, row: TierRow) -> None:
        self.rows.remove(row)
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._write()

    def _said(self) -> str | None:
        """All rows in words; None while one of them is not finished."""
        told = [row.told() for row in self.rows]
        whole = [one for one in told if one]
        return tier_words(whole) if len(whole) == len(told) else None

    def _write(self) -> None:
        said = self._said()
        if said is not None and said != self._line.text():
            self._line.setText(said)
