"""What the advertising law may have against the texts of the shop, phrase by phrase, and which of it is proved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.listings.law.check import Hit, LawRules, check_text
from shopdesk.shop.listings.law.said import Proved, fetch_claims, holds, read_own
from shopdesk.shop.listings.law.sheets import FIELDS
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.judging import plain_text
from shopdesk.store.tables import Channel, Listing, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import _

AROUND: Final = 12
"""Characters on both sides of a phrase that are shown with it."""
_SEEN: Final = (ListingState.ACTIVE.value, ListingState.DRAFT.value)
_RANK: Final = {"open": 0, "lapsed": 1, "lapsing": 2, "proved": 3}


@dataclass(frozen=True, slots=True)
class Against:
    """A phrase of a text of a listing: `state` as `law_sheets.HIT_STATES`, `until` the day to which it is proved."""

    listing_id: int
    channel: str
    listing_no: str
    field: str
    text: str
    """Without markup; where the hit stands in it."""
    hit: Hit
    state: str
    until: date | None
    sku: str
    """Code of a SKU of its product, "" where none is known."""

    @property
    def context(self) -> str:
        """The phrase with what stands around it."""
        return around(self.text, self.hit)


def around(text: str, hit: Hit) -> str:
    """A phrase with what stands on both sides of it."""
    left, right = max(0, hit.start - AROUND), min(len(text), hit.end + AROUND)
    return f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}".replace("\n", " ")


def fetch_against(tx: Tx) -> list[Against]:
    """Every phrase of what is on sale or being drafted; open ones first."""
    rules, claims = read_own(tx), _by_product(fetch_claims(tx))
    sku = select(func.min(Sku.code)).where(Sku.product_id == Listing.product_id).correlate(Listing).scalar_subquery()
    names = (
        Listing.listing_id, Listing.product_id, Listing.listing_no, Channel.title.label("channel"),
        Listing.title, Listing.subtitle, Listing.bullets, Listing.description, sku.label("sku"),
    )  # fmt: skip
    wanted = select(*names).join(Channel, Channel.channel_id == Listing.channel_id).where(Listing.state.in_(_SEEN))
    found: list[Against] = []
    for row in tx.rows(wanted.order_by(Channel.title, Listing.listing_no)):
        mine = [*claims.get(row.product_id, ()), *claims.get(None, ())] if row.product_id else claims.get(None, [])
        found.extend(_of_listing(row, rules, mine))
    return sorted(found, key=lambda one: _RANK[one.state])


def _by_product(claims: Sequence[Proved]) -> Mapping[int | None, list[Proved]]:
    made: dict[int | None, list[Proved]] = defaultdict(list)
    for one in claims:
        made[one.row.product_id].append(one)
    return made


def _of_listing(row: Any, rules: LawRules, claims: Sequence[Proved]) -> list[Against]:
    found = []
    for field in FIELDS:
        raw = getattr(row, field) or ""
        text = plain_text(raw) if field == "description" else raw
        for hit in check_text(text, rules) if text else ():
            state, until = _standing(text, hit, claims)
            place = (row.listing_id, _(row.channel), row.listing_no, field, text)
            found.append(Against(*place, hit, state, until, row.sku or ""))
    return found


def _standing(text: str, hit: Hit, claims: Sequence[Proved]) -> tuple[str, date | None]:
    """How a phrase stands by the claims that contain it: the one that holds longest says so."""
    covering = [one for one in claims if _covers(text, hit, one.row.phrase)]
    if not covering:
        return "open", None
    best = max(covering, key=lambda one: (holds(one), one.row.expires_on or date.max))
    return ("proved" if best.state == "no_file" else best.state), best.row.expires_on


def _covers(text: str, hit: Hit, phrase: str) -> bool:
    text, phrase = text.casefold(), phrase.casefold()
    at = text.find(phrase)
    while at >= 0:
        if at <= hit.start and hit.end <= at + len(phrase):
            return True
        at = text.find(phrase, at + 1)
    return False


def law_row(one: Against) -> tuple[Any, ...]:
    """A phrase as a row of `law_sheets.LAW`."""
    hit = one.hit
    return (
        one.channel, one.listing_no, one.field, hit.phrase, one.context, one.state, hit.family.value, hit.replacement,
        one.until, _(hit.reason),
    )  # fmt: skip
