"""The program is killed in mid-count, while another program writes the shop: no scan that was made is lost."""

import os
import signal
import subprocess
import sys
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.desk.tabs.count_child import CODES
from tests.desk.tabs.tea_shop import open_window, settle

from shopdesk.desk.desk import Desk
from shopdesk.desk.tabs.stock import StockTab
from shopdesk.shop.counting.actions import start_count
from shopdesk.shop.counting.reports import find_scans
from shopdesk.shop.counting.rules import Scope
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx

ROOT = Path(__file__).parents[3]


@action("order.import", "Hold the writer")
def hold(_tx: Tx, begun: threading.Event, release: threading.Event) -> None:
    """As a long import does."""
    begun.set()
    release.wait()


@pytest.mark.parametrize("scans", [1, 14])
def test_scans_before_the_kill_are_all_there(
    store: Store, shop_desk: Desk, own_home: Path, qtbot: QtBot, scans: int
) -> None:
    store.do(start_count, Scope())
    begun, release = threading.Event(), threading.Event()
    writing = threading.Thread(target=store.do, args=(hold, begun, release))
    writing.start()
    begun.wait()
    try:
        told = count_until_killed(store.where, own_home, scans)
    finally:
        release.set()
        writing.join()
    assert told >= scans
    with store.read() as tx:
        assert find_scans(tx, 1) == []  # nothing of it had reached the shop
    window = open_window(shop_desk, store, qtbot)
    window.show_tab("stock")
    settle(shop_desk, qtbot)
    tab = window.page
    assert isinstance(tab, StockTab)
    tab.open_count()
    settle(shop_desk, qtbot)
    qtbot.waitUntil(lambda: tab.pages.count.session_id == 1)
    settle(shop_desk, qtbot)
    tallying = tab.pages.count.scan.tallying
    assert tallying is not None
    pieces = {line.code: line.pieces for line in tallying.newest(9)}
    assert sum(pieces.values()) >= told * 2
    assert set(pieces) == set(CODES[:told]) or told > len(CODES)
    with store.read() as tx:
        assert sum(row.scan.quantity for row in find_scans(tx, 1)) == sum(pieces.values())
    assert all(value % Decimal(2) == 0 for value in pieces.values())
    tab.pages.count._close_log()


def count_until_killed(where: str, home: Path, scans: int) -> int:
    """Count in another process and kill it when it has told so many scans; returns how many it told."""
    surroundings = os.environ | {
        "SHOPDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
    }  # fmt: skip
    command = [sys.executable, str(Path(__file__).with_name("count_child.py")), where]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        told = 0
        for line in child.stdout:
            if line.strip().isdecimal():
                told = int(line)
            if told >= scans:
                break
        child.send_signal(signal.SIGKILL)
    return told
