"""What a person says of orders on their way: hold, flag, let pass, put together, call off; edits, each undoable."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import exists, func, select

from shopdesk.shop.fulfilment.allocation import forget_pieces
from shopdesk.shop.orders.posting import ORDER, repost_orders
from shopdesk.shop.orders.rules import (
    CLEARABLE,
    RISK_PIECES,
    RISK_TOTAL,
    SHIP_HOURS,
    USUAL_SHIP_HOURS,
    Blocker,
    OrderKind,
    OrderState,
)
from shopdesk.shop.orders.work import set_work
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Channel, ChannelPromise, JournalEntry, OrderAddress, OrderWork, SalesOrder, Shipment
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_O = SalesOrder.__table__.c
LONGEST_HOURS: Final = 24 * 365


def open_orders(tx: Tx, order_ids: Iterable[int]) -> list[Any]:
    """Orders that are paid and have not left, by id; UserError names the first that is none."""
    wanted = sorted(set(order_ids))
    found: dict[int, Any] = {}
    for start in range(0, len(wanted), 500):
        part = select(SalesOrder.__table__).where(_O.order_id.in_(wanted[start : start + 500]))
        found |= {row.order_id: row for row in tx.rows(part)}
    for order_id in wanted:
        order = found.get(order_id)
        if order is None:
            raise UserError(N_("This order no longer exists."), code="gone")
        if order.kind != OrderKind.SALE or order.state != OrderState.PAID:
            raise UserError(N_("Order {number} is not waiting to be sent."), code="not_open", number=order.order_no)
    if not wanted:
        raise UserError(N_("Choose an order first."), code="required")
    return [found[order_id] for order_id in wanted]


def held(tx: Tx, order_ids: Iterable[int]) -> dict[int, str]:
    """Order → why it is held, of those that are."""
    found = select(OrderWork.order_id, OrderWork.hold).where(
        OrderWork.order_id.in_(list(order_ids)), OrderWork.hold.is_not(None)
    )
    return {row.order_id: row.hold for row in tx.rows(found)}


@action("order.work", N_("Hold orders"), undoable=True)
def hold_orders(tx: Tx, order_ids: Sequence[int], reason: str) -> int:
    """Stop orders where they are, with the reason; what is kept for them stays kept. Returns how many changed."""
    if not reason.strip():
        raise UserError(N_("Say why the order is held."), code="required")
    orders = open_orders(tx, order_ids)
    changed = sum(set_work(tx, order.order_id, hold=reason.strip()) for order in orders)
    _tell(tx, N_("Hold order {number}"), N_("Hold {count} orders"), orders)
    return changed


@action("order.work", N_("Release orders"), undoable=True)
def release_orders(tx: Tx, order_ids: Sequence[int]) -> int:
    """Let held orders go on. Returns how many were held."""
    orders = open_orders(tx, order_ids)
    changed = sum(set_work(tx, order.order_id, hold=None) for order in orders)
    _tell(tx, N_("Release order {number}"), N_("Release {count} orders"), orders)
    return changed


@action("order.work", N_("Flag orders"), undoable=True)
def flag_orders(tx: Tx, order_ids: Sequence[int], flag: str | None) -> int:
    """Give orders a mark of `sheets.FLAGS`, or take it from them. Returns how many changed."""
    changed = sum(set_work(tx, order_id, flag=flag) for order_id in order_ids)
    tx.say(N_("Flag {count} orders"), count=len(order_ids))
    return changed


@action("order.work", N_("Let an order pass"), undoable=True)
def let_pass(tx: Tx, order_id: int, blocker: str) -> bool:
    """A person has looked at what keeps the order: a note that was read, a missing address, an unusual order."""
    if blocker not in CLEARABLE:
        raise UserError(N_("This cannot be let pass: it has to be mended."), code="blocker")
    [order] = open_orders(tx, [order_id])
    cleared = tx.scalar(select(OrderWork.cleared).where(OrderWork.order_id == order_id)) or ""
    tx.say(N_("Let order {number} pass"), number=order.order_no)
    return set_work(tx, order_id, cleared=" ".join(sorted({*cleared.split(), Blocker(blocker).value})))


@action("order.work", N_("Put orders into one parcel"), undoable=True)
def merge_orders(tx: Tx, order_ids: Sequence[int]) -> str:
    """Give orders of one buyer to one address the same parcel number, which is returned; their books stay apart."""
    orders = open_orders(tx, order_ids)
    if len(orders) < 2:
        raise UserError(N_("Choose two orders or more to go in one parcel."), code="required")
    if len({(order.channel_id, order.customer_id) for order in orders}) > 1 or orders[0].customer_id is None:
        raise UserError(N_("These orders are not of one buyer."), code="buyer")
    addresses = tx.rows(select(OrderAddress.__table__).where(OrderAddress.order_id.in_([o.order_id for o in orders])))
    if len({_place(row) for row in addresses}) > 1 or len(addresses) not in (0, len(orders)):
        raise UserError(N_("These orders do not go to one address."), code="address")
    number = f"P-{orders[0].order_id}"
    for order in orders:
        set_work(tx, order.order_id, parcel_no=number)
    tx.say(N_("Put {count} orders into parcel {number}"), count=len(orders), number=number)
    return number


@action("order.work", N_("Take orders out of their parcel"), undoable=True)
def part_orders(tx: Tx, order_ids: Sequence[int]) -> int:
    """Let orders that were put together go each on its own again. Returns how many were in a parcel."""
    orders = open_orders(tx, order_ids)
    changed = sum(set_work(tx, order.order_id, parcel_no=None) for order in orders)
    tx.say(N_("Take {count} orders out of their parcel"), count=len(orders))
    return changed


def parcel_of(tx: Tx, order_id: int) -> list[int]:
    """The open orders that go in one parcel with an order, itself among them."""
    number = tx.scalar(select(OrderWork.parcel_no).where(OrderWork.order_id == order_id))
    if number is None:
        return [order_id]
    mates = select(OrderWork.order_id).join(SalesOrder, _O.order_id == OrderWork.order_id)
    listed = tx.scalars(mates.where(OrderWork.parcel_no == number, _O.state == OrderState.PAID.value))
    return sorted({order_id, *listed})


@action("order.ship", N_("Cancel an order"))
def cancel_order(tx: Tx, order_id: int, reason: str) -> None:
    """Call an order off before anything of it left: it leaves the books, and what was kept for it is free.

    What it had posted is answered by counter-entries; `reopen_order` brings it back.
    """
    found = tx.rows(select(SalesOrder.__table__).where(_O.order_id == order_id))
    if not found:
        raise UserError(N_("This order no longer exists."), code="gone")
    order = found[0]
    if order.kind != OrderKind.SALE or order.state not in (OrderState.UNPAID, OrderState.PAID):
        raise UserError(N_("Order {number} cannot be cancelled any more."), code="not_open", number=order.order_no)
    if tx.scalar(select(exists().where(Shipment.order_id == order_id))):
        raise UserError(N_("Part of order {number} has left already."), code="left", number=order.order_no)
    if not reason.strip():
        raise UserError(N_("Say why the order is cancelled."), code="required")
    forget_pieces(tx, order_id)
    told = {"state": OrderState.CANCELLED.value, "sold_on": None, "closed_reason": reason.strip()}
    tx.update(SalesOrder, order_id, **told)
    repost_orders(tx, [order_id])
    tx.say(N_("Cancel order {number}"), number=order.order_no)


@action("order.ship", N_("Reopen a cancelled order"))
def reopen_order(tx: Tx, order_id: int) -> None:
    """Take a cancellation back: the order waits as before, in the books on the day of its payment."""
    found = tx.rows(select(SalesOrder.__table__).where(_O.order_id == order_id))
    if not found or found[0].state != OrderState.CANCELLED:
        raise UserError(N_("Only a cancelled order can be reopened."), code="not_cancelled")
    order = found[0]
    day = _was_sold_on(tx, order_id) if order.paid_at is None else order.paid_at.astimezone(tx.zone).date()
    state = OrderState.UNPAID if day is None else OrderState.PAID
    forget_pieces(tx, order_id)
    tx.update(SalesOrder, order_id, state=state.value, sold_on=day, closed_reason=None)
    repost_orders(tx, [order_id])
    tx.say(N_("Reopen order {number}"), number=order.order_no)


def _was_sold_on(tx: Tx, order_id: int) -> date | None:
    """The day on which an order whose file told no payment entered the books; None where it never did."""
    posted = (JournalEntry.document_kind == ORDER) & (JournalEntry.document_id == order_id)
    told = posted & (JournalEntry.kind == OrderKind.SALE.value)
    found: date | None = tx.scalar(select(func.min(JournalEntry.entry_on)).where(told))
    return found


@action("shop.settings", N_("Edit the promises of channels"), undoable=True)
def edit_promises(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Within how many hours of payment a channel wants parcels to leave, and how long unpaid orders keep pieces.

    (channel_id, "ship_hours" or "unpaid_hours", hours or None). Returns how many became different.
    """
    changed = 0
    for channel_id, name, hours in edits:
        _refuse_hours(name, hours)
        code = tx.scalar(select(Channel.code).where(Channel.channel_id == channel_id))
        if code is None:
            raise UserError(N_("This channel no longer exists."), code="gone")
        usual = SHIP_HOURS.get(code, USUAL_SHIP_HOURS)
        told = {name: usual if hours is None and name == "ship_hours" else hours}
        if tx.image("channel_promise", channel_id) is not None:
            changed += tx.update(ChannelPromise, channel_id, **told)
        else:
            tx.insert(ChannelPromise, channel_id=channel_id, **{"ship_hours": usual, "unpaid_hours": None, **told})
            changed += 1
    return changed


@action("shop.settings", N_("Change what makes an order unusual"))
def edit_risks(tx: Tx, limits: Mapping[str, int | None]) -> None:
    """From what "total", and how many "pieces" of a line on an order is looked at; None: as usual."""
    usual = {"total": RISK_TOTAL, "pieces": RISK_PIECES}
    for name, limit in limits.items():
        if limit is not None and limit <= 0:
            raise UserError(N_("A limit is a whole number above zero."), code="limit")
        set_setting(tx, f"risk_{name}", usual[name] if limit is None else limit)


def _refuse_hours(name: str, hours: object) -> None:
    if name not in {"ship_hours", "unpaid_hours"}:
        raise UserError(N_("This cannot be edited here."), code="not_editable")
    if hours is not None and not (isinstance(hours, int) and 0 < hours <= LONGEST_HOURS):
        raise UserError(N_("Hours are a whole number above zero."), code="hours")


def _place(row: Any) -> tuple[str, ...]:
    said = (row.recipient, row.phone, row.region, row.city, row.address)
    return tuple(" ".join((part or "").split()).casefold() for part in said)


def _tell(tx: Tx, one: str, many: str, orders: Sequence[Any]) -> None:
    if len(orders) == 1:
        tx.say(one, number=orders[0].order_no)
    else:
        tx.say(many, count=len(orders))
