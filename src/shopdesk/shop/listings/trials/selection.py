"""Candidates: what a product that the shop may sell scores, part by part with the reason, and how right that was."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log10
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.buying.scorecard import Score, fetch_scores
from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.listings.rules import CandidateState
from shopdesk.shop.listings.worked_sheets import CANDIDATE_FILE
from shopdesk.shop.orders.rules import SOLD, LineKind
from shopdesk.shop.settlement.fees import find_terms
from shopdesk.shop.settlement.rules import FEE_KINDS, FeeTerms, expected_fee
from shopdesk.store.tables import Candidate, OrderLine, SalesOrder, Sku, Supplier
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, WHOLE
from shopdesk.text import N_, UserError, _

FEWEST: Final = 100
"""Searches a month that are worth nothing; a thousand times as many are worth 100 points, on a scale of powers."""
CROWDED: Final = 0.2
"""Searches a month for each listing offered that are worth nothing; a hundred times as many are worth 100."""
RICH: Final = Decimal("0.5")
"""Margin after fees, of the price, that is worth 100 points; none is worth none."""
AHEAD: Final = 3
"""Months, this one first, in which it would have to sell."""
GOOD: Final = Decimal(60)
"""From so many points on a candidate was thought good."""
NOTHING: Final = Decimal(0)
MONTHS: Final = N_("Months are numbers from 1 to 12 with commas between them.")
Terms = Mapping[tuple[int, str], Sequence[FeeTerms]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a score: 0 to 100, None where nothing is known, and why (a msgid and its values)."""

    key: str
    points: Decimal | None
    said: str
    values: Mapping[str, Any]

    @property
    def words(self) -> str:
        """The reason in the language spoken."""
        return _(self.said).format(**self.values)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its parts; `row` is the row of the table, names stand beside it."""

    row: Any
    parts: tuple[Part, ...]
    supplier: str | None
    channel: str | None
    sku: str | None
    sold: Decimal | None
    """Pieces of the trial: as judged, else as they are now."""

    @property
    def values(self) -> dict[str, Any]:
        """What is known of it, by the columns of a file of candidates."""
        named = {"supplier": self.supplier, "channel": self.channel}
        keys = [column.key for column in CANDIDATE_FILE.columns]
        return {key: named[key] if key in named else getattr(self.row, key) for key in keys}

    @property
    def score(self) -> Decimal | None:
        """The mean of the parts that are known."""
        return mean_of(self.parts)


def mean_of(parts: Sequence[Part]) -> Decimal | None:
    """The mean of the known parts, to one place."""
    known = [part.points for part in parts if part.points is not None]
    return _tenth(sum(known, NOTHING) / len(known)) if known else None


def _tenth(points: Decimal | float) -> Decimal:
    return Decimal(points).quantize(Decimal("0.1"))


def _scale(points: Decimal | float) -> Decimal:
    return _tenth(min(max(Decimal(points), NOTHING), Decimal(100)))


def demand(searches: int | None) -> Part:
    """How many search for it."""
    if searches is None:
        return Part("demand", None, N_("Nobody has said how many search for it."), {})
    points = 100 * log10(searches / FEWEST) / 3 if searches > 0 else 0
    return Part("demand", _scale(points), N_("{count} searches a month"), {"count": f"{searches:,}"})


def competition(searches: int | None, sellers: int | None) -> Part:
    """How many searches there are for each listing that buyers are offered."""
    if searches is None or sellers is None:
        return Part("competition", None, N_("Searches and listings offered are needed."), {})
    if sellers == 0:
        return Part("competition", Decimal(100), N_("Nobody offers it yet."), {})
    each = searches / sellers
    points = 100 * log10(each / CROWDED) / 2 if searches > 0 else 0
    told = {"each": f"{each:,.1f}", "sellers": f"{sellers:,}"}
    return Part("competition", _scale(points), N_("{each} searches for each of {sellers} listings"), told)


def margin(cost: Decimal | None, price: Decimal | None, fee: Decimal | None) -> Part:
    """What is left of the price after cost and the channel's fees."""
    if cost is None or not price:
        return Part("margin", None, N_("Cost and price are needed."), {})
    share = (price - cost - (fee or NOTHING)) / price
    told = {"share": f"{share * 100:.1f}", "fee": f"{fee or 0:,.2f}"}
    if fee is None:
        return Part(
            "margin", _scale(share / RICH * 100), N_("{share} % of the price, before fees that nobody knows"), told
        )
    return Part("margin", _scale(share / RICH * 100), N_("{share} % of the price after fees of {fee}"), told)


def delivery(own: Decimal | None, card: Score | None) -> Part:
    """How its supplier delivers, as the shop judges or as was measured."""
    if own is not None:
        return Part("delivery", _scale(own), N_("As the shop judges"), {})
    shares = [] if card is None else [card.on_time, card.fill, None if card.defects is None else 1 - card.defects]
    known = [share for share in shares if share is not None]
    if card is None or not known:
        return Part("delivery", None, N_("Its supplier has delivered nothing yet."), {})
    points = sum(known, NOTHING) / len(known) * 100
    return Part(
        "delivery",
        _scale(points),
        N_("{supplier} so far: on time, complete, without defects"),
        {"supplier": card.supplier},
    )


def season(months: str | None, today: date) -> Part:
    """Whether it sells in the months to come."""
    told = read_months(months)
    if not told:
        return Part("season", Decimal(100), N_("It sells all year."), {})
    coming = [(today.month + step - 1) % 12 + 1 for step in range(AHEAD)]
    hits = sum(month in told for month in coming)
    said = N_("It sells in {hits} of the next {count} months.")
    return Part("season", _scale(Decimal(100 * hits) / AHEAD), said, {"hits": hits, "count": AHEAD})


def read_months(text: str | None) -> list[int]:
    """Months as people write them, in order; UserError where one is none."""
    words = [word for word in re.split(r"[\s,;，；、月]+", text or "") if word]
    if not all(word.isdecimal() and 1 <= int(word) <= 12 for word in words):
        raise UserError(MONTHS, code="months")
    return sorted({int(word) for word in words})


def parts_of(row: Any, today: date, terms: Terms, cards: Mapping[int, Score]) -> tuple[Part, ...]:
    """The five parts of a candidate's score."""
    return (
        demand(row.searches),
        competition(row.searches, row.sellers),
        margin(row.cost, row.price, _fee(row, today, terms)),
        delivery(row.supplier_score, cards.get(row.supplier_id)),
        season(row.months, today),
    )


def _fee(row: Any, today: date, terms: Terms) -> Decimal | None:
    """What its channel would take of one piece by the fee table; None: nobody knows."""
    if row.channel_id is None or row.price is None:
        return None
    sold = [(row.category, int(row.price * MONEY_SCALE))]
    fees = [expected_fee(terms.get((row.channel_id, kind), ()), sold, today) for kind in FEE_KINDS]
    known = [fee for fee in fees if fee is not None]
    return Decimal(sum(known)) / MONEY_SCALE if known else None


def fetch_candidates(tx: Tx, candidate_id: int | None = None) -> list[Scored]:
    """Every candidate, or one: ideas and trials first, the best scored first."""
    table = Candidate.__table__
    wanted = (
        select(table, Supplier.name.label("supplier"), Sku.code.label("sku"))
        .outerjoin(Supplier.__table__, Supplier.supplier_id == table.c.supplier_id)
        .outerjoin(Sku.__table__, Sku.sku_id == table.c.sku_id)
    )
    rows = tx.rows(wanted if candidate_id is None else wanted.where(table.c.candidate_id == candidate_id))
    terms, titles = find_terms(tx), channel_titles(tx)
    cards = {card.supplier_id: card for card in fetch_scores(tx)} if any(row.supplier_id for row in rows) else {}
    made = []
    for row in rows:
        channel = None if row.channel_id is None else _(titles[row.channel_id])
        parts = parts_of(row, tx.today, terms, cards)
        made.append(Scored(row, parts, row.supplier, channel, row.sku, sold_in_trial(tx, row)))
    return sorted(made, key=_worth)


def _worth(one: Scored) -> tuple[bool, Decimal, str]:
    over = one.row.state in {CandidateState.TAKEN.value, CandidateState.DROPPED.value}
    return over, -(one.score or NOTHING), one.row.title


def sold_in_trial(tx: Tx, row: Any) -> Decimal | None:
    """Pieces that the trial sold, returns taken off: as judged, else by the orders; None before a trial."""
    if row.trial_units is not None or row.sku_id is None or row.trial_from is None:
        return None if row.trial_units is None else Decimal(row.trial_units)
    line, order = OrderLine.__table__.c, SalesOrder.__table__.c
    pieces = (
        select(func.sum(type_coerce(line.quantity, WHOLE)))
        .join_from(OrderLine.__table__, SalesOrder.__table__, order.order_id == line.order_id)
        .where(
            line.sku_id == row.sku_id,
            line.kind == LineKind.PRODUCT.value,
            order.state.in_([state.value for state in SOLD]),
            order.sold_on.between(row.trial_from, row.trial_to or tx.today),
        )
    )
    return Decimal(int(tx.scalar(pieces) or 0)) / QUANTITY_SCALE


@dataclass(frozen=True, slots=True)
class HitRate:
    """Of candidates that were judged after a trial, how many the score told right: good ones met their target."""

    right: int
    judged: int


def hit_rate(found: Sequence[Scored]) -> HitRate:
    """How right the scores were that candidates had when their trials began."""
    judged = [
        (one.row.score_then >= GOOD, one.row.trial_units >= one.row.target_units)
        for one in found
        if None not in (one.row.score_then, one.row.trial_units, one.row.target_units)
    ]
    return HitRate(sum(thought == came for thought, came in judged), len(judged))


def candidate_row(one: Scored) -> tuple[Any, ...]:
    """Its row of CANDIDATES."""
    row = one.row
    return (
        row.title, row.state, one.score, *(part.points for part in one.parts),
        row.category, one.supplier, one.channel, row.cost, row.price, row.searches, row.sellers, row.months, one.sku,
        row.trial_from, row.trial_to, row.target_units, one.sold, row.score_then, row.judged_on, row.note,
    )  # fmt: skip
