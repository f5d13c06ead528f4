"""The columns of how long titles may be on each marketplace."""

from collections.abc import Mapping
from typing import Any, Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.titles.limits import CHARACTERS, UNITS, TitleLimit, unit_of
from shopdesk.text import N_, _

OWN: Final = "own"
"""The mark of what the shop itself says."""
UNIT_STATES: Final[Mapping[str, State]] = {
    UNITS: State(N_("Units: a Chinese character is 2")), CHARACTERS: State(N_("Characters")),
}  # fmt: skip
MARK_STATES: Final[Mapping[str, State]] = {
    "S": State(N_("Seen in its source"), Tone.GOOD), "B": State(N_("Common knowledge")),
    "W": State(N_("Weak source: verify"), Tone.WARN), OWN: State(N_("Set by the shop"), Tone.INFO),
    "": State(N_("Not known")),
}  # fmt: skip
TITLE_LIMITS: Final = Sheet(
    name="title_limits",
    title=N_("Title limits"),
    key="marketplace",
    help=N_("How long titles may be on each marketplace, counted as it counts; where the source is weak, verify it."),
    columns=(
        Column("marketplace", N_("Marketplace"), Kind.TEXT, width=16),
        Column("most", N_("Longest title"), Kind.INTEGER, width=12, help=N_("Blank: no limit is known.")),
        Column("unit", N_("Counted in"), Kind.STATE, width=26, states=UNIT_STATES),
        Column("mark", N_("How sure"), Kind.STATE, width=20, states=MARK_STATES),
        Column("valid_from", N_("Valid from"), Kind.DATE, width=12),
        Column("source", N_("Source"), Kind.LONG_TEXT, width=34),
        Column("forbidden", N_("Forbidden characters"), Kind.TEXT, width=18),
    ),
)


def limit_row(one: TitleLimit | str, name: str) -> tuple[Any, ...]:
    """A limit as a row of TITLE_LIMITS, its marketplace called by `name`."""
    if isinstance(one, str):
        return (name, None, unit_of(one, {}), "", None, "", "")
    return (name, one.most, one.unit, one.mark, one.valid_from, one.source and _(one.source), " ".join(one.forbidden))
