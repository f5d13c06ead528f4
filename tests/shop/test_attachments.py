"""Files kept with documents: bytes come back as they were, are stored once, and what is removed is given back."""

import pytest
from sqlalchemy import func, select
from tests.store_fixtures import Make

from shopdesk.shop.ledger.attachments import (
    MOST,
    attach_file,
    find_attachments,
    read_attachment,
    remove_attachment,
)
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.store import Store
from shopdesk.store.tables import StoredFile
from shopdesk.text import UserError

BYTES = bytes(range(256)) * 40


def open_up(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def names(store: Store, document: int = 7) -> list[tuple[str, int]]:
    with store.read() as tx:
        return [(one.name, one.size) for one in find_attachments(tx, "manual", document)]


def test_bytes_come_back_and_are_stored_once(shop: Store) -> None:
    first = shop.do(attach_file, "manual", 7, r"C:\scans\bill.pdf", BYTES).value
    second = shop.do(attach_file, "expense", 7, "copy.pdf", BYTES).value
    shop.do(attach_file, "manual", 7, "other.txt", b"x")
    assert names(shop) == [("bill.pdf", len(BYTES)), ("other.txt", 1)]
    with shop.read() as tx:
        assert read_attachment(tx, first) == read_attachment(tx, second) == BYTES
        assert tx.scalar(select(func.count()).select_from(StoredFile)) == 2


def test_attaching_and_removing_are_undone_and_done_again(shop: Store) -> None:
    made = shop.do(attach_file, "manual", 7, "bill.pdf", BYTES).value
    shop.undo()
    assert names(shop) == []
    shop.redo()
    assert names(shop) == [("bill.pdf", len(BYTES))]
    shop.do(remove_attachment, made)
    assert names(shop) == []
    shop.undo()
    with shop.read() as tx:
        assert read_attachment(tx, made) == BYTES


def test_what_is_too_large_empty_or_gone_is_refused(shop: Store) -> None:
    with pytest.raises(UserError, match="larger than 20 MB"):
        shop.do(attach_file, "manual", 7, "film.mov", bytes(MOST + 1))
    with pytest.raises(UserError) as refused:
        shop.do(attach_file, "manual", 7, "nothing.txt", b"")
    assert refused.value.code == "empty"
    with pytest.raises(UserError) as refused:
        shop.do(remove_attachment, 99)
    assert refused.value.code == "gone"
    with shop.read() as tx, pytest.raises(UserError):
        read_attachment(tx, 99)
    assert names(shop) == []
