"""Parcels: what left with which waybill is a fact, and a parcel that was a mistake is taken back with its moves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.fulfilment.allocation import forget_pieces, give_way
from shopdesk.shop.fulfilment.care import held, open_orders
from shopdesk.shop.fulfilment.come_back import spoken_of
from shopdesk.shop.fulfilment.oversell import OnHand, Short
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.orders.posting import repost_orders
from shopdesk.shop.orders.rules import LineKind, OrderState
from shopdesk.store.action import action
from shopdesk.store.tables import OrderLine, SalesOrder, Shipment, ShipmentLine
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

LONGEST_WAYBILL: Final = 60


@dataclass(frozen=True, slots=True)
class Parcel:
    """What of an order goes with a waybill."""

    order_id: int
    carrier: str | None = None
    waybill: str | None = None
    shipped_at: datetime | None = None
    """None: now."""
    lines: Mapping[int, Decimal] | None = None
    """Line → pieces (of a bundle: bundles); None: all that has not left yet."""
    note: str | None = None


@action("order.ship", N_("Ship orders"))
def ship_orders(tx: Tx, parcels: Sequence[Parcel], *, anyway: bool = False) -> list[int]:
    """Book parcels as gone: pieces leave the shelves that were kept for them, and the cost is booked.

    An order of which all has left is shipped; one that was sent in part waits with the rest. Returns shipment ids.
    UserError "oversold" where more would leave than is on hand, unless a person ships it `anyway`: the history says so.
    """
    short = find_short(tx, parcels)
    made = send(tx, parcels)
    if short and not anyway:
        raise oversold(short)
    _say_shipped(tx, parcels, ", ".join(one.sku for one in short))
    return made


def _say_shipped(tx: Tx, parcels: Sequence[Parcel], short: str) -> None:
    """Put into the history what was shipped, and of what (`short`, codes) more than there was."""
    if len(parcels) > 1:
        count = len({parcel.order_id for parcel in parcels})
        if short:
            tx.say(N_("Ship {count} orders beyond what is on hand: {sku}"), count=count, sku=short)
        else:
            tx.say(N_("Ship {count} orders"), count=count)
        return
    number = tx.scalar(select(SalesOrder.order_no).where(SalesOrder.order_id == parcels[0].order_id))
    if short:
        tx.say(N_("Ship order {number} beyond what is on hand: {sku}"), number=number, sku=short)
    else:
        tx.say(N_("Ship order {number}"), number=number)


def find_short(tx: Tx, parcels: Sequence[Parcel]) -> list[Short]:
    """Of which SKUs more would leave in these parcels than is there."""
    left = unsent(tx, {parcel.order_id for parcel in parcels})
    there = OnHand(tx, (line_id for lines in left.values() for line_id in lines))
    by_moment: dict[datetime, dict[int, Decimal]] = {}
    for parcel in parcels:
        lines = left.get(parcel.order_id, {}) if parcel.lines is None else parcel.lines
        wanted = by_moment.setdefault(parcel.shipped_at or tx.now, {})
        for line_id, pieces in lines.items():
            wanted[line_id] = wanted.get(line_id, Decimal(0)) + pieces
    return [short for at, wanted in sorted(by_moment.items()) for short in there.take(wanted, at)]


def oversold(short: Sequence[Short]) -> UserError:
    """The refusal of parcels of what is not there."""
    first, more = short[0], ", ".join(one.sku for one in short[1:])
    told: dict[str, Any] = {"sku": first.sku, "wanted": first.wanted, "on_hand": first.on_hand}
    if first.blocked:
        message = N_(
            "{wanted} of {sku} would leave and {on_hand} are on hand beside {blocked} of blocked lots. "
            "Nothing was shipped."
        )
        return UserError(message, code="oversold", **told, blocked=first.blocked)
    if not more:
        message = N_("{wanted} of {sku} would leave and {on_hand} are on hand. Nothing was shipped.")
        return UserError(message, code="oversold", **told)
    message = N_(
        "{wanted} of {sku} would leave and {on_hand} are on hand; of {more} too little is there as well. "
        "Nothing was shipped."
    )
    return UserError(message, code="oversold", **told, more=more)


def send(tx: Tx, parcels: Sequence[Parcel]) -> list[int]:
    """As `ship_orders`, inside another action (a file of waybills)."""
    orders = {order.order_id: order for order in open_orders(tx, (parcel.order_id for parcel in parcels))}
    for order_id, reason in held(tx, orders).items():
        message, number = N_("Order {number} is on hold: {reason}"), orders[order_id].order_no
        raise UserError(message, code="hold", number=number, reason=reason)
    left = unsent(tx, orders)
    made = [_send_one(tx, parcel, orders[parcel.order_id], left) for parcel in parcels]
    repost_orders(tx, sorted(orders))
    for order_id in sorted(orders):
        forget_pieces(tx, order_id)
    give_way(tx)
    return made


def _send_one(tx: Tx, parcel: Parcel, order: Any, left: dict[int, dict[int, Decimal]]) -> int:
    """One parcel; `left` is what has not left yet, by order and line, and gets less by it."""
    there = left.get(order.order_id, {})
    lines = {line: pieces for line, pieces in (there if parcel.lines is None else parcel.lines).items() if pieces}
    if not lines:
        raise UserError(N_("Nothing of order {number} is left to be sent."), code="nothing", number=order.order_no)
    for line_id, pieces in lines.items():
        if pieces < 0 or pieces > there.get(line_id, Decimal(0)):
            raise UserError(
                N_("More of a line of order {number} would leave than was ordered."), code="too_many",
                number=order.order_no,
            )  # fmt: skip
        there[line_id] -= pieces
    when = parcel.shipped_at or tx.now
    closed = closed_through(tx)
    if when.astimezone(tx.zone).date() <= closed:
        raise UserError(
            N_("The books are closed through {day}. Choose a later date."), code="period_closed", day=closed
        )
    waybill = _waybill(parcel.waybill)
    carrier = (parcel.carrier or "").strip() or None
    shipment_id = tx.insert(
        Shipment, order_id=order.order_id, shipped_at=when, carrier=carrier, waybill=waybill, note=parcel.note or None,
        import_id=tx.import_id,
    )  # fmt: skip
    for line_id, pieces in lines.items():
        tx.insert(ShipmentLine, shipment_id=shipment_id, line_id=line_id, quantity=pieces)
    told: dict[str, Any] = {"carrier": carrier or order.carrier, "waybill": waybill or order.waybill}
    if not any(there.values()):
        told |= {"state": OrderState.SHIPPED.value, "shipped_at": when}
    tx.update(SalesOrder, order.order_id, **told)
    return shipment_id


@action("order.ship", N_("Take a parcel back"))
def take_back_shipment(tx: Tx, shipment_id: int) -> int:
    """A parcel that was booked by mistake: its pieces are on the shelf again, its order waits. Returns the order.

    Its moves are answered by reversals, so that the history says both. What the channel's own file calls shipped
    stays shipped: only a parcel that was booked here can be taken back.
    """
    found = tx.rows(select(Shipment.__table__).where(Shipment.shipment_id == shipment_id))
    if not found:
        raise UserError(N_("This parcel no longer exists."), code="gone")
    order_id = int(found[0].order_id)
    order = tx.rows(select(SalesOrder.__table__).where(SalesOrder.order_id == order_id))[0]
    if order.state not in (OrderState.PAID, OrderState.SHIPPED):
        raise UserError(
            N_("Order {number} has gone on since: its parcel cannot be taken back."), code="gone_on",
            number=order.order_no,
        )  # fmt: skip
    _refuse_come_back(tx, order_id, shipment_id, order.order_no)
    forget_shipments(tx, [shipment_id])
    repost_orders(tx, [order_id])
    tx.say(N_("Take a parcel of order {number} back"), number=order.order_no)
    return order_id


def _refuse_come_back(tx: Tx, order_id: int, shipment_id: int, order_no: str) -> None:
    """Goods that came back, or are expected, left in some parcel: without it they would come back twice."""
    others = (
        select(ShipmentLine.line_id, func.sum(ShipmentLine.quantity).label("pieces"))
        .join(Shipment, Shipment.shipment_id == ShipmentLine.shipment_id)
        .where(Shipment.order_id == order_id, Shipment.shipment_id != shipment_id)
        .group_by(ShipmentLine.line_id)
    )
    stay = {row.line_id: Decimal(row.pieces) for row in tx.rows(others)}
    if any(pieces > stay.get(line_id, Decimal(0)) for line_id, pieces in spoken_of(tx, order_id).items()):
        raise UserError(
            N_("Goods of order {number} have come back or are expected. Take that back first."), code="came_back",
            number=order_no,
        )  # fmt: skip


def forget_shipments(tx: Tx, shipment_ids: Sequence[int]) -> None:
    """Remove parcels; their orders wait again, with the waybill of a parcel that remains. The caller reposts them."""
    orders = set[int]()
    for shipment_id in shipment_ids:
        for line_id in tx.scalars(select(ShipmentLine.shipment_line_id).where(ShipmentLine.shipment_id == shipment_id)):
            tx.delete(ShipmentLine, line_id)
        orders.add(int(tx.scalar(select(Shipment.order_id).where(Shipment.shipment_id == shipment_id))))
        tx.delete(Shipment, shipment_id)
    for order_id in sorted(orders):
        rest = select(Shipment.carrier, Shipment.waybill).where(Shipment.order_id == order_id)
        stays = tx.rows(rest.order_by(Shipment.shipment_id.desc()).limit(1))
        forget_pieces(tx, order_id)  # an undo may have brought back what was kept for it before it left
        told = {"carrier": stays[0].carrier, "waybill": stays[0].waybill} if stays else {"waybill": None}
        tx.update(SalesOrder, order_id, state=OrderState.PAID.value, shipped_at=None, **told)


def unsent(tx: Tx, order_ids: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """Order → line of goods → pieces that have not left yet (of bundles: bundles)."""
    listed, found = sorted(order_ids), dict[int, dict[int, Decimal]]()
    for start in range(0, len(listed), 500):
        sent = (
            select(ShipmentLine.line_id, func.sum(ShipmentLine.quantity).label("pieces"))
            .group_by(ShipmentLine.line_id)
            .subquery("sent")
        )
        rows = tx.rows(
            select(OrderLine.order_id, OrderLine.line_id, OrderLine.quantity, sent.c.pieces)
            .outerjoin(sent, sent.c.line_id == OrderLine.line_id)
            .where(OrderLine.order_id.in_(listed[start : start + 500]), OrderLine.kind == LineKind.PRODUCT.value)
            .where(OrderLine.quantity > 0)
            .order_by(OrderLine.line_id)
        )
        for row in rows:
            found.setdefault(row.order_id, {})[row.line_id] = row.quantity - (row.pieces or Decimal(0))
    return found


def _waybill(text: str | None) -> str | None:
    told = "".join((text or "").split())
    if len(told) > LONGEST_WAYBILL:
        raise UserError(N_("{waybill} is too long for a waybill."), code="waybill", waybill=told)
    return told or None
