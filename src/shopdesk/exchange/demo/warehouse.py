"""The warehouse of the demo shop: shelves, lots, purchase orders, counts, returns, and what waits to be sent."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from shopdesk.exchange.demo.goods import GOODS, SET
from shopdesk.exchange.demo.life import Delivery, Life
from shopdesk.shop.buying.actions import OrderedLine, edit_suppliers, order_purchase, save_purchase, set_price
from shopdesk.shop.buying.landing import land_cost
from shopdesk.shop.buying.receiving import Arrived, receive_purchase
from shopdesk.shop.buying.reports import find_purchase
from shopdesk.shop.buying.rules import Basis, LandedKind
from shopdesk.shop.catalog.actions import edit_skus, find_supplier
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.counting.actions import NewScan, approve_count, explain_lines, hand_over, record_scans, start_count
from shopdesk.shop.counting.review import fetch_review
from shopdesk.shop.counting.rules import Cause, Scope
from shopdesk.shop.fulfilment.allocation import allocate_orders
from shopdesk.shop.fulfilment.reports import find_return
from shopdesk.shop.fulfilment.returns import Judged, arrive, expect_refunded, inspect_return
from shopdesk.shop.fulfilment.rules import Verdict
from shopdesk.shop.stock.actions import ReceiptLine, receive_goods
from shopdesk.shop.stock.levels import main_warehouse, on_hand
from shopdesk.shop.stock.places import add_shelf, add_warehouse, set_home
from shopdesk.shop.stock.transfers import send_transfer
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

ZONE: Final = ZoneInfo("Asia/Shanghai")
KEEPS: Final = {"茶叶 Tea": 540}
"""Days that goods of a category keep."""
AISLES: Final = {"茶叶 Tea": "A", "茶具 Teaware": "B", "厨房 Kitchen": "C"}
LEAD_DAYS: Final = 13


@action("stock.place", N_("Furnish the warehouse"))
def furnish(tx: Tx, skus: Mapping[str, int]) -> None:
    """Shelves by category, the bundle and its parts, and what suppliers ask."""
    hall = main_warehouse(tx)
    for number, good in enumerate(GOODS):
        shelf = add_shelf(tx, hall, f"{AISLES[good.category]}-{number + 1:02d}")
        set_home(tx, skus[good.code], hall, shelf)
        if good.supplier:
            pack, cost = (12 if good.weight < 400 else 6), Decimal(good.cost)
            told = {"price": cost, "pack": Decimal(pack), "minimum": Decimal(2 * pack), "preferred": True}
            set_price(tx, good.supplier, skus[good.code], supplier_code=f"{good.code[-3:]}-{pack}", **told)
    set_parts(tx, skus[SET.code], {skus[code]: Decimal(1) for code in SET.parts})
    edit_skus(tx, [(skus[good.code], "weight", Decimal(good.weight)) for good in (*GOODS, SET)])
    suppliers = sorted({find_supplier(tx, good.supplier) for good in GOODS if good.supplier})
    edit_suppliers(tx, [(supplier, "lead_days", LEAD_DAYS) for supplier in suppliers])


@action("stock.move", N_("Deliveries so far"))
def deliver(tx: Tx, life: Life, skus: Mapping[str, int]) -> None:
    """What was there, what was ordered and came, and what is still on its way."""
    for number, delivery in enumerate(life.deliveries):
        if delivery.ordered is None:
            _bring(tx, delivery, skus)
            continue
        purchase_id = _order(tx, delivery, skus, number)
        found = find_purchase(tx, purchase_id)
        lines = {line.sku_id: line.line_id for line in (found.lines if found else ())}
        arrived = [_arrived(delivery, place, skus, lines) for place in range(len(delivery.lines))]
        came = _at(delivery.on)
        receipt = receive_purchase(tx, purchase_id, arrived, document_no=delivery.number, received_at=came)
        if number % 9 == 0 and all(cost is not None for _good, _pieces, cost in delivery.lines):
            note = _(N_("Pallet freight"))
            land_cost(tx, receipt, LandedKind.FREIGHT, Basis.WEIGHT, Decimal(85), landed_on=delivery.on, note=note)
    for number, delivery in enumerate(life.awaited, len(life.deliveries)):
        _order(tx, delivery, skus, number)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), ZONE).astimezone(UTC)


def _bring(tx: Tx, delivery: Delivery, skus: Mapping[str, int]) -> None:
    lines = [
        ReceiptLine(skus[good.code], Decimal(pieces), cost, lot_no=lot, expires_on=until)
        for good, pieces, cost in delivery.lines
        for lot, until in (_lot(delivery, good.category),)
    ]
    receive_goods(tx, delivery.number, lines, supplier=delivery.supplier, received_at=_at(delivery.on))


def _lot(delivery: Delivery, category: str) -> tuple[str, date | None]:
    """Number and last day of the lot that goods of a delivery belong to; "" where nobody follows it."""
    days = KEEPS.get(category)
    return ("", None) if days is None else (f"L{delivery.on:%y%m%d}", delivery.on + timedelta(days=days - 120))


def _order(tx: Tx, delivery: Delivery, skus: Mapping[str, int], number: int) -> int:
    lines = [OrderedLine(skus[good.code], Decimal(pieces), cost) for good, pieces, cost in delivery.lines]
    ordered = delivery.ordered or delivery.on
    purchase_id: int = save_purchase(tx, lines, number=f"PO-{ordered:%y%m%d}-{number:03d}", supplier=delivery.supplier,
        expected_on=ordered + timedelta(days=LEAD_DAYS),
    )  # fmt: skip
    order_purchase(tx, purchase_id, on=ordered, expected_on=ordered + timedelta(days=LEAD_DAYS))
    return purchase_id


def _arrived(delivery: Delivery, place: int, skus: Mapping[str, int], lines: Mapping[int, int]) -> Arrived:
    good, pieces, cost = delivery.lines[place]
    sku_id, (lot, until) = skus[good.code], _lot(delivery, good.category)
    looked_at = Decimal(min(pieces, 8)) if place == 0 else Decimal(0)
    return Arrived(sku_id, Decimal(pieces), lines[sku_id], cost, lot, until, looked_at)


@action("stock.move", N_("This morning's work"))
def work(tx: Tx, skus: Mapping[str, int], today: date) -> None:
    """What lies on the desk this morning: a count that was booked, one half-way, returns, open orders, a transfer."""
    _count(tx, skus, today)
    _take_back(tx)
    allocate_orders(tx)
    _send(tx, skus)


def _count(tx: Tx, skus: Mapping[str, int], today: date) -> None:
    lost = {"TEA-005": 2, "GW-106": 1, "KIT-202": -1, "GW-110": 3}
    at = datetime.combine(today - timedelta(days=20), time(20), ZONE).astimezone(UTC)
    session = start_count(tx, Scope(), title=_(N_("Quarterly count")), assigned_to=_(N_("Warehouse")))
    record_scans(tx, session, _scans(tx, skus, at, lost, _(N_("Warehouse")), "Q"))
    hand_over(tx, session)
    differing = [line.line.task_id for line in fetch_review(tx, session).lines if line.difference]
    explain_lines(tx, session, differing, Cause.DAMAGED.value)
    approve_count(tx, session, _(N_("Owner")))
    half = start_count(tx, Scope(categories=("厨房 Kitchen",)), title=_(N_("Kitchen shelf")))
    now = datetime.combine(today, time(8), ZONE).astimezone(UTC)
    kitchen = {code: sku for code, sku in skus.items() if code in ("KIT-201", "KIT-202")}
    record_scans(tx, half, _scans(tx, kitchen, now, {}, _(N_("Warehouse")), "K"))


def _scans(
    tx: Tx, skus: Mapping[str, int], at: datetime, lost: Mapping[str, int], person: str, mark: str
) -> list[NewScan]:
    there = {code: on_hand(tx, sku_id, at=at) for code, sku_id in skus.items() if code != SET.code}
    return [
        NewScan(f"{mark}{number}", code, max(level - lost.get(code, 0), Decimal(0)), at, person, sets=True)
        for number, (code, level) in enumerate(there.items())
    ]


def _take_back(tx: Tx) -> None:
    """Half of what refunds say comes back has arrived, and of that half was looked at."""
    returns = expect_refunded(tx)
    for number, return_id in enumerate(returns):
        if number % 2:
            continue
        arrive(tx, return_id)
        if number % 4 == 0:
            found = find_return(tx, return_id)
            verdict = Verdict.SCRAP if number % 8 == 0 else Verdict.RESELL
            lines = found.lines if found else ()
            inspect_return(tx, return_id, [Judged(line.return_line_id, verdict, line.quantity) for line in lines])


def _send(tx: Tx, skus: Mapping[str, int]) -> None:
    """A few gaiwans are on their way to the market stall."""
    stall = add_warehouse(tx, _(N_("Market stall")))
    hall = main_warehouse(tx)
    lines = [(skus[code], Decimal(4)) for code in ("GW-101", "GW-103") if on_hand(tx, skus[code]) > 8]
    if lines:
        send_transfer(tx, hall, stall, lines, _(N_("For the weekend")))
