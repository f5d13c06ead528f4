"""The price journal: when which price became another, by whom and why; filtered and exported like any list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import CellFormats
from shopdesk.shop.listings.prices.journal import JOURNAL_ROWS
from shopdesk.shop.listings.prices.sheets import PRICE_JOURNAL
from shopdesk.store.rows import fetch_page, spoken_title
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("raised", N_("Raised"), (("change", ">0"),)),
    Quick("lowered", N_("Lowered"), (("change", "<0"),)),
)
_CHANNEL: Final = [column.key for column in PRICE_JOURNAL.columns].index("channel")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal."""

    cells: Sequence[Any]
    channel: str


def read_entry(tx: Any, change_id: int) -> Entry | None:
    """One line; None where it is gone."""
    cells = fetch_page(tx, JOURNAL_ROWS, [change_id])[0]
    return Entry(cells, spoken_title(cells[_CHANNEL], cells)) if cells else None


LISTED: Final = Listed(
    "price_journal", JOURNAL_ROWS, QUICK, N_("Filters of the price journal"), read_entry,
    select=N_("Select a change."), gone=N_("This change is gone."),
    empty=N_("Every price that you change is written down here."), counted=True,
)  # fmt: skip


class EntryPanel(DocumentPanel):
    """What is known of a change."""

    def show_facts(self, facts: Entry, figures: Figures) -> None:
        """Show a line."""
        cells = CellFormats(PRICE_JOURNAL, zone=figures.zone).row(facts.cells)
        shown = {column.key: cell.text for column, cell in zip(PRICE_JOURNAL.columns, cells, strict=True)}
        self.clear()
        self.set_head(shown["title"], f"{facts.channel} · {shown['listing_no']}")
        told = [
            (_(column.title), shown[column.key])
            for column in PRICE_JOURNAL.columns
            if column.key not in ("title", "channel", "listing_no") and shown[column.key]
        ]
        self.facts("", told)
        self.finish()


class PriceJournalList(DetailList):
    """The journal."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, EntryPanel(_(PRICE_JOURNAL.title)))
