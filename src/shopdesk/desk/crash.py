"""What happens when the program itself is wrong: a masked report in the log folder, and one calm dialog with its id."""

import os
import re
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QApplication

from shopdesk import __version__
from shopdesk.desk.jobs import Courier
from shopdesk.settings import home
from shopdesk.text import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

REPORTS_KEPT: Final = 20
EMAIL: Final = r"[\w.+-]+@[\w-]+(\.[\w-]+)+"
DIGITS: Final = r"\d(?:[ -]?\d){6,}"


def mask(text: str) -> str:
    """The text without e-mail addresses and without runs of seven and more digits (phones, order and card numbers)."""
    return re.sub(DIGITS, "•••••••", re.sub(EMAIL, "•••@•••", text))


class CrashReporter(QObject):
    """Takes the place of Python's hooks for exceptions that nobody caught, on the window's thread and on others."""

    def __init__(self, show: Callable[[str, Path | None], object] | None = None) -> None:
        """`show(report_id, file)` tells the user; by default one dialog at a time."""
        super().__init__()
        self._show = show or self._show_dialog
        self._courier = Courier(self)
        self._is_reporting = False
        self._dialog: QMessageBox | None = None

    def install(self) -> None:
        """Be called from now on."""
        sys.excepthook = self.report
        threading.excepthook = self._report_thread

    def _report_thread(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            self.report(raised.exc_type, raised.exc_value, raised.exc_traceback)

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write the report and tell the user, from any thread. A fault in here goes to standard error."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if self._is_reporting:
            sys.__excepthook__(kind, error, trace)
            return
        self._is_reporting = True
        try:
            report_id = os.urandom(4).hex().upper()
            file = write_report(report_id, kind, error, trace)
            self._courier.send(lambda: self._show(report_id, file))
        except Exception:  # noqa: BLE001 - the last net: whatever fails here must not be reported by this again
            sys.__excepthook__(kind, error, trace)
        finally:
            self._is_reporting = False

    def _show_dialog(self, report_id: str, file: Path | None) -> None:
        if self._dialog is not None:  # one is enough; the report of this one is in its file
            return
        from PySide6.QtWidgets import QMessageBox

        made = self._dialog = QMessageBox(QApplication.activeWindow())
        made.setWindowTitle("ShopDesk")
        made.setText(_("Something in ShopDesk went wrong."))
        kept = _("What was saved is safe; what was being done just now was not kept. You can go on working.")
        where = _("Report {id}").format(id=report_id) if file is None else _("Report {id}: {file}").format(
            id=report_id, file=file
        )  # fmt: skip
        made.setInformativeText(f"{kept}\n\n{where}")
        made.addButton(_("Go on"), QMessageBox.ButtonRole.AcceptRole)
        made.finished.connect(self._forget_dialog)
        made.open()

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def write_report(
    report_id: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> Path | None:
    """Write a masked report into the log folder and let the oldest go; None where the folder cannot be written."""
    import platform

    now = datetime.now(UTC)
    told = "".join(traceback.format_exception(kind, error, trace))
    head = (
        f"ShopDesk {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {platform.platform()}\n"
        f"{report_id} · {now:%Y-%m-%d %H:%M} UTC · {threading.current_thread().name.partition(' ')[0]}\n\n"
    )
    file = home("log") / f"crash-{now:%Y%m%d}-{report_id}.txt"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(head + mask(told.replace(str(Path.home()), "~")), "utf-8")
        for old in sorted(file.parent.glob("crash-*.txt"), key=lambda path: path.stat().st_mtime)[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return file
