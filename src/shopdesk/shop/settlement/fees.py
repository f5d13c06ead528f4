"""Fees against what was agreed: what each order should have cost, what statements took, and rates that changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.settlement.rules import FEE_KINDS, FeeTerms, expected_fee, terms_of
from shopdesk.shop.settlement.sheets import FEES
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Channel, FeeRule, OrderLine, Product, SalesOrder, SettlementLine, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE, WHOLE

_F, _C, _L, _O = FeeRule.__table__.c, Channel.__table__.c, SettlementLine.__table__.c, SalesOrder.__table__.c

FEE_ROWS: Final = RowSource(
    sheet=FEES,
    origin=FeeRule.__table__.join(Channel.__table__, _C.channel_id == _F.channel_id),
    row_id=_F.fee_rule_id,
    values={
        **{column.key: _F[column.key] for column in FEES.columns if column.key in _F},
        "channel": _C.title,
        "rate": type_coerce(_F.rate, WHOLE) // (RATE_SCALE // SHARE_SCALE),
    },
    search=(_F.category, _F.source),
    order=(("channel", False), ("since", True)),
    spoken={"channel": spoken_title},
)
"""The fee table."""


@dataclass(frozen=True, slots=True)
class Charged:
    """What a channel took of an order, and what it should have; above zero both were taken."""

    order_id: int
    order_no: str
    channel_id: int
    channel: str
    kind: str
    day: date
    taken: Decimal
    expected: Decimal

    @property
    def beyond(self) -> Decimal:
        """What was taken too much; below zero too little."""
        return self.taken - self.expected


def find_overcharges(tx: Tx, first: date, last: date) -> list[Charged]:
    """Orders sold from `first` to `last` of which more was taken than the fee table says; the dearest first.

    A cent is how somebody else rounds, and no overcharge.
    """
    found = [one for one in fetch_charged(tx, first, last) if one.beyond > _CENT]
    return sorted(found, key=lambda one: (-one.beyond, one.order_id))


def fetch_charged(tx: Tx, first: date, last: date) -> list[Charged]:
    """Fees of orders sold from `first` to `last` beside what rules say; fees without a rule are left out."""
    rules = find_terms(tx)
    made = []
    for row, taken, sold in _taken(tx, first, last, {channel_id for channel_id, _kind in rules}):
        expected = expected_fee(rules.get((row.channel_id, row.kind), ()), sold, row.sold_on)
        if expected is not None:
            share = Decimal(row.total - row.refunded) / row.total if row.total else Decimal(0)
            whole = Decimal(expected) / MONEY_SCALE
            kept = whole if share == 1 else (whole * share).quantize(_CENT)
            made.append(
                Charged(row.order_id, row.order_no, row.channel_id, row.title, row.kind, row.sold_on, taken, kept)
            )
    return made


_CENT: Final = Decimal("0.01")
Sold = list[tuple[str | None, int]]
"""The goods of an order: category and amount in 1/10,000."""


def find_terms(tx: Tx) -> dict[tuple[int, str], list[FeeTerms]]:
    """(channel, kind of fee) → its rules."""
    made: dict[tuple[int, str], list[FeeTerms]] = {}
    for row in tx.rows(select(FeeRule.__table__)):
        bounds = [None if one is None else int(one * MONEY_SCALE) for one in (row.minimum, row.maximum)]
        terms = FeeTerms(row.category, row.since, int(row.rate * RATE_SCALE), int(row.fixed * MONEY_SCALE), *bounds)
        made.setdefault((row.channel_id, row.kind), []).append(terms)
    return made


def _taken(tx: Tx, first: date, last: date, channels: Iterable[int]) -> Iterable[tuple[Any, Decimal, Sold]]:
    """Each order's fee of a kind as statements took it, with the order's goods."""
    taken = (
        select(
            _O.order_id, _O.order_no, _O.channel_id, _C.title, _L.kind, _O.sold_on,
            type_coerce(_O.total, WHOLE).label("total"), type_coerce(_O.refunded, WHOLE).label("refunded"),
            func.sum(_L.amount).label("amount"),
        )
        .join_from(SalesOrder.__table__, SettlementLine.__table__, _L.order_id == _O.order_id)
        .join(Channel.__table__, _C.channel_id == _O.channel_id)
        .where(
            _O.sold_on.between(first, last), _O.channel_id.in_(sorted(channels)),
            _L.kind.in_([kind.value for kind in FEE_KINDS]),
        )
        .group_by(_O.order_id, _C.title, _L.kind)
        .order_by(_O.sold_on, _O.order_id)
    )  # fmt: skip
    rows = tx.rows(taken)
    goods = _goods(tx, first, last) if rows else {}
    return ((row, -row.amount, goods.get(row.order_id, [])) for row in rows)


def _goods(tx: Tx, first: date, last: date) -> dict[int, Sold]:
    line, found = OrderLine.__table__.c, dict[int, Sold]()
    amount = type_coerce(func.sum(line.amount), WHOLE).label("amount")
    wanted = (
        select(line.order_id, Product.category, amount)
        .join_from(OrderLine.__table__, SalesOrder.__table__, _O.order_id == line.order_id)
        .outerjoin(Sku, Sku.sku_id == line.sku_id)
        .outerjoin(Product, Product.product_id == Sku.product_id)
        .where(_O.sold_on.between(first, last))
        .group_by(line.order_id, Product.category)
    )
    for order_id, category, sold in tx.rows(wanted):
        found.setdefault(order_id, []).append((category, int(sold)))
    return found


def by_month(charged: Iterable[Charged]) -> dict[tuple[str, str], Decimal]:
    """(channel, month) → what was taken too much."""
    made: dict[tuple[str, str], Decimal] = {}
    for one in charged:
        key = one.channel, f"{one.day:%Y-%m}"
        made[key] = made.get(key, Decimal(0)) + one.beyond
    return made


@dataclass(frozen=True, slots=True)
class Proposed:
    """A rate that a channel takes since a day, other than its rule says; `rate` is a share."""

    channel_id: int
    channel: str
    kind: str
    category: str | None
    since: date
    rate: Decimal
    was: Decimal
    orders: int


_ENOUGH: Final = 3
"""So many orders in a row that cost the same share are a new rate."""


def find_changed_fees(tx: Tx, first: date, last: date) -> list[Proposed]:
    """Rates that the latest orders of a category all show, where the rule of their day says another."""
    rules = find_terms(tx)
    seen: dict[tuple[int, str, str, str | None], list[tuple[date, int]]] = {}
    for row, taken, sold in _taken(tx, first, last, {channel_id for channel_id, _kind in rules}):
        whole = sum(amount for _category, amount in sold)
        if len(sold) == 1 and whole > 0 and not row.refunded:
            key = row.channel_id, row.title, row.kind, sold[0][0]
            seen.setdefault(key, []).append((row.sold_on, _share(taken, whole)))
    found = (_proposed(key, shares, rules.get((key[0], key[2]), ())) for key, shares in seen.items())
    return [one for one in found if one is not None]


def _share(taken: Decimal, whole: int) -> int:
    """What was taken as a share in 1/10,000: hundredths of a per cent."""
    return round(taken * MONEY_SCALE * 10_000 / whole)


def _proposed(
    key: tuple[int, str, str, str | None], shares: Sequence[tuple[date, int]], rules: Sequence[FeeTerms]
) -> Proposed | None:
    latest = shares[-1][1]
    run = list(takewhile(lambda one: abs(one[1] - latest) <= 1, reversed(shares)))
    rule = terms_of(rules, key[3], run[-1][0])
    if rule is None or rule.fixed or len(run) < _ENOUGH:
        return None
    rate = Counter(share for _day, share in run).most_common(1)[0][0]
    was = rule.rate * 10_000 // RATE_SCALE
    if abs(rate - was) <= 1:
        return None
    return Proposed(*key, run[-1][0], Decimal(rate) / 10_000, Decimal(rule.rate) / RATE_SCALE, len(run))
