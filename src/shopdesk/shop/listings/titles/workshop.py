"""What the title workshop shows: a product's titles on all channels, its search words, and what it is judged by."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.actions import read_facts
from shopdesk.shop.listings.scoring.judged import read_judge
from shopdesk.shop.listings.scoring.judging import Judge, Place
from shopdesk.shop.listings.scoring.score import Facts
from shopdesk.shop.listings.scoring.standing import read_standing
from shopdesk.shop.listings.titles.drafts import TITLE, cool_down, locked_until
from shopdesk.shop.listings.titles.keywords import PoolWord
from shopdesk.shop.listings.titles.pool import SINCE, words_since
from shopdesk.shop.listings.traffic.word_days import told_once
from shopdesk.store.contains import contains
from shopdesk.store.tables import Channel, KeywordDay, Listing, ListingDraft, ListingScore, ListingVersion, Product
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

OFFERED: Final = 12
"""Products that a search offers."""
WORDS: Final = 60
"""Search words that a product is shown with."""
VERSIONS: Final = 60
_L: Final = Listing.__table__.c
_D: Final = KeywordDay.__table__.c
_V: Final = ListingVersion.__table__.c
_SHOWN: Final = (ListingState.ACTIVE.value, ListingState.DRAFT.value)


@dataclass(frozen=True, slots=True)
class Version:
    """A title that was put in the place of another."""

    version_id: int
    channel: str
    before: str
    after: str
    changed_at: datetime
    person: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """The title of a product on a channel (its title a msgid where the channel is well known)."""

    listing_id: int
    channel_id: int
    channel: str
    currency: str
    listing_no: str
    title: str
    draft: str | None
    until: datetime | None
    """From when on it may change again, where it is locked now."""
    place: Place
    facts: Facts
    visitors: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """A product with its titles on every channel."""

    product_id: int
    product: str
    stage: str | None
    days: int
    """How long a changed title of a hero stays."""
    works: tuple[Work, ...]
    words: tuple[PoolWord, ...]
    brought: Mapping[tuple[int, str], int]
    """(channel, word) → revenue of the last 30 days in 1/10,000 of the channel's currency."""
    versions: tuple[Version, ...]
    judge: Judge


def find_products(tx: Tx, text: str) -> list[tuple[int, str]]:
    """Products with listings that the words are of, the one with the most to gain first: id and title."""
    shown = select(_L.product_id).where(_L.state.in_(_SHOWN), _L.product_id.is_not(None))
    if text.strip():
        shown = shown.where(
            contains(_L.title, text) | contains(Product.__table__.c.title, text) | (_L.listing_no == text.strip())
        )
    shown = shown.join(Product, Product.product_id == _L.product_id)
    mine = select(func.max(type_coerce(ListingScore.gain, WHOLE))).join(
        Listing, _L.listing_id == ListingScore.listing_id
    )
    gain = func.coalesce(mine.where(_L.product_id == Product.product_id).correlate(Product).scalar_subquery(), 0)
    wanted = select(Product.product_id, Product.title).where(Product.product_id.in_(shown))
    wanted = wanted.order_by(gain.desc(), Product.title)
    return [(row.product_id, row.title) for row in tx.rows(wanted.limit(OFFERED))]


def product_of(tx: Tx, listing_id: int) -> int | None:
    """The product of a listing."""
    found = tx.scalar(select(_L.product_id).where(_L.listing_id == listing_id))
    return None if found is None else int(found)


def read_workshop(tx: Tx, product_id: int) -> Workshop | None:
    """A product with its titles; None where it is gone or stands nowhere."""
    rows = tx.rows(
        select(
            _L.listing_id, _L.channel_id, _L.listing_no, _L.title, Channel.title.label("channel"), Channel.currency,
            Product.title.label("product"), Product.stage, ListingDraft.text,
        )
        .join(Channel, Channel.channel_id == _L.channel_id)
        .join(Product, Product.product_id == _L.product_id)
        .outerjoin(
            ListingDraft, (ListingDraft.listing_id == _L.listing_id) & (ListingDraft.field == TITLE)
        )
        .where(_L.product_id == product_id, _L.state.in_(_SHOWN))
        .order_by(_L.channel_id, _L.listing_id)
    )  # fmt: skip
    if not rows:
        return None
    ids = [row.listing_id for row in rows]
    judge, standing, until = read_judge(tx), read_standing(tx, ids), locked_until(tx, ids)
    known = {listing_id: (place, facts) for listing_id, place, facts in read_facts(tx, ids, judge, standing)}
    works = tuple(
        Work(
            row.listing_id, row.channel_id, row.channel, row.currency, row.listing_no, row.title, row.text,
            until.get(row.listing_id), *known[row.listing_id], standing.visitors.get(row.listing_id, 0),
        )
        for row in rows
    )  # fmt: skip
    words = _words(works, judge)
    return Workshop(
        product_id, rows[0].product, rows[0].stage, cool_down(tx), works, words, _brought(tx, works, words),
        _versions(tx, ids), judge,
    )  # fmt: skip


def _words(works: Sequence[Work], judge: Judge) -> tuple[PoolWord, ...]:
    """The words of the pool that are for the product on any of its channels, the most worth while first."""
    about = " ".join(work.title for work in works)
    found: dict[str, PoolWord] = {}
    for work in works:
        for word in judge.words_for(work.place, about, WORDS):
            there = found.setdefault(word.word, word)
            if word.opportunity > there.opportunity:
                found[word.word] = word
    return tuple(sorted(found.values(), key=lambda one: (-one.opportunity, one.word))[:WORDS])


def _brought(tx: Tx, works: Sequence[Work], words: Sequence[PoolWord]) -> dict[tuple[int, str], int]:
    channels = sorted({work.channel_id for work in works})
    named = {name: one.word for one in words for name in (one.word.lower(), one.word)}
    if not named:
        return {}
    wanted = (
        select(_D.channel_id, _D.word, func.sum(type_coerce(_D.revenue, WHOLE)))
        .where(_D.channel_id.in_(channels), _D.word.in_(list(named)), told_once(KeywordDay.__table__, SINCE))
        .group_by(_D.channel_id, _D.word)
    )
    brought = Counter[tuple[int, str]]()
    for channel_id, word, revenue in tx.rows(wanted, words_since(tx)):
        brought[channel_id, named[word]] += int(revenue or 0)
    return dict(+brought)


def _versions(tx: Tx, ids: Sequence[int]) -> tuple[Version, ...]:
    rows = tx.rows(
        select(_V.version_id, Channel.title, _V.before, _V.after, _V.changed_at, _V.person, _V.reason)
        .join(Listing, Listing.listing_id == _V.listing_id)
        .join(Channel, Channel.channel_id == Listing.channel_id)
        .where(_V.listing_id.in_(ids), _V.field == TITLE)
        .order_by(_V.changed_at.desc(), _V.version_id.desc())
        .limit(VERSIONS)
    )
    return tuple(Version(row[0], row[1], row[2] or "", row[3] or "", *row[4:]) for row in rows)


def fetch_drafts(tx: Tx) -> list[tuple[Any, ...]]:
    """Every draft for a bulk upload: channel, listing no., title now, new title."""
    rows = tx.rows(
        select(Channel.title, _L.listing_no, _L.title, ListingDraft.text)
        .join(Listing, Listing.listing_id == ListingDraft.listing_id)
        .join(Channel, Channel.channel_id == _L.channel_id)
        .where(ListingDraft.field == TITLE)
        .order_by(Channel.channel_id, _L.listing_no)
    )
    return [tuple(row) for row in rows]
