"""Reading profit: by month, channel and SKU.

Money comes from the books, so that a closed month stays what it was; how many orders and pieces were sold, and which of
them have no known cost, from the orders.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Text, exists, func, literal, null, select, type_coerce

from shopdesk.shop.ledger.reports import account_title
from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.orders.reports import By
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.profit.definitions import line_of
from shopdesk.shop.profit.direct import CAME_BACK, fetch_shares, of_channel
from shopdesk.shop.profit.figures import Figures, Key, money, pieces, total
from shopdesk.shop.profit.goods import (
    Part,
    fetch_refund_shares,
    fetch_sold,
    look_at_costs,
    unknown_parts,
    unknown_refunds,
    unknown_sales,
)
from shopdesk.shop.profit.keys import spread_over
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.sums import UNTOLD, booked_on, costs, sold_as
from shopdesk.store.tables import (
    Account,
    AccountDay,
    Channel,
    CostMonth,
    GoodsMonth,
    JournalEntry,
    LateValue,
    MoveValue,
    OrderLine,
    Product,
    SalesOrder,
    Sku,
    StockMove,
)
from shopdesk.store.tables.summaries import NOBODY
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import _

_O, _A, _M = SalesOrder.__table__.c, AccountDay.__table__.c, StockMove.__table__.c
Bucket = tuple[str, int | None]
"""(bucket, channel_id); None is what belongs to no channel."""
SkuKey = tuple[str, int | None, int | None]
"""(bucket, channel_id, sku_id); without a SKU stands what belongs to none."""


def fetch_months(
    tx: Tx, since: date | None = None, until: date | None = None, size: By = By.MONTH, channel_id: int | None = None
) -> dict[Key, Figures]:
    """Profit by month (or day, week, quarter, year) and channel; buckets in which nothing remains are left out."""
    return _named(tx, fetch_buckets(tx, Scope(since, until, size, channel_id)))


def fetch_profit(tx: Tx, by: By = By.MONTH, since: date | None = None, until: date | None = None) -> dict[str, Figures]:
    """Profit by one breakdown: period, channel, or SKU (where "" gathers what belongs to no SKU)."""
    if by is By.SKU:
        scope = Scope(since, until, None)
        return {row.code: row.figures for row in fetch_skus(tx, scope)}
    size = By.YEAR if by is By.CHANNEL else by
    made: dict[str, Figures] = {}
    for (bucket, channel), figures in fetch_months(tx, since, until, size).items():
        made.setdefault(channel if by is By.CHANNEL else bucket, Figures()).add(figures)
    return dict(sorted(made.items()))


def fetch_buckets(tx: Tx, scope: Scope) -> dict[Bucket, Figures]:
    """Profit by bucket and channel_id, in order; None stands last."""
    made = _known_buckets(tx, scope)
    for part in unknown_parts(tx, scope, look_at_costs(tx)):
        figures = made[part.bucket, part.channel_id]
        figures.unknown_units += pieces(part.quantity)
        figures.untold_units += pieces(part.untold)
        figures.unknown_sales += money(part.amount)
    return _in_order(made)


def fetch_buckets_and_skus(tx: Tx, scope: Scope) -> tuple[dict[Bucket, Figures], dict[SkuKey, Figures]]:
    """As `fetch_buckets` and `fetch_sku_buckets`, in one reading of the lines."""
    lines, made = fetch_sku_buckets(tx, scope), _known_buckets(tx, scope)
    for (bucket, channel_id, _sku_id), line in lines.items():
        figures = made[bucket, channel_id]
        figures.unknown_units += line.unknown_units
        figures.untold_units += line.untold_units
        figures.unknown_sales += line.unknown_sales
    return _in_order(made), lines


def _known_buckets(tx: Tx, scope: Scope) -> defaultdict[Bucket, Figures]:
    """Everything but what is unknown."""
    made = defaultdict[Bucket, Figures](Figures)
    _add_books(tx, scope, made)
    _add_orders(tx, scope, made)
    for _sku, channel_id, day, value in _returned(tx, scope, by_sku=False):
        made[scope.bucket(day), channel_id].returned_goods += money(value)
    return made


def _in_order(made: dict[Bucket, Figures]) -> dict[Bucket, Figures]:
    kept = {key: figures for key, figures in made.items() if not figures.is_empty}
    return dict(sorted(kept.items(), key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or 0)))


def fetch_total(tx: Tx, scope: Scope) -> Figures:
    """Profit of the whole scope."""
    return total(fetch_buckets(tx, scope).values())


def fetch_channels(tx: Tx, scope: Scope) -> dict[int | None, Figures]:
    """Profit by channel_id (None: what belongs to none), with what costs of none give each by their keys."""
    made = {
        channel_id: figures for (_bucket, channel_id), figures in fetch_buckets(tx, replace(scope, size=None)).items()
    }
    if None in made:
        spread_over(tx, made[None], [figures for channel_id, figures in made.items() if channel_id is not None])
    return made


def _add_books(tx: Tx, scope: Scope, made: defaultdict[Bucket, Figures]) -> None:
    """Everything that counts to the profit, by account."""
    kinds = Account.kind.in_([AccountKind.INCOME.value, AccountKind.EXPENSE.value])
    wanted = [kinds, *scope.days(_A.entry_on), *of_channel(scope, _A.channel_id)]
    debited = type_coerce(func.sum(type_coerce(_A.debit - _A.credit, WHOLE)), WHOLE).label("amount")
    found = tx.rows(
        select(
            scope.part(_A.entry_on),
            func.nullif(_A.channel_id, NOBODY).label("channel"),
            Account.code,
            Account.kind,
            debited,
        )
        .join_from(AccountDay, Account, Account.account_id == _A.account_id)
        .where(*wanted)
        .group_by("day", _A.channel_id, Account.code, Account.kind)
    )
    for row in found:
        figures = made[scope.bucket(row.day), row.channel]
        amount = money(row.amount)
        counted = line_of(row.code, AccountKind(row.kind))
        assert counted is not None, row.code
        line, sign = counted
        setattr(figures, line, getattr(figures, line) + sign * amount)
        figures.book(row.code, amount)


class AccountLine(NamedTuple):
    """An account that counts to the profit: the line it counts to, and its title in the language spoken now."""

    name: str
    title: str


def fetch_account_lines(tx: Tx) -> dict[str, AccountLine]:
    """Every account that counts to the profit, by code."""
    found = tx.rows(select(Account.code, Account.kind, Account.title).order_by(Account.code))
    counted = ((row, line_of(row.code, AccountKind(row.kind))) for row in found)
    return {row.code: AccountLine(line[0], account_title(row.code, row.title)) for row, line in counted if line}


def _add_orders(tx: Tx, scope: Scope, made: defaultdict[Bucket, Figures]) -> None:
    """How many sales were booked, the pieces sold less those returned, and what platforms bear of their discounts."""
    booked = [_O.sold_on.is_not(None), _O.kind != OrderKind.ADJUSTMENT.value, *scope.days(_O.sold_on)]
    wanted = [*booked, *of_channel(scope, _O.channel_id)]
    found = tx.rows(
        select(
            scope.part(_O.sold_on),
            _O.channel_id,
            _O.kind,
            func.count().label("orders"),
            type_coerce(func.sum(_O.units), WHOLE).label("units"),
            type_coerce(func.sum(_O.platform_discount), WHOLE).label("platform_discount"),
        )
        .where(*wanted)
        .group_by("day", _O.channel_id, _O.kind)
    )
    for row in found:
        figures = made[scope.bucket(row.day), row.channel_id]
        figures.units += pieces(row.units)
        figures.platform_discounts += money(row.platform_discount)
        figures.orders += row.orders if row.kind == OrderKind.SALE else 0


def _named(tx: Tx, buckets: dict[Bucket, Figures]) -> dict[Key, Figures]:
    titles = channel_titles(tx)
    made: dict[Key, Figures] = {}
    for (bucket, channel_id), figures in buckets.items():
        made.setdefault((bucket, titles.get(channel_id, "")), Figures()).add(figures)
    return dict(sorted(made.items()))


def stored_titles(tx: Tx) -> dict[int, str]:
    """channel_id → title as the store has it, in the order in which channels came."""
    found = tx.rows(select(Channel.channel_id, Channel.title).order_by(Channel.channel_id))
    return {row.channel_id: row.title for row in found}


def channel_titles(tx: Tx) -> dict[int | None, str]:
    """channel_id → title in the language spoken now."""
    return {channel_id: _(title) for channel_id, title in stored_titles(tx).items()}


# ---------------------------------------------------------------------------------------------------------- by SKU


@dataclass(frozen=True, slots=True)
class SkuProfit:
    """One SKU over a whole scope; sku_id None and code "" is the row of what belongs to no SKU."""

    sku_id: int | None
    code: str
    title: str
    figures: Figures


def fetch_skus(tx: Tx, scope: Scope) -> list[SkuProfit]:
    """Every SKU of the scope by code, after the row of what belongs to none: all of them together are the books."""
    whole = Scope(scope.since, scope.until, None, scope.channel_id)
    buckets, lines = fetch_buckets_and_skus(tx, whole)
    by_sku: dict[int, Figures] = {}
    for (_bucket, _channel, sku_id), figures in lines.items():
        if sku_id in by_sku:
            by_sku[sku_id].add(figures)
        elif sku_id is not None:
            by_sku[sku_id] = figures
    rest = total(buckets.values()).less(total(by_sku.values()))
    rest.orders = 0  # an order of two SKUs is one order of each
    names = sku_names(tx)
    rows = [SkuProfit(sku_id, *names[sku_id], figures) for sku_id, figures in by_sku.items() if not figures.is_empty]
    rows.sort(key=lambda row: row.code)
    spread_over(tx, rest, [row.figures for row in rows])
    return rows if rest.is_empty else [SkuProfit(None, "", "", rest), *rows]


def fetch_sku_buckets(tx: Tx, scope: Scope) -> dict[SkuKey, Figures]:
    """Goods by bucket, channel and SKU: what was sold, given back, what it cost, and what part has no known cost."""
    known = look_at_costs(tx)
    made = defaultdict[SkuKey, Figures](Figures)
    sold = fetch_sold(tx, scope, known, by_sku=True)
    for day, channel_id, sku_id, kind, _learnt, orders, quantity, amount, discount in sold:
        figures = made[scope.bucket(day), channel_id, sku_id]
        if kind == "return":
            figures.refunds -= money(amount + discount)
        else:
            figures.gross_sales += money(amount + discount)
            figures.orders += orders
        figures.units += pieces(quantity)
        if discount:
            figures.discounts += money(discount)
    shares = list(fetch_refund_shares(tx, scope, known))
    for share in shares:
        if share.sku_id is not None and scope.holds(share.day):
            figures = made[scope.bucket(share.day), share.channel_id, share.sku_id]
            figures.refunds += money(share.amount)
    unknown = chain(unknown_sales(tx, scope, known, sold, by_sku=True), unknown_refunds(scope, shares, by_sku=True))
    _add_unknown(unknown, made)
    for sku_id, channel_id, month, value in _sku_costs(tx, scope) if known.any_known else ():
        made[scope.bucket(month), channel_id, sku_id].cogs -= money(value)
    for sku_id, channel_id, day, value in _returned(tx, scope, by_sku=True):
        made[scope.bucket(day), channel_id, sku_id].returned_goods += money(value)
    for cost in fetch_shares(tx, scope):
        figures = made[scope.bucket(cost.day), cost.channel_id, cost.sku_id]
        setattr(figures, cost.name, getattr(figures, cost.name) + money(cost.amount))
    return made


def _add_unknown(parts: Iterable[Part], made: defaultdict[SkuKey, Figures]) -> None:
    for part in parts:
        figures = made[part.bucket, part.channel_id, part.sku_id]
        figures.unknown_units += pieces(part.quantity)
        figures.untold_units += pieces(part.untold)
        figures.unknown_sales += money(part.amount)


def _sku_costs(tx: Tx, scope: Scope) -> Iterator[Any]:
    """SKU, channel, month (or as much of the day as buckets need), value of the moves of orders: see `fetch_sold`."""
    ranges, kept = scope.split(), CostMonth.__table__.c
    if ranges.months:
        month = kept.month if scope.size is not None else literal("")
        value = type_coerce(func.sum(type_coerce(kept.value, WHOLE)), WHOLE).label("value")
        keys = [kept.sku_id, kept.channel_id, *([kept.month] if scope.size is not None else [])]
        statement = select(kept.sku_id, kept.channel_id, month.label("month"), value).group_by(*keys)
        yield from tx.rows(statement.where(*ranges.within(kept.month), *of_channel(scope, kept.channel_id)))
    day = booked_on()
    for since, until in ranges.ends:
        wanted = of_channel(scope, _O.channel_id)
        wanted += [] if since is None else [day >= since.isoformat()]
        wanted += [] if until is None else [day <= until.isoformat()]
        yield from tx.rows(costs(scope.part(day)).where(*wanted))
    if _is_any_late(tx):
        yield from _late_costs(tx, scope, "sale", "return")


def _late_costs(tx: Tx, scope: Scope, *reasons: str) -> Iterator[Any]:
    """As `_sku_costs`: what closed months did not know of the values of their moves, on the day that the books did."""
    late = LateValue.__table__.c
    entered, whole = type_coerce(late.entered_on, Text()), type_coerce(late.value, WHOLE)
    for day, amount in ((entered, whole), (booked_on(), -whole)):
        sku_id = sold_as().label("of_sku")
        yield from tx.rows(
            select(sku_id, _O.channel_id, scope.part(day), type_coerce(func.sum(amount), WHOLE))
            .join_from(LateValue, StockMove, _M.move_id == late.move_id)
            .join(SalesOrder, _O.order_id == _M.document_id)
            .outerjoin(MoveValue, MoveValue.move_id == _M.move_id)
            .where(_M.document_kind == "order", _M.reason.in_(reasons))
            .where(*scope.days(day), *of_channel(scope, _O.channel_id))
            .group_by("of_sku", _O.channel_id, "day")
        )


def _returned(tx: Tx, scope: Scope, *, by_sku: bool) -> Iterator[Any]:
    """SKU (None unless asked for), channel, day and value of goods that came back, on the days of the books."""
    sku_id, value = (sold_as() if by_sku else null()).label("of_sku"), type_coerce(MoveValue.value, WHOLE)
    of_move, of_value = _M.booked_on, MoveValue.__table__.c.late_on
    # Each by its own index: those whose value was known at once, and those whose value the books learnt later.
    for day, known in ((of_move, of_value.is_(None)), (of_value, of_value.is_not(None))):
        yield from tx.rows(
            select(sku_id, _O.channel_id, scope.part(day), type_coerce(func.sum(value), WHOLE))
            .join_from(StockMove, SalesOrder, _O.order_id == _M.document_id)
            .join(MoveValue, MoveValue.move_id == _M.move_id)
            .where(CAME_BACK, _M.reason == "return", _M.document_kind == "order", known)
            .where(*scope.days(day), *of_channel(scope, _O.channel_id))
            .group_by(*(["of_sku"] if by_sku else []), _O.channel_id, "day")
        )
    if _is_any_late(tx):
        for sku, *rest in _late_costs(tx, scope, "return"):
            yield (sku if by_sku else None, *rest)


def _is_any_late(tx: Tx) -> bool:
    return tx.scalar(select(LateValue.late_value_id).limit(1)) is not None


def sku_names(tx: Tx) -> dict[int, tuple[str, str]]:
    """sku_id → (code, title of its product with its option)."""
    found = tx.rows(
        select(Sku.sku_id, Sku.code, Product.title, Sku.option).join(Product, Product.product_id == Sku.product_id)
    )
    return {row.sku_id: (row.code, f"{row.title} · {row.option}" if row.option else row.title) for row in found}


# ---------------------------------------------------------------------------------------------------------- the books


def months_with_sales(tx: Tx) -> tuple[str, str] | None:
    """First and last month of the books; None while they are empty."""
    first, last = tx.rows(select(func.min(JournalEntry.entry_on), func.max(JournalEntry.entry_on)))[0]
    return None if first is None else (f"{first:%Y-%m}", f"{last:%Y-%m}")


def count_unknown(tx: Tx) -> int:
    """How many SKUs were sold and sent without anybody having told what they cost."""
    if look_at_costs(tx).any_known:
        goods = GoodsMonth.__table__.c
        untold = [goods.sku_id != NOBODY, goods.learnt == UNTOLD]
        return int(tx.scalar(select(func.count(func.distinct(goods.sku_id))).where(*untold)))
    sold = exists().where(OrderLine.sku_id == Sku.sku_id)
    sent = exists().where((_M.sku_id == Sku.sku_id) | (_M.bundle_id == Sku.sku_id), _M.document_kind == "order")
    return int(tx.scalar(select(func.count()).select_from(Sku).where(sold, sent)))
