"""The title of one channel: what it says, the room that is left in the marketplace's unit, what is to become of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.listings.title_editor import LengthBar, TitleEdit
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.listings.scoring.judging import Judge
from shopdesk.shop.listings.scoring.score import Facts, Score
from shopdesk.shop.listings.titles.keywords import PoolWord
from shopdesk.shop.listings.titles.workshop import Work
from shopdesk.text import _

REST_MS: Final = 1_200
"""So long nothing is typed before a draft is kept."""


class TitleCard(Card):
    """Everything about a title follows each key; nothing of it asks the store."""

    judged = Signal()
    """The title says something else."""
    draft_wanted = Signal(int, object)
    """Listing, and the text to keep; None: no draft any more."""
    apply_wanted = Signal(int, str)
    copied = Signal(str)

    def __init__(self, work: Work, judge: Judge, zone: tzinfo) -> None:
        super().__init__()
        self.work, self._judge, self._zone = work, judge, zone
        self.facts: Facts = work.facts
        self.score: Score
        name = _(work.channel)
        self.setAccessibleName(name)
        self._size = Words("", "small", "good")
        self.copy = button(
            _("Copy"), self._copy, icon_name="copy", name=_("Copy the title for {channel}").format(channel=name)
        )
        for widget in (Words(name, "strong"), Words(work.listing_no, "small", "muted", elide=True)):
            self.head.addWidget(widget)
        self.head.addStretch(1)
        self.head.addWidget(self._size)
        self.head.addWidget(self.copy)
        self.body.addLayout(self.head)
        self._bar = LengthBar()
        self.body.addWidget(self._bar)
        self.editor = TitleEdit(_("Title for {channel}").format(channel=name))
        self.body.addWidget(self.editor)
        self.body.addLayout(self._foot())
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.keep)
        self.editor.setPlainText(work.draft or work.title)
        self._follow()
        self.editor.textChanged.connect(self._typed)
        self.editor.accepted.connect(self._apply)
        self.editor.left.connect(self.keep)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._note = Words("", "small", "muted", wrap=True)
        self.apply = button(_("Apply"), self._apply, look="primary")
        self.discard = button(_("Discard the draft"), self._discard, look="link")
        row.addWidget(self._note, 1)
        row.addWidget(self.discard)
        row.addWidget(self.apply)
        return row

    @property
    def text(self) -> str:
        """What is typed."""
        return self.editor.toPlainText().strip()

    @property
    def pool(self) -> Sequence[PoolWord]:
        """The best search words for it."""
        return self._judge.words_for(self.work.place, self.text)

    def law_notes(self, phrase: str) -> list[str]:
        """Why a phrase is forbidden, and what may stand in its place."""
        return self._judge.texts.explain(phrase, self.text)

    @property
    def is_waiting(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._rest.isActive()

    def show_work(self, work: Work, judge: Judge) -> None:
        """The shop has changed: what is being typed stays."""
        before, self.work, self._judge = self.work, work, judge
        typed = self.is_waiting or (self.editor.hasFocus() and self.text != (before.draft or before.title))
        wanted = work.draft or work.title
        if not typed and wanted != self.text:
            self.editor.setPlainText(wanted)
            self._rest.stop()
        self._follow()

    def add_word(self, word: str) -> None:
        """Put a search word behind the title."""
        blank = " " if word.isascii() and self.text else ""
        self.editor.setPlainText(f"{self.text}{blank}{word}")

    def _typed(self) -> None:
        self._rest.start()
        self._follow()
        self.judged.emit()

    def _follow(self) -> None:
        """Judge what is typed and show it: count, bar, words, law, score."""
        self.facts = replace(self.work.facts)
        self._judge.tell_title(self.facts, self.work.place, self.text)
        self.score = self._judge.score(self.facts, self.work.place)
        size, most = self.facts.title_size, self.facts.title_most
        colour = "muted" if most is None else "bad" if size > most else "good"
        said = _("{size} of {most} {unit}") if most is not None else _("{size} {unit}, no limit is known")
        self._size.setText(said.format(size=size, most=most, unit=self._judge.texts.unit(self.work.place.marketplace)))
        self._size.set_colour(colour)
        self._bar.show_share(size / most if most else size / 60, colour)
        self.editor.show_pieces(self._judge.pieces(self.editor.toPlainText()), self.facts.title_law)
        self._show_state()

    def _show_state(self) -> None:
        is_draft = self.text != self.work.title
        self.apply.setVisible(is_draft)
        self.discard.setVisible(is_draft)
        self.apply.setEnabled(self.work.until is None and bool(self.text))
        told = []
        if self.work.until is not None:
            day = self.work.until.astimezone(self._zone).date()
            told.append(_("Changed lately: stays until {day}").format(day=day))
        if is_draft:
            told.append(_("Draft. Now it says: {title}").format(title=self.work.title))
        self._note.setText(" · ".join(told))
        self._note.setVisible(bool(told))

    def keep(self) -> None:
        """Keep what was typed as a draft."""
        self._rest.stop()
        wanted = self.text if self.text != self.work.title else None
        if wanted != self.work.draft:
            self.draft_wanted.emit(self.work.listing_id, wanted)

    def _apply(self) -> None:
        if self.apply.isVisibleTo(self) and self.apply.isEnabled():
            self._rest.stop()
            self.apply_wanted.emit(self.work.listing_id, self.text)

    def _discard(self) -> None:
        self.editor.setPlainText(self.work.title)
        self.keep()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self.copied.emit(self.text)
