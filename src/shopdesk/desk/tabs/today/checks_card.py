"""The daily check on screen: a line a check, worst first, with its evidence, the way to its mending, and who signed."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import Pill, Symbol, Words, button, clear, rule
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.today.checks import Checked
from shopdesk.shop.today.looking import Severity
from shopdesk.text import N_, _, n_

_ICONS: Final = {
    Severity.BAD: ("bad", "bad"),
    Severity.WARN: ("warn", "warn"),
    Severity.TICK: ("check", "muted"),
    Severity.GOOD: ("good", "good"),
}
_SHOWN: Final = 3
"""So much evidence stands in the line; a click shows all of it."""
WELL: Final = N_("fine")


class ChecksCard(Card):
    """Says which place is wanted, and which checks are to be signed off."""

    place_wanted = Signal(object)
    sign_wanted = Signal(object, object)
    """Keys of checks, and the button that asked."""
    print_wanted = Signal()
    tune_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.setAccessibleName(_("Daily check"))
        self.checks: Sequence[Checked] = ()
        self._figures = Figures()
        self._open: set[str] = set()
        self._bad, self._warn = Pill(tone=Tone.BAD), Pill(tone=Tone.WARN)
        self.sign = button(_("Sign off…"), self._sign_all, icon_name="all")
        self.printed = button("", self.print_wanted.emit, icon_name="sheet", look="quiet", name=_("As PDF…"))
        self.tune = button("", self.tune_wanted.emit, icon_name="settings", look="quiet", name=_("Set up the checks"))
        self.head.setContentsMargins(13, 11, 13, 5)
        self.head.addWidget(Words(_("Daily check"), "strong"))
        for made in (self._bad, self._warn):
            self.head.addWidget(made)
        self.head.addStretch(1)
        for one in (self.printed, self.tune, self.sign):
            self.head.addWidget(one)
        self.body.addLayout(self.head)
        self._lines = QWidget()
        self._lines.setProperty("look", "plain")
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self._lines)
        self.body.addWidget(area, 1)

    def show_checks(self, checks: Sequence[Checked], figures: Figures) -> None:
        """Show these, in this order."""
        self.checks, self._figures = checks, figures
        clear(self._column)
        left = [one for one in checks if one.is_open]
        for pill, severity, words in (
            (self._bad, Severity.BAD, n_("{count} to do now", "{count} to do now", self._count(Severity.BAD))),
            (self._warn, Severity.WARN, n_("{count} to look at", "{count} to look at", self._count(Severity.WARN))),
        ):
            count = self._count(severity)
            pill.set_state(words.format(count=count), Tone.BAD if severity is Severity.BAD else Tone.WARN)
            pill.setVisible(count > 0)
        self.sign.setEnabled(bool(left))
        for one in checks:
            self._column.addWidget(self._line(one))
            self._column.addWidget(rule())
        self._column.addStretch(1)

    def _count(self, severity: Severity) -> int:
        return sum(one.is_open and one.found.severity is severity for one in self.checks)

    def _sign_all(self) -> None:
        self.sign_wanted.emit([one.key for one in self.checks if not one.is_signed], self.sign)

    def _line(self, one: Checked) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(13, 9, 13, 9)
        row.setSpacing(14)
        signed = one.is_signed
        icon, colour = ("all", "muted") if signed else _ICONS[one.found.severity]
        row.addWidget(Symbol(icon, 20, colour))
        words = QVBoxLayout()
        words.setSpacing(1)
        row.addLayout(words, 1)
        is_well = one.found.severity is Severity.GOOD
        title = _(one.title) if is_well and one.check is not None else one.found.said.words
        words.addWidget(Words(title, "body" if is_well or signed else "strong", elide=True))
        for told in self._told(one):
            words.addWidget(Words(told, "small", "muted", wrap=True))
        if one.key in self._open:
            for piece in one.found.evidence:
                come = partial(self.place_wanted.emit, piece.place)
                text = f"{piece.name:}: {piece.said.words}" if piece.said.words else str(piece.name)
                words.addWidget(button(text, come, look="link"))
        self._add_deeds(row, one)
        return made

    def _told(self, one: Checked) -> list[str]:
        if one.sign is not None and one.is_signed:
            when = self._figures.text(Kind.TIME, one.sign.signed_at)
            return [" · ".join(part for part in (_("signed off"), one.sign.person, when, one.sign.note) if part)]
        if one.found.severity is Severity.GOOD:
            return [one.found.said.words]
        if one.found.detail:
            return [" · ".join(said.words for said in one.found.detail)]
        return [" · ".join(f"{piece.name:}: {piece.said.words}" for piece in one.found.evidence[:_SHOWN])]

    def _add_deeds(self, row: QHBoxLayout, one: Checked) -> None:
        if one.found.evidence:
            is_open = one.key in self._open
            word = _("Less") if is_open else _("Show {count}").format(count=len(one.found.evidence))
            row.addWidget(button(word, partial(self._unfold, one.key), look="link", name=f"{word} · {_(one.title)}"))
        if one.found.severity is Severity.GOOD:
            row.addWidget(Words(_(WELL), "small", "muted"))
        elif not one.is_signed and one.check is None:
            row.addWidget(button(_("Tick"), partial(self._sign_one, one.key), name=f"{_('Tick')} · {one.title}"))
        elif not one.is_signed and one.check is not None:
            come = partial(self.place_wanted.emit, one.check.place)
            row.addWidget(button(_(one.check.mend), come, name=f"{_(one.check.mend)} · {_(one.title)}"))

    def _sign_one(self, key: str) -> None:
        self.sign_wanted.emit([key], self.sign)

    def _unfold(self, key: str) -> None:
        self._open ^= {key}
        self.show_checks(self.checks, self._figures)
