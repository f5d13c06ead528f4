"""The demo shop at hand: built once a day, then copied, so that it opens at once."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from shopdesk import __version__
from shopdesk.exchange.demo.build import ZONE, build_demo
from shopdesk.settings import home
from shopdesk.store.store import Store
from shopdesk.text import language


def open_demo(tick: Callable[[int], None] = lambda _n: None) -> Store:
    """A throw-away copy of today's demo shop, open, in a temporary folder that goes with the program."""
    template = _template(tick)
    folder = Path(tempfile.mkdtemp(prefix="shopdesk-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy = folder / "demo.shopdesk"
    shutil.copyfile(template, copy)
    return Store.open(copy)


def _template(tick: Callable[[int], None]) -> Path:
    folder = home("cache")
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"demo-{__version__}-{datetime.now(ZONE):%Y%m%d}-{language()}.shopdesk"
    if not kept.exists():
        for old in folder.glob("demo-*"):
            old.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as work:
            fresh = Path(work) / "demo.shopdesk"
            build_demo(fresh, tick=tick).close()
            fresh.replace(kept)
    return kept
