"""Every listing in a list, the best use of the next ten minutes first; its cells can be edited."""

from collections.abc import Sequence
from typing import Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, Listed
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.tabs.listings.listing_panel import ListingPanel
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.actions import edit_listings
from shopdesk.shop.listings.reports import LISTING_ROWS, find_listing
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.sheets import LISTINGS, STATES
from shopdesk.text import N_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    *(
        Quick(state.value, STATES[state].title, (("state", f"={state.value}"),))
        for state in ListingState
        if state in STATES
    ),
    Quick("law", N_("Words at risk"), (("law_hits", ">0"),)),
    Quick("bare", N_("No picture"), (("pictures", "0"),)),
)
LISTED: Final = Listed(
    "listings", LISTING_ROWS, QUICK, N_("Filters of listings"), find_listing,
    select=N_("Select a listing."), gone=N_("This listing is gone."),
    empty=N_("Import a product file of a channel: its listings stand here."), counted=True,
)  # fmt: skip


class ListingsList(DetailList):
    """The list and its panel."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, ListingPanel(desk), self._edit)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(LISTINGS.column(key), text)) for row_id, key, text in edits]
        refused = lambda error: self._desk.tell(str(error), Tone.WARN)  # noqa: E731 - as short as it is clear
        self._desk.do(edit_listings, read, failed=refused)
