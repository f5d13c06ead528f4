"""How a cell is painted and edited: one line beneath each row, states as pills, the unknown in muted ink."""

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from shopdesk.desk import theme
from shopdesk.desk.grid.header import PADDING, draw_line
from shopdesk.desk.grid.row_pictures import RowPictures
from shopdesk.desk.grid.rows_model import WAITING, Line, RowsModel, alignment
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.text import _

if TYPE_CHECKING:
    from shopdesk.desk.grid.grid_view import GridView

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected


class CellDelegate(QStyledItemDelegate):
    """Paints from the model's lines without a round trip through `data`, and makes the editors."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view = view
        self._rows: RowsModel = view.rows
        self._columns = view.rows.sheet.columns
        self._alignment = [alignment(column) for column in self._columns]
        self.pictures: RowPictures | None = None
        """What stands before the text of one column."""
        self.dress()

    def dress(self) -> None:
        """Take the theme's colours, fonts and measures of the moment."""
        self._t = theme.tokens()
        self._pad = theme.scaled(PADDING)
        self._metrics = QFontMetrics(theme.font())
        self._small = theme.font("small")
        self._small_metrics = QFontMetrics(self._small)

    # ------------------------------------------------------------------------------------------------ painting

    def _paint_text(self, painter: QPainter, rect: QRect, column: int, text: str, tone: Tone | None) -> None:
        painter.setPen(self._t.text if tone is None else self._t.tone(tone)[0])
        room = rect.adjusted(self._pad, 0, -self._pad, 0)
        if self._metrics.horizontalAdvance(text) > room.width():
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, self._alignment[column], text)

    def _paint_picture(self, painter: QPainter, rect: QRect, row: int, column: int) -> QRect:
        """Paint the picture of a row where it belongs; what is left of the cell."""
        pictures, row_id = self.pictures, self._rows.row_id(row)
        if pictures is None or row_id is None or self._columns[column].key != pictures.column:
            return rect
        found = pictures.of(row_id)
        if found is not None:
            size = found.deviceIndependentSize()
            top = rect.top() + (rect.height() - 1 - size.height()) / 2
            painter.drawPixmap(QRectF(rect.left() + self._pad, top, size.width(), size.height()).toRect(), found)
        return rect.adjusted(pictures.room, 0, 0, 0)

    def _paint_pill(self, painter: QPainter, rect: QRect, text: str, tone: Tone) -> None:
        ink, ground = self._t.tone(tone)
        room = rect.adjusted(self._pad, 0, -self._pad, 0)
        side = theme.scaled(8)
        width = min(self._small_metrics.horizontalAdvance(text) + 2 * side, room.width())
        height = theme.scaled(20)
        pill = QRectF(room.left(), rect.top() + (rect.height() - 1 - height) / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._t.line if tone is Tone.PLAIN else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        half = 0.5 if tone is Tone.PLAIN else 0
        painter.drawRoundedRect(pill.adjusted(half, half, -half, -half), height / 2, height / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._small)
        painter.setPen(ink)
        text = self._small_metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width) - side)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(theme.font())

    def _paint_frame(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(self._t.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def paint_beside(self, painter: QPainter, left: int) -> None:
        """Carry tint and line of each row on to the border of the view, where the columns end before it."""
        view = self._view
        area = view.viewport().rect()
        for row in range(max(view.rowAt(0), 0), self._rows.rowCount()):
            rest = QRect(left, view.rowViewportPosition(row), area.width() - left, view.rowHeight(row))
            if rest.top() > area.bottom():
                break
            if row == view.tinted_row:
                painter.fillRect(rest, self._t.selection)
            draw_line(painter, rest, self._t.line)

    # ------------------------------------------------------------------------------------------------ editors

    def _combo(self, parent: QWidget, column: Column) -> QComboBox:
        combo = QComboBox(parent)
        if not column.required:
            combo.addItem("", "")
        pairs = (
            [("1", _("Yes")), ("0", _("No"))]
            if column.kind is Kind.BOOL
            else [(str(value), _(state.title)) for value, state in column.states.items()]
        )
        for value, title in pairs:
            combo.addItem(title, value)
        return combo

    def _full_text(self, line: Line, index: Index) -> str:
        """What a tooltip adds: the value in full, or the text that was cut off."""
        column = index.column()
        if not line.values:
            return ""
        if told := self._rows.formats.full(self._columns[column], line.values[column]):
            return told
        room = self._view.columnWidth(column) - 2 * self._pad
        if self.pictures is not None and self._columns[column].key == self.pictures.column:
            room -= self.pictures.room
        if self._metrics.horizontalAdvance(line.texts[column]) <= room:
            return ""
        long_one = self._columns[column].kind is Kind.LONG_TEXT and not self._columns[column].personal
        return str(line.values[column]) if long_one else line.texts[column]

    # Qt's own names from here.

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        row, column = index.row(), index.column()
        if row == self._view.tinted_row or _SELECTED in option.state:
            painter.fillRect(rect, self._t.selection)
        draw_line(painter, rect, self._t.line)
        line = self._rows.line(row)
        if line is None:
            self._paint_text(painter, rect, column, WAITING, Tone.PLAIN)
        elif (text := line.texts[column]) and self._columns[column].kind is Kind.STATE:
            self._paint_pill(painter, rect, text, line.tones.get(column, Tone.PLAIN))
        elif text:
            room = self._paint_picture(painter, rect, row, column)
            self._paint_text(painter, room, column, text, line.tones.get(column))
        if self._view.framed == (row, column):
            self._paint_frame(painter, rect)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._columns[index.column()]
        editor: QWidget
        if column.kind in {Kind.STATE, Kind.BOOL}:
            editor = self._combo(parent, column)
        else:
            editor = QLineEdit(parent)
            editor.setAlignment(self._alignment[index.column()])
        editor.setAccessibleName(_(column.title))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(0, 0, 0, -1))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = self._rows.edit_text(index.row(), index.column())
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(text), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(index, editor_text(editor))

    def eventFilter(self, object: QObject, event: QEvent) -> bool:  # noqa: A002 - Qt's name
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(object, QWidget)
        if is_key and self._view.editor_key(cast(QWidget, object), cast(QKeyEvent, event)):
            return True
        return super().eventFilter(object, event)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        line = self._rows.line(index.row()) if index.isValid() else None
        text = self._full_text(line, index) if line is not None else ""
        QToolTip.showText(event.globalPos(), text, view.viewport())
        return True


def editor_text(editor: QWidget) -> str:
    """What the user left in an editor."""
    if isinstance(editor, QComboBox):
        data: Any = editor.currentData()
        return str(data)
    return editor.text() if isinstance(editor, QLineEdit) else ""
