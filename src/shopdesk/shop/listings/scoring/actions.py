"""Scoring listings: every fact is read set by set, each listing judged, and scores and findings are written in bulk."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import delete, func, select, type_coerce

from shopdesk.shop.listings.law.check import has_phrase
from shopdesk.shop.listings.law.said import FAMILIES_OFF
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.judged import read_judge
from shopdesk.shop.listings.scoring.judging import Judge, Place, law_text, plain_text
from shopdesk.shop.listings.scoring.policy import POLICY
from shopdesk.shop.listings.scoring.rules import RULES, SECTIONS
from shopdesk.shop.listings.scoring.score import Facts, Score, Told, sentence
from shopdesk.shop.listings.scoring.standing import Shelf, Standing, parted, read_standing, read_visitors
from shopdesk.shop.listings.titles.own_limits import OWN_LIMITS
from shopdesk.store.action import action, follows
from shopdesk.store.tables import (
    Channel,
    Claim,
    LawWord,
    Listing,
    ListingFinding,
    ListingScore,
    Picture,
    Product,
    Setting,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
MANY: Final = 2_000
"""From so many listings on all of them are read: set by set that is quicker than to name these."""
AT_ONCE: Final = 200
"""So many are judged before they are written: more would only fill the memory."""
_LAW: Final = frozenset({"title_law", "description_law"})
_SECTION_OF: Final = {key: rule.section.value for key, rule in RULES.items()}
_MOST: Final = 2**63 - 1
_SAID: Final = frozenset({LawWord.__tablename__, Claim.__tablename__})
_SCORED: Final = (ListingState.ACTIVE.value, ListingState.DRAFT.value)
NO_SHELF: Final = Shelf()
_L: Final = Listing.__table__.c
_SCORES: Final = ("listing_id", "score", *SECTIONS, "findings", "law_hits", "visitors", "gain", "scored_at")
_FINDINGS: Final = ("listing_id", "rule", "section", "points", "field", "told")


@follows("setting")
def follow_policy(tx: Tx, setting_ids: tuple[int, ...]) -> None:
    """Where the way of scoring was set, or that undone, every listing is scored anew."""
    there = tx.scalars(select(Setting.name).where(Setting.setting_id.in_(setting_ids)))
    if {POLICY, FAMILIES_OFF, OWN_LIMITS} & set(there) or len(there) < len(setting_ids):
        score(tx)


@follows("law_word")
@follows("claim")
def follow_law(tx: Tx, _ids: tuple[int, ...]) -> None:
    """Where the shop allows or forbids a phrase, or can prove one, or that is undone, what has it is scored anew."""
    edits = [one for one in (*tx.journal, *tx.replayed) if one.table in _SAID]
    phrases = {image["phrase"] for one in edits for image in (one.before, one.after) if image is not None}
    score(tx, _having(tx, tuple(sorted(phrases))))


def _having(tx: Tx, phrases: tuple[str, ...]) -> list[int]:
    """Listings that have any of the phrases in a text that the law is asked about."""
    wanted = select(_L.listing_id, _L.title, _L.description, _L.bullets).where(_L.state.in_(_SCORED))
    return [
        row.listing_id
        for row in chain.from_iterable(tx.execute(wanted).partitions(AT_ONCE))
        if has_phrase(row.title, phrases)
        or has_phrase(law_text(plain_text(row.description or ""), row.bullets or ""), phrases)
    ]


def is_stale(tx: Tx) -> bool:
    """Whether a score is of an earlier day: stock, returns, prices beside it and proofs have gone on since."""
    oldest = tx.scalar(select(func.min(ListingScore.scored_at)))
    return oldest is not None and oldest.astimezone(tx.zone).date() < tx.today


@action("catalog.edit", N_("Score listings"))
def score_listings(tx: Tx) -> int:
    """Score every listing anew; returns how many there are."""
    return score(tx)


@follows("listing")
def follow_listings(tx: Tx, listing_ids: tuple[int, ...]) -> None:
    """A listing that was edited is scored anew, within the same write."""
    score(tx, listing_ids)


@follows("picture")
def follow_pictures(tx: Tx, picture_ids: tuple[int, ...]) -> None:
    """So is one whose pictures were, unless it was edited itself: then it is scored already."""
    wanted = select(Picture.listing_id).where(Picture.listing_id.is_not(None)).distinct()
    found = [tx.scalars(wanted.where(Picture.picture_id.in_(part))) for part in parted(picture_ids) if part is not None]
    edited = tx.touched.get(Listing.__tablename__, set())
    score(tx, sorted({listing_id for part in found for listing_id in part} - edited))


def follow_visitors(tx: Tx) -> None:
    """Score listings anew whose visitors are others since a report came or was taken back."""
    seen = read_visitors(tx, None)
    known = tx.rows(select(ListingScore.listing_id, ListingScore.visitors))
    score(tx, [listing_id for listing_id, visitors in known if seen.get(listing_id, 0) != visitors])


def score(tx: Tx, listing_ids: Sequence[int] | None = None) -> int:
    """Score listings, None: all of them; returns how many. Withdrawn ones and those off sale have no score."""
    if listing_ids is not None and not listing_ids:
        return 0
    if listing_ids is not None and len(listing_ids) > MANY:
        listing_ids = None
    _forget(tx, listing_ids)
    judged, standing, moment, count = read_judge(tx), read_standing(tx, listing_ids), int(tx.now.timestamp()), 0
    rest = read_facts(tx, listing_ids, judged, standing)
    while some := list(islice(rest, AT_ONCE)):
        found = [(listing_id, judged.score(facts, place)) for listing_id, place, facts in some]
        seen = standing.visitors
        tx.insert_many(ListingScore, _SCORES, ((one, *_told(score, seen.get(one, 0)), moment) for one, score in found))
        tx.insert_many(
            ListingFinding,
            _FINDINGS,
            ((one, *_written(*finding)) for one, score in found for finding in score.findings),
        )
        count += len(some)
    return count


def _told(found: Score, visitors: int) -> tuple[Any, ...]:
    """A score as it is stored, between the listing and the moment."""
    law = sum([one.rule in _LAW for one in found.findings])
    sections = map(found.sections.get, SECTIONS)
    return (found.total, *sections, len(found.findings), law, visitors, min(found.worth * visitors, _MOST))


def _written(rule: str, field: str | None, told: Told, points: int) -> tuple[Any, ...]:
    """A finding as it is stored, behind the listing."""
    return rule, _SECTION_OF[rule], points, field, _encoded(tuple(told.items())) if told else "{}"


@lru_cache(maxsize=20_000)
def _encoded(told: tuple[tuple[str, Any], ...]) -> str:
    """The values of a finding; most findings say what others say too."""
    return _encode(dict(told))


def _forget(tx: Tx, listing_ids: Sequence[int] | None) -> None:
    for part in parted(listing_ids):
        for model in (ListingFinding, ListingScore):
            gone = delete(model)
            tx.run_sql(model, gone if part is None else gone.where(model.__table__.c.listing_id.in_(part)))


def read_facts(
    tx: Tx, listing_ids: Sequence[int] | None, judged: Judge, standing: Standing
) -> Iterator[tuple[int, Place, Facts]]:
    """Every listing that is scored, with all that is known of it."""
    names = (
        _L.listing_id, _L.channel_id, _L.title, _L.description, _L.bullets, _L.search_terms, _L.seo_title,
        _L.seo_description, type_coerce(_L.price, WHOLE).label("price"),
        type_coerce(_L.list_price, WHOLE).label("list_price"), type_coerce(_L.rating, WHOLE).label("rating"),
        _L.reviews, Channel.code, Channel.currency, Product.category, Product.title.label("product"), _L.product_id,
    )  # fmt: skip
    wanted = (
        select(*names)
        .join(Channel, Channel.channel_id == _L.channel_id)
        .outerjoin(Product, Product.product_id == _L.product_id)
        .where(_L.state.in_(_SCORED))
    )
    home = tx.currency
    for part in parted(listing_ids):
        rows = tx.execute(wanted if part is None else wanted.where(_L.listing_id.in_(part)))
        for row in chain.from_iterable(rows.partitions(AT_ONCE)):
            marketplace = judged.texts.marketplace(row.code)
            place = Place(marketplace, row.channel_id, row.category, row.product or "", row.product_id)
            facts = _facts(row, standing, row.currency == home)
            judged.tell_title(facts, place, row.title)
            if facts.description_known:
                judged.tell_description(facts, place, row.description, row.bullets)
            yield row.listing_id, place, facts


def _facts(row: Any, standing: Standing, in_home: bool) -> Facts:
    pictures, bare = standing.pictures.get(row.listing_id, (0, 0))
    shelf = standing.shelves.get(row.listing_id, NO_SHELF)
    return Facts(
        search_terms=row.search_terms, description_known=row.channel_id in standing.with_texts,
        has_seo=bool(row.seo_title and row.seo_description), pictures_known=row.channel_id in standing.with_pictures,
        pictures=pictures, alts=bare, price_known=row.channel_id in standing.with_prices, price=row.price,
        list_price=row.list_price, cost=shelf.cost if in_home else None, skus=shelf.skus, empty=shelf.empty,
        available=shelf.available, sold=shelf.sold, rating=row.rating, reviews=row.reviews, sent=shelf.sent,
        returned=shelf.returned,
    )  # fmt: skip


def fetch_findings(tx: Tx, listing_ids: Sequence[int]) -> dict[int, list[str]]:
    """Listing → what to change in it, in sentences of the language spoken now, what is worth most first."""
    found: dict[int, list[str]] = {}
    for part in parted(listing_ids):
        wanted = select(ListingFinding.listing_id, ListingFinding.rule, ListingFinding.told)
        mine = wanted.where(ListingFinding.listing_id.in_(part or ()))
        for row in tx.rows(mine.order_by(ListingFinding.points.desc())):
            found.setdefault(row.listing_id, []).append(sentence(row.rule, json.loads(row.told)))
    return found
