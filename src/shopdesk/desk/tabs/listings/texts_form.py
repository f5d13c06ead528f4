"""The texts of a listing in the place of its panel, each as high as it needs, the law looking on as they are typed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QPlainTextEdit

from shopdesk.desk import theme
from shopdesk.desk.forms import Field
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.listings.law_marks import LawMarks
from shopdesk.shop.listings.by_hand import edit_by_hand
from shopdesk.shop.listings.law.check import Hit, check_text
from shopdesk.shop.listings.law.said import proved_of, read_law
from shopdesk.shop.listings.law.sheets import FIELDS
from shopdesk.shop.listings.reports import ListingFacts
from shopdesk.shop.listings.sheets import LISTING_FILE

EDITED: Final = ("subtitle", "bullets", "description", "search_terms", "seo_title", "seo_description")
HIGH: Final = {"bullets": 140, "description": 240}
"""Pixels at text size 100 of what is longer than a few lines."""


class TextsForm(PartForm):
    """Everything a listing says beside its title, which has the workshop."""

    def ask_texts(self, facts: ListingFacts, shown: Callable[[], None]) -> None:
        """Read what the law knows now, then fill the form and say that it is `shown`."""

        def show(check: Callable[[str], Sequence[Hit]]) -> None:
            self._fill(facts, check)
            shown()

        self._desk.ask("listings.texts", partial(_read_check, product_id=facts.product_id), show)

    def _fill(self, facts: ListingFacts, check: Callable[[str], Sequence[Hit]]) -> None:
        fields = [Field(LISTING_FILE.column(key), facts.row[key]) for key in EDITED]
        self.ask(facts.row["title"], fields, partial(self._save, facts))
        for key, height in HIGH.items():
            editor = self.form.editor(key)
            if isinstance(editor, QPlainTextEdit):
                editor.setFixedHeight(theme.scaled(height))
        for key in FIELDS:
            if key in EDITED and isinstance(editor := self.form.editor(key), QPlainTextEdit):
                LawMarks(editor, self.form.note(key), check)

    def _save(self, facts: ListingFacts, typed: dict[str, Any]) -> None:
        changed = [(facts.listing_id, key, typed[key]) for key in EDITED if typed[key] != facts.row[key]]
        if changed:
            self.send(edit_by_hand, changed)
        else:
            self.left.emit()


def _read_check(tx: Any, product_id: int | None) -> Callable[[str], list[Hit]]:
    """What finds the phrases of a text that the law forbids of a product."""
    rules, proved = read_law(tx), proved_of(tx, product_id)
    return lambda text: check_text(text, rules, proved)
