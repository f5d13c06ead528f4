"""What the store knows of a staged file of waybills: which orders wait for one, and which have gone with it already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.mending import ALL_CELLS
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.fulfilment.care import parcel_of
from shopdesk.shop.fulfilment.oversell import OnHand
from shopdesk.shop.fulfilment.sheets import WAYBILL_FILE
from shopdesk.shop.fulfilment.shipping import unsent
from shopdesk.shop.orders.rules import OrderKind, OrderState
from shopdesk.shop.orders.sheets import STATES
from shopdesk.store.tables import OrderWork, SalesOrder, Shipment
from shopdesk.store.tx import Tx
from shopdesk.text import N_

NO_ORDER: Final = N_("No order with this number is known, so nothing is shipped.")
SEVERAL: Final = N_("Several channels have an order with this number: say which in a column of channels.")
NOT_WAITING: Final = N_("This order is not waiting to be sent; it is: {state}.")
ON_HOLD: Final = N_("This order is on hold: {reason}")
OTHERWISE: Final = N_("This order has gone with {waybill} already.")
SHORT: Final = N_("More would leave than is there: {wanted} of {sku}, and {on_hand} on hand.")
SHORT_BLOCKED: Final = N_(
    "More would leave than is there: {wanted} of {sku}, and {on_hand} on hand beside {blocked} of blocked lots."
)
_O = SalesOrder.__table__.c


def compare_waybills(tx: Tx, staged: Staged) -> None:
    """Orders that the file ships, those that have gone with that waybill already, and those that cannot go, and why.

    An order that the channel calls shipped without saying by what parcel only learns its waybill.
    """
    found = _orders(tx, [item.values["order_no"] for item in staged.items])
    sent = _sent(tx, [row.order_id for rows in found.values() for row in rows])
    for item in staged.items:
        item.target, item.changes = 0, ()
        rows = _meant(tx, found.get(item.values["order_no"], []), item.values.get("channel"))
        if len(rows) != 1:
            _hold(staged, item, "order_no", SEVERAL if rows else NO_ORDER)
            continue
        item.target = rows[0].order_id
        _judge(staged, item, rows[0], sent)
    _hold_short(tx, staged)


def _judge(staged: Staged, item: Item, order: Any, sent: Mapping[int, set[str]]) -> None:
    waybill, known = item.values["waybill"], sent.get(order.order_id, set()) | ({order.waybill} - {None})
    waits = order.state == OrderState.PAID and order.kind == OrderKind.SALE
    if waybill in sent.get(order.order_id, ()) or (not waits and waybill in known):
        item.outcome = Outcome.SAME
    elif waits and order.hold is not None:
        _hold(staged, item, "order_no", ON_HOLD, reason=order.hold)
    elif waits:
        item.outcome = Outcome.NEW
    elif order.state in (OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED) and not known:
        item.outcome, item.changes = Outcome.CHANGED, ("waybill", "carrier")
    elif known:
        _hold(staged, item, "waybill", OTHERWISE, waybill=", ".join(sorted(known)))
    else:
        _hold(staged, item, "order_no", NOT_WAITING, state=STATES[order.state].title)


def _hold_short(tx: Tx, staged: Staged) -> None:
    """Hold what would leave beyond what is on hand, row by row, but for the rows that a person lets go."""
    staged.beyond = []
    fresh = [item for item in staged.items if item.outcome is Outcome.NEW]
    mates = _mates(tx, [item.target for item in fresh], {item.target for item in staged.items})
    parcels = {item.target: [item.target, *mates.get(item.target, ())] for item in fresh}
    left = unsent(tx, {order_id for orders in parcels.values() for order_id in orders})
    there = OnHand(tx, (line_id for lines in left.values() for line_id in lines))
    taken, place = staged.mends.taken, staged.plan.columns["order_no"]
    for item in fresh:
        wanted = {line: pieces for one in parcels[item.target] for line, pieces in left.get(one, {}).items()}
        moment, goes = item.values.get("shipped_at"), ALL_CELLS in taken or (item.row, place) in taken
        when = tx.now if moment is None else datetime.fromtimestamp(moment, UTC)
        short = there.take(wanted, when, anyway=goes)
        if short and goes:
            staged.beyond.append(item.row)
        elif short:
            first = short[0]
            told = {"sku": first.sku, "wanted": f"{first.wanted:f}", "on_hand": f"{first.on_hand:f}"}
            if first.blocked:
                _hold(staged, item, "order_no", SHORT_BLOCKED, may_go=True, **told, blocked=f"{first.blocked:f}")
            else:
                _hold(staged, item, "order_no", SHORT, may_go=True, **told)


def _mates(tx: Tx, order_ids: Sequence[int], named: set[int]) -> dict[int, list[int]]:
    """Order → those that leave in its parcel and that the file does not name; orders that go alone are left out."""
    shared = list[int]()
    for part in parts(order_ids):
        chosen = select(OrderWork.order_id).where(OrderWork.order_id.in_(part), OrderWork.parcel_no.is_not(None))
        shared += tx.scalars(chosen)
    return {order_id: [mate for mate in parcel_of(tx, order_id) if mate not in named] for order_id in shared}


def stored_waybills(tx: Tx, order_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Order → its image."""
    found = tx.images(SalesOrder, "order_id", sorted(set(order_ids)))
    return {image["order_id"]: image for image in found}


def _orders(tx: Tx, numbers: Iterable[str]) -> dict[str, list[Any]]:
    """Order no. → the sales that have it, with their hold."""
    made: dict[str, list[Any]] = {}
    for part in parts(sorted(set(numbers))):
        rows = tx.rows(
            select(
                _O.order_id, _O.order_no, _O.channel_id, _O.kind, _O.state, _O.waybill, OrderWork.hold
            )
            .outerjoin(OrderWork, OrderWork.order_id == _O.order_id)
            .where(_O.order_no.in_(part), _O.kind == OrderKind.SALE.value)
            .order_by(_O.order_id)
        )  # fmt: skip
        for row in rows:
            made.setdefault(row.order_no, []).append(row)
    return made


def _meant(tx: Tx, rows: Sequence[Any], channel: str | None) -> list[Any]:
    """The order that a row means: that of its channel, else the one that waits among several."""
    if channel:
        channel_id = find_channel_id(tx, channel)
        return [row for row in rows if row.channel_id == channel_id]
    waiting = [row for row in rows if row.state == OrderState.PAID]
    return waiting if len(rows) > 1 and len(waiting) == 1 else list(rows)


def _sent(tx: Tx, order_ids: Sequence[int]) -> dict[int, set[str]]:
    """Order → the waybills that it has gone with."""
    made: dict[int, set[str]] = {}
    for part in parts(order_ids):
        gone = select(Shipment.order_id, Shipment.waybill).where(
            Shipment.order_id.in_(part), Shipment.waybill.is_not(None)
        )
        for row in tx.rows(gone):
            made.setdefault(row.order_id, set()).add(row.waybill)
    return made


def _hold(staged: Staged, item: Item, key: str, message: str, *, may_go: bool = False, **told: str) -> None:
    item.outcome = Outcome.CONFLICT
    value = str(item.values[key])
    found = problem(staged.plan, WAYBILL_FILE, key, item.row, value, message, told, Outcome.CONFLICT)
    staged.report(replace(found, may_go=may_go))
