"""January is sealed; then everybody comes late: by file, by hand, by undo, by SQL. The seal holds at every step."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shopdesk.cli import main
from shopdesk.shop.catalog.actions import add_product, edit_sku
from shopdesk.shop.closing.reports import fetch_changes_after, fetch_seals, verify_seals
from shopdesk.shop.ledger.actions import book_expense, set_rate
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.opening import new_shop
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

HEADER = "order_no,state,placed_at,paid_at,sku,title,quantity,unit_price,refund_amount,completed_at"
JANUARY = [
    "A-1,completed,2026-01-10 10:00,2026-01-10 10:01,TEA,Tea,2,10.00,,2026-01-15",
    "A-2,paid,2026-01-20 10:00,2026-01-20 10:01,TEA,Tea,3,10.00,,",
]
LATE = [
    "A-2,completed,2026-01-20 10:00,2026-01-20 10:01,TEA,Tea,3,10.00,4.50,2026-01-25",
    "A-3,completed,2026-01-30 10:00,2026-01-30 10:01,TEA,Tea,1,10.00,,2026-01-31",
]
SMUGGLED = (
    "INSERT INTO journal_entry (entry_on, kind, document_kind, document_id, posted_at, change_id) "
    "VALUES ('2026-01-31', 'expense', 'expense', 1, 0, 1)"
)
DAYS = date(2026, 1, 1), date(2026, 1, 31)
Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def at(tmp_path: Path) -> Path:
    path = tmp_path / "tea.shopdesk"
    store = new_shop(str(path), name="Tea", currency="CNY", time_zone="UTC")
    store.do(add_product, "TEA", "Longjing", cost=Decimal(4))
    store.do(book_expense, date(2026, 1, 7), Role.RENT, Decimal("5.25"), "rent")
    store.close()
    return path


@pytest.fixture
def run(at: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*told: object) -> tuple[int, Any]:
        capsys.readouterr()
        code = main(["--json", "--store", str(at), *map(str, told)])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return command


@action("test.sql", "Raw")
def raw(tx: Tx, statement: str) -> None:
    tx.execute(text(statement))


def figures(store: Store) -> list[Any]:
    with store.read() as tx:
        return fetch_accounts(tx, *DAYS)


def held(store: Store, before: list[Any]) -> None:
    """January is what it was, and its seal says so."""
    assert figures(store) == before
    with store.read() as tx:
        assert verify_seals(tx) == []
        assert fetch_changes_after(tx, "2026-01") == []


def test_nobody_gets_into_a_sealed_month(run: Run, at: Path, tmp_path: Path) -> None:
    first, late = tmp_path / "january.csv", tmp_path / "late.csv"
    first.write_text("\n".join([HEADER, *JANUARY]) + "\n", "utf-8")
    late.write_text("\n".join([HEADER, *LATE]) + "\n", "utf-8")
    imported = run("import", first)[1]["import_id"]
    assert run("close", "2026-01", "--anyway")[0] == 0
    store = Store.open(str(at))
    before = figures(store)
    store.close()

    # the command line and files: what they bring counts to the first open day
    assert run("import", late)[0] == 0
    assert run("close", "2026-01", "--anyway")[1]["code"] == "closed"
    store = Store.open(str(at))
    held(store, before)

    # by hand
    with pytest.raises(UserError):
        store.do(book_expense, date(2026, 1, 9), Role.RENT, Decimal(1), "late")
    came = datetime(2026, 1, 3, 9, tzinfo=UTC)
    with pytest.raises(UserError):
        store.do(receive_goods, "GR", [ReceiptLine(1, Decimal(5), Decimal(3))], received_at=came)
    held(store, before)

    # edits and their undo
    store.do(set_rate, "USD", date(2026, 1, 1), Decimal(7))
    store.do(edit_sku, 1, cost=Decimal(5))
    held(store, before)
    store.undo()
    store.undo()
    held(store, before)

    # SQL
    for statement in (SMUGGLED, "UPDATE posting SET amount = 0", "DELETE FROM journal_entry"):
        with pytest.raises((DBAPIError, UserError)):
            store.do(raw, statement)
    held(store, before)
    assert check_store(store) == []
    store.close()

    # an import that stands in closed days is answered on open ones, or refused
    run("imports", "undo", imported)
    store = Store.open(str(at))
    held(store, before)
    store.close()

    # opened again, what comes is shown; closed again, both seals hold
    assert run("reopen", "2026-01", "--why", "the landlord's bill")[0] == 0
    store = Store.open(str(at))
    store.do(book_expense, date(2026, 1, 9), Role.RENT, Decimal(1), "late")
    with store.read() as tx:
        changes = {one.code: one.difference for one in fetch_changes_after(tx, "2026-01")}
    assert changes == {Role.BANK: -1, Role.RENT: 1}
    store.close()
    assert run("close", "2026-01", "--anyway")[0] == 0
    store = Store.open(str(at))
    with store.read() as tx:
        assert [seal.why for seal in fetch_seals(tx)] == [None, "the landlord's bill"]
        assert verify_seals(tx) == []
    assert check_store(store) == []
    store.close()
