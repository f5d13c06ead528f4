"""The watched folder: what is clear comes in by itself, once; what is not is held; what is half written waits."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.exchange.counter import give_back

from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.watch import DONE, QUIET_S, Memory, Pass, pass_over
from shopdesk.shop.history import IMPORT_ROWS
from shopdesk.store.rows import Query, count
from shopdesk.store.store import Store
from shopdesk.text import UserError

WRITTEN = 1_760_000_000
LATER = datetime.fromtimestamp(WRITTEN + 60, UTC)
ORDERS = "order_no,placed_at,sku,quantity,unit_price\nA-1,2026-03-01 10:00,T-1,2,50.00\n"
COSTS = "sku,cost,from_on\nT-1,20.00,2026-01-01\n"
STRANGE = "Quux,Grault,Garply\nA-1,T-1,2\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The folder that is watched."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, text: str, written: float = WRITTEN) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (written, written))
    return path


def look(shop: Store, folder: Path, memory: Memory | None = None, off: Sequence[str] = ()) -> Pass:
    return pass_over(shop, folder, memory or Memory(), off, now=LATER)


def imports(shop: Store) -> int:
    with shop.read() as tx:
        return count(tx, IMPORT_ROWS, Query())


def test_what_is_clear_comes_in_and_is_put_away(shop: Store, inbox: Path) -> None:
    put(inbox, "orders.csv", ORDERS)
    found = look(shop, inbox)
    (taken,) = found.taken
    assert (taken.came.new, taken.moved_to, found.held, found.waiting) == (1, inbox / DONE / "orders.csv", [], [])
    assert (imports(shop), [path.name for path in inbox.iterdir()]) == (1, [DONE])
    assert look(shop, inbox) == Pass()


def test_a_name_that_is_taken_in_done_is_numbered(shop: Store, inbox: Path) -> None:
    put(inbox, "orders.csv", ORDERS)
    look(shop, inbox)
    put(inbox, "orders.csv", ORDERS.replace("A-1", "A-2"))
    assert look(shop, inbox).taken[0].moved_to == inbox / DONE / "orders (2).csv"


def test_the_same_file_is_never_taken_twice_even_where_it_cannot_be_moved(shop: Store, inbox: Path) -> None:
    (inbox / DONE).write_text("a file, so that nothing can be put into it")
    put(inbox, "orders.csv", ORDERS)
    memory = Memory()
    (taken,) = look(shop, inbox, memory).taken
    assert taken.moved_to is None
    assert look(shop, inbox, memory) == Pass()
    assert look(shop, inbox) == Pass(), "another start knows it by its content"
    give_back(shop, taken.came.import_ids[0])
    (held,) = look(shop, inbox).held
    assert "taken back" in held.reason, "what a person took back does not come again by itself"


def test_a_file_that_a_person_imported_meanwhile_is_put_away(shop: Store, inbox: Path) -> None:
    path = put(inbox, "orders.csv", ORDERS)
    run_import(shop, prepare(shop, path, Choices()))
    (taken,) = look(shop, inbox).taken
    assert (taken.came.import_ids, taken.moved_to is not None, imports(shop)) == ((), True, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (STRANGE, "No known layout fits this file"),
        (ORDERS.replace("50.00", "fifty"), "Rows that cannot go in as they are: 1. The first: fifty is not a number"),
        (ORDERS.replace("2026-03-01 10:00", "01/02/2026"), "the first of February or the second of January"),
        (COSTS, "No SKU or barcode T-1 is known"),
    ],
)
def test_what_raises_a_question_is_held_with_it(shop: Store, inbox: Path, text: str, reason: str) -> None:
    path = put(inbox, "file.csv", text)
    memory = Memory()
    found = look(shop, inbox, memory)
    (held,) = found.held
    assert held.path == path
    assert reason in held.reason
    assert (found.taken, imports(shop), path.exists()) == ([], 0, True)
    assert look(shop, inbox, memory).held == [held], "said again, and not read again"


def test_a_held_file_is_tried_again_when_it_was_mended(shop: Store, inbox: Path) -> None:
    memory = Memory()
    put(inbox, "file.csv", ORDERS.replace("50.00", "fifty"))
    assert len(look(shop, inbox, memory).held) == 1
    put(inbox, "file.csv", ORDERS, WRITTEN + 5)
    found = look(shop, inbox, memory)
    assert (len(found.taken), found.held, memory.held) == (1, [], {})


def test_one_file_may_bring_what_another_lacks(shop: Store, inbox: Path) -> None:
    put(inbox, "a-costs.csv", COSTS)
    put(inbox, "b-orders.csv", ORDERS)
    found = look(shop, inbox)
    assert ([taken.path.name for taken in found.taken], found.held) == (["b-orders.csv", "a-costs.csv"], [])


def test_a_layout_that_is_switched_off_is_left_to_a_person(shop: Store, inbox: Path) -> None:
    put(inbox, "orders.csv", ORDERS)
    (held,) = look(shop, inbox, off=["template-orders"]).held
    assert held.reason == "Files of this layout, ShopDesk orders template, are not imported by themselves."


def test_a_file_that_is_being_written_is_waited_for(shop: Store, inbox: Path) -> None:
    memory, now = Memory(), datetime.fromtimestamp(WRITTEN + QUIET_S / 2, UTC)
    path = put(inbox, "orders.csv", ORDERS[:60])
    assert pass_over(shop, inbox, memory, now=now).waiting == [path]
    put(inbox, "orders.csv", ORDERS, WRITTEN + 1)
    assert pass_over(shop, inbox, memory, now=now).waiting == [path], "it grew"
    assert len(pass_over(shop, inbox, memory, now=now).taken) == 1, "it stayed as the last look saw it"


def test_a_clock_that_goes_wrong_does_not_hold_a_file_forever(shop: Store, inbox: Path) -> None:
    memory = Memory()
    path = put(inbox, "orders.csv", ORDERS, WRITTEN + 86_400)
    assert look(shop, inbox, memory).waiting == [path]
    assert len(look(shop, inbox, memory).taken) == 1


@pytest.mark.parametrize("lock", ["~$orders.csv", ".~lock.orders.csv#"])
def test_a_file_that_is_open_elsewhere_is_waited_for(shop: Store, inbox: Path, lock: str) -> None:
    path = put(inbox, "orders.csv", ORDERS)
    (inbox / lock).touch()
    found = look(shop, inbox)
    assert (found.waiting, found.taken, found.held) == ([path], [], [])


def test_downloads_under_way_and_what_is_no_table_are_passed_over(shop: Store, inbox: Path) -> None:
    for name in ("orders.csv.crdownload", "orders.csv.part", "~$orders.xlsx", ".hidden.csv", "photo.png"):
        put(inbox, name, ORDERS)
    (inbox / "folder.csv").mkdir()
    assert look(shop, inbox) == Pass()


def test_a_file_of_nothing_is_waited_for_and_then_shown_to_a_person(shop: Store, inbox: Path) -> None:
    path = put(inbox, "empty.csv", "", WRITTEN + 30)
    assert look(shop, inbox).waiting == [path]
    put(inbox, "empty.csv", "", WRITTEN)
    (held,) = look(shop, inbox).held
    assert "empty" in held.reason


def test_a_folder_that_is_gone_is_said(shop: Store, inbox: Path) -> None:
    with pytest.raises(UserError, match=r"The watched folder .* cannot be read"):
        look(shop, inbox / "gone")


STATED = "order_no,state,placed_at,sku,quantity,unit_price\n"
ONE, TWO = "A-1,{},2026-03-01 10:00,T-1,2,50.00\n", "A-2,{},2026-03-01 10:00,T-1,1,50.00\n"


def test_an_older_export_of_known_orders_raises_no_question(shop: Store, inbox: Path) -> None:
    put(inbox, "a newer.csv", STATED + ONE.format("completed"))
    put(inbox, "b older.csv", STATED + ONE.format("shipped") + TWO.format("paid"))
    found = look(shop, inbox)
    assert ([one.came.new for one in found.taken], found.held) == ([1, 1], []), "what is new comes in"


def test_an_export_behind_in_one_order_and_ahead_in_another_is_held(shop: Store, inbox: Path) -> None:
    put(inbox, "a.csv", STATED + ONE.format("completed") + TWO.format("paid"))
    put(inbox, "b.csv", STATED + ONE.format("shipped") + TWO.format("shipped"))
    found = look(shop, inbox)
    assert len(found.taken) == 1
    assert "later state: Completed" in found.held[0].reason
