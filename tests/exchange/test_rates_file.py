"""Lists of exchange rates: one for each currency and day, changed where they say otherwise, and taken back whole."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.counter import give_back, read, table, take_in
from tests.exchange.edited_sheets import contents

from shopdesk.desk.importing.outcome_rows import tell
from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.imports import Choices
from shopdesk.exchange.workbook import write_template
from shopdesk.shop.ledger.actions import set_rate
from shopdesk.shop.ledger.reports import RATE_ROWS
from shopdesk.shop.ledger.sheets import RATE_FILE
from shopdesk.shop.offers import USUAL_OFFERS
from shopdesk.store.store import Store
from shopdesk.text import UserError

DAY = date(2026, 1, 5)


def listed(*rows: Sequence[str], name: str = "rates.csv") -> Memory:
    return table(("currency", "rate_on", "rate"), *rows, name=name)


def rates(shop: Store) -> dict[tuple[str, str], Decimal]:
    return {(row[0], row[1].isoformat()): row[2] for row in contents(shop, RATE_ROWS).values()}


def test_rates_come_in_change_and_go(shop: Store) -> None:
    shop.do(set_rate, "USD", DAY, Decimal("7.1"))
    before = rates(shop)
    first = listed(("USD", "2026-01-05", "7.1234567891"), ("EUR", "2026-01-05", "7.8"))
    staged = read(shop, first)
    assert (staged.plan.format, staged.plan.certain) == ("template-rates", True)
    assert (staged.counts()["new"], staged.counts()["changed"]) == (1, 1)
    with shop.read() as tx:
        said = [line.reason for line in tell(tx, staged).listed]
    assert said == ["Rate: 7.1 → 7.1234567891", "2026-01-05, 7.8"]
    made = take_in(shop, first)
    assert rates(shop) == {("USD", "2026-01-05"): Decimal("7.1234567891"), ("EUR", "2026-01-05"): Decimal("7.8")}
    assert take_in(shop, first) == 0
    later = take_in(shop, listed(("EUR", "2026-01-05", "7.9"), name="later.csv"))
    with pytest.raises(UserError, match="Later work stands"):
        give_back(shop, made)
    give_back(shop, later)
    give_back(shop, made)
    assert rates(shop) == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("CNY", "2026-01-05", "1"), "CNY is the shop's own currency and needs no rate."),
        (("dollars", "2026-01-05", "7"), "dollars is not the code of a currency, such as USD."),
        (("USD", "2026-01-05", "0"), "An exchange rate must be more than zero."),
        (("USD", "2026-01-05", "-7.1"), "An exchange rate must be more than zero."),
        (("USD", "", "7.1"), "From day is blank."),
    ],
)
def test_what_is_no_rate_is_said_with_its_cell(shop: Store, row: Sequence[str], reason: str) -> None:
    (problem,) = read(shop, listed(row)).problems
    assert (problem.reason, problem.row) == (reason, 2)


def test_two_rates_of_one_day_are_not_guessed_between(shop: Store) -> None:
    staged = read(shop, listed(("USD", "2026-01-05", "7.1"), ("USD", "2026-01-05", "7.2"), ("USD", "2026-01-06", "7")))
    assert set(staged.rejected_rows) == {2, 3}
    same = read(shop, listed(("USD", "2026-01-05", "7.1"), ("USD", "2026-01-05", "7.1"), name="same.csv"))
    assert (same.counts()["new"], same.counts()["skipped"]) == (1, 1)


@pytest.mark.parametrize(
    "header", ["币种,生效日期,汇率", "幣別,生效日期,匯率", "Currency code,Valid from,Exchange rate"]
)
def test_a_strangers_list_is_proposed_as_rates(shop: Store, header: str) -> None:
    staged = read(shop, table(header, ("USD", "2026-01-05", "7.1")), Choices(accept_proposal=True))
    assert (staged.plan.kind, staged.counts()["new"]) == ("rates", 1)


def test_there_is_a_template(tmp_path: Path) -> None:
    write_template(tmp_path / "rates.xlsx", RATE_FILE, "en", USUAL_OFFERS)
    assert (tmp_path / "rates.xlsx").stat().st_size > 0
