"""The sales report: what was sold by day, month, SKU or channel, all without tax."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Executable, FromClause, Select, Text, func, literal, select, type_coerce

from shopdesk.shop.orders.rules import LineKind, OrderKind
from shopdesk.store.sums import goods, split
from shopdesk.store.tables import Channel, GoodsMonth, Refund, SalesOrder, Sku
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_O = SalesOrder.__table__.c


class By(StrEnum):
    """What a report is broken down by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SKU = "sku"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class SalesRow:
    """A bucket of the sales report: gross_sales - refunds + adjustments + charges = net_sales, all without tax.

    gross_sales are the prices of goods sold before discounts; charges are shipping and other charges less discounts.
    """

    bucket: str
    orders: int
    units: Decimal
    gross_sales: Decimal
    discounts: Decimal
    """Contained in charges, below zero there."""
    refunds: Decimal
    adjustments: Decimal
    charges: Decimal

    @property
    def net_sales(self) -> Decimal:
        """What remains."""
        return self.gross_sales - self.refunds + self.adjustments + self.charges


def bucket_of(day: str, by: By) -> str:
    """The bucket that an ISO day falls into: 2026-02-03 → 2026-02, 2026-Q1, 2026-W06 …"""
    if by is By.DAY:
        return day
    if by is By.WEEK:
        year, week, _day = date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02d}"
    if by is By.MONTH:
        return day[:7]
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" if by is By.QUARTER else day[:4]


def fetch_sales(tx: Tx, by: By = By.MONTH, since: date | None = None, until: date | None = None) -> list[SalesRow]:
    """Sales by bucket, in order; `since` and `until` are days of the books, both included."""
    if by is By.SKU:
        return _sales_by_sku(tx, since, until)
    made: dict[str, list[Any]] = {}
    for row in tx.rows(_order_sums(by, since, until)):
        cells = _cells(made, _name(row.bucket, by))
        if row.kind == OrderKind.ADJUSTMENT:
            cells[5] += row.total - row.tax
        elif row.kind == OrderKind.RETURN:
            _add(cells, 0, row.units, 0, row.discount, -row.goods, 0, row.shipping + row.charge - row.discount)
        else:
            _add(cells, row.orders, row.units, row.goods, row.discount, 0, 0, row.shipping + row.charge - row.discount)
    for row in tx.rows(_refund_sums(by, since, until)):
        _cells(made, _name(row.bucket, by))[4] += row.amount
    return [SalesRow(bucket, *cells) for bucket, cells in sorted(made.items())]


def _cells(made: dict[str, list[Any]], bucket: str) -> list[Any]:
    return made.setdefault(bucket, [0, *[Decimal(0)] * 6])


def _add(cells: list[Any], *amounts: Any) -> None:
    for place, amount in enumerate(amounts):
        cells[place] += amount


def _name(bucket: str, by: By) -> str:
    return bucket if by is By.CHANNEL else bucket_of(bucket, by)


def _order_sums(by: By, since: date | None, until: date | None) -> Executable:
    """Sums of booked orders by kind and by month, day or channel."""
    bucket = _bucket(by, SalesOrder.sold_on)
    sums = [
        func.sum(_O[name]).label(name) for name in ("units", "goods", "discount", "shipping", "charge", "tax", "total")
    ]
    statement = select(bucket, SalesOrder.kind, func.count().label("orders"), *sums).group_by("bucket", SalesOrder.kind)
    if by is By.CHANNEL:
        statement = statement.join(Channel, Channel.channel_id == SalesOrder.channel_id)
    return statement.where(SalesOrder.sold_on.is_not(None), *between(SalesOrder.sold_on, since, until))


def _refund_sums(by: By, since: date | None, until: date | None) -> Executable:
    bucket = _bucket(by, Refund.refunded_on)
    statement = select(bucket, func.sum(Refund.amount).label("amount")).group_by("bucket")
    if by is By.CHANNEL:
        statement = statement.join(SalesOrder, SalesOrder.order_id == Refund.order_id).join(
            Channel, Channel.channel_id == SalesOrder.channel_id
        )
    return statement.where(*between(Refund.refunded_on, since, until))


def _bucket(by: By, day: Any) -> ColumnElement[str]:
    if by is By.CHANNEL:
        return Channel.__table__.c.title.label("bucket")
    text = type_coerce(day, Text())
    return (text if by in (By.DAY, By.WEEK) else func.substr(text, 1, 7)).label("bucket")


def between(day: Any, since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """Conditions that a day lies in the range, both ends included; None is open."""
    made = []
    if since is not None:
        made.append(day >= literal(since, day.type))
    if until is not None:
        made.append(day <= literal(until, day.type))
    return made


def _sales_by_sku(tx: Tx, since: date | None, until: date | None) -> list[SalesRow]:
    """By SKU code; what belongs to no SKU (charges, refunds of whole orders) stands under ""."""
    codes = {row.sku_id: row.code for row in tx.rows(select(Sku.sku_id, Sku.code))}
    made: dict[str, list[Any]] = {}
    for row in _lines_by_sku(tx, since, until):
        cells = _cells(made, codes.get(row.sku_id, ""))
        if row.order_kind == OrderKind.ADJUSTMENT:
            cells[5] += row.amount
        elif row.line_kind != LineKind.PRODUCT:
            cells[6] += row.amount
        elif row.order_kind == OrderKind.RETURN:
            _add(cells, 0, row.units, 0, row.discount, -(row.amount + row.discount), 0, -row.discount)
        else:
            _add(cells, row.orders, row.units, row.amount + row.discount, row.discount, 0, 0, -row.discount)
    refunds = tx.scalar(select(func.sum(Refund.amount)).where(*between(Refund.refunded_on, since, until)))
    if refunds:
        _cells(made, "")[4] += refunds
    return [SalesRow(bucket, *cells) for bucket, cells in sorted(made.items())]


def _lines_by_sku(tx: Tx, since: date | None, until: date | None) -> Iterator[Any]:
    """Lines of booked orders by SKU and kinds: of whole months by the sums kept of them, of what is left by themselves.

    Whether their cost is known is not asked, so that no move need be read.
    """
    ranges, kept = split(since, until), GoodsMonth.__table__
    if ranges.months:
        yield from tx.rows(_by_sku(kept).where(*ranges.within(kept.c.month)))
    for first, last in ranges.ends:
        lines = goods(literal(""), costs_known=False).where(*between(SalesOrder.sold_on, first, last))
        yield from tx.rows(_by_sku(lines.subquery("line")))


def _by_sku(lines: FromClause) -> Select[Any]:
    kept, c = GoodsMonth.__table__.c, lines.c
    names = ("orders", "units", "amount", "discount")
    added = [type_coerce(func.sum(type_coerce(c[name], WHOLE)), kept[name].type).label(name) for name in names]
    keys = c.sku_id, c.order_kind, c.line_kind
    return select(*keys, *added).group_by(*keys)
