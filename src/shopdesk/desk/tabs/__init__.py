"""TABS, the registry: one line per tab of the window.

A tab is a QWidget made as `TabClass(desk)` when it is first shown. Whatever of the following it has, the window uses:

    show_place(**where)      come to a place: what `desk.show(key, **where)` was given, or what `place()` returned
    place() -> dict          where the user is now (sub-view, filter, selected id), to be found again after a rebuild
    export_grid() -> object  what Export takes out; handed to `desk.doors.export_grid`. None: nothing to export now
    focus_search()           Ctrl+F
    commands() -> list       of `palette.Command`: what the tab offers to the command palette
    pictures() -> list       of (name, prepare) for `shots`: further states of the tab worth a picture

The tab speaks through `desk` alone: `ask` in `__init__`, `desk.changed` to refresh, `desk.selection_told` for totals,
`desk.badge_told` for the number beside its icon.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

from shopdesk.text import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its key, its title (msgid), its icon's meaning, and where its class is, as "module:Class"."""

    key: str
    title: str
    icon: str
    place: str

    def load(self) -> ModuleType:
        """The module of the screen, imported now where it is not yet; a worker may do that before it is needed."""
        return import_module(self.place.partition(":")[0])

    def make(self, desk: "Desk") -> "QWidget":
        """The screen itself."""
        screen: QWidget = getattr(self.load(), self.place.partition(":")[2])(desk)
        return screen


TABS: Final = (
    Tab("today", N_("Today"), "today", "shopdesk.desk.tabs.today:TodayTab"),
    Tab("orders", N_("Orders"), "orders", "shopdesk.desk.tabs.orders:OrdersTab"),
    Tab("stock", N_("Products & stock"), "stock", "shopdesk.desk.tabs.stock:StockTab"),
    Tab("buying", N_("Buying"), "receipt", "shopdesk.desk.tabs.buying:BuyingTab"),
    Tab("planning", N_("Planning"), "chart", "shopdesk.desk.tabs.planning:PlanningTab"),
    Tab("listings", N_("Listings"), "listings", "shopdesk.desk.tabs.listings:ListingsTab"),
    Tab("promotions", N_("Promotions"), "promotions", "shopdesk.desk.tabs.promotions:PromotionsTab"),
    Tab("service", N_("Service"), "service", "shopdesk.desk.tabs.service:ServiceTab"),
    Tab("profit", N_("Profit"), "profit", "shopdesk.desk.tabs.profit:ProfitTab"),
    Tab("settlement", N_("Settlement"), "settlement", "shopdesk.desk.tabs.settlement:SettlementTab"),
    Tab("books", N_("Books"), "books", "shopdesk.desk.tabs.books:BooksTab"),
)
