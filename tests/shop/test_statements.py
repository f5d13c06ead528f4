"""Statements of any range: each is recomputed here from what was booked, and ties to the others to the cent."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from tests.store_fixtures import Make

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.ledger.actions import book_expense, close_period, reverse_entry
from shopdesk.shop.ledger.chart import add_account
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.ledger.reports import ACCOUNT_SHEET_ROWS, JOURNAL_ROWS
from shopdesk.shop.ledger.statements import Days, StatementLine, balance_sheet, cash_flow, profit_and_loss
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.action import action
from shopdesk.store.rows import Query, count, fetch_keyed
from shopdesk.store.store import Store
from shopdesk.store.tables import JournalEntry
from shopdesk.store.tx import Tx
from shopdesk.text import UserError

FIRST = date(2026, 1, 1)
ACCOUNTS = {
    "1002": "asset", "1002.icbc": "asset", "1405": "asset", "1601": "asset", "2202": "liability", "2221": "liability",
    "4001": "equity", "6001": "income", "6003": "income", "6301": "income", "6009": "income", "6401": "expense",
    "6605": "expense", "6605.wages": "expense", "6612": "expense", "6801": "expense", "7001": "expense",
}  # fmt: skip
NET_SALES = ("6001", "6003")
COSTS = ("6605", "6605.wages", "7001")


@action("money.post", "Name a channel")
def name_channel(tx: Tx) -> int:
    return find_channel(tx, "Etsy")


def open_up(store: Store) -> None:
    store.do(open_shop, "Tea", "CNY", "UTC", Costing.MOVING_AVERAGE)
    store.do(name_channel)
    for code, title, kind in (
        ("1002.icbc", "ICBC", ""), ("1601", "Machines", "asset"), ("6009", "Rent of a room", "income"),
        ("6605.wages", "Wages", ""), ("7001", "Donations", "expense"),
    ):  # fmt: skip
        store.do(add_account, code, title, kind)


Booked = tuple[date, int | None, dict[str, Decimal]]
LINES = st.lists(st.tuples(st.sampled_from(sorted(ACCOUNTS)), st.integers(-99_999, 99_999)), min_size=2, max_size=4)
ENTRIES = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([None, 1]), LINES), min_size=1, max_size=8)


def booked(store: Store, drawn: Iterable[tuple[int, int | None, list[tuple[str, int]]]]) -> list[Booked]:
    """Book what was drawn, the first account taking what is missing; what does not move two accounts is left out."""
    made: list[Booked] = []
    for day, channel, told in drawn:
        sides: dict[str, Decimal] = defaultdict(Decimal)
        for code, cents in told:
            sides[code] += Decimal(cents) / 100
        sides[told[0][0]] -= sum(sides.values())
        sides = {code: amount for code, amount in sides.items() if amount}
        if len(sides) > 1:
            on = FIRST + timedelta(days=day)
            store.do(book_entry, on, [EntryLine(c, a) for c, a in sides.items()], "drawn", channel_id=channel)
            made.append((on, channel, sides))
    return made


def total(made: list[Booked], codes: Iterable[str], days: Days, channel: int | None) -> Decimal:
    """Debit less credit of accounts over days, from what was booked."""
    wanted = set(codes)
    return sum(
        (
            amount
            for on, its_channel, sides in made
            for code, amount in sides.items()
            if code in wanted and (channel is None or its_channel == channel)
            and (days.since is None or on >= days.since) and (days.until is None or on <= days.until)
        ),
        Decimal(0),
    )  # fmt: skip


def figures(lines: list[StatementLine]) -> dict[str, Decimal]:
    return {line.key: line.now for line in lines}


def befores(lines: list[StatementLine]) -> dict[str, Decimal | None]:
    return {line.key: line.before for line in lines}


@pytest.fixture
def shop(new_store: Make) -> Store:
    return new_store(open_up)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=ENTRIES, since=st.integers(0, 40), length=st.integers(0, 30), channel=st.sampled_from([None, 1]))
def test_statements_are_what_was_booked(
    new_store: Make, drawn: list[tuple[int, int | None, list[tuple[str, int]]]], since: int, length: int,
    channel: int | None,
) -> None:  # fmt: skip
    store = new_store(open_up)
    made = booked(store, drawn)
    days = Days(FIRST + timedelta(days=since), FIRST + timedelta(days=since + length))
    past = Days(None, FIRST + timedelta(days=since - 1))
    with store.read() as tx:
        pnl = profit_and_loss(tx, days, past, channel)
        sheet = balance_sheet(tx, days.until, past.until, channel)
        cash = cash_flow(tx, days, past, channel)
    until = Days(None, days.until)
    for told, span in ((figures(pnl), days), (befores(pnl), past)):
        assert told["net_sales"] == -total(made, NET_SALES, span, channel)
        costs = total(made, ["6401", *COSTS], span, channel)
        assert told["operating_profit"] == -total(made, NET_SALES, span, channel) - costs
        earned = [code for code, kind in ACCOUNTS.items() if kind in {"income", "expense"}]
        assert told["profit"] == -total(made, earned, span, channel)
    for told, span in ((figures(sheet), until), (befores(sheet), past)):
        assert told["check"] == 0
        assert told["assets"] == total(made, [c for c, kind in ACCOUNTS.items() if kind == "asset"], span, channel)
        assert told["liabilities"] == -total(made, ["2202", "2221"], span, channel)
    flow = figures(cash)
    assert flow["opening"] == total(made, ["1002", "1002.icbc"], past, channel)
    assert flow["closing"] == total(made, ["1002", "1002.icbc"], until, channel)
    for lines in (pnl, sheet, cash):
        by_key = figures(lines)
        for line in lines:
            assert not line.parts or line.now == sum(sign * by_key[key] for sign, key in line.parts)


def test_own_accounts_stand_below_their_head_and_alone(shop: Store) -> None:
    for account, amount in (("6605", 100), ("6605.wages", 250), ("7001", 9)):
        shop.do(book_entry, FIRST, [EntryLine(account, Decimal(amount)), EntryLine("1002", Decimal(-amount))])
    with shop.read() as tx:
        lines = profit_and_loss(tx, Days(FIRST, FIRST))
    told = [(line.title, line.level, line.now, line.accounts) for line in lines if line.level]
    assert told == [
        ("Rent and wages", 1, Decimal(-350), ("6605", "6605.wages")),
        ("Rent and wages", 2, Decimal(-100), ("6605",)),
        ("Wages", 2, Decimal(-250), ("6605.wages",)),
        ("Donations", 1, Decimal(-9), ("7001",)),
    ]
    assert figures(lines)["profit"] == Decimal(-359)


def test_cash_between_own_banks_is_no_flow(shop: Store) -> None:
    start = [EntryLine("1002", Decimal(500)), EntryLine("4001", Decimal(-500))]
    shop.do(book_entry, FIRST, start)
    later = FIRST + timedelta(days=3)
    shop.do(book_entry, later, [EntryLine("1002.icbc", Decimal(200)), EntryLine("1002", Decimal(-200))])
    made = shop.do(book_entry, later, [EntryLine("6605", Decimal(70)), EntryLine("1002.icbc", Decimal(-70))]).value
    shop.do(reverse_entry, made)
    shop.do(book_entry, later, [EntryLine("6605", Decimal(30)), EntryLine("1002", Decimal(-30))])
    with shop.read() as tx:
        flow = figures(cash_flow(tx, Days(later, later)))
    assert flow == {"opening": Decimal(500), "6605": Decimal(-30), "movement": Decimal(-30), "closing": Decimal(470)}


def test_an_empty_shop_has_statements_of_nothing(shop: Store) -> None:
    with shop.read() as tx:
        assert {line.now for line in profit_and_loss(tx, Days(None, None))} == {Decimal(0)}
        assert {line.key for line in balance_sheet(tx, None)} >= {"assets", "owed", "check"}
        assert figures(cash_flow(tx, Days(None, None)))["closing"] == 0


def test_an_account_sheet_says_what_the_account_held_after_each_posting(shop: Store) -> None:
    days = (3, 0, 3, 5, 0)
    for place, day in enumerate(days):
        lines = [EntryLine("1002", Decimal(10**place)), EntryLine("4001", -Decimal(10**place))]
        shop.do(book_entry, FIRST + timedelta(days=day), lines, channel_id=1 if place % 2 else None)
    query = Query(filters=(("account_code", '="1002"'),))
    keys = [column.key for column in ACCOUNT_SHEET_ROWS.sheet.columns]
    with shop.read() as tx:
        rows = [dict(zip(keys, row, strict=True)) for _id, row in fetch_keyed(tx, ACCOUNT_SHEET_ROWS, query)]
        cash = count(tx, JOURNAL_ROWS, Query(filters=(("moves_cash", "yes"),)))
    held, made = Decimal(0), []
    for row in rows:
        held += row["debit"]
        made.append(held)
    assert [row["balance"] for row in rows] == made
    assert [row["debit"] for row in rows] == [10, 10_000, 1, 100, 1_000], "by day, and of a day as they were posted"
    assert cash == 10


# ------------------------------------------------------------------------------------------------ a closed month


def test_a_closed_month_takes_nothing_by_any_door(shop: Store) -> None:
    def told() -> tuple[list[StatementLine], list[StatementLine]]:
        with shop.read() as tx:
            january = Days(date(2026, 1, 1), date(2026, 1, 31))
            return profit_and_loss(tx, january), balance_sheet(tx, january.until)

    in_january = [EntryLine("6605", Decimal(30)), EntryLine("1002", Decimal(-30))]
    made = shop.do(book_entry, date(2026, 1, 9), in_january).value
    shop._clock = lambda: datetime(2026, 3, 5, tzinfo=UTC)
    shop.do(close_period, date(2026, 1, 31))
    before = told()
    for refused in (
        lambda: shop.do(book_entry, date(2026, 1, 31), in_january),
        lambda: shop.do(book_expense, date(2026, 1, 31), "6605.wages", Decimal(3), "late"),
    ):
        with pytest.raises(UserError) as error:
            refused()
        assert error.value.code == "period_closed"
    shop.do(reverse_entry, made)
    shop.do(add_account, "6605.late", "Late")
    shop.do(book_expense, date(2026, 2, 1), "6605.late", Decimal(3), "in February")
    values = {"entry_on": date(2026, 1, 9), "kind": "manual", "document_kind": "manual", "document_id": 1,
              "posted_at": datetime(2026, 3, 5, tzinfo=UTC), "change_id": 1}  # fmt: skip
    with pytest.raises(DBAPIError), shop._writer.begin() as connection:
        connection.execute(insert(JournalEntry).values(**values))
    assert told() == before
    with shop.read() as tx:
        february = figures(profit_and_loss(tx, Days(date(2026, 2, 1), date(2026, 2, 28))))
    assert february["profit"] == Decimal(30) - 3, "what takes January back stands on the first open day"
