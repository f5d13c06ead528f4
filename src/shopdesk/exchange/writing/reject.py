"""A row of a file that could not be taken, and why."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from shopdesk.text import N_

REASON: Final = N_("Why it was rejected")
"""Header of the last column of rejected rows; a reader that meets it leaves the column aside."""
WHOLE_ROW: Final = -1
"""The column of a reason that concerns no single cell."""


class Reject(NamedTuple):
    """A row as the file has it, and why it cannot be taken."""

    row: int
    """Its number in the file, as the spreadsheet shows it."""
    values: Sequence[str]
    reasons: Mapping[int, str]
    """0-based column, or WHOLE_ROW → sentence."""
