"""Why ratings are low: the reviews of the last ninety days by cause and SKU, the most frequent first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import Segments, button
from shopdesk.shop.service.ratings.reviews import fetch_causes
from shopdesk.shop.service.ratings.rules import LOW
from shopdesk.shop.service.ratings.sheets import CAUSES_OF_LOW
from shopdesk.store.filters import quoted
from shopdesk.text import N_, _

BY: Final = {"both": N_("Cause and SKU"), "cause": N_("Cause"), "sku": N_("SKU")}
PARTS: Final = {"both": ("cause", "sku"), "cause": ("cause",), "sku": ("sku",)}


class CausesPage(TablePage):
    """One row a cause and SKU; it leads to the reviews behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, CAUSES_OF_LOW, _("No review of the last 90 days has three stars or fewer."))
        self._causes: list[str | None] = []
        self.by = Segments([(key, _(title)) for key, title in BY.items()], _("By what"), "both")
        self.by.picked.connect(self._pick)
        self.add_control(self.by)

    def _pick(self, key: str) -> None:
        self.by.set_current(key)
        self.ask()

    def question(self) -> Callable[[Any], Any]:
        return partial(fetch_causes, parts=PARTS[self.by.current])

    def take(self, answer: Sequence[tuple[Any, ...]]) -> None:
        self._causes = [row[0] for row in answer]
        name = "cause" in PARTS[self.by.current]
        self.show_all([(row[0] or (_("Not judged") if name else None), *row[1:]) for row in answer])

    def show_row(self, place: int) -> None:
        columns, cells = CAUSES_OF_LOW.columns, self._formats.row(self.rows[place])
        told = {column.key: (_(column.title), cell.text) for column, cell in zip(columns, cells, strict=True)}
        self.panel.clear()
        goods = " · ".join(filter(None, (told["sku"][1], told["title"][1])))
        self.panel.set_head(told["cause"][1] or goods or _("Without a SKU"), goods if told["cause"][1] else "")
        self.panel.facts("", [told[key] for key in ("count", "share", "running", "stars", "last_on")])
        said = {"cause": self._causes[place], "sku": self.rows[place][1]}
        parts = [(key, quoted(said[key] or "") if said[key] else "=") for key in PARTS[self.by.current]]
        filters = [*parts, ("least", f"<={LOW}")]
        show = partial(self._desk.show, "service", segment="reviews", filters=filters)
        self.panel.section().addWidget(button(_("Show the reviews"), show, look="link"))
        self.panel.finish()
