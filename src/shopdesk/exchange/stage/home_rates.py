"""What rows in other currencies come to in the shop's own: at the rate of their day, and never at a guess."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from shopdesk.exchange.stage.foreign import Missing, NeedsRate
from shopdesk.exchange.stage.staged import Item, Staged, Worth
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.shop.ledger.rules import rate_on
from shopdesk.store.tx import Tx


def rates_home(tx: Tx, staged: Staged, currencies: Iterable[str | None]) -> Callable[[str | None, str], int | None]:
    """(currency, day) → what one unit is worth, in 1/10**10: 0 in the shop's own, None where nobody knows.

    What a person said of this file goes before the table of rates.
    """
    home = tx.currency
    dated = fetch_rates(tx, {currency for currency in currencies if currency})

    def of(currency: str | None, day: str) -> int | None:
        if not currency or currency == home:
            return 0
        return staged.rates.get(currency) or rate_on(dated.get(currency, ()), day)

    return of


def need_rates(tx: Tx, staged: Staged, asked: Sequence[tuple[Item, str | None, str]]) -> None:
    """Note what the currencies of (row, currency, day) are worth; NeedsRate where one has no rate on its day."""
    rate_of, missing = rates_home(tx, staged, [currency for _item, currency, _day in asked]), dict[str, Missing]()
    staged.worth = {}
    for item, currency, day in asked:
        rate = rate_of(currency, day)
        if currency and rate is None:
            before = missing.get(currency, Missing(currency, 0, item.row, day))
            missing[currency] = replace(before, rows=before.rows + 1, day=min(before.day, day))
        elif currency and rate:
            known = staged.worth.get(currency, Worth(rate, rate, day))
            staged.worth[currency] = Worth(min(known.least, rate), max(known.most, rate), min(known.day, day))
    if missing:
        raise NeedsRate(staged.file_name, missing.values(), tx.currency)
