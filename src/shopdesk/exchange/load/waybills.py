"""Writing a staged file of waybills: its orders leave, with those that share their parcel."""

from datetime import UTC, datetime

from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.fulfilment.care import parcel_of
from shopdesk.shop.fulfilment.shipping import Parcel, send
from shopdesk.store.tables import SalesOrder
from shopdesk.store.tx import Tx


def load_waybills(tx: Tx, staged: Staged) -> None:
    """Ship what is new, give a waybill to what the channel shipped without one."""
    fresh = {item.target: item for item in staged.items if item.outcome is Outcome.NEW}
    parcels = [_parcel(order_id, item) for order_id, item in fresh.items()]
    named = {item.target for item in staged.items}
    for order_id, item in fresh.items():
        parcels += [_parcel(mate, item) for mate in parcel_of(tx, order_id) if mate not in named]
        named.update(parcel_of(tx, order_id))
    if parcels:
        send(tx, parcels)
    for item in staged.items:
        if item.outcome is Outcome.CHANGED:
            told = {key: item.values[key] for key in item.changes if item.values.get(key)}
            tx.update(SalesOrder, item.target, **told)


def _parcel(order_id: int, item: Item) -> Parcel:
    moment = item.values.get("shipped_at")
    when = None if moment is None else datetime.fromtimestamp(moment, UTC)
    return Parcel(order_id, item.values.get("carrier"), item.values["waybill"], when)
