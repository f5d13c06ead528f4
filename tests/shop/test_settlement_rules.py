"""Settlement as plain values: kinds and their accounts, numbers, ages, and what agreed fees come to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.settlement.rules import (
    FeeTerms,
    LineKind,
    LineState,
    age_band,
    expected_fee,
    order_number,
    role_of_line,
    state_of_line,
    terms_of,
)

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("T200P2026013012345678", "2026013012345678"),
        ('="123"', "123"),
        ("'123", "123"),
        ("#1001", "1001"),
        ("`123 ", "123"),
        ("T-SHIRT", "T-SHIRT"),
        ("T200P12", "T200P12"),
        (" ", ""),
    ],
)
def test_what_platforms_put_around_a_number(told: str, number: str) -> None:
    assert order_number(told) == number


@given(st.from_regex(r"[0-9][0-9A-Z-]{0,30}", fullmatch=True))
def test_a_bare_number_stays(told: str) -> None:
    assert order_number(told) == told


def test_each_kind_has_its_account() -> None:
    assert role_of_line(LineKind.SALE, has_order=True) is Role.CLEARING
    assert role_of_line(LineKind.SALE, has_order=False) is Role.UNMATCHED
    assert role_of_line(LineKind.SUBSIDY, has_order=True) is Role.CLEARING
    assert role_of_line(LineKind.SUBSIDY, has_order=False) is Role.SUBSIDY
    assert role_of_line(LineKind.OTHER, has_order=True) is Role.UNMATCHED
    assert role_of_line(LineKind.ADS, has_order=False) is Role.AD_ACCOUNT, "paid is not spent"
    states = {kind: state_of_line(kind, has_order=False) for kind in LineKind}
    assert {kind for kind, state in states.items() if state is LineState.UNMATCHED} == {
        LineKind.SALE, LineKind.REFUND, LineKind.OTHER,
    }  # fmt: skip


@pytest.mark.parametrize(("days", "band"), [(0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (60, 2), (61, 3)])
def test_ages(days: int, band: int) -> None:
    assert age_band(days) == band


def terms(rate: str, since: date = date(2026, 1, 1), category: str | None = None, **bounds: int) -> FeeTerms:
    bound = {"fixed": 0, "minimum": None, "maximum": None, **bounds}
    return FeeTerms(category, since, int(float(rate) * 10**10), **bound)  # type: ignore[arg-type]


def test_the_rule_that_says_most_and_latest_holds() -> None:
    rules = [terms("0.05"), terms("0.06", DAY), terms("0.02", category="Tea"), terms("0.09", date(2026, 9, 1))]
    assert [terms_of(rules, category, DAY) for category in (None, "Tea", "Cups")] == [rules[1], rules[2], rules[1]]
    assert terms_of(rules, None, date(2025, 12, 31)) is None


def test_what_an_order_should_cost() -> None:
    assert expected_fee([terms("0.05")], [(None, 1_000_000)], DAY) == 50_000
    assert expected_fee([terms("0.006", fixed=3_000)], [(None, 333_300)], DAY) == 2_000 + 3_000
    assert expected_fee([terms("0.05", minimum=80_000)], [(None, 1_000_000)], DAY) == 80_000
    assert expected_fee([terms("0.05", maximum=20_000)], [("Tea", 500_000), ("Cups", 500_000)], DAY) == 20_000
    mixed = [terms("0.05"), terms("0.02", category="Tea")]
    assert expected_fee(mixed, [("Tea", 500_000), ("Cups", 500_000)], DAY) == 10_000 + 25_000
    assert expected_fee([], [(None, 1)], DAY) is None
