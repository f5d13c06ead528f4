"""Somebody counts until the power goes: `python count_child.py STORE`, each scan told when it is kept."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from tests.desk.tabs.tea_shop import type_line, write

from shopdesk.app import Program
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.store.store import Store

CODES = ("6921000100018", "6921000100025", "NOBODY-1")


def kept(folder: Path, scans: int) -> bool:
    """Whether so many scans are on the disk."""
    return sum(log.read_text("utf-8").count('{"scan"') for log in folder.glob("*.scans")) >= scans


def typed(folder: Path) -> bool:
    """Whether what stands in the line is on the disk."""
    return any('"half-ty"' in log.read_text("utf-8") for log in folder.glob("*.scans"))


def wait(condition: Callable[[], bool]) -> None:
    """Let the window run until the condition holds."""
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: loop.quit() if condition() else None)
    look.start(2)
    if not condition():
        loop.exec()


def count(where: str) -> None:
    program = Program(sys.argv[:1])
    sys.excepthook = sys.__excepthook__  # what goes wrong here is told to the test
    program.desk.open(partial(Store.open, where))
    program.window.show()
    wait(lambda: program.desk.store is not None)  # jobs of the shop wait for the writer; what is asked here does not
    program.desk.show("stock", page="count")
    wait(lambda: isinstance(program.window.page, StockTab))
    tab = program.window.page
    assert isinstance(tab, StockTab)
    entry, folder = tab.pages.count.scan.entry, program.desk.drafts.folder
    assert folder is not None
    wait(lambda: tab.pages.count.scan.tallying is not None)
    for number in range(10_000):
        type_line(entry.code, f"2*{CODES[number % 3]}")
        write(entry.code, "half-ty")
        wait(partial(kept, folder, number + 1))
        wait(partial(typed, folder))
        print(number + 1, flush=True)
        entry.code.clear()


if __name__ == "__main__":
    count(sys.argv[1])
