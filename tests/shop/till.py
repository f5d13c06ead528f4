"""Orders without files: tickets that say what was sold, and the action that books them as an import would."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.orders.posting import post_new_orders
from shopdesk.store.action import action
from shopdesk.store.tables import OrderLine, Refund, SalesOrder, Sku
from shopdesk.store.tx import Tx

NOTHING = Decimal(0)


@dataclass(slots=True)
class Item:
    """A line of goods; `sku` None is something that the shop does not know."""

    sku: str | None
    pieces: int
    price: Decimal
    discount: Decimal = NOTHING

    @property
    def amount(self) -> Decimal:
        return self.price * self.pieces - self.discount


@dataclass(slots=True)
class Ticket:
    """One order; on a return the pieces are below zero. `refunds` are (day, amount)."""

    number: str
    on: date
    items: list[Item]
    channel: str = "taobao"
    kind: str = "sale"
    state: str = "completed"
    shipping: Decimal = NOTHING
    charge: Decimal = NOTHING
    tax: Decimal = NOTHING
    country: str | None = None
    refunds: list[tuple[date, Decimal]] = field(default_factory=list)

    @property
    def goods(self) -> Decimal:
        return sum((item.amount + item.discount for item in self.items), NOTHING)

    @property
    def discount(self) -> Decimal:
        return sum((item.discount for item in self.items), NOTHING)

    @property
    def total(self) -> Decimal:
        return self.goods - self.discount + self.shipping + self.charge + self.tax

    @property
    def moment(self) -> datetime:
        """Noon of its day by the clocks of UTC, which is the zone of test shops."""
        return datetime.combine(self.on, time(12), UTC)


@action("order.import", "Ring up")
def ring_up(tx: Tx, tickets: Sequence[Ticket]) -> list[int]:
    """Book tickets; returns their order ids."""
    codes = {row.code: row.sku_id for row in tx.rows(select(Sku.code, Sku.sku_id))}
    made = []
    for ticket in tickets:
        order_id = tx.insert(SalesOrder, **_order(tx, ticket))
        for item in ticket.items:
            tx.insert(
                OrderLine,
                order_id=order_id,
                kind="product",
                sku_id=codes.get(item.sku or ""),
                quantity=item.pieces,
                code=item.sku,
                title=item.sku,
                unit_price=item.price,
                discount=item.discount,
                amount=item.amount,
            )
        for kind, amount in (("shipping", ticket.shipping), ("fee", ticket.charge)):
            if amount:
                tx.insert(
                    OrderLine, order_id=order_id, kind=kind, quantity=1, unit_price=amount, discount=0, amount=amount
                )
        for day, amount in ticket.refunds:
            tx.insert(Refund, order_id=order_id, amount=amount, refunded_on=day)
        made.append(order_id)
    post_new_orders(tx, made[0], len(made))
    return made


def _order(tx: Tx, ticket: Ticket) -> dict[str, Any]:
    is_sold = ticket.state not in {"unpaid", "cancelled"}
    return {
        "channel_id": find_channel(tx, ticket.channel),
        "order_no": ticket.number,
        "kind": ticket.kind,
        "state": ticket.state,
        "placed_at": ticket.moment,
        "sold_on": ticket.on if is_sold else None,
        "currency": tx.currency,
        "units": sum(item.pieces for item in ticket.items),
        "goods": ticket.goods,
        "discount": ticket.discount,
        "platform_discount": 0,
        "shipping": ticket.shipping,
        "charge": ticket.charge,
        "tax": ticket.tax,
        "country": ticket.country,
        "total": ticket.total,
        "refunded": sum((amount for _day, amount in ticket.refunds), NOTHING),
        "summary": ticket.number,
    }
