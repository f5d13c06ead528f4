"""Keeping the sums that reports read: at the end of each write, within its transaction, they follow what was written.

Of a small change only the days, months and SKUs that it touched are added up anew; of an import, set by set.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, and_, delete, insert, literal, select, true, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

from shopdesk.store import sums
from shopdesk.store.tables import (
    AccountDay,
    CostMonth,
    GoodsMonth,
    JournalEntry,
    MoveValue,
    OrderLine,
    SalesOrder,
    SkuValue,
    StaleMonth,
    StockMove,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE, Day

_FEW: Final = 300
"""Up to so many SKUs are looked up by their lines; for more it is quicker to read whole months."""
_AT_ONCE: Final = 500
"""Keys named in one statement."""
_EVERY_SKU: Final = (true(), true())
_sold_on = type_coerce(SalesOrder.__table__.c.sold_on, Text())
_sold_in = sums.month_of(_sold_on)


def settle(tx: Tx) -> None:
    """Bring every sum in line with what this transaction wrote."""
    _settle_accounts(tx)
    bundled = _are_bundles_moved(tx)
    if bundled:
        _add_bundles(tx)
    _settle_goods(tx, bundled)
    for part in _parts(sorted(tx.revalued)):
        moves = StockMove.sku_id.in_(part)
        sold = (moves & StockMove.bundle_id.is_(None)) | StockMove.bundle_id.in_(part) if bundled else moves
        _renew(tx, CostMonth, _costs(), CostMonth.sku_id.in_(part), sold)
        _renew(tx, SkuValue, sums.values(), SkuValue.sku_id.in_(part), moves)


def revaluing(tx: Tx, sku_ids: Iterable[int]) -> None:
    """Note, before it happens, that moves of these SKUs are valued anew."""
    if tx.costs_were_known is None:
        tx.costs_were_known = are_costs_known(tx)
    tx.revalued.update(sku_ids)


def revalued(tx: Tx, order_ids: Sequence[int]) -> None:
    """Note that goods of these orders have become worth something else, or known, or unknown."""
    for part in _parts(order_ids):
        orders = select(_sold_in).where(SalesOrder.order_id.in_(part), _sold_on.is_not(None))
        tx.revalued_months.update(tx.scalars(orders.distinct()))


def are_costs_known(tx: Tx) -> bool:
    """Whether any move has a value."""
    return tx.scalar(select(MoveValue.move_id).limit(1)) is not None


def _are_bundles_moved(tx: Tx) -> bool:
    return tx.scalar(sums.are_bundles_moved()) is not None


def _add_bundles(tx: Tx) -> None:
    """What was sold as a bundle costs something else when a part of it does."""
    for part in _parts(sorted(tx.revalued)):
        moved = select(StockMove.bundle_id).where(StockMove.bundle_id.is_not(None), StockMove.sku_id.in_(part))
        tx.revalued.update(tx.scalars(moved.distinct()))


def _settle_accounts(tx: Tx) -> None:
    """Add what was posted: of entries nothing is ever taken back, so no day need be added up anew."""
    is_fresh = JournalEntry.entry_id > tx.marks[1]
    if tx.scalar(select(JournalEntry.entry_id).where(is_fresh).limit(1)) is None:
        return
    fresh = sums.postings().where(is_fresh)
    made: Any = (sqlite if tx.connection.dialect.name == "sqlite" else postgresql).insert(AccountDay)
    columns = AccountDay.__table__.c
    added = {name: columns[name] + made.excluded[name] for name in ("debit", "credit")}
    keys = [column.name for column in AccountDay.__table__.primary_key]
    tx.execute(made.from_select(list(columns.keys()), fresh).on_conflict_do_update(index_elements=keys, set_=added))


def _settle_goods(tx: Tx, bundled: bool) -> None:
    """Months of orders that were written whole; of revalued goods their SKUs, where these are few."""
    months = set(tx.scalars(select(StaleMonth.month)))
    if months:
        tx.execute(delete(StaleMonth))
    known = are_costs_known(tx)
    if tx.costs_were_known not in (None, known):
        months.update(_all_months(tx))
    elif len(tx.revalued) > _FEW:
        months |= tx.revalued_months
    elif tx.revalued_months - months:
        of_skus = GoodsMonth.sku_id.in_(tx.revalued), OrderLine.sku_id.in_(tx.revalued)
        _renew_goods(tx, tx.revalued_months - months, known, bundled, of_skus)
    _renew_goods(tx, months, known, bundled)


def _renew_goods(
    tx: Tx,
    months: Iterable[str],
    known: bool,
    bundled: bool,
    of_skus: tuple[ColumnElement[bool], ColumnElement[bool]] = _EVERY_SKU,
) -> None:
    """A month at a time: SQLite sorts many little heaps three times as fast as a large one."""
    for month in sorted(months):
        stale, source = GoodsMonth.month == month, _sold_on.between(f"{month}-01", f"{month}-31")
        fresh = sums.goods(literal(month), costs_known=known, bundled=bundled)
        _renew(tx, GoodsMonth, fresh, and_(stale, of_skus[0]), and_(source, of_skus[1]))


def _renew(
    tx: Tx, model: type[DeclarativeBase], fresh: Select[Any], stale: ColumnElement[bool], source: ColumnElement[bool]
) -> None:
    tx.execute(delete(model).where(stale))
    tx.execute(insert(model).from_select(list(model.__table__.c.keys()), fresh.where(source)))


def _costs() -> Select[Any]:
    return sums.costs(sums.month_of(sums.booked_on()))


def _all_months(tx: Tx) -> list[str]:
    """Every month in which something was sold, or seemed to be."""
    sold = select(_sold_in).where(_sold_on.is_not(None))
    return tx.scalars(sold.union(select(GoodsMonth.month)))


def _parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(keys)
    return (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE))


# ------------------------------------------------------------------------------------------------ checked and rebuilt


def wrong_rows(tx: Tx) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Table and key of every row that is not the sum of what it stands for, or is missing."""
    yield from ((StaleMonth.__tablename__, tuple(row)) for row in tx.rows(select(StaleMonth.month)))
    for model, fresh in _all_sums(tx).items():
        stored = select(*map(_raw, model.__table__.c))
        keys = len(list(model.__table__.primary_key))
        differ = {tuple(row)[:keys] for row in set(map(tuple, tx.rows(stored))) ^ set(map(tuple, tx.rows(fresh)))}
        yield from ((model.__tablename__, key) for key in sorted(differ))


def rebuild(tx: Tx) -> None:
    """Add everything up again."""
    tx.execute(delete(StaleMonth))
    _renew_goods(tx, _all_months(tx), are_costs_known(tx), _are_bundles_moved(tx))
    for model, fresh in _all_sums(tx).items():
        if model is not GoodsMonth:
            tx.execute(delete(model))
            tx.execute(insert(model).from_select(list(model.__table__.c.keys()), fresh))


def _all_sums(tx: Tx) -> dict[type[DeclarativeBase], Select[Any]]:
    """Each table of sums with the select that says what stands in it."""
    goods = sums.goods(_sold_in, costs_known=are_costs_known(tx), bundled=_are_bundles_moved(tx))
    return {
        AccountDay: sums.postings(),
        GoodsMonth: goods.group_by("month"),
        CostMonth: _costs(),
        SkuValue: sums.values(),
    }


def _raw(column: Any) -> ColumnElement[Any]:
    """A column as it is stored."""
    return type_coerce(column, Text() if isinstance(column.type, Text | Day) else WHOLE)
