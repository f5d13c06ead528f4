"""What to buy: every proposal, the card of the one that is selected, and the draft orders that come of them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.desk.grid.selection import size, spans
from shopdesk.desk.list_page import ListPage
from shopdesk.desk.tabs.planning.card_panel import CardPanel
from shopdesk.desk.tabs.planning.facts import REORDER_QUICK, Facts
from shopdesk.desk.tabs.planning.policy_panel import PolicyPanel
from shopdesk.shop.columns import Tone
from shopdesk.shop.planning.actions import accept_proposals, set_policy
from shopdesk.shop.planning.read import Policy
from shopdesk.shop.planning.reports import REORDER_ROWS, Card, find_card
from shopdesk.shop.planning.sheets import REORDER
from shopdesk.text import UserError, _, n_

_KEYS = [column.key for column in REORDER.columns]


class ReorderList(QWidget):
    """Reads nothing before it is shown."""

    policy_kept = Signal()
    """The shop's figures of planning are others now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self.grid = DeskGrid("reorder", REORDER_ROWS, desk)
        self.grid.view.columns.arrange(_KEYS, frozenset(column.key for column in REORDER.columns if not column.shown))
        self.line = FilterLine(self.grid, REORDER_QUICK, _("Filters of proposals"))
        self.panel = CardPanel()
        self.page = ListPage(desk, self.grid, self.line, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.setFocusProxy(self.grid)
        self.grid.current_changed.connect(self._show)
        self.panel.decided.connect(self._decide)
        self.panel.order_wanted.connect(lambda sku_id, pieces: self._accept([(sku_id, pieces)]))
        self._is_first = True
        self._show(None)

    def start(self, facts: Facts, figures: Figures) -> None:
        """Take what is known of the shop now, and read; the first time, what is to be ordered now."""
        self._figures = figures
        self.grid.start(facts.today, facts.zone)
        self.line.show_counts(facts.reorder)
        if self._is_first:
            self._is_first = False
            self.line.pick("now")

    @cached_property
    def policy(self) -> PolicyPanel:
        """The form of the shop's own figures, made when it is first needed."""
        made = PolicyPanel(self._desk)
        made.left.connect(self.page.back)
        made.kept.connect(self.policy_kept)
        self.page.side.addWidget(made)
        return made

    def show_policy(self, policy: Policy) -> None:
        """Open the form of the shop's own figures."""
        self.policy.show_policy(policy)
        self.page.show_side(self.policy)

    def refresh(self) -> None:
        """The plan has changed: read again, if anything was read."""
        if self.grid.query.today is not None:
            self.grid.refresh()
            self._show(self.grid.view.current_id())

    def _show(self, sku_id: int | None) -> None:
        self.page.side.setCurrentWidget(self.panel)
        if sku_id is None:
            self._desk.forget("planning.card")
            self.panel.show_note(_("Select a SKU to see why it is proposed, and to try other figures."))
        else:
            self._desk.ask("planning.card", partial(find_card, sku_id=sku_id), self._take)

    def _take(self, card: Card | None) -> None:
        if card is None:
            self.panel.show_note(_("This SKU is not in the plan. Figure it anew."))
        else:
            self.panel.show_card(card, self._figures)

    # ------------------------------------------------------------------------------------------------ deeds

    def _decide(self, sku_id: int, decided: Mapping[str, Any]) -> None:
        form = self.panel.form
        failed = form.refused if form is not None else None
        self._desk.do(set_policy, sku_id, **decided, failed=failed)

    def order_selected(self) -> None:
        """Draft orders of the rows that are selected; of all that are shown where only one is."""
        rows, chosen = self.grid.rows, spans(self.grid.view.blocks())
        wanted = chosen if size(chosen) > 1 else [(0, rows.rowCount() - 1)]
        self._accept([(sku_id, None) for first, last in wanted for sku_id in rows.ids(first, last)])

    def _accept(self, wanted: Sequence[tuple[int, Decimal | None]]) -> None:
        self._desk.do(accept_proposals, wanted, then=self._say_drafts, failed=self._say_nothing)

    def _say_drafts(self, done: Any) -> None:
        count = len(done.value)
        words = n_("{count} draft order is ready", "{count} draft orders are ready", count).format(count=count)
        self._desk.tell(words, Tone.GOOD, (_("Show them"), partial(self._desk.show, "buying")))

    def _say_nothing(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)
