"""The calendar as one painted widget: months, a week or a timeline; bars are dragged, stretched, drawn and chosen."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from shopdesk.desk import theme
from shopdesk.desk.tabs.promotions import drawing
from shopdesk.desk.tabs.promotions.drag import EDGE, Drag
from shopdesk.desk.tabs.promotions.page_painter import PagePainter
from shopdesk.desk.tabs.promotions.shapes import Box, LanesShape, Shape, Shown, WeeksShape
from shopdesk.desk.tabs.promotions.stepping import in_order, next_by_day, next_by_lane, spoken, spoken_all
from shopdesk.shop.promotions.calendar.agenda import Agenda, Bar, Lane, lanes_of
from shopdesk.shop.promotions.calendar.bars import WEEK, Days, monday_of
from shopdesk.shop.promotions.calendar.festivals import Festival
from shopdesk.shop.promotions.rules import Phase
from shopdesk.text import _

VIEWS: Final = ("month", "week", "timeline")
LABELS: Final = 132
"""Pixels of the names of lanes, at text size 100."""
ROW: Final = 28
NARROWEST, WIDEST = 3.0, 160.0
"""Pixels of a day in the timeline."""
WEEKS: Final = 6
"""A month is never of more; so many are seen at once while nobody zooms."""
LOWEST: Final = 100
"""Pixels of a week in the months, at text size 100."""
FARTHEST, NEAREST = 0.4, 5.0
"""How far the months can be zoomed."""
STEP: Final = 1.25


class Canvas(QAbstractScrollArea):
    """Shows an Agenda; says what the user wants of it and changes nothing by itself."""

    chosen = Signal(int)
    """Promotion, 0 where none is."""
    opened = Signal(int)
    taken = Signal(int, object)
    """A promotion, and the Days that it was taken to."""
    drawn = Signal(object, object)
    """Days on which there is to be a new one, and what the lane is for that they were drawn in: see `scope_at`."""
    cancelled = Signal(int)
    week_wanted = Signal(object)
    """A day of which more is to be seen."""
    came = Signal(object)
    """The day in the middle is another one."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(_("Calendar of promotions"))
        self.agenda: Agenda | None = None
        self.view, self.by = "month", "channel"
        self.bars: list[Bar] = []
        self.days: list[Days] = []
        """By bar where it stands: as the shop has it, or where it was taken to a moment ago."""
        self.lanes: list[Lane] = []
        self.named: dict[date, list[Festival]] = {}
        self.current = 0
        self.shape: Shape = LanesShape(Days(date.min, date.min), (), (), 1, 1, 1)
        self._day_width, self._zoom = 26.0, 1.0
        self._drag: Drag | None = None
        self._middle: date | None = None
        self._painter = PagePainter(self)
        for scroll in (self.horizontalScrollBar(), self.verticalScrollBar()):
            scroll.valueChanged.connect(self._scrolled)
        theme.bus.changed.connect(self._shape_anew)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_agenda(self, agenda: Agenda) -> None:
        """Show what the shop has; where the user looks stays."""
        first = self.agenda is None
        self.agenda = agenda
        self.bars = list(agenda.bars)
        self.days = [bar.days for bar in self.bars]
        named: dict[date, list[Festival]] = defaultdict(list)
        drawing.by_day(agenda.days, named)
        self.named = dict(named)
        if self.current and self.place_of(self.current) is None:
            self.choose(0)
        else:
            self._say(self.place_of(self.current))
        self._shape_anew()
        if first:
            self.go_to(agenda.today)

    def show_view(self, view: str) -> None:
        """One of VIEWS, on the same days."""
        day = self._middle
        self.view = view
        self._shape_anew()
        if day is not None:
            self.go_to(day)

    def show_lanes(self, by: str) -> None:
        """Lanes by "channel", "product" or "kind"."""
        self.by = by
        self._shape_anew()

    def zoom(self, steps: int, around: QPoint | None = None) -> None:
        """Larger or smaller, around a point of the viewport, else around its middle."""
        spot = around or self.viewport().rect().center()
        day = self.day_at(spot)
        if self.view == "timeline":
            self._day_width = min(max(self._day_width * STEP**steps, NARROWEST), WIDEST)
        elif self.view == "month":
            self._zoom = min(max(self._zoom * STEP**steps, FARTHEST), NEAREST)
        self._shape_anew()
        if self.agenda is not None:
            self.go_to(day, spot)

    @property
    def margin(self) -> QPoint:
        """What stands fast at the left and on top of the content."""
        if self.view == "month":
            return QPoint(0, theme.scaled(28))
        return QPoint(theme.scaled(LABELS), theme.scaled(70))

    @property
    def room(self) -> Box:
        """The part of the content that is seen."""
        size, margin = self.viewport().size(), self.margin
        x, y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return Box(x, y, max(size.width() - margin.x(), 1), max(size.height() - margin.y(), 1))

    def _shape_anew(self) -> None:
        agenda = self.agenda
        if agenda is None:
            return
        room, row = self.room, theme.scaled(ROW)
        if self.view == "month":
            week = max(round(room.height / WEEKS * self._zoom), theme.scaled(LOWEST))
            self.shape = WeeksShape(agenda.span, self.days, room.width, week, theme.scaled(24), theme.scaled(24))
            self.lanes = []
        else:
            self.lanes = lanes_of(self.bars, self.by, agenda.channels)
            width = room.width / WEEK if self.view == "week" else self._day_width * theme.scaled(100) / 100
            places = [lane.bars for lane in self.lanes]
            self.shape = LanesShape(agenda.span, self.days, places, width, row, theme.scaled(40))
        self.horizontalScrollBar().setRange(0, max(0, self.shape.width - room.width))
        self.horizontalScrollBar().setPageStep(room.width)
        self.horizontalScrollBar().setSingleStep(max(1, self.shape.box_of(agenda.today).width))
        self.verticalScrollBar().setRange(0, max(0, self.shape.height - room.height))
        self.verticalScrollBar().setPageStep(room.height)
        self.verticalScrollBar().setSingleStep(row)
        self.viewport().update()

    # ------------------------------------------------------------------------------------------------ where to look

    def go_to(self, day: date, spot: QPoint | None = None) -> None:
        """Bring a day to a point of the viewport; without one its month on top, its week left, or it amid."""
        agenda = self.agenda
        if agenda is None:
            return
        day = min(max(day, agenda.span.first), agenda.span.last)
        box, room, margin = self.shape.box_of(day), self.room, self.margin
        if self.view == "month":
            at = 0 if spot is None else spot.y() - margin.y() - box.height // 2
            top = self.shape.box_of(max(day.replace(day=1), agenda.span.first)) if spot is None else box
            self.verticalScrollBar().setValue(top.y - at)
        elif self.view == "week" and spot is None:
            self.horizontalScrollBar().setValue(self.shape.box_of(monday_of(day)).x)
        else:
            at = room.width // 2 if spot is None else spot.x() - margin.x()
            self.horizontalScrollBar().setValue(box.x + box.width // 2 - at)
        self._scrolled()

    @property
    def looked_at(self) -> date | None:
        """The day in the middle of what is seen; None: nothing is shown yet."""
        return self._middle

    def turn(self, pages: int) -> None:
        """A month, a week or a screen of days on."""
        day = self._middle
        if day is None:
            return
        if self.view == "timeline":
            scroll = self.horizontalScrollBar()
            scroll.setValue(scroll.value() + pages * scroll.pageStep() * 3 // 4)
        else:
            days = WEEK if self.view == "week" else 30
            self.go_to((day.replace(day=15) if self.view == "month" else day) + timedelta(days * pages))

    def _scrolled(self) -> None:
        room = self.room
        middle = self.shape.day_at(room.x + room.width // 2, room.y + room.height // 2)
        if middle != self._middle and self.agenda is not None:
            self._middle = middle
            self.came.emit(middle)
        self.viewport().update()

    def _inside(self, point: QPoint) -> QPoint:
        room, margin = self.room, self.margin
        return QPoint(point.x() - margin.x() + room.x, point.y() - margin.y() + room.y)

    def day_at(self, point: QPoint) -> date:
        """The day at a point of the viewport."""
        inside = self._inside(point)
        return self.shape.day_at(inside.x(), inside.y())

    def scope_at(self, point: QPoint) -> dict[str, str]:
        """What the lane at a point of the viewport is for, by the column of the list that says so."""
        if not isinstance(self.shape, LanesShape) or not self.lanes:
            return {}
        lane = self.lanes[self.shape.lane_at(self._inside(point).y())]
        return {lane.column: lane.title} if lane.column else {}

    def shown_at(self, point: QPoint) -> Shown | None:
        """The bar at a point of the viewport."""
        margin = self.margin
        if point.x() < margin.x() or point.y() < margin.y():
            return None
        inside = self._inside(point)
        around = Box(inside.x() - 1, inside.y() - 1, 2, 2)
        return next((one for one in self.shape.shown(around) if one.box.holds(inside.x(), inside.y())), None)

    # ------------------------------------------------------------------------------------------------ choosing

    def place_of(self, promotion_id: int) -> int | None:
        """Which of `bars` a promotion is."""
        return next((at for at, bar in enumerate(self.bars) if bar.promotion_id == promotion_id), None)

    def choose(self, promotion_id: int, *, look: bool = False) -> None:
        """Stand on a promotion; `look` brings it into sight."""
        if promotion_id != self.current:
            self.current = promotion_id
            self.chosen.emit(promotion_id)
        place = self.place_of(promotion_id)
        self._say(place)
        if look and place is not None:
            self._bring(self.shape.first_of(place))
        self.viewport().update()

    def _say(self, place: int | None) -> None:
        """Let a screen reader say where the user is."""
        said = spoken_all(len(self.bars))
        if place is not None:
            number = in_order(self.bars, self.days).index(place) + 1
            said = spoken(self.bars[place], self.days[place], number, len(self.bars), self.named)
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _bring(self, box: Box) -> None:
        room = self.room
        for scroll, low, size, at, length in (
            (self.horizontalScrollBar(), room.x, room.width, box.x, box.width),
            (self.verticalScrollBar(), room.y, room.height, box.y, box.height),
        ):
            if at < low or at + min(length, size) > low + size:
                scroll.setValue(at - (size - min(length, size)) // 2)

    def _go_on(self, step: int, *, across: bool) -> None:
        """The next bar by day, or the one before; `across` goes from lane to lane where there are any."""
        place = self.place_of(self.current)
        if across and self.lanes and place is not None:
            found = next_by_lane(self.lanes, self.days, place, step)
        else:
            found = next_by_day(in_order(self.bars, self.days), self.days, place, step, self._middle or date.min)
        if found is not None:
            self.choose(self.bars[found].promotion_id, look=True)

    # ------------------------------------------------------------------------------------------------ moving

    def take(self, place: int, days: Days) -> None:
        """Let a bar stand on other days at once, and say so; what is over or cancelled stays where it is."""
        if days != self.days[place] and self.bars[place].phase not in {Phase.ENDED, Phase.CANCELLED}:
            self.days[place] = days
            self._shape_anew()
            self.taken.emit(self.bars[place].promotion_id, days)

    def _nudge(self, days: int, *, stretch: bool) -> None:
        place = self.place_of(self.current)
        if place is not None:
            now = self.days[place]
            self.take(place, now.stretched(days) if stretch else now.moved(days))
            self._bring(self.shape.first_of(place))

    def ghost(self) -> Drag | None:
        """What is being dragged."""
        return self._drag if self._drag is not None and self._drag.is_under_way else None

    # Qt's own names from here.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        day = self._middle
        super().resizeEvent(event)
        self._shape_anew()
        if day is not None:
            self.go_to(day)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if turned.y() > 0 else -1, event.position().toPoint())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.view != "month":
            scroll = self.horizontalScrollBar()
            scroll.setValue(scroll.value() - (turned.y() or turned.x()))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        margin = self.margin
        if event.button() != Qt.MouseButton.LeftButton or spot.y() < margin.y() or spot.x() < margin.x():
            return
        shown, day = self.shown_at(spot), self.day_at(spot)
        if shown is None:
            self.choose(0)
            self._drag = Drag(None, Days(day, day), day, "draw", spot)
        else:
            self.choose(self.bars[shown.bar].promotion_id)
            self._drag = Drag(shown.bar, self.days[shown.bar], day, self._grip(shown, spot), spot)

    def _grip(self, shown: Shown, spot: QPoint) -> str:
        """What dragging at a point of a bar does."""
        x, box = self._inside(spot).x(), shown.box
        edge = min(EDGE, box.width // 3)
        if shown.ends and x >= box.x + box.width - edge:
            return "end"
        return "start" if shown.begins and x < box.x + edge else "move"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        if self._drag is not None:
            self._drag.come(self.day_at(spot), spot)
            self.viewport().update()
            return
        shown = self.shown_at(spot)
        grip = self._grip(shown, spot) if shown is not None else ""
        shapes = {"": Qt.CursorShape.ArrowCursor, "move": Qt.CursorShape.OpenHandCursor}
        self.viewport().setCursor(shapes.get(grip, Qt.CursorShape.SizeHorCursor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        self.viewport().update()
        spot = event.position().toPoint()
        if drag is None:
            return
        if drag.bar is not None:
            self.take(drag.bar, drag.days)
        elif drag.is_under_way:
            self.drawn.emit(drag.days, self.scope_at(drag.spot))
        elif isinstance(self.shape, WeeksShape) and self._is_more(spot):
            self.week_wanted.emit(self.day_at(spot))

    def _is_more(self, spot: QPoint) -> bool:
        """Whether a point is on the line that says how many more there are."""
        assert isinstance(self.shape, WeeksShape)
        day = self.day_at(spot)
        box = self.shape.box_of(day)
        return bool(self.shape.hidden(day)) and self._inside(spot).y() >= box.y + box.height - theme.scaled(24)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        shown = self.shown_at(event.position().toPoint())
        if shown is not None:
            self.opened.emit(self.bars[shown.bar].promotion_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        stretch = alt and bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps and alt:
            far = WEEK if key in {Qt.Key.Key_Up, Qt.Key.Key_Down} else 1
            self._nudge(steps[Qt.Key(key)] * far, stretch=stretch)
        elif key in steps:
            self._go_on(steps[Qt.Key(key)], across=key in {Qt.Key.Key_Up, Qt.Key.Key_Down})
        elif not self._take_key(key, modifiers):
            super().keyPressEvent(event)

    def _take_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a key that is no arrow meant something."""
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        if key in zooms and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoom(zooms[Qt.Key(key)])
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home and self.agenda is not None:
            self.go_to(self.agenda.today)
        elif key == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = None
            self.viewport().update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current:
            self.opened.emit(self.current)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.current:
            self.cancelled.emit(self.current)
        else:
            return False
        return True

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            shown = self.shown_at(event.pos())
            named = self.named.get(self.day_at(event.pos()), []) if self.agenda is not None else []
            says = (
                drawing.words_of(self.bars[shown.bar], self.days[shown.bar])
                if shown
                else "\n".join(map(drawing.title_of, named))
            )
            QToolTip.showText(event.globalPos(), says, self.viewport())
            return True
        return super().viewportEvent(event)
