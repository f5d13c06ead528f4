"""Writing the profit sheet off the window's thread, with rows done, and nothing left behind where it is cancelled."""

from functools import partial
from pathlib import Path

from shopdesk.desk.desk import OpenStore
from shopdesk.desk.jobs import Job
from shopdesk.exchange.workbook import write_profit_sheet
from shopdesk.shop.profit.build import build_book


def write_sheet(job: Job, store: OpenStore, path: Path, first: str, last: str) -> Path:
    """Write the months from `first` to `last` ("2026-01") to `path` and return it."""
    key = object()
    job.when_cancelled(partial(store.interrupt, key))
    with store.read(key) as tx:
        book = build_book(tx, first, last)
        job.check()

        def hear(done: int) -> None:
            job.tick(done)
            job.check()

        write_profit_sheet(path, book, hear)
    return path
