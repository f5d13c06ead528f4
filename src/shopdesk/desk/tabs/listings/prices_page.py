"""The price desk: every price with what it leaves after all of its costs, what loses money first."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import Rows, TablePage
from shopdesk.desk.tabs.listings.price_panel import show_elasticity, show_price
from shopdesk.desk.widgets import ChoiceBox, button
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.listings.prices.elasticity import Elasticity, estimate, fetch_days
from shopdesk.shop.listings.prices.listed import PRICE_LIST_ROWS
from shopdesk.shop.listings.prices.proposals import Priced, Put, change_prices, fetch_priced, priced_row
from shopdesk.shop.listings.prices.reading import money
from shopdesk.shop.listings.prices.sheets import PRICE_LIST, PRICES, VERDICTS
from shopdesk.store.rows import Query
from shopdesk.text import N_, _

EMPTY: Final = N_("Prices of listings stand here, each with what it leaves: import a file of listings first.")
_NEW: Final = (
    Column("after", N_("New selling price"), Kind.PRICE),
    Column("reason", N_("Reason"), Kind.TEXT, help=N_("Stands in the price journal.")),
)


def read_priced(tx: Any) -> tuple[list[Priced], Rows, str]:
    """Every price, its row, and the currency of the shop."""
    found = fetch_priced(tx)
    return found, [priced_row(one) for one in found], tx.currency


def read_elasticity(tx: Any, channel_id: int, sku_id: int | None) -> Elasticity:
    """How much buyers of a channel mind the price of a SKU; without one there is nothing to go by."""
    return estimate([] if sku_id is None else fetch_days(tx, channel_id, sku_id))


class PricesPage(TablePage):
    """Every price, and beside it what other prices would leave."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PRICES, _(EMPTY))
        self._found: Sequence[Priced] = ()
        self._unit = ""
        choices = [("", _("All")), *((key, _(state.title)) for key, state in VERDICTS.items())]
        self.which = ChoiceBox(choices, _("How the price stands"))
        self.which.currentIndexChanged.connect(self._show_rows)
        self.add_control(self.which)

    def question(self) -> Callable[[Any], Any]:
        return read_priced

    def take(self, answer: tuple[list[Priced], Rows, str]) -> None:
        self._found, rows, self._unit = answer
        self.show_all(rows)

    def wanted(self, place: int) -> bool:
        return self.which.currentData() in {"", self._found[place].verdict}

    def show_row(self, place: int) -> None:
        one = self._found[place]
        cells = dict(zip([column.key for column in PRICES.columns], self.rows[place], strict=True))
        minds = show_price(self.panel, one, cells, self._unit)
        actions = self.panel.section()
        ask = partial(self._ask_price, one)
        actions.addWidget(button(_("Change the price…"), ask, icon_name="edit", look="primary"))
        show = partial(self._desk.show, "listings", segment="price_journal", search=one.offer.listing_no)
        actions.addWidget(button(_("Price journal"), show, icon_name="history"))
        self.panel.finish()
        question = partial(read_elasticity, channel_id=one.offer.channel_id, sku_id=one.offer.sku_id)
        self._desk.ask("listings.elasticity", question, partial(self._show_elasticity, place, minds))

    def _show_elasticity(self, place: int, minds: QVBoxLayout, found: Elasticity) -> None:
        if self.view.current_id() == place:
            show_elasticity(minds, found)
            self.panel.lay_out()

    def export_grid(self) -> GridExport:
        """The prices to be edited in a sheet that comes back."""
        query = Query(today=self._formats.today, zone=self._formats.zone)
        return GridExport(PRICE_LIST_ROWS, query, PRICE_LIST.columns, _(PRICE_LIST.title), "")

    def _ask_price(self, one: Priced) -> None:
        fields = [Field(_NEW[0], money(one.offer.price), required=True), Field(_NEW[1])]
        self.show_form(one.offer.title, fields, partial(self._change, one))

    def _change(self, one: Priced, typed: dict[str, Any]) -> None:
        offer = one.offer
        reason = typed["reason"] or ""
        put = Put(offer.listing_id, offer.sku_id, money(offer.price), typed["after"], reason)
        self.part.send(change_prices, [put])
