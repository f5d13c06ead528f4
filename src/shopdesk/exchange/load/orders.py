"""Writing staged orders: new ones set by set, changed ones one by one, then books and shelf."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from shopdesk.exchange.load.changed import ChangedOrders
from shopdesk.exchange.load.money import money_of
from shopdesk.exchange.stage.compare import sku_ids
from shopdesk.exchange.stage.orders import best_titles
from shopdesk.exchange.stage.staged import Line, Order, Outcome, Staged
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.orders.actions import post_new_orders
from shopdesk.shop.orders.rules import SOLD, LineKind, OrderState
from shopdesk.store.tables import Customer, OrderAddress, OrderLine, Product, Refund, SalesOrder, Sku
from shopdesk.store.tx import Tx

Check = Callable[[int], None]

ORDER_COLUMNS: Final = (
    "order_id", "channel_id", "order_no", "kind", "state", "placed_at", "paid_at", "shipped_at", "completed_at", "sold_on",
    "customer_id", "currency", "units", "goods", "discount", "platform_discount", "shipping", "charge", "tax", "total",
    "refunded", "summary", "country", "carrier", "waybill", "note", "closed_reason", "import_id", "source_row", "fingerprint",
)
LINE_COLUMNS: Final = (
    "line_id", "order_id", "kind", "sku_id", "channel_line_no", "code", "title", "option", "quantity", "unit_price", "discount",
    "amount", "source_row", "import_id",
)
ADDRESS: Final = ("recipient", "phone", "address", "region", "city", "buyer_note")


class OrderLoader:
    """Loads the orders of one file into one channel, within one transaction."""

    def __init__(self, tx: Tx, staged: Staged, channel_id: int, check: Check) -> None:
        self.tx = tx
        self.staged = staged
        self.channel_id = channel_id
        self.check = check
        self.zone = tx.zone
        self.currency = tx.currency
        self.new = [order for order in staged.orders if order.outcome is Outcome.NEW]
        self.changed = [order for order in staged.orders if order.outcome is Outcome.CHANGED]
        self.skus: dict[str, int] = {}
        self.titles = best_titles(staged.orders)

    def load(self) -> None:
        """Write everything and post it."""
        touched = [*self.new, *self.changed]
        self.skus = ensure_skus(self.tx, touched, self.titles)
        customers = self._ensure_customers()
        first = self.tx.reserve_ids(SalesOrder, len(self.new)) if self.new else 0
        for order_id, order in enumerate(self.new, first):
            order.order_id = order_id
        if self.new:
            self.tx.insert_many(SalesOrder, ORDER_COLUMNS, [self._order_row(order, customers) for order in self.new])
            self.tx.insert_many(OrderLine, LINE_COLUMNS, self._line_rows())
            self._insert_addresses()
            self._insert_refunds()
        post_new_orders(self.tx, first, len(self.new))
        ChangedOrders(self.tx, self.staged, self.skus, self._summary).load(self.changed)

    def _ensure_customers(self) -> dict[str, int]:
        wanted = {order.fields["customer_no"] for order in self.new if order.fields.get("customer_no")}
        known = select(Customer.customer_no, Customer.customer_id).where(Customer.channel_id == self.channel_id)
        found: dict[str, int] = {row.customer_no: row.customer_id for row in self.tx.rows(known)} if wanted else {}
        missing = sorted(wanted - set(found))
        if missing:
            first = self.tx.reserve_ids(Customer, len(missing))
            rows = [(at, self.channel_id, number, self.tx.import_id) for at, number in enumerate(missing, first)]
            self.tx.insert_many(Customer, ("customer_id", "channel_id", "customer_no", "import_id"), rows)
            found.update({number: at for at, number in enumerate(missing, first)})
        return found

    def _order_row(self, order: Order, customers: dict[str, int]) -> tuple[Any, ...]:
        fields, money = order.fields, money_of(order)
        sold = self._sold_on(order)
        return (
            order.order_id, self.channel_id, order.order_no, order.kind, order.state,
            fields.get("placed_at"), fields.get("paid_at"), fields.get("shipped_at"), fields.get("completed_at"), sold,
            customers.get(fields.get("customer_no") or ""), fields.get("currency") or self.currency,
            money["units"], money["goods"], money["discount"], abs(fields.get("platform_discount") or 0), money["shipping"],
            money["charge"], order.tax, money["total"], order.refund if sold else 0, self._summary(order), fields.get("country"),
            fields.get("carrier"), fields.get("waybill"), fields.get("seller_note"), fields.get("closed_reason"),
            self.tx.import_id, order.row, order.fingerprint,
        )

    def _line_rows(self) -> Iterator[tuple[Any, ...]]:
        line_id = self.tx.reserve_ids(OrderLine, sum(len(order.lines) for order in self.new))
        import_id, skus, done = self.tx.import_id, self.skus, 0
        product = LineKind.PRODUCT.value
        for order in self.new:
            order_id = order.order_id
            for line in order.lines:
                sku_id = skus.get(line.sku or line.barcode or "") if line.kind == product else None
                yield (
                    line_id, order_id, line.kind, sku_id, line.line_no, None if sku_id else line.sku, line.title, line.option,
                    line.quantity, line.unit_price, line.discount, line.amount, line.row, import_id,
                )
                line_id += 1
            done += order.rows
            if done >= 2_000:
                self.check(done)
                done = 0
        self.check(done)

    def _insert_addresses(self) -> None:
        rows = [
            (order.order_id, *(order.fields.get(name) for name in ADDRESS))
            for order in self.new if any(order.fields.get(name) for name in ADDRESS)
        ]
        if rows:
            self.tx.insert_many(OrderAddress, ("order_id", *ADDRESS), rows)

    def _insert_refunds(self) -> None:
        rows = [
            (order.order_id, order.refund, self._refund_day(order), self.tx.import_id, order.row)
            for order in self.new if order.refund and self._sold_on(order)
        ]
        if rows:
            self.tx.insert_many(Refund, ("order_id", "amount", "refunded_on", "import_id", "source_row"), rows)

    def _sold_on(self, order: Order) -> str | None:
        if OrderState(order.state) not in SOLD:
            return None
        fields = order.fields
        moment = fields.get("paid_at") or fields.get("placed_at") or fields.get("shipped_at") or fields.get("completed_at")
        return self._day(moment) if moment is not None else self.tx.today.isoformat()

    def _refund_day(self, order: Order) -> str:
        moment = order.refund_at or order.fields.get("completed_at")
        return self._day(moment) if moment is not None else self._sold_on(order) or self.tx.today.isoformat()

    def _day(self, moment: int) -> str:
        return datetime.fromtimestamp(moment, self.zone).date().isoformat()

    def _summary(self, order: Order) -> str:
        titles = list(dict.fromkeys(
            self.titles.get(line.sku or "") or line.title or line.sku or "" for line in order.lines if line.kind == LineKind.PRODUCT
        ))
        if not titles:
            titles = [line.title or line.sku or "" for line in order.lines[:1]]
        first = titles[0][:120] if titles else ""
        return f"{first} +{len(titles) - 1}" if len(titles) > 1 else first


def ensure_skus(tx: Tx, orders: Sequence[Order], titles: dict[str, str]) -> dict[str, int]:
    """SKU code → sku_id for every product line; codes that the shop does not know become products, withdrawn ones return."""
    wanted: dict[str, Line] = {}
    for order in orders:
        for line in order.lines:
            if line.kind == LineKind.PRODUCT and (line.sku or line.barcode):
                wanted.setdefault(line.sku or line.barcode or "", line)
    found = sku_ids(tx, wanted)
    missing = [code for code in wanted if code not in found]
    back = {row.code: row.sku_id for row in tx.rows(select(Sku.code, Sku.sku_id).where(Sku.state == ProductState.WITHDRAWN.value))}
    for code in [code for code in missing if code in back]:
        tx.update(Sku, back[code], state=ProductState.ACTIVE.value, import_id=tx.import_id)
        found[code] = back[code]
    fresh = [code for code in missing if code not in back]
    if fresh:
        product, sku = tx.reserve_ids(Product, len(fresh)), tx.reserve_ids(Sku, len(fresh))
        tx.insert_many(Product, ("product_id", "title"), [(product + i, titles.get(code) or wanted[code].title or code) for i, code in enumerate(fresh)])
        tx.insert_many(
            Sku, ("sku_id", "product_id", "code", "option", "price", "state", "import_id", "source_row"),
            [(sku + i, product + i, code, wanted[code].option, wanted[code].unit_price or None, ProductState.ACTIVE.value, tx.import_id, wanted[code].row)
             for i, code in enumerate(fresh)],
        )
        found.update({code: sku + i for i, code in enumerate(fresh)})
    return found
