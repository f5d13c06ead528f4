"""What the store knows of a staged list of refunds, by channel and number; and which of them wait for their order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.stage.claims import Key
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.orders.rules import RefundState
from shopdesk.shop.orders.sheets import REFUND_FILE, REFUND_STATES
from shopdesk.store.tables import AfterSale, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_

WAITS = N_("No order {order} that is sold is known yet. The refund waits and joins it when its order list comes.")
GIVEN_ALREADY = N_("The store knows this refund as given back, with {amount}.")

_TOLD: Final = ("order_no", "state", "amount", "reason", "decide_by")
"""Fields of a file that may become different, named as the columns of a refund are."""
_MONEY_ONLY: Final = (
    "仅退款",
    "未发货退款",
    "已发货退款",
    "发货前退款",
    "发货后仅退款",
    "不需要退货",
    "无需退货",
    "refund only",
)


def compare_refunds(tx: Tx, staged: Staged) -> None:
    """New refunds, those that have gone on, and those that are the same; one that was given back stays given."""
    channels = {name: find_channel_id(tx, name) for name in {channel_of(staged, item) for item in staged.items}}
    keys = [(channels[channel_of(staged, item)] or 0, item.values["refund_no"]) for item in staged.items]
    known = known_refunds(tx, keys)
    sold = _sold(tx, {(key[0], item.values["order_no"]) for key, item in zip(keys, staged.items, strict=True)})
    for key, item in zip(keys, staged.items, strict=True):
        _look(staged, item, known.get(key))
        waits = (key[0], item.values["order_no"]) not in sold
        if waits and item.outcome in (Outcome.NEW, Outcome.CHANGED) and state_of(item) is RefundState.GIVEN:
            number = item.values["order_no"]
            said = problem(
                staged.plan, REFUND_FILE, "order_no", item.row, number, WAITS, {"order": number}, item.outcome
            )
            staged.report(replace(said, for_now=True))


def channel_of(staged: Staged, item: Item) -> str:
    """What the file calls the channel of a row."""
    return str(item.values.get("channel") or staged.channel)


def state_of(item: Item) -> RefundState:
    """How far the refund is; a list without states tells of money that went back."""
    return RefundState(item.values.get("state") or RefundState.GIVEN)


def after_sale_of(tx: Tx, item: Item) -> dict[str, Any]:
    """The columns of a refund that a row tells, as stored values."""
    values = item.values
    moment, claimed = values.get("refunded_at", values.get("claimed_at")), values.get("claimed_at")
    day = None if moment is None else _there(tx, moment).date().isoformat()
    has_time = claimed is not None and _there(tx, claimed).time() != time()
    return {
        "order_no": values["order_no"], "state": state_of(item).value, "amount": abs(values.get("amount") or 0),
        "ended_on": day, "with_goods": int(with_goods(values.get("claim") or "")),
        "claimed_at": claimed if has_time else None, "reason": values.get("reason"),
        "decide_by": values.get("decide_by"),
    }  # fmt: skip


def _there(tx: Tx, moment: int) -> datetime:
    return datetime.fromtimestamp(moment, UTC).astimezone(tx.zone)


def with_goods(claim: str) -> bool:
    """Whether a claim is for goods as well, by the channels' words."""
    said = claim.strip().casefold()
    if not said or any(word in said for word in _MONEY_ONLY) or said in {"否", "no", "n", "0"}:
        return False
    return said in {"是", "yes", "y", "1"} or "退货" in said or "換貨" in said or "换货" in said or "return" in said


def known_refunds(tx: Tx, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """(channel, refund no.) → its image, for those that the store has."""
    wanted: dict[int, list[str]] = {}
    for channel_id, number in keys:
        wanted.setdefault(channel_id, []).append(number)
    ids: list[int] = []
    for channel_id, numbers in wanted.items():
        mine = select(AfterSale.after_sale_id).where(AfterSale.channel_id == channel_id)
        for part in parts(numbers):
            ids += tx.scalars(mine.where(AfterSale.refund_no.in_(part)))
    images = tx.images(AfterSale, "after_sale_id", ids)
    return {(image["channel_id"], image["refund_no"]): image for image in images}


def _sold(tx: Tx, keys: Iterable[Key]) -> set[Key]:
    """Those of these orders that stand in the books."""
    wanted: dict[int, list[str]] = {}
    for channel_id, number in keys:
        wanted.setdefault(channel_id, []).append(number)
    found: set[Key] = set()
    for channel_id, numbers in wanted.items():
        sold = select(SalesOrder.order_no).where(SalesOrder.channel_id == channel_id, SalesOrder.sold_on.is_not(None))
        for part in parts(sorted(numbers)):
            found |= {(channel_id, number) for number in tx.scalars(sold.where(SalesOrder.order_no.in_(part)))}
    return found


def _look(staged: Staged, item: Item, known: dict[str, Any] | None) -> None:
    """Set the outcome of one row."""
    item.changes, item.target = (), 0
    if known is None:
        item.outcome = Outcome.NEW
        return
    item.target = known["after_sale_id"]
    told = {**item.values, "state": state_of(item).value, "amount": abs(item.values.get("amount") or 0)}
    changed = tuple(key for key in _TOLD if told.get(key) is not None and told[key] != known[key])
    item.outcome = Outcome.CHANGED if changed else Outcome.SAME
    item.changes = changed
    if "state" in changed and known["state"] == RefundState.GIVEN:
        item.outcome = Outcome.CONFLICT
        said = {"amount": f"{Decimal(known['amount']) / MONEY_SCALE:.2f}"}
        value = REFUND_STATES[state_of(item)].title
        staged.report(
            problem(staged.plan, REFUND_FILE, "state", item.row, value, GIVEN_ALREADY, said, Outcome.CONFLICT)
        )
