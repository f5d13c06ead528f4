"""What buyers of the demo shop asked and complained of lately, and the answers that it keeps ready."""

from datetime import timedelta
from typing import Final

from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.service.actions import add_reply, set_case_state
from shopdesk.shop.service.filed import add_filed
from shopdesk.shop.service.rules import CaseKind, CaseState, Priority
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first, fetch_page
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

CASES: Final = (
    (N_("Lid of the gaiwan arrived broken"), CaseKind.QUALITY, N_("Damaged"), Priority.HIGH, 35, ""),
    (N_("When does my parcel leave?"), CaseKind.DELIVERY, N_("Late delivery"), Priority.NORMAL, 20, ""),
    (N_("One cup is missing"), CaseKind.COMPLAINT, N_("Item missing"), Priority.HIGH, 190, "answered"),
    (N_("Invoice to the company, please"), CaseKind.ENQUIRY, N_("Invoice"), Priority.LOW, 400, "answered"),
    (N_("Sends the tea set back"), CaseKind.RETURN, N_("Changed mind"), Priority.NORMAL, 1_600, "waits"),
    (N_("Courier says it is lost"), CaseKind.DELIVERY, N_("Lost parcel"), Priority.NORMAL, 2_000, "courier"),
    (N_("How long does Longjing keep?"), CaseKind.ENQUIRY, None, Priority.LOW, 4_300, "solved"),
    (N_("Wrong colour in the box"), CaseKind.COMPLAINT, N_("Wrong item"), Priority.NORMAL, 5_800, "solved"),
)
"""What about, kind, reason, priority, minutes ago, and how far it went."""
REPLIES: Final = (
    (N_("On its way"), "zh", N_("Late delivery"), "亲，您的订单 {order} 已由 {carrier} 发出，单号 {waybill}。"),
    (N_("On its way"), "en", N_("Late delivery"), "Your order {order} left with {carrier} on {shipped}: {waybill}."),
    (N_("Broken on arrival"), "zh", N_("Damaged"), "非常抱歉！请发一张照片给我们，{goods} 将为您免费补发。"),
    (N_("Thank you"), "en", None, "Thank you for your order {order}. {shop}"),
)
_KEYS: Final = [column.key for column in ORDER_ROWS.sheet.columns]
WAITS: Final = {"waits": CaseState.WAITING_BUYER, "courier": CaseState.WAITING_COURIER}


@action("case.edit", N_("What buyers ask"), undoable=True)
def listen(tx: Tx) -> None:
    """Open cases of the latest orders, some answered and solved, and keep some answers ready."""
    latest = [order_id for order_id, _row in fetch_first(tx, ORDER_ROWS, Query(), 5 * len(CASES))][::5]
    for number, ((title, kind, reason, priority, ago, went), order_id) in enumerate(zip(CASES, latest, strict=False)):
        order_no = dict(zip(_KEYS, fetch_page(tx, ORDER_ROWS, [order_id])[0], strict=True))["order_no"]
        opened_at = tx.now - timedelta(minutes=ago)
        told = {"title": _(title), "kind": kind.value, "priority": priority.value, "order_no": order_no}
        told |= {"source_no": f"DEMO-{number + 1}", "reason": reason and _(reason), "said": _(title)}
        if went:
            told["answered_at"] = opened_at + timedelta(minutes=12)
        if went == "solved":
            told["solved_at"] = opened_at + timedelta(minutes=40)
        case_id = add_filed(tx, {**told, "opened_at": opened_at})
        if went in WAITS:
            set_case_state(tx, [case_id], WAITS[went])
    for title, language, reason, text in REPLIES:
        add_reply(tx, _(title), language, text, reason and _(reason))
