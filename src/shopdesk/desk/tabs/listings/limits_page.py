"""How long titles may be on each marketplace: what is known and how surely, and what the shop itself says."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.catalog.actions import CHANNELS
from shopdesk.shop.listings.titles.limit_sheets import MARK_STATES, OWN, TITLE_LIMITS, UNIT_STATES, limit_row
from shopdesk.shop.listings.titles.limits import TitleLimit
from shopdesk.shop.listings.titles.own_limits import fetch_limits, set_limit
from shopdesk.text import _

_FIELDS: Final = ("most", "unit")


class LimitsPage(TablePage):
    """One row a marketplace."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TITLE_LIMITS, _("No marketplace is known."))
        self._found: Sequence[TitleLimit | str] = ()

    def question(self) -> Callable[[Any], Any]:
        return fetch_limits

    def take(self, answer: Sequence[TitleLimit | str]) -> None:
        self._found = answer
        self.show_all([limit_row(one, _name(one)) for one in answer])

    def show_row(self, place: int) -> None:
        one, row = self._found[place], self.rows[place]
        known = dict(zip((column.key for column in TITLE_LIMITS.columns), row, strict=True))
        self.panel.clear()
        self.panel.set_head(_name(one), "", Pill(*said(MARK_STATES, known["mark"])))
        longest = f"{known['most']}" if known["most"] is not None else _("No limit is known.")
        told = [(_("Longest title"), longest), (_("Counted in"), _(UNIT_STATES[known["unit"]].title))]
        told += [(_("Source"), known["source"]), (_("Forbidden characters"), known["forbidden"])]
        self.panel.facts("", [(label, text) for label, text in told if text])
        actions = self.panel.section()
        code = one if isinstance(one, str) else one.marketplace
        change = partial(self._ask, code, known)
        actions.addWidget(button(_("Change…"), change, icon_name="edit", look="primary"))
        if known["mark"] == OWN:
            back = partial(self._desk.do, set_limit, code, None)
            actions.addWidget(button(_("Back to what is known"), back, icon_name="undo"))
        note = _("Counters of the workshop and scores of listings follow at once.")
        actions.addWidget(Words(note, "small", "muted", wrap=True))
        self.panel.finish()

    def _ask(self, code: str, known: dict[str, Any]) -> None:
        fields = [Field(TITLE_LIMITS.column(key), known[key], required=True) for key in _FIELDS]
        title = _("Title limit of {marketplace}").format(marketplace=known["marketplace"])
        self.show_form(title, fields, partial(self._send, code))

    def _send(self, code: str, typed: dict[str, Any]) -> None:
        self.part.send(set_limit, code, typed["most"], typed["unit"])


def _name(one: TitleLimit | str) -> str:
    code = one if isinstance(one, str) else one.marketplace
    return _(CHANNELS[code]) if code in CHANNELS else code.title()
