"""A month is closed in turn, sealed, and opened again only with a reason; what came after its seal is shown."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from tests.shop.till import Item, Ticket, ring_up
from tests.store.deeds import around_the_guards
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.closing.actions import close_month, reopen_month
from shopdesk.shop.closing.reports import fetch_changes_after, fetch_seals, next_month, verify_seals
from shopdesk.shop.ledger.actions import book_expense, closed_through, set_rate
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import open_shop
from shopdesk.shop.profit.reports import fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.text import UserError

NOVEMBER_22 = datetime(2025, 11, 22, 4, tzinfo=UTC)


def open_up(store: Store) -> None:
    """August to November: a sale and the rent of each month, by somebody with a name."""
    store._clock = lambda: NOVEMBER_22
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing", cost=Decimal(4))
    for month in (8, 9, 10, 11):
        store.do(ring_up, [Ticket(f"S-{month}", date(2025, month, 5), [Item("TEA", month, Decimal(10))])])
        store.do(book_expense, date(2025, month, 7), Role.RENT, Decimal("5.25"), "rent")


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def refusal(store: Store, *told: Any) -> str:
    with pytest.raises(UserError) as refused:
        store.do(*told)
    return str(refused.value)


def test_months_are_closed_in_order_once_they_are_over(shop: Store) -> None:
    with shop.read() as tx:
        assert next_month(tx) == "2025-08"
    assert refusal(shop, close_month, "2025-10") == "Close 2025-08 first: months are closed in order."
    assert refusal(shop, close_month, "2025-07") == "The books begin in 2025-08."
    for month in ("2025-08", "2025-09", "2025-10"):
        shop.do(close_month, month)
    assert refusal(shop, close_month, "2025-11") == "2025-11 is not over yet."
    assert refusal(shop, close_month, "2025-09") == "2025-09 is closed already."
    with shop.read() as tx:
        assert closed_through(tx) == date(2025, 10, 31)
        assert next_month(tx) == "2025-11"


def test_the_last_day_of_a_month_is_part_of_it(new_store: Make) -> None:
    shop = new_store(open_up)
    shop._clock = lambda: datetime(2025, 8, 31, 23, tzinfo=UTC)
    assert refusal(shop, close_month, "2025-08") == "2025-08 is not over yet."
    shop._clock = lambda: datetime(2025, 9, 1, 1, tzinfo=UTC)
    shop.do(close_month, "2025-08")


def test_books_without_an_entry_have_nothing_to_close(new_store: Make) -> None:
    shop = new_store()
    shop.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    assert refusal(shop, close_month, "2025-08") == "There is nothing in the books yet."


def test_a_seal_says_what_the_month_came_to_who_closed_it_and_why(shop: Store) -> None:
    digest = shop.do(close_month, "2025-08", " seen with Li ").value
    with shop.read() as tx:
        (seal,) = fetch_seals(tx)
        sums = fetch_accounts(tx, date(2025, 8, 1), date(2025, 8, 31))
        profit = fetch_total(tx, Scope(date(2025, 8, 1), date(2025, 8, 31), None)).profit
        assert (seal.month, seal.note, seal.digest, seal.sealed_at) == ("2025-08", "seen with Li", digest, NOVEMBER_22)
        assert seal.person == tx.scalar(text("SELECT person FROM change ORDER BY change_id DESC LIMIT 1"))
        assert seal.debit == sum(one.debit for one in sums)
        assert seal.profit == profit == Decimal("42.75")  # 80 less 8 x 4 of tea, less the rent
        assert seal.entries == 3, "sale, its cost, rent"
        assert tx.scalar(text("SELECT title FROM change ORDER BY change_id DESC LIMIT 1")).count(digest) == 1


def test_a_month_without_an_entry_has_a_seal_of_its_own(new_store: Make) -> None:
    shop = new_store(open_up)
    shop.do(close_month, "2025-08")
    shop.do(reopen_month, "2025-08", "the wrong shop")
    with shop.read() as tx:
        assert closed_through(tx) == date.min


def test_a_seal_hangs_on_the_one_before_it(new_store: Make) -> None:
    one, other = new_store(open_up), new_store(open_up)
    other.do(book_expense, date(2025, 8, 9), Role.RENT, Decimal("0.01"), "a cent")
    for shop in (one, other):
        shop.do(close_month, "2025-08")
        shop.do(close_month, "2025-09")
    digests = []
    for shop in (one, other):
        with shop.read() as tx:
            digests.append([seal.digest for seal in fetch_seals(tx)])
    assert not set(digests[0]) & set(digests[1])


# --------------------------------------------------------------------------------------------------- opened again


def test_opening_needs_a_reason_and_stays_written(shop: Store) -> None:
    before = shop.undo_title()
    for month in ("2025-08", "2025-09", "2025-10"):
        shop.do(close_month, month)
    assert refusal(shop, reopen_month, "2025-09", "  ") == "Say why the books are opened again."
    assert refusal(shop, reopen_month, "2025-11", "why") == "2025-11 is not closed."
    assert shop.do(reopen_month, "2025-09", "a bill came late ").value == ["2025-10", "2025-09"]
    with shop.read() as tx:
        october, september, august = fetch_seals(tx)
        assert closed_through(tx) == date(2025, 8, 31)
    assert (october.why, september.why, august.why) == ("a bill came late", "a bill came late", None)
    assert october.reopened_at == september.reopened_at == NOVEMBER_22
    assert october.reopened_by == october.person
    assert shop.undo_title() == before, "neither closing nor opening is undone"


def test_what_came_after_the_seal_is_shown_by_account_and_sealed_again(shop: Store) -> None:
    shop.do(close_month, "2025-08")
    with shop.read() as tx:
        assert fetch_changes_after(tx, "2025-08") == [] == fetch_changes_after(tx, "2025-09")
    shop.do(reopen_month, "2025-08", "late bill")
    shop.do(book_expense, date(2025, 8, 20), Role.RENT, Decimal(7), "late")
    shop.do(book_expense, date(2025, 9, 20), Role.RENT, Decimal(70), "of another month")
    with shop.read() as tx:
        changes = {one.code: one for one in fetch_changes_after(tx, "2025-08")}
    assert set(changes) == {Role.BANK, Role.RENT}
    rent = changes[Role.RENT]
    assert (rent.sealed, rent.now, rent.difference, rent.entries) == (Decimal("5.25"), Decimal("12.25"), 7, 1)
    shop.do(close_month, "2025-08", "once more")
    with shop.read() as tx:
        last, first = fetch_seals(tx, "2025-08")
        assert (last.reopened_at, last.note) == (None, "once more")
        assert last.profit == first.profit - 7
        assert {one.code for one in fetch_changes_after(tx, "2025-08")} == set(changes), "still told"
        assert verify_seals(tx) == []
    assert check_store(shop) == []


# --------------------------------------------------------------------------------------------- seals that are broken


def close_three(store: Store) -> None:
    open_up(store)
    for month in ("2025-08", "2025-09", "2025-10"):
        store.do(close_month, month)


ENTRY = (
    "INSERT INTO journal_entry (entry_id, entry_on, kind, document_kind, document_id, posted_at, change_id) "
    "VALUES ({}, '2025-09-15', 'expense', 'expense', 1, 0, 1)"
)
SMUGGLED = [
    ENTRY.format(990),
    "INSERT INTO posting (entry_id, account_id, amount) VALUES (990, 1, 10000)",
    "INSERT INTO posting (entry_id, account_id, amount) VALUES (990, 2, -10000)",
]
TAMPERED: dict[str, tuple[list[str], list[str]]] = {
    "a posting changed": (["UPDATE posting SET amount = amount + 1 WHERE posting_id = {p}"], ["2025-09"]),
    "a posting moved to another account": (
        ["UPDATE posting SET account_id = account_id + 1 WHERE posting_id = {p}"], ["2025-09"],
    ),
    "a posting removed": (["DELETE FROM posting WHERE posting_id = {p}"], ["2025-09"]),
    "an entry moved to another month": (
        ["UPDATE journal_entry SET entry_on = '2025-11-02' WHERE entry_id = {e}"], ["2025-09"],
    ),
    "an entry moved between closed months": (
        ["UPDATE journal_entry SET entry_on = '2025-10-02' WHERE entry_id = {e}"], ["2025-09", "2025-10"],
    ),
    "an entry smuggled past the guards": (SMUGGLED, ["2025-09"]),
    "a seal rewritten": (["UPDATE month_seal SET profit = profit + 1 WHERE month = '2025-09'"], ["2025-09"]),
    "a seal taken away": (["DELETE FROM month_seal WHERE month = '2025-09'"], ["2025-10"]),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERED)
def test_a_sealed_month_that_was_touched_is_named(new_store: Make, how: str) -> None:
    shop, (statements, months) = new_store(close_three), TAMPERED[how]
    with shop.read() as tx:
        entry_id, posting_id = tx.rows(
            text(
                "SELECT e.entry_id, MIN(p.posting_id) FROM journal_entry e JOIN posting p ON p.entry_id = e.entry_id "
                "WHERE entry_on LIKE '2025-09%' AND kind = 'expense' GROUP BY e.entry_id"
            )
        )[0]
    with around_the_guards(shop) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement.format(e=entry_id, p=posting_id))
    with shop.read() as tx:
        broken = verify_seals(tx)
    assert [one.month for one in broken] == months
    if "seal" not in how and "another month" not in how:  # what left the month is not there to be named
        wanted = 990 if "smuggled" in how else entry_id
        assert wanted in {number for one in broken for number in one.entry_ids}
    found = next(one for one in check_store(shop) if one.kind == "month_seal")
    assert str(found.examples[0]) == f"month_seal {months[0]}"


@pytest.fixture(scope="module")
def sealed(templates: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three closed months, to be copied."""
    path = tmp_path_factory.mktemp("sealed") / "shop.shopdesk"
    templates.copy(path, close_three).close()
    return path


@given(st.data())
def test_any_single_posting_that_was_altered_is_found(sealed: Path, data: st.DataObject) -> None:
    shop = Store.open(sealed)
    try:
        with shop.read() as tx:
            rows = tx.rows(
                text(
                    "SELECT p.posting_id, substr(e.entry_on, 1, 7) AS month FROM posting p "
                    "JOIN journal_entry e ON e.entry_id = p.entry_id WHERE e.entry_on < '2025-11-01'"
                )
            )
        row = data.draw(st.sampled_from(rows))
        by = data.draw(st.integers(-(10**9), 10**9).filter(bool))
        change = f"UPDATE posting SET amount = amount + ({{}}) WHERE posting_id = {row.posting_id}"
        with around_the_guards(shop) as connection:
            connection.exec_driver_sql(change.format(by))
        with shop.read() as tx:
            assert [one.month for one in verify_seals(tx)] == [row.month]
        with around_the_guards(shop) as connection:
            connection.exec_driver_sql(change.format(-by))
        with shop.read() as tx:
            assert verify_seals(tx) == []
    finally:
        shop.close()


# ------------------------------------------------------------------------------------------------------- every door


DOORS: dict[str, tuple[Any, ...]] = {
    "an expense of the month": (book_expense, date(2025, 9, 7), Role.RENT, Decimal(1), "late"),
    "closing it twice": (close_month, "2025-09"),
    "opening without a reason": (reopen_month, "2025-09", ""),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_a_door_into_a_sealed_month_refuses(new_store: Make, door: tuple[Any, ...]) -> None:
    shop = new_store(close_three)
    refusal(shop, *door)
    with shop.read() as tx:
        assert verify_seals(tx) == []


def test_undo_of_an_edit_leaves_the_seals_as_they_are(new_store: Make) -> None:
    shop = new_store(open_up)
    shop.do(set_rate, "USD", date(2025, 9, 1), Decimal(7))
    for month in ("2025-08", "2025-09"):
        shop.do(close_month, month)
    shop.undo()
    with shop.read() as tx:
        assert len(fetch_seals(tx)) == 2
        assert verify_seals(tx) == []
