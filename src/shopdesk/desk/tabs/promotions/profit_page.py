"""Profit by promotion: some days are picked above; what the orders of each promotion brought stands below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.tabs.promotions.looking import Looker
from shopdesk.desk.tabs.promotions.report_page import ReportPage
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.promotions.outcome.profit_by import PROFIT_BY, fetch_by_promotion
from shopdesk.shop.promotions.outcome.uses import Looked, find_looked, is_stale
from shopdesk.shop.promotions.reports import find_promotions
from shopdesk.text import N_, _, n_

SPANS: Final = (
    (30, N_("Last 30 days")), (90, N_("Last 90 days")), (365, N_("Last 365 days")), (0, N_("All days")),
)  # fmt: skip
SHOWN: Final = (
    "promotion_no", "promotion", "orders", "taken_off", "net_sales", "contribution", "contribution_margin", "left_out",
)  # fmt: skip
"""Columns that come first."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The rows of some days, the promotion of each, and how old it is what orders had."""

    rows: Sequence[tuple[object, ...]]
    ids: Sequence[int | None]
    looked: Looked | None
    is_stale: bool


def read_profit(tx: Any, days: int) -> Brought:
    """Of the last days; 0: of all."""
    since: date | None = tx.today - timedelta(days - 1) if days else None
    rows = fetch_by_promotion(tx, since, tx.today)
    known = find_promotions(tx, {str(row[0]) for row in rows})
    return Brought(rows, [known.get(str(row[0])) for row in rows], find_looked(tx), is_stale(tx))


class ProfitPage(ReportPage):
    """Looks anew for the promotions of orders where something has happened since."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PROFIT_BY, SHOWN, _("Days"))
        for days, title in SPANS:
            self.pick.addItem(_(title), days)
        self.pick.setCurrentIndex(1)
        self.pick.currentIndexChanged.connect(self._ask)
        self.age = Words("", "small", "muted")
        self.again = button(_("Look anew"), icon_name="refresh", shortcut="F5")
        self.line.insertWidget(1, self.age)
        self.line.insertWidget(2, self.again)
        self._looker = Looker(desk, self)
        self.again.clicked.connect(self._look)
        self._looker.looked.connect(self._ask)
        self._is_asked = False
        self.show_note("")

    def start(self, figures: Figures) -> None:
        """Take what is known of the shop now, and read anew."""
        self._figures = figures
        self._is_asked = False
        self._ask()

    def _ask(self) -> None:
        days = int(self.pick.currentData())
        self._desk.ask("promotions.profit", lambda tx: read_profit(tx, days), self._take)

    def _look(self) -> None:
        self.again.setEnabled(False)
        self._looker.look()

    def _take(self, found: Brought) -> None:
        looked = found.looked
        self.again.setEnabled(not self._looker.is_looking)
        if looked is not None:
            when = _("As of {time}").format(time=self._figures.moment(looked.at))
            since = n_("{count} change since", "{count} changes since", looked.changes).format(count=looked.changes)
            self.age.setText(f"{when} · {since}" if looked.changes else when)
        if found.rows:
            self.show_rows(_(PROFIT_BY.help), (), found.rows, lambda number: self._open(found.ids[number]))
        else:
            self.show_note(_("Nothing was sold on these days."))
        if found.is_stale and not self._is_asked:  # once: who cancels does not want it again
            self._is_asked = True
            self._look()

    def _open(self, promotion_id: int | None) -> None:
        if promotion_id is not None:
            self._desk.show("promotions", segment="promotions", promotion_id=promotion_id)
