"""Why a customer is on the list: their own or the shop's rhythm, first orders that arrived, silence of dear ones."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from shopdesk.shop.service.care.rules import Bought, CareLimits, CareRule, dear_from, gaps, judge, usual_gap

TODAY = date(2026, 11, 2)
LIMITS = CareLimits()
DEAR = Decimal(1000)


def bought(*ago: int, value: int = 10, delivered: int | None = None) -> Bought:
    days = tuple(TODAY - timedelta(one) for one in ago)
    return Bought(days, len(days), Decimal(value), None if delivered is None else TODAY - timedelta(delivered))


@pytest.mark.parametrize(
    ("one", "rule", "due_ago", "own"),
    [
        (bought(60, 40, 30), CareRule.WIN_BACK, 7, True),  # own gaps 20 and 10: due 22.5 days, so 23, after the last
        (bought(53, 33, 23), CareRule.WIN_BACK, 0, True),
        (bought(52, 32, 22), None, 0, True),
        (bought(70, 31), CareRule.WIN_BACK, 1, False),  # two orders: the shop's gap of 20 counts
        (bought(29), None, 0, False),
        (bought(400, 390, 380), None, 0, True),  # lost
        (bought(8, delivered=5), CareRule.FIRST_ORDER, 0, False),
        (bought(8, delivered=4), None, 0, False),
        (bought(25, delivered=21), None, 0, False),
        (bought(200, 100, 90, value=1000), CareRule.SILENT, 0, True),
        (bought(90, value=1000), CareRule.WIN_BACK, 60, False),  # one order makes nobody dear
    ],
)
def test_what_puts_a_customer_on_the_list(one: Bought, rule: CareRule | None, due_ago: int, own: bool) -> None:
    due = judge(one, 20, DEAR, LIMITS, TODAY)
    assert (due and due.rule) == rule
    if due is not None:
        assert (due.due_on, due.is_own) == (TODAY - timedelta(due_ago), own)


def test_a_shop_without_a_rhythm_wins_nobody_back() -> None:
    assert usual_gap([10, 20, 30, 40]) is None
    assert usual_gap([10, 20, 30, 40, 50]) == 30
    assert judge(bought(300), None, None, LIMITS, TODAY) is None


def test_the_dearest_fifth() -> None:
    assert dear_from([], LIMITS.dear_share) is None
    assert dear_from([Decimal(one) for one in range(1, 11)], LIMITS.dear_share) == 9
    assert dear_from([Decimal(7)], LIMITS.dear_share) == 7
    assert gaps([TODAY, TODAY + timedelta(3)]) == [3]
