"""Writing a staged list of refunds, and bringing the orders it speaks of in line with it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from shopdesk.exchange.stage.claims import Key, given_claims
from shopdesk.exchange.stage.known import calendar, parts
from shopdesk.exchange.stage.merge import refunded_on
from shopdesk.exchange.stage.owed import Claim, owed
from shopdesk.exchange.stage.refunds import after_sale_of, channel_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.ledger.actions import first_open_day
from shopdesk.shop.orders.posting import repost_orders
from shopdesk.store.tables import AfterSale, Refund, SalesOrder
from shopdesk.store.tx import RowChange, Tx

Image = dict[str, Any]
Stored = Mapping[str, Any]


def load_refunds(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> None:
    """Keep every refund of the list; those given back on orders of the books are booked, the others wait."""
    news = [item for item in staged.items if item.outcome in (Outcome.NEW, Outcome.CHANGED)]
    before = {
        image["after_sale_id"]: image for image in tx.images(AfterSale, "after_sale_id", [i.target for i in news])
    }
    next_id = tx.reserve_ids(AfterSale, sum(item.target == 0 for item in news))
    changes, rows = list[RowChange](), dict[Key, int]()
    for item in news:
        image, channel_id = before.get(item.target), channels[channel_of(staged, item)]
        told = {name: value for name, value in after_sale_of(tx, item).items() if value is not None or image is None}
        if image is None:
            made = {"channel_id": channel_id, "refund_no": item.values["refund_no"], "import_id": tx.import_id}
            after = {"after_sale_id": next_id, **made, **told, "source_row": item.row}
            next_id += 1
        else:
            after = {**image, **told}
            rows[channel_id, image["order_no"]] = item.row
        rows[channel_id, after["order_no"]] = item.row
        changes.append(RowChange("after_sale", after["after_sale_id"], image, after))
    tx.apply(AfterSale, changes)
    _settle(tx, _orders(tx, rows), rows)


def _orders(tx: Tx, keys: Iterable[Key]) -> list[int]:
    """The orders with these numbers that stand in the books."""
    found: list[int] = []
    for channel_id in {key[0] for key in keys}:
        sold = select(SalesOrder.order_id).where(SalesOrder.channel_id == channel_id, SalesOrder.sold_on.is_not(None))
        for part in parts(sorted(number for own, number in keys if own == channel_id)):
            found += tx.scalars(sold.where(SalesOrder.order_no.in_(part)))
    return sorted(found)


def _settle(tx: Tx, order_ids: Sequence[int], rows: Mapping[Key, int]) -> None:
    """Bring orders in line with their claims. `rows`: order → the row of the list that speaks of it."""
    orders = tx.images(SalesOrder, "order_id", order_ids)
    claims = given_claims(tx, [(order["channel_id"], order["order_no"]) for order in orders])
    refunds: dict[int, list[Image]] = {}
    for image in tx.images(Refund, "order_id", order_ids):
        refunds.setdefault(image["order_id"], []).append(image)
    book, edited = RefundBook(tx), list[RowChange]()
    for order in orders:
        stored = refunds.get(order["order_id"], [])
        key = order["channel_id"], order["order_no"]
        wanted = book.bring(order, stored, claims.get(key, ()), rows[key])
        after = {**order, "refunded": sum(image["amount"] for image in wanted)}
        if after != order:
            edited.append(RowChange("sales_order", order["order_id"], order, after))
    book.write()
    tx.apply(SalesOrder, edited)
    told = {order["order_id"]: rows[order["channel_id"], order["order_no"]] for order in orders}
    repost_orders(tx, sorted(book.orders), told)


class RefundBook:
    """Collects what becomes different of the refunds of orders, one change a row."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.bearing = Bearing(tx)
        self.changes: list[RowChange] = []
        self.orders: set[int] = set()

    def bring(
        self, order: Stored, stored: Sequence[Stored], claims: Sequence[Claim], row: int | None = None
    ) -> list[Image]:
        """Note what leads from the `stored` refunds of an order to those it should have; returns the latter."""
        wanted = self.bearing.bear(order, stored, claims, row)
        before = {image["refund_id"]: dict(image) for image in stored}
        found = [
            RowChange("refund", image["refund_id"], before.pop(image["refund_id"], None), image) for image in wanted
        ]
        found += [RowChange("refund", key, was, None) for key, was in before.items()]
        changed = [change for change in found if change.before != change.after]
        if changed:
            self.changes += changed
            self.orders.add(order["order_id"])
        return wanted

    def write(self) -> None:
        """Make the refunds what was noted; new ones have no number yet."""
        fresh = [change for change in self.changes if not change.row_id]
        first = self.tx.reserve_ids(Refund, len(fresh)) if fresh else 0
        for number, change in enumerate(fresh, first):
            assert change.after is not None
            change.row_id = change.after["refund_id"] = number
        self.tx.apply(Refund, self.changes)


class Bearing:
    """The rows in which orders bear what they owe (see `owed`), within one transaction.

    A row of a closed day stays as it is. What is to be given back otherwise than it says is a further row on the first
    open day, below zero where it was too much; so reports of closed days say what the books said.
    """

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.home = tx.currency
        self.calendar = calendar(tx)
        self.first_open = first_open_day(tx).isoformat()

    def bear(
        self, order: Stored, stored: Sequence[Stored], claims: Sequence[Claim], row: int | None = None
    ) -> list[Image]:
        """An order's refunds as images, new ones with the number 0. `row`: that of the file in hand."""
        due = owed(order, claims, self.home)
        days = {claim.after_sale_id: claim.day or "" for claim in claims}
        amounts: dict[int | None, int] = {None: due.beyond, **due.claims}
        rows: dict[int | None, list[Image]] = {source: [] for source in amounts}
        for image in stored:
            rows.setdefault(image["after_sale_id"], []).append(dict(image))
        wanted = list[Image]()
        for source, has in rows.items():
            missing = amounts.get(source, 0) - sum(image["amount"] for image in has)
            if not missing:
                wanted += has
            elif source is None:
                day = refunded_on(order, order["sold_on"] or "", self.calendar)
                fresh = self._fresh(order, day, row) | {"guessed": int(due.guessed)}
                wanted += self._filled(has, missing, fresh)
            else:
                day = max(days.get(source, ""), order["sold_on"] or "")
                wanted += self._rewritten(has, missing, self._fresh(order, day, row) | {"after_sale_id": source})
        return wanted

    def _fresh(self, order: Stored, day: str, row: int | None) -> Image:
        return {
            "refund_id": 0, "order_id": order["order_id"], "amount": 0, "refunded_on": max(day, self.first_open),
            "after_sale_id": None, "guessed": 0, "reason": None, "import_id": self.tx.import_id, "source_row": row,
        }  # fmt: skip

    def _filled(self, has: Sequence[Image], missing: int, fresh: Image) -> list[Image]:
        """The rows with so much more or less: open ones are filled one by one, `fresh` takes what they do not hold."""
        closed, opened = self._apart(has)
        left = missing + sum(image["amount"] for image in opened)
        made = list[Image]()
        for image in opened:
            part = max(min(image["amount"], left), 0)
            if part:
                made.append({**image, "amount": part})
                left -= part
        return [*closed, *made, *([{**fresh, "amount": left}] if left else [])]

    def _rewritten(self, has: Sequence[Image], missing: int, fresh: Image) -> list[Image]:
        """The rows with so much more or less: what is open of them is one row, of the day of `fresh`."""
        closed, opened = self._apart(has)
        left = missing + sum(image["amount"] for image in opened)
        one = {**fresh, **opened[0], "refunded_on": fresh["refunded_on"]} if opened else fresh
        return [*closed, *([{**one, "amount": left}] if left else [])]

    def _apart(self, has: Sequence[Image]) -> tuple[list[Image], list[Image]]:
        """Rows of closed days, and those of open ones."""
        closed = [image for image in has if image["refunded_on"] < self.first_open]
        return closed, [image for image in has if image["refunded_on"] >= self.first_open]
