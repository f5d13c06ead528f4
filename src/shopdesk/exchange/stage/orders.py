"""From typed rows to orders: rows of one order come together, money is told apart, and nothing is counted twice."""

import hashlib
import marshal
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any, Final

from shopdesk.exchange.charges import charge_kind, charge_kinds, document_rule
from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.stage.rows_in import REQUIRED, Typed, problem
from shopdesk.exchange.stage.staged import Line, Order, Staged
from shopdesk.shop.money import allocate
from shopdesk.shop.orders.rules import LineKind, OrderKind, OrderState
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.store.types import QUANTITY_SCALE
from shopdesk.text import N_

LINE_FIELDS: Final = (
    "line_id", "sku", "barcode", "title", "option", "quantity", "unit_price", "line_discount", "line_amount", "line_refund"
)
HEAD_FIELDS: Final = tuple(
    column.key for column in ORDER_FILE.columns if column.key not in (*LINE_FIELDS, "order_no")
)

NO_PRICE = N_("Neither a price nor an amount.")
TWICE = N_("This order stands in the file twice with different content (rows {first} and {second}).")
HELD = N_("Another row of this order cannot go in.")

_Head = tuple[Any, ...]
_Row = tuple[Any, ...]


class _Group:
    """The rows of one order."""

    __slots__ = ("head", "rows")

    def __init__(self, head: _Head, row: _Row) -> None:
        self.head = head
        self.rows = [row]

    def add(self, head: _Head, row: _Row, summed: frozenset[int]) -> None:
        """Add a further row; order columns blank so far are taken from it, those at the places `summed` added up."""
        self.rows.append(row)
        if summed or head != self.head:
            self.head = tuple(
                (old or 0) + (new or 0) if place in summed else new if old is None else old
                for place, (old, new) in enumerate(zip(self.head, head, strict=True))
            )


class _Charges(dict[tuple[str | None, str | None], LineKind]):
    """Kind of line by (code, title), asked once each; a code is what most of its lines say."""

    def __init__(self, groups: Iterable[_Group]) -> None:
        super().__init__()
        self.codes = charge_kinds((row[2], row[4] or "") for group in groups for row in group.rows if row[2])

    def __missing__(self, key: tuple[str | None, str | None]) -> LineKind:
        code, title = key
        if code:
            kind = self.codes.get(code, LineKind.PRODUCT)
        else:
            kind = charge_kind("", title) if title else LineKind.PRODUCT
        self[key] = kind
        return kind


def stage_orders(
    typed: Iterable[Typed], plan: Plan, staged: Staged, check: Callable[[int], None] = lambda _rows: None
) -> None:
    """Bring the rows together to orders in `staged`, each with its lines, its money and its fingerprint.

    `check(rows read)` is asked now and then while orders are made, and may raise to stop.
    """
    groups = _grouped(typed, plan, staged)
    charges = _Charges(groups.values())
    rule = document_rule(
        [order_no for order_no, group in groups.items() for _row in group.rows],
        [(row[6] or 0) < 0 for group in groups.values() for row in group.rows],
        [charges[row[2], row[4]] for group in groups.values() for row in group.rows],
    )
    for done, order_no in enumerate(list(groups)):
        if done % 500 == 0:
            check(staged.rows)
        group = groups.pop(order_no)  # here and not all at the end, which would hold up every other thread
        if any(row[0] in staged.rejected_rows for row in group.rows):
            for row in group.rows:
                staged.rejected_rows.setdefault(row[0], HELD)
            continue
        order = _order(order_no, group, plan, staged, charges, rule.kind(order_no))
        if order is not None:
            staged.orders.append(order)


def _grouped(typed: Iterable[Typed], plan: Plan, staged: Staged) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    heads = [key for key in HEAD_FIELDS if key in plan.columns]
    summed = frozenset(place for place, key in enumerate(heads) if key in plan.summed)
    last = ""
    for part in typed:
        numbers = part.fields["order_no"]
        head_columns = [part.fields[key] for key in heads]
        line_columns = [part.fields.get(key) or repeat(None) for key in LINE_FIELDS]
        all_heads: Iterable[_Head] = zip(*head_columns, strict=True) if head_columns else repeat(())
        for order_no, head, row in zip(numbers, all_heads, zip(part.rows, *line_columns), strict=False):  # noqa: B905 - repeat() has no end
            if order_no is None:
                if plan.grain is Grain.FIRST_ROW and last:
                    order_no = last  # noqa: PLW2901 - a continuation row belongs to the order above
                else:
                    if row[0] not in staged.rejected_rows:  # a number that could not be taken is told already
                        staged.report(problem(plan, ORDER_FILE, "order_no", row[0], "", REQUIRED, {"column": ORDER_FILE.column("order_no").title}))
                    continue
            last = order_no
            group = groups.get(order_no)
            if group is None:
                groups[order_no] = _Group(head, row)
            elif plan.grain is Grain.ORDER:
                _repeated(staged, plan, order_no, group, head, row)
            else:
                group.add(head, row, summed)
    return groups


def _repeated(staged: Staged, plan: Plan, order_no: str, group: _Group, head: _Head, row: _Row) -> None:
    """The same order twice in a list of orders: the same content is skipped, another is nobody's to choose."""
    first = group.rows[0]
    if head == group.head and row[1:] == first[1:]:
        staged.skipped += 1
        return
    told = {"first": first[0], "second": row[0]}
    for number in (first[0], row[0]):
        staged.report(problem(plan, ORDER_FILE, "order_no", number, order_no, TWICE, told))


def _order(
    order_no: str, group: _Group, plan: Plan, staged: Staged, charges: _Charges, kind: OrderKind
) -> Order | None:
    heads = [key for key in HEAD_FIELDS if key in plan.columns]
    fields = {key: value for key, value in zip(heads, group.head, strict=True) if value is not None}
    lines = _lines(group, plan, staged, charges, fields)
    if lines is None:
        for row in group.rows:
            staged.rejected_rows.setdefault(row[0], HELD)
        return None
    refund = fields.get("refund_amount") or sum(row[10] or 0 for row in group.rows)
    _count(staged, lines)
    tax = _settle(lines, fields, plan, group.rows[0][0])
    total = sum(line.amount for line in lines) + tax
    state = _state(fields, plan, total, refund)
    if state is OrderState.REFUNDED and not refund:
        refund = total
    if "currency" in fields:
        staged.currencies[fields["currency"]] += 1
    return Order(
        order_no, group.rows[0][0], len(group.rows), kind.value, state.value, fields, lines, tax, abs(refund),
        None, _fingerprint(group),
    )


def _lines(group: _Group, plan: Plan, staged: Staged, charges: _Charges, fields: dict[str, Any]) -> list[Line] | None:
    made = []
    for row, line_id, sku, barcode, title, option, quantity, price, discount, amount, _refund in group.rows:
        kind = charges[sku, title]
        pieces = QUANTITY_SCALE if quantity is None else quantity
        off = abs(discount or 0)
        if plan.grain is Grain.ORDER and amount is None:
            amount, price = _whole_goods(fields), None
        if amount is None:
            if price is None:
                if fields.get("state") in _NO_SALE or plan.partial:
                    price = 0
                else:
                    staged.report(problem(plan, ORDER_FILE, "unit_price", row, "", NO_PRICE, {}))
                    return None
            amount = _times(pieces, price) - off
        elif plan.before_discount:
            amount -= off
        if price is None:
            price = _each(amount + off, pieces)
        made.append(Line(row, kind, sku, barcode, title, option, line_id, pieces, price, off, amount))
    return made


_NO_SALE = frozenset({OrderState.CANCELLED.value, OrderState.UNPAID.value})


def _whole_goods(fields: dict[str, Any]) -> int:
    """What the goods of an order come to after discounts, where only order-level money is told."""
    total = fields.get("order_total")
    if total is not None:
        return int(total - (fields.get("shipping") or 0) - (fields.get("tax") or 0))
    goods = fields.get("goods_amount")
    if goods is not None:
        return int(goods - abs(fields.get("order_discount") or 0))
    return int(fields.get("paid_amount") or 0) - (fields.get("shipping") or 0)


def _settle(lines: list[Line], fields: dict[str, Any], plan: Plan, row: int) -> int:
    """Put order-level money on the order once: discount over its product lines, shipping as a line; returns the tax on top."""
    if plan.partial:
        return 0
    shipping = fields.get("shipping") or 0
    tax = fields.get("tax") or 0
    goods = [line for line in lines if line.kind == LineKind.PRODUCT]
    told = fields.get("order_total")
    off = abs(fields.get("order_discount") or 0) if plan.grain is not Grain.ORDER else 0
    if off and sum(line.discount for line in goods) == off:
        off = 0
    if told is not None and plan.grain is not Grain.ORDER:
        got = sum(line.amount for line in lines) + shipping - off
        if got != told and got + tax == told:
            pass
        elif got == told:
            tax = 0
        elif got + tax > told:
            off += got + tax - told
        else:
            _charge(lines, LineKind.MANUAL, told - got - tax, row)
    if off and goods:
        for line, share in zip(goods, allocate(off, [max(line.amount, 0) for line in goods]), strict=True):
            line.discount += share
            line.amount -= share
    elif off:
        _charge(lines, LineKind.DISCOUNT, -off, row)
    if shipping:
        _charge(lines, LineKind.SHIPPING, shipping, row)
    return int(tax)


def _charge(lines: list[Line], kind: LineKind, amount: int, row: int) -> None:
    lines.append(Line(row, kind.value, None, None, None, None, None, QUANTITY_SCALE, amount, 0, amount))


def _state(fields: dict[str, Any], plan: Plan, total: int, refund: int) -> OrderState:
    told = fields.get("state")
    if told:
        return OrderState(told)
    if "paid_at" in plan.columns and fields.get("paid_at") is None:
        return OrderState.UNPAID
    if refund and refund >= total > 0:
        return OrderState.REFUNDED
    if fields.get("completed_at") is not None:
        return OrderState.COMPLETED
    if fields.get("shipped_at") is not None or fields.get("waybill"):
        return OrderState.SHIPPED
    return OrderState.PAID if "paid_at" in plan.columns else OrderState.COMPLETED


def _count(staged: Staged, lines: list[Line]) -> None:
    """Add the lines to the file's totals as the file tells them, before order-level money is spread over them."""
    for line in lines:
        staged.amount += line.amount
        staged.quantity += line.quantity
        staged.charges += line.kind != LineKind.PRODUCT


def _fingerprint(group: _Group) -> bytes:
    """A hash of what the file says of the order, whatever the order of its rows."""
    told = sorted(marshal.dumps(row[1:], 2) for row in group.rows)
    return hashlib.blake2b(b"".join([marshal.dumps(group.head, 2), *told]), digest_size=16).digest()


def _times(quantity: int, price: int) -> int:
    """quantity x price in 1/10,000, half to even where it does not come out."""
    product = quantity * price
    if product % QUANTITY_SCALE == 0:
        return product // QUANTITY_SCALE
    whole, rest = divmod(product * 2, QUANTITY_SCALE * 2)
    return whole + (rest > QUANTITY_SCALE or (rest == QUANTITY_SCALE and whole % 2 == 1))


def _each(amount: int, quantity: int) -> int:
    """The price of one piece, rounded; the amount stays what the file says."""
    return round(amount * QUANTITY_SCALE / quantity) if quantity else amount


def best_titles(orders: Iterable[Order]) -> dict[str, str]:
    """SKU code → the title that the file uses most."""
    seen: Counter[tuple[str, str]] = Counter(
        (line.sku, line.title) for order in orders for line in order.lines if line.sku and line.title
    )
    best: dict[str, tuple[int, str]] = {}
    for (sku, title), count in seen.items():
        if sku not in best or count > best[sku][0]:
            best[sku] = (count, title)
    return {sku: title for sku, (_count, title) in best.items()}

