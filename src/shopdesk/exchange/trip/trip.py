"""What a person did to an exported sheet, cell by cell, and what would come of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from shopdesk.exchange.celltext import Bad
from shopdesk.exchange.trip.snapshot import Facts
from shopdesk.exchange.trip.texts import plain_text
from shopdesk.exchange.values import Memo, Value
from shopdesk.text import UserError


@dataclass(frozen=True, slots=True)
class Edited:
    """A cell that says something else than when it left; `value` is what it says now, in stored units."""

    row: int
    row_id: int
    key: str
    text: str
    left: str
    """The text it left with; "" for a row that was added."""
    value: Value


@dataclass(slots=True)
class Trip:
    """An export that came back: what is known of it before the store is asked, and what the store said last."""

    facts: Facts
    memos: Mapping[str, Memo]
    """Column that may be edited → how its texts are read."""
    names: dict[int, str] = field(default_factory=dict)
    """Row id → what people call the row; those that have not come back stay here, see `removed`."""
    edits: list[Edited] = field(default_factory=list)
    kept_out: Counter[str] = field(default_factory=Counter)
    """Header of a column that cannot be edited → how many of its cells were."""
    strange: list[str] = field(default_factory=list)
    """Headers that did not leave with the sheet."""
    removed: list[str] = field(default_factory=list)
    """Names of the rows that are not in the sheet any more."""
    added: int = 0
    """Rows that the sheet did not leave with, and that this grid does not take."""
    refused: dict[int, dict[str, UserError]] = field(default_factory=dict)
    """Cells that the shop's own rules refuse, found by trying them: row → column → why."""
    landing: list[Edited] = field(default_factory=list)
    """The edits that would be written."""
    before: dict[int, dict[str, Value]] = field(default_factory=dict)
    """Row of the sheet → column → what the store has now, for cells of `landing`."""
    gone: list[str] = field(default_factory=list)
    """Names of rows that the store no longer has."""
    conflicts: int = 0
    """Cells that were changed in the sheet and in the store."""
    mixed: int = 0
    """Rows in conflict of which other cells are written."""
    change_id: int = 0
    """The change of the journal that the edits became; 0 while there is none."""

    def says_same(self, key: str, one: str, other: str) -> bool:
        """Whether two texts of a column mean the same value."""
        if one == other or plain_text(one) == plain_text(other):
            return True
        memo = self.memos[key]
        first, second = memo[one], memo[other]
        return not isinstance(first, Bad) and first == second

    def cells(self) -> dict[str, int]:
        """Cells by what becomes of them, for whoever counts."""
        return {"changed": len(self.landing), "conflict": self.conflicts, "read_only": sum(self.kept_out.values())}
