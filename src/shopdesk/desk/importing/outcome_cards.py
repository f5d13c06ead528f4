"""The dry run at a glance: how many rows of each outcome, and whether the sums of the file agree."""

from typing import Final

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from shopdesk.desk.importing.outcome_rows import OUTCOMES, DryRun
from shopdesk.desk.importing.parts import whole
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Symbol, Words
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.columns import Tone
from shopdesk.text import _, n_

CARDS: Final = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.CONFLICT, Outcome.REJECTED)


class OutcomeCards(QWidget):
    """A card for each outcome, and one for the check."""

    def __init__(self, kind: str, told: DryRun) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.counts = [CountCard(outcome, told.counts[outcome], _note(kind, told, outcome)) for outcome in CARDS]
        self.check = CheckCard(told)
        for card in self.counts:
            row.addWidget(card, 4)
        row.addWidget(self.check, 7)

    def set_low(self, is_low: bool) -> None:
        """One line each, where the window has no height for more."""
        for card in self.counts:
            card.set_low(is_low)
        self.check.set_low(is_low)


class CountCard(Card):
    """One outcome: its name, how many rows, and a line about them."""

    def __init__(self, outcome: Outcome, count: int, note: str = "") -> None:
        super().__init__()
        state = OUTCOMES[outcome]
        self.body.setSpacing(1)
        colour = "muted" if state.tone is Tone.PLAIN or not count else state.tone.value
        name, figure = Words(_(state.title), "small", "muted"), Words(whole(count), "figure", colour)
        self.note = _line(note, "small", "muted")
        for words in (name, figure, self.note):
            self.body.addWidget(words)
        self.body.addStretch(1)
        self.setAccessibleName(f"{_(state.title)}: {whole(count)}")
        self.setToolTip(note)

    def set_low(self, is_low: bool) -> None:
        """Name and figure in one line; the note in the tooltip."""
        way = QBoxLayout.Direction
        self.body.setDirection(way.LeftToRight if is_low else way.TopToBottom)
        self.body.setSpacing(8 if is_low else 1)
        self.note.setVisible(not is_low)


class CheckCard(Card):
    """Whether each row has its outcome, what the file comes to, and whether it came in before."""

    def __init__(self, told: DryRun) -> None:
        super().__init__()
        self.body.setSpacing(1)
        self.title = Words(_("Check"), "small", "muted")
        self.body.addWidget(self.title)
        each = n_("The one row has its outcome", "Each of {count} rows has its outcome", told.rows)
        each = each.format(count=whole(told.rows))
        self.body.addLayout(_ticked(each, told.is_accounted))
        self.more = _more(told)
        for words in self.more:
            self.body.addWidget(words)
        self.body.addStretch(1)
        self.setAccessibleName("\n".join([each, *(words.text() for words in self.more)]))
        self.setToolTip(self.accessibleName())

    def set_low(self, is_low: bool) -> None:
        """The first line alone; the others in the tooltip."""
        for words in (self.title, *self.more):
            words.setVisible(not is_low)


def _note(kind: str, told: DryRun, outcome: Outcome) -> str:
    count, rows, parts = told.documents.get(outcome, 0), told.counts[outcome], []
    if kind == "orders" and count and count != rows:
        parts.append(n_("{count} order", "{count} orders", count).format(count=whole(count)))
    skus = told.new_skus
    if outcome is Outcome.NEW and kind == "orders" and skus:
        parts.append(n_("{count} new SKU", "{count} new SKUs", skus).format(count=whole(skus)))
    if outcome is Outcome.REJECTED and told.counts[Outcome.SKIPPED]:
        skipped = told.counts[Outcome.SKIPPED]
        parts.append(n_("{count} row skipped", "{count} rows skipped", skipped).format(count=whole(skipped)))
    return " · ".join(parts)


def _more(told: DryRun) -> list[Words]:
    lines = []
    if told.amount:
        lines.append(_line(_("Amount {amount}").format(amount=told.amount), "body", "text"))
    counted = []
    if told.quantity != "0":
        pieces = n_("{quantity} piece", "{quantity} pieces", 1 if told.quantity == "1" else 2)
        counted.append(pieces.format(quantity=told.quantity))
    if told.charges:
        counted.append(n_("{count} charge", "{count} charges", told.charges).format(count=whole(told.charges)))
    if counted:
        lines.append(_line(" · ".join(counted), "small", "muted"))
    before = told.imported_before
    known = (
        _("This very file was imported on {when}").format(when=before)
        if before
        else _("Importing it once more changes nothing")
    )
    return [*lines, _line(known, "small", "muted")]


def _line(text: str, role: str, colour: str) -> Words:
    """One line, cut to the room there is; the whole of it when the pointer rests on it."""
    words = Words(text, role, colour, elide=True)
    words.setToolTip(text)
    return words


def _ticked(text: str, is_right: bool) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(_line(text, "body", "text"), 1)
    row.addWidget(Symbol("good" if is_right else "warn", 16, "good" if is_right else "warn"))
    return row
