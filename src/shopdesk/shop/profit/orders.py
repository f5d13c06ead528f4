"""Profit order by order: what the books have of each, page by page; and what of a range its orders are.

Nothing is kept for it. A page reads the entries of its orders by their numbers; a filter or an order by a figure reads
those of every order that the other filters let through, so the screen always asks for some days.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select, true, type_coerce, union_all

from shopdesk.shop.ledger.rules import AccountKind, Role
from shopdesk.shop.orders.reports import has_unknown_cost
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.profit.build import end_of
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, VARIABLE, leaves_of, line_of
from shopdesk.shop.profit.direct import of_channel
from shopdesk.shop.profit.figures import ZERO, Figures, money, pieces
from shopdesk.shop.profit.keys import fetch_keys
from shopdesk.shop.profit.reports import fetch_total
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.profit.sheets import ORDER_PROFITS
from shopdesk.shop.profit.spreading import weight
from shopdesk.shop.settlement.fees import find_terms
from shopdesk.shop.settlement.rules import FEE_KINDS, expected_fee
from shopdesk.shop.settlement.rules import LineKind as SettlementKind
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.sums import never_left
from shopdesk.store.tables import (
    Account,
    Channel,
    Customer,
    JournalEntry,
    OrderLine,
    Posting,
    Product,
    SalesOrder,
    SettlementLine,
    SideCost,
    Sku,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_E, _P, _A, _O = JournalEntry.__table__.c, Posting.__table__.c, Account.__table__.c, SalesOrder.__table__.c
BY_KEY: Final = frozenset({"packaging", "advertising"})
"""Lines of contribution that orders bear by a key alone."""
_ALL_TOGETHER: Final = (literal("").label("key"), literal(0).label("unknown"))
_SALES: Final = frozenset(leaf for _sign, leaf in leaves_of("net_sales"))
_FINEST: Final = Decimal("0.0001")


def _roles(*names: str) -> list[str]:
    """Codes of the accounts that make these figures, a sum's through its parts."""
    leaves = [leaf for name in names for _sign, leaf in leaves_of(name)]
    return [role.value for leaf in leaves for role in PROFIT_FIGURES[leaf].accounts]


def _on_accounts(codes: Iterable[str]) -> ColumnElement[bool]:
    """SQL: the account is one of these, or stands below one."""
    listed = list(codes)
    return or_(_A.code.in_(listed), func.substr(_A.code, 1, 5).in_([f"{code}." for code in listed]))


def _debited(*codes: str) -> ColumnElement[Any]:
    """SQL: what all documents of the order debited to these accounts, less what they credited."""
    settled, beside = SettlementLine.__table__.c, SideCost.__table__.c
    own = (_E.document_id == _O.order_id) & _E.document_kind.in_(("order", "freight"))
    lines = select(settled.line_id).where(settled.order_id == _O.order_id).correlate(SalesOrder.__table__)
    costs = select(beside.side_cost_id).where(beside.order_id == _O.order_id).correlate(SalesOrder.__table__)
    parts = [
        own,
        (_E.document_kind == "settlement") & _E.document_id.in_(lines),
        (_E.document_kind == "side") & _E.document_id.in_(costs),
    ]
    found: ColumnElement[Any] = literal(0, WHOLE)
    for part in parts:
        amount = (
            select(type_coerce(func.coalesce(func.sum(type_coerce(_P.amount, WHOLE)), 0), WHOLE))
            .join_from(JournalEntry, Posting, _P.entry_id == _E.entry_id)
            .join(Account, _A.account_id == _P.account_id)
            .where(part, _on_accounts(codes))
            .correlate(SalesOrder.__table__)
        )
        found = found + amount.scalar_subquery()
    return found


def _figure(name: str) -> ColumnElement[Any]:
    """SQL: a figure of the order that accounts make."""
    one = PROFIT_FIGURES[name]
    return one.sign * _debited(*(role.value for role in one.accounts))


_INCOME: Final = _roles("net_sales")
_DIRECT: Final = [*_INCOME, Role.COGS.value, *(role.value for _name, role in VARIABLE)]


def _contribution() -> ColumnElement[Any]:
    """SQL: what the order brings after its own costs; NULL while some of its cost is unknown."""
    return case((_is_unknown(), None), else_=-_debited(*_DIRECT))


def _margin() -> ColumnElement[Any]:
    sales = -_debited(*_INCOME)
    return case((sales > 0, -_debited(*_DIRECT) * (SHARE_SCALE) / sales), else_=None)


def _result() -> ColumnElement[Any]:
    """SQL: a state of `ORDER_PROFITS`: what can be said of the order."""
    return case((_is_unknown(), "unknown"), (_debited(*_DIRECT) > 0, "loss"), else_="earned")


def _is_unknown() -> ColumnElement[bool]:
    """SQL: some cost of the order is unknown; one that was refunded before anything left cost nothing."""
    return has_unknown_cost() & ~never_left()


def _is_settled() -> ColumnElement[bool]:
    settled = SettlementLine.__table__.c
    paid = settled.kind == SettlementKind.SALE.value
    return exists().where(settled.order_id == _O.order_id, paid).correlate(SalesOrder.__table__)


ORDER_PROFIT_ROWS: Final = RowSource(
    sheet=ORDER_PROFITS,
    origin=SalesOrder.__table__.join(Channel.__table__, Channel.channel_id == _O.channel_id),
    row_id=_O.order_id,
    values={
        "order_no": _O.order_no,
        "channel": Channel.__table__.c.title,
        "sold_on": _O.sold_on,
        "summary": _O.summary,
        "units": _O.units,
        "result": _result(),
        "settled": case((_is_settled(), 1), else_=0),
        "contribution": _contribution(),
        "net_sales": -_debited(*_INCOME),
        "platform_discounts": _O.platform_discount,
        "contribution_margin": case((_is_unknown(), None), else_=_margin()),
        **{
            column.key: _figure(column.key)
            for column in ORDER_PROFITS.columns
            if column.key in PROFIT_FIGURES and PROFIT_FIGURES[column.key].accounts
        },
    },
    search=(_O.order_no, _O.summary),
    order=(("sold_on", True),),
    where=(_O.sold_on.is_not(None), _O.kind != OrderKind.ADJUSTMENT.value),
    spoken={"channel": spoken_title},
)
"""The orders that were booked, each with its profit."""


# ------------------------------------------------------------------------------------------------ one order, one range


@dataclass(frozen=True, slots=True)
class OrderProfit:
    """What one order brought, whenever it was booked: `figures` are its own, `shares` by line what keys give it.

    `shares`: of the packaging and advertising of its month and channel that belong to no order, rounded to the store's
    smallest unit; they lower no figure here and are nowhere booked on it.
    """

    order_id: int
    order_no: str
    channel_id: int
    sold_on: date
    is_known: bool
    is_settled: bool
    figures: Figures
    shares: Mapping[str, Decimal]
    estimates: Mapping[str, Decimal]
    """Fees by line that no statement has told yet, by the channel's fee table: never booked, in no figure."""

    @property
    def contribution(self) -> Decimal | None:
        """None while some of its cost is unknown."""
        return self.figures.contribution if self.is_known else None


def find_order_profit(tx: Tx, order_id: int) -> OrderProfit | None:
    """The profit of an order that was booked; None for any other."""
    columns = (_O.order_no, _O.channel_id, _O.sold_on, _O.units, _O.platform_discount)
    found = tx.rows(
        select(*columns, _is_unknown().label("unknown"), _is_settled().label("settled")).where(
            _O.order_id == order_id, _O.sold_on.is_not(None)
        )
    )
    if not found:
        return None
    row = found[0]
    figures = Figures()
    for part in _booked(tx, [_O.order_id == order_id], Scope(size=None)):
        part.add_to(figures)
    figures.orders, figures.units, figures.platform_discounts = 1, row.units, row.platform_discount
    shares = _shares(tx, row.sold_on, row.channel_id, figures)
    known, settled = not row.unknown, bool(row.settled)
    estimates = {} if settled else _estimates(tx, order_id, row.channel_id, row.sold_on, figures)
    return OrderProfit(order_id, row.order_no, row.channel_id, row.sold_on, known, settled, figures, shares, estimates)


def _estimates(tx: Tx, order_id: int, channel_id: int, day: date, figures: Figures) -> dict[str, Decimal]:
    """What the fee table says that this order will be charged; nothing for a fee that is booked already."""
    terms = find_terms(tx)
    goods = tx.rows(
        select(Product.category, type_coerce(func.sum(OrderLine.amount), WHOLE))
        .join_from(OrderLine, Sku, Sku.sku_id == OrderLine.sku_id, isouter=True)
        .outerjoin(Product, Product.product_id == Sku.product_id)
        .where(OrderLine.order_id == order_id)
        .group_by(Product.category)
    )
    sold = [(category, int(amount)) for category, amount in goods]
    told = {kind.value: expected_fee(terms.get((channel_id, kind.value), ()), sold, day) for kind in FEE_KINDS}
    return {name: money(fee) for name, fee in told.items() if fee and not getattr(figures, name)}


def _shares(tx: Tx, day: date, channel_id: int, figures: Figures) -> dict[str, Decimal]:
    """What the keys of packaging and advertising give an order of that day."""
    keys = [key for key in fetch_keys(tx) if key.spread_by is not None and key.line in BY_KEY]
    month = Scope(day.replace(day=1), end_of(f"{day:%Y-%m}"), None, channel_id)
    whole = fetch_total(tx, month) if keys else figures
    made: dict[str, Decimal] = {}
    for key in keys:
        assert key.spread_by is not None
        weights = weight(figures, key.spread_by), weight(whole, key.spread_by)
        if weights[1]:
            amount = whole.accounts.get(key.code, ZERO) * weights[0] / weights[1]
            made[key.line] = made.get(key.line, ZERO) + amount.quantize(_FINEST)
    return made


@dataclass(frozen=True, slots=True)
class OrdersOfRange:
    """How the orders sold in some days make up the books of these days, line by line:

        books = orders - elsewhere + others

    `orders`: all that was ever booked on those of known cost (they are counted with the others); `elsewhere`: what of
    it on other days; `others`: what was booked in these days on orders of unknown cost, on other ones or on none.
    """

    orders: Figures
    elsewhere: Figures
    others: Figures
    books: Figures


def fetch_range(tx: Tx, scope: Scope) -> OrdersOfRange:
    """The orders sold within the scope beside its books."""
    orders, elsewhere, books = Figures(), Figures(), fetch_total(tx, scope)
    for name in ("orders", "units", "platform_discounts"):  # of the same orders
        setattr(orders, name, getattr(books, name))
    told = (literal("").label("key"), _is_unknown().label("unknown"))
    for part in _booked(tx, _sold(scope), scope, told):
        if not part.is_unknown:
            part.add_to(orders)
        if not part.is_unknown and not part.is_inside:
            part.add_to(elsewhere)
    others = books.less(orders)
    others.add(elsewhere)
    return OrdersOfRange(orders, elsewhere, others, books)


@dataclass(frozen=True, slots=True)
class GroupProfit:
    """The orders of a group, with all that was ever booked on them; `left_out` are those of unknown cost.

    Of these the sales are told, as sales of unknown cost, and nothing else.
    """

    group: str
    customers: int
    left_out: int
    figures: Figures


def fetch_groups(tx: Tx, scope: Scope, key: ColumnElement[str] | None = None) -> list[GroupProfit]:
    """Profit by the group of the customer ("" where there is none), of the orders sold within the scope.

    With a `key` of an order or its customer, by that.
    """
    group = (func.coalesce(Customer.group_name, "") if key is None else key).label("key")
    unknown = _is_unknown().label("unknown")
    is_sale = case((_O.kind == OrderKind.SALE.value, 1), else_=0)
    found = tx.rows(
        select(
            group,
            func.sum(is_sale).label("orders"),
            type_coerce(func.sum(_O.units), WHOLE).label("units"),
            func.count(func.distinct(_O.customer_id)).label("customers"),
            func.sum(case((_is_unknown(), is_sale), else_=0)).label("left_out"),
        )
        .join_from(SalesOrder, Customer, Customer.customer_id == _O.customer_id, isouter=True)
        .where(*_sold(scope))
        .group_by("key")
    )
    made = {
        row.key: GroupProfit(
            row.key, row.customers, int(row.left_out), Figures(orders=int(row.orders), units=pieces(row.units))
        )
        for row in found
    }
    for part in _booked(tx, _sold(scope), scope, (group, unknown)):
        figures = made[part.key].figures
        if not part.is_unknown:
            part.add_to(figures)
        elif part.name in _SALES:
            sales = figures.net_sales
            part.add_to(figures)
            figures.unknown_sales += figures.net_sales - sales
    return [made[key] for key in sorted(made)]


class _Part(NamedTuple):
    """What was booked on some orders on one account, on days of the scope or on others; `amount` as the line has it."""

    key: str
    is_unknown: bool
    is_inside: bool
    code: str
    name: str
    amount: Decimal
    debited: Decimal

    def add_to(self, figures: Figures) -> None:
        """Add it to its line."""
        setattr(figures, self.name, getattr(figures, self.name) + self.amount)
        figures.book(self.code, self.debited)


def _sold(scope: Scope) -> list[ColumnElement[bool]]:
    """SQL: conditions that an order was sold within the scope."""
    sale = _O.kind != OrderKind.ADJUSTMENT.value
    return [_O.sold_on.is_not(None), sale, *scope.days(_O.sold_on), *of_channel(scope, _O.channel_id)]


def _booked(
    tx: Tx,
    wanted: Sequence[ColumnElement[bool]],
    scope: Scope,
    told: tuple[ColumnElement[Any], ColumnElement[Any]] = _ALL_TOGETHER,
) -> Iterator[_Part]:
    """What all documents of these orders booked, by what is `told` of them: a key, and whether a cost is unknown."""
    settled, beside = SettlementLine.__table__, SideCost.__table__
    sold = (
        select(_O.order_id, *told)
        .join_from(SalesOrder, Customer, Customer.customer_id == _O.customer_id, isouter=True)
        .where(*wanted)
        .cte("sold")
        .prefix_with("MATERIALIZED")  # read three times, worked out once
    )
    named = select(_E.entry_id, sold.c.key, sold.c.unknown)
    own, of_order = (_E.document_id == sold.c.order_id), _E.document_kind.in_(("order", "freight"))
    by_line = named.join_from(sold, settled, settled.c.order_id == sold.c.order_id)
    by_cost = named.join_from(sold, beside, beside.c.order_id == sold.c.order_id)
    entries = union_all(
        named.join_from(sold, JournalEntry, own & of_order),
        by_line.join(JournalEntry, (_E.document_id == settled.c.line_id) & (_E.document_kind == "settlement")),
        by_cost.join(JournalEntry, (_E.document_id == beside.c.side_cost_id) & (_E.document_kind == "side")),
    ).subquery("booked")
    inside = case((and_(true(), *scope.days(_E.entry_on)), 1), else_=0).label("inside")
    keys = [entries.c.key, entries.c.unknown, inside, _A.code, _A.kind]
    found = tx.rows(
        select(*keys, type_coerce(func.sum(type_coerce(_P.amount, WHOLE)), WHOLE).label("amount"))
        .join_from(entries, JournalEntry, _E.entry_id == entries.c.entry_id)
        .join(Posting, _P.entry_id == _E.entry_id)
        .join(Account, _A.account_id == _P.account_id)
        .where(_A.kind.in_([AccountKind.INCOME.value, AccountKind.EXPENSE.value]))
        .group_by(*keys)
    )
    for row in found:
        line = line_of(row.code, AccountKind(row.kind))
        assert line is not None, row.code
        debited = money(row.amount)
        yield _Part(row.key, bool(row.unknown), bool(row.inside), row.code, line[0], line[1] * debited, debited)
