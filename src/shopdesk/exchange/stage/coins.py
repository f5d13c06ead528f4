"""Whether the amounts of a file are whole coins of the currency that it names: no half yen, no tenth of a cent."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.groups import LINE_FIELDS, Group, heads_of
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Staged
from shopdesk.shop.columns import Kind
from shopdesk.shop.money import decimals
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_

NO_COINS = N_("{value} is finer than the coins of {currency}, which have {places} decimals; amounts are never rounded")

_LINE_MONEY: Final = tuple(
    (place, key) for place, key in enumerate(LINE_FIELDS, 1) if ORDER_FILE.column(key).kind is Kind.MONEY
)
"""Place in a row of a group, and its field."""
_MONEY: Final = frozenset(column.key for column in ORDER_FILE.columns if column.kind is Kind.MONEY)


def in_coins(group: Group, currency: str, plan: Plan, staged: Staged) -> bool:
    """Whether the amounts of an order are whole coins of the currency it is told in; reported where one is not.

    Amounts are what was paid, so half a yen is a slip of the decimal sign or of the currency: it is rejected, as an
    amount is never rounded on its way in. Prices of one piece may be finer. A file that names no currency keeps its
    amounts to the fourth decimal.
    """
    step = _step(currency)
    found = next(_finer(group, plan, step), None)
    if found is None:
        return True
    row, key, value = found
    shown = f"{(Decimal(value) / MONEY_SCALE).normalize():f}"
    told = {"value": shown, "currency": currency, "places": decimals(currency)}
    staged.report(problem(plan, ORDER_FILE, key, row, shown, NO_COINS, told))
    return False


@cache
def _step(currency: str) -> int:
    return int(MONEY_SCALE // 10 ** decimals(currency))


def _finer(group: Group, plan: Plan, step: int) -> Iterator[tuple[int, str, int]]:
    """(row, field, value in 1/10,000) of each amount that is no whole number of coins."""
    for key, value in zip(heads_of(plan), group.head, strict=True):
        if value and key in _MONEY and value % step:
            yield group.numbers[0], key, value
    for row in group.rows:
        for place, key in _LINE_MONEY:
            if row[place] and row[place] % step:
                yield row[0], key, row[place]
