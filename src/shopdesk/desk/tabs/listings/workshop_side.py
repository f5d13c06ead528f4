"""Beside the titles: what to change, each with its points; and what the titles said before."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.listings.title_card import TitleCard
from shopdesk.desk.widgets import Symbol, Words, button
from shopdesk.shop.listings.scoring.score import Finding, sentence
from shopdesk.shop.listings.titles.workshop import Workshop
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import _

SHOWN: Final = 30
"""Findings that stand in the panel at once."""
VERSIONS: Final = 20
_LAW: Final = frozenset({"title_law", "description_law"})
_ICONS: Final = {"bad": "bad", "warn": "warn", "info": "new"}


class WorkshopSide(SideDetail):
    """What to change, by points x visitors, and the history of the titles."""

    word_wanted = Signal(int, str)
    """Listing, and a search word to put into its title."""
    back_wanted = Signal(int)
    """The version that is to be taken back."""

    def show_all(self, shown: Workshop, cards: Sequence[TitleCard], figures: Figures) -> None:
        """Show what the titles as they are typed now leave to change."""
        self.clear()
        found = sorted(
            ((one, card) for card in cards for one in card.score.findings),
            key=lambda pair: -pair[0].points * max(pair[1].work.visitors, 1),
        )
        self.set_head(_("What to change"), _("By points x visitors") if found else _("Nothing is left to change."))
        for one, card in found[:SHOWN]:
            self._add_finding(self.section(), one, card)
        self._add_versions(shown, figures)
        self.finish()

    def _add_finding(self, place: QVBoxLayout, one: Finding, card: TitleCard) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        tone = "bad" if one.rule in _LAW else "info" if one.rule == "keyword_missing" else "warn"
        row.addWidget(Symbol(_ICONS[tone], 16, tone), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(1)
        told = _("{channel}: {what}").format(channel=_(card.work.channel), what=sentence(one.rule, one.told))
        said.addWidget(Words(told, "strong", wrap=True))
        for detail in self._details(one, card):
            said.addWidget(Words(detail, "small", "muted", wrap=True))
        row.addLayout(said, 1)
        if one.rule == "keyword_missing":
            word = str(one.told["word"])
            wanted = partial(self.word_wanted.emit, card.work.listing_id, word)
            name = _("Add {word} to the title").format(word=word)
            row.addWidget(button("", wanted, icon_name="new", look="quiet", name=name))
        points = Words(f"+{one.points / RATE_SCALE:.1f}", "strong", "good")
        row.addWidget(points, 0, Qt.AlignmentFlag.AlignTop)
        place.addLayout(row)

    def _details(self, one: Finding, card: TitleCard) -> list[str]:
        if one.rule in _LAW:
            return card.law_notes(str(one.told["phrase"]))
        word = next((word for word in card.pool if word.word == one.told.get("word")), None)
        if one.rule != "keyword_missing" or word is None:
            return []
        told = _("{count} searches a month").format(count=f"{word.volume or 0:,}")
        if word.competition is None:
            return [told]
        share = f"{word.competition * 100 // RATE_SCALE} %"
        return [f"{told} · " + _("competition {share}").format(share=share)]

    def _add_versions(self, shown: Workshop, figures: Figures) -> None:
        if not shown.versions:
            return
        place = self.section(_("What the titles said before"))
        for one in shown.versions[:VERSIONS]:
            moment = f"{one.changed_at.astimezone(figures.zone):%Y-%m-%d %H:%M}"
            who = " · ".join(part for part in (_(one.channel), moment, one.person, _(one.reason or "") or "") if part)
            row = QHBoxLayout()
            said = QVBoxLayout()
            said.setSpacing(1)
            said.addWidget(Words(one.before, "body", wrap=True))
            said.addWidget(Words(who, "small", "muted", wrap=True))
            row.addLayout(said, 1)
            wanted = partial(self.back_wanted.emit, one.version_id)
            row.addWidget(button("", wanted, icon_name="undo", look="quiet", name=_("Take this change back")))
            place.addLayout(row)
