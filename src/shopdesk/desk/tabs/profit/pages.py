"""The pages of profit, each made when it is first shown; what the user wants of them is told by signals."""

from functools import cached_property

from PySide6.QtCore import Signal

from shopdesk.desk.spanned.span import Size, Span
from shopdesk.desk.spanned.tab import SpannedPages
from shopdesk.desk.spanned.table_page import TablePage
from shopdesk.desk.tabs.profit.orders_list import OrdersList
from shopdesk.desk.tabs.profit.summary import SummaryPage
from shopdesk.desk.tabs.profit.tables import (
    NO_SKU,
    channels_page,
    groups_page,
    month_of,
    months_page,
    skus_page,
)


class ProfitPages(SpannedPages):
    """`wanted` changes what is shown, `opened` leads from a row to where more is said of it."""

    span_wanted = Signal(object)
    span_opened = Signal(object)
    channel_wanted = Signal(object)
    channel_opened = Signal(object)
    """channel_id, None for all."""
    sku_opened = Signal(str, bool)
    """Code, and whether somebody must still tell its cost."""
    rows_wanted = Signal(object, object)
    """Codes of accounts, and the Span."""
    account_wanted = Signal(str, object)
    orders_wanted = Signal(object)
    unknown_wanted = Signal()

    @cached_property
    def summary(self) -> SummaryPage:
        """Chart, statement and number."""
        made = SummaryPage(self._desk)
        made.span_wanted.connect(self.span_wanted)
        made.channel_wanted.connect(self.channel_wanted)
        made.rows_wanted.connect(self.rows_wanted)
        made.account_wanted.connect(self.account_wanted)
        made.orders_wanted.connect(self.orders_wanted)
        made.skus_wanted.connect(self.unknown_wanted)
        return made

    @cached_property
    def months(self) -> TablePage:
        """Profit by month."""
        made = months_page(self._desk)
        made.opened.connect(lambda row_id: self.span_opened.emit(Span.around(Size.MONTH, month_of(row_id))))
        return made

    @cached_property
    def channels(self) -> TablePage:
        """Profit by channel."""
        made = channels_page(self._desk)
        made.opened.connect(lambda row_id: self.channel_opened.emit(row_id or None))
        return made

    @cached_property
    def skus(self) -> TablePage:
        """Profit by SKU."""
        made = skus_page(self._desk)
        made.opened.connect(self._open_sku)
        return made

    @cached_property
    def orders(self) -> OrdersList:
        """Profit order by order."""
        made = OrdersList(self._desk)
        made.panel.order_wanted.connect(lambda number: self._desk.show("orders", order_no=number))
        return made

    @cached_property
    def groups(self) -> TablePage:
        """Profit by group of customers."""
        return groups_page(self._desk)

    def _open_sku(self, row_id: int) -> None:
        if row_id != NO_SKU:
            values = self.skus.values(row_id)
            self.sku_opened.emit(values["bucket"], bool(values["untold_units"]))
