"""Reviews as files tell them: what numbers one, what it is tied to, and what makes it no review."""

import zlib
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.service.ratings.rules import Aspect
from shopdesk.store.tables import Listing, ListingSku, OrderLine, Review, SalesOrder, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

GIVEN: Final[Mapping[str, int]] = {**{str(stars): stars for stars in range(1, 6)}, "good": 5, "fair": 3, "poor": 1}
"""What a file says of a rating → stars; some channels say good, fair or poor."""
_R: Final = Review.__table__.c


def check_review(tx: Tx, told: Mapping[str, Any]) -> None:
    """UserError for a row without any stars, or of a day to come."""
    if told["written_at"].astimezone(tx.zone).date() > tx.today:
        raise UserError(N_("This day is still to come."), code="written_at")
    if not any(told.get(key) for key in (*Aspect, "verdict")):
        raise UserError(N_("A review has at least one number of stars."), code=Aspect.DESCRIBED.value)


def with_stars(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, with stars as numbers; its verdict stands for them where it gives none."""
    made: dict[str, Any] = {
        key: GIVEN[str(value)] if key in set(Aspect) else value for key, value in told.items() if value is not None
    }
    verdict = made.pop("verdict", None)
    if verdict:
        made.setdefault(Aspect.DESCRIBED.value, GIVEN[verdict])
    if made.get("reply") and made.get("replied_at") is None:
        made["replied_at"] = made["written_at"]
    return made


def number_of(told: Mapping[str, Any]) -> str:
    """The channel's number of a review; where it gives none, one made of order, article and day."""
    if told.get("review_no"):
        return str(told["review_no"]).strip()
    parts = [str(told[key]).strip() for key in ("order_no", "listing_no", "sku") if told.get(key)]
    if told.get("order_no"):
        return "·".join([*parts, f"{told['written_at']:%Y-%m-%d}"])
    words = zlib.crc32(str(told.get("text") or "").encode())
    return "·".join([*parts, f"{told['written_at']:%Y-%m-%d %H:%M}", f"{words:08x}"])


def add_review(tx: Tx, channel_id: int, review_no: str, values: Mapping[str, Any]) -> int:
    """A review from columns of the table and, as a file names them, `order_no`, `sku` and `listing_no`; its id.

    Tied to what the shop knows of these; an order of one line gives the SKU, a SKU its listing on the channel.
    """
    tied = tie(tx, channel_id, values)
    plain = {key: value for key, value in values.items() if key in _R and value is not None}
    named = {"channel_id": channel_id, "review_no": review_no, "import_id": tx.import_id}
    return tx.insert(Review, **{**tied, **plain, **named})


def tie(tx: Tx, channel_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a review that say what it is of, as far as the shop knows it."""
    made = dict[str, Any]()
    if values.get("order_no"):
        wanted = select(SalesOrder.order_id, SalesOrder.customer_id)
        fits = SalesOrder.channel_id == channel_id, SalesOrder.order_no == str(values["order_no"]).strip()
        found = tx.rows(wanted.where(*fits))
        made |= {"order_id": found[0].order_id, "customer_id": found[0].customer_id} if found else {}
    if values.get("listing_no"):
        wanted_no = str(values["listing_no"]).strip()
        listing = select(Listing.listing_id).where(Listing.channel_id == channel_id, Listing.listing_no == wanted_no)
        made["listing_id"] = tx.scalar(listing)
    if values.get("sku"):
        made["sku_id"] = tx.scalar(select(Sku.sku_id).where(Sku.code == str(values["sku"]).strip()))
    if made.get("sku_id") is None and made.get("order_id") is not None:
        lines = select(OrderLine.sku_id).where(OrderLine.order_id == made["order_id"], OrderLine.sku_id.is_not(None))
        skus = set(tx.scalars(lines))
        made["sku_id"] = skus.pop() if len(skus) == 1 else None
    if made.get("listing_id") is None and made.get("sku_id") is not None:
        made["listing_id"] = _listing_of(tx, channel_id, made["sku_id"])
    return made


def _listing_of(tx: Tx, channel_id: int, sku_id: int) -> int | None:
    found = tx.scalars(
        select(Listing.listing_id)
        .join(ListingSku, ListingSku.listing_id == Listing.listing_id)
        .where(ListingSku.sku_id == sku_id, Listing.channel_id == channel_id)
    )
    return int(found[0]) if len(found) == 1 else None
