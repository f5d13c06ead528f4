"""A child that imports a file and waits in the middle of its writing: `python cut_off.py STORE FILE`."""

import sys
from pathlib import Path

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.store.store import Store


def wait(_rows: int) -> None:
    print("half", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    store = Store.open(sys.argv[1])
    run_import(store, prepare(store, Path(sys.argv[2]), Choices()), check=wait)
