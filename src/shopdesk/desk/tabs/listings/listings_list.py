"""Every listing in a list, the best use of the next ten minutes first; its cells can be edited."""

from collections.abc import Sequence
from datetime import date, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMenu

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.row_pictures import RowPictures
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.grid.selection import spans
from shopdesk.desk.tabs.listings.listing_panel import ListingPanel
from shopdesk.desk.tabs.listings.texts_form import TextsForm
from shopdesk.desk.widgets import button
from shopdesk.exchange.writing.market import MARKETS, write_market
from shopdesk.shop.columns import Tone
from shopdesk.shop.listings.by_hand import edit_by_hand
from shopdesk.shop.listings.market import fetch_market
from shopdesk.shop.listings.reports import LISTING_ROWS, ListingFacts, find_listing, read_main_pictures
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.listings.scoring.actions import is_stale, score_listings
from shopdesk.shop.listings.sheets import LISTINGS, STATES
from shopdesk.store.rows import fetch_ids
from shopdesk.text import N_, _, n_

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
        panel = ListingPanel(desk)
        super().__init__(desk, LISTED, panel, self._edit)
        self.texts = TextsForm(desk, _("Texts"))
        self.page.side.addWidget(self.texts)
        self.texts.left.connect(self.page.back)
        panel.texts_wanted.connect(self._edit_texts)
        self._pictures = RowPictures("title", self._ask_pictures, self)
        self._pictures.show_in(self.grid.view)
        self.out = button(_("For a marketplace…"), self._offer, icon_name="export")
        self.out.setToolTip(_("Writes the selected listings, or all that are shown, as a marketplace takes them in."))
        self.line.flow.line.addWidget(self.out)

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read; scores of an earlier day are made anew behind it."""
        super().start(today, zone, figures)
        self._desk.ask("listings.stale", is_stale, self._score_if)

    def _score_if(self, stale: bool) -> None:
        if stale:
            self._desk.do(score_listings)

    def refresh(self) -> None:
        self._pictures.read_again()
        super().refresh()

    def _ask_pictures(self, ids: Sequence[int], side: int) -> None:
        ratio = self.devicePixelRatioF()
        take = partial(self._pictures.take, ratio=ratio)
        self._desk.ask("listings.thumbs", lambda tx: _thumbs(tx, ids, round(side * ratio)), take)

    def _edit_texts(self, facts: ListingFacts) -> None:
        self.texts.ask_texts(facts, lambda: self.page.show_side(self.texts))

    def _offer(self) -> None:
        """A menu of the layouts."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("For a marketplace…"))
        for code, market in MARKETS.items():
            menu.addAction(_(market.title), partial(self._ask_where, code))
        menu.popup(self.out.mapToGlobal(self.out.rect().bottomLeft()))

    def _ask_where(self, code: str) -> None:
        market = MARKETS[code]
        usual = str(Path.home() / f"{code}{market.suffix}")
        chosen, _kind = QFileDialog.getSaveFileName(self, _(market.title), usual, f"*{market.suffix}")
        if chosen:
            self.write_for(code, Path(chosen))

    def write_for(self, code: str, path: Path) -> None:
        """Write the selected listings, or all that are shown where one is selected at most, in a layout."""
        chosen = [
            listing_id
            for first, last in spans(self.grid.view.blocks())
            for listing_id in self.grid.rows.ids(first, last)
        ]
        query, market = self.grid.query, MARKETS[code]

        def write(tx: Any) -> int:
            wanted = chosen if len(chosen) > 1 else fetch_ids(tx, LISTING_ROWS, query)
            return write_market(path, market, fetch_market(tx, wanted))

        refused = lambda error: self._desk.tell(str(error), Tone.WARN)  # noqa: E731 - as short as it is clear
        self._desk.ask("listings.market", write, partial(self._written, path.name), refused)

    def _written(self, name: str, count: int) -> None:
        said = n_("Wrote {count} listing to {file}", "Wrote {count} listings to {file}", count)
        self._desk.tell(said.format(count=f"{count:,}", file=name), Tone.GOOD)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(LISTINGS.column(key), text)) for row_id, key, text in edits]
        refused = lambda error: self._desk.tell(str(error), Tone.WARN)  # noqa: E731 - as short as it is clear
        self._desk.do(edit_by_hand, read, failed=refused)


def _thumbs(tx: Any, ids: Sequence[int], side: int) -> dict[int, QImage | None]:
    """Listing → its main picture, at most `side` pixels wide and high; None where none is kept or can be read."""
    found = read_main_pictures(tx, ids)
    made: dict[int, QImage | None] = dict.fromkeys(ids)
    for listing_id, data in found.items():
        image = QImage.fromData(data)
        if not image.isNull():
            made[listing_id] = image.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
    return made
