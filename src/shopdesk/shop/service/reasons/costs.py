"""Why goods came back and what it cost, from the books: every amount on the order, SKU, lot and reason it belongs to.

An amount of an order falls on what of it was in trouble: the goods that came back, else those that a case names, else
all of them in proportion to what they came to. Its reason is that of the case, else of the inspection, else of the
refund; so a case and a return of the same goods are one thing, and its money is counted once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.fulfilment.rules import CAME_BACK
from shopdesk.shop.money import allocate
from shopdesk.shop.service.reasons.facts import COUNTED, Booked, Facts, Sold, read_facts
from shopdesk.shop.service.reasons.rules import Costs, Thing, Trouble
from shopdesk.store.tables import GoodsReceipt, Lot, Product, Sku, StockMove, Supplier, SupplierSku
from shopdesk.store.tx import Tx

_BACK: Final = frozenset(verdict.value for verdict in CAME_BACK)
_PART: Final = 500
Key = tuple[int | None, int | None, int | None, int | None, str | None, date]
"""Order, case (of none), SKU, lot, reason, day."""


@dataclass(slots=True)
class _Sum:
    """What adds up under one key."""

    cases: int = 0
    returns: int = 0
    pieces: int = 0
    costs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    case: Any = None


def fetch_troubles(tx: Tx, since: date, until: date) -> list[Trouble]:
    """What went wrong from one day to another, both included; the costs add up to those of the books' accounts."""
    facts = read_facts(tx, since, until)
    sums = defaultdict[Key, _Sum](_Sum)
    _add_goods(sums, facts)
    for booked in facts.booked:
        if booked.order_id is not None:
            _add_of_order(sums, facts, booked, facts.orders[booked.order_id])
        elif booked.return_id is not None:
            _add_of_return(sums, facts, booked, facts.lines_back.get(booked.return_id, []))
        else:
            sums[None, None, None, None, None, booked.day].costs[booked.name] += booked.amount
    _count_returns(sums, facts, tx)
    _count_cases(sums, facts, tx)
    return _named(tx, sums, facts)


# ------------------------------------------------------------------------------------------------------------- money


def _add_goods(sums: dict[Key, _Sum], facts: Facts) -> None:
    """What goods are worth that came back; those of a bundle's parts stand under what was sold."""
    for row in facts.goods:
        if row.name != "came_back":
            continue
        if row.order_id is None:
            sums[None, None, row.sku_id, None, None, row.day].costs["came_back"] += row.amount
        else:
            order = facts.orders[row.order_id]
            sold = {line.part_id: line.sku_id for line in order.returned}
            sku_id = sold.get(row.sku_id, row.sku_id)
            _put(sums, row.order_id, order, sku_id, _refund_reason(order), row.day, "came_back", row.amount)


def _add_of_order(sums: dict[Key, _Sum], facts: Facts, booked: Booked, order: Sold) -> None:
    for after_sale_id, hint, amount in _refunds_of(booked, order):
        weights = _written_off(facts, booked) if booked.name == "written_off" else {}
        weights = weights or _touched(order, after_sale_id)
        shares = allocate(amount, list(weights.values()))
        for sku_id, share in zip(weights, shares, strict=True):
            _put(sums, booked.order_id, order, sku_id, hint, booked.day, booked.name, share)


def _refunds_of(booked: Booked, order: Sold) -> list[tuple[int | None, str | None, int]]:
    """An amount by the refunds that it consists of: claim, reason, amount. What is no refund is one amount."""
    if booked.name != "refund" or not order.refunds:
        return [(None, _refund_reason(order), booked.amount)]
    given = [row for row in order.refunds if row.refunded_on == booked.day] or order.refunds
    shares = allocate(booked.amount, [max(int(row.amount), 0) for row in given])
    return [(row.after_sale_id, row.reason, share) for row, share in zip(given, shares, strict=True)]


def _refund_reason(order: Sold) -> str | None:
    return next((row.reason for row in order.refunds if row.reason), None)


def _written_off(facts: Facts, booked: Booked) -> dict[int | None, int]:
    """SKU → what of it was written off, of an order and a day."""
    sold = {line.part_id: line.sku_id for line in facts.orders[booked.order_id or 0].returned}
    found = defaultdict[int | None, int](int)
    for sku_id, amount in facts.written_off.get((booked.order_id, None, booked.day), {}).items():
        found[sold.get(sku_id, sku_id)] += amount
    return found


def _touched(order: Sold, after_sale_id: int | None) -> dict[int | None, int]:
    """SKUs of an order that were in trouble, each with what its lines came to; never empty."""
    whole, amounts = dict[int | None, int](), {line.line_id: int(line.amount) for line in order.lines}
    for line in order.lines:
        whole[line.sku_id] = whole.get(line.sku_id, 0) + int(line.amount)
    claimed = [row for row in order.returned if after_sale_id is not None and row.after_sale_id == after_sale_id]
    found = dict[int | None, int]()
    for line_id, sku_id in {(row.line_id, row.sku_id) for row in claimed or order.returned}:
        found[sku_id] = found.get(sku_id, 0) + amounts.get(line_id, 0)
    if not found:
        found = {row.sku_id: whole[row.sku_id] for row in order.cases if row.sku_id in whole and row.sku_id}
    return dict(sorted(found.items(), key=lambda one: one[0] or 0)) or whole or {None: 1}


def _put(
    sums: dict[Key, _Sum], order_id: int | None, order: Sold, sku_id: int | None, hint: str | None, day: date,
    name: str, amount: int,
) -> None:  # fmt: skip
    """An amount under its reason, over the lots of which the pieces were."""
    case = _deciding(order, sku_id)
    reason, lots = _reason(order, sku_id, case, hint), _lots(order, sku_id, case)
    for lot_id, share in zip(lots, allocate(amount, list(lots.values())), strict=True):
        found = sums[order_id, None, sku_id, lot_id, reason, day]
        found.costs[name] += share
        found.case = found.case or case


def _add_of_return(sums: dict[Key, _Sum], facts: Facts, booked: Booked, lines: Sequence[Any]) -> None:
    """Goods written off of a parcel that nobody knows: on what was in it."""
    worth = dict[int | None, int](facts.written_off.get((None, booked.return_id, booked.day), {}).items())
    weights = worth or {None: 1}
    reasons = {line.sku_id: line.reason for line in lines}
    for sku_id, share in zip(weights, allocate(booked.amount, list(weights.values())), strict=True):
        sums[None, None, sku_id, None, _said(reasons.get(sku_id)), booked.day].costs[booked.name] += share


# ------------------------------------------------------------------------------------------------------- why, and what


def _deciding(order: Sold, sku_id: int | None) -> Any:
    """The case that says why: one of the SKU before one of the whole order, a complaint before an enquiry."""
    fits = [row for row in order.cases if row.sku_id in (None, sku_id) and row.reason]
    rank = [(row.merged_into is None, row.sku_id is not None, row.kind in COUNTED, row.case_id) for row in fits]
    return max(zip(rank, fits, strict=True), key=lambda one: one[0])[1] if fits else None


def _reason(order: Sold, sku_id: int | None, case: Any, hint: str | None) -> str | None:
    if case is not None:
        return _said(case.reason)
    return _said(next((row.reason for row in order.returned if row.sku_id == sku_id and row.reason), hint))


def _said(reason: str | None) -> str | None:
    return " ".join(reason.split()) or None if reason else None


def _lots(order: Sold, sku_id: int | None, case: Any) -> Mapping[int | None, int]:
    """Lot → pieces of a SKU that left, or the one lot that the case names; {None: 1} where nobody knows."""
    if case is not None and case.lot_id is not None:
        return {case.lot_id: 1}
    known = dict[int | None, int](order.lots.get(sku_id or 0, {}).items())
    return known or {None: 1}


# -------------------------------------------------------------------------------------------------------------- counts


def _count_returns(sums: dict[Key, _Sum], facts: Facts, tx: Tx) -> None:
    """Returns of the period, each once, and the pieces that came back with them."""
    for one in facts.returns:
        order, day = facts.orders.get(one.order_id) or Sold(), one.at.astimezone(tx.zone).date()
        is_counted = False
        for line in facts.lines_back.get(one.return_id, []):
            case = _deciding(order, line.sku_id)
            reason = _reason(order, line.sku_id, case, line.reason or _refund_reason(order))
            lot_id = next(iter(_lots(order, line.sku_id, case)))
            found = sums[one.order_id, None, line.sku_id, lot_id, reason, day]
            found.case = found.case or case
            found.pieces += int(line.pieces) if line.verdict in _BACK else 0
            found.returns += 0 if is_counted else 1
            is_counted = True


def _count_cases(sums: dict[Key, _Sum], facts: Facts, tx: Tx) -> None:
    """Complaints of the period, each once: of an order with its goods, else for itself."""
    for row in facts.cases:
        order, day = facts.orders.get(row.order_id) or Sold(), row.opened_at.astimezone(tx.zone).date()
        sku_id = row.sku_id if row.sku_id or row.order_id is None else next(iter(_touched(order, None)))
        lot_id = next(iter(_lots(order, sku_id, row)))
        own = None if row.order_id is not None else row.case_id
        reason = _said(row.reason) or _reason(order, sku_id, _deciding(order, sku_id), _refund_reason(order))
        found = sums[row.order_id, own, sku_id, lot_id, reason, day]
        found.cases += 1
        found.case = row


# --------------------------------------------------------------------------------------------------------------- names


def _named(tx: Tx, sums: Mapping[Key, _Sum], facts: Facts) -> list[Trouble]:
    skus = _skus(tx, {key[2] for key in sums if key[2] is not None})
    lots = _lot_names(tx, {key[3] for key in sums if key[3] is not None})
    made = list[Trouble]()
    for (order_id, case_id, sku_id, lot_id, reason, day), found in sums.items():
        code, title, supplier_id, supplier = skus.get(sku_id or 0, (None, None, None, None))
        lot, lot_supplier_id, lot_supplier = lots.get(lot_id or 0, (None, None, None))
        if lot_supplier_id is not None:
            supplier_id, supplier = lot_supplier_id, lot_supplier
        thing = Thing(reason, sku_id, code, title, supplier_id, supplier, lot_id, lot)
        number = facts.orders[order_id].order_no if order_id is not None else None
        case = found.case
        made.append(Trouble(
            thing, day, order_id, number, case.case_id if case else case_id, case.case_no if case else None,
            found.cases, found.returns, found.pieces, Costs(**found.costs),
        ))  # fmt: skip
    return [one for one in made if one.cases or one.returns or one.costs != Costs()]


def _skus(tx: Tx, ids: Iterable[int]) -> dict[int, tuple[str, str, int | None, str | None]]:
    """SKU → code, title, supplier and its name: the preferred one, else the product's, else who delivered last."""
    found, listed = dict[int, tuple[str, str, int | None, str | None]](), sorted(ids)
    names = {row.supplier_id: row.name for row in tx.rows(select(Supplier.supplier_id, Supplier.name))}
    for start in range(0, len(listed), _PART):
        part = listed[start : start + _PART]
        offers = tx.rows(
            select(SupplierSku.sku_id, SupplierSku.supplier_id)
            .where(SupplierSku.sku_id.in_(part))
            .order_by(SupplierSku.preferred, SupplierSku.supplier_sku_id.desc())
        )
        brought = tx.rows(
            select(StockMove.sku_id, GoodsReceipt.supplier_id)
            .join(GoodsReceipt, GoodsReceipt.receipt_id == StockMove.document_id)
            .where(StockMove.sku_id.in_(part), StockMove.reason == "receipt", GoodsReceipt.supplier_id.is_not(None))
            .order_by(StockMove.moved_at, StockMove.move_id)
        )
        sold_by = {row.sku_id: row.supplier_id for row in offers}
        brought_by = {row.sku_id: row.supplier_id for row in brought}
        told = select(Sku.sku_id, Sku.code, Product.title, Sku.option, Product.supplier_id).join(
            Product, Product.product_id == Sku.product_id
        )
        for row in tx.rows(told.where(Sku.sku_id.in_(part))):
            supplier_id = sold_by.get(row.sku_id) or row.supplier_id or brought_by.get(row.sku_id)
            title = " · ".join(filter(None, (row.title, row.option)))
            found[row.sku_id] = row.code, title, supplier_id, names.get(supplier_id or 0)
    return found


def _lot_names(tx: Tx, ids: Iterable[int]) -> dict[int, tuple[str, int | None, str | None]]:
    """Lot → its number and supplier."""
    found, listed = dict[int, tuple[str, int | None, str | None]](), sorted(ids)
    wanted = select(Lot.lot_id, Lot.lot_no, Lot.supplier_id, Supplier.name).outerjoin(
        Supplier, Supplier.supplier_id == Lot.supplier_id
    )
    for start in range(0, len(listed), _PART):
        for row in tx.rows(wanted.where(Lot.lot_id.in_(listed[start : start + _PART]))):
            found[row.lot_id] = row.lot_no, row.supplier_id, row.name
    return found
