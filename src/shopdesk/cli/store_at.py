"""Which store a command works on."""

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shopdesk.cli.output import Output
from shopdesk.settings import home, load_settings
from shopdesk.store.engine import is_url
from shopdesk.store.store import Store


def store_address(options: Namespace) -> str:
    """What --store says, else SHOPDESK_STORE, else the shop opened last, else the usual place."""
    said = options.store or os.environ.get("SHOPDESK_STORE", "")
    if said:
        return str(said)
    last = load_settings().stores
    return last[0] if last else str(home("data") / "shop.shopdesk")


def exists(address: str) -> bool:
    """Whether something is at the address; a PostgreSQL store is asked when it is opened."""
    return is_url(address) or Path(address).expanduser().exists()


@contextmanager
def opened(options: Namespace) -> Iterator[Store]:
    """The store, closed again afterwards; UserError where it is not there. What was cut off last time is told once."""
    store = Store.open(store_address(options))
    try:
        for sentence in store.cut_off():
            Output(options.json).note(sentence)
        yield store
    finally:
        store.close()
