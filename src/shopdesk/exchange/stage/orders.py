"""From typed rows to orders: rows of one order come together, money is told apart, and nothing is counted twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import repeat
from operator import mul
from typing import Any, Final

from shopdesk.exchange.charges import DocumentRule, charge_kind, charge_kinds, rule_of
from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.stage.codes import settle_codes
from shopdesk.exchange.stage.coins import in_coins
from shopdesk.exchange.stage.dated import date_by_number
from shopdesk.exchange.stage.groups import LINE_FIELDS, TWICE, Group, Row, group_rows, heads_of
from shopdesk.exchange.stage.lines import Line, Lines, Run
from shopdesk.exchange.stage.rows_in import MOST_MONEY, MOST_PIECES, TOO_LARGE, Typed, problem
from shopdesk.exchange.stage.staged import Order, Staged
from shopdesk.shop.money import allocate
from shopdesk.shop.orders.rules import LineKind, OrderKind, OrderState
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_

__all__ = ["HELD", "NO_PRICE", "TWICE", "best_titles", "price_field", "stage_orders"]

NO_PRICE = N_("Neither a price nor an amount.")
HELD = N_("Another row of this order cannot go in.")

_PRICES: Final = ("unit_price", "line_amount", "goods_amount", "order_total", "paid_amount")
"""Fields that say what an order comes to."""
_ON_TOP: Final = ("order_total", "order_discount", "shipping", "tax", "refund_amount")
"""Fields by which an order comes to something else than its lines."""
_AT_ONCE: Final = 20_000
"""Lines in one call that no other thread can interrupt."""
Fields = dict[str, Any]
_NO_SALE: Final = frozenset({OrderState.CANCELLED.value, OrderState.UNPAID.value})


class _Charges(dict[tuple[str | None, str | None], str]):
    """Kind of line by (code, title), asked once each; a code is what most of its lines say."""

    def __init__(self, groups: Iterable[Group]) -> None:
        super().__init__()
        self.codes = charge_kinds(
            (code, title or "") for group in groups for code, title in _named(group) if code is not None
        )

    def __missing__(self, key: tuple[str | None, str | None]) -> str:
        code, title = key
        by_title = charge_kind("", title) if title and not code else LineKind.PRODUCT
        kind = self[key] = self.codes.get(code or "", by_title).value
        return kind


def stage_orders(
    typed: Iterable[Typed], plan: Plan, staged: Staged, check: Callable[[int], None] = lambda _rows: None
) -> None:
    """Bring the rows together to orders in `staged`, each with its lines, its money and its fingerprint.

    `check(rows read)` is asked now and then while orders are made, and may raise to stop.
    """
    if plan.grain is Grain.LINE and not any(key in plan.columns for key in LINE_FIELDS):
        plan = replace(plan, grain=Grain.ORDER)  # rows that tell nothing of lines are whole orders
    groups = group_rows(typed, plan, staged)
    charges = _Charges(groups.values())
    rule = _documents(groups.values(), charges)
    for done, key in enumerate(list(groups)):
        if done % 500 == 0:
            check(staged.rows)
        group = groups.pop(key)  # here and not all at the end, which would hold up every other thread
        if not staged.mends.left_out.isdisjoint(group.numbers):
            staged.leave_out(group.numbers)
            continue
        held = not staged.rejected_rows.keys().isdisjoint(group.numbers)
        order = None if held else _order(group, plan, staged, charges, rule.kind(group.order_no))
        if order is None:
            for number in group.numbers:
                staged.rejected_rows.setdefault(number, HELD)
        else:
            staged.orders.append(order)
    staged.leave_out(staged.rejected_rows.keys() & staged.mends.left_out)  # those that belong to no order


def _named(group: Group) -> Iterator[tuple[str | None, str | None]]:
    """Code and title of each row."""
    return zip(group.column("sku"), group.column("title"), strict=True)


def _documents(groups: Iterable[Group], charges: _Charges) -> DocumentRule:
    """Which documents of the file are returns or adjustments."""
    lines: Counter[tuple[str, bool]] = Counter()
    said: set[tuple[str, str]] = set()
    for group in groups:
        number, back = group.order_no, sum(map((0).__gt__, filter(None, group.column("quantity"))))
        if back:
            lines[number, True] += back
        if back < len(group.numbers):
            lines[number, False] += len(group.numbers) - back
        said.update(zip(repeat(number), set(map(charges.__getitem__, _named(group)))))
    return rule_of(lines, said)


def _order(group: Group, plan: Plan, staged: Staged, charges: _Charges, kind: OrderKind) -> Order | None:
    """The order of these rows; None where one of them cannot go in."""
    fields = {key: value for key, value in zip(heads_of(plan), group.head, strict=True) if value is not None}
    if group.states:
        fields["state"] = group.state
    if "coupon_code" in fields:
        settle_codes(fields)
    if "currency" in fields and not in_coins(group, fields["currency"], plan, staged):
        return None
    first, count, fingerprint = group.numbers[0], len(group.numbers), group.fingerprint
    by_number = date_by_number(fields, group.order_no, plan, staged, first)
    if plan.needs:
        group.lines_alone(plan.needs)
    made = _plain(group, fields, plan, staged, charges) or _told(group, fields, plan, staged, charges)
    if made is None:
        return None
    lines, tax, refund, priced = made
    total = sum(lines.column("amount")) + tax
    state = _state(fields, plan, total, refund)
    guessed = bool(refund) and not _says_refunds(group, fields)
    if state is OrderState.REFUNDED and not refund:
        refund, guessed = total, True
    if "currency" in fields:
        staged.currencies[fields["currency"]] += 1
    return Order(
        group.order_no, first, count, kind.value, state.value, fields, lines, tax, refund, fingerprint, group.channel,
        priced, guessed, by_number,
    )  # fmt: skip


def _says_refunds(group: Group, fields: Fields) -> bool:
    """Whether an amount was given back by the file's own word, and not only by a status."""
    return bool(fields.get("refund_amount")) or any(group.column("line_refund"))


_Made = tuple[Run, int, int, bool]
"""Lines of an order, the tax on top of them, its refund, and whether the file says what it comes to."""


def _plain(group: Group, fields: Fields, plan: Plan, staged: Staged, charges: _Charges) -> _Made | None:
    """Lines of which the file says code, pieces and price and nothing else, a column at a time; None for all others."""
    if plan.grain is Grain.ORDER or group.states or any(map(fields.get, _ON_TOP)):
        return None
    numbers, line_ids, skus, barcodes, titles, options, pieces, prices, discounts, told, refunds = group.columns
    if pieces is None or prices is None or None in pieces or None in prices:
        return None
    if any(discounts or ()) or any(refunds or ()) or (told and told.count(None) < len(told)):
        return None
    amounts = [
        product // QUANTITY_SCALE if product % QUANTITY_SCALE == 0 else _rounded(product)
        for product in map(mul, pieces, prices)
    ]
    if max(map(abs, pieces)) > MOST_PIECES or max(map(abs, amounts)) > MOST_MONEY:
        return None
    kinds = list(map(charges.__getitem__, _named(group)))
    staged.amount += sum(amounts)
    staged.quantity += sum(pieces)
    staged.charges += len(kinds) - kinds.count(LineKind.PRODUCT)
    off = [0] * len(kinds)
    lines = (numbers, kinds, skus, barcodes, titles, options, line_ids, pieces, prices, off, amounts)
    return staged.lines.take(lines), 0, 0, True


def _told(group: Group, fields: Fields, plan: Plan, staged: Staged, charges: _Charges) -> _Made | None:
    """Any lines, one by one; None, and reported, where one of them cannot go in."""
    made = _Lines(group, plan, staged, fields)
    for row in group.rows:
        if not made.take(row, charges[row[2], row[4]]):
            return None
    lines = made.finish()
    if lines is None:
        return None
    _count(staged, lines)
    tax = _settle(lines, fields, plan, group.numbers[0], whole=made.whole)
    given = sum(filter(None, group.column("line_refund")))
    refund = abs(fields.get("refund_amount") or given or made.refunded)
    return staged.lines.take_lines(lines), tax, refund, made.priced


@dataclass(slots=True)
class _Lines:
    """The lines of an order in the making."""

    group: Group
    plan: Plan
    staged: Staged
    fields: Fields
    lines: list[Line] = field(default_factory=list)
    unpriced: list[Line] = field(default_factory=list)
    refunded: int = 0
    """What the lines come to that were refunded while the order stands."""
    whole: bool = False
    """The lines share what the order comes to as a whole: nothing is to be added or taken off."""

    def take(self, row: Row, kind: str) -> bool:
        """Make a line of a row; False, and reported, where it cannot be."""
        number, line_id, sku, barcode, title, option, quantity, price, discount, amount, _refund = row
        own = self.group.states.get(number)
        if own == OrderState.CANCELLED and self.fields["state"] != own:
            return True  # the rest of the order stands
        pieces, off = QUANTITY_SCALE if quantity is None else quantity, abs(discount or 0)
        priced = amount is not None or price is not None
        if self.plan.grain is Grain.ORDER and amount is None and (told := _whole_goods(self.fields)) is not None:
            amount, price, priced = told, None, True
        elif amount is None and priced:
            amount = _times(pieces, price) - off
        elif priced and self.plan.before_discount:
            amount -= off
        amount = amount or 0
        if abs(pieces) > MOST_PIECES or abs(amount) > MOST_MONEY:
            self._report_too_large(number, pieces, amount)
            return False
        price = _each(amount + off, pieces) if price is None else price
        line = Line(number, kind, sku, barcode, title, option, line_id, pieces, price, off, amount)
        self.lines.append(line)
        if not priced:
            self.unpriced.append(line)
        if own == OrderState.REFUNDED and self.fields["state"] != own:
            self.refunded += amount
        return True

    def _report_too_large(self, row: int, pieces: int, amount: int) -> None:
        if abs(pieces) > MOST_PIECES:
            key, value = "quantity", Decimal(pieces) / QUANTITY_SCALE
        else:
            key = price_field(self.plan)
            value = Decimal(amount) / MONEY_SCALE
        shown = f"{value.normalize():f}"
        self.staged.report(problem(self.plan, ORDER_FILE, key, row, shown, TOO_LARGE, {}))

    def finish(self) -> list[Line] | None:
        """All lines; None, and reported, where one has no price and needs one."""
        told = _whole_goods(self.fields)
        self.whole = self.plan.grain is Grain.ORDER
        if self.unpriced and len(self.unpriced) == len(self.lines) and told is not None and not self.plan.partial:
            self.whole = True
            for line, share in zip(
                self.lines, allocate(told, [abs(line.quantity) for line in self.lines]), strict=True
            ):
                line.amount, line.unit_price = share, _each(share + line.discount, line.quantity)
            self.unpriced.clear()
        if self.unpriced and self._needs_prices:
            for line in self.unpriced:
                self.staged.report(problem(self.plan, ORDER_FILE, price_field(self.plan), line.row, "", NO_PRICE, {}))
            return None
        return self.lines

    @property
    def priced(self) -> bool:
        """Whether the file says what the order comes to."""
        return not self.unpriced

    @property
    def _needs_prices(self) -> bool:
        """A list that has prices must have one for each sale; one without any tells other things of orders."""
        if self.plan.partial or self.fields.get("state") in _NO_SALE:
            return False
        return any(key in self.plan.columns for key in _PRICES)


def price_field(plan: Plan) -> str:
    """The field in which a person looks for what a line or an order comes to: the first such column of the file."""
    return next((key for key in _PRICES if key in plan.columns), "order_total")


def _whole_goods(fields: Mapping[str, int | None]) -> int | None:
    """What the goods of an order come to after discounts, by its order-level money; None where that is not told."""
    total, goods, paid = (fields.get(key) for key in ("order_total", "goods_amount", "paid_amount"))
    extra = (fields.get("shipping") or 0) + (fields.get("tax") or 0)
    if total is not None:
        return total - extra
    if goods is not None:
        return goods - abs(fields.get("order_discount") or 0)
    return None if paid is None else paid - extra


def _settle(lines: list[Line], fields: dict[str, Any], plan: Plan, row: int, *, whole: bool) -> int:
    """Put order-level money on the order once: discount over its goods, shipping as a line. Returns the tax on top.

    Where the order's total is told, it decides whether prices contain the tax, and what is not explained by prices,
    shipping and tax is a discount or a charge. `whole`: the lines come to it already.
    """
    if plan.partial:
        return 0
    shipping, tax = fields.get("shipping") or 0, fields.get("tax") or 0
    told = fields.get("order_total")
    off = 0 if whole else _discount(lines, fields, shipping, tax)
    if told is not None and not whole:
        got = sum(line.amount for line in lines) + shipping - off
        if got == told:
            tax = 0
        elif got + tax > told:
            off += got + tax - told
        elif got + tax < told:
            _charge(lines, LineKind.MANUAL, told - got - tax, row)
    goods = [line for line in lines if line.kind == LineKind.PRODUCT]
    if off and goods:
        for line, share in zip(goods, allocate(off, [max(line.amount, 0) for line in goods]), strict=True):
            line.discount += share
            line.amount -= share
    elif off:
        _charge(lines, LineKind.DISCOUNT, -off, row)
    if shipping:
        _charge(lines, LineKind.SHIPPING, shipping, row)
    return int(tax)


def _discount(lines: list[Line], fields: dict[str, Any], shipping: int, tax: int) -> int:
    """The order's discount without what of it is on the lines already; the total, where it is told, says which."""
    off: int = abs(fields.get("order_discount") or 0)
    told = fields.get("order_total")
    on_lines = sum(line.discount for line in lines if line.kind == LineKind.PRODUCT)
    if not off or not on_lines:
        return off
    before = sum(line.amount for line in lines) + shipping
    for left in (off, off - on_lines):
        if told is not None and told in (before - left, before - left + tax):
            return left
    return 0 if off == on_lines else off


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


def _times(quantity: int, price: int) -> int:
    """The product in 1/10,000, half to even where it does not come out."""
    return _rounded(quantity * price)


def _rounded(product: int) -> int:
    """Pieces in 1/1,000 times a price, in the price's unit, half to even."""
    whole, rest = divmod(product * 2, QUANTITY_SCALE * 2)
    return whole + (rest > QUANTITY_SCALE or (rest == QUANTITY_SCALE and whole % 2 == 1))


def _each(amount: int, quantity: int) -> int:
    """The price of one piece, rounded; the amount stays what the file says."""
    return round(amount * QUANTITY_SCALE / quantity) if quantity else amount


def best_titles(lines: Lines) -> dict[str, str]:
    """SKU code → the title that the file uses most."""
    seen: Counter[tuple[str | None, str | None]] = Counter()
    skus, titles = lines["sku"], lines["title"]
    for start in range(0, len(skus), _AT_ONCE):
        seen.update(zip(skus[start : start + _AT_ONCE], titles[start : start + _AT_ONCE], strict=True))
    best: dict[str, tuple[int, str]] = {}
    for (sku, title), count in seen.items():
        if sku and title and (sku not in best or count > best[sku][0]):
            best[sku] = (count, title)
    return {sku: title for sku, (_count, title) in best.items()}
