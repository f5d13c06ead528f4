"""The claim locker: what the shop may say because it can prove it, with the files; and the shop's own words."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.attached import AttachedFiles
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import Pill, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.law.claims import add_claim, edit_claim, put_law_word, remove_claim, remove_law_word
from shopdesk.shop.listings.law.said import PROOF, Proved, fetch_claims, fetch_words
from shopdesk.shop.listings.law.sheets import CLAIM_STATES, CLAIMS, LAW_WORDS, WORD_STATES
from shopdesk.text import _, n_

FORM: Final = tuple(CLAIMS.column(key) for key in ("phrase", "product", "proof", "proved_on", "expires_on", "note"))
"""What a person types of a claim."""
_WARNED: Final = frozenset({"lapsing", "lapsed"})
_NEEDED: Final = frozenset({"phrase", "proof", "proved_on"})


class ClaimsPage(TablePage):
    """Claims with their proof; what lapses first comes first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, CLAIMS, _("Claims that you can prove stand here, each with the file of its proof."))
        self._found: Sequence[Proved] = ()
        self.warned = Pill("", Tone.WARN)
        self.warned.hide()
        self.add_control(self.warned)
        self.add_control(button(_("New claim…"), self.begin, icon_name="add", look="primary"))

    def question(self) -> Callable[[Any], Any]:
        return fetch_claims

    def take(self, answer: Sequence[Proved]) -> None:
        self._found = answer
        count = sum(1 for one in answer if one.state in _WARNED)
        told = n_("{count} proof has lapsed or lapses soon", "{count} proofs have lapsed or lapse soon", count)
        self.warned.set_state(told.format(count=f"{count:,}") if count else "", Tone.WARN)
        self.show_all([_claim_row(one) for one in answer])

    def show_row(self, place: int) -> None:
        one = self._found[place]
        self.panel.clear()
        self.panel.set_head(one.row.phrase, one.product or _("Whole shop"), Pill(*said(CLAIM_STATES, one.state)))
        cells = zip(CLAIMS.columns, self._formats.row(self.rows[place]), strict=True)
        shown = {column.key: (_(column.title), cell.text) for column, cell in cells}
        keys = ("proof", "proved_on", "expires_on", "note")
        self.panel.facts("", [shown[key] for key in keys if shown[key][1]])
        self.panel.section(_("Files")).addWidget(AttachedFiles(self._desk, PROOF, one.row.claim_id))
        actions = self.panel.section()
        actions.addWidget(button(_("Edit…"), partial(self._ask, one), icon_name="edit"))
        remove = partial(self._desk.do, remove_claim, one.row.claim_id)
        actions.addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.panel.finish()

    def begin(self) -> None:
        """The form for a new claim."""
        fields = [Field(column, required=column.key in _NEEDED) for column in FORM]
        self.show_form(_("New claim"), fields, partial(self.part.send, add_claim))

    def _ask(self, one: Proved) -> None:
        values = {"product": one.sku if one.row.product_id else ""}
        fields = [
            Field(column, values.get(column.key, getattr(one.row, column.key, None)), required=column.key in _NEEDED)
            for column in FORM
        ]
        self.show_form(one.row.phrase, fields, partial(self.part.send, edit_claim, one.row.claim_id))


def _claim_row(one: Proved) -> tuple[Any, ...]:
    row = one.row
    return (row.phrase, one.sku, one.product, one.state, row.proof, row.proved_on, row.expires_on, one.files, row.note)


class LawWordsPage(TablePage):
    """Phrases that the shop itself allows or forbids."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LAW_WORDS, _("Phrases that you allow or forbid yourself stand here."))
        self._found: Sequence[Any] = ()
        self.add_control(button(_("New word…"), partial(self._ask, None), icon_name="add", look="primary"))

    def question(self) -> Callable[[Any], Any]:
        return fetch_words

    def take(self, answer: Sequence[Any]) -> None:
        self._found = answer
        self.show_all([(row.phrase, _state(row), row.reason, row.replacement) for row in answer])

    def show_row(self, place: int) -> None:
        row = self._found[place]
        self.panel.clear()
        self.panel.set_head(row.phrase, "", Pill(*said(WORD_STATES, _state(row))))
        told = ((_("Reason"), row.reason), (_("Say instead"), row.replacement))
        self.panel.facts("", [(label, text) for label, text in told if text])
        actions = self.panel.section()
        actions.addWidget(button(_("Edit…"), partial(self._ask, row), icon_name="edit"))
        remove = partial(self._desk.do, remove_law_word, row.law_word_id)
        actions.addWidget(button(_("Remove"), remove, icon_name="delete"))
        self.panel.finish()

    def _ask(self, row: Any) -> None:
        known = {} if row is None else {key: getattr(row, key) for key in ("phrase", "reason", "replacement")}
        known["state"] = "forbidden" if row is None else _state(row)
        fields = [Field(column, known.get(column.key), required=column.key == "phrase") for column in LAW_WORDS.columns]
        self.show_form(_("New word") if row is None else row.phrase, fields, self._put)

    def _put(self, typed: dict[str, Any]) -> None:
        said_of = (typed["reason"] or "", typed["replacement"] or "")
        self.part.send(put_law_word, typed["phrase"], typed["state"] == "allowed", *said_of)


def _state(row: Any) -> str:
    return "allowed" if row.is_allowed else "forbidden"
