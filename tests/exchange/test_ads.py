"""Advertising as it was incurred: a day is set to what a report says, once, whichever report says it first."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select
from tests.exchange.counter import D, assert_sound, balances, give_back, read, table, take_in, views
from tests.exchange.formats.sample import sample
from tests.exchange.formats.test_ad_reports import PLAN_ROW, PLANS, TERM_ROW, TERMS, WANXIANG, WANXIANG_ROW

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.shop.ledger.actions import account_ids, close_period, post_entry
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.spending.ads import book_paid_ads, fetch_ad_accounts
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import AdSpend, Channel, JournalEntry, KeywordDay
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

HEADER = ("ran_on", "ran_until", "channel", "platform", "campaign", "target", "amount", "currency", "clicks", "revenue")
SPRING = ("2026-03-01", "", "Taobao", "万相台", "Spring", "", "120.50", "", "100", "600")


def ads(*rows: Sequence[str], name: str = "ads.csv") -> Memory:
    return table(HEADER, *rows, name=name)


def with_amount(row: Sequence[str], amount: str) -> tuple[str, ...]:
    return (*row[:6], amount, *row[7:])


def test_spend_is_incurred_against_the_channels_advertising_account(shop: Store) -> None:
    take_in(shop, ads(SPRING))
    assert balances(shop) == {"6602": D("120.5"), "1123.taobao": D("-120.5")}
    assert take_in(shop, ads(SPRING, name="again.csv")) == 0


def test_a_later_report_restates_a_day_by_the_difference(shop: Store) -> None:
    first = take_in(shop, ads(SPRING))
    before = views(shop)
    less = with_amount(SPRING, "100.00")
    staged = read(shop, ads(less))
    assert (staged.counts()["changed"], staged.items[0].changes) == (1, ("amount",))
    second = take_in(shop, ads(less))
    assert balances(shop) == {"6602": D(100), "1123.taobao": D(-100)}
    with shop.read() as tx:
        assert len(tx.scalars(select(JournalEntry.entry_id))) == 2, "what was posted stays"
    with pytest.raises(UserError, match=r"ads\.csv"):
        give_back(shop, first)
    give_back(shop, second)
    assert views(shop) == before
    assert read(shop, ads(SPRING)).counts()["same"] == 1
    give_back(shop, first)
    assert balances(shop) == {}
    assert_sound(shop)


def test_rows_of_one_day_are_added_up_and_a_period_is_spread_over_its_days(shop: Store) -> None:
    take_in(shop, ads(SPRING, SPRING))
    assert balances(shop)["6602"] == D(241)
    month = ("2026-03-01", "2026-03-10", *with_amount(SPRING, "300.00")[2:])
    take_in(shop, ads(month, name="period.csv"))
    assert balances(shop)["6602"] == D(300), "a day in a period is set, not added"
    with shop.read() as tx:
        amounts = tx.scalars(select(AdSpend.amount).order_by(AdSpend.spent_on))
    assert amounts == [D(30)] * 10


def test_another_kind_of_report_of_the_same_day_is_held(file_shop: Store) -> None:
    take_in(file_shop, sample(WANXIANG, WANXIANG_ROW))
    staged = read(file_shop, sample(PLANS, PLAN_ROW, name="plans.csv"))
    assert staged.counts()["conflict"] == 1
    assert "booked from another kind of report" in staged.problems[0].reason
    assert take_in(file_shop, sample(PLANS, PLAN_ROW, name="plans.csv")) == 0
    assert take_in(file_shop, sample(PLANS, {**PLAN_ROW, "日期": "2026-03-02"}, name="next.csv"))
    assert balances(file_shop)["6602"] == D(241)


def test_a_row_of_too_many_days_or_backwards_is_rejected(file_shop: Store) -> None:
    staged = read(file_shop, ads(("2024-03-01", "2026-03-01", *SPRING[2:]), ("2026-03-02", "2026-03-01", *SPRING[2:])))
    assert [problem.row for problem in staged.problems] == [2, 3]


def test_a_closed_day_is_incurred_on_the_first_open_one(shop: Store) -> None:
    take_in(shop, ads(SPRING))
    shop.do(close_period, date(2026, 3, 10))
    take_in(shop, ads(with_amount(SPRING, "130.50"), ("2026-03-05", *SPRING[1:])))
    with shop.read() as tx:
        days = tx.scalars(select(JournalEntry.entry_on).order_by(JournalEntry.entry_id))
    assert days == [date(2026, 3, 1), date(2026, 3, 11), date(2026, 3, 11)]
    assert balances(shop)["6602"] == D(251)


def test_what_searched_words_brought_comes_in_with_the_spend_once_and_is_taken_back(file_shop: Store) -> None:
    in_yuan = TERM_ROW | {"Currency": "CNY"}
    page, star = in_yuan | {"Customer Search Term": "b0abc12de3"}, in_yuan | {"Customer Search Term": "*"}
    other = in_yuan | {"Ad Group Name": "B", "Clicks": "1", "Spend": "$0.79", "7 Day Total Sales ": "$2.50"}
    import_id = take_in(file_shop, sample(TERMS, in_yuan, page, star, other))
    columns = (KeywordDay.word, KeywordDay.campaign, KeywordDay.clicks, KeywordDay.orders, KeywordDay.revenue)
    told = select(*columns, KeywordDay.spend, KeywordDay.first_on, KeywordDay.last_on)
    days = date(2026, 3, 1), date(2026, 3, 2)
    with file_shop.read() as tx:
        assert [tuple(row) for row in tx.rows(told)] == [("longjing tea", "Tea", 10, 4, D("42.5"), D(8), *days)]
    more = in_yuan | {"Clicks": "12"}
    second = take_in(file_shop, sample(TERMS, more, name="later.csv"))
    with file_shop.read() as tx:
        assert tx.scalars(select(KeywordDay.clicks)) == [12]
    give_back(file_shop, second)
    with file_shop.read() as tx:
        assert tx.scalars(select(KeywordDay.clicks)) == [10]
    give_back(file_shop, import_id)
    with file_shop.read() as tx:
        assert tx.rows(told) == []
    assert_sound(file_shop)


@action("money.post", "Pay for advertising")
def top_up(tx: Tx, channel_id: int, amount: int) -> None:
    accounts = account_ids(tx, channel_id)
    sides = {accounts[Role.AD_ACCOUNT]: amount, accounts[Role.BANK]: -amount}
    post_entry(tx, date(2026, 3, 1), EntryKind.SETTLEMENT, ("settlement", 1), sides, channel_id=channel_id)


def test_incurred_and_paid_meet_in_the_advertising_account(shop: Store) -> None:
    take_in(shop, ads(SPRING))
    with shop.read() as tx:
        taobao = tx.scalar(select(Channel.channel_id).where(Channel.code == "taobao"))
    with pytest.raises(UserError, match="Nothing was paid"):
        shop.do(book_paid_ads, taobao)
    shop.do(top_up, taobao, 2_000_000)
    shop.do(book_paid_ads, taobao)
    shop.do(top_up, taobao, 2_000_000)
    with shop.read() as tx:
        account = fetch_ad_accounts(tx)[0]
    shop.do(book_paid_ads, taobao)
    assert (account.channel, account.paid, account.incurred, account.balance) == ("Taobao", D(400), D(200), D(200))
    assert balances(shop) == {"6602": D(400), "1002": D(-400)}
    assert_sound(shop)


def test_a_sheet_that_nobody_declared_is_proposed(file_shop: Store) -> None:
    what = table("Day,Campaign,Impr.,Clicks,Cost,Conv. value", "2026-03-01,Tea,900,30,12.50,80.00", name="google.csv")
    staged = read(file_shop, what, Choices(kind="ads", accept_proposal=True, channel="shopify"))
    assert set(staged.plan.columns) == {"ran_on", "campaign", "impressions", "clicks", "amount", "revenue"}
    take_in(file_shop, what, Choices(kind="ads", accept_proposal=True, channel="shopify"))
    assert balances(file_shop) == {"6602": D("12.5"), "1123.shopify": D("-12.5")}
