"""The journal: undo and redo of every kind of edit, also after reopening, and never over somebody's later change."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, text, update
from tests.store import deeds
from tests.store.deeds import dump

from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.journal import title_text
from shopdesk.store.replay import UndoConflict
from shopdesk.store.store import Store
from shopdesk.store.tables import Account, Change, ChangeRow, Channel, RawPage, Sku, Supplier
from shopdesk.store.tx import Tx
from shopdesk.text import UserError


@action("desk.edit", "Family", undoable=True)
def family(tx: Tx) -> None:
    """A parent with its child, and a second edit of the parent in the same change."""
    channel_id = deeds.put(tx, Channel, code="p", title="Parent", currency="CNY")
    deeds.put(tx, Account, code="c", title="Child", kind="asset", channel_id=channel_id)
    tx.update(Channel, channel_id, title="Renamed at once")


@action("desk.edit", "Odd values", undoable=True)
def odd_values(tx: Tx) -> None:
    """Bytes, nothing, text that looks like bytes, quotes, and other scripts."""
    deeds.put(tx, RawPage, import_id=1, data=bytes(range(256)))
    deeds.put(tx, RawPage, import_id=1, data=b"")
    tx.update(Sku, 1, option=None, price=Decimal("-0.0001"))
    tx.update(Channel, 1, title="hex:00'\"%s :x 茶葉 🍵 \u202e")


@action("desk.edit", "Change 1,500", undoable=True)
def rename_all(tx: Tx) -> None:
    for row_id in range(1, 1_501):
        tx.update(Supplier, row_id, name=f"renamed {row_id}")


EDITS: dict[str, Callable[[Store], object]] = {
    "insert": lambda s: s.do(deeds.add_channel, "shop"),
    "update": lambda s: s.do(deeds.name_channel, 1, "Renamed"),
    "delete": lambda s: s.do(deeds.remove_channel, 2),
    "family": lambda s: s.do(family),
    "odd values": lambda s: s.do(odd_values),
}


@pytest.fixture
def filled(store: Store) -> Store:
    store.do(deeds.fill)
    store.do(deeds.add_channel, "spare")
    return store


@pytest.mark.parametrize("edit", EDITS)
def test_undo_restores_exactly_and_redo_does_it_again(filled: Store, edit: str) -> None:
    before = dump(filled)
    EDITS[edit](filled)
    after = dump(filled)
    assert after != before
    for _round in range(2):
        filled.undo()
        assert dump(filled) == before
        filled.redo()
        assert dump(filled) == after
    assert check_store(filled) == []


def test_an_edit_that_is_named_is_undone_only_while_it_is_the_last(filled: Store) -> None:
    before = dump(filled)
    first = filled.do(deeds.name_channel, 1, "First").change_id
    second = filled.do(deeds.name_channel, 2, "Second").change_id
    with pytest.raises(UserError, match="A later edit came after it") as met:
        filled.undo(first)
    assert met.value.code == "later_edit"
    assert filled.undo(second).value == second
    with pytest.raises(UserError, match="nothing to undo"):
        filled.undo(second)
    assert filled.undo(first).value == first
    assert dump(filled) == before


def test_undo_goes_on_after_reopening(filled: Store) -> None:
    before = dump(filled)
    for edit in EDITS.values():
        edit(filled)
    after = dump(filled)
    filled.close()
    again = Store.open(filled.where)
    try:
        for _edit in EDITS:
            again.undo()
        assert dump(again) == before
        for _edit in EDITS:
            again.redo()
        assert dump(again) == after
        assert check_store(again) == []
    finally:
        again.close()


def test_a_new_edit_ends_the_line_of_redo(filled: Store) -> None:
    filled.do(deeds.name_channel, 1, "A")
    filled.undo()
    filled.do(deeds.name_channel, 2, "B")
    assert filled.redo_title() is None
    filled.undo()
    assert filled.redo_title() == "Name channel B"  # and not A, which B has replaced
    filled.redo()
    assert filled.redo_title() is None
    with pytest.raises(UserError, match="nothing to redo"):
        filled.redo()


def test_titles_say_what_comes_next(store: Store) -> None:
    assert (store.undo_title(), store.redo_title()) == (None, None)
    channel_id = store.do(deeds.add_channel, "web").value
    store.do(deeds.name_channel, channel_id, "Tea")
    assert (store.undo_title(), store.redo_title()) == ("Name channel Tea", None)
    store.undo()
    assert (store.undo_title(), store.redo_title()) == ("Add channel", "Name channel Tea")
    store.undo()
    assert (store.undo_title(), store.redo_title()) == (None, "Add channel")
    with pytest.raises(UserError, match="nothing to undo"):
        store.undo()


@action("desk.edit", "By the way")
def change_unseen(tx: Tx, title: str) -> None:
    tx.execute(update(Channel).where(Channel.channel_id == 1).values(title=title))


def test_a_row_that_was_changed_since_is_not_undone(filled: Store) -> None:
    filled.do(deeds.name_channel, 1, "Mine")
    filled.do(change_unseen, "Theirs")
    before = dump(filled)
    with pytest.raises(
        UndoConflict, match="Channel Theirs, Title: it was “Mine” then and has been changed to “Theirs” since"
    ):
        filled.undo()
    assert dump(filled) == before
    filled.do(change_unseen, "Mine")
    filled.undo()


@action("desk.edit", "Another column by the way")
def change_currency(tx: Tx, currency: str) -> None:
    tx.execute(update(Channel).where(Channel.channel_id == 1).values(currency=currency))


def currencies(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        found = tx.rows(select(Channel.title, Channel.currency).order_by(Channel.channel_id))
    return [(row.title, row.currency) for row in found]


def test_what_changed_in_another_column_since_stays_and_does_no_harm(filled: Store) -> None:
    filled.do(deeds.name_channel, 1, "Mine")
    filled.do(change_currency, "GBP")
    for _round in range(2):
        filled.undo()
        assert currencies(filled) == [("Web", "GBP"), ("Web", "CNY")]
        filled.do(change_currency, "EUR")
        filled.redo()
        assert currencies(filled) == [("Mine", "EUR"), ("Web", "CNY")]
        filled.do(change_currency, "GBP")
    assert check_store(filled) == []


@action("desk.edit", "Add and rename", undoable=True)
def add_and_rename(tx: Tx) -> None:
    channel_id = deeds.put(tx, Channel, code="new", title="New", currency="CNY")
    tx.update(Channel, channel_id, title="Newer")
    tx.update(Channel, 1, title="Both")


def test_a_row_that_an_edit_made_is_taken_whole(filled: Store) -> None:
    filled.do(add_and_rename)
    filled.do(change_new_currency)
    before = dump(filled)
    with pytest.raises(UndoConflict) as conflict:
        filled.undo()
    assert str(conflict.value) == (
        "Channel Newer, Currency: it was “CNY” then and has been changed to “JPY” since. Nothing was changed."
    )
    assert dump(filled) == before


@action("desk.edit", "By the way again")
def change_new_currency(tx: Tx) -> None:
    tx.execute(update(Channel).where(Channel.code == "new").values(currency="JPY"))


def test_a_row_that_is_gone_is_named(filled: Store) -> None:
    filled.do(deeds.name_channel, 2, "Mine")
    filled.do(drop_unseen)
    with pytest.raises(UndoConflict) as conflict:
        filled.undo()
    assert str(conflict.value) == "Channel Mine has been removed since. Nothing was changed."


@action("desk.edit", "Drop by the way")
def drop_unseen(tx: Tx) -> None:
    tx.execute(delete(Channel).where(Channel.channel_id == 2))


def test_a_place_that_is_taken_is_told(filled: Store) -> None:
    filled.do(deeds.remove_channel, 2)
    filled.do(take_code, "spare")
    before = dump(filled)
    with pytest.raises(UndoConflict) as conflict:
        filled.undo()
    assert str(conflict.value) == "Something made later has taken the place of Channel Web. Nothing was changed."
    assert dump(filled) == before


@action("desk.edit", "Take a code")
def take_code(tx: Tx, code: str) -> None:
    deeds.put(tx, Channel, code=code, title="Other", currency="CNY")


def conflict_of(move: Callable[[], object]) -> int:
    with pytest.raises(UndoConflict) as conflict:
        move()
    return int(str(conflict.value.values["change"]))


def test_an_edit_in_conflict_does_not_hold_up_those_before_it(filled: Store) -> None:
    first = filled.do(deeds.name_channel, 2, "First").change_id
    stuck = filled.do(deeds.name_channel, 1, "Mine").change_id
    filled.do(change_unseen, "Theirs")
    for _time in range(2):
        assert conflict_of(filled.undo) == stuck
    assert filled.set_aside(stuck).value == stuck
    assert filled.undo_title() == "Name channel First"
    assert filled.undo().value == first
    assert currencies(filled) == [("Theirs", "CNY"), ("Web", "CNY")]
    assert filled.redo().value == first
    filled.close()
    again = Store.open(filled.where)
    try:
        assert again.undo().value == first  # and not the one that was set aside, after a restart either
        with pytest.raises(UserError, match="neither undone nor done again"):
            again.set_aside(stuck)
        assert check_store(again) == []
    finally:
        again.close()


def test_a_redo_in_conflict_does_not_hold_up_those_after_it(filled: Store) -> None:
    stuck = filled.do(deeds.name_channel, 1, "Mine").change_id
    later = filled.do(deeds.name_channel, 2, "Later").change_id
    filled.undo()
    filled.undo()
    filled.do(change_unseen, "Theirs")
    assert conflict_of(filled.redo) == stuck
    filled.set_aside(stuck)
    assert filled.redo().value == later
    assert currencies(filled) == [("Theirs", "CNY"), ("Later", "CNY")]
    filled.undo()
    assert filled.redo_title() == "Name channel Later"


def test_the_history_says_what_was_set_aside_and_by_whom(filled: Store) -> None:
    stuck = filled.do(deeds.name_channel, 1, "Mine").change_id
    filled.person = "ann"
    done = filled.set_aside(stuck)
    with filled.read() as tx:
        rows = tx.rows(select(Change.person, Change.title, Change.state).where(Change.change_id >= stuck))
        assert [row.state for row in rows] == ["kept", "done"]
        assert (rows[1].person, title_text(rows[1].title)) == ("ann", "Left as it is: Name channel Mine")
    assert done.changes.rows["change"] == (stuck,)
    assert check_store(filled) == []


def test_a_row_that_others_depend_on_is_not_undone(filled: Store) -> None:
    channel_id = filled.do(deeds.add_channel, "new").value
    filled.do(lean_on, channel_id)
    before = dump(filled)
    with pytest.raises(UndoConflict, match="made later depends on Channel Web"):
        filled.undo()
    assert dump(filled) == before


@action("desk.edit", "Lean on")
def lean_on(tx: Tx, channel_id: int) -> None:
    deeds.put(tx, Account, code="leaning", title="Leaning", kind="asset", channel_id=channel_id)


def test_an_edit_that_changed_nothing_is_no_step(filled: Store) -> None:
    title = filled.undo_title()
    assert filled.do(deeds.name_channel, 1, "Web").value is False
    assert filled.undo_title() == title


def test_images_are_what_the_store_keeps(store: Store) -> None:
    channel_id = store.do(deeds.add_channel, "web").value
    store.do(deeds.name_channel, channel_id, "茶")
    with store.read() as tx:
        rows = tx.rows(select(ChangeRow.before, ChangeRow.after).order_by(ChangeRow.change_row_id))
    images = [tuple(None if image is None else json.loads(image) for image in row) for row in rows]
    kept = {"channel_id": channel_id, "code": "web", "title": "Web", "currency": "CNY"}
    assert images == [(None, kept), (kept, kept | {"title": "茶"})]


def test_who_did_what_when(store: Store) -> None:
    store.person = "ann"
    done = store.do(deeds.add_channel, "web")
    store.person = "bob"
    undone = store.undo()
    with store.read() as tx:
        rows = tx.rows(select(Change.change_id, Change.person, Change.action, Change.state).order_by(Change.change_id))
    assert [tuple(row) for row in rows] == [
        (done.change_id, "ann", "add_channel", "undone"),
        (undone.change_id, "bob", "undo", "done"),
    ]


def test_facts_are_not_undone(filled: Store) -> None:
    title = filled.undo_title()
    filled.do(deeds.move_stock, Decimal(1))
    assert filled.undo_title() == title
    filled.undo()
    with filled.read() as tx:
        assert tx.scalar(text("SELECT COUNT(*) FROM stock_move")) == 3


def test_many_rows_are_all_undone(store: Store) -> None:
    store.do(deeds.add_suppliers, 1_500)
    before = dump(store)
    done = store.do(rename_all)
    assert done.changes.tables == {"supplier"}
    assert done.changes.rows == {}  # too many to be told one by one
    store.undo()
    assert dump(store) == before
