"""The facts as a layer: tables of the store row by row, in the order in which they were written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, or_, select

from shopdesk.shop.columns import Sheet
from shopdesk.shop.layers import listing_sheets, sheets
from shopdesk.shop.layers.layer import BATCH, Layer, LayerTable, Rows, Span
from shopdesk.shop.orders.reports import between
from shopdesk.store.filters import stored
from shopdesk.store.tables import (
    AccountDay,
    AdSpend,
    AfterSale,
    Base,
    BillPayment,
    Expense,
    GoodsReceipt,
    Inspection,
    JournalEntry,
    LandedCost,
    MoveValue,
    Refund,
    SalesOrder,
    SettlementLine,
    SideCost,
    StockCount,
    StockMove,
    Transfer,
)
from shopdesk.store.tx import Tx

_O, _E, _M, _V = SalesOrder.__table__, JournalEntry.__table__, StockMove.__table__, MoveValue.__table__
Days = Callable[[Tx, Span], Sequence[ColumnElement[bool]]]
"""The conditions that a row is of some days."""

LEFT_OUT: Final = {
    "supplier": {"contact", "phone", "email"},
    "customer": {"customer_no", "warned_of"},
    "sales_order": {"fingerprint", "told_refund", "guessed_refund"},
    "import_file": {"person", "plan"},
    "inspection": {"person"},
    "stock_count": {"session_id"},
    "stock_count_line": {"counted_by"},
    "side_cost": {"payee"},
    "month_seal": {"person", "reopened_by"},
    "picture": {"file_id"},
    "listing_version": {"person"},
    "price_change": {"person"},
}
"""Columns that stay in the store: who somebody is, and what only the program needs, to compare files with."""


def stream(tx: Tx, statement: Select[Any]) -> Iterator[Rows]:
    """The rows of a select in batches; on neither engine are all of them held."""
    yield from tx.execute(statement.execution_options(yield_per=BATCH)).partitions()


def days(column: Any) -> Days:
    """Rows whose day lies in the span."""
    return lambda _tx, span: between(column, span.since, span.until)


def moments(column: Any) -> Days:
    """Rows whose moment lies in the days of the span by the shop's clock."""

    def conditions(tx: Tx, span: Span) -> list[ColumnElement[bool]]:
        made = []
        if span.since is not None:
            made.append(column >= datetime.combine(span.since, time(), tx.zone))
        if span.until is not None:
            made.append(column < datetime.combine(span.until + timedelta(days=1), time(), tx.zone))
        return made

    return conditions


def every_row(_tx: Tx, _span: Span) -> list[ColumnElement[bool]]:
    """Whatever the days: what orders and moves point to must not be missing."""
    return []


def _orders(tx: Tx, span: Span) -> list[ColumnElement[bool]]:
    """Orders by their day in the books; those that are no sale by the day they were placed."""
    if span.is_open:
        return []
    placed = and_(_O.c.sold_on.is_(None), *moments(_O.c.placed_at)(tx, span))
    return [or_(and_(*days(_O.c.sold_on)(tx, span)), placed)]


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """How the rows of a sheet are read: `values` by column, from `origin`, in the order of `key`."""

    sheet: Sheet
    values: Mapping[str, ColumnElement[Any]]
    origin: FromClause
    key: Sequence[ColumnElement[Any]]
    of: Days
    parent: FromClause | None
    """What knows the days of a row, where it is joined only for that."""

    def read(self, tx: Tx, span: Span) -> Iterator[Rows]:
        """The rows of the days, in batches."""
        named = [stored(column, self.values[column.key]).label(f"v{n}") for n, column in enumerate(self.sheet.columns)]
        yield from stream(tx, self._within(tx, span, select(*named)).order_by(*self.key))

    def count(self, tx: Tx, span: Span) -> int:
        """How many they are."""
        return int(tx.scalar(self._within(tx, span, select(func.count()))) or 0)

    def _within(self, tx: Tx, span: Span, statement: Select[Any]) -> Select[Any]:
        wanted = self.of(tx, span)
        joined = self.parent is not None and bool(wanted)
        return statement.select_from(self.origin.join(self.parent) if joined else self.origin).where(*wanted)  # type: ignore[arg-type]


def of_table(
    layer: Layer,
    sheet: Sheet,
    of: Days = every_row,
    *,
    parent: FromClause | None = None,
    beside: FromClause | None = None,
) -> LayerTable:
    """The table of the store that a sheet is named for, with what its rows have in `beside`, if anything."""
    table = Base.metadata.tables[sheet.name]
    values: dict[str, ColumnElement[Any]] = {**(beside.c if beside is not None else {}), **table.c}
    origin = table.outerjoin(beside) if beside is not None else table
    reading = _Reading(sheet, values, origin, list(table.primary_key), of, parent)
    return LayerTable(layer, sheet, reading.read, reading.count)


_STOCK_COUNT: Final = StockCount.__table__
_RECEIVED: Final = GoodsReceipt.__table__.c.received_at
FACTS: Final = tuple(
    of_table(Layer.FACTS, sheet, of, parent=parent, beside=_V if sheet is sheets.STOCK_MOVE else None)
    for sheet, of, parent in (
        (sheets.CHANNEL, every_row, None),
        (sheets.SUPPLIER, every_row, None),
        (sheets.PRODUCT, every_row, None),
        (sheets.SKU, every_row, None),
        (sheets.BARCODE, every_row, None),
        (sheets.CUSTOMER, every_row, None),
        (sheets.SALES_ORDER, _orders, None),
        (sheets.ORDER_LINE, _orders, _O),
        (sheets.AFTER_SALE, days(AfterSale.__table__.c.ended_on), None),
        (sheets.REFUND, days(Refund.__table__.c.refunded_on), None),
        (sheets.WAREHOUSE, every_row, None),
        (sheets.STOCK_MOVE, days(_M.c.booked_on), None),
        (sheets.STOCK_LEVEL, every_row, None),
        (sheets.SKU_PLACE, every_row, None),
        (sheets.BUNDLE_PART, every_row, None),
        (sheets.LOT, every_row, None),
        (sheets.LOT_MOVE, days(_M.c.booked_on), _M),
        (sheets.TRANSFER, moments(Transfer.__table__.c.sent_at), None),
        (sheets.TRANSFER_LINE, moments(Transfer.__table__.c.sent_at), Transfer.__table__),
        (sheets.GOODS_RECEIPT, moments(_RECEIVED), None),
        (sheets.SUPPLIER_SKU, every_row, None),
        (sheets.PURCHASE_ORDER, every_row, None),
        (sheets.PURCHASE_LINE, every_row, None),
        (sheets.INSPECTION, moments(Inspection.__table__.c.inspected_at), None),
        (sheets.LANDED_COST, days(LandedCost.__table__.c.landed_on), None),
        (sheets.LANDED_SHARE, days(LandedCost.__table__.c.landed_on), LandedCost.__table__),
        (sheets.STOCK_COUNT, moments(_STOCK_COUNT.c.counted_at), None),
        (sheets.STOCK_COUNT_LINE, moments(_STOCK_COUNT.c.counted_at), _STOCK_COUNT),
        (sheets.ACCOUNT, every_row, None),
        (sheets.JOURNAL_ENTRY, days(_E.c.entry_on), None),
        (sheets.POSTING, days(_E.c.entry_on), _E),
        (sheets.EXCHANGE_RATE, every_row, None),
        (sheets.TAX_RULE, every_row, None),
        (sheets.COST_KEY, every_row, None),
        (sheets.EXPENSE, days(Expense.__table__.c.spent_on), None),
        (sheets.BILL, every_row, None),
        (sheets.BILL_LINE, every_row, None),
        (sheets.BILL_PAYMENT, days(BillPayment.__table__.c.paid_on), None),
        (sheets.RECURRING, every_row, None),
        (sheets.RECURRING_LINE, every_row, None),
        (sheets.AD_SPEND, days(AdSpend.__table__.c.spent_on), None),
        (sheets.SIDE_COST, days(SideCost.__table__.c.paid_on), None),
        (sheets.FEE_RULE, every_row, None),
        (sheets.PAYOUT, every_row, None),
        (sheets.SETTLEMENT_LINE, days(SettlementLine.__table__.c.settled_on), None),
        (sheets.MONTH_SEAL, every_row, None),
        *((sheet, every_row, None) for sheet in listing_sheets.EVER),
        *((sheet, moments(Base.metadata.tables[sheet.name].c.changed_at), None) for sheet in listing_sheets.BY_MOMENT),
        *((sheet, days(Base.metadata.tables[sheet.name].c[day]), None) for sheet, day in listing_sheets.BY_DAY),
    )
)
"""The tables of the facts, ground to roof."""
ACCOUNT_DAYS: Final = of_table(Layer.DAILY, sheets.ACCOUNT_DAY, days(AccountDay.__table__.c.entry_on))
"""The sums that are kept of the books."""
