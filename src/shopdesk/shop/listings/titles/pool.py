"""The pool of search words: its list with what each word brought, and what a person does with it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, bindparam, func, or_, select, type_coerce

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.listings.titles.keyword_sheets import CLASSES, KEYWORDS
from shopdesk.shop.listings.traffic.word_days import told_once
from shopdesk.store.action import action
from shopdesk.store.filters import SHARE_SCALE
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.tables import Channel, Keyword, KeywordDay
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError

WINDOW: Final = 30
"""Days of which it is said what a word brought."""
MOST: Final = 60
"""Characters of a search word."""
GONE: Final = N_("This search word is gone.")
EDITABLE: Final = frozenset(column.key for column in KEYWORDS.columns if column.editable)
Edit = tuple[int, str, Any]
_K: Final = Keyword.__table__.c
_D: Final = KeywordDay.__table__.c
SINCE: Final = bindparam("words_since", type_=Text())
"""SQL: the day from which on it is said what a word brought; `words_since` gives it."""
_competition: Final = type_coerce(_K.competition, WHOLE)
_OPPORTUNITY: Final = (
    func.coalesce(_K.volume, 0) * (RATE_SCALE - func.coalesce(_competition, RATE_SCALE // 2)) // RATE_SCALE
)
"""As `keywords.PoolWord.opportunity`."""


def words_since(tx: Tx) -> dict[str, str]:
    """The parameter of SINCE, by the shop's own day."""
    return {"words_since": (tx.today - timedelta(WINDOW)).isoformat()}


def _brought(name: str) -> ColumnElement[Any]:
    """SQL: what a word brought on its channel, or on all where it is of all; reports tell words in small letters."""
    mine = select(func.sum(type_coerce(_D[name], WHOLE))).where(
        or_(_D.word == _K.word, _D.word == func.lower(_K.word)),
        _D.channel_id.in_(select(Channel.channel_id)),  # so that the index is used, which begins with the channel
        or_(_K.channel_id.is_(None), _D.channel_id == _K.channel_id),
        told_once(KeywordDay.__table__, SINCE),
    )
    return mine.correlate(Keyword.__table__).scalar_subquery()


KEYWORD_ROWS: Final = RowSource(
    sheet=KEYWORDS,
    origin=Keyword.__table__.outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _K.channel_id),
    row_id=_K.keyword_id,
    values={
        **{name: _K[name] for name in ("word", "category", "word_class", "volume", "read_on", "note", "import_id")},
        "channel": Channel.__table__.c.title,
        "competition": _competition // (RATE_SCALE // SHARE_SCALE),
        "opportunity": _OPPORTUNITY,
        **{name: _brought(name) for name in ("clicks", "orders", "revenue")},
    },
    search=(_K.word, _K.category, _K.note),
    order=(("opportunity", True), ("word", False)),
    spoken={"channel": spoken_title},
    given=words_since,
)
"""The pool, what is most worth while first."""


def known_words(tx: Tx) -> dict[tuple[int | None, str], int]:
    """(channel, word in small letters) → keyword_id."""
    rows = tx.rows(select(_K.channel_id, _K.word, _K.keyword_id))
    return {(row.channel_id, row.word.casefold()): row.keyword_id for row in rows}


@action("catalog.edit", N_("Add a search word"), undoable=True)
def add_keyword(tx: Tx, values: Mapping[str, Any]) -> int:
    """A search word from the values of the sheet's columns, its channel by name; returns its id."""
    word, channel = str(values.get("word") or "").strip(), str(values.get("channel") or "").strip()
    channel_id = find_channel(tx, channel) if channel else None
    check_keyword({**values, "word": word})
    there = select(_K.keyword_id).where(_K.word == word, _K.channel_id.is_not_distinct_from(channel_id))
    if tx.scalar(there) is not None:
        raise UserError(N_("The pool has {word} already."), code="exists", word=word)
    told = {name: _plain(values.get(name)) for name in (*EDITABLE, "read_on")}
    from_file = {"import_id": tx.import_id, "source_row": values.get("source_row")}
    tx.say(N_("Add search word {word}"), word=word)
    return tx.insert(Keyword, word=word, channel_id=channel_id, **told, **from_file)


@action("catalog.edit", N_("Edit search words"), undoable=True)
def edit_keywords(tx: Tx, edits: Sequence[Edit]) -> int:
    """Cells of the pool as one step of undo: (keyword_id, column, value). Returns how many became different."""
    changed = 0
    for keyword_id, name, value in edits:
        if name not in EDITABLE | {"read_on"}:
            raise UserError(N_("This cannot be edited here."), code="not_editable")
        if tx.image("keyword", keyword_id) is None:
            raise UserError(GONE, code="gone")
        check_keyword({name: value})
        changed += tx.update(Keyword, keyword_id, **{name: _plain(value)})
    return changed


@action("catalog.edit", N_("Remove search words"), undoable=True)
def remove_keywords(tx: Tx, keyword_ids: Sequence[int]) -> None:
    """Take words out of the pool."""
    for keyword_id in keyword_ids:
        tx.delete(Keyword, keyword_id)


def check_keyword(values: Mapping[str, Any]) -> None:
    """UserError, whose code is the column, where the values are none of a search word."""
    word = values.get("word")
    if word is not None and not 0 < len(word.strip()) <= MOST:
        raise UserError(N_("A search word has 1 to {most} characters."), code="word", most=MOST)
    if (told := values.get("word_class")) is not None and told not in CLASSES:
        raise UserError(N_("There is no class {name} of words."), code="word_class", name=told)
    if (values.get("volume") or 0) < 0:
        raise UserError(N_("Searches cannot be below zero."), code="volume")
    if not 0 <= (values.get("competition") or 0) <= 1:
        raise UserError(N_("Competition lies between 0 % and 100 %."), code="competition")


def _plain(value: Any) -> Any:
    """Texts without blanks around them."""
    return (value.strip() or None) if isinstance(value, str) else value
