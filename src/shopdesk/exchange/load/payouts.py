"""Writing payouts, as a list of them tells them or as the lines of statements name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.stage.payouts import numbers_of
from shopdesk.exchange.stage.settlement import channel_of, currencies_of, known_payouts, rates_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.shop.ledger.rules import rate_on
from shopdesk.shop.money import convert
from shopdesk.shop.settlement.payouts import follow_lines
from shopdesk.store.tables import Payout
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE

_COLUMNS: Final = (
    "payout_id", "channel_id", "payout_no", "starts_on", "ends_on", "paid_on", "currency", "rate", "own_amount",
    "amount", "is_told", "note", "import_id", "source_row",
)  # fmt: skip


@dataclass(slots=True)
class Told:
    """What a row says of a payout; amounts in 1/10,000, the rate in 1/10**10 (0: it is in the shop's currency)."""

    payout_no: str
    paid_on: str | None
    starts_on: str | None
    ends_on: str | None
    currency: str
    rate: int
    amount: int | None
    own: int | None
    row: int
    note: str | None = None


class PayoutBook:
    """Payouts that the rows of one file speak of: collected, then made or completed."""

    def __init__(self, tx: Tx, staged: Staged) -> None:
        self.tx, self._staged = tx, staged
        self.ids: dict[tuple[int, str], int] = {}
        """(channel, number) → payout, once they are written."""
        self.touched: set[int] = set()
        self._told: dict[tuple[int, str], Told] = {}

    def note(self, channel_id: int, told: Told) -> None:
        """Take in what one row says: whatever a row before it left open."""
        if not told.payout_no:
            return
        before = self._told.setdefault((channel_id, told.payout_no), told)
        for name in ("starts_on", "ends_on", "note"):
            setattr(before, name, getattr(before, name) or getattr(told, name))
        if before.amount is None and told.amount is not None:
            before.amount, before.own, before.rate, before.row = told.amount, told.own, told.rate, told.row
        before.paid_on = max(filter(None, (before.paid_on, told.paid_on)), default=None)

    def write(self) -> None:
        """Make payouts that are new, and say of known ones what was not known of them."""
        known = known_payouts(self.tx, {channel_id for channel_id, _number in self._told})
        fresh = []
        for key, told in self._told.items():
            image = known.get(key) or self._unnumbered(known, key, told)
            if image is not None:
                self.ids[key] = image["payout_id"]
                self._complete(image, told)
            elif told.paid_on:
                fresh.append((key, told))
        first = self.tx.reserve_ids(Payout, len(fresh)) if fresh else 0
        self.ids |= {key: at for at, (key, _told) in enumerate(fresh, first)}
        self.tx.insert_many(Payout, _COLUMNS, [self._row(at, key, told) for at, (key, told) in enumerate(fresh, first)])
        self.touched.update(self.ids.values())

    def _row(self, payout_id: int, key: tuple[int, str], told: Told) -> tuple[Any, ...]:
        own = (told.own or 0) if told.rate else None
        rate = told.rate if told.amount is not None else self._rate_on(told)
        return (
            payout_id, *key, told.starts_on, told.ends_on, told.paid_on, told.currency, rate or None, own,
            told.amount or 0, int(told.amount is not None), told.note, self.tx.import_id, told.row,
        )  # fmt: skip

    def _rate_on(self, told: Told) -> int:
        """What its currency is worth on the day of the payout; that of its lines where nobody knows."""
        dated = fetch_rates(self.tx, [told.currency]) if told.rate else {}
        known = rate_on(dated.get(told.currency, ()), told.paid_on or "")
        return self._staged.rates.get(told.currency) or known or told.rate

    def _unnumbered(
        self, known: Mapping[tuple[int, str], dict[str, Any]], key: tuple[int, str], told: Told
    ) -> dict[str, Any] | None:
        """The payout of that day that a list without numbers told, where the shop has one: it gets its number."""
        image = known.get((key[0], told.paid_on or ""))
        if image is not None:
            self.tx.update(Payout, image["payout_id"], payout_no=key[1])
        return image

    def _complete(self, image: Mapping[str, Any], told: Told) -> None:
        values: dict[str, Any] = {
            name: getattr(told, name) for name in ("starts_on", "ends_on", "note") if image[name] is None
        }
        if told.amount is not None and (told.amount, told.own) != (image["amount"], image["own_amount"]):
            values |= {"amount": Decimal(told.amount) / MONEY_SCALE, "paid_on": told.paid_on}
            if told.rate:
                values |= {"own_amount": Decimal(told.own or 0) / MONEY_SCALE, "rate": Decimal(told.rate) / RATE_SCALE}
        if told.amount is not None and not image["is_told"]:
            values["is_told"] = True
        values = {name: value for name, value in values.items() if value is not None}
        if values:
            self.tx.update(Payout, image["payout_id"], **values)


def load_payouts(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> None:
    """Make the payouts of a list, and bring the books in line with them."""
    numbers = numbers_of(tx, staged, channels)
    pairs = [(item, number) for item, number in zip(staged.items, numbers, strict=True) if item.outcome in _WRITTEN]
    items = [item for item, _number in pairs]
    usual, book = currencies_of(tx, staged), PayoutBook(tx, staged)
    for (item, number), (currency, rate) in zip(pairs, rates_of(tx, staged, usual, items), strict=True):
        values = item.values
        amount = convert([values["amount"]], rate, tx.currency)[0] if rate else values["amount"]
        own = values["amount"] if rate else None
        book.note(
            channels[channel_of(staged, item)],
            Told(number, values["paid_on"], values.get("starts_on"), values.get("ends_on"), currency, rate or 0, amount,
                 own, item.row, values.get("note")),
        )  # fmt: skip
    book.write()
    follow_lines(tx, book.touched)


_WRITTEN: Final = (Outcome.NEW, Outcome.CHANGED)
