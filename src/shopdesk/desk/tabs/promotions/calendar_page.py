"""The calendar of promotions: views, lanes, zoom and regions over the painted page, and beside it what is chosen."""

from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.flow import Flow
from shopdesk.desk.panels import DETAIL_WIDTH
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.promotions.canvas import VIEWS, Canvas
from shopdesk.desk.tabs.promotions.days_list import ask_day
from shopdesk.desk.tabs.promotions.page_painter import month_title
from shopdesk.desk.tabs.promotions.preparation import ask_publicity, ask_task
from shopdesk.desk.tabs.promotions.side import (
    ON_LIST,
    Promoted,
    PromotionForm,
    PromotionPanel,
    call_off,
    read_promotion,
)
from shopdesk.desk.tabs.promotions.taking_out import offer_calendar
from shopdesk.desk.widgets import Segments, Words, button
from shopdesk.shop.promotions.actions import edit_promotions
from shopdesk.shop.promotions.calendar.agenda import LANES, Agenda, read_agenda, set_regions
from shopdesk.shop.promotions.calendar.bars import Days
from shopdesk.shop.promotions.calendar.festivals import REGIONS, SHOPPING
from shopdesk.shop.promotions.calendar.own_days import hide_festivals
from shopdesk.shop.promotions.calendar.preparing import Notice
from shopdesk.shop.promotions.rules import moments_of
from shopdesk.text import N_, UserError, _, language

VIEW_TITLES: Final = dict(zip(VIEWS, (N_("Month"), N_("Week"), N_("Timeline")), strict=True))


class CalendarPage(QWidget):
    """Promotions by day. Every drop is one action, undone by Ctrl+Z."""

    list_wanted = Signal(int)
    """A promotion is to be seen in the list."""
    page_wanted = Signal(str)
    """A page is to come to front, by its key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._wanted = 0
        self.canvas = Canvas()
        self.panel = PromotionPanel(desk, ON_LIST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._line())
        column.addWidget(self._body(), 1)
        self.canvas.came.connect(self._name_days)
        self.canvas.chosen.connect(self._choose)
        self.canvas.opened.connect(self._open)
        self.canvas.taken.connect(self._take)
        self.canvas.drawn.connect(self._draw)
        self.canvas.cancelled.connect(lambda promotion_id: call_off(desk, [promotion_id]))
        self.canvas.week_wanted.connect(self._show_week)
        self.panel.edit_wanted.connect(self._edit)
        self.panel.show_wanted.connect(self.list_wanted)
        self.panel.task_wanted.connect(self._add_task)
        self.panel.publicity_wanted.connect(self._write_publicity)
        self.form.left.connect(self._leave_form)
        self.part.left.connect(self._leave_form)
        self.form.saved.connect(self._saved)
        self.setFocusProxy(self.canvas)
        self._choose(0)

    def _line(self) -> QWidget:
        """What is to be seen, and how large."""
        line = Flow(gap=8)
        self.title = Words("", "strong")
        self.title.setMinimumWidth(theme.scaled(132))
        self.views = Segments([(key, _(title)) for key, title in VIEW_TITLES.items()], _("View of the calendar"))
        self.views.picked.connect(self.show_view)
        self.lanes = Segments([(key, _(title)) for key, title in LANES], _("Lanes of the calendar"))
        self.lanes.picked.connect(self.canvas.show_lanes)
        self.lanes.hide()
        turn = self.canvas.turn
        self.smaller = button("", lambda: self.canvas.zoom(-1), icon_name="zoom_out", look="quiet", name=_("Smaller"))
        self.larger = button("", lambda: self.canvas.zoom(1), icon_name="zoom_in", look="quiet", name=_("Larger"))
        self.regions = button(_("Holidays…"), self._offer_regions, icon_name="down")
        self.tasks = button(_("Tasks"), partial(self.page_wanted.emit, "tasks"), icon_name="check")
        self.out = button(_("Take out…"), self._offer_out, icon_name="export")
        for made in (
            button("", partial(turn, -1), icon_name="left", look="quiet", name=_("Earlier")),
            button(_("Today"), self._go_today),
            button("", partial(turn, 1), icon_name="right", look="quiet", name=_("Later")),
            self.title, self.views, self.lanes, self.smaller, self.larger, self.regions, self.tasks, self.out,
        ):  # fmt: skip
            line.line.addWidget(made)
        return line

    def _body(self) -> QSplitter:
        card = QFrame()
        card.setProperty("look", "card")
        inner = QHBoxLayout(card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.canvas)
        self.side = QStackedWidget()
        self.form = PromotionForm(self._desk)
        self.side.addWidget(self.panel)
        self.part = PartForm(self._desk, _("Promotion"))
        self.side.addWidget(self.form)
        self.side.addWidget(self.part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        split.addWidget(card)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.scaled(3 * DETAIL_WIDTH), theme.scaled(DETAIL_WIDTH)])
        return split

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures = figures
        self.refresh()

    def tell_tasks(self, pressing: int) -> None:
        """How many tasks want somebody now."""
        self.tasks.setText(_("Tasks ({count})").format(count=pressing) if pressing else _("Tasks"))
        self.tasks.setAccessibleName(self.tasks.text())

    def refresh(self) -> None:
        """The shop has changed: read again."""
        spoken = language()
        self._desk.ask("promotions.agenda", lambda tx: read_agenda(tx, spoken), self._show)

    def _show(self, agenda: Agenda) -> None:
        self.canvas.show_agenda(agenda)
        if self._wanted and self.canvas.place_of(self._wanted) is not None:
            self.show_promotion(self._wanted)
        elif self.canvas.current:
            self._read(self.canvas.current)

    def show_promotion(self, promotion_id: int) -> None:
        """Stand on a promotion, as soon as the calendar has it."""
        if self.canvas.place_of(promotion_id) is None:
            self._wanted = promotion_id
            return
        self._wanted = 0
        place = self.canvas.place_of(promotion_id)
        assert place is not None
        self.canvas.go_to(self.canvas.days[place].first)
        self.canvas.choose(promotion_id, look=True)

    def _choose(self, promotion_id: int) -> None:
        self.side.setCurrentWidget(self.panel)
        if promotion_id:
            self._read(promotion_id)
        else:
            self._desk.forget("promotions.chosen")
            hint = _("Select one, or draw on empty days to plan one. Drag a bar to move it, its edge to stretch it.")
            self.panel.show_note(hint)

    def _read(self, promotion_id: int) -> None:
        self._desk.ask("promotions.chosen", lambda tx: read_promotion(tx, promotion_id), self._tell)

    def _tell(self, facts: Promoted | None) -> None:
        if facts is None:
            self.panel.show_note(_("This promotion is gone."))
        else:
            self.panel.show_facts(facts, self._figures)

    # ------------------------------------------------------------------------------------------------ going about

    def show_view(self, view: str) -> None:
        """One of VIEWS."""
        self.views.set_current(view)
        self.lanes.setVisible(view != "month")
        for zoom in (self.smaller, self.larger):
            zoom.setEnabled(view != "week")
        self.canvas.show_view(view)

    def _show_week(self, day: date) -> None:
        self.show_view("week")
        self.canvas.go_to(day)

    def _go_today(self) -> None:
        if self.canvas.agenda is not None:
            self.canvas.go_to(self.canvas.agenda.today)

    def _name_days(self, middle: date) -> None:
        self.title.setText(month_title(middle))

    def _offer_regions(self) -> None:
        """A menu of the regions whose holidays are shown."""
        agenda = self.canvas.agenda
        if agenda is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Regions whose holidays are shown"))
        for region, title in REGIONS:
            entry = menu.addAction(_(title))
            entry.setCheckable(True)
            entry.setChecked(region in agenda.regions)
            entry.toggled.connect(partial(self._set_region, region))
        menu.addSeparator()
        sales = menu.addMenu(_("Festivals of shopping"))
        for title in sorted({rule[0] for rule in SHOPPING}, key=_):
            entry = sales.addAction(_(title))
            entry.setCheckable(True)
            entry.setChecked(title not in agenda.hidden)
            entry.toggled.connect(partial(self._set_festival, title))
        menu.addAction(_("Add a day of the shop…"), self._add_day)
        menu.addAction(_("Days of the shop…"), partial(self.page_wanted.emit, "days"))
        menu.popup(self.regions.mapToGlobal(self.regions.rect().bottomLeft()))

    def _set_region(self, region: str, shown: bool) -> None:
        agenda = self.canvas.agenda
        assert agenda is not None
        others = [one for one in agenda.regions if one != region]
        self._desk.do(set_regions, [*others, region] if shown else others)

    def _set_festival(self, title: str, shown: bool) -> None:
        agenda = self.canvas.agenda
        assert agenda is not None
        self._desk.do(hide_festivals, sorted(agenda.hidden - {title} if shown else agenda.hidden | {title}))

    def _offer_out(self) -> None:
        if self.canvas.agenda is not None:
            offer_calendar(self._desk, self.canvas.agenda, self.canvas.looked_at, self.out)

    # ------------------------------------------------------------------------------------------------ writing

    def _take(self, promotion_id: int, wanted: Days) -> None:
        """A bar was taken to other days."""
        agenda = self.canvas.agenda
        bar = next((one for one in agenda.bars if one.promotion_id == promotion_id), None) if agenda else None
        if agenda is None or bar is None:
            return
        span = bar.span.taken_to(bar.days, wanted, agenda.zone)
        edits = [(promotion_id, "starts_at", span.starts_at), (promotion_id, "ends_at", span.ends_at)]
        self._desk.do(edit_promotions, edits, failed=self._put_back)

    def _put_back(self, error: UserError) -> None:
        self._desk.tell(str(error))
        self.refresh()

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """The form for a new promotion."""
        agenda = self.canvas.agenda
        if agenda is None:
            return
        starts, ends = moments_of(agenda.today, agenda.today, agenda.zone)
        self.form.begin(agenda.zone.key, {"starts_at": starts, "ends_at": ends, **(values or {})})
        self._show_side(self.form)

    def _draw(self, days: Days, scope: dict[str, str]) -> None:
        """Days were drawn where there was nothing: a promotion of that lane is written for them."""
        agenda = self.canvas.agenda
        assert agenda is not None
        starts, ends = moments_of(days.first, days.last, agenda.zone)
        self.begin({"starts_at": starts, "ends_at": ends, **scope})

    def _open(self, promotion_id: int) -> None:
        self._desk.ask("promotions.opened", lambda tx: read_promotion(tx, promotion_id), self._edit)

    def _edit(self, facts: Promoted | None) -> None:
        agenda = self.canvas.agenda
        if facts is not None and agenda is not None:
            self.form.edit(facts, agenda.zone.key)
            self._show_side(self.form)

    def _add_task(self, promotion_id: int) -> None:
        ask_task(self.part, promotion_id)
        self._show_side(self.part)

    def _write_publicity(self, promotion_id: int, notice: Notice | None) -> None:
        ask_publicity(self.part, self._desk, promotion_id, notice)
        self._show_side(self.part)

    def _add_day(self) -> None:
        ask_day(self.part)
        self._show_side(self.part)

    def _show_side(self, form: QWidget) -> None:
        self.side.setCurrentWidget(form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_form(self) -> None:
        self.side.setCurrentWidget(self.panel)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saved(self, promotion_id: int) -> None:
        self._wanted = promotion_id
        self._leave_form()
        self.refresh()

    # Qt's own names from here.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.side.currentWidget() is not self.panel:
            self._leave_form()
        else:
            super().keyPressEvent(event)
