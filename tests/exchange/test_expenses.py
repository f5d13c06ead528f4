"""Lists of expenses: booked once, known again by the bill's number or by what they say, and taken back whole."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.exchange.counter import D, assert_sound, balances, give_back, read, table, take_in, views

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices, NeedsRate
from shopdesk.exchange.stage.staged import Outcome
from shopdesk.shop.ledger.actions import book_expense, close_period, reverse_entry, set_rate
from shopdesk.shop.ledger.chart import add_account
from shopdesk.shop.ledger.reports import fetch_accounts
from shopdesk.shop.ledger.rules import Role
from shopdesk.store.store import Store
from shopdesk.store.tables import Channel, Expense, JournalEntry, Supplier

HEADER = ("spent_on", "account", "amount", "currency", "channel", "supplier", "note", "document_no")
RENT = ("2026-02-01", "Rent and wages", "800.00", "", "", "", "February", "")
BILL = ("2026-02-03", "6602", "120.50", "", "Taobao", "Sunshine Print", "Leaflets", "INV-7")


def spent(*rows: Sequence[str], name: str = "spent.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def test_each_row_is_an_entry_against_the_bank(shop: Store) -> None:
    before = views(shop)
    staged = read(shop, spent(RENT, BILL))
    assert (staged.plan.format, staged.plan.kind, staged.plan.certain) == ("template-expenses", "expenses", True)
    assert (staged.counts()["new"], staged.total_amount) == (2, D("920.50"))
    import_id = take_in(shop, spent(RENT, BILL))
    assert balances(shop) == {"6605": D(800), "6602": D("120.50"), "1002": D("-920.50")}
    with shop.read() as tx:
        entry = JournalEntry
        entries = tx.rows(select(entry.entry_on, entry.memo, entry.import_id, entry.source_row))
        payee = tx.scalar(select(Supplier.name).join(Expense, Expense.supplier_id == Supplier.supplier_id))
        channel = tx.scalar(select(Channel.code).join(Expense, Expense.channel_id == Channel.channel_id))
    assert [tuple(row) for row in entries] == [
        (date(2026, 2, 1), "February", import_id, 2),
        (date(2026, 2, 3), "Leaflets · Sunshine Print · INV-7", import_id, 3),
    ]
    assert (payee, channel) == ("Sunshine Print", "taobao")
    assert_sound(shop)
    give_back(shop, import_id)
    assert views(shop) == before
    with shop.read() as tx:
        assert (tx.scalars(select(Expense.expense_id)), tx.scalars(select(Supplier.name))) == ([], [])
    assert read(shop, spent(RENT, BILL)).counts()["new"] == 2, "what was taken back may come again"
    assert_sound(shop)


def test_equal_rows_of_a_file_stay_and_the_same_file_brings_none(shop: Store) -> None:
    take_in(shop, spent(RENT, RENT))
    assert balances(shop)["6605"] == D(1600)
    assert take_in(shop, spent(RENT, RENT)) == 0
    staged = read(shop, spent(RENT, RENT, RENT, name="more.csv"))
    assert [item.outcome for item in staged.items] == [Outcome.SAME, Outcome.SAME, Outcome.NEW]


def test_a_bill_is_known_by_its_number_whatever_else_it_says_now(shop: Store) -> None:
    take_in(shop, spent(BILL))
    assert read(shop, spent(BILL, name="again.csv")).counts()["same"] == 1
    dearer = (*BILL[:2], "130.00", *BILL[3:])
    staged = read(shop, spent(dearer))
    assert [problem.reason for problem in staged.problems] == [
        "Document INV-7 is booked with other rows. Give a correction a number of its own."
    ]
    assert take_in(shop, spent(dearer)) == 0
    assert balances(shop)["6602"] == D("120.50")


def test_a_bill_of_several_rows_is_one_bill(shop: Store) -> None:
    boxes = ("2026-02-03", "Packaging", "30.00", "", "Taobao", "Sunshine Print", "Boxes", "INV-7")
    assert read(shop, spent(BILL, boxes)).counts()["new"] == 2
    take_in(shop, spent(BILL, boxes))
    assert take_in(shop, spent(boxes, BILL, name="turned.csv")) == 0


def test_what_a_person_booked_or_reversed_by_hand_is_left_alone(shop: Store) -> None:
    shop.do(book_expense, date(2026, 2, 1), Role.RENT, Decimal(800), "February")
    import_id = take_in(shop, spent(RENT))
    assert balances(shop)["6605"] == D(1600), "nobody can tell whether the two are one"
    with shop.read() as tx:
        entry = tx.scalar(select(JournalEntry.entry_id).where(JournalEntry.import_id == import_id))
    shop.do(reverse_entry, entry)
    assert read(shop, spent(RENT)).counts()["same"] == 1, "the person meant it"
    give_back(shop, import_id)
    assert balances(shop)["6605"] == D(800)
    assert_sound(shop)


def test_something_given_back_and_nothing_at_all(shop: Store) -> None:
    take_in(shop, spent(("2026-02-05", "广告费", "-20.00", "", "", "", "Bonus", "")))
    assert balances(shop) == {"6602": D(-20), "1002": D(20)}
    rest = [""] * 5
    staged = read(shop, spent(("2026-02-05", "6602", "0", *rest), ("2026-02-05", "Sweets", "5", *rest)))
    assert staged.rejected_rows == {2: "An expense of nothing.", 3: "Sweets is not a known state"}


def test_another_currency_is_booked_at_the_rate_of_its_day(shop: Store) -> None:
    dollars = ("2026-02-05", "6606", "10.00", "USD", "", "", "Domain", "")
    with pytest.raises(NeedsRate, match=r"USD \(1 row, in row 2, sold on 2026-02-05\)"):
        read(shop, spent(dollars))
    shop.do(set_rate, "USD", date(2026, 1, 1), Decimal("7.2"))
    take_in(shop, spent(dollars))
    shop.do(set_rate, "USD", date(2026, 2, 1), Decimal("7.3"))
    assert balances(shop)["6606"] == D(72)
    assert take_in(shop, spent(dollars, name="again.csv")) == 0, "known by what was paid, whatever the rate"
    told = Choices(rates={"EUR": Decimal(8)})
    take_in(shop, spent(("2026-02-06", "6606", "10.00", "EUR", "", "", "", "")), told)
    assert balances(shop)["6606"] == D(152)


def test_a_closed_day_takes_no_expense(shop: Store) -> None:
    shop.do(close_period, date(2026, 2, 2))
    staged = read(shop, spent(RENT, BILL))
    assert [(problem.row, problem.reason) for problem in staged.problems] == [
        (2, "The books are closed through 2026-02-02; this expense belongs before.")
    ]
    take_in(shop, spent(RENT, BILL))
    assert balances(shop) == {"6602": D("120.50"), "1002": D("-120.50")}


@pytest.mark.parametrize(
    "header",
    ["日期,费用类别,金额,币种,店铺,收款方,备注,单据号", "日期,費用科目,金額,幣別,渠道,供應商,備註,單號",
     "Date,Expense category,Amount,Currency,Channel,Vendor,Memo,Invoice no"],
)  # fmt: skip
def test_a_strangers_list_is_proposed_as_expenses(shop: Store, header: str) -> None:
    staged = read(shop, table(header, RENT, BILL, name="list.csv"), Choices(accept_proposal=True))
    assert (staged.plan.kind, len(staged.plan.columns), staged.counts()["new"]) == ("expenses", 8, 2)


@pytest.mark.parametrize("said", ["6605.wages", "Wages", "7001"])
def test_an_account_of_the_shops_own_is_meant_by_its_code_or_name(shop: Store, said: str) -> None:
    shop.do(add_account, "6605.wages", "Wages")
    shop.do(add_account, "7001", "Donations", "expense")
    costs = table("spent_on,account,amount,note", f"2026-01-05,{said},12.5,May", name="own.csv")
    take_in(shop, costs)
    code = "7001" if said == "7001" else "6605.wages"
    with shop.read() as tx:
        assert next(one for one in fetch_accounts(tx, None, None) if one.code == code).debit == Decimal("12.5")
    assert read(shop, costs).counts()["same"] == 1
