"""The title workshop: a product's titles on every channel, its search words, what to change, and what was before."""

from datetime import date, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtWidgets import (
    QCompleter,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field
from shopdesk.desk.palette import Command
from shopdesk.desk.panels import DETAIL_WIDTH
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.listings.title_card import TitleCard
from shopdesk.desk.tabs.listings.words_table import WordsTable
from shopdesk.desk.tabs.listings.workshop_side import WorkshopSide
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.catalog.sheets import STAGES
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.listings.scoring.actions import score_listings
from shopdesk.shop.listings.scoring.policy import read_policy, set_policy
from shopdesk.shop.listings.scoring.rules import RULES, SECTIONS, Policy
from shopdesk.shop.listings.titles.drafts import apply_title, cool_down, save_draft, set_cool_down, take_title_back
from shopdesk.shop.listings.titles.keyword_sheets import TITLE_DRAFTS
from shopdesk.shop.listings.titles.workshop import Workshop, fetch_drafts, find_products, product_of, read_workshop
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_, _, n_

FOLLOW_MS: Final = 150
"""So long nothing is typed before the panel and the table follow the titles."""
GOOD: Final = 80
FAIR: Final = 60
DAYS: Final = Column(
    "days",
    N_("Days that a changed title stays"),
    Kind.INTEGER,
    help=N_("Of heroes and of locked listings; 0: it may always change."),
)


class WorkshopPage(QWidget):
    """Titles at the left with the words under them, what to change at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._is_started = False
        self._product_id: int | None = None
        self._offered: list[tuple[int, str]] = []
        self.shown: Workshop | None = None
        self.cards: list[TitleCard] = []
        self.side = WorkshopSide(_("What to change"))
        self.part = PartForm(desk, _("Title workshop"))
        self.table = WordsTable(desk)
        self._later = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._later.timeout.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addWidget(self._split(), 1)
        self.setFocusProxy(self.pick)
        self.side.word_wanted.connect(self._add_word)
        self.side.back_wanted.connect(lambda version_id: desk.do(take_title_back, version_id))
        self.part.left.connect(lambda: self._right.setCurrentWidget(self.side))
        self.side.show_note(_("Choose a product: its titles on every channel stand here."))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.pick = QLineEdit()
        self.pick.setAccessibleName(_("Choose a product"))
        self.pick.setPlaceholderText(_("Choose a product"))
        self.pick.setMinimumWidth(theme.scaled(180))
        self.pick.setMaximumWidth(theme.scaled(240))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self.pick)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._choose)
        self.pick.setCompleter(completer)
        self.pick.textEdited.connect(self._find)
        self.pick.returnPressed.connect(self._choose_first)
        self._title = Words("", "strong", elide=True)
        self.pill, self._state = Pill(), Words("", "small", "muted", elide=True)
        self.pill.hide()
        row.addWidget(self.pick)
        for widget, share in ((self._title, 1), (self.pill, 0), (self._state, 1)):
            row.addWidget(widget, share)
        self.rules = button(_("How it is scored…"), self._ask_policy, icon_name="settings")
        self.scored = button(_("Score all"), self._score_all, icon_name="refresh")
        self.out = button(_("New titles…"), self._ask_out, icon_name="export", name=_("Drafts for a bulk upload"))
        for made in (self.rules, self.scored, self.out):
            row.addWidget(made)
        return row

    def _split(self) -> QSplitter:
        inside = QWidget()
        inside.setProperty("look", "plain")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.table, 1)
        area = QScrollArea()
        area.setAccessibleName(_("Titles"))
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._right = QStackedWidget()
        self._right.addWidget(self.side)
        self._right.addWidget(self.part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        split.addWidget(area)
        split.addWidget(self._right)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.scaled(2 * DETAIL_WIDTH), theme.scaled(DETAIL_WIDTH + 90)])
        return split

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures, self._is_started = figures, True
        self._ask()

    def refresh(self) -> None:
        """The shop has changed: read again; what is being typed stays."""
        if self._is_started:
            self._ask()

    def _ask(self) -> None:
        wanted = self._product_id
        self._desk.ask("workshop.product", lambda tx: _read(tx, wanted), self._take)

    def _take(self, shown: Workshop | None) -> None:
        self.shown = shown
        works = shown.works if shown is not None else ()
        if [card.work.listing_id for card in self.cards] != [work.listing_id for work in works]:
            self._make_cards()
        elif shown is not None:
            for card, work in zip(self.cards, works, strict=True):
                card.show_work(work, shown.judge)
        if shown is None:
            self._title.setText("")
            self.side.show_note(_("No listing stands on any channel yet."))
            return
        self._product_id = shown.product_id
        self._title.setText(shown.product)
        stage = _(STAGES[shown.stage].title) if shown.stage else ""
        stays = n_("a changed title stays {n} day", "a changed title stays {n} days", shown.days).format(n=shown.days)
        self._state.setText(" · ".join(part for part in (stage, stays) if part))
        self.table.show_all(shown, self.cards, self._figures)
        self._follow()

    def _make_cards(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for place, work in enumerate(self.shown.works if self.shown else ()):
            assert self.shown is not None
            card = TitleCard(work, self.shown.judge, self._figures.zone)
            card.judged.connect(self._later.start)
            card.draft_wanted.connect(partial(self._desk.do, save_draft))
            card.apply_wanted.connect(partial(self._desk.do, apply_title))
            card.copied.connect(lambda text: self._desk.tell(_("Copied: {text}").format(text=text)))
            self.cards.append(card)
            self._column.insertWidget(place, card)

    def _follow(self) -> None:
        """What is typed now, in the panel, the table and the score of the product."""
        if self.shown is None:
            return
        self.side.show_all(self.shown, self.cards, self._figures)
        self.table.follow()
        mean = round(sum(card.score.total for card in self.cards) / len(self.cards) / RATE_SCALE)
        tone = Tone.GOOD if mean >= GOOD else Tone.WARN if mean >= FAIR else Tone.BAD
        self.pill.set_state(_("Score {score}").format(score=mean), tone)

    # ------------------------------------------------------------------------------------------------ a product

    def show_place(self, product_id: int | None = None, listing_id: int | None = None, **_where: Any) -> None:
        """Show the titles of a product, or of the product of a listing."""
        if product_id is not None:
            self._product_id = product_id
            self._ask()
        elif listing_id is not None:
            self._desk.ask("workshop.of", partial(product_of, listing_id=listing_id), self._come)

    def _come(self, product_id: int | None) -> None:
        if product_id is not None:
            self.show_place(product_id)

    def place(self) -> dict[str, Any]:
        """Where the user is."""
        return {} if self._product_id is None else {"product_id": self._product_id}

    def _find(self, text: str) -> None:
        self._desk.ask("workshop.products", partial(find_products, text=text), self._offer)

    def _offer(self, found: list[tuple[int, str]]) -> None:
        self._offered = found
        self._names.setStringList([title for _id, title in found])
        if found and self.pick.hasFocus():
            self.pick.completer().complete()

    def _choose_first(self) -> None:
        if self._offered:
            self._choose(self._offered[0][1])

    def _choose(self, title: str) -> None:
        found = next((product_id for product_id, named in self._offered if named == title), None)
        if found is not None:
            self.pick.clear()
            self.show_place(found)

    def _add_word(self, listing_id: int, word: str) -> None:
        for card in self.cards:
            if card.work.listing_id == listing_id:
                card.add_word(word)

    # ------------------------------------------------------------------------------------------------ deeds

    def commands(self) -> list[Command]:
        """What the palette offers."""
        return [Command("listings score", _("Score all listings"), self._score_all, "listings")]

    def _score_all(self) -> None:
        said = lambda done: self._desk.tell(  # noqa: E731 - as short as it is clear
            n_("{n} listing is scored.", "{n} listings are scored.", done.value).format(n=done.value)
        )
        self._desk.do(score_listings, then=said)

    def _ask_policy(self) -> None:
        self._desk.ask("workshop.policy", lambda tx: (read_policy(tx), cool_down(tx)), self._show_policy)

    def _show_policy(self, now: tuple[Policy, int]) -> None:
        policy, days = now
        fields = [Field(DAYS, days, required=True)]
        fields += [
            Field(Column(f"weight_{section}", title, Kind.INTEGER), policy.weights[section], required=True)
            for section, title in SECTIONS.items()
        ]
        fields += [Field(Column(rule, one.title, Kind.BOOL), rule not in policy.off) for rule, one in RULES.items()]
        self.part.ask(_("How listings are scored"), fields, partial(self._set_policy, days))
        self._right.setCurrentWidget(self.part)

    def _set_policy(self, days: int, typed: dict[str, Any]) -> None:
        if typed["days"] != days:
            self._desk.do(set_cool_down, typed["days"], failed=self.part.form.refused)
        weights = {section: typed[f"weight_{section}"] for section in SECTIONS}
        self.part.send(set_policy, weights, [rule for rule in RULES if not typed[rule]])

    def _ask_out(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Drafts for a bulk upload"), _("new-titles.xlsx"), "*.xlsx *.csv"
        )
        if chosen:
            self.write_drafts(Path(chosen))

    def write_drafts(self, path: Path) -> None:
        """Write every draft to a workbook."""
        shop, zone = self._desk.shop_name, self._figures.zone

        def write(tx: Any) -> int:
            rows = [(_(row[0]), *row[1:]) for row in fetch_drafts(tx)]
            return write_sheet(path, TITLE_DRAFTS, rows, title=_(TITLE_DRAFTS.title), shop=shop, zone=zone)

        self._desk.ask("workshop.out", write, lambda _n: self._desk.tell(_("Wrote {file}").format(file=path.name)))


def _read(tx: Any, product_id: int | None) -> Workshop | None:
    """The product, else the first one that stands anywhere."""
    found = read_workshop(tx, product_id) if product_id is not None else None
    if found is None:
        first = find_products(tx, "")
        found = read_workshop(tx, first[0][0]) if first else None
    return found
