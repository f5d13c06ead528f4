"""The money of an order from its lines, in 1/10,000."""

from collections.abc import Iterable, Sequence
from typing import Final

from shopdesk.exchange.stage.lines import Line
from shopdesk.exchange.stage.staged import Order
from shopdesk.shop.money import allocate
from shopdesk.shop.orders.rules import LineKind

_GOODS: Final = LineKind.PRODUCT.value
_SHIPPING: Final = LineKind.SHIPPING.value


def money_of(order: Order) -> dict[str, int]:
    """The order's own amounts from its lines, in 1/10,000 (units in 1/1,000)."""
    kinds, pieces, amounts, discounts = map(order.lines.column, ("kind", "quantity", "amount", "discount"))
    if kinds and kinds.count(_GOODS) == len(kinds) and min(pieces) > 0:
        return _money(sum(pieces), sum(amounts), sum(discounts), 0, 0, order.tax)
    prices = order.lines.column("unit_price")
    return _sum(zip(kinds, pieces, prices, discounts, amounts, strict=True), order.tax)


def sum_lines(lines: Iterable[Line], tax: int) -> dict[str, int]:
    """What these lines come to: goods - discount + shipping + charge + tax = total; and their units."""
    return _sum(((line.kind, line.quantity, line.unit_price, line.discount, line.amount) for line in lines), tax)


def _sum(lines: Iterable[tuple[str, int, int, int, int]], tax: int) -> dict[str, int]:
    """`sum_lines` of (kind, quantity, price, discount, amount)."""
    units = net = off = shipping = charge = 0
    for kind, quantity, price, discount, amount in lines:
        if kind == _GOODS:
            net += amount
            off += discount
            units += quantity if quantity > 0 or price else 0
        elif kind == _SHIPPING:
            shipping += amount
        else:
            charge += amount
    return _money(units, net, off, shipping, charge, tax)


def _money(units: int, net: int, off: int, shipping: int, charge: int, tax: int) -> dict[str, int]:
    total = net + shipping + charge + tax
    return {"units": units, "goods": net + off, "discount": off, "shipping": shipping, "charge": charge, "total": total}


def spread_over(lines: Sequence[Line], total: int) -> None:
    """Make the product lines come to what the order list says, by a discount in proportion (largest remainder)."""
    goods = [line for line in lines if line.kind == LineKind.PRODUCT]
    off = sum(line.amount for line in goods) - total
    if not off or not goods:
        return
    for line, share in zip(goods, allocate(off, [max(line.amount, 0) for line in goods]), strict=True):
        line.discount += share
        line.amount -= share
