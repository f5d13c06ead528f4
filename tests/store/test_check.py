"""Check store: every fault that is put into a store is named and counted, and what is derived is put right."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from tests.store import deeds

from shopdesk.store.backup import backups
from shopdesk.store.check import EXAMPLES, Finding, check_store, repair_store
from shopdesk.store.store import Store
from shopdesk.text import UserError

Fault = tuple[str, dict[str, int]]
"""What a foreign hand does, and which kinds of finding it must give, with their counts."""

DERIVED = {"stock_level", "refunded", "sums"}
ONE_POSTING = "DELETE FROM posting WHERE posting_id = 1; UPDATE posting SET amount = 0 WHERE entry_id = 1"
_LOT = "INSERT INTO lot (lot_id, sku_id, lot_no, state) VALUES (1, 1, 'L', 'active'); "
FAULTS: dict[str, Fault] = {
    "a level too high": ("UPDATE stock_level SET on_hand = on_hand + 1", {"stock_level": 1}),
    "a level is gone": ("DELETE FROM stock_level", {"stock_level": 1}),
    "a refunded amount": ("UPDATE sales_order SET refunded = 0", {"refunded": 1}),
    "a sum of the books": ("UPDATE account_day SET debit = debit + 1 WHERE account_id = 1", {"sums": 1}),
    "a sum too many": ("INSERT INTO cost_month VALUES (1, 1, '2026-03', 5)", {"sums": 1}),
    "a sum is gone": ("DELETE FROM account_day WHERE account_id = 1", {"sums": 1}),
    "a value too many": ("INSERT INTO sku_value VALUES (1, 5)", {"sums": 1}),
    "a move worth more than the books say": ("INSERT INTO move_value (move_id, value) VALUES (1, 5)",
                                             {"worth": 1}),
    "a month left to do": ("INSERT INTO stale_month VALUES ('2026-03')", {"sums": 1}),
    "a move changed": ("UPDATE stock_move SET quantity = -3000 WHERE move_id = 2",
                       {"stock_level": 1, "moved_twice": 1, "seal": 1}),
    "a move dated back": ("UPDATE stock_move SET moved_at = moved_at - 86400 WHERE move_id = 1", {"seal": 1}),
    "a move booked on another day": ("UPDATE stock_move SET booked_on = '2026-02-28' WHERE move_id = 1", {"seal": 1}),
    "two moves swapped": ("UPDATE stock_move SET document_id = 3 - document_id", {"seal": 1}),
    "a move is gone": ("DELETE FROM stock_move WHERE move_id = 1", {"stock_level": 1, "seal": 1}),
    "a move without a change": ("UPDATE stock_move SET change_id = 77 WHERE move_id = 1", {"source": 1, "seal": 1}),
    "an entry of no import": ("UPDATE journal_entry SET import_id = 77 WHERE entry_id = 2", {"source": 1}),
    "a posting changed": ("UPDATE posting SET amount = amount + 1 WHERE posting_id = 1",
                          {"unbalanced": 1, "sums": 1, "seal": 1}),
    "an entry halved": ("DELETE FROM posting WHERE posting_id IN (1, 4)",
                        {"unbalanced": 2, "sums": 2, "seal": 1}),
    "an entry of one posting": (ONE_POSTING, {"unbalanced": 1, "sums": 2, "seal": 1}),
    "an entry emptied": ("DELETE FROM posting WHERE entry_id = 2",
                         {"unbalanced": 1, "sums": 2, "seal": 1}),
    "amounts moved between accounts": ("UPDATE posting SET account_id = 3 - account_id",
                                       {"sums": 2, "seal": 1}),
    "an entry dated back": ("UPDATE journal_entry SET entry_on = '2025-12-31' WHERE entry_id = 1",
                            {"sums": 4, "seal": 1}),
    "a total": ("UPDATE sales_order SET total = total + 1", {"order_total": 1}),
    "a line": ("UPDATE order_line SET amount = amount - 1", {"order_lines": 1}),
    "a line moved twice": ("UPDATE order_line SET quantity = 1999", {"moved_twice": 1}),
    "too much refunded": ("UPDATE refund SET amount = 960000; UPDATE sales_order SET refunded = 960000",
                          {"overpaid": 1}),
    "nobody did it": ("UPDATE change SET person = '' WHERE change_id = 2", {"audit": 1, "seal": 1}),
    "another one did it": ("UPDATE change SET person = 'bob' WHERE change_id = 2", {"seal": 1}),
    "another time": ("UPDATE change SET made_at = made_at + 1 WHERE change_id = 1", {"seal": 1}),
    "a change is gone": ("DELETE FROM change_row; DELETE FROM change WHERE change_id = 2", {"seal": 1}),
    "a seal is gone": ("UPDATE change SET seal = '' WHERE change_id = 3", {"audit": 1, "seal": 2}),
    "a period lock is gone": ("DELETE FROM period_lock", {"period_lock": 1}),
    "a transfer only takes": ("UPDATE stock_move SET reason = 'transfer' WHERE move_id = 2", {"transfer": 1}),
    "a receipt is in transit": (
        "UPDATE warehouse SET kind = 'transit', parent_id = 1; UPDATE stock_move SET document_id = 2 WHERE move_id = 2",
        {"transit": 2, "place": 1, "seal": 1},
    ),
    "a lot of more than came": (
        _LOT + "INSERT INTO lot_move (lot_move_id, move_id, lot_id, quantity) VALUES (1, 1, 1, 20000)",
        {"lot": 1},
    ),
    "a lot that left before it came": (
        _LOT + "INSERT INTO lot_move (lot_move_id, move_id, lot_id, quantity) VALUES (1, 2, 1, -2000)",
        {"lot_owed": 1},
    ),
    "a bundle of itself": (
        "INSERT INTO bundle_part (bundle_part_id, sku_id, part_id, quantity) VALUES (1, 1, 1, 1000)", {"bundle": 1}
    ),
    "a home that is no shelf": (
        "INSERT INTO sku_place (sku_place_id, sku_id, warehouse_id, place_id) VALUES (1, 1, 1, 1)", {"place": 1}
    ),
    "an index is gone": ("DROP INDEX ix_posting_entry_id", {"schema": 1}),
    "tables are gone": ("DROP TABLE raw_page; DROP TABLE stock_count_line", {"schema": 2}),
}  # fmt: skip


@pytest.fixture
def filled(store: Store) -> Store:
    """A shop whose facts all came by the first change, and three changes more."""
    store.do(deeds.fill)
    for title in "ABC":
        store.do(deeds.name_channel, 1, title)
    return store


def kinds(found: list[Finding]) -> dict[str, int]:
    return {finding.kind: finding.count for finding in found}


def strike(store: Store, statements: str) -> None:
    with deeds.around_the_guards(store) as connection:
        for statement in statements.split("; "):
            connection.exec_driver_sql(statement)


def test_a_sound_store_gives_nothing(filled: Store) -> None:
    assert check_store(filled, deep=True) == []
    assert check_store(filled, deep=False) == []
    assert repair_store(filled) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_and_counted(filled: Store, name: str) -> None:
    statements, wanted = FAULTS[name]
    strike(filled, statements)
    assert kinds(check_store(filled, deep=True)) == wanted
    assert kinds(check_store(filled, deep=False)) == {kind: n for kind, n in wanted.items() if kind != "seal"}


@pytest.mark.parametrize("name", [name for name, (_sql, wanted) in FAULTS.items() if DERIVED & set(wanted)])
def test_what_is_derived_is_put_right_and_facts_are_not(filled: Store, name: str) -> None:
    statements, wanted = FAULTS[name]
    strike(filled, statements)
    derived = {kind: count for kind, count in wanted.items() if kind in DERIVED}
    assert {repaired.kind: repaired.count for repaired in repair_store(filled)} == derived
    left = {kind: count for kind, count in wanted.items() if kind not in derived}
    assert kinds(check_store(filled)) == left
    assert repair_store(filled) == []


def test_a_repair_makes_a_backup_first_when_it_can(filled: Store) -> None:
    strike(filled, "UPDATE sales_order SET refunded = 0")
    repair_store(filled)
    if filled.is_file:
        assert [backup.reason for backup in backups(filled)] == ["repair"]


def test_findings_lead_to_their_rows(filled: Store) -> None:
    strike(filled, "UPDATE sales_order SET total = total + 1; DELETE FROM stock_level")
    found = {finding.kind: finding for finding in check_store(filled)}
    place = found["order_total"].examples[0]
    assert (place.what, place.row_id, str(place)) == ("sales_order", 1, "sales_order 1")
    assert str(found["stock_level"].examples[0]) == "sku 1, warehouse 1"
    assert found["stock_level"].repairable
    assert not found["order_total"].repairable


def test_many_faults_are_counted_and_some_are_shown(filled: Store) -> None:
    for _move in range(EXAMPLES + 5):
        filled.do(deeds.move_stock, Decimal(1))
    strike(filled, "UPDATE posting SET amount = amount + 1 WHERE account_id = 1")
    found = next(finding for finding in check_store(filled) if finding.kind == "unbalanced")
    assert found.count == EXAMPLES + 7
    assert len(found.examples) == EXAMPLES


def test_what_is_only_unusual_says_so(filled: Store) -> None:
    strike(filled, FAULTS["too much refunded"][0])
    assert [finding.notice for finding in check_store(filled)] == [True]


def test_guards_are_missed(filled: Store) -> None:
    with filled._writer.begin() as connection:
        on = "" if filled.is_file else " ON posting"
        connection.exec_driver_sql(f"DROP TRIGGER guard_posting_update{on}")
    assert kinds(check_store(filled)) == {"guard": 1}


def test_orphans_are_found(file_store: Store) -> None:
    file_store.do(deeds.fill)
    strike(file_store, "DELETE FROM sku; DELETE FROM refund; UPDATE sales_order SET refunded = 0")
    assert kinds(check_store(file_store, deep=False)) == {"foreign_key": 4}  # a line, two moves and a level


# ---------------------------------------------------------------------------------------------- damage to the file


def scribbled(path: Path, change: Callable[[bytearray], None]) -> None:
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)


def closed_shop(path: Path) -> None:
    store = Store.open(path)
    store.do(deeds.fill)
    store.do(deeds.add_suppliers, 3_000)
    store.close()


def test_a_damaged_file_is_told_and_nothing_else_believed(store_path: Path) -> None:
    closed_shop(store_path)
    store = Store.open(store_path)
    with store.read() as tx:
        root = tx.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'supplier'"))
    size = 4_096

    def spoil(content: bytearray) -> None:
        content[(root - 1) * size : root * size] = bytes(size)

    store.close()
    store = Store.open(store_path)
    scribbled(store_path, spoil)
    assert [finding.kind for finding in check_store(store)] == ["damaged"]
    with pytest.raises(UserError) as refusal:
        store.backup()
    assert refusal.value.code == "damaged"
    assert backups(store) == []
    store.close()


def test_flipped_bits_never_pass_for_other_figures(store_path: Path) -> None:
    """Each flip is refused at opening, found by the check, or changed no row at all."""
    closed_shop(store_path)
    sound = store_path.read_bytes()
    store = Store.open(store_path)
    before = deeds.dump(store)
    store.close()
    sound = store_path.read_bytes()
    chance = random.Random(20261122)
    seen = 0
    for _flip in range(40):
        place, bit = chance.randrange(100, len(sound)), chance.randrange(8)

        def flip(content: bytearray, place: int = place, bit: int = bit) -> None:
            content[place] ^= 1 << bit

        store_path.write_bytes(sound)
        scribbled(store_path, flip)
        seen += noticed(store_path, before)
    assert seen > 0


FACTS = ("stock_move", "journal_entry", "posting", "stock_level")


def noticed(path: Path, before: dict[str, list[object]]) -> bool:
    try:
        store = Store.open(path)
    except UserError:
        return True
    try:
        if check_store(store):
            return True
        now = deeds.dump(store)
        assert {name: now[name] for name in FACTS} == {name: before[name] for name in FACTS}
        return False
    finally:
        store.close()


def test_a_rewritten_history_differs_from_a_seal_kept_elsewhere(file_store: Store) -> None:
    file_store.do(deeds.fill)
    kept = file_store.backup()

    def resealed(connection: Connection) -> None:
        from shopdesk.store import seal

        connection.exec_driver_sql("UPDATE change SET person = 'bob'")
        for change_id in list(seal.broken(connection)):
            connection.exec_driver_sql(f"UPDATE change SET seal = 'x{change_id}'")

    with deeds.around_the_guards(file_store) as connection:
        resealed(connection)
    from shopdesk.store.backup import behind

    assert behind(file_store) == kept
