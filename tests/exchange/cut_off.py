"""A child that imports a file and waits in the middle of its writing."""

from multiprocessing.connection import Connection
from pathlib import Path

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store


def import_half(pipe: Connection, where: str, path: str) -> None:
    """Says when half of it is written; what it waits for never comes."""

    def wait(_rows: int) -> None:
        pipe.send("half")
        pipe.recv()

    store = Store.open(where)
    run_import(store, prepare(store, Path(path), Choices()), check=wait)
