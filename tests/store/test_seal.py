"""The chain of seals: every change hangs on the one before, on either engine alike, and costs next to nothing."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event, select, text
from tests.store import deeds
from tests.store_fixtures import Make

from shopdesk.store import seal
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import Change, JournalEntry, Posting, StockMove
from shopdesk.store.tx import Tx

FIXED = datetime(2026, 5, 1, tzinfo=UTC)


def seals(store: Store) -> list[str]:
    with store.read() as tx:
        return tx.scalars(select(Change.seal).order_by(Change.change_id))


def same_day(store: Store) -> Store:
    store.person = "ann"
    store._clock = lambda: FIXED
    store.do(deeds.fill)
    store.do(deeds.name_channel, 1, "茶")
    store.undo()
    store.do(deeds.move_stock, Decimal("-3.5"))
    return store


def test_the_same_history_has_the_same_seals(new_store: Make) -> None:
    one, other = same_day(new_store()), same_day(new_store())
    assert seals(one) == seals(other)
    assert len(set(seals(one))) == 4
    other.do(deeds.move_stock, Decimal(1))
    one.do(deeds.move_stock, Decimal(2))
    assert seals(one)[:4] == seals(other)[:4]
    assert seals(one)[4] != seals(other)[4]


@pytest.mark.postgres
def test_both_engines_seal_alike(file_store: Store, new_store: Make) -> None:
    assert seals(same_day(new_store())) == seals(same_day(file_store))


def test_undo_and_redo_leave_the_chain_whole(store: Store) -> None:
    same_day(store)
    for _step in range(3):
        store.do(deeds.name_channel, 1, "A")
        store.undo()
        store.redo()
    with store.read() as tx:
        assert list(seal.broken(tx.connection)) == []
        assert seal.head(tx.connection)[1] == seals(store)[-1]


@action("stock.move", "Import")
def import_many(tx: Tx, count: int) -> None:
    """Moves and balanced entries in bulk, as an import makes them."""
    first = tx.reserve_ids(StockMove, count)
    at = int(FIXED.timestamp())
    columns = {
        "move_id": None, "sku_id": 1, "warehouse_id": 1, "quantity": None, "reason": "sale", "moved_at": at,
        "document_kind": "order", "document_id": 1, "change_id": tx.change_id,
    }  # fmt: skip
    if "booked_on" in StockMove.__table__.columns:
        columns["booked_on"] = "2026-05-01"
    names = tuple(columns)
    rest = tuple(columns.values())
    tx.insert_many(StockMove, names, ((i, *rest[1:3], -i, *rest[4:]) for i in range(first, first + count)))
    entries = tx.reserve_ids(JournalEntry, count)
    told = ("entry_id", "entry_on", "kind", "document_kind", "document_id", "posted_at", "change_id")
    made = ((i, "2026-05-01", "sale", "order", 1, at, tx.change_id) for i in range(entries, entries + count))
    tx.insert_many(JournalEntry, told, made)
    both = ((i, account, sign * i) for i in range(entries, entries + count) for account, sign in ((1, 1), (2, -1)))
    tx.insert_many(Posting, ("entry_id", "account_id", "amount"), both)


def test_bulk_facts_are_sealed_as_single_ones(store: Store) -> None:
    store.do(deeds.fill)
    done = store.do(import_many, 500)
    with store.read() as tx:
        assert list(seal.broken(tx.connection)) == []
    with deeds.around_the_guards(store) as connection:
        connection.exec_driver_sql("UPDATE stock_move SET quantity = quantity - 1 WHERE move_id = 300")
    with store.read() as tx:
        assert list(seal.broken(tx.connection)) == [done.change_id]


def test_large_figures_do_not_overflow(store: Store) -> None:
    store.do(deeds.fill)
    top = 2**62
    with deeds.around_the_guards(store) as connection:
        connection.execute(text("UPDATE posting SET amount = :top WHERE posting_id % 2 = 0"), {"top": top})
        connection.execute(text("UPDATE posting SET amount = :top WHERE posting_id % 2 = 1"), {"top": -top})
        connection.execute(text("UPDATE stock_move SET quantity = :top, moved_at = :top"), {"top": top})
    with store.read() as tx:
        assert list(seal.broken(tx.connection)) == [1]


def test_sealing_reads_only_what_the_change_appended(file_store: Store) -> None:
    file_store.do(deeds.fill)
    file_store.do(import_many, 2_000)
    plans: list[str] = []

    @event.listens_for(file_store._writer, "before_cursor_execute")
    def explain(connection: object, cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if statement.startswith("SELECT COUNT(*), SUM"):
            plan = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()  # type: ignore[attr-defined]
            plans.extend(row[3] for row in plan)

    file_store.do(deeds.move_stock, Decimal(1))
    assert len(plans) == 3
    assert all("USING INTEGER PRIMARY KEY" in plan for plan in plans)
