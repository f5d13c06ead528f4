"""The pictures of a listing side by side: the main one first, others added, led with or taken away."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.attached import read_file
from shopdesk.desk.desk import Desk
from shopdesk.desk.flow import Flow
from shopdesk.desk.icons import pixmap
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.pictures import add_picture, lead_with, remove_picture
from shopdesk.shop.listings.reports import Shown
from shopdesk.text import UserError, _

SIDE: Final = 72
"""Pixels at text size 100 of a small picture."""
MOST: Final = 12
"""Pictures that are shown; the rest is counted."""


class Thumb(QLabel):
    """One picture; its menu says what can be done with it."""

    def __init__(self, desk: Desk, listing_id: int, shown: Shown) -> None:
        super().__init__()
        self._desk, self._listing_id, self._shown = desk, listing_id, shown
        side = theme.scaled(SIDE)
        self.setFixedSize(side, side)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip("\n".join(filter(None, (shown.alt, shown.url))) or _("Kept with the shop"))
        self.setAccessibleName(shown.alt or _("Picture {number}").format(number=shown.position))
        self._dress()
        theme.bus.changed.connect(self._dress)

    def _dress(self) -> None:
        ground, line = theme.tokens().soft.name(), theme.tokens().line.name()
        self.setStyleSheet(f"QLabel {{ background: {ground}; border: 1px solid {line}; border-radius: 4px; }}")
        if self._shown.file_id is None:
            self.setPixmap(pixmap("link", theme.scaled(20), "muted", self.devicePixelRatioF()))

    def show_bytes(self, data: bytes) -> None:
        """Show the picture in these bytes, where it is one."""
        made = QPixmap()
        if made.loadFromData(QByteArray(data)):
            side = theme.scaled(SIDE) - 4
            ratio = self.devicePixelRatioF()
            made = made.scaled(
                int(side * ratio), int(side * ratio), Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
            made.setDevicePixelRatio(ratio)
            self.setPixmap(made)

    def _offer(self, where: QPoint) -> None:
        menu, shown = QMenu(self), self._shown
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if shown.url and "://" in shown.url:
            menu.addAction(_("Open its address"), partial(QDesktopServices.openUrl, QUrl(shown.url)))
        if shown.position > 1:
            lead = partial(self._desk.do, lead_with, self._listing_id, shown.picture_id)
            menu.addAction(_("Make it the main picture"), lead)
        menu.addAction(_("Remove this picture"), partial(self._desk.do, remove_picture, shown.picture_id))
        menu.popup(where)

    # Qt's own names from here.

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._offer(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._offer(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() is Qt.MouseButton.LeftButton:
            self._offer(self.mapToGlobal(self.rect().bottomLeft()))


class PictureStrip(QWidget):
    """The pictures of one listing; files can be dropped on it."""

    def __init__(self, desk: Desk, listing_id: int, pictures: tuple[Shown, ...]) -> None:
        super().__init__()
        self._desk, self._listing_id = desk, listing_id
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        strip = Flow(gap=6)
        self._thumbs: list[tuple[int | None, Thumb]] = []
        for shown in pictures[:MOST]:
            self._thumbs.append((shown.file_id, Thumb(desk, listing_id, shown)))
            strip.line.addWidget(self._thumbs[-1][1])
        if len(pictures) > MOST:
            more = _("and {count} more").format(count=len(pictures) - MOST)
            strip.line.addWidget(Words(more, "small", "muted"))
        if not pictures:
            strip.line.addWidget(Words(_("No picture"), "small", "muted"))
        column.addWidget(strip)
        self.add = button(_("Add pictures…"), self.choose, icon_name="add")
        row = Flow(gap=8)
        row.line.addWidget(self.add)
        row.line.addWidget(Words(_("or drop them here"), "small", "muted"))
        column.addWidget(row)

    def show_files(self, files: Mapping[int, bytes]) -> None:
        """Show the bytes of kept pictures, by their file."""
        for file_id, thumb in self._thumbs:
            if file_id is not None and file_id in files:
                thumb.show_bytes(files[file_id])

    def choose(self) -> None:
        """Ask which files, and keep them."""
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg *.webp *.gif *.bmp)"
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Add pictures"), "", kinds)
        for path in chosen:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Keep a file as a picture of the listing."""
        self._desk.think(("listings.add", path), partial(read_file, path), partial(self._keep, path.name))

    def _keep(self, name: str, read: bytes | UserError) -> None:
        if isinstance(read, UserError):
            self._desk.tell(str(read), Tone.BAD)
        else:
            refused = lambda error: self._desk.tell(str(error), Tone.WARN)  # noqa: E731 - as short as it is clear
            self._desk.do(add_picture, self._listing_id, name, read, failed=refused)

    # Qt's own names from here.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.take(Path(url.toLocalFile()))
