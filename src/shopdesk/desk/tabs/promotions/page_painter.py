"""Paints what is seen of the calendar and no more: days, festivals, lanes, bars, the line of today, what is dragged."""

from datetime import date, timedelta
from typing import Final, Protocol

from PySide6.QtCore import QDate, QLineF, QLocale, QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from shopdesk.desk import theme
from shopdesk.desk.tabs.promotions import drawing
from shopdesk.desk.tabs.promotions.drag import Drag
from shopdesk.desk.tabs.promotions.shapes import Box, LanesShape, Shape, WeeksShape
from shopdesk.shop.promotions.calendar.agenda import Agenda, Bar, Lane
from shopdesk.shop.promotions.calendar.bars import WEEK, Days, each_day
from shopdesk.shop.promotions.calendar.festivals import Festival
from shopdesk.text import _, language

NUMBERED: Final = 22
"""Pixels of a day from which on its number is written, at text size 100."""
DAY_SECONDS: Final = 86_400


def month_title(day: date) -> str:
    """The month of a day with its year, as the language writes it."""
    locale = QLocale(language())
    if language() == "en":
        return f"{locale.standaloneMonthName(day.month)} {day.year}"
    return locale.toString(QDate(day.year, day.month, 1), "yyyy年M月")


def weekday_title(weekday: int) -> str:
    """Monday (0) to Sunday (6), as short as it is understood."""
    form = QLocale.FormatType.ShortFormat if language() == "en" else QLocale.FormatType.NarrowFormat
    return QLocale(language()).standaloneDayName(weekday + 1, form)


class Page(Protocol):
    """What there is to paint, and what of it is seen."""

    agenda: Agenda | None
    shape: Shape
    bars: list[Bar]
    lanes: list[Lane]
    named: dict[date, list[Festival]]
    current: int

    @property
    def margin(self) -> QPoint:
        """What stands fast at the left and on top of the content."""

    @property
    def room(self) -> Box:
        """The part of the content that is seen."""

    def ghost(self) -> Drag | None:
        """What is being dragged."""

    def viewport(self) -> QWidget:
        """Where it is painted."""


class PagePainter:
    """Paints a page of the calendar."""

    def __init__(self, canvas: Page) -> None:
        self._canvas = canvas

    def paint(self, painter: QPainter, region: QRect) -> None:
        """Paint a part of the viewport."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(region, theme.tokens().surface)
        if self._canvas.agenda is None:
            return
        shape = self._canvas.shape
        if isinstance(shape, WeeksShape):
            self._cells(painter, shape)
            self._bars(painter)
            self._more(painter, shape)
            self._weekdays(painter)
        elif isinstance(shape, LanesShape):
            self._columns(painter)
            self._lane_rules(painter, shape)
            self._bars(painter)
            self._head(painter)
            self._labels(painter, shape)

    # What all of them share.

    @property
    def _shift(self) -> tuple[int, int]:
        """From the content to the viewport."""
        room, margin = self._canvas.room, self._canvas.margin
        return margin.x() - room.x, margin.y() - room.y

    @property
    def _inner(self) -> QRectF:
        """The part of the viewport in which the content is seen."""
        room, margin = self._canvas.room, self._canvas.margin
        return QRectF(margin.x(), margin.y(), room.width, room.height)

    def _seen_days(self) -> Days:
        room, shape = self._canvas.room, self._canvas.shape
        first = shape.day_at(room.x, room.y)
        last = shape.day_at(room.x + room.width, room.y + room.height)
        if isinstance(shape, WeeksShape):
            first = first - timedelta(first.weekday())
            last = last + timedelta(WEEK - 1 - last.weekday())
        return Days(first, last)

    def _named(self, day: date) -> list[Festival]:
        return self._canvas.named.get(day, [])

    @property
    def _today(self) -> date:
        agenda = self._canvas.agenda
        assert agenda is not None
        return agenda.today

    def _bars(self, painter: QPainter) -> None:
        canvas, (dx, dy), inner = self._canvas, self._shift, self._inner
        painter.save()
        painter.setClipRect(inner)
        ghost = canvas.ghost()
        for shown in canvas.shape.shown(canvas.room):
            bar = canvas.bars[shown.bar]
            if ghost is not None and ghost.bar == shown.bar:
                painter.setOpacity(0.4)
            chosen = bar.promotion_id == canvas.current
            place = drawing.rect(shown.box, dx, dy)
            drawing.draw_bar(painter, bar, place, chosen=chosen, seen=inner)
            painter.setOpacity(1)
        if ghost is not None:
            self._ghost(painter, ghost.days, ghost.spot.y(), ghost.bar)
        painter.restore()

    def _ghost(self, painter: QPainter, days: Days, y: int, bar: int | None) -> None:
        canvas, (dx, dy) = self._canvas, self._shift
        said = f"{days.first} – {days.last}"
        if isinstance(canvas.shape, WeeksShape):
            for day in each_day(Days(days.first, min(days.last, days.first + timedelta(60)))):
                cell = drawing.rect(canvas.shape.box_of(day), dx, dy)
                drawing.draw_ghost(painter, cell.adjusted(2, cell.height() - 26, -2, -4), "")
            return
        first, last = canvas.shape.box_of(days.first), canvas.shape.box_of(days.last)
        height = theme.scaled(24)
        top = y - height // 2
        if bar is not None:
            own = next((one.box for one in canvas.shape.shown(canvas.room) if one.bar == bar), None)
            top = top if own is None else own.y + dy
        drawing.draw_ghost(painter, QRectF(first.x + dx, top, last.x + last.width - first.x, height), said)

    # The months.

    def _weekdays(self, painter: QPainter) -> None:
        canvas, margin = self._canvas, self._canvas.margin
        painter.fillRect(QRectF(0, 0, canvas.viewport().width(), margin.y()), theme.tokens().surface)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.tokens().muted)
        width = canvas.shape.width
        for column in range(WEEK):
            x = width * column // WEEK
            place = QRectF(x + 8, 0, width / WEEK, margin.y())
            painter.drawText(place, int(drawing.LEFT), weekday_title(column))
        drawing.draw_rule(painter, QLineF(0, margin.y() - 0.5, canvas.viewport().width(), margin.y() - 0.5))

    def _cells(self, painter: QPainter, shape: WeeksShape) -> None:
        dx, dy = self._shift
        middle = self._canvas.shape.day_at(self._canvas.room.x, self._middle_y())
        for day in each_day(self._seen_days()):
            named, place = self._named(day), drawing.rect(shape.box_of(day), dx, dy)
            ground = drawing.ground_of(day, self._today, named)
            if ground is not None:
                painter.fillRect(place, ground)
            painter.setPen(QPen(theme.tokens().line, 1))
            painter.drawLine(QLineF(place.left(), place.bottom() - 0.5, place.right(), place.bottom() - 0.5))
            painter.drawLine(QLineF(place.right() - 0.5, place.top(), place.right() - 0.5, place.bottom()))
            self._number(painter, day, place, is_far=(day.year, day.month) != (middle.year, middle.month))
            room = place.adjusted(theme.scaled(56 if day.day == 1 else 34), 0, -6, 0)
            room.setHeight(theme.scaled(24))
            drawing.draw_named(painter, room, named)

    def _middle_y(self) -> int:
        room = self._canvas.room
        return room.y + room.height // 2

    def _number(self, painter: QPainter, day: date, place: QRectF, *, is_far: bool) -> None:
        tokens = theme.tokens()
        painter.setFont(theme.font("strong" if day == self._today else "body"))
        painter.setPen(tokens.accent if day == self._today else tokens.muted if is_far else tokens.text)
        text = str(day.day)
        if day.day == 1:
            text = QLocale(language()).standaloneMonthName(day.month, QLocale.FormatType.ShortFormat) + f" {day.day}"
        room = place.adjusted(8, 0, 0, 0)
        room.setHeight(theme.scaled(24))
        painter.drawText(room, int(drawing.LEFT), text)

    def _more(self, painter: QPainter, shape: WeeksShape) -> None:
        dx, dy = self._shift
        painter.setFont(theme.font("small"))
        painter.setPen(theme.tokens().muted)
        for day in each_day(self._seen_days()):
            hidden = shape.hidden(day)
            if hidden:
                place = drawing.rect(shape.box_of(day), dx, dy)
                room = QRectF(place.left() + 8, place.bottom() - theme.scaled(22), place.width() - 12, theme.scaled(20))
                painter.drawText(room, int(drawing.LEFT), _("{count} more").format(count=hidden))

    # A week, and the timeline.

    def _columns(self, painter: QPainter) -> None:
        canvas, (dx, _dy), inner = self._canvas, self._shift, self._inner
        foot = canvas.viewport().height()
        wide = canvas.shape.box_of(self._today).width >= theme.scaled(8)
        for day in each_day(self._seen_days()):
            box = canvas.shape.box_of(day)
            ground = drawing.ground_of(day, self._today, self._named(day))
            if ground is not None and (wide or day == self._today):
                painter.fillRect(QRectF(box.x + dx, 0, box.width, foot), ground)
            if day.day == 1:
                drawing.draw_rule(painter, QLineF(box.x + dx, 0, box.x + dx, foot))
        agenda = canvas.agenda
        assert agenda is not None
        box, now = canvas.shape.box_of(agenda.today), agenda.now.astimezone(agenda.zone)
        share = (now.hour * 3600 + now.minute * 60 + now.second) / DAY_SECONDS
        drawing.draw_today(painter, box.x + dx + box.width * share, inner.top() - theme.scaled(22), foot)

    def _lane_rules(self, painter: QPainter, shape: LanesShape) -> None:
        _dx, dy = self._shift
        for top in shape.tops[1:]:
            drawing.draw_rule(painter, QLineF(0, top + dy + 0.5, self._canvas.viewport().width(), top + dy + 0.5))

    def _head(self, painter: QPainter) -> None:
        """Months, days and what they are called, fast on top; the ground of the days shows through."""
        canvas, (dx, _dy), margin = self._canvas, self._shift, self._canvas.margin
        painter.fillRect(QRectF(0, 0, canvas.viewport().width(), margin.y()), theme.tokens().surface)
        seen = self._seen_days()
        for day in each_day(seen):
            box = canvas.shape.box_of(day)
            place = QRectF(box.x + dx, theme.scaled(22), box.width, theme.scaled(22))
            if box.width >= theme.scaled(8):
                ground = drawing.ground_of(day, self._today, self._named(day))
                if ground is not None:
                    painter.fillRect(place.adjusted(0, 0, 0, theme.scaled(26)), ground)
            if day.day == 1 or day == seen.first:
                self._month(painter, day, max(box.x + dx, margin.x()))
            self._day(painter, day, place)
        self._festivals(painter, seen)
        drawing.draw_rule(painter, QLineF(0, margin.y() - 0.5, canvas.viewport().width(), margin.y() - 0.5))

    def _month(self, painter: QPainter, day: date, x: int) -> None:
        left = self._canvas.shape.box_of(_next_month(day)).x + self._shift[0] - x
        painter.setFont(theme.font("small_strong"))
        painter.setPen(theme.tokens().text)
        if left > theme.scaled(40):
            painter.drawText(QRectF(x + 6, 0, left - 6, theme.scaled(22)), int(drawing.LEFT), month_title(day))

    def _day(self, painter: QPainter, day: date, place: QRectF) -> None:
        tokens = theme.tokens()
        painter.setPen(tokens.accent if day == self._today else tokens.muted)
        painter.setFont(theme.font("small_strong" if day == self._today else "small"))
        if place.width() >= theme.scaled(NUMBERED * 2):
            painter.drawText(place, int(drawing.CENTRE), f"{day.day} {weekday_title(day.weekday())}")
        elif place.width() >= theme.scaled(NUMBERED):
            painter.drawText(place, int(drawing.CENTRE), str(day.day))
        elif place.width() * WEEK >= theme.scaled(NUMBERED) and not day.weekday():
            painter.drawText(place.adjusted(0, 0, place.width() * 6, 0), int(drawing.LEFT), str(day.day))

    def _festivals(self, painter: QPainter, seen: Days) -> None:
        """The names of days, each as far as the next one leaves room."""
        canvas, (dx, _dy) = self._canvas, self._shift
        top, height = theme.scaled(46), theme.scaled(22)
        agenda = canvas.agenda
        assert agenda is not None
        starts = [one for one in agenda.days if one.first <= seen.last and one.last >= seen.first]
        edge = float(canvas.viewport().width())
        for one in reversed(starts):
            x = canvas.shape.box_of(max(one.first, seen.first)).x + dx
            if edge - x > theme.scaled(18):
                drawing.draw_named(painter, QRectF(x + 3, top, edge - x - 6, height), [one])
            edge = min(edge, float(x))

    def _labels(self, painter: QPainter, shape: LanesShape) -> None:
        _dx, dy = self._shift
        canvas, margin = self._canvas, self._canvas.margin
        tokens = theme.tokens()
        painter.fillRect(QRectF(0, 0, margin.x(), canvas.viewport().height()), tokens.surface)
        painter.setFont(theme.font("small"))
        painter.setPen(tokens.muted)
        painter.drawText(QRectF(12, theme.scaled(46), margin.x(), theme.scaled(22)), int(drawing.LEFT), _("Festivals"))
        painter.save()
        painter.setClipRect(QRectF(0, margin.y(), canvas.viewport().width(), canvas.viewport().height()))
        for number, lane in enumerate(canvas.lanes):
            top, foot = shape.tops[number] + dy, shape.tops[number + 1] + dy
            if foot > margin.y() and top < canvas.viewport().height():
                stuck = max(top, margin.y())
                drawing.draw_lane(painter, QRect(0, stuck, margin.x(), foot - stuck), _(lane.title))
                drawing.draw_rule(painter, QLineF(0, foot + 0.5, margin.x(), foot + 0.5))
        painter.restore()
        drawing.draw_rule(painter, QLineF(margin.x() - 0.5, 0, margin.x() - 0.5, canvas.viewport().height()))
        drawing.draw_rule(painter, QLineF(0, margin.y() - 0.5, margin.x(), margin.y() - 0.5))


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1)
