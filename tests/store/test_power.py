"""Loss of power at any moment: nothing that was told as kept is lost, and nothing is there by half."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.store import deeds

from shopdesk.store import engine
from shopdesk.store import store as module
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.text import UserError

pytest.importorskip("apsw")
from tests.store import power

CHANGES = 12
IMAGES = 150


@contextmanager
def disk(name: str, monkeypatch: pytest.MonkeyPatch, *, careless: bool) -> Iterator[power.Disk]:
    """The store's files lie on a disk that remembers."""
    made = power.Disk(name)
    with monkeypatch.context() as patch:
        for where in (engine, module):
            patch.setattr(where, "driver", lambda: power.Driver(made, careless=careless))
        yield made
    made.unregister()


def written(path: Path, made: power.Disk) -> None:
    """A dozen changes, each told as kept."""
    store = Store.open(path)
    store._look.is_due = False  # it asks by a connection of its own, and this disk takes one at a time
    for number in range(CHANGES):
        store.do(deeds.move_stock, Decimal(number + 1))
        made.kept()
    store.close()


def after_the_crash(folder: Path, image: dict[str, bytes]) -> int | None:
    """How many of the changes are there; None where the store is no longer sound."""
    folder.mkdir()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    try:
        store = Store.open(folder / "shop.shopdesk")
    except UserError:
        return None
    try:
        if check_store(store):
            return None
        with store.read() as tx:
            return int(tx.scalar(text("SELECT COUNT(*) FROM stock_move"))) - 2
    except UserError:
        return None
    finally:
        store.close()


@pytest.mark.parametrize("log", ["wal", "delete"])
@pytest.mark.parametrize("careless", [False, True], ids=["as it is", "control: without syncing"])
def test_what_was_kept_survives_a_loss_of_power(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str, careless: bool
) -> None:
    monkeypatch.setattr(engine, "wal_is_safe", lambda _version: log == "wal")
    store = Store.open(store_path)
    store.do(deeds.fill)
    store.close()
    before = {store_path.name: store_path.read_bytes()}
    with disk(f"{log}{careless}", monkeypatch, careless=careless) as made:
        written(store_path, made)
    assert any(name.endswith("-wal" if log == "wal" else "-journal") for _kind, name, *_rest in made.log)
    images = enumerate(power.images(made.log, before, IMAGES))
    found = ((after_the_crash(tmp_path / f"image{number}", image), kept) for number, (image, kept) in images)
    harmed = next(((there, kept) for there, kept in found if there is None or there < kept), None)
    assert (harmed is not None) == careless  # where carelessness harms nothing, the test proves nothing
