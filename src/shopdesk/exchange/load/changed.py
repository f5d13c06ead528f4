"""Bringing orders that the store has up to what a file says: many at once, every before-image kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from shopdesk.exchange.load.refunds import RefundBook
from shopdesk.exchange.stage.claims import given_claims
from shopdesk.exchange.stage.lines import Line
from shopdesk.exchange.stage.merge import ADDRESS, Image, sku_of
from shopdesk.exchange.stage.staged import Order, Update
from shopdesk.shop.orders.posting import repost_orders
from shopdesk.store.tables import Allocation, OrderAddress, OrderLine, Refund, ReturnLine, SalesOrder, ShipmentLine
from shopdesk.store.tx import RowChange, Tx

Said = tuple[str, str | None, str | None]
"""Kind, code and title of a line."""


class ChangedOrders:
    """Edits the changed orders of one file, within one transaction, and posts what that changes."""

    def __init__(
        self,
        tx: Tx,
        skus: Mapping[str, int],
        customer_of: Callable[[Order], int | None],
        summary: Callable[[Iterable[Said]], str],
    ) -> None:
        self.tx = tx
        self.skus = skus
        self.customer_of = customer_of
        self.summary = summary
        self.refunds = RefundBook(tx)
        self.made: dict[str, list[RowChange]] = {"order_line": [], "sales_order": []}
        self.addresses: list[tuple[Any, ...]] = []

    def load(self, changed: Sequence[Order], *, told: bool) -> None:
        """Write and post; nothing happens where nothing changed. `told`: by a list that speaks for whole orders."""
        if not changed:
            return
        ids = [order.order_id for order in changed]
        before = {image["order_id"]: image for image in self.tx.images(SalesOrder, "order_id", ids)}
        lines, refunds = self._by_order(OrderLine, ids), self._by_order(Refund, ids)
        self._next_line = self.tx.reserve_ids(OrderLine, sum(len(order.lines) for order in changed))
        claims = given_claims(self.tx, [(image["channel_id"], image["order_no"]) for image in before.values()])
        for order in changed:
            assert order.update is not None
            image = before[order.order_id]
            after = {**image, **order.update.columns}
            if told:
                after["fingerprint"] = order.fingerprint.hex()
            if order.update.customer_no:
                after["customer_id"] = self.customer_of(order)
            if order.update.lines is not None:
                self._set_lines(order, order.update, lines.get(order.order_id, []), after)
            key = after["channel_id"], after["order_no"]
            borne = self.refunds.bring(after, refunds.get(order.order_id, []), claims.get(key, ()), order.row)
            after["refunded"] = sum(refund["amount"] for refund in borne)
            if order.update.has_address:
                self.addresses.append((order.order_id, *map(order.fields.get, ADDRESS)))
            self.made["sales_order"].append(RowChange("sales_order", order.order_id, image, after))
        self.refunds.write()
        self._insert_addresses()
        _let_go(self.tx, [change.row_id for change in self.made["order_line"] if change.after is None])
        for model in (OrderLine, SalesOrder):
            self.tx.apply(model, self.made[model.__tablename__])
        repost_orders(self.tx, ids, {order.order_id: order.row for order in changed})

    def _insert_addresses(self) -> None:
        """Of whom an order goes to the journal knows nothing but that it came: it outlives what can be erased."""
        if self.addresses:
            self.tx.insert_many(OrderAddress, ("order_id", *ADDRESS), self.addresses)
            came = (order_id for order_id, *_said in self.addresses)
            self.tx.journal += [RowChange("order_address", key, None, {"order_id": key}) for key in came]

    def _by_order(self, model: type[OrderLine] | type[Refund], ids: Sequence[int]) -> dict[int, list[Image]]:
        found: dict[int, list[Image]] = {}
        for image in self.tx.images(model, "order_id", ids):
            found.setdefault(image["order_id"], []).append(image)
        return found

    def _set_lines(self, order: Order, update: Update, stored: Sequence[Image], after: dict[str, Any]) -> None:
        """Lines that stay keep their number, so that what they moved still belongs to them."""
        before = {image["line_id"]: dict(image) for image in stored}
        changes = self.made["order_line"]
        goods_changed = False
        for line_id, line, by_file in update.lines or ():
            image = before.pop(line_id, None)
            if image is None:
                fresh = self._image(order, line)
                changes.append(RowChange("order_line", fresh["line_id"], None, fresh))
                goods_changed = True
                continue
            money = {name: getattr(line, name) for name in ("quantity", "unit_price", "discount", "amount")}
            source = {"source_row": line.row, "import_id": self.tx.import_id} if by_file else {}
            if any(image[name] != value for name, value in money.items()):
                changes.append(RowChange("order_line", line_id, image, {**image, **money, **source}))
        changes += [RowChange("order_line", line_id, image, None) for line_id, image in before.items()]
        if goods_changed or before:
            told = ((line.kind, line.sku, line.title) for _id, line, _by_file in update.lines or ())
            after["summary"] = self.summary(told)

    def _image(self, order: Order, line: Line) -> dict[str, Any]:
        sku_id = sku_of(line.kind, line.sku, line.barcode, self.skus)
        self._next_line += 1
        return {
            "line_id": self._next_line - 1, "order_id": order.order_id, "kind": str(line.kind), "sku_id": sku_id,
            "channel_line_no": line.line_no, "code": None if sku_id else line.sku, "title": line.title,
            "option": line.option, "quantity": line.quantity, "unit_price": line.unit_price, "discount": line.discount,
            "amount": line.amount, "source_row": line.row, "import_id": self.tx.import_id,
        }  # fmt: skip


def _let_go(tx: Tx, line_ids: Sequence[int]) -> None:
    """Lines that the file no longer has are in no parcel and on no shelf; a return of one keeps its SKU."""
    for start in range(0, len(line_ids), 500):
        part = line_ids[start : start + 500]
        for model, key in ((Allocation, Allocation.allocation_id), (ShipmentLine, ShipmentLine.shipment_line_id)):
            for row_id in tx.scalars(select(key).where(model.line_id.in_(part))):
                tx.delete(model, row_id)
        for row_id in tx.scalars(select(ReturnLine.return_line_id).where(ReturnLine.line_id.in_(part))):
            tx.update(ReturnLine, row_id, line_id=None)
