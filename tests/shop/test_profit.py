"""Every line of the profit against the same added up from the tickets, by month and channel and by SKU."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.shop.made_shop import LINES, LIVED, Year, lived
from tests.store_fixtures import Make

from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.orders.reports import By, fetch_sales
from shopdesk.shop.profit.build import build_book
from shopdesk.shop.profit.figures import Figures, total
from shopdesk.shop.profit.reports import count_unknown, fetch_months, fetch_profit, fetch_skus, months_with_sales
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.check import check_store
from shopdesk.store.store import Store

LEAST = Fraction(1, 10_000)
"""The store's smallest amount."""


@pytest.fixture(params=[(1, Costing.MOVING_AVERAGE), (2, Costing.FIFO), (3, Costing.MOVING_AVERAGE)], ids=str)
def year(request: pytest.FixtureRequest, new_store: Make) -> tuple[Year, Store]:
    store = new_store(lived, *request.param)
    return LIVED[request.param], store


def close(figures: Figures, wanted: dict[str, Fraction], where: object, parts: int = 40) -> None:
    """Equal but for the rounding of shares: at most one smallest unit for each part."""
    for line in LINES:
        found = Fraction(getattr(figures, line))
        slack = LEAST * parts if line in {"cogs", "refunds", "unknown_sales", "stock_differences"} else 0
        assert abs(found - wanted[line]) <= slack, (where, line, float(found), float(wanted[line]))


def summed(
    wanted: dict[tuple[str, str, str], dict[str, Fraction]], *places: int
) -> dict[tuple[str, ...], dict[str, Fraction]]:
    made: dict[tuple[str, ...], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for key, lines in wanted.items():
        for line, amount in lines.items():
            made[tuple(key[place] for place in places)][line] += amount
    return made


def test_every_line_by_month_and_channel_is_that_of_the_tickets(year: tuple[Year, Store]) -> None:
    made, store = year
    with store.read() as tx:
        months = fetch_months(tx)
    wanted = {key: lines for key, lines in summed(made.figures(), 0, 1).items() if any(lines.values())}
    assert months.keys() == wanted.keys()
    for key, figures in months.items():
        close(figures, wanted[key], key)


def test_every_line_by_sku_is_that_of_the_tickets(year: tuple[Year, Store]) -> None:
    made, store = year
    with store.read() as tx:
        by_sku = fetch_profit(tx, By.SKU)
        whole = total(fetch_months(tx).values())
    wanted = summed(made.figures(), 2)
    for sku in made.ids:
        lines = wanted[sku,] | {"orders": Fraction(by_sku[sku].orders)}
        close(by_sku[sku], lines, sku)
        sold = {
            t.number
            for t in made.tickets
            if t.kind == "sale" and t.state != "cancelled" and sku in {i.sku for i in t.items}
        }
        assert by_sku[sku].orders == len(sold), sku
    summed_up = total(by_sku.values())
    assert all(getattr(summed_up, line) == getattr(whole, line) for line in LINES if line != "orders")


def test_skus_whose_cost_nobody_has_told_are_counted(year: tuple[Year, Store]) -> None:
    made, store = year
    with store.read() as tx:
        counted = count_unknown(tx)
        rows = fetch_skus(tx, Scope(size=None))
    assert counted == sum(row.sku_id is not None and bool(row.figures.untold_units) for row in rows) > 0
    sent = {moved.sku for place, moved in enumerate(made.moves) if moved.ticket and place not in made.worth()}
    assert counted == len(sent)


def test_a_sku_of_a_month_and_a_channel_is_that_of_the_tickets(year: tuple[Year, Store]) -> None:
    made, store = year
    with store.read() as tx:
        book = build_book(tx, "2026-01", "2026-08")
    wanted = summed(made.figures(), 0, 1, 2)
    for row in book.skus:
        if row.sku:
            lines = wanted[row.month, row.channel, row.sku]
            told = row.figures
            net = lines["gross_sales"] - lines["discounts"] - lines["refunds"]
            assert abs(Fraction(told.net_sales) - net) <= LEAST * 9, row
            assert (told.units, told.gross_sales) == (lines["units"], lines["gross_sales"]), row
            assert abs(Fraction(told.unknown_sales) - lines["unknown_sales"]) <= LEAST * 9, row
            assert abs(Fraction(told.cogs) - lines["cogs"]) <= LEAST * 9, row


@pytest.mark.parametrize("since_month", ["2026-02", "2026-05"])
def test_a_range_reads_the_same_as_its_months(year: tuple[Year, Store], since_month: str) -> None:
    _made, store = year
    with store.read() as tx:
        months = {key: f for key, f in fetch_months(tx).items() if key[0] == since_month}
        book = build_book(tx, since_month, since_month)
    found = {(row.month, row.channel): (row.figures.profit, row.figures.unknown_sales) for row in book.months}
    assert found == {key: (figures.profit, figures.unknown_sales) for key, figures in months.items()}


def test_the_books_tie_to_the_reports(year: tuple[Year, Store]) -> None:
    _made, store = year
    with store.read() as tx:
        first, last = months_with_sales(tx) or ("", "")
        book = build_book(tx, first, last)
        sales = fetch_sales(tx)
        months = fetch_months(tx)
    income = {account.code: account.closing for account in book.accounts}
    net = sum((row.figures.net_sales for row in book.months), Decimal(0))
    codes = (Role.SALES, Role.DISCOUNT, Role.RETURNS, Role.SHIPPING, Role.CHARGES, Role.BAD_DEBT)
    assert -sum(income.get(role.value, Decimal(0)) for role in codes) == net
    assert sum((account.closing for account in book.accounts), Decimal(0)) == 0
    by_month: dict[str, Decimal] = defaultdict(Decimal)
    for (month, _channel), figures in months.items():
        by_month[month] += figures.net_sales
    assert {row.bucket: row.net_sales for row in sales} == {
        month: net for month, net in by_month.items() if month in {r.bucket for r in sales}
    }
    assert not [finding for finding in check_store(store) if not finding.notice]


def test_inventory_is_what_the_shelves_are_worth(year: tuple[Year, Store]) -> None:
    made, store = year
    with store.read() as tx:
        book = build_book(tx, "2026-01", "2026-12")
    inventory = next(account.closing for account in book.accounts if account.code == Role.INVENTORY.value)
    assert abs(Fraction(inventory) - sum(made.worth().values())) <= LEAST * len(made.ids)


def test_one_channel_reads_the_same_as_its_part_of_all(year: tuple[Year, Store]) -> None:
    _made, store = year
    with store.read() as tx:
        both = fetch_months(tx)
        alone = fetch_months(tx, channel_id=1)
        skus = fetch_skus(tx, Scope(channel_id=1))
    (title,) = {channel for _month, channel in alone}
    assert alone == {key: figures for key, figures in both.items() if key[1] == title}
    assert total(row.figures for row in skus).profit == total(alone.values()).profit
