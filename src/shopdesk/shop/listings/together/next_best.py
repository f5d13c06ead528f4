"""The next best product: beside each listing what its buyers take with it, for each customer what is due again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.together.pairs import Named, Pair, Partner
from shopdesk.shop.orders.rules import SOLD, LineKind, OrderKind
from shopdesk.store.tables import Customer, Listing, ListingSku, OrderLine, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, _

PURCHASES: Final = 3
"""Days of purchase that make a rhythm."""
GIVEN_UP: Final = 3
"""Who has not come for so many of their usual times is gone, not due."""
AHEAD: Final = timedelta(days=7)
"""What falls due within a week is due."""
TEXT: Final = N_("Buyers of this also take {title}.")


@dataclass(frozen=True, slots=True)
class Due:
    """What a customer buys again and again."""

    sku_id: int
    last_on: date
    every: int

    @property
    def due_on(self) -> date:
        """When they would come again."""
        return self.last_on + timedelta(days=self.every)


def partners_of(pairs: Iterable[Pair], names: Mapping[int, Named]) -> dict[int, list[Pair]]:
    """SKU → its pairs from its own side, most likely first: those beyond chance whose other half can be sold now."""
    found: dict[int, list[Pair]] = {}
    for pair in pairs:
        for told in (pair, pair.turned()):
            other = names.get(told.other)
            if pair.lift > 1 and other is not None and other.partner is Partner.READY:
                found.setdefault(told.one, []).append(told)
    for listed in found.values():
        listed.sort(key=lambda pair: (-pair.confidence, -pair.lift, pair.other))
    return found


def next_of_listings(
    tx: Tx, partners: Mapping[int, Sequence[Pair]], names: Mapping[int, Named]
) -> list[tuple[Any, ...]]:
    """Rows of NEXT_OF_LISTINGS: each listing on sale that has a partner, most likely first."""
    titles = channel_titles(tx)
    wanted = (
        select(Listing.listing_id, Listing.channel_id, Listing.listing_no, Listing.title, ListingSku.sku_id)
        .join(ListingSku, ListingSku.listing_id == Listing.listing_id)
        .where(Listing.state == ListingState.ACTIVE.value)
        .order_by(Listing.listing_id)
    )
    made = []
    for _id, group in groupby(tx.rows(wanted), lambda row: row.listing_id):
        rows = list(group)
        own = {row.sku_id for row in rows}
        best = _best(own, partners)
        if best is not None:
            other = names[best.other]
            text = _(TEXT).format(title=other.title)
            channel = _(titles[rows[0].channel_id])
            made.append((channel, rows[0].listing_no, rows[0].title, other.code, other.title, best.both,
                         best.confidence, best.lift_shown, text))  # fmt: skip
    return sorted(made, key=lambda row: (-row[6], row[1]))


def _best(own: set[int], partners: Mapping[int, Sequence[Pair]]) -> Pair | None:
    """The likeliest partner of any of these SKUs that is none of them."""
    found = [next((pair for pair in partners.get(sku_id, ()) if pair.other not in own), None) for sku_id in own]
    known = [pair for pair in found if pair is not None]
    return min(known, key=lambda pair: (-pair.confidence, -pair.lift, pair.other)) if known else None


def next_of_customers(
    tx: Tx, partners: Mapping[int, Sequence[Pair]], names: Mapping[int, Named]
) -> list[tuple[Any, ...]]:
    """Rows of NEXT_OF_CUSTOMERS: first what is due again, the longest due first, then what goes with what they have."""
    titles = channel_titles(tx)
    due, together = [], []
    for customer, days in _purchases(tx):
        who = (_(titles[customer[1]]), customer[2])
        again = due_again(days, tx.today)
        ready = [one for one in again if one.sku_id in names and names[one.sku_id].partner is Partner.READY]
        if ready:
            first = ready[0]
            offer = names[first.sku_id]
            due.append((*who, "again", offer.code, offer.title, first.due_on, first.every, first.last_on, None, None))
            continue
        best = _best(set(days), partners)
        if best is not None:
            offer, last = names[best.other], max(days[best.one])
            together.append((*who, "together", offer.code, offer.title, None, None, last, best.confidence,
                             names[best.one].code))  # fmt: skip
    return sorted(due, key=lambda row: (row[5], row[1])) + sorted(together, key=lambda row: (-row[8], row[1]))


def due_again(days: Mapping[int, Sequence[date]], today: date) -> list[Due]:
    """What is due of what was bought on these days (SKU → days, in order), the longest due first."""
    found = []
    for sku_id, bought in days.items():
        if len(bought) >= PURCHASES:
            every = median([(later - sooner).days for sooner, later in pairwise(bought)])
            due = Due(sku_id, bought[-1], every)
            if due.due_on <= today + AHEAD and (today - due.last_on).days <= every * GIVEN_UP:
                found.append(due)
    return sorted(found, key=lambda one: (one.due_on, one.sku_id))


def median(numbers: Sequence[int]) -> int:
    """The middle one; of an even count the mean of the two in the middle, half a day up."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle] + 1) // 2


def _purchases(tx: Tx) -> Iterable[tuple[tuple[int, int, str], dict[int, list[date]]]]:
    """Each customer (id, channel, number) with the days on which they bought each SKU."""
    wanted = (
        select(Customer.customer_id, Customer.channel_id, Customer.customer_no, OrderLine.sku_id, SalesOrder.sold_on)
        .join(SalesOrder, SalesOrder.customer_id == Customer.customer_id)
        .join(OrderLine, OrderLine.order_id == SalesOrder.order_id)
        .where(
            SalesOrder.kind == OrderKind.SALE.value,
            SalesOrder.state.in_([state.value for state in SOLD]),
            SalesOrder.sold_on.is_not(None),
            OrderLine.kind == LineKind.PRODUCT.value,
            OrderLine.sku_id.is_not(None),
            type_coerce(OrderLine.quantity, WHOLE) > 0,
        )
        .distinct()
        .order_by(Customer.customer_id, OrderLine.sku_id, SalesOrder.sold_on)
    )
    who = lambda row: (row.customer_id, row.channel_id, row.customer_no)  # noqa: E731 - as short as it is clear
    for customer, rows in groupby(tx.execute(wanted), who):
        days: dict[int, list[date]] = {}
        for row in rows:
            days.setdefault(row.sku_id, []).append(row.sold_on)
        yield customer, days


def pair_rows(pairs: Iterable[Pair], names: Mapping[int, Named]) -> list[tuple[Any, ...]]:
    """Rows of PAIRS; a pair is told from the side on which the second follows more surely."""
    made = []
    for pair in pairs:
        told = pair if pair.confidence >= pair.back else pair.turned()
        one, other = names[told.one], names[told.other]
        worst = max(one.partner, other.partner, key=list(Partner).index)
        made.append((one.code, one.title, other.code, other.title, told.both, told.support, told.confidence, told.back,
                     told.lift_shown, worst.value, told.with_one, told.with_other))  # fmt: skip
    return made
