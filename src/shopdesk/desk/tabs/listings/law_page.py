"""What the advertising law may have against the shop's texts, phrase by phrase: replace it, allow it, prove it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.tabs.listings.claims_page import FORM
from shopdesk.desk.widgets import ChoiceBox, Pill, Words, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.listings.law.chinese import Family
from shopdesk.shop.listings.law.claims import add_claim, put_law_word, replace_phrase, set_families_off
from shopdesk.shop.listings.law.families import FAMILIES
from shopdesk.shop.listings.law.found import Against, fetch_against, law_row
from shopdesk.shop.listings.law.said import read_own
from shopdesk.shop.listings.law.sheets import FAMILY_STATES, FIELDS, HIT_STATES, LAW, MARKS
from shopdesk.text import N_, _

HINTS: Final = N_("Hints, not legal advice.")
_INSTEAD: Final = Column("instead", N_("Say instead"), Kind.TEXT, help=N_("Blank: the phrase is left out."))


@dataclass(frozen=True, slots=True)
class Read:
    """Phrases, and the families that are off."""

    found: Sequence[Against]
    off: frozenset[str]


def read_against(tx: Any) -> Read:
    """Every phrase, and what is not looked for."""
    return Read(fetch_against(tx), frozenset(family.value for family in read_own(tx).off))


class LawPage(TablePage):
    """Phrases over the shop."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LAW, _("The law has nothing against the texts of the shop, as far as is looked for."))
        self._read = Read((), frozenset())
        choices = [("", _("All")), *((key, _(state.title)) for key, state in HIT_STATES.items())]
        self.which = ChoiceBox(choices, _("State"))
        self.which.currentIndexChanged.connect(self._show_rows)
        self.family = ChoiceBox(
            [("", _("All families")), *((key, _(state.title)) for key, state in FAMILY_STATES.items())], _("Family")
        )
        self.family.currentIndexChanged.connect(self._show_rows)
        self.add_control(self.which)
        self.add_control(self.family)
        self.add_control(button(_("Families…"), self.show_families, icon_name="settings"))
        self.add_control(Words(_(HINTS), "small", "muted"))

    def question(self) -> Callable[[Any], Any]:
        return read_against

    def take(self, answer: Read) -> None:
        self._read = answer
        self.show_all([law_row(one) for one in answer.found])

    def wanted(self, place: int) -> bool:
        one = self._read.found[place]
        return self.which.currentData() in {"", one.state} and self.family.currentData() in {"", one.hit.family.value}

    def show_row(self, place: int) -> None:
        one = self._read.found[place]
        hit, words = one.hit, FAMILIES[one.hit.family]
        self.panel.clear()
        self.panel.set_head(hit.phrase, _(words.title), Pill(*said(HIT_STATES, one.state)))
        self.panel.section(_(FIELDS[one.field].title)).addWidget(Words(one.context, "body", wrap=True))
        self.panel.section(_("Why")).addWidget(Words(_(hit.reason), "body", wrap=True))
        until = "" if one.until is None else f"{one.until}"
        since = f"{words.valid_from}" if words.source else ""
        told = (
            (_("Listing no."), one.listing_no), (_("Channel"), one.channel), (_("Proved until"), until),
            (_("Say instead"), hit.replacement or ""), (_("Rule"), words.source and _(words.source)),
            (_("Holds since"), since), (_("Source"), _(MARKS[hit.mark])),
        )  # fmt: skip
        self.panel.facts("", [(label, text) for label, text in told if text])
        actions = self.panel.section()
        replace = button(_("Replace…"), partial(self._ask_replacement, one), icon_name="edit", look="primary")
        actions.addWidget(replace)
        allow = partial(self._desk.do, put_law_word, hit.phrase, True)
        actions.addWidget(button(_("Allow this phrase"), allow, icon_name="good"))
        actions.addWidget(button(_("Prove it…"), partial(self._ask_claim, one), icon_name="add"))
        actions.addWidget(Words(_(HINTS), "small", "muted", wrap=True))
        self.panel.finish()

    def _ask_replacement(self, one: Against) -> None:
        phrase = one.hit.phrase
        send = partial(self._replace, one)
        title = _("Replace “{phrase}”").format(phrase=phrase)
        self.show_form(title, [Field(_INSTEAD, one.hit.replacement or "")], send)

    def _replace(self, one: Against, typed: dict[str, Any]) -> None:
        self.part.send(replace_phrase, one.listing_id, one.field, one.hit.phrase, typed["instead"] or "")

    def _ask_claim(self, one: Against) -> None:
        known = {"phrase": one.hit.phrase, "product": one.sku}
        fields = [Field(column, known.get(column.key)) for column in FORM]
        self.show_form(_("New claim"), fields, partial(self.part.send, add_claim))

    def show_families(self) -> None:
        """The families in the place of the panel, each with a tick where it is looked for."""
        self.panel.clear()
        self.panel.set_head(_("Families of words"), _(HINTS))
        place = self.panel.section(_("What is looked for"))
        for family, words in FAMILIES.items():
            tick = QCheckBox(_(words.title))
            tick.setToolTip("\n".join(part for part in (_(words.reason), words.source and _(words.source)) if part))
            tick.setChecked(family.value not in self._read.off)
            tick.toggled.connect(partial(self._switch, family))
            place.addWidget(tick)
        self.panel.finish()

    def _switch(self, family: Family, on: bool) -> None:
        off = self._read.off - {family.value} if on else self._read.off | {family.value}
        self._read = Read(self._read.found, off)
        self._desk.do(set_families_off, sorted(off))
