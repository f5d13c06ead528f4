"""Writing staged orders: new ones set by set, then those that changed, then books and shelf."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.exchange.load.changed import ChangedOrders, Said
from shopdesk.exchange.load.lines import insert_lines
from shopdesk.exchange.load.refunds import Bearing
from shopdesk.exchange.load.skus import ensure_skus
from shopdesk.exchange.stage.claims import given_claims
from shopdesk.exchange.stage.known import calendar
from shopdesk.exchange.stage.merge import ADDRESS, sold_on, told_platform_discount, waits
from shopdesk.exchange.stage.money import money_of
from shopdesk.exchange.stage.orders import best_titles
from shopdesk.exchange.stage.staged import Order, Outcome, Staged
from shopdesk.shop.orders.customers.marks import find_erased, has_erased, mark_of
from shopdesk.shop.orders.posting import post_new_orders
from shopdesk.shop.orders.rules import SOLD, LineKind
from shopdesk.store.tables import Customer, OrderAddress, Refund, SalesOrder
from shopdesk.store.tx import Tx

Check = Callable[[int], None]

ORDER_COLUMNS: Final = (
    "order_id", "channel_id", "order_no", "kind", "state", "placed_at", "paid_at", "shipped_at", "completed_at",
    "sold_on", "customer_id", "currency", "rate", "own_total", "units", "goods", "discount", "platform_discount",
    "shipping", "charge", "tax", "total", "refunded", "told_refund", "guessed_refund", "summary",
    "country", "carrier", "waybill", "note", "closed_reason", "ship_by", "coupon_codes", "import_id",
    "source_row", "fingerprint",
)  # fmt: skip
REFUND_COLUMNS: Final = (
    "order_id", "amount", "refunded_on", "after_sale_id", "guessed", "import_id", "source_row"
)  # fmt: skip


class OrderLoader:
    """Loads the orders of one file, within one transaction; `channels`: what the file calls a channel → its id."""

    def __init__(self, tx: Tx, staged: Staged, channels: Mapping[str, int], check: Check) -> None:
        self.tx = tx
        self.staged = staged
        self.channels = channels
        self.check = check
        self.currency = tx.currency
        self.calendar = calendar(tx)
        self.new = [order for order in staged.orders if order.outcome is Outcome.NEW]
        self.changed = [order for order in staged.orders if order.outcome is Outcome.CHANGED]
        self.claims = given_claims(tx, [(self.channel_of(order), order.order_no) for order in self.new])
        self.bearing = Bearing(tx)
        self.skus: dict[str, int] = {}
        self.customers: dict[tuple[int, str], int] = {}
        self.erased: dict[int, int] = {}
        """Those of them who were erased, and when."""
        self.titles = best_titles(staged.lines)
        self.names = _Names(self.titles)

    def load(self) -> None:
        """Write everything and post it."""
        self.skus = ensure_skus(self.tx, self.staged.lines, [*self.new, *self.changed], self.titles)
        self._ensure_customers()
        first = self.tx.reserve_ids(SalesOrder, len(self.new)) if self.new else 0
        for order_id, order in enumerate(self.new, first):
            order.order_id = order_id
        if self.new:
            self.tx.insert_many(SalesOrder, ORDER_COLUMNS, map(self._order_row, self.new))
            insert_lines(self.tx, self.staged.lines, self.new, self.skus, self.check)
            self._insert_addresses()
            self._insert_refunds()
        post_new_orders(self.tx, first, len(self.new))
        changed = ChangedOrders(self.tx, self.skus, self.customer_of, self.summary)
        changed.load(self.changed, told=not self.staged.plan.partial)

    def channel_of(self, order: Order) -> int:
        """The channel of an order."""
        return self.channels[order.channel or self.staged.channel]

    def customer_of(self, order: Order) -> int | None:
        """The buyer of an order, None where the file names none."""
        number = order.fields.get("customer_no")
        return self.customers[self.channel_of(order), number] if number else None

    def _ensure_customers(self) -> None:
        named = [*self.new, *(order for order in self.changed if order.update and order.update.customer_no)]
        wanted = {(self.channel_of(o), o.fields["customer_no"]) for o in named if o.fields.get("customer_no")}
        if not wanted:
            return
        standing = func.coalesce(Customer.merged_into, Customer.customer_id).label("customer_id")
        known = select(Customer.channel_id, Customer.customer_no, standing)
        channels = {channel_id for channel_id, _number in wanted}
        for row in self.tx.rows(known.where(Customer.channel_id.in_(channels))):
            self.customers[row.channel_id, row.customer_no] = row.customer_id
        self._find_erased(wanted - set(self.customers))
        missing = sorted(wanted - set(self.customers))
        first = self.tx.reserve_ids(Customer, len(missing)) if missing else 0
        rows = [(at, *who, self.tx.import_id) for at, who in enumerate(missing, first)]
        self.tx.insert_many(Customer, ("customer_id", "channel_id", "customer_no", "import_id"), rows)
        self.customers.update({who: at for at, who in enumerate(missing, first)})

    def _find_erased(self, unknown: Iterable[tuple[int, str]]) -> None:
        """Buyers who were erased are known again; their orders of before bring no address along."""
        if not has_erased(self.tx):
            return
        marks = {who: mark_of(self.tx, *who) for who in unknown}
        known = find_erased(self.tx, marks.values())
        self.customers |= {who: known[mark] for who, mark in marks.items() if mark in known}
        moments = select(Customer.customer_id, Customer.erased_at).where(Customer.customer_id.in_(known.values()))
        self.erased = {row.customer_id: int(row.erased_at.timestamp()) for row in self.tx.rows(moments)}

    def _is_erased(self, order: Order) -> bool:
        """Whether the order was placed before its buyer was erased; whoever buys again wants it delivered."""
        erased_at = self.erased.get(self.customer_of(order) or 0)
        return erased_at is not None and (order.fields.get("placed_at") or 0) <= erased_at

    def _order_row(self, order: Order) -> tuple[Any, ...]:
        fields, money, sold = order.fields, money_of(order), self._sold_on(order)
        moments = map(fields.get, ("placed_at", "paid_at", "shipped_at", "completed_at"))
        note = None if self.erased and self._is_erased(order) else fields.get("seller_note")
        words = map(fields.get, ("country", "carrier", "waybill"))
        said = zip(*map(order.lines.column, ("kind", "sku", "title")), strict=True)
        return (
            order.order_id, self.channel_of(order), order.order_no, order.kind, order.state, *moments, sold,
            self.customer_of(order), fields.get("currency") or self.currency, order.rate or None, order.own_total,
            money["units"], money["goods"], money["discount"], told_platform_discount(fields), money["shipping"],
            money["charge"], order.tax, money["total"], self._refunded(order, sold), *_told(order, sold),
            self.summary(said), *words, note, fields.get("closed_reason"), fields.get("ship_by"),
            fields.get("coupon_code"), self.tx.import_id, order.row,
            None if self.staged.plan.partial else order.fingerprint,
        )  # fmt: skip

    def _insert_addresses(self) -> None:
        nothing = (None,) * len(ADDRESS)
        known = {order.order_id for order in self.new if self.erased and self._is_erased(order)}
        told = (
            (order.order_id, nothing if order.order_id in known else tuple(map(order.fields.get, ADDRESS)))
            for order in self.new
        )
        rows = [(order_id, *said) for order_id, said in told if any(said) or order_id in known]
        if rows:
            self.tx.insert_many(OrderAddress, ("order_id", *ADDRESS), rows)

    def _insert_refunds(self) -> None:
        rows = []
        for order in self.new:
            if (order.refund or self.claims) and (sold := self._sold_on(order)):
                rows += [[image[name] for name in REFUND_COLUMNS] for image in self._refunds(order, sold)]
        if rows:
            self.tx.insert_many(Refund, REFUND_COLUMNS, rows)

    def _refunded(self, order: Order, sold: str | None) -> int:
        if not sold or not self.claims:
            return order.refund if sold else 0
        return sum(image["amount"] for image in self._refunds(order, sold))

    def _refunds(self, order: Order, sold: str) -> list[dict[str, Any]]:
        """What the order list tells was given back, and the refunds of lists that came before it."""
        claims = self.claims.get((self.channel_of(order), order.order_no), ())
        told, guessed = _told(order, sold)
        image = {
            "order_id": order.order_id, "sold_on": sold, "completed_at": order.fields.get("completed_at"),
            "total": sum(order.lines.column("amount")) + order.tax, "own_total": order.own_total, "rate": order.rate,
            "told_refund": told, "guessed_refund": guessed,
        }  # fmt: skip
        return self.bearing.bear(image, (), claims, order.row)

    def _sold_on(self, order: Order) -> str | None:
        if order.state not in SOLD or waits(self.staged.plan):
            return None
        return sold_on(order.fields, self.calendar)

    def summary(self, lines: Iterable[Said]) -> str:
        """What was ordered, in words: "Longjing gift box 250 g +2"."""
        said = list(lines)
        named = dict.fromkeys(map(self.names.__getitem__, said))
        if named.pop(None, "") is None and not named:
            named[self.names.title(*said[0])] = None
        first = next(iter(named), "") or ""
        return f"{first[:120]} +{len(named) - 1}" if len(named) > 1 else first[:120]


def _told(order: Order, sold: str | None) -> tuple[int | None, int | None]:
    """What the list of a sold order says was given back, and what it leaves to be guessed."""
    given = order.refund or None if sold else None
    return (None, given) if order.guessed else (given, None)


class _Names(dict[Said, str | None]):
    """Kind, code and title of a line → what a summary calls these goods; None: it is no goods."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._titles = titles

    def __missing__(self, said: Said) -> str | None:
        name = self[said] = self.title(*said) if said[0] == LineKind.PRODUCT else None
        return name

    def title(self, _kind: str, sku: str | None, title: str | None) -> str:
        """Its name, whatever it is."""
        return self._titles.get(sku or "") or title or sku or ""
