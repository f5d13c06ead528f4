"""The pool of search words, what is most worth while first; cells are typed in place, words added and taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import CellFormats, parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.titles.keyword_sheets import CLASSES, KEYWORDS
from shopdesk.shop.listings.titles.pool import KEYWORD_ROWS, add_keyword, edit_keywords, remove_keywords
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _

NEW: Final = ("word", "channel", "category", "word_class", "volume", "competition", "note")
QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(one, state.title, (("word_class", f"={one}"),)) for one, state in CLASSES.items()),
    Quick("unclassed", N_("No class"), (("word_class", "="),)),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A row of the pool."""

    keyword_id: int
    cells: Sequence[Any]


def read_word(tx: Any, keyword_id: int) -> Word | None:
    """One row; None where it is gone."""
    cells = fetch_page(tx, KEYWORD_ROWS, [keyword_id])[0]
    return Word(keyword_id, cells) if cells else None


LISTED: Final = Listed(
    "keywords", KEYWORD_ROWS, QUICK, N_("Filters of keywords"), read_word,
    select=N_("Select a search word."), gone=N_("This search word is gone."),
    empty=N_("Import a list of search words, or add them one by one."), counted=True,
)  # fmt: skip


class WordPanel(DocumentPanel):
    """What is known of a search word."""

    remove_wanted = Signal(int)

    def show_facts(self, facts: Word, figures: Figures) -> None:
        """Show a row."""
        cells = CellFormats(KEYWORDS, zone=figures.zone).row(facts.cells)
        self.clear()
        self.set_head(cells[0].text)
        told = [
            (_(column.title), cell.text)
            for column, cell in zip(KEYWORDS.columns[1:], cells[1:], strict=True)
            if column.shown and cell.text
        ]
        self.facts("", told)
        remove = partial(self.remove_wanted.emit, facts.keyword_id)
        self.section().addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.finish()


class KeywordsList(DetailList):
    """The pool."""

    def __init__(self, desk: Desk) -> None:
        panel = WordPanel(_(KEYWORDS.title))
        super().__init__(desk, LISTED, panel, self._edit)
        self.part = PartForm(desk, _(KEYWORDS.title))
        self.page.side.addWidget(self.part)
        self.part.left.connect(self.page.back)
        self.add = button(_("New search word…"), self._ask_word, icon_name="add")
        self.line.flow.line.addWidget(self.add)
        panel.remove_wanted.connect(lambda keyword_id: desk.do(remove_keywords, [keyword_id]))

    def _ask_word(self) -> None:
        blank: list[tuple[Any, str]] = [(None, _("Not said"))]
        classes = blank + [(str(one), _(state.title)) for one, state in CLASSES.items()]
        fields = [
            Field(KEYWORDS.column(key), None, classes if key == "word_class" else (), required=key == "word")
            for key in NEW
        ]
        self.part.ask(_("New search word"), fields, lambda typed: self.part.send(add_keyword, typed))
        self.page.show_side(self.part)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(KEYWORDS.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_keywords, read, failed=lambda error: self._desk.tell(str(error), Tone.WARN))
