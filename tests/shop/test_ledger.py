"""The books: what documents post adds up, entries are read whole, and only what a person booked is reversed by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.shop.till import Item, Ticket, ring_up
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.ledger.actions import book_expense, post_entry, reverse_entry
from shopdesk.shop.ledger.reports import JOURNAL_ROWS, EntryDetail, account_title, fetch_accounts, find_entry
from shopdesk.shop.ledger.rules import EXPENSES, EntryKind, OrderMoney, Role, order_postings
from shopdesk.shop.opening import open_shop
from shopdesk.shop.profit.reports import fetch_months
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.check import check_store
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.store import Store
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

DAY = date(2025, 10, 5)


def open_up(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(add_product, "TEA", "Longjing")
    lines = [ReceiptLine(1, Decimal(10), Decimal(4))]
    store.do(receive_goods, "GR-1", lines, received_at=datetime(2025, 10, 1, tzinfo=UTC))
    goods = [Item("TEA", 3, Decimal(10), Decimal(2))]
    store.do(ring_up, [Ticket("A", DAY, goods, shipping=Decimal(6), tax=Decimal(3))])


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


def entry(store: Store, kind: str) -> EntryDetail:
    """The first entry of a kind."""
    with store.read() as tx:
        rows = fetch_first(tx, JOURNAL_ROWS, Query(filters=(("kind", f"={kind}"),)), 1)
        found = find_entry(tx, rows[0][0])
    assert found is not None
    return found


def sides(detail: EntryDetail) -> dict[str, Decimal]:
    return {posting.code: posting.amount for posting in detail.postings}


def test_a_sale_posts_what_it_brings_and_what_it_takes_from_the_shelf(shop: Store) -> None:
    sale, cost = entry(shop, "sale"), entry(shop, "cogs")
    assert sides(sale) == {"1122.taobao": 37, "6001": -30, "6002": 2, "6051": -6, "2221": -3}
    assert sides(cost) == {"1405": -12, "6401": 12}
    assert (sale.document, cost.document, cost.channel) == ("A", "A", "Taobao"), "a cost stands in the order's channel"
    assert sides(entry(shop, "receipt")) == {"1405": 40, "2203": -40}
    assert entry(shop, "receipt").document == "GR-1"


def test_a_correction_is_lost_or_won_but_for_its_tax(shop: Store) -> None:
    fix = Ticket("FIX", DAY, [], kind="adjustment", charge=Decimal(-50), tax=Decimal(-4))
    nothing = Ticket("NIL", DAY, [], kind="adjustment", charge=Decimal(-5), shipping=Decimal(5))
    shop.do(ring_up, [fix, nothing])
    assert sides(entry(shop, "adjustment")).items() >= {"6702": Decimal(5)}.items()
    with shop.read() as tx:
        ((_key, figures),) = fetch_months(tx).items()
        closing = {account.code: account.debit - account.credit for account in fetch_accounts(tx, None, None)}
    assert figures.adjustments == -50
    assert closing["6702"] == 50
    assert closing["2221"] == 4 - 3
    assert not [finding for finding in check_store(shop) if not finding.notice], "parts that cancel are posted too"


@pytest.mark.parametrize("kind", ["sale", "return", "adjustment"])
def test_what_an_order_posts_adds_up_to_zero(kind: str) -> None:
    money = OrderMoney(goods=1_000, discount=130, shipping=70, charge=-5, tax=9, total=944)
    assert sum(order_postings(kind, money).values()) == 0


# ------------------------------------------------------------------------------------------------ booked by hand


def test_an_expense_and_its_reversal_know_each_other(shop: Store) -> None:
    number = shop.do(book_expense, DAY, Role.RENT, Decimal("4.5"), "rent", channel_id=1).value
    assert entry(shop, "expense").can_be_reversed
    answer = shop.do(reverse_entry, number, "paid twice").value
    expense, reversal = entry(shop, "expense"), entry(shop, "reversal")
    assert (expense.reversed_by, expense.can_be_reversed) == (answer, False)
    assert (reversal.entry.reverses_id, reversal.entry.memo, reversal.channel) == (number, "paid twice", "Taobao")
    assert sides(reversal) == {code: -amount for code, amount in sides(expense).items()}
    with pytest.raises(UserError, match="reversed already"):
        shop.do(reverse_entry, number)


@pytest.mark.parametrize("kind", ["sale", "cogs", "receipt"])
def test_an_entry_of_a_document_is_not_reversed_by_hand(shop: Store, kind: str) -> None:
    found = entry(shop, kind)
    assert not found.can_be_reversed
    with pytest.raises(UserError, match="made by a document"):
        shop.do(reverse_entry, found.entry.entry_id, "why not")


def test_a_reversal_is_not_reversed_again(shop: Store) -> None:
    number = shop.do(book_expense, DAY, Role.RENT, Decimal(4), "rent").value
    answer = shop.do(reverse_entry, number).value
    with pytest.raises(UserError):
        shop.do(reverse_entry, answer)


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1)])
def test_an_expense_costs_something(shop: Store, amount: Decimal) -> None:
    with pytest.raises(UserError, match="more than zero"):
        shop.do(book_expense, DAY, Role.RENT, amount, "nothing")


@pytest.mark.parametrize("role", [role for role in Role if role not in EXPENSES])
def test_only_expense_accounts_take_expenses(shop: Store, role: Role) -> None:
    with pytest.raises(UserError, match="not an expense account"):
        shop.do(book_expense, DAY, role, Decimal(1), "wrong")


@action("test.post", "Post")
def post(tx: Tx, postings: dict[int, int]) -> int | None:
    return post_entry(tx, DAY, EntryKind.STOCK, ("test", 1), postings)


def test_an_entry_out_of_balance_is_never_written(shop: Store) -> None:
    with pytest.raises(ValueError, match="out of balance by 1"):
        shop.do(post, {1: 5, 2: -4})
    assert shop.do(post, {1: 0}).value is None, "nothing is no entry"


# ---------------------------------------------------------------------------------------------------- reading


def test_the_journal_keeps_entries_together_the_latest_first(shop: Store) -> None:
    with shop.read() as tx:
        rows = fetch_first(tx, JOURNAL_ROWS, Query(), 100)
    numbers = [(values[0], values[1]) for _id, values in rows]
    assert numbers == sorted(numbers, reverse=True)
    debit, credit = (sum(values[place] or 0 for _id, values in rows) for place in (6, 7))
    assert debit == credit > 0


def test_a_balance_before_a_day_is_what_was_posted_before_it(shop: Store) -> None:
    with shop.read() as tx:
        whole = {account.code: account for account in fetch_accounts(tx, None, None)}
        later = {account.code: account for account in fetch_accounts(tx, DAY, None)}
        earlier = {account.code: account for account in fetch_accounts(tx, None, date(2025, 10, 4))}
        channel = {account.code: account for account in fetch_accounts(tx, None, None, channel_id=1)}
    assert (later["1405"].opening, later["1405"].credit) == (40, 12)
    assert set(earlier) == {"1405", "2203"}
    assert all(whole[code].opening == 0 for code in whole)
    assert "2203" not in channel
    assert channel["6401"].debit == 12


def test_a_channels_clearing_account_is_called_after_it() -> None:
    assert account_title("1122.taobao", "Taobao") == "Clearing: Taobao"
    assert account_title("1122", "Clearing") == "Clearing"
    assert account_title("6001", "Sales") == "Sales"


def test_an_entry_that_is_not_there_is_none(shop: Store) -> None:
    with shop.read() as tx:
        assert find_entry(tx, 10_000) is None
