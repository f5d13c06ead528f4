"""Plain values that pass between the shell of the window and whoever connects it to the floors below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from shopdesk.shop.tone import Tone
from shopdesk.text import N_


@dataclass(frozen=True, slots=True)
class Message:
    """One thing told to the user, with at most one thing to do about it."""

    text: str
    tone: Tone = Tone.PLAIN
    action: tuple[str, Callable[[], object]] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the search: where it is (`tab` and what `show` needs) and how it reads."""

    title: str
    detail: str
    icon: str
    tab: str
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What a shop says of itself: name, ISO currency, IANA time zone, costing method ("moving_average" or "fifo")."""

    name: str = ""
    currency: str = "CNY"
    time_zone: str = ""
    costing: str = "moving_average"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where it lies, when it was made (aware, UTC), whether it was read back and found whole."""

    path: str
    made_at: datetime
    verified: bool
    size: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: an edit. `state` is a msgid."""

    id: int
    when: datetime
    who: str
    what: str
    state: str = N_("done")
    tone: Tone = Tone.PLAIN


TABLES: Final = (
    "*.xlsx *.xlsm *.xlsb *.xls *.ods *.fods *.csv *.tsv *.txt *.html *.htm *.mht *.mhtml *.zip"
)  # fmt: skip
"""What files that can be imported are called, for choosing them; what they are is read from their bytes."""


@dataclass(slots=True)
class Doors:
    """What the composition root connects to the shell: each door is a function of a floor below, None where closed.

    Those that take `tx` are called on a reader thread through `ask`; actions are called through `do`.
    """

    import_files: Callable[[Sequence[Path]], object] | None = None
    choose_files: Callable[[], object] | None = None
    """Lets the person choose files to import; the window's own door."""
    export_grid: Callable[[Any], object] | None = None
    """Gets what the tab in front returned from its `export_grid()`."""
    search: Callable[[Any, str], Sequence[Found]] | None = None
    spell: Callable[[Any], Callable[[], bool]] | None = None
    """Reads what the search has to learn and returns the learning itself, which says whether there was anything new."""
    create_shop: Callable[[ShopFacts], object] | None = None
    open_shop: Callable[[str], object] | None = None
    open_demo: Callable[[], object] | None = None
    read_facts: Callable[[Any], ShopFacts] | None = None
    save_facts: Callable[..., Any] | None = None
    """An action: `save_facts(tx, changed)` gets the changed fields of ShopFacts by name."""
    settings_cards: Sequence[Callable[[Any], Any]] = ()
    """Further cards of the settings, each made from the desk."""
    list_backups: Callable[[], Sequence[Backup]] | None = None
    back_up: Callable[..., object] | None = None
    """A job: `back_up(job, reason="")`."""
    restore: Callable[[str], object] | None = None
    list_edits: Callable[[Any], Sequence[Entry]] | None = None
    imports_page: Callable[[Any], Any] | None = None
    """Makes the list of all imports with its filters, from the desk."""
