"""Reading tax: the rates, and what the sales and refunds of some days owe.

Orders whose file says what tax was charged are believed; of all others the rate that holds says what their prices
contain. A refund gives back its share of the tax, spread over what its order came to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, case, func, literal, select, type_coerce

from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.money import allocate, decimals
from shopdesk.shop.orders.reports import between
from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.shop.tax.rules import Rule, contained, find_rule, on_top
from shopdesk.shop.tax.sheets import RULES
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import (
    Account,
    Channel,
    JournalEntry,
    OrderLine,
    Posting,
    Product,
    Refund,
    SalesOrder,
    Sku,
    TaxRule,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import _

_O, _L, _P, _R, _T = (
    model.__table__.c for model in (SalesOrder, OrderLine, Product, Refund, TaxRule)
)  # fmt: skip
_BOOKED: Final = (_O.sold_on.is_not(None), _O.kind != OrderKind.ADJUSTMENT.value)
TAX: Final = "tax"
"""`document_kind` of what a month's tax posts; `document_id` is the month, as 202601."""
_PARTS: Final = 500
"""Orders named in one statement."""

RULE_ROWS: Final = RowSource(
    sheet=RULES,
    origin=TaxRule.__table__.outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _T.channel_id),
    row_id=_T.tax_rule_id,
    values={
        **{column.key: _T[column.key] for column in RULES.columns if column.key in _T},
        "rate": type_coerce(_T.rate, WHOLE) // (RATE_SCALE // SHARE_SCALE),
        "way": case((_T.is_inclusive, "inclusive"), else_="exclusive"),
        "channel": Channel.__table__.c.title,
    },
    search=(_T.title, _T.category, _T.country),
    order=(("since", True), ("title", False)),
    spoken={"channel": spoken_title},
)
"""The list of tax rates."""


class TaxRow(NamedTuple):
    """A channel and a rate over some days, as the sheet TAX has it; money in the shop's currency."""

    channel: str
    title: str
    rate: Decimal | None
    way: str
    sales: Decimal
    refunds: Decimal
    base: Decimal
    tax: Decimal
    expected: Decimal | None
    off: Decimal | None


class Owed(NamedTuple):
    """Something sold on one day to one place: what decides its rate, and whether its file said the tax."""

    day: date
    channel_id: int
    category: str | None
    country: str | None
    is_told: bool


@dataclass(slots=True)
class _Sums:
    """What a channel and a rate come to, in 1/10,000."""

    sales: int = 0
    refunds: int = 0
    told: int = 0
    """Tax that was charged, less what refunds gave back of it."""


@dataclass(slots=True)
class _Book:
    """Sums by channel, rate and whether files told the tax."""

    rules: Sequence[Rule]
    sums: dict[tuple[int, Rule | None, bool], _Sums] = field(default_factory=dict)
    found: dict[Owed, Rule | None] = field(default_factory=dict)

    def of(self, owed: Owed) -> _Sums:
        """Where a sale counts."""
        if owed not in self.found:
            self.found[owed] = find_rule(self.rules, owed.channel_id, owed.category, owed.country, owed.day)
        return self.sums.setdefault((owed.channel_id, self.found[owed], owed.is_told), _Sums())


def month_days(month: str) -> tuple[date, date]:
    """First and last day of "2026-02"."""
    first = date.fromisoformat(f"{month}-01")
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def fetch_rules(tx: Tx) -> list[Rule]:
    """Every rate."""
    rate = type_coerce(_T.rate, WHOLE).label("rate")
    names = (_T.tax_rule_id, _T.title, _T.channel_id, _T.category, _T.country, rate, _T.is_inclusive, _T.since)
    return [Rule(*row) for row in tx.rows(select(*names).order_by(_T.tax_rule_id))]


def find_rules(tx: Tx, titles: Collection[str]) -> dict[str, int]:
    """Name → tax_rule_id, of those names that there are."""
    return dict(map(tuple, tx.rows(select(_T.title, _T.tax_rule_id).where(_T.title.in_(sorted(titles))))))


def fetch_tax(tx: Tx, since: date | None, until: date | None, channel_id: int | None = None) -> list[TaxRow]:
    """What the sales and refunds of these days owe, by channel and rate."""
    coin = _coin(tx)
    titles = dict(map(tuple, tx.rows(select(Channel.channel_id, Channel.title))))
    sums = _added_up(tx, since, until, channel_id)
    rows = [_row(_(titles[channel]), rule, told, one, coin) for (channel, rule, told), one in sums.items()]
    return sorted((row for row in rows if row.sales or row.refunds), key=lambda row: (row.channel, row.title))


def owed_beyond_orders(tx: Tx, since: date, until: date) -> dict[int, int]:
    """Channel → the tax of these days that no order has posted, in 1/10,000: in prices, less that of refunds."""
    coin, made = _coin(tx), defaultdict[int, int](int)
    charged = _charged(tx, since, until)
    for (channel_id, rule, is_told), sums in _added_up(tx, since, until, None).items():
        made[channel_id] += sums.told if is_told else _tax(rule, sums, coin)
    for channel_id, amount in charged.items():
        made[channel_id] -= amount
    return {channel_id: amount for channel_id, amount in made.items() if amount}


def missing_tax(tx: Tx, month: str) -> dict[int, int]:
    """Channel → what of the tax of "2026-01" no order and no booking of the month has posted, in 1/10,000."""
    booked, wanted = _booked(tx, document_of(month)), owed_beyond_orders(tx, *month_days(month))
    missing = {key: wanted.get(key, 0) - booked.get(key, 0) for key in {*wanted, *booked}}
    return {channel_id: amount for channel_id, amount in missing.items() if amount}


def document_of(month: str) -> int:
    """The number of the document that books a month's tax: 202601."""
    return int(month.replace("-", ""))


def _booked(tx: Tx, document: int) -> dict[int, int]:
    """Channel → what entries of a month took out of the sales so far, in 1/10,000."""
    amount = type_coerce(func.sum(Posting.amount), WHOLE)
    found = tx.rows(
        select(JournalEntry.channel_id, amount.label("amount"))
        .join(Posting, Posting.entry_id == JournalEntry.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .where(
            JournalEntry.document_kind == TAX, JournalEntry.document_id == document,
            Account.code == Role.TAX_IN_PRICES.value,
        )
        .group_by(JournalEntry.channel_id)
    )  # fmt: skip
    return {row.channel_id: int(row.amount) for row in found}


def _coin(tx: Tx) -> int:
    return MONEY_SCALE // int(10 ** decimals(tx.currency))


def _tax(rule: Rule | None, sums: _Sums, coin: int) -> int:
    """What prices contain; what comes on top of them and was not charged is owed by nobody yet."""
    return contained(sums.sales - sums.refunds, rule.rate, coin) if rule is not None and rule.is_inclusive else 0


def _row(channel: str, rule: Rule | None, is_told: bool, sums: _Sums, coin: int) -> TaxRow:
    tax = sums.told if is_told else _tax(rule, sums, coin)
    base = sums.sales - sums.refunds - tax
    expected = None
    if rule is not None:
        expected = on_top(base, rule.rate, coin) if is_told or not rule.is_inclusive else tax
    way = "told" if is_told else "none" if rule is None else "inclusive" if rule.is_inclusive else "exclusive"
    return TaxRow(
        channel, rule.title if rule else "", Decimal(rule.rate) / RATE_SCALE if rule else None, way,
        *(Decimal(amount) / MONEY_SCALE for amount in (sums.sales, sums.refunds, base, tax)),
        *(None if amount is None else Decimal(amount) / MONEY_SCALE
          for amount in (expected, None if expected is None else tax - expected)),
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- adding up


def _added_up(
    tx: Tx, since: date | None, until: date | None, channel_id: int | None
) -> Mapping[tuple[int, Rule | None, bool], _Sums]:
    book = _Book(fetch_rules(tx))
    days = [*between(_O.sold_on, since, until), *_of(channel_id)]
    for statement in (_goods(), _beside()):
        for row in tx.rows(statement.where(*_BOOKED, *days)):
            sums = book.of(Owed(row.day, row.channel_id, row.category, row.country, bool(row.told)))
            sums.sales += int(row.amount) + int(row.tax)
            sums.told += int(row.tax)
    for owed, amount, tax in _refunds(tx, since, until, channel_id):
        sums = book.of(owed)
        sums.refunds += amount
        sums.told -= tax
    return book.sums


def _of(channel_id: int | None) -> list[Any]:
    return [] if channel_id is None else [_O.channel_id == channel_id]


_TOLD: Final = _O.tax != 0
_KEYS: Final = ("day", "channel_id", "category", "country", "told")


def _goods() -> Select[Any]:
    """Goods of booked orders by day, channel, category, country and whether their tax was told."""
    return (
        select(*_keys(_P.category), _summed(_L.amount, "amount"), literal(0).label("tax"))
        .join_from(SalesOrder, OrderLine, _L.order_id == _O.order_id)
        .outerjoin(Sku, Sku.sku_id == _L.sku_id)
        .outerjoin(Product, _P.product_id == Sku.product_id)
        .where(_L.kind == LineKind.PRODUCT.value)
        .group_by(*_KEYS)
    )


def _beside() -> Select[Any]:
    """Shipping and charges of booked orders, and the tax that they were told to have: of no category."""
    amount = _summed(_O.shipping + _O.charge, "amount")
    return select(*_keys(literal(None)), amount, _summed(_O.tax, "tax")).group_by(*_KEYS)


def _keys(category: Any) -> list[Any]:
    keys = (_O.sold_on, _O.channel_id, category, _O.country, _TOLD)
    return [key.label(name) for key, name in zip(keys, _KEYS, strict=True)]


def _summed(value: Any, name: str) -> Any:
    return type_coerce(func.sum(type_coerce(value, WHOLE)), WHOLE).label(name)


def _charged(tx: Tx, since: date, until: date) -> dict[int, int]:
    """Channel → the tax that orders of these days posted themselves."""
    found = tx.rows(
        select(_O.channel_id, _summed(_O.tax, "tax"))
        .where(_O.sold_on.is_not(None), _O.tax != 0, *between(_O.sold_on, since, until))
        .group_by(_O.channel_id)
    )
    return {row.channel_id: int(row.tax) for row in found}


def _refunds(tx: Tx, since: date | None, until: date | None, channel_id: int | None) -> Iterator[tuple[Owed, int, int]]:
    """What refunds gave back of each category, and of the tax that was told: (what, amount, tax of it)."""
    amount = type_coerce(func.sum(_R.amount), WHOLE).label("amount")
    found = tx.rows(
        select(_R.order_id, amount, _O.channel_id, _O.country, _O.sold_on, *_whole("tax", "shipping", "charge"))
        .join_from(Refund, SalesOrder, _O.order_id == _R.order_id)
        .where(*_BOOKED, *between(_R.refunded_on, since, until), *_of(channel_id))
        .group_by(_R.order_id, _O.channel_id, _O.country, _O.sold_on, _O.tax, _O.shipping, _O.charge)
    )
    for start in range(0, len(found), _PARTS):
        part = found[start : start + _PARTS]
        goods = _categories(tx, [row.order_id for row in part])
        for row in part:
            yield from _shared(row, goods.get(row.order_id, []))


def _whole(*names: str) -> list[Any]:
    return [type_coerce(_O[name], WHOLE).label(name) for name in names]


def _categories(tx: Tx, order_ids: Sequence[int]) -> dict[int, list[tuple[str | None, int]]]:
    """Order → its categories, and what goods of each came to."""
    found: dict[int, list[tuple[str | None, int]]] = {}
    rows = tx.rows(
        select(_L.order_id, _P.category, _summed(_L.amount, "amount"))
        .join_from(OrderLine, Sku, Sku.sku_id == _L.sku_id, isouter=True)
        .outerjoin(Product, _P.product_id == Sku.product_id)
        .where(_L.order_id.in_(order_ids), _L.kind == LineKind.PRODUCT.value)
        .group_by(_L.order_id, _P.category)
        .order_by(_L.order_id, _P.category)
    )
    for row in rows:
        found.setdefault(row.order_id, []).append((row.category, int(row.amount)))
    return found


def _shared(row: Any, goods: Sequence[tuple[str | None, int]]) -> Iterator[tuple[Owed, int, int]]:
    """A refund over what its order came to: tax first, then what is not goods, then goods by category."""
    weights = [max(row.tax, 0), max(row.shipping + row.charge, 0), *(max(amount, 0) for _category, amount in goods)]
    tax, beside, *shares = allocate(int(row.amount), weights)
    told = bool(row.tax)
    if tax or beside:
        yield Owed(row.sold_on, row.channel_id, None, row.country, told), tax + beside, tax
    for (category, _amount), share in zip(goods, shares, strict=True):
        if share:
            yield Owed(row.sold_on, row.channel_id, category, row.country, told), share, 0
