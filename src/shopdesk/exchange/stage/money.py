"""The money of an order from its lines, in 1/10,000."""

from collections.abc import Sequence

from shopdesk.exchange.stage.lines import Line
from shopdesk.exchange.stage.staged import Order
from shopdesk.shop.money import allocate
from shopdesk.shop.orders.rules import LineKind


def money_of(order: Order) -> dict[str, int]:
    """The order's own amounts from its lines, in 1/10,000 (units in 1/1,000)."""
    lines, goods = order.lines, LineKind.PRODUCT
    kinds, pieces = lines.column("kind"), lines.column("quantity")
    if not kinds or kinds.count(goods) < len(kinds) or min(pieces) <= 0:
        return sum_lines(lines, order.tax)
    net, off = sum(lines.column("amount")), sum(lines.column("discount"))
    return _money(sum(pieces), net, off, 0, 0, order.tax)


def sum_lines(lines: Sequence[Line], tax: int) -> dict[str, int]:
    """What these lines come to: goods - discount + shipping + charge + tax = total; and their units."""
    goods = [line for line in lines if line.kind == LineKind.PRODUCT]
    shipping = sum(line.amount for line in lines if line.kind == LineKind.SHIPPING)
    charge = sum(line.amount for line in lines if line.kind not in (LineKind.PRODUCT, LineKind.SHIPPING))
    net, off = sum(line.amount for line in goods), sum(line.discount for line in goods)
    units = sum(line.quantity for line in goods if line.quantity > 0 or line.unit_price)
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
