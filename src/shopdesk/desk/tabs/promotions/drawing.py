"""The ink of the calendar: bars in the colour of their state, days with their festivals, lanes, the line of today."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen

from shopdesk.desk import theme
from shopdesk.desk.tabs.promotions.shapes import Box
from shopdesk.shop.promotions.calendar.agenda import Bar
from shopdesk.shop.promotions.calendar.bars import Days
from shopdesk.shop.promotions.calendar.festivals import DayKind, Festival
from shopdesk.shop.promotions.rules import Phase
from shopdesk.shop.promotions.sheets import PHASES
from shopdesk.text import _

LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
CENTRE: Final = Qt.AlignmentFlag.AlignCenter
WEEKDAYS: Final = 5
"""Monday to Friday."""


def rect(box: Box, dx: int = 0, dy: int = 0) -> QRectF:
    """A box of the content where it stands on the screen."""
    return QRectF(box.x + dx, box.y + dy, box.width, box.height)


def inks(phase: Phase) -> tuple[QColor, QColor]:
    """Text and ground of a bar."""
    tokens = theme.tokens()
    return {
        Phase.DRAFT: (tokens.muted, tokens.surface),
        Phase.PLANNED: (tokens.info, tokens.info_soft),
        Phase.RUNNING: (tokens.good, tokens.good_soft),
        Phase.ENDED: (tokens.accent, tokens.accent_soft),
        Phase.CANCELLED: (tokens.muted, tokens.soft),
    }[phase]


def draw_bar(painter: QPainter, bar: Bar, place: QRectF, *, chosen: bool, seen: QRectF) -> None:
    """One bar, or the part of one; its words stand within what is `seen` of it."""
    ink, ground = inks(bar.phase)
    painter.setPen(QPen(ink, 2 if chosen else 1, _line(bar.phase)))
    painter.setBrush(QBrush(ground))
    inner = place.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(inner, theme.RADIUS - 2, theme.RADIUS - 2)
    room = inner.intersected(seen).adjusted(8 if inner.width() > 24 else 2, 0, -6, 0)
    if room.width() < 6:
        return
    font = QFont(theme.font("small_strong"))  # an own one: the theme's is everybody's
    font.setStrikeOut(bar.phase is Phase.CANCELLED)
    painter.setFont(font)
    words = QFontMetrics(font)
    title = words.elidedText(bar.title, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.setPen(ink)
    painter.drawText(room, int(LEFT), title)
    state = _(PHASES[bar.phase].title)
    small = QFontMetrics(theme.font("small"))
    if room.width() > words.horizontalAdvance(bar.title) + small.horizontalAdvance(state) + 14:
        painter.setFont(theme.font("small"))
        painter.drawText(room, int(RIGHT), state)


def _line(phase: Phase) -> Qt.PenStyle:
    return Qt.PenStyle.DashLine if phase in {Phase.DRAFT, Phase.CANCELLED} else Qt.PenStyle.SolidLine


def words_of(bar: Bar, days: Days) -> str:
    """A bar as a screen reader says it."""
    return _("{title}, {state}, {first} to {last}, {channels}").format(
        title=bar.title, state=_(PHASES[bar.phase].title), first=days.first, last=days.last,
        channels=", ".join(_(name) for name in bar.channels) or _("all channels"),
    )  # fmt: skip


def draw_ghost(painter: QPainter, place: QRectF, words: str) -> None:
    """Where a bar would come to stand if it were let go now."""
    tokens = theme.tokens()
    painter.setPen(QPen(tokens.accent, 2, Qt.PenStyle.DashLine))
    painter.setBrush(QBrush(tokens.selection))
    painter.setOpacity(0.85)
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), theme.RADIUS - 2, theme.RADIUS - 2)
    painter.setOpacity(1)
    painter.setPen(tokens.text)
    painter.setFont(theme.font("small_strong"))
    painter.drawText(place.adjusted(8, 0, 400, 0), int(LEFT), words)


def ground_of(day: date, today: date, named: Sequence[Festival]) -> QColor | None:
    """What a day stands upon; None: plain paper."""
    tokens = theme.tokens()
    kinds = {one.kind for one in named}
    if day == today:
        return tokens.accent_soft
    if DayKind.HOLIDAY in kinds:
        return tokens.bad_soft
    if day.weekday() >= WEEKDAYS and DayKind.WORKDAY not in kinds:
        return tokens.soft
    return None


def ink_of(kind: DayKind) -> QColor:
    """The colour in which a day is named."""
    tokens = theme.tokens()
    return {
        DayKind.HOLIDAY: tokens.bad, DayKind.WORKDAY: tokens.muted, DayKind.FESTIVAL: tokens.warn,
        DayKind.OWN: tokens.info,
    }[kind]  # fmt: skip


def title_of(festival: Festival) -> str:
    """What a day is called: what the program names is translated, the rest is said as it is."""
    programs = festival.kind in {DayKind.FESTIVAL, DayKind.WORKDAY}
    return _(festival.title) if programs else festival.title


def by_day(days: Sequence[Festival], each: Mapping[date, list[Festival]]) -> None:
    """Enter festivals under every day of theirs."""
    for one in days:
        for ordinal in range(one.first.toordinal(), one.last.toordinal() + 1):
            each[date.fromordinal(ordinal)].append(one)


def draw_named(painter: QPainter, place: QRectF, named: Sequence[Festival]) -> None:
    """The names of a day, as many as there is room for."""
    if not named:
        return
    font = theme.font("small")
    painter.setFont(font)
    painter.setPen(ink_of(named[0].kind))
    said = " · ".join(dict.fromkeys(title_of(one) for one in named))
    elided = QFontMetrics(font).elidedText(said, Qt.TextElideMode.ElideRight, int(place.width()))
    painter.drawText(place, int(LEFT), elided)


def draw_today(painter: QPainter, x: float, top: float, bottom: float) -> None:
    """The line of now."""
    painter.setPen(QPen(theme.tokens().accent, 2))
    painter.drawLine(QLineF(x, top, x, bottom))


def draw_rule(painter: QPainter, line: QLineF) -> None:
    """A thin line."""
    painter.setPen(QPen(theme.tokens().line, 1))
    painter.drawLine(line)


def draw_lane(painter: QPainter, place: QRect, title: str) -> None:
    """The name of a lane at the left."""
    painter.fillRect(place, theme.tokens().surface)
    font = theme.font("strong")
    painter.setFont(font)
    painter.setPen(theme.tokens().text)
    inner = place.adjusted(12, 10, -8, 0)
    words = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), words)
