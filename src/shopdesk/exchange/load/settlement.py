"""Writing a staged statement: its lines with their orders and payouts, set by set, and what they post."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shopdesk.exchange.load.payouts import PayoutBook, Told
from shopdesk.exchange.stage.settlement import (
    channel_of,
    currencies_of,
    day_of,
    is_line,
    rates_of,
)
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.money import convert
from shopdesk.shop.settlement.matching import orders_by_number
from shopdesk.shop.settlement.payouts import follow_lines
from shopdesk.shop.settlement.posting import lines_for_others, post_new_lines, settle_lines
from shopdesk.shop.settlement.rules import LineKind, LineState, state_of_line
from shopdesk.store.tables import SettlementLine
from shopdesk.store.tx import RowChange, Tx

_COLUMNS: Final = (
    "line_id", "channel_id", "line_no", "payout_id", "kind", "state", "happened_at", "settled_on", "order_no",
    "order_id", "sku_code", "quantity", "currency", "rate", "own_amount", "amount", "told", "note", "import_id",
    "source_row",
)  # fmt: skip


def load_settlement(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> None:
    """Keep every line of the statement, each booked on its own day; what it answers is found by its order's number."""
    items = [item for item in staged.items if item.outcome in (Outcome.NEW, Outcome.CHANGED)]
    valued = list(_valued(tx, staged, items))
    payouts = PayoutBook(tx, staged)
    for one in valued:
        payouts.note(channels[channel_of(staged, one.item)], _told(one))
    payouts.write()
    orders = _orders(tx, staged, items, channels)
    lines = [one for one in valued if is_line(one.item)]
    fresh = [one for one in lines if one.item.outcome is Outcome.NEW]
    first = tx.reserve_ids(SettlementLine, len(fresh)) if fresh else 0

    def image(one: "Valued", line_id: int) -> dict[str, Any]:
        channel_id = channels[channel_of(staged, one.item)]
        return _image(tx, one, line_id, channel_id, orders[channel_id], payouts.ids)

    rows = (tuple(image(one, line_id).values()) for line_id, one in enumerate(fresh, first))
    tx.insert_many(SettlementLine, _COLUMNS, rows)
    changed = _change(
        tx, [image(one, one.item.target) for one in lines if one.item.outcome is Outcome.CHANGED], payouts
    )
    post_new_lines(tx, first, first + len(fresh) - 1)
    foreign = [line_id for line_id, one in enumerate(fresh, first) if one.rate]
    settle_lines(tx, sorted({*changed, *foreign, *lines_for_others(tx, first, first + len(fresh) - 1)}))
    follow_lines(tx, payouts.touched)


@dataclass(frozen=True, slots=True)
class Valued:
    """A row with its day, its currency, what a unit of it is worth (0: it is the shop's) and its amount at home."""

    item: Item
    day: str
    currency: str
    rate: int
    amount: int


def _valued(tx: Tx, staged: Staged, items: Sequence[Item]) -> Iterator[Valued]:
    usual, home = currencies_of(tx, staged), tx.currency
    for item, (currency, rate) in zip(items, rates_of(tx, staged, usual, items), strict=True):
        own = item.values["amount"] if is_line(item) else item.values["payout_amount"]
        amount = convert([own], rate, home)[0] if rate else own
        yield Valued(item, day_of(tx, item), currency, rate or 0, amount)


def payout_no_of(item: Item) -> str:
    """The payout of a row; a line by which the wallet says that it paid out is one itself."""
    values = item.values
    is_own = is_line(item) and values["kind"] == LineKind.PAYOUT
    return str(values.get("payout_no") or (values["line_no"] if is_own else ""))


def _told(one: Valued) -> Told:
    """What a row says of its payout."""
    values, is_own = one.item.values, is_line(one.item) and one.item.values["kind"] == LineKind.PAYOUT
    own, amount = None, None
    if is_own or not is_line(one.item):
        sign = -1 if is_own else 1
        amount = sign * one.amount
        own = sign * (values["amount"] if is_own else values["payout_amount"]) if one.rate else None
    return Told(
        payout_no_of(one.item), values.get("paid_on") or (one.day if amount is not None else None),
        values.get("starts_on"), values.get("ends_on"), one.currency, one.rate, amount, own, one.item.row,
    )  # fmt: skip


def _orders(tx: Tx, staged: Staged, items: Sequence[Item], channels: Mapping[str, int]) -> dict[int, dict[str, int]]:
    """Channel → number of each order that the rows name → the order."""
    named: dict[int, set[str]] = {channel_id: set() for channel_id in channels.values()}
    for item in items:
        if item.values.get("order_no"):
            named[channels[channel_of(staged, item)]].add(item.values["order_no"])
    return {channel_id: orders_by_number(tx, channel_id, numbers) for channel_id, numbers in named.items()}


def _image(
    tx: Tx, one: Valued, line_id: int, channel_id: int, orders: Mapping[str, int], payouts: Mapping[Any, int]
) -> dict[str, Any]:
    values = one.item.values
    order_id = orders.get(values.get("order_no") or "")
    kind = LineKind(values["kind"])
    return {
        "line_id": line_id, "channel_id": channel_id, "line_no": values["line_no"],
        "payout_id": payouts.get((channel_id, payout_no_of(one.item))), "kind": kind.value,
        "state": state_of_line(kind, has_order=order_id is not None).value, "happened_at": values["happened_at"],
        "settled_on": one.day, "order_no": values.get("order_no"), "order_id": order_id,
        "sku_code": values.get("sku"), "quantity": values.get("quantity"), "currency": one.currency,
        "rate": one.rate or None, "own_amount": values["amount"] if one.rate else None, "amount": one.amount,
        "told": values.get("told"), "note": values.get("note"), "import_id": tx.import_id, "source_row": one.item.row,
    }  # fmt: skip


def _change(tx: Tx, images: Sequence[dict[str, Any]], payouts: PayoutBook) -> list[int]:
    """Make stored lines what the file says now; what a person said of them stays, and so does who brought them."""
    there = {image["line_id"]: image for image in tx.images(SettlementLine, "line_id", [i["line_id"] for i in images])}
    changes = []
    for image in images:
        before = there[image["line_id"]]
        after = {**before, **image, "import_id": before["import_id"], "source_row": before["source_row"]}
        if before["state"] == LineState.EXPLAINED:
            after |= {name: before[name] for name in ("state", "note")}
        if before["payout_id"]:
            payouts.touched.add(before["payout_id"])
        changes.append(RowChange("settlement_line", image["line_id"], before, after))
    tx.apply(SettlementLine, changes)
    return [change.row_id for change in changes]
