"""Labels: names, prices and barcodes at their true size, one to a page of a label printer or many on a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from shopdesk.desk.paper import print_font, same_glyphs, with_own_letters
from shopdesk.desk.theme import PAPER_INK
from shopdesk.exchange.writing.target import replacing
from shopdesk.shop.catalog.barcodes import Symbology, code128, ean13, symbology
from shopdesk.text import N_

RESOLUTION: Final = 600
"""Dots an inch: a module of a small EAN-13 is six of them."""
MM: Final = RESOLUTION / 25.4
MODULE_MM: Final = 0.33
"""Width of a module of EAN-13 at 100 % (GS1); bars are never drawn wider than 1.5 times that."""
QUIET: Final = 10
"""Modules left free on both sides of bars."""


@dataclass(frozen=True, slots=True)
class LabelSize:
    """A kind of label, in millimetres; `columns` × `rows` of them on a page."""

    key: str
    title: str
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0
    top: float = 0
    """Where the first begins on its page."""
    gap_x: float = 0
    gap_y: float = 0

    @property
    def page(self) -> QPageSize:
        """A4 for sheets, else the label itself."""
        if self.columns * self.rows > 1:
            return QPageSize(QPageSize.PageSizeId.A4)
        size = QSizeF(self.width, self.height)
        return QPageSize(size, QPageSize.Unit.Millimeter, self.key, QPageSize.SizeMatchPolicy.ExactMatch)


SIZES: Final = (
    LabelSize("40x30", N_("Roll 40 × 30 mm"), 40, 30),
    LabelSize("50x30", N_("Roll 50 × 30 mm"), 50, 30),
    LabelSize("60x40", N_("Roll 60 × 40 mm"), 60, 40),
    LabelSize("70x37", N_("A4 sheet, 3 × 8 of 70 × 37 mm"), 70, 37, 3, 8, 0, 0.5),
    LabelSize("38x21", N_("A4 sheet, 5 × 13 of 38 × 21 mm"), 38.1, 21.2, 5, 13, 4.75, 10.7, 2.5, 0),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label; `code` becomes its barcode, a blank line is left out."""

    code: str
    title: str = ""
    note: str = ""
    """The SKU's own code, an option, a shelf."""
    price: str = ""


def write_labels(path: Path, labels: Sequence[Label], size: LabelSize, *, is_qr: bool = False) -> int:
    """Write labels to a PDF of pages of their size; returns how many pages. UserError where it cannot be written."""
    paper = QBuffer()
    paper.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(paper)
    none = QMarginsF(0, 0, 0, 0)
    upright = QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(size.page, upright, none, QPageLayout.Unit.Millimeter, none))
    writer.setResolution(RESOLUTION)
    painter = QPainter(writer)
    each = size.columns * size.rows
    for number, label in enumerate(labels):
        place = number % each
        if number and not place:
            writer.newPage()
        left = size.left + place % size.columns * (size.width + size.gap_x)
        top = size.top + place // size.columns * (size.height + size.gap_y)
        room = QRectF(left * MM, top * MM, size.width * MM, size.height * MM)
        paint_label(painter, label, room, is_qr=is_qr)
    painter.end()
    text = "".join(label.title + label.note + label.price for label in labels)
    with replacing(path) as file:
        file.write(with_own_letters(bytes(paper.data().data()), same_glyphs(text)))
    return -(-len(labels) // each)


def paint_label(painter: QPainter, label: Label, room: QRectF, *, is_qr: bool = False) -> None:
    """One label on a device of `RESOLUTION`: the name above, its barcode, code and price at its foot."""
    edge = 1.6 * MM
    inner = room.adjusted(edge, edge, -edge, -edge)
    kind = Symbology.QR if is_qr else symbology(label.code)
    if kind is Symbology.QR:
        side = min(inner.height(), inner.width() / 2)
        square = QRectF(inner.left(), inner.top() + (inner.height() - side) / 2, side, side)
        _paint_square(painter, label.code, square)
        beside = inner.adjusted(side + edge, 0, 0, 0)
        _paint_lines(painter, [(label.title, 8, 3), (label.note or label.code, 7, 1), (label.price, 10, 1)], beside)
        return
    foot = _line_height(painter, 7) * 1.1
    line = _line_height(painter, 7.5)
    lines = 0 if not label.title else 2 if line * 2 <= inner.height() * 0.4 else 1
    head = line * lines
    if lines:
        _paint_text(painter, label.title, 7.5, QRectF(inner.left(), inner.top(), inner.width(), head), lines=lines)
    bars = QRectF(inner.left(), inner.top() + head, inner.width(), inner.height() - head - foot)
    _paint_bars(painter, ean13(label.code) if kind is Symbology.EAN_13 else code128(label.code), bars)
    below = QRectF(inner.left(), bars.bottom(), inner.width(), foot)
    if label.price:
        _paint_text(painter, label.price, 7, below, side=Qt.AlignmentFlag.AlignRight)
        below.setWidth(inner.width() - _width(painter, label.price + " ", 7))
    both = f"{label.code}  {label.note}"
    is_told = label.note not in ("", label.code) and _width(painter, both, 7) <= below.width()
    _paint_text(painter, both if is_told else label.code, 7, below)


def _paint_bars(painter: QPainter, modules: str, room: QRectF) -> None:
    """Bars in whole dots, as wide as the room allows; at their quiet zones nothing is drawn."""
    width = int(min(room.width() / (len(modules) + 2 * QUIET), 1.5 * MODULE_MM * MM))
    width = max(width, 1)
    left = int(room.left() + (room.width() - width * len(modules)) / 2)
    place = 0
    while place < len(modules):
        end = place
        while end < len(modules) and modules[end] == modules[place]:
            end += 1
        if modules[place] == "1":
            bar = QRectF(left + place * width, int(room.top()), (end - place) * width, int(room.height()))
            painter.fillRect(bar, PAPER_INK)
        place = end


def _paint_square(painter: QPainter, text: str, room: QRectF) -> None:
    """A QR code with its quiet zone."""
    import segno

    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = max(int(room.width() / (len(rows) + 8)), 1)
    left, top = int(room.left() + (room.width() - side * len(rows)) / 2), int(room.top() + 4 * side)
    for line, row in enumerate(rows):
        for place, dark in enumerate(row):
            if dark:
                painter.fillRect(left + place * side, top + line * side, side, side, PAPER_INK)


def _paint_lines(painter: QPainter, lines: Sequence[tuple[str, float, int]], room: QRectF) -> None:
    top = room.top()
    for text, points, most in lines:
        if text:
            height = _line_height(painter, points) * most
            _paint_text(painter, text, points, QRectF(room.left(), top, room.width(), height), lines=most)
            top += height


def _line_height(painter: QPainter, points: float) -> float:
    """Height of a line in which Latin and Han letters stand together."""
    measure = QFontMetricsF(print_font(points), painter.device())
    return measure.boundingRect(QRectF(0, 0, 1e6, 1e6), int(Qt.AlignmentFlag.AlignTop), "龙g").height()


def _width(painter: QPainter, text: str, points: float) -> float:
    return QFontMetricsF(print_font(points), painter.device()).horizontalAdvance(text)


def _paint_text(
    painter: QPainter,
    text: str,
    points: float,
    room: QRectF,
    *,
    lines: int = 1,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """A text that ends in "…" where it does not fit in its lines."""
    font = print_font(points)
    painter.setFont(font)
    painter.setPen(PAPER_INK)
    measure = QFontMetricsF(font, painter.device())
    wrap = Qt.TextFlag.TextWordWrap if lines > 1 else Qt.TextFlag.TextSingleLine
    flags, most = int(side | Qt.AlignmentFlag.AlignTop | wrap), _line_height(painter, points) * (lines + 0.2)
    shown, cut = text, len(text)
    while cut > 1 and not _fits(measure.boundingRect(room, flags, shown), room, most):
        cut -= 1
        shown = text[:cut].rstrip() + "…"
    painter.drawText(room, flags, shown)


def _fits(needed: QRectF, room: QRectF, height: float) -> bool:
    return needed.width() <= room.width() + 1 and needed.height() <= height
