"""Texts of a file of products, tried without importing it: what the law, the limits and the score say, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.celltext import unwrap
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.row_check import Fault, RowCheck
from shopdesk.exchange.table import Reading
from shopdesk.exchange.text_plans import text_columns
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.listings.law.check import LawRules, check_text
from shopdesk.shop.listings.law.found import around
from shopdesk.shop.listings.law.said import read_law
from shopdesk.shop.listings.law.sheets import FIELDS
from shopdesk.shop.listings.scoring.judged import read_judge
from shopdesk.shop.listings.scoring.judging import Judge, Place, plain_text
from shopdesk.shop.listings.scoring.score import Facts, Score, sentence
from shopdesk.store.tx import Tx
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_, UserError, _

CHECKED: Final = Sheet(
    name="text_check",
    title=N_("Texts of a file"),
    key="row",
    help=N_("What to change in the texts of a file of products. Hints, not legal advice."),
    columns=(
        Column("sheet", N_("Sheet"), Kind.TEXT, width=14),
        Column("row", N_("Row"), Kind.INTEGER, width=7),
        Column("column", N_("Column"), Kind.TEXT, width=16),
        Column("finding", N_("What to change"), Kind.LONG_TEXT, width=48),
        Column("phrase", N_("Phrase"), Kind.TEXT, width=14),
        Column("context", N_("In its sentence"), Kind.LONG_TEXT, width=30),
        Column("replacement", N_("Say instead"), Kind.TEXT, width=14),
        Column("points", N_("Points"), Kind.RATE, width=8),
        Column("score", N_("Score"), Kind.RATE, width=8, help=N_("Of its title and description, 0 to 100.")),
    ),
)
_LAW: Final = frozenset({"title_law", "description_law"})
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Texts:
    """A row: field → its text as the file has it."""

    row: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Checked:
    """Products that were looked at, rows of CHECKED; of these what cannot stay (`bad`) and what may (`notes`)."""

    products: int
    rows: list[tuple[Any, ...]]
    bad: int = 0
    notes: int = 0


def check_file(tx: Tx, reading: Reading, plans: Sequence[Plan]) -> Checked:
    """Look at every row that has anything in it. UserError where no sheet has titles."""
    judge, law = read_judge(tx), read_law(tx)
    titled = [(plan, columns) for plan in plans if "title" in (columns := text_columns(plan))]
    if not titled:
        raise UserError(N_("{file} has no column of titles."), code="no_titles", file=reading.name)
    made = Checked(0, [])
    for plan, columns in titled:
        place, rows, before = Place(judge.texts.marketplace(plan.channel), 0), RowCheck(), ""
        for texts in _rows(reading, plan, columns):
            for fault in rows.look(texts.row, texts.cells):
                made.bad += fault.is_bad
                made.notes += not fault.is_bad
                made.rows.append(_wrong(texts, plan, columns, fault))
            title = texts.cells.get("title", "")
            if title and title != before:  # a layout may say it again for each variant
                made.products += 1
                score = None if texts.cells.get("parent") else _score(texts, columns, place, judge)
                made.rows.extend(_look(texts, plan, columns, law, score))
                before = title
    return made


def _wrong(texts: _Texts, plan: Plan, columns: Mapping[str, int], fault: Fault) -> tuple[Any, ...]:
    at = columns.get(fault.field)
    header = "" if at is None else plan.headers[at]
    return (plan.sheet_name, texts.row, header, fault.said, fault.text, "", "", None, None)


def _rows(reading: Reading, plan: Plan, columns: Mapping[str, int]) -> Iterator[_Texts]:
    """Every row with its texts."""
    for chunk in reading.chunks(plan.sheet):
        for at, number in enumerate(chunk.row_numbers):
            if number < plan.first_row:
                continue
            cells = {
                field: unwrap(chunk.columns[place][at]).strip()
                for field, place in columns.items()
                if place < len(chunk.columns)
            }
            yield _Texts(number, cells)


def _score(texts: _Texts, columns: Mapping[str, int], place: Place, judge: Judge) -> Score:
    facts = Facts(price_known=False, description_known="description" in columns or "bullets" in columns)
    judge.tell_title(facts, place, texts.cells["title"])
    judge.tell_description(facts, place, texts.cells.get("description"), texts.cells.get("bullets"))
    return judge.score(facts, place)


def _look(
    texts: _Texts, plan: Plan, columns: Mapping[str, int], law: LawRules, score: Score | None
) -> Iterator[tuple[Any, ...]]:
    """What is found in the texts of a product; `score` None for a variant, whose product's texts are elsewhere."""
    total = None if score is None else _points(score.total)
    for field in FIELDS:
        raw = texts.cells.get(field, "")
        text = plain_text(raw) if field == "description" else raw
        for hit in check_text(text, law) if text else ():
            told = (_(hit.reason), hit.phrase, around(text, hit), hit.replacement, None, total)
            yield (plan.sheet_name, texts.row, plan.headers[columns[field]], *told)
    for one in score.findings if score is not None else ():
        if one.rule not in _LAW:
            at = columns.get(one.field or "")
            header, said = "" if at is None else plan.headers[at], sentence(one.rule, one.told)
            yield (plan.sheet_name, texts.row, header, said, "", "", "", _points(one.points), total)


def _points(amount: int) -> Decimal:
    return (Decimal(amount) / RATE_SCALE).quantize(_CENT)
