"""Costs of single orders shared over what was sold in them: fees, freight, compensation; advertising of a known SKU.

A cost that the books have of an order falls on its lines in proportion to their amounts. What belongs to no order or to
no SKU stands in the row without SKU, with what rounding leaves over.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Float,
    Select,
    case,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
)

from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.orders.rules import LineKind
from shopdesk.shop.profit.definitions import VARIABLE, line_of
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.sums import sold_as
from shopdesk.store.tables import (
    Account,
    AccountDay,
    AdSpend,
    JournalEntry,
    MoveValue,
    OrderLine,
    Posting,
    SalesOrder,
    SettlementLine,
    SideCost,
    StockMove,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_E, _P, _L = JournalEntry.__table__.c, Posting.__table__.c, OrderLine.__table__.c
_M, _O = StockMove.__table__.c, SalesOrder.__table__.c
LOST: Final = "returns_loss"
CAME_BACK: ColumnElement[bool] = literal_column("stock_move.reason IN ('return', 'write_off')")
"""SQL, in the very words of the index that holds these moves."""


class Share(NamedTuple):
    """What of a cost falls on a SKU: `day` as `Scope.part` gives it, `name` of its line, `amount` as stored."""

    day: str
    channel_id: int | None
    sku_id: int
    name: str
    amount: int


def order_of_entry() -> ColumnElement[Any]:
    """SQL: the order that an entry is about, whatever document made it; NULL where it is about none."""
    settled = select(SettlementLine.order_id).where(SettlementLine.line_id == _E.document_id)
    beside = select(SideCost.order_id).where(SideCost.side_cost_id == _E.document_id)
    return case(
        (_E.document_kind.in_(("order", "freight")), _E.document_id),
        (_E.document_kind == "settlement", settled.correlate(JournalEntry.__table__).scalar_subquery()),
        (_E.document_kind == "side", beside.correlate(JournalEntry.__table__).scalar_subquery()),
    )


def fetch_shares(tx: Tx, scope: Scope) -> Iterator[Share]:
    """Every cost of the scope that falls on a SKU; nothing is read where no such cost was booked."""
    names = _variable_accounts(tx, scope)
    of_orders = [account for account, name in names.items() if name not in (LOST, "advertising")]
    of_ads = [account for account, name in names.items() if name == "advertising"]
    for shared, accounts in ((_of_orders, of_orders), (_of_ads, of_ads)):
        if accounts:
            for row in tx.rows(shared(scope, accounts)):
                yield Share(row.day, row.channel_id, row.sku_id, names[row.account_id], int(row.amount))
    if LOST in names.values():
        for row in tx.rows(_lost(scope)):
            yield Share(row.day, row.channel_id, row.sku_id, LOST, -int(row.amount))


def _variable_accounts(tx: Tx, scope: Scope) -> dict[int, str]:
    """Account → line of the statement, of costs that grow with the sales and were booked within the scope."""
    wanted = {name for name, _role in VARIABLE}
    booked = select(AccountDay.account_id).where(*scope.days(AccountDay.entry_on)).distinct()
    found = tx.rows(select(Account.account_id, Account.code, Account.kind).where(Account.account_id.in_(booked)))
    lines = {row.account_id: (line_of(row.code, AccountKind(row.kind)) or ("",))[0] for row in found}
    return {account: name for account, name in lines.items() if name in wanted}


def _of_orders(scope: Scope, accounts: list[int]) -> Select[Any]:
    """SQL: costs by day, channel, SKU and account, shared over the lines of their orders.

    First what each order cost and what its goods came to, then its lines: asked line by line it takes ten times as
    long.
    """
    cost, amount = _cost_of_orders(scope, accounts), type_coerce(_L.amount, WHOLE)
    bears = (_L.kind == LineKind.PRODUCT.value) & (_L.amount > 0)
    whole = (
        select(_L.order_id, func.sum(amount).label("amount"))
        .where(bears, _L.order_id.in_(select(cost.c.order_id)))
        .group_by(_L.order_id)
        .cte("whole")
        .prefix_with("MATERIALIZED")
    )
    share = cast(func.round(cast(cost.c.amount, Float) * amount / whole.c.amount), BigInteger)
    keys = (cost.c.day, cost.c.channel_id, _L.sku_id, cost.c.account_id)
    return (
        select(*keys, type_coerce(func.sum(share), WHOLE).label("amount"))
        .join_from(cost, whole, whole.c.order_id == cost.c.order_id)
        .join(OrderLine, _L.order_id == cost.c.order_id)
        .where(bears, _L.sku_id.is_not(None))
        .group_by(*keys)
    )


def _cost_of_orders(scope: Scope, accounts: list[int]) -> CTE:
    """SQL: what was booked on these accounts by order, day and channel."""
    return (
        select(
            order_of_entry().label("order_id"), scope.part(_E.entry_on), _E.channel_id, _P.account_id,
            type_coerce(func.sum(type_coerce(_P.amount, WHOLE)), WHOLE).label("amount"),
        )
        .join_from(JournalEntry, Posting, _P.entry_id == _E.entry_id)
        .where(_P.account_id.in_(accounts), *scope.days(_E.entry_on), *of_channel(scope, _E.channel_id))
        .group_by("order_id", "day", _E.channel_id, _P.account_id)
        .cte("cost")
        .prefix_with("MATERIALIZED")
    )  # fmt: skip


def _of_ads(scope: Scope, accounts: list[int]) -> Select[Any]:
    """SQL: advertising whose report names a SKU of the shop."""
    return (
        select(
            scope.part(_E.entry_on), _E.channel_id, AdSpend.sku_id, _P.account_id,
            type_coerce(func.sum(type_coerce(_P.amount, WHOLE)), WHOLE).label("amount"),
        )
        .join_from(AdSpend, JournalEntry, (_E.document_id == AdSpend.ad_spend_id) & (_E.document_kind == "ads"))
        .join(Posting, _P.entry_id == _E.entry_id)
        .where(AdSpend.sku_id.is_not(None), _P.account_id.in_(accounts))
        .where(*scope.days(_E.entry_on), *of_channel(scope, _E.channel_id))
        .group_by("day", _E.channel_id, AdSpend.sku_id, _P.account_id)
    )  # fmt: skip


def _lost(scope: Scope) -> Select[Any]:
    """SQL: goods that came back and were written off, by the SKU they were sold as; below zero."""
    sku_id = sold_as().label("sku_id")
    return (
        select(
            scope.part(_M.booked_on), _O.channel_id, sku_id,
            type_coerce(func.sum(type_coerce(MoveValue.value, WHOLE)), WHOLE).label("amount"),
        )
        .join_from(StockMove, SalesOrder, _O.order_id == _M.document_id)
        .join(MoveValue, MoveValue.move_id == _M.move_id)
        .where(CAME_BACK, _M.reason == "write_off", _M.document_kind == "order", _M.line_id.is_(None))
        .where(*scope.days(_M.booked_on), *of_channel(scope, _O.channel_id))
        .group_by("day", _O.channel_id, sku_id)
    )  # fmt: skip


def of_channel(scope: Scope, channel_id: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """SQL: conditions that something is of the scope's channel."""
    return [] if scope.channel_id is None else [channel_id == scope.channel_id]
