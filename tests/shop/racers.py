"""Children that race for the last piece or a day to book: a module, because a spawned child imports what it runs."""

from datetime import date
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from shopdesk.shop.fulfilment.allocation import allocate_orders
from shopdesk.shop.fulfilment.shipping import Parcel, ship_orders
from shopdesk.shop.spending.recurring import book_due
from shopdesk.store.store import Store
from shopdesk.text import UserError


def keep(where: str, order_id: int, start: Barrier, told: "Queue[tuple[int, str]]") -> None:
    """Allocate one order as soon as the other racer is ready; tells whether it got its pieces."""
    store = Store.open(where)
    start.wait()
    try:
        told.put((order_id, "kept" if store.do(allocate_orders, [order_id]).value.orders else "short"))
    finally:
        store.close()


def send(where: str, order_id: int, waybill: str, start: Barrier, told: "Queue[tuple[int, str]]") -> None:
    """Ship an order as soon as the other racer is ready; tells the waybill, or why not."""
    store = Store.open(where)
    start.wait()
    try:
        store.do(ship_orders, [Parcel(order_id, "SF", waybill)])
        told.put((order_id, waybill))
    except UserError as error:
        told.put((order_id, error.code))
    finally:
        store.close()


def book(where: str, through: date, start: Barrier, told: "Queue[int]") -> None:
    """Book what is due as soon as the other racer is ready; tells how much it was."""
    store = Store.open(where)
    start.wait()
    try:
        told.put(store.do(book_due, through).value)
    finally:
        store.close()
