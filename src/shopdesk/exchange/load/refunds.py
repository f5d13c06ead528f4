"""Writing a staged list of refunds, and bringing the orders it speaks of in line with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from shopdesk.exchange.stage.claims import Claim, Key, given_claims, settled
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.refunds import after_sale_of, channel_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.orders.posting import repost_orders
from shopdesk.store.tables import AfterSale, Refund, SalesOrder
from shopdesk.store.tx import RowChange, Tx

Image = dict[str, Any]


def load_refunds(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> None:
    """Keep every refund of the list; those given back on orders of the books are booked, the others wait."""
    news = [item for item in staged.items if item.outcome in (Outcome.NEW, Outcome.CHANGED)]
    before = {
        image["after_sale_id"]: image for image in tx.images(AfterSale, "after_sale_id", [i.target for i in news])
    }
    next_id = tx.reserve_ids(AfterSale, sum(item.target == 0 for item in news))
    changes, keys = list[RowChange](), set[Key]()
    for item in news:
        image, channel_id = before.get(item.target), channels[channel_of(staged, item)]
        told = {name: value for name, value in after_sale_of(tx, item).items() if value is not None or image is None}
        if image is None:
            made = {"channel_id": channel_id, "refund_no": item.values["refund_no"], "import_id": tx.import_id}
            after = {"after_sale_id": next_id, **made, **told, "source_row": item.row}
            next_id += 1
        else:
            after = {**image, **told}
            keys.add((channel_id, image["order_no"]))
        keys.add((channel_id, after["order_no"]))
        changes.append(RowChange("after_sale", after["after_sale_id"], image, after))
    tx.apply(AfterSale, changes)
    _settle(tx, _orders(tx, keys))


def _orders(tx: Tx, keys: Iterable[Key]) -> list[int]:
    """The orders with these numbers that stand in the books."""
    found: list[int] = []
    for channel_id in {key[0] for key in keys}:
        sold = select(SalesOrder.order_id).where(SalesOrder.channel_id == channel_id, SalesOrder.sold_on.is_not(None))
        for part in parts(sorted(number for own, number in keys if own == channel_id)):
            found += tx.scalars(sold.where(SalesOrder.order_no.in_(part)))
    return sorted(found)


def _settle(tx: Tx, order_ids: Sequence[int]) -> None:
    orders = tx.images(SalesOrder, "order_id", order_ids)
    claims = given_claims(tx, [(order["channel_id"], order["order_no"]) for order in orders])
    refunds: dict[int, list[Image]] = {}
    for image in tx.images(Refund, "order_id", order_ids):
        refunds.setdefault(image["order_id"], []).append(image)
    book, edited = RefundBook(tx), list[RowChange]()
    for order in orders:
        stored = refunds.get(order["order_id"], [])
        wanted = book.bring(order, stored, stored, claims.get((order["channel_id"], order["order_no"]), ()))
        after = {**order, "refunded": sum(image["amount"] for image in wanted)}
        if after != order:
            edited.append(RowChange("sales_order", order["order_id"], order, after))
    book.write()
    tx.apply(SalesOrder, edited)
    repost_orders(tx, sorted(book.orders))


class RefundBook:
    """Collects what becomes different of the refunds of orders, one change a row."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.first_open = first_open_day(tx)
        self.changes: list[RowChange] = []
        self.orders: set[int] = set()

    def bring(
        self, order: Mapping[str, Any], stored: Sequence[Image], told: Sequence[Image], claims: Sequence[Claim]
    ) -> list[Image]:
        """Note what leads from the `stored` refunds of an order to those `told` with its claims; returns the latter."""
        wanted = bear(self.tx, order, told, claims, self.first_open)
        before = {image["refund_id"]: image for image in stored}
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


def bear(
    tx: Tx, order: Mapping[str, Any], told: Sequence[Image], claims: Sequence[Claim], first_open: str
) -> list[Image]:
    """The refunds of an order with its claims (see `settled`), as images; new ones with the number 0.

    A refund that is learnt after its day was closed enters the books on the first open one.
    """

    def made(claim: Claim, amount: int) -> Image:
        day = max(claim.day or order["sold_on"], order["sold_on"], first_open)
        return refund_image(tx, order["order_id"], amount, day, claim.after_sale_id)

    return [dict(image) for image in settled(order, told, claims, tx.currency, made)]


def refund_image(
    tx: Tx, order_id: int, amount: int, day: str, after_sale_id: int | None = None, *, guessed: bool = False,
    row: int | None = None,
) -> Image:  # fmt: skip
    """A refund that is new: its amount in 1/10,000 of the shop's currency, its ISO day."""
    return {
        "refund_id": 0, "order_id": order_id, "amount": amount, "refunded_on": day, "after_sale_id": after_sale_id,
        "guessed": int(guessed), "reason": None, "import_id": tx.import_id, "source_row": row,
    }  # fmt: skip


def first_open_day(tx: Tx) -> str:
    """The first day that no closed period holds, in ISO."""
    closed = closed_through(tx)
    return date.min.isoformat() if closed == date.min else (closed + timedelta(days=1)).isoformat()
