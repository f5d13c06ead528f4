"""What search words brought as reports tell it: by word, listing, campaign, days and report, set and never added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Text, and_, case, exists, not_, or_, select, type_coerce

from shopdesk.store.tables import KeywordDay, Listing
from shopdesk.store.tx import RowChange, Tx

WORD_MEASURES: Final = ("impressions", "clicks", "orders", "units", "revenue", "spend", "position")
"""What a report may say; as the store keeps it: counts, 1/10,000 of money, the place in the store's rate."""
_PART: Final = 500
_KEY: Final = ("channel_id", "word", "target", "campaign", "source")
Key = tuple[int, str, str, str, str, str, str]
"""Channel, word, target, campaign, report, first and last day."""


@dataclass(slots=True)
class ToldWord:
    """What a row of a report says of a search word, in stored values."""

    word: str
    target: str
    campaign: str
    report: str
    first_on: date
    last_on: date
    figures: Mapping[str, int]
    row: int
    channel: str = ""
    channel_id: int = 0
    keyword_day_id: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)
    """The stored image, where there is one."""

    @property
    def key(self) -> Key:
        """By what it is known again."""
        days = self.first_on.isoformat(), self.last_on.isoformat()
        return self.channel_id, self.word, self.target, self.campaign, self.report, *days

    @property
    def changed(self) -> tuple[str, ...]:
        """Measures that the row says otherwise than the store; what it leaves blank stays."""
        return tuple(name for name, value in self.figures.items() if self.before.get(name) != value)


def find_stored_words(tx: Tx, told: Sequence[ToldWord]) -> None:
    """Give each row what the store has of it."""
    words, known = sorted({one.word for one in told}), dict[tuple[Any, ...], dict[str, Any]]()
    for start in range(0, len(words), _PART):
        ids = tx.scalars(select(KeywordDay.keyword_day_id).where(KeywordDay.word.in_(words[start : start + _PART])))
        for image in tx.images(KeywordDay, "keyword_day_id", ids):
            days = str(image["first_on"])[:10], str(image["last_on"])[:10]
            known[*(image[name] for name in _KEY), *days] = image
    for one in told:
        found = known.get(one.key)
        if found is not None:
            one.before, one.keyword_day_id = found, found["keyword_day_id"]


def keep_words(tx: Tx, told: Sequence[ToldWord]) -> None:
    """Set what the rows say; a listing is named where the store knows its number."""
    listings, new = _listings(tx, told), [one for one in told if not one.keyword_day_id]
    next_id = tx.reserve_ids(KeywordDay, len(new)) if new else 0
    changes = [
        RowChange("keyword_day", one.keyword_day_id, dict(one.before), {**one.before, **one.figures})
        for one in told
        if one.keyword_day_id and one.changed
    ]
    for number, one in enumerate(new):
        image = {
            "keyword_day_id": next_id + number, "channel_id": one.channel_id, "word": one.word, "target": one.target,
            "campaign": one.campaign, "source": one.report,
            "listing_id": listings.get((one.channel_id, one.target)), "first_on": one.first_on.isoformat(),
            "last_on": one.last_on.isoformat(), **dict.fromkeys(WORD_MEASURES), **one.figures,
            "import_id": tx.import_id, "source_row": one.row,
        }  # fmt: skip
        changes.append(RowChange("keyword_day", next_id + number, None, image))
    if changes:
        tx.apply(KeywordDay, changes)


def told_once(day: FromClause, since: ColumnElement[str]) -> ColumnElement[bool]:
    """SQL: whether what a row of KeywordDay tells is counted from `since` on, so that no day of a word counts twice.

    Of what reports tell together of a word that was paid for, or of one that was not, one period counts: one that
    begins in these days before one that began earlier, the longer, the later.
    """
    mine, other = day.c, KeywordDay.__table__.alias("beside")
    its = other.c
    begins, mine_begins = (type_coerce(one.first_on, Text()) >= since for one in (its, mine))
    holds = and_(its.first_on <= mine.first_on, its.last_on >= mine.last_on)
    held = and_(mine.first_on <= its.first_on, mine.last_on >= its.last_on)
    wins = case(
        (and_(holds, held), its.source < mine.source), (or_(holds, held), holds), else_=its.last_on > mine.last_on
    )
    better = exists().where(
        its.channel_id == mine.channel_id,
        its.word == mine.word,
        (its.campaign == "") == (mine.campaign == ""),
        type_coerce(its.last_on, Text()) >= since,
        its.first_on <= mine.last_on,
        its.last_on >= mine.first_on,
        or_(its.source != mine.source, its.first_on != mine.first_on, its.last_on != mine.last_on),
        case((begins == mine_begins, wins), else_=begins),
    )
    return and_(type_coerce(mine.last_on, Text()) >= since, not_(better))


def _listings(tx: Tx, told: Iterable[ToldWord]) -> dict[tuple[int, str], int]:
    numbers, found = sorted({one.target for one in told if one.target}), dict[tuple[int, str], int]()
    for start in range(0, len(numbers), _PART):
        part = Listing.listing_no.in_(numbers[start : start + _PART])
        for row in tx.rows(select(Listing.channel_id, Listing.listing_no, Listing.listing_id).where(part)):
            found[row.channel_id, row.listing_no] = row.listing_id
    return found
