"""Lists that a report works out: orders that no channel has paid out, and fees beyond what was agreed."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta, tzinfo
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import DeskGrid
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import FilterLine
from shopdesk.desk.flow import Flow
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind, Sheet, Tone
from shopdesk.shop.settlement.actions import set_fee_rule
from shopdesk.shop.settlement.fees import Proposed, by_month, find_changed_fees, find_overcharges
from shopdesk.shop.settlement.reports import find_overdue_orders
from shopdesk.shop.settlement.sheets import CHARGES, LINE_KINDS, OVERDUE
from shopdesk.store.loose import LooseRows
from shopdesk.store.rows import spoken_title
from shopdesk.text import _, n_

DAYS: Final = 400
"""Orders of so many days are held against the fee table."""
Row = tuple[int, Sequence[Any]]


class ReportList(QWidget):
    """A grid over rows that a report makes; `read(tx)` makes them, and what else the list shows."""

    def __init__(self, desk: Desk, sheet: Sheet, read: Callable[[Any], tuple[list[Row], Any]], order: str) -> None:
        super().__init__()
        self._desk, self._read, self._name = desk, read, sheet.name
        self._rows = LooseRows(sheet, ((order, True),), ("order_no",), {"channel": spoken_title})
        self._start: tuple[date, tzinfo] | None = None
        self.grid = DeskGrid(sheet.name, self._rows.source, desk)
        self.line = FilterLine(self.grid, (), _(sheet.title))
        self.note = Flow(gap=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Words(_(sheet.help), "small", "muted", wrap=True))
        column.addWidget(self.note)
        column.addWidget(self.line)
        column.addWidget(self.grid, 1)
        self.note.hide()
        self.setFocusProxy(self.grid)
        self.grid.opened.connect(self._open)

    def start(self, today: date, zone: tzinfo, _figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._start = today, zone
        self.refresh()

    def refresh(self) -> None:
        """Read again, if anything was read."""
        if self._start is not None:
            self._desk.ask(f"{self._name}.made", self._read, self._take)

    def _take(self, found: tuple[list[Row], Any]) -> None:
        assert self._start is not None
        self._rows.put(found[0])
        self.grid.start(*self._start)
        self.grid.refresh()
        self.show_more(found[1])

    def show_more(self, more: Any) -> None:
        """Show what the report says besides its rows."""

    def _open(self, row_id: Any) -> None:
        line = self.grid.rows.line(self.grid.rows.find(row_id))
        if line is not None and line.values:
            place = [column.key for column in self.grid.rows.sheet.columns].index("order_no")
            self._desk.show("orders", order_no=line.values[place])


class OverdueList(ReportList):
    """Orders that no channel has paid out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, OVERDUE, read_overdue, "days")


class ChargesList(ReportList):
    """Fees beyond what was agreed, by channel and month, and rates that seem to have changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, CHARGES, read_charges, "beyond")

    def show_more(self, more: tuple[dict[tuple[str, str], Any], Sequence[Proposed]]) -> None:
        """Sums by channel and month, and a button for each rate that changed."""
        sums, proposals = more
        while (item := self.note.line.takeAt(0)) is not None:
            made = item.widget()
            if made is not None:
                made.deleteLater()
        figures = Figures()
        for (channel, month), amount in sorted(sums.items(), key=lambda one: one[0][1], reverse=True):
            said = _("{channel} {month}: {amount} too much")
            told = said.format(channel=_(channel), month=month, amount=figures.money(amount))
            self.note.line.addWidget(Words(told, "small"))
        for one in proposals:
            said = _("{channel}, {kind}: {rate} since {day} (agreed: {was}). Enter it")
            told = said.format(
                channel=_(one.channel), kind=_(LINE_KINDS[one.kind].title), day=one.since,
                rate=figures.text(Kind.PERCENT, one.rate), was=figures.text(Kind.PERCENT, one.was),
            )  # fmt: skip
            self.note.line.addWidget(button(told, partial(self._enter, one), icon_name="edit"))
        self.note.setVisible(bool(sums or proposals))

    def _enter(self, one: Proposed) -> None:
        source = n_("Seen on {count} order", "Seen on {count} orders", one.orders).format(count=one.orders)
        told = _("The rate is in the fee table.")
        self._desk.do(
            set_fee_rule, one.channel_id, one.kind, one.since, category=one.category, rate=one.rate, source=source,
            then=lambda _done: self._desk.tell(told, Tone.GOOD),
        )  # fmt: skip


def read_overdue(tx: Any) -> tuple[list[Row], None]:
    """A row an order that is overdue."""
    keys = [column.key for column in OVERDUE.columns]
    return [(one.order_id, tuple(getattr(one, key) for key in keys)) for one in find_overdue_orders(tx)], None


def read_charges(tx: Any) -> tuple[list[Row], tuple[dict[tuple[str, str], Any], Sequence[Proposed]]]:
    """A row an order and fee of the last days; sums, and rates that changed."""
    keys, first = [column.key for column in CHARGES.columns], tx.today - timedelta(DAYS)
    found = find_overcharges(tx, first, tx.today)
    rows: list[Row] = [(at, tuple(getattr(one, key) for key in keys)) for at, one in enumerate(found, 1)]
    return rows, (by_month(found), find_changed_fees(tx, first, tx.today))
