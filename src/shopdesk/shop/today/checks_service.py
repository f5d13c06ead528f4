"""Checks of what buyers say of the shop: ratings that fell, and low reviews that nobody answered."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.service.ratings.reviews import LOWEST
from shopdesk.shop.service.ratings.rolling import Standing, fetch_standings
from shopdesk.shop.service.ratings.rules import LOW
from shopdesk.shop.service.ratings.sheets import ASPECTS
from shopdesk.shop.today.looking import Check, Evidence, Found, Limit, Limits, Said, Word, judged, place
from shopdesk.store.tables import Review
from shopdesk.store.tx import Tx
from shopdesk.text import N_

_RECENT: Final = 7
"""Days whose low reviews say why a rating fell."""
_HUNDREDTH: Final = Decimal("0.01")
_DAYS: Final = N_("Days")


def ratings(tx: Tx, limits: Limits) -> Found | None:
    """Ratings that fell against the day before by as much as the shop minds, and what low reviews say of why."""
    standings = [one for one in fetch_standings(tx) if one.change is not None and _is_fresh(one, tx.today)]
    if not standings:
        return None
    fell = [one for one in standings if -(one.change or 0) >= limits["drop"]]
    detail = [
        Said(N_("{count} × {why}"), {"count": count, "why": Word(why)}) for why, count in _causes(tx)
    ] if fell else []  # fmt: skip
    said = Said(N_("Ratings that fell since the day before: {count}"), {"count": len(fell)})
    return judged([_fell(one) for one in fell], (), said, Said(N_("No rating fell since the day before")), detail)


def _is_fresh(one: Standing, today: date) -> bool:
    """Whether what it was compared with is news: an older fall has been told on its own day."""
    return not one.seen or one.seen[0].day >= today - timedelta(1)


def _fell(one: Standing) -> Evidence:
    aspect = Word(ASPECTS[one.aspect].title)
    if len(one.seen) > 1:
        latest, earlier = one.seen[:2]
        values = {"aspect": aspect, "now": _shown(latest.mean), "before": _shown(earlier.mean), "day": earlier.day}
        said = Said(N_("{aspect}: {now}; {before} on {day}"), values)
    else:
        values = {"aspect": aspect, "now": _shown(one.now.mean), "before": _shown(one.yesterday.mean)}
        said = Said(N_("{aspect}: {now}, the day before {before}"), values)
    return Evidence(Word(one.channel), said, place("service", segment="ratings"))


def _shown(mean: Decimal | None) -> str:
    return "–" if mean is None else str(mean.quantize(_HUNDREDTH))


def _causes(tx: Tx) -> list[tuple[str, int]]:
    """Causes of the low reviews of the last days, the most frequent first."""
    since = tx.now - timedelta(_RECENT)
    causes = tx.scalars(select(Review.cause).where(LOWEST <= LOW, Review.written_at > since))
    return Counter(cause or N_("Not judged") for cause in causes).most_common()


def low_reviews(tx: Tx, limits: Limits) -> Found | None:
    """Low reviews that nobody has answered for so many days."""
    if tx.scalar(select(Review.review_id).limit(1)) is None:
        return None
    wanted = select(Review.review_id, Review.review_no, Review.text, Review.written_at)
    waits = LOWEST <= LOW, Review.replied_at.is_(None)
    rows = tx.rows(wanted.where(*waits).order_by(Review.written_at))
    until = tx.now - timedelta(int(limits["days"]))
    late = [_low(row) for row in rows if row.written_at <= until]
    fresh = [_low(row) for row in rows if row.written_at > until]
    said = Said(N_("Low reviews that nobody answered: {count}"), {"count": len(rows)})
    return judged(late, fresh, said, Said(N_("Every low review is answered")))


def _low(row: Any) -> Evidence:
    there = place("service", segment="reviews", row_id=row.review_id)
    return Evidence(row.review_no, Said("{what}", {"what": row.text or N_("Stars without words.")}), there)


SERVICE: Final = (
    Check("ratings", N_("Ratings against the day before"), N_("To the ratings"), place("service", segment="ratings"),
          ratings, (Limit("drop", N_("Stars"), Decimal("0.01"), Decimal("0.01")),)),
    Check("low_reviews", N_("Low reviews"), N_("To the reviews"), place("service", segment="reviews", quick="low"),
          low_reviews, (Limit("days", _DAYS, Decimal(2)),)),
)  # fmt: skip
"""Checks of what buyers say."""
