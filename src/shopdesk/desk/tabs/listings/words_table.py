"""The search words of a product: what each is worth, and which channel's title it falls out of."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.line_list import LineList
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.listings.title_card import TitleCard
from shopdesk.desk.widgets import Segments
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.listings.titles.keyword_sheets import CLASSES, KEYWORDS
from shopdesk.shop.listings.titles.keywords import covers, read
from shopdesk.shop.listings.titles.workshop import Workshop
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE
from shopdesk.text import N_, _

HAS: Final = "✓"
LACKS: Final = "—"
ALL: Final = ""
_COLUMNS: Final = ("word", "word_class", "volume", "competition", "revenue")


class WordsTable(Card):
    """A row a word, a column a channel; by opportunity, of one class or of all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Keyword pool"), _("by opportunity"), flush=True)
        self._desk = desk
        self._list: LineList | None = None
        self._sheet: Sheet | None = None
        self._shown: Workshop | None = None
        self._cards: Sequence[TitleCard] = ()
        self._figures = Figures()
        classes = [(ALL, _("All")), *((str(one), _(state.title)) for one, state in CLASSES.items())]
        self.classes = Segments(classes, _("Class of the words"))
        self.classes.picked.connect(lambda _key: self.follow())
        self.head.addWidget(self.classes)
        self.setMinimumHeight(240)

    def show_all(self, shown: Workshop, cards: Sequence[TitleCard], figures: Figures) -> None:
        """Show the words of a product beside its titles."""
        self._shown, self._cards, self._figures = shown, cards, figures
        sheet = _sheet(cards)
        if self._list is None or sheet != self._sheet:
            if self._list is not None:
                self.body.removeWidget(self._list)
                self._list.deleteLater()
            self._sheet = sheet
            self._list = LineList(sheet, None, None, self._desk.tell)
            self._list.view.setAccessibleName(_(sheet.title))
            self.body.addWidget(self._list, 1)
        self.follow()

    def follow(self) -> None:
        """The titles, or the class that is shown, are others now."""
        if self._shown is None or self._list is None:
            return
        read_texts = [read(card.text) for card in self._cards]
        wanted = self.classes.current
        words = [one for one in self._shown.words if wanted in {ALL, one.word_class}]
        rows = []
        for one in words:
            brought = sum(self._shown.brought.get((card.work.channel_id, one.word), 0) for card in self._cards)
            share = None if one.competition is None else Decimal(one.competition) / RATE_SCALE
            money = Decimal(brought) / MONEY_SCALE if brought else None
            ticks = [HAS if covers(text, one) else LACKS for text in read_texts]
            rows.append((one.word, one.word_class, one.volume, share, money, *ticks))
        self._list.show_lines(rows, [one.keyword_id for one in words], self._figures)


def _sheet(cards: Sequence[TitleCard]) -> Sheet:
    """The columns of the table: those of the pool, and one a title."""
    kept = tuple(KEYWORDS.column(key) for key in _COLUMNS)
    ticks = tuple(
        Column(
            f"listing_{card.work.listing_id}",
            card.work.channel,
            Kind.TEXT,
            width=9,
            help=N_("Whether the title has the word."),
        )
        for card in cards
    )
    plain: Any = [Column(one.key, one.title, one.kind, one.help, one.width, states=one.states) for one in kept]
    return Sheet("title_words", N_("Keyword pool"), (*plain, *ticks), "word")
