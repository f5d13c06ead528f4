"""Orders in another currency: brought into the shop's at the rate of their sale day, and never at a guess.

An order that the store has keeps the rate that it was booked with, so that the same file again says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import exists, select, type_coerce

from shopdesk.exchange.stage.codes import codes_home
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.lines import NAMES, Lines
from shopdesk.exchange.stage.merge import MOMENTS, Calendar, sold_on
from shopdesk.exchange.stage.staged import Order, Outcome, Own, Staged, Worth
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.catalog.rules import DIRECT
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.shop.ledger.rules import Dated, rate_on
from shopdesk.shop.money import convert, convert_price
from shopdesk.shop.orders.rules import SOLD
from shopdesk.store.tables import Channel, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError, n_

_PRICE, _DISCOUNT, _AMOUNT = map(NAMES.index, ("unit_price", "discount", "amount"))
_IN_COINS: Final = ("platform_discount",)
"""Order-level amounts of a file that the store keeps as they are told."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A currency without a rate: how many rows of the file need one, the first of them, and the earliest sale day."""

    currency: str
    rows: int
    row: int
    day: str

    def __str__(self) -> str:
        said = n_(
            "{currency} ({count} row, in row {row}, sold on {day})",
            "{currency} ({count} rows, the first in row {row}, sold on {day})",
            self.rows,
        )
        return said.format(currency=self.currency, count=f"{self.rows:,}", row=self.row, day=self.day)


class _Listed(tuple[Missing, ...]):
    """Spoken only when it is shown, in the language of then."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self))

    __repr__ = __str__


class NeedsRate(UserError):
    """Orders are in currencies of which no rate is known for their day, and only a person can say it."""

    def __init__(self, file: str, missing: Iterable[Missing], home: str) -> None:
        self.missing = _Listed(missing)
        self.home = home
        said = N_(
            "{file} has amounts in {currencies}, and no exchange rate to {home} is known for that day. Say it first."
        )
        super().__init__(said, code="needs_rate", file=file, currencies=self.missing, home=home)


@dataclass(frozen=True, slots=True)
class _Booked:
    """An order of the store that is kept in another currency; `moments` are seconds UTC."""

    currency: str
    rate: int
    is_sold: bool
    moments: Mapping[str, int | None]


def bring_home(tx: Tx, staged: Staged, days: Calendar) -> None:
    """Convert the orders that are new or may have changed; costs nothing where all is in the shop's currency.

    NeedsRate where a rate is missing. What a person said of this file goes before the table of rates.
    """
    _as_told(staged)
    orders = [order for order in staged.orders if order.outcome in (Outcome.NEW, Outcome.CHANGED)]
    home, staged.worth = tx.currency, {}
    usual = _usual(tx, staged, home)
    booked = _booked(tx, [order.order_id for order in orders if order.outcome is Outcome.CHANGED])
    if not booked and {*staged.currencies, *usual.values()} <= {home}:
        return
    dated = fetch_rates(tx, {*staged.currencies, *usual.values(), *(one.currency for one in booked.values())} - {home})
    missing: dict[str, Missing] = {}
    for order in orders:
        before = booked.get(order.order_id) if order.outcome is Outcome.CHANGED else None
        currency = _currency(order, before, usual[order.channel or staged.channel], home)
        if currency == home:
            continue
        day = sold_on({**(before.moments if before else {}), **order.fields}, days)
        rate = _rate(order, currency, before, staged.rates, dated.get(currency, ()), day)
        if rate is None and _is_money(order):
            missing[currency] = _further(missing.get(currency), currency, order, day)
        elif not missing:
            _convert(order, currency, rate or 0, home, staged.lines)
            _note(staged, currency, rate or 0, day, before)
    if missing:
        raise NeedsRate(staged.file_name, missing.values(), home)


def _as_told(staged: Staged) -> None:
    """The orders as the file tells them, whatever an earlier look at the store made of them."""
    if not staged.told_lines:
        staged.told_lines = len(staged.lines["row"])
        return
    for order in staged.orders:
        if order.own is not None:
            order.fields, order.lines, order.tax, order.refund = (
                order.own.fields, order.own.lines, order.own.tax, order.own.refund,
            )  # fmt: skip
            order.own, order.rate = None, 0
    for column in staged.lines.columns:
        del column[staged.told_lines :]


def _usual(tx: Tx, staged: Staged, home: str) -> dict[str, str]:
    """What the file calls a channel → the currency of its rows that name none: the channel's, else the file's main.

    Direct sales are whatever no channel names, so that one file there says nothing of the next.
    """
    told = staged.currencies.most_common(1)
    made: dict[str, str] = {}
    for name in {order.channel or staged.channel for order in staged.orders}:
        channel_id = find_channel_id(tx, name)
        own = select(Channel.currency).where(Channel.channel_id == channel_id, Channel.code != DIRECT)
        said = tx.scalar(own) if channel_id else None
        made[name] = said or (told[0][0] if told else home)
    return made


def _booked(tx: Tx, order_ids: Sequence[int]) -> dict[int, _Booked]:
    """Those of these orders that the store keeps in another currency."""
    if not order_ids or not tx.scalar(select(exists().where(SalesOrder.rate.is_not(None)))):
        return {}
    found: dict[int, _Booked] = {}
    moments = [type_coerce(getattr(SalesOrder, name), WHOLE).label(name) for name in MOMENTS]
    wanted = select(
        SalesOrder.order_id, SalesOrder.currency, type_coerce(SalesOrder.rate, WHOLE).label("worth"),
        SalesOrder.sold_on, *moments,
    )  # fmt: skip
    for part in parts(order_ids):
        for row in tx.rows(wanted.where(SalesOrder.order_id.in_(part), SalesOrder.rate.is_not(None))):
            told = {name: getattr(row, name) for name in MOMENTS}
            found[row.order_id] = _Booked(row.currency, int(row.worth), row.sold_on is not None, told)
    return found


def _currency(order: Order, before: _Booked | None, usual: str, home: str) -> str:
    told: str | None = order.fields.get("currency")
    if told is not None:
        return told
    if order.outcome is Outcome.CHANGED:
        return before.currency if before else home
    return usual


def _rate(
    order: Order, currency: str, before: _Booked | None, given: Mapping[str, int], dated: Dated, day: str
) -> int | None:
    """The rate that the order was booked with; while it is no sale yet, or new, that of its day."""
    if before and before.currency == currency and (before.is_sold or order.state not in SOLD):
        return before.rate
    return given.get(currency) or rate_on(dated, day)


def _is_money(order: Order) -> bool:
    return bool(order.tax or order.refund or any(map(any, (order.lines.columns[_PRICE], order.lines.columns[_AMOUNT]))))


def _further(known: Missing | None, currency: str, order: Order, day: str) -> Missing:
    if known is None:
        return Missing(currency, order.rows, order.row, day)
    return replace(known, rows=known.rows + order.rows, row=min(known.row, order.row), day=min(known.day, day))


def _convert(order: Order, currency: str, rate: int, home: str, lines: Lines) -> None:
    """Amounts in the shop's whole coins: the lines and the tax come to the converted total, to the coin."""
    told = list(order.lines.columns)
    *amounts, tax = convert([*told[_AMOUNT], order.tax], rate, home)
    fields: dict[str, Any] = {**order.fields, "currency": currency}
    for key in _IN_COINS:
        if fields.get(key):
            fields[key] = convert([fields[key]], rate, home)[0]
    fields |= codes_home(fields, rate, home)
    order.own = Own(order.fields, order.lines, order.tax, order.refund)
    told[_PRICE] = [convert_price(price, rate) for price in told[_PRICE]]
    told[_DISCOUNT] = convert(told[_DISCOUNT], rate, home)
    told[_AMOUNT] = amounts
    order.fields, order.lines, order.tax, order.rate = fields, lines.take(told), tax, rate
    order.refund = convert([order.refund], rate, home)[0]


def _note(staged: Staged, currency: str, rate: int, day: str, before: _Booked | None) -> None:
    """Keep what one unit of each currency was taken to be worth, for the dry run and the table of rates."""
    if rate and not (before and before.rate == rate):
        known = staged.worth.get(currency, Worth(rate, rate, day))
        staged.worth[currency] = Worth(min(known.least, rate), max(known.most, rate), min(known.day, day))


def keep_given(tx: Tx, staged: Staged, keep: Any) -> None:
    """Hand each rate that a person gave for this file, and that was needed, to `keep(tx, currency, day, rate)`."""
    for currency, rate in staged.rates.items():
        if currency in staged.worth:
            keep(tx, currency, date.fromisoformat(staged.worth[currency].day), rate)
