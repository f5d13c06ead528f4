"""Every figure there is: its value, its definition, where its rows are, and which of them stand on the board."""

from datetime import date, tzinfo
from functools import partial

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.exporting import export_rows
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.today.facts import SIZE_WORDS
from shopdesk.desk.tabs.today.figure_card import change_colour, change_text, value_text
from shopdesk.desk.tabs.today.painted import Spark
from shopdesk.desk.tabs.today.rolled import RolledTable
from shopdesk.desk.widgets import Segments, Words, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.figures import Board, Shown, fetch_board, layout, set_layout
from shopdesk.shop.today.looking import Place
from shopdesk.shop.today.metrics import METRICS
from shopdesk.shop.today.rows import rows_of
from shopdesk.shop.today.targets import set_target
from shopdesk.shop.today.told_sheets import FIGURE_SHEET, figure_rows
from shopdesk.text import N_, _

UNITS = {
    Kind.MONEY: N_("money"), Kind.PERCENT: N_("per cent"), Kind.QUANTITY: N_("pieces"), Kind.INTEGER: N_("number"),
    Kind.RATE: N_("number"),
}  # fmt: skip
_MONTH = Column("month", N_("Month"), Kind.TEXT, example="2026-11")
_AMOUNT = Column(
    "amount", N_("Target"), Kind.RATE, help=N_("For the whole shop; a share as 0.034. Blank takes it away.")
)


class FiguresPage(QWidget):
    """See `desk.paged_tab.Started`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._size, self._metric, self._is_started = By.DAY, "revenue", False
        self._board: Board | None = None
        self._kept: tuple[str, ...] = ()
        self.sizes = Segments([(size.value, _(title)) for size, title in SIZE_WORDS], _("Period"), self._size.value)
        self.sizes.picked.connect(self._pick_size)
        self.days = Words("", "body", "muted")
        self.panel = SideDetail(_("Definition"))
        self.table = RolledTable()
        self._lay_out()
        self.setFocusProxy(self.sizes)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head, row = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.days)
        head.addStretch(1)
        head.addWidget(self.sizes)
        head.addWidget(button(_("Excel…"), self._ask_out, icon_name="export"))
        column.addLayout(head)
        column.addLayout(row, 1)
        row.setSpacing(12)
        card = Card(_("All figures"), _("ticked ones stand on the first page"))
        card.body.addWidget(self.table, 1)
        row.addWidget(card, 1)
        row.addWidget(self.panel)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures, self._is_started = figures, True
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        if self._is_started:
            size = self._size
            self._desk.ask(
                "today.figures", lambda tx: (fetch_board(tx, size, keys=list(METRICS)), layout(tx)), self._take
            )

    def show_place(self, metric: str = "", size: str = "", **_others: object) -> None:
        """Stand on a figure, of periods so long."""
        if size and By(size) is not self._size:
            self.sizes.set_current(size)
            self._pick_size(size)
        if metric in METRICS:
            self._metric = metric
            self._show_definition()

    def place(self) -> dict[str, str]:
        """The figure that is stood on, and how long its period is."""
        return {"metric": self._metric, "size": self._size.value}

    def _ask_out(self) -> None:
        if self._board is not None:
            export_rows(self._desk, FIGURE_SHEET, figure_rows(self._board), self._figures.zone)

    def _pick_size(self, key: str) -> None:
        self._size = By(key)
        self.refresh()

    def _take(self, answer: tuple[Board, tuple[str, ...]]) -> None:
        self._board, self._kept = answer
        period = self._board.period
        self.days.setText(str(period.until) if period.size is By.DAY else f"{period.since} – {period.until}")
        grid = self.table.begin(1)
        heads = ("", _("Indicator"), _("Comes to"), _("Change"), _("Compared with"), _("Target"), "")
        for place, title in enumerate(heads):
            grid.addWidget(Words(title, "small", "muted"), 0, place)
        for row, shown in enumerate(self._board.shown, 1):
            self._add(grid, row, shown)
        self.table.end()
        self._show_definition()

    def _add(self, grid: QGridLayout, row: int, shown: Shown) -> None:
        metric, figures = shown.metric, self._figures
        title = _(metric.title)
        tick = QCheckBox()
        tick.setAccessibleName(_("{figure} stands on the first page").format(figure=title))
        tick.setChecked(metric.key in self._kept)
        tick.toggled.connect(partial(self._toggle, metric.key))
        spark = Spark()
        spark.setMinimumWidth(spark.maximumWidth())
        spark.show_values(shown.course)
        few = _(shown.remark) if shown.remark else ""
        cells = (
            tick, button(title, partial(self.show_place, metric=metric.key), look="link"),
            Words(value_text(shown, shown.value, figures), "strong"),
            Words(few or change_text(shown), "small", "muted" if few else change_colour(shown)),
            Words(value_text(shown, shown.compared, figures), "body", "muted"),
            Words(value_text(shown, shown.target, figures) if shown.target is not None else "", "body", "muted"), spark,
        )  # fmt: skip
        for place, cell in enumerate(cells):
            grid.addWidget(cell, row, place)

    # ------------------------------------------------------------------------------------------------ one figure

    def _show_definition(self) -> None:
        metric = METRICS[self._metric]
        self.panel.clear()
        self.panel.set_head(_(metric.title), metric.key)
        self.panel.facts(_("Definition"), [
            (_("Formula"), _(metric.formula)), (_("Unit"), _(UNITS[metric.kind])),
            (_("Window"), _("the period above, by the shop's days")), (_("Comes from"), ", ".join(metric.tables)),
        ])  # fmt: skip
        shown = next((one for one in self._board.shown if one.metric is metric), None) if self._board else None
        if shown is not None:
            told = [
                (_("Comes to"), shown.value),
                (_("Period before"), shown.before),
                (_("Usual on this weekday"), shown.usual),
            ]
            self.panel.facts(_("Now"), [(name, value_text(shown, value, self._figures)) for name, value in told])
        deeds = self.panel.section()
        deeds.addWidget(button(_("Open its rows"), self._open_rows, icon_name="forward"))
        if metric.key in self._kept:
            deeds.addWidget(button(_("Move to the front"), partial(self._move_first, metric.key), look="link"))
        self._add_target(metric.key)
        self.panel.finish()

    def _add_target(self, key: str) -> None:
        form = Form([Field(_MONTH, required=True), Field(_AMOUNT)], _("Set the target"))
        form.type_in({"month": f"{self._board.period.until:%Y-%m}" if self._board is not None else ""})
        form.accepted.connect(
            lambda values: self._desk.do(set_target, key, values["month"], values["amount"], failed=form.refused)
        )
        self.panel.section(_("Target")).addWidget(form)

    def _open_rows(self) -> None:
        if self._board is not None:
            metric, period = METRICS[self._metric], self._board.period
            self._desk.ask("today.rows", lambda tx: rows_of(tx, metric, period.since, period.until), self._go)

    def _go(self, place: Place) -> None:
        tab, where = place
        self._desk.show(tab, **where)

    def _toggle(self, key: str, is_on: bool) -> None:
        kept = [one for one in self._kept if one != key]
        self._keep([*kept, key] if is_on else kept)

    def _move_first(self, key: str) -> None:
        self._keep([key, *(one for one in self._kept if one != key)])

    def _keep(self, keys: list[str]) -> None:
        self._desk.do(set_layout, keys, failed=self._refused)

    def _refused(self, _error: object) -> None:
        self._desk.tell(_("At least one figure stays on the first page."))
        self.refresh()
