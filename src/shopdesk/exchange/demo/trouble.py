"""A lot that went musty in the demo shop: refunds, complaints, and what is done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from shopdesk.exchange.demo.tables import TAOBAO_REFUNDS, Memory
from shopdesk.shop.orders.reports import OrderDetail, find_order
from shopdesk.shop.service.actions import edit_cases
from shopdesk.shop.service.filed import add_filed
from shopdesk.shop.service.reasons.costs import fetch_troubles
from shopdesk.shop.service.reasons.rules import By, bundle
from shopdesk.shop.service.reasons.task_rules import TaskKind, TaskState
from shopdesk.shop.service.reasons.tasks import open_task, propose_task, set_tasks
from shopdesk.shop.service.rules import CaseKind, Priority
from shopdesk.shop.stock.trace import LOT_ROWS, find_lot_orders
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

TAOBAO: Final = "Taobao"
LOTS: Final = 12
DAYS: Final = 60
MOST: Final = 14
PEOPLE: Final = ("小雨", "阿强")
_KEYS: Final = [column.key for column in LOT_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class Musty:
    """A lot, its SKU, and orders that got pieces of it lately."""

    lot_id: int
    lot_no: str
    sku: str
    orders: Sequence[OrderDetail]

    def amount(self, order: OrderDetail) -> Decimal:
        """What the goods of the lot came to."""
        return sum((line.amount for line in order.lines if line.sku == self.sku), Decimal(0))


def find_musty(tx: Tx) -> Musty | None:
    """Of the lots with most orders the one that most orders of the last weeks got; None in a shop without any."""
    since = tx.now - timedelta(days=DAYS)
    found = list[tuple[int, int, str, str, list[int]]]()
    for lot_id, row in fetch_first(tx, LOT_ROWS, Query(sort=(("orders", True),)), LOTS):
        told = dict(zip(_KEYS, row, strict=True))
        got = [one.order_id for one in find_lot_orders(tx, lot_id) if one.channel == TAOBAO and one.left_at > since]
        found.append((len(got), lot_id, told["lot_no"], told["sku"], got))
    if not found:
        return None
    _count, lot_id, lot_no, sku, ids = max(found)
    orders = [order for order in (find_order(tx, one) for one in ids[-MOST:]) if order and not order.refunds]
    return Musty(lot_id, lot_no, sku, [order for order in orders if order.order.shipped_at])


def refunds_of(tx: Tx, musty: Musty) -> Memory:
    """What the channel's list says was given back for it."""
    rows = list[tuple[str, ...]]()
    for number, order in enumerate(musty.orders):
        ended = min(order.order.shipped_at + timedelta(days=5, hours=number), tx.now).astimezone(tx.zone)
        claimed = ended - timedelta(days=1)
        told = (f"R9{order.order.order_no}", order.order.order_no, "退款成功", f"{musty.amount(order):.2f}")
        rows.append((*told, f"{claimed:%Y-%m-%d %H:%M:%S}", f"{ended:%Y-%m-%d %H:%M:%S}", "仅退款", "质量问题"))
    return Memory("退款管理-质量.csv", TAOBAO_REFUNDS, rows)


@action("case.edit", N_("A lot that went musty"))
def complain(tx: Tx, musty: Musty) -> None:
    """Cases of the lot, the claim against its supplier, its recall, and a task that is done."""
    reason = _(N_("Smells musty"))
    for number, order in enumerate(musty.orders):
        opened = min(order.order.shipped_at + timedelta(days=4, hours=2 + number % 5), tx.now - timedelta(hours=3))
        told = {"source_no": f"MUSTY-{number + 1}", "channel": "taobao", "kind": CaseKind.QUALITY.value}
        told |= {"title": _(N_("The tea smells musty")), "reason": reason, "priority": Priority.HIGH.value}
        told |= {"order_no": order.order.order_no, "sku": musty.sku, "lot": musty.lot_no}
        told |= {"person": PEOPLE[number % 2], "said": _(N_("It smells musty. I want my money back."))}
        answered = opened + timedelta(minutes=4 + 7 * (number % 6))
        solved = {"solved_at": answered + timedelta(hours=1 + number % 9)} if number % 4 else {}
        case_id = add_filed(tx, {**told, "opened_at": opened, "answered_at": answered, **solved})
        if solved:
            edit_cases(tx, [(case_id, "satisfaction", 3 + number % 3)])
    _act(tx, musty)


def _act(tx: Tx, musty: Musty) -> None:
    troubles = fetch_troubles(tx, tx.today - timedelta(DAYS), tx.today)
    row = next((one for one in bundle(troubles, By.LOT) if one.only("lot_id") == musty.lot_id), None)
    if row is None:
        return
    for kind, days in ((TaskKind.CLAIM, 2), (TaskKind.RECALL, -1), (TaskKind.LISTING, -6)):
        facts = propose_task(tx, kind, row) | {"due_on": tx.today + timedelta(days), "person": PEOPLE[0]}
        task_id = open_task(tx, facts)
        if kind is TaskKind.LISTING:
            set_tasks(tx, [task_id], TaskState.DONE)
