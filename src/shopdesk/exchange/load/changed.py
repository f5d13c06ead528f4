"""Bringing orders that the store has up to what a file says: many at once, every before-image kept."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from shopdesk.exchange.load.money import spread_over, sum_lines
from shopdesk.exchange.stage.compare import MOMENTS, PLAIN
from shopdesk.exchange.stage.staged import Line, Order, Staged
from shopdesk.shop.orders.actions import repost_orders
from shopdesk.shop.orders.rules import SOLD, LineKind, OrderState
from shopdesk.store.tables import OrderLine, Refund, SalesOrder
from shopdesk.store.tx import Image, RowChange, Tx


class ChangedOrders:
    """Edits the changed orders of one file, within one transaction, and posts what that changes."""

    def __init__(self, tx: Tx, staged: Staged, skus: dict[str, int], summary: Callable[[Order], str]) -> None:
        self.tx = tx
        self.plan = staged.plan
        self.skus = skus
        self.summary = summary
        self.lines: list[RowChange] = []
        self.orders: list[RowChange] = []
        self.refunds: list[RowChange] = []
        self.stored: dict[int, list[Image]] = {}

    def load(self, changed: Sequence[Order]) -> None:
        """Write and post; nothing happens where nothing changed."""
        if not changed:
            return
        ids = [order.order_id for order in changed]
        before = {image["order_id"]: image for image in self.tx.images(SalesOrder, "order_id", ids)}
        for image in self.tx.images(OrderLine, "order_id", ids):
            self.stored.setdefault(image["order_id"], []).append(image)
        self._next_line = self.tx.reserve_ids(OrderLine, sum(len(order.lines) for order in changed))
        self._next_refund = self.tx.reserve_ids(Refund, len(changed))
        for order in changed:
            after = self._after(order, before[order.order_id])
            self.orders.append(RowChange("sales_order", order.order_id, before[order.order_id], after))
        self.tx.apply(OrderLine, self.lines)
        self.tx.apply(Refund, self.refunds)
        self.tx.apply(SalesOrder, self.orders)
        repost_orders(self.tx, ids)

    def _after(self, order: Order, before: Image) -> Image:
        """What the order's row becomes."""
        after = dict(before)
        for name in order.changes:
            if name in MOMENTS:
                after[name] = order.fields[name]
            elif name in PLAIN:
                after[PLAIN[name]] = order.fields[name]
            elif name == "state":
                after["state"] = order.state
        if {"lines", "order_total"} & set(order.changes):
            tax = before["tax"] if self.plan.partial else order.tax
            lines = self._replaced(order)
            after |= sum_lines(lines, tax) | {"tax": tax}
            if "lines" in order.changes:
                after["summary"] = self.summary(order)
        after["sold_on"] = self._sold_on(after) if OrderState(after["state"]) in SOLD else None
        if "refund_amount" in order.changes:
            self._refund(order, after)
        if not self.plan.partial:
            after["fingerprint"] = order.fingerprint.hex()
        return after

    def _replaced(self, order: Order) -> list[Line]:
        """The file's lines stand for those of the store; charges that only the order list knows stay. Returns all lines."""
        old = self.stored.get(order.order_id, [])
        if not any(line.sku for line in order.lines) and any(image["sku_id"] for image in old):
            return [_line(image) for image in old]
        goods = [image for image in old if image["kind"] == LineKind.PRODUCT]
        gone, kept = (goods, [image for image in old if image not in goods]) if self.plan.partial else (old, [])
        if self.plan.partial:
            spread_over(order.lines, sum(image["amount"] for image in goods))
        self.lines += [RowChange("order_line", image["line_id"], image, None) for image in gone]
        for line in order.lines:
            self.lines.append(RowChange("order_line", self._next_line, None, self._image(order, line)))
            self._next_line += 1
        return [*order.lines, *(_line(image) for image in kept)]

    def _image(self, order: Order, line: Line) -> Image:
        sku_id = self.skus.get(line.sku or line.barcode or "") if line.kind == LineKind.PRODUCT else None
        return {
            "line_id": self._next_line, "order_id": order.order_id, "kind": str(line.kind), "sku_id": sku_id, "channel_line_no": line.line_no,
            "code": None if sku_id else line.sku, "title": line.title, "option": line.option, "quantity": line.quantity,
            "unit_price": line.unit_price, "discount": line.discount, "amount": line.amount, "source_row": line.row,
            "import_id": self.tx.import_id,
        }

    def _refund(self, order: Order, after: Image) -> None:
        given = order.refund - after["refunded"]
        moment = order.refund_at or after["completed_at"]
        day = self._day(moment) if moment else after["sold_on"] or self.tx.today.isoformat()
        image = {
            "refund_id": self._next_refund, "order_id": order.order_id, "amount": given, "refunded_on": day, "reason": None,
            "import_id": self.tx.import_id, "source_row": order.row,
        }
        self.refunds.append(RowChange("refund", self._next_refund, None, image))
        self._next_refund += 1
        after["refunded"] = order.refund

    def _sold_on(self, image: Image) -> str:
        """The shop's day of the sale: by payment, else by the order, else (where no file has told) today."""
        if image["sold_on"] is not None:
            return str(image["sold_on"])
        moment = image["paid_at"] or image["placed_at"] or image["shipped_at"] or image["completed_at"]
        return self._day(moment) if moment else self.tx.today.isoformat()

    def _day(self, moment: int) -> str:
        return datetime.fromtimestamp(moment, self.tx.zone).date().isoformat()


def _line(image: Image) -> Line:
    return Line(
        image["source_row"] or 0, image["kind"], None, None, image["title"], image["option"], None, image["quantity"],
        image["unit_price"], image["discount"], image["amount"],
    )
