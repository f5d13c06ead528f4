"""A filter as people read it: on its chip, and in the sentence of an export."""

from typing import Final

from shopdesk.desk.grid.formats import mask
from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_, _

LONGEST: Final = 40
"""Letters of a filter that are shown of it."""
_DAYS: Final = {
    "today": N_("today"),
    "yesterday": N_("yesterday"),
    "7d": N_("last 7 days"),
    "30d": N_("last 30 days"),
    "90d": N_("last 90 days"),
}


def filter_words(column: Column, text: str) -> str:
    """A filter as people read it: states by their titles, days by their names, no signs that only make it exact."""
    parts = [_term_words(column, part.strip()) for part in _terms(text)]
    shown = ", ".join(part for part in parts if part)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _term_words(column: Column, term: str) -> str:
    denied, plain = term.startswith("!"), term.removeprefix("!").strip()
    if plain == "=":
        return _("not blank") if denied else _("blank")
    if column.kind is Kind.STATE:
        state = column.states.get(plain.removeprefix("="))
        plain = _(state.title) if state is not None else plain
    elif plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1].replace('""', '"')
    elif column.kind in {Kind.TIME, Kind.DATE}:
        plain = _(_DAYS[plain]) if plain in _DAYS else plain
    plain = mask(plain) if column.personal else plain
    return _("not {value}").format(value=plain) if denied else plain


def _terms(text: str) -> list[str]:
    """The parts between commas that stand outside quotes."""
    parts, inside = [""], False
    for letter in text:
        inside ^= letter == '"'
        if letter in ",，" and not inside:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def named(sheet: Sheet, key: str, text: str) -> str:
    """A filter with the title of its column."""
    column = sheet.column(key)
    return _("{column}: {filter}").format(column=_(column.title), filter=filter_words(column, text))
