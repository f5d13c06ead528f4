"""The files of a document in a side panel: dropped on it or chosen, opened, saved, taken away again."""

import tempfile
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import touches
from shopdesk.desk.flow import Flow
from shopdesk.desk.widgets import Words, button, clear
from shopdesk.exchange.writing.target import replacing
from shopdesk.shop.columns import Tone
from shopdesk.shop.ledger.attachments import (
    AttachedFile,
    attach_file,
    check_size,
    find_attachments,
    read_attachment,
    remove_attachment,
)
from shopdesk.text import N_, UserError, _

PROGRAMS: Final = frozenset({
    ".app", ".bat", ".cmd", ".com", ".command", ".cpl", ".desktop", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk",
    ".msi", ".ps1", ".py", ".reg", ".scr", ".sh", ".url", ".vbe", ".vbs", ".wsf",
})  # fmt: skip
"""Endings of what would be run rather than shown."""


class AttachedFiles(QWidget):
    """The files of the document that entries name by `kind` and `document_id`."""

    def __init__(self, desk: Desk, kind: str, document_id: int) -> None:
        super().__init__()
        self._desk, self._kind, self._document_id = desk, kind, document_id
        self._key = f"attached.{kind}.{document_id}"
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column.addLayout(self._lines)
        row = Flow(gap=8)
        self.add = button(_("Attach a file…"), self.choose, icon_name="add")
        row.line.addWidget(self.add)
        row.line.addWidget(Words(_("or drop it here"), "small", "muted"))
        column.addWidget(row)
        desk.changed.connect(self._follow)
        self._ask()

    def _follow(self, changes: Any) -> None:
        if touches(changes.tables, "attachment"):
            self._ask()

    def _ask(self) -> None:
        self._desk.ask(self._key, lambda tx: find_attachments(tx, self._kind, self._document_id), self._show)

    def _show(self, files: list[AttachedFile]) -> None:
        clear(self._lines)
        for file in files:
            line = QHBoxLayout()
            line.setSpacing(2)
            name = button(file.name, partial(self.open, file), look="link")
            name.setToolTip(_("Open {file}").format(file=file.name))
            line.addWidget(name)
            line.addStretch(1)
            line.addWidget(Words(_size(file.size), "small", "muted"))
            for icon, run, words in (
                ("export", self.save, _("Save {file} as…")), ("delete", self.remove, _("Remove {file}")),
            ):  # fmt: skip
                told = words.format(file=file.name)
                line.addWidget(button("", partial(run, file), icon_name=icon, look="quiet", name=told))
            self._lines.addLayout(line)

    # ------------------------------------------------------------------------------------------------ in

    def choose(self) -> None:
        """Ask which files, and keep them."""
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Attach files"))
        for path in chosen:
            self.attach(Path(path))

    def attach(self, path: Path) -> None:
        """Keep a file with the document."""
        self._desk.think((self._key, path), partial(read_file, path), partial(self._attach, path.name))

    def _attach(self, name: str, read: bytes | UserError) -> None:
        if isinstance(read, UserError):
            self._desk.tell(str(read), Tone.BAD)
        else:
            self._desk.do(attach_file, self._kind, self._document_id, name, read)

    # ------------------------------------------------------------------------------------------------ out

    def open(self, file: AttachedFile) -> None:
        """Show a file in the program that belongs to it; what would run is only saved."""
        if PurePath(file.name).suffix.lower() in PROGRAMS:
            self._desk.tell(_("{file} is a program: save it and look at it first.").format(file=file.name), Tone.WARN)
            return
        folder = Path(tempfile.mkdtemp(prefix="shopdesk-"))
        self._read(file, partial(self._write, folder / PurePath(file.name).name, shows=True))

    def save(self, file: AttachedFile) -> None:
        """Ask where a file goes, and write it there."""
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the file"), str(Path.home() / file.name))
        if chosen:
            self._read(file, partial(self._write, Path(chosen), shows=False))

    def remove(self, file: AttachedFile) -> None:
        """Take a file away; undo gives it back."""
        self._desk.do(remove_attachment, file.attachment_id)

    def _read(self, file: AttachedFile, then: Any) -> None:
        self._desk.ask((self._key, file.attachment_id), lambda tx: read_attachment(tx, file.attachment_id), then)

    def _write(self, path: Path, data: bytes, *, shows: bool) -> None:
        try:
            with replacing(path) as file:
                file.write(data)
        except UserError as refusal:
            self._desk.tell(str(refusal), Tone.BAD)
            return
        if shows:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        else:
            self._desk.tell(_("{file} is saved.").format(file=path.name), Tone.GOOD)

    # Qt's own names from here.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.attach(Path(url.toLocalFile()))


def read_file(path: Path) -> bytes | UserError:
    """The bytes of a file, or why they cannot be had."""
    try:
        check_size(path.name, path.stat().st_size)
        return path.read_bytes()
    except UserError as error:
        return error
    except OSError as error:
        return UserError(N_("{file} could not be read: {reason}"), file=path.name, reason=error.strerror or error)


def _size(size: int) -> str:
    """1.4 MB, 12 KB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(size // 1_000, 1)} KB"
