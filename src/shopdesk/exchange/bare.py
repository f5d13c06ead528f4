"""A plan as far as its header alone makes it, and the sheets and kinds that a plan may be of."""

from collections.abc import Mapping, Sequence

from shopdesk.exchange.formats.states import state_words
from shopdesk.exchange.headers import HeaderRow, is_personal, signature
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.likeness import names_a_person
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.table import SheetHead
from shopdesk.shop.columns import Sheet
from shopdesk.text import UserError

MAPPED = "mapped"


def bare_plan(row: HeaderRow, sheet: Sheet, columns: Mapping[str, int], channel: str) -> Plan:
    """The columns as fields; what the words of other columns give away as personal is so too."""
    personal = {place for place, text in enumerate(row.texts) if is_personal(text) or names_a_person(text)}
    return Plan(
        kind=sheet.name,
        format=MAPPED,
        title="",
        sheet=row.head.number,
        sheet_name=row.head.name,
        header_row=row.number,
        first_row=row.number + 1,
        headers=row.texts,
        columns=dict(columns),
        signature=signature(row.texts),
        channel=channel,
        states=state_words(sheet.name),
        personal=frozenset(personal | {place for key, place in columns.items() if sheet.column(key).personal}),
    )


def sheet_of(kind: str) -> Sheet:
    """The fields of a kind of rows; UserError where there is no such kind."""
    if kind not in FILES:
        raise UserError(
            "There is no kind of sheet called {kind}. Kinds: {kinds}",
            code="unknown_kind",
            kind=kind,
            kinds=", ".join(FILES),
        )
    return FILES[kind]


def visible(heads: Sequence[SheetHead]) -> Sequence[SheetHead]:
    """The sheets that are not hidden, or all where all are."""
    return [head for head in heads if not head.hidden] or heads
