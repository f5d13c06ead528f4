"""The chart of accounts: a person adds, names and closes accounts; what the books need stays as it is."""

from datetime import date
from decimal import Decimal

import pytest
from tests.store_fixtures import Make

from shopdesk.shop.ledger.actions import book_expense, close_period, open_account
from shopdesk.shop.ledger.chart import add_account, edit_accounts, remove_account
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.ledger.reports import ACCOUNT_ROWS
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.replay import UndoConflict
from shopdesk.store.rows import Query, fetch_keyed
from shopdesk.store.store import Store
from shopdesk.text import UserError, use_language

DAY = date(2025, 10, 5)
KEYS = [column.key for column in ACCOUNT_ROWS.sheet.columns]


def open_up(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def listed(store: Store, code: str) -> dict[str, object]:
    with store.read() as tx:
        ((_id, values),) = fetch_keyed(tx, ACCOUNT_ROWS, Query(filters=(("code", f"={code}"),)))
    return dict(zip(KEYS, values, strict=True))


def number(store: Store, code: str) -> int:
    with store.read() as tx:
        return int(open_account(tx, code).account_id)


def test_an_account_below_another_is_of_its_kind_and_counts_to_its_line(shop: Store) -> None:
    shop.do(add_account, "6605.wages", "Wages", note="since May")
    shop.do(book_expense, DAY, "6605.wages", Decimal(30), "May")
    told = listed(shop, "6605.wages")
    assert (told["title"], told["kind"], told["line"], told["balance"], told["note"]) == (
        "Wages", "expense", "6605", Decimal(30), "since May"
    )  # fmt: skip
    assert (listed(shop, "6605")["line"], listed(shop, "6605")["balance"]) == ("6605", Decimal(0))
    assert listed(shop, "1002")["balance"] == Decimal(-30)


@pytest.mark.parametrize(
    ("code", "title", "kind", "said"),
    [
        ("6605", "Rent", "", "exists"),
        ("", "Rent", "expense", "account_code"),
        ("66 05", "Rent", "expense", "account_code"),
        ("6605.", "Rent", "", "account_code"),
        ("1601", " ", "asset", "required"),
        ("1601", "Machines", "", "account_kind"),
        ("9999.x", "Nowhere", "", "unknown_account"),
        ("6605.x", "An asset", "asset", "account_kind"),
        ("1012.mine", "My wallet", "", "channel"),
    ],
)
def test_what_is_no_account_is_refused(shop: Store, code: str, title: str, kind: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        shop.do(add_account, code, title, kind)
    assert refused.value.code == said


def test_names_are_translated_until_a_person_gives_one(shop: Store) -> None:
    shop.do(edit_accounts, [(number(shop, "6605"), "title", "Office")])
    shop.do(add_account, "1601", "Sales", "asset")
    try:
        use_language("zh_CN")
        assert listed(shop, "6001")["title"] != "Sales", "the given name is read in the language spoken"
        assert listed(shop, "6605")["title"] == "Office"
        assert listed(shop, "1601")["title"] == "Sales", "a person's word is never translated"
        shop.do(edit_accounts, [(number(shop, "6001"), "title", listed(shop, "6001")["title"])])
    finally:
        use_language("en")
    assert listed(shop, "6001")["title"] == "Sales", "the name that it had already is no other"


def test_what_is_booked_keeps_its_kind_its_currency_and_its_account(shop: Store) -> None:
    shop.do(add_account, "1601", "Machines", "asset", currency="USD")
    machines = number(shop, "1601")
    shop.do(edit_accounts, [(machines, "kind", "expense"), (machines, "kind", "asset")])
    shop.do(book_entry, DAY, [EntryLine("1601", Decimal(70), Decimal(10)), EntryLine("4001", Decimal(-70))])
    for name, value in (("kind", "equity"), ("currency", ""), ("code", "1602"), ("title", "")):
        with pytest.raises(UserError):
            shop.do(edit_accounts, [(machines, name, value)])
    with pytest.raises(UserError) as refused:
        shop.do(remove_account, machines)
    assert refused.value.code == "needed"
    told = listed(shop, "1601")
    assert (told["kind"], told["currency"], told["balance"]) == ("asset", "USD", Decimal(70))


@pytest.mark.parametrize("code", ["1002", "6605"])
def test_accounts_of_the_program_stay(shop: Store, code: str) -> None:
    with pytest.raises(UserError):
        shop.do(remove_account, number(shop, code))
    with pytest.raises(UserError):
        shop.do(edit_accounts, [(number(shop, code), "kind", "equity")])


def test_edits_of_the_chart_are_undone_unless_they_are_used(shop: Store) -> None:
    shop.do(add_account, "1002.icbc", "ICBC")
    shop.do(edit_accounts, [(number(shop, "1002.icbc"), "title", "Main bank")])
    shop.undo()
    assert listed(shop, "1002.icbc")["title"] == "ICBC"
    shop.undo()
    with shop.read() as tx, pytest.raises(UserError):
        open_account(tx, "1002.icbc")
    shop.redo()
    shop.do(book_entry, DAY, [EntryLine("1002.icbc", Decimal(5)), EntryLine("1002", Decimal(-5))])
    with pytest.raises(UndoConflict):
        shop.undo()
    assert listed(shop, "1002.icbc")["balance"] == Decimal(5)


def test_a_closed_account_takes_nothing_by_hand(shop: Store) -> None:
    shop.do(edit_accounts, [(number(shop, "6605"), "is_closed", True)])
    with pytest.raises(UserError) as refused:
        shop.do(book_expense, DAY, "6605", Decimal(3), "Rent")
    assert refused.value.code == "closed_account"
    with pytest.raises(UserError) as refused:
        shop.do(book_entry, DAY, [EntryLine("6605", Decimal(3)), EntryLine("1002", Decimal(-3))])
    assert refused.value.code == "closed_account"


def test_an_account_is_meant_by_its_code_or_its_name(shop: Store) -> None:
    with shop.read() as tx:
        assert open_account(tx, " 1002 ").code == open_account(tx, "bank AND cash").code == "1002"
        with pytest.raises(UserError):
            open_account(tx, "Petty cash")


# -------------------------------------------------------------------------------------------------- manual entries


def test_an_entry_by_hand_balances_or_is_refused_by_the_difference(shop: Store) -> None:
    with pytest.raises(UserError, match=r"differ by 0\.01"):
        shop.do(book_entry, DAY, [EntryLine("1002", Decimal("10.01")), EntryLine("4001", Decimal(-10))])
    with pytest.raises(UserError) as refused:
        shop.do(book_entry, DAY, [EntryLine("1002", Decimal(1)), EntryLine("1002", Decimal(-1))])
    assert refused.value.code == "lines"
    made = shop.do(book_entry, DAY, [EntryLine("1002", Decimal(10)), EntryLine("4001", Decimal(-10))], "Start").value
    with shop.read() as tx:
        entry = tx.image("journal_entry", made)
    assert entry is not None
    assert (entry["document_kind"], entry["document_id"], entry["memo"]) == ("manual", made, "Start")
    assert (listed(shop, "1002")["balance"], listed(shop, "4001")["balance"]) == (Decimal(10), Decimal(-10))


def test_an_account_in_another_currency_says_how_much_of_it(shop: Store) -> None:
    shop.do(add_account, "1002.usd", "Dollars", currency="usd")
    with pytest.raises(UserError) as refused:
        shop.do(book_entry, DAY, [EntryLine("1002.usd", Decimal(70)), EntryLine("4001", Decimal(-70))])
    assert refused.value.code == "own_amount"


def test_a_closed_day_takes_no_entry(shop: Store) -> None:
    shop.do(close_period, date(2025, 9, 30))
    with pytest.raises(UserError) as refused:
        shop.do(book_entry, date(2025, 9, 30), [EntryLine("1002", Decimal(1)), EntryLine("4001", Decimal(-1))])
    assert refused.value.code == "period_closed"
