"""What lies over the window for a moment: a told sentence, and the veil while files are dragged over it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.doors import Message
from shopdesk.desk.icons import TONE_ICONS, pixmap
from shopdesk.desk.widgets import Symbol, Words, button
from shopdesk.shop.tone import Tone
from shopdesk.text import _, n_

GAP: Final = 16
"""Pixels between a sentence and the foot of the window."""
ROOMY: Final = 620
"""Pixels at text size 100 of a window that has room for a sentence beside its page."""
SHOWN_MS: Final = 7000
"""How long a sentence stays; warnings and refusals stay until they are closed or replaced."""


class Toast(QFrame):
    """The sentence told last, at the foot of its parent, with at most one thing to do about it.

    One that stays has `room` of its own there, so that it covers nothing, unless the page could not spare it; one that
    goes by itself floats over the page.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "toast")
        self._parent = parent
        self._message: Message | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 9, 9)
        row.setSpacing(12)
        self._mark = Symbol("info", 18)
        self._words = Words("", wrap=True)
        self._act = button("", self._do, look="link")
        close = button("", self.hide, icon_name="close", look="quiet", name=_("Close this message"))
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addWidget(self._act)
        row.addWidget(close)
        self.room = QWidget()
        """An empty widget for the parent's layout, as high as a sentence that stays."""
        self.room.setFixedHeight(0)
        self._clock = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._clock.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is being said; "" when nothing is."""
        return self._message.text if self._message and not self.isHidden() else ""

    def show_message(self, message: Message) -> None:
        """Say a sentence in place of the last one."""
        self._message = message
        self._mark.set_icon(TONE_ICONS[message.tone], "muted" if message.tone is Tone.PLAIN else message.tone.value)
        self._words.setText(message.text)
        self.setAccessibleName(message.text)
        self._act.setVisible(message.action is not None)
        if message.action is not None:
            self._act.setText(message.action[0])
            self._act.setAccessibleName(message.action[0])
        self._place()
        self.show()
        self.raise_()
        if self._stays:
            self._clock.stop()
        else:
            self._clock.start()

    @property
    def _stays(self) -> bool:
        return self._message is not None and self._message.tone in {Tone.WARN, Tone.BAD}

    def _do(self) -> None:
        self.hide()
        if self._message and self._message.action:
            self._message.action[1]()

    def _place(self) -> None:
        around = self._parent.rect()
        self._words.setWordWrap(False)
        width = min(self.sizeHint().width(), theme.scaled(640), around.width() - 32)
        self._words.setWordWrap(True)
        height = max(self.heightForWidth(width), theme.scaled(44))
        above_foot = height + theme.scaled(28) + GAP
        self.setGeometry((around.width() - width) // 2, around.height() - above_foot, width, height)
        is_roomy = around.height() >= theme.scaled(ROOMY)
        self.room.setFixedHeight(height + GAP if self._stays and is_roomy else 0)

    # Qt's own names from here.

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # by itself, not with its window
            self.room.setFixedHeight(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)


class DropVeil(QWidget):
    """Covers its parent while files are dragged over the window, and says what dropping them does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._parent = parent
        self._lines: list[str] = []
        self.hide()

    def show_files(self, files: Sequence[Path]) -> None:
        """Cover the parent and name the files."""
        count = len(files)
        names = [file.name for file in files[:3]]
        rest = count - len(names)
        more = [n_("and {count} more", "and {count} more", rest).format(count=rest)] if rest else []
        headline = n_("Drop to import {count} file", "Drop to import {count} files", count).format(count=count)
        calm = _("You see what is new, changed or refused before anything is written.")
        self._lines = [headline, ", ".join([*names, *more]), calm]
        self.setAccessibleName(headline)
        self.setGeometry(self._parent.rect())
        self.show()
        self.raise_()

    # Qt's own names from here.

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(0.94)
        painter.fillRect(self.rect(), t.background)
        painter.setOpacity(1)
        width, height = min(560, self.width() - 48), 220
        box = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.setBrush(t.accent_soft)
        painter.setPen(QPen(t.accent, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 12, 12)
        size = theme.scaled(36)
        mark = pixmap("import", size, "accent", self.devicePixelRatioF())
        painter.drawPixmap(round(box.center().x() - size / 2), round(box.top() + 34), mark)
        top = box.top() + 34 + size + 12
        for words, role, ink in zip(self._lines, ("title", "body", "small"), (t.text, t.text, t.muted), strict=False):
            painter.setFont(theme.font(role))
            painter.setPen(ink)
            line = QRectF(box.left() + 16, top, box.width() - 32, theme.scaled(28))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, int(line.width()))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), shown)
            top += theme.scaled(28)
