"""What buyers said in surveys of how their cases were seen to: by reason and by person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from shopdesk.desk.desk import Desk
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import button
from shopdesk.shop.service.ratings.surveys import SCORES, fetch_scores
from shopdesk.store.filters import quoted
from shopdesk.text import _


class SatisfactionPage(TablePage):
    """One row a reason and person; it leads to the cases behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, SCORES, _("Answers to your surveys stand here: import them with their case or order."))

    def question(self) -> Callable[[Any], Any]:
        return fetch_scores

    def take(self, answer: Sequence[tuple[Any, ...]]) -> None:
        self.show_all(answer)

    def show_row(self, place: int) -> None:
        columns, cells = SCORES.columns, self._formats.row(self.rows[place])
        told = {column.key: (_(column.title), cell.text) for column, cell in zip(columns, cells, strict=True)}
        self.panel.clear()
        self.panel.set_head(told["reason"][1] or _("No reason"), told["person"][1] or _("nobody sees to it yet"))
        self.panel.facts("", [told[key] for key in ("mean", "answers", "asked", "low")])
        reason, person = self.rows[place][:2]
        said = (("reason", reason), ("person", person))
        filters = [*((key, quoted(value) if value else "=") for key, value in said), ("satisfaction", "!=")]
        show = partial(self._desk.show, "service", segment="cases", filters=filters)
        self.panel.section().addWidget(button(_("Show the cases"), show, look="link"))
        self.panel.finish()
