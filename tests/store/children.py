"""What child processes of the store's tests do; each step is told to whoever started them."""

from collections.abc import Callable
from decimal import Decimal
from multiprocessing.connection import Connection

from tests.store import deeds

from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import ImportFile
from shopdesk.store.tx import Tx

BATCH = 20
"""So many moves are made in one transaction."""
_heard_by: list[Connection] = []
"""Who started this process; nobody where an action is done in the test's own."""


def work(pipe: Connection, deed: Callable[[Store, int], None], where: str, count: int) -> None:
    """What a child is started with."""
    _heard_by.append(pipe)
    opened = Store.open(where)
    deed(opened, count)
    opened.close()


def say(word: str) -> None:
    for pipe in _heard_by:
        pipe.send(word)


def wait() -> None:
    """For a word, or for the end."""
    for pipe in _heard_by:
        pipe.recv()


@action("stock.move", "Move many")
def move_many(tx: Tx, *, stop_halfway: bool) -> None:
    """Twenty moves, told when half of them are written; there it may wait for the end."""
    for number in range(BATCH):
        deeds.move(tx, Decimal(1))
        if number == BATCH // 2:
            say("half")
            if stop_halfway:
                wait()


@action("order.import", "Bring in", names=lambda *, name, **_how: str(name))
def bring_in(tx: Tx, *, name: str, stop_halfway: bool) -> None:
    """As an import does: something written, then there it may wait for the end."""
    deeds.put(tx, ImportFile, file_name=name)
    say("half")
    if stop_halfway:
        wait()


def bring(store: Store, count: int) -> None:
    """So many imports, and one more that waits halfway."""
    for number in range(count + 1):
        store.do(bring_in, name=f"orders {number}.xlsx", stop_halfway=number == count)
        say("kept")


def write(store: Store, count: int) -> None:
    """Transactions until killed; in the last of `count` it waits halfway."""
    for number in range(1, 1_000):
        store.do(move_many, stop_halfway=number == count)
        say("kept")


def take(store: Store, count: int) -> None:
    """Read, and write one less, through the store."""
    say("ready")
    wait()
    for _time in range(count):
        store.do(deeds.take_one)


def take_carelessly(store: Store, count: int) -> None:
    """The same without a transaction around both, as a default connection would."""
    raw = store._writer.raw_connection()
    if not store.is_file:
        raw.driver_connection.autocommit = True  # type: ignore[union-attr]
    cursor = raw.cursor()
    say("ready")
    wait()
    for _time in range(count):
        cursor.execute("SELECT on_hand FROM stock_level WHERE sku_id = 1")
        left = cursor.fetchone()[0] - 1_000  # type: ignore[index]
        cursor.execute(f"UPDATE stock_level SET on_hand = {left} WHERE sku_id = 1")
    raw.close()
