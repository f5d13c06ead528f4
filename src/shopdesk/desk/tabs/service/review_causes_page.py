"""Why ratings are low: the reviews of the last ninety days by cause and SKU, the most frequent first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from shopdesk.desk.desk import Desk
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import button
from shopdesk.shop.service.rating_rules import LOW
from shopdesk.shop.service.rating_sheets import CAUSES_OF_LOW
from shopdesk.shop.service.reviews import fetch_causes
from shopdesk.store.filters import quoted
from shopdesk.text import _


class CausesPage(TablePage):
    """One row a cause and SKU; it leads to the reviews behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, CAUSES_OF_LOW, _("No review of the last 90 days has three stars or fewer."))

    def question(self) -> Callable[[Any], Any]:
        return fetch_causes

    def take(self, answer: Sequence[tuple[Any, ...]]) -> None:
        self.show_all([(row[0] or _("Not judged"), *row[1:]) for row in answer])

    def show_row(self, place: int) -> None:
        columns, cells = CAUSES_OF_LOW.columns, self._formats.row(self.rows[place])
        told = {column.key: (_(column.title), cell.text) for column, cell in zip(columns, cells, strict=True)}
        self.panel.clear()
        self.panel.set_head(told["cause"][1], " · ".join(filter(None, (told["sku"][1], told["title"][1]))))
        self.panel.facts("", [told[key] for key in ("count", "share", "running", "stars", "last_on")])
        cause, sku = self.rows[place][0], self.rows[place][1]
        filters = [("cause", "=" if cause == _("Not judged") else quoted(cause)), ("least", f"<={LOW}")]
        filters += [("sku", quoted(sku))] if sku else []
        show = partial(self._desk.show, "service", segment="reviews", filters=filters)
        self.panel.section().addWidget(button(_("Show the reviews"), show, look="link"))
        self.panel.finish()
