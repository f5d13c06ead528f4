"""Refunds that a list tells and the orders they belong to: which of them an order bears, beside what its own list says.

The order list says what was given back in all, the list of refunds each part of it. Neither is added to the other: an
order is refunded by the larger of both, whichever file came first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select, type_coerce

from shopdesk.exchange.stage.known import parts
from shopdesk.shop.money import convert
from shopdesk.shop.orders.rules import RefundState
from shopdesk.store.tables import AfterSale
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

Image = Mapping[str, Any]
Key = tuple[int, str]
"""Channel and order number."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A refund of a list that was given back; its amount in 1/10,000 of the channel's currency, its day in ISO."""

    after_sale_id: int
    amount: int
    day: str | None


def given_claims(tx: Tx, keys: Iterable[Key]) -> dict[Key, list[Claim]]:
    """The refunds that were given back on these orders; costs one look where no list of refunds ever came."""
    found: dict[Key, list[Claim]] = {}
    if not tx.scalar(select(exists().where(AfterSale.after_sale_id > 0))):
        return found
    numbers: dict[int, list[str]] = {}
    for channel_id, order_no in keys:
        numbers.setdefault(channel_id, []).append(order_no)
    amount = type_coerce(AfterSale.amount, WHOLE).label("amount")
    wanted = select(AfterSale.after_sale_id, AfterSale.channel_id, AfterSale.order_no, amount, AfterSale.ended_on)
    for channel_id, listed in numbers.items():
        given = wanted.where(AfterSale.channel_id == channel_id, AfterSale.state == RefundState.GIVEN.value)
        for part in parts(listed):
            for row in tx.rows(given.where(AfterSale.order_no.in_(part))):
                day = row.ended_on.isoformat() if row.ended_on else None
                key = row.channel_id, row.order_no
                found.setdefault(key, []).append(Claim(row.after_sale_id, row.amount, day))
    return found


def settled(
    order: Image, refunds: Sequence[Image], claims: Sequence[Claim], home: str, made: Callable[[Claim, int], Image]
) -> list[Image]:
    """The refunds that an order should have: those it has, and each claim as one of its own.

    A claim takes its amount off what the order's list told beyond the claims known so far, so that nothing is refunded
    twice; what a list only guessed from a status goes with the first claim. Claims beyond the order's total wait for a
    person. `made(claim, amount)`: the image of a refund that is new, in the shop's currency.
    """
    if order["sold_on"] is None or not claims:
        return list(refunds)
    told = [dict(image) for image in refunds if image["after_sale_id"] is None]
    known = {image["after_sale_id"]: image for image in refunds if image["after_sale_id"] is not None}
    borne, total = list[Image](), 0
    for claim in sorted(claims, key=lambda one: (one.after_sale_id not in known, one.day or "", one.after_sale_id)):
        amount = _at_home(claim, order, home)
        if not amount or total + amount > order["total"]:
            continue
        total += amount
        before = known.get(claim.after_sale_id)
        _take_off(told, amount - (before["amount"] if before else 0))
        borne.append({**before, "amount": amount} if before else made(claim, amount))
    if borne:
        told = [image for image in told if not image["guessed"]]
    return [*(image for image in told if image["amount"]), *borne]


def _at_home(claim: Claim, order: Image, home: str) -> int:
    """What the claim comes to in the shop's currency, at the rate at which its order was booked."""
    return convert([claim.amount], order["rate"], home)[0] if order["rate"] else claim.amount


def _take_off(told: Sequence[dict[str, Any]], amount: int) -> None:
    for image in reversed(told):
        off = min(image["amount"], max(amount, 0))
        image["amount"] -= off
        amount -= off
