"""The orders of the days that are shown, each with its profit; beside it the one that is selected, line by line."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.profit.definitions import PROFIT_FIGURES, VARIABLE
from shopdesk.shop.profit.figures import ZERO
from shopdesk.shop.profit.orders import (
    ORDER_PROFIT_ROWS,
    OrderProfit,
    OrdersOfRange,
    fetch_range,
    find_order_profit,
)
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("loss", N_("At a loss"), (("result", "=loss"),), N_("Orders that cost more than they bring")),
    Quick("unknown", N_("Cost unknown"), (("result", "=unknown"),), N_("Orders of which some cost is not known")),
    Quick("unsettled", N_("Not settled"), (("settled", "no"),), N_("Orders that no statement has paid yet")),
)
LISTED: Final = Listed(
    "profit_orders", ORDER_PROFIT_ROWS, QUICK, N_("Filters of orders"), find_order_profit,
    select=N_("Select an order to see what it brought, line by line."),
    gone=N_("This order is no longer in the books."),
    empty=N_("Orders stand here once they are in the books."),
)  # fmt: skip
_LINES: Final = (
    ("gross_sales", 1), ("discounts", -1), ("refunds", -1), ("charges", 1), ("brushed", -1), ("net_sales", 1),
    ("cogs", -1), *((name, -1) for name, _role in VARIABLE), ("contribution", 1),
)  # fmt: skip
_SUMS: Final = frozenset({"net_sales", "contribution"})


class OrderProfitPanel(DocumentPanel):
    """Shows one order."""

    order_wanted = Signal(str)
    """Number of the order that is to be opened."""

    def __init__(self) -> None:
        super().__init__(_("Profit"))

    def show_facts(self, facts: OrderProfit, figures: Formats) -> None:
        """Show what an order brought."""
        self.clear()
        state = Pill(_("settled"), Tone.GOOD) if facts.is_settled else Pill(_("not settled"), Tone.INFO)
        self.set_head(facts.order_no, figures.text(Kind.DATE, facts.sold_on), state)
        told = []
        for name, sign in _LINES:
            amount = sign * getattr(facts.figures, name)
            if amount or name in _SUMS:
                shown = figures.money(amount) if name != "contribution" or facts.is_known else _("cost unknown")
                told.append((_(PROFIT_FIGURES[name].column.title), shown))
        self.facts("", told)
        if facts.figures.platform_discounts:
            title = _(PROFIT_FIGURES["platform_discounts"].column.title)
            self.facts(_("For information"), [(title, figures.money(facts.figures.platform_discounts))])
        if facts.estimates:
            self._show_estimates(facts, figures)
        if facts.shares:
            self._show_shares(facts, figures)
        opens = button(_("Open the order"), partial(self.order_wanted.emit, facts.order_no), look="link")
        self.section(_("Where from")).addWidget(opens)
        self.finish()

    def _show_estimates(self, facts: OrderProfit, figures: Formats) -> None:
        titles = {name: _(PROFIT_FIGURES[name].column.title) for name in facts.estimates}
        told = [(title, figures.money(-facts.estimates[name])) for name, title in titles.items()]
        self.facts(_("Estimate, by the fee table"), told)
        note = _("No statement has told these fees yet: they are booked nowhere and lower no figure above.")
        self.section("").addWidget(Words(note, "small", "muted", wrap=True))

    def _show_shares(self, facts: OrderProfit, figures: Formats) -> None:
        titles = {name: _(PROFIT_FIGURES[name].column.title) for name in sorted(facts.shares)}
        shares = [(title, figures.money(-facts.shares[name])) for name, title in titles.items()]
        if facts.contribution is not None:
            left = facts.contribution - sum(facts.shares.values(), ZERO)
            shares.append((_("Contribution after shares"), figures.money(left)))
        self.facts(_("Its share, by key"), shares)
        note = _("Of what this month and channel spent and booked on no order; it is not booked on the order.")
        self.section("").addWidget(Words(note, "small", "muted", wrap=True))


class OrdersList(DetailList):
    """The orders of the days and the channel that the screen shows, and how they make up the books."""

    panel: OrderProfitPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, OrderProfitPanel())
        self._view: View | None = None
        self.ties = Words("", "small", "muted", wrap=True)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.ties)

    def show_view(self, view: View, facts: Facts, figures: Formats) -> None:
        """The orders of other days or of another channel; of the same ones, read again."""
        self._desk.ask("profit.ties", lambda tx: fetch_range(tx, view.span.scope(view.channel_id)), self._tie)
        if view == self._view:
            self.refresh()
            return
        self._view = view
        self.show_rows(view.filters(facts, "sold_on"))
        self.start(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The orders that fit, and no others."""
        self.narrow(filters=filters, search=search)

    def _tie(self, told: OrdersOfRange) -> None:
        """Say how the contribution of these orders and that of the books of these days come together."""
        amounts = {
            name: self._figures.money(figures.contribution)
            for name, figures in (
                ("orders", told.orders), ("elsewhere", told.elsewhere), ("others", told.others), ("books", told.books),
            )
        }  # fmt: skip
        said = _(
            "Contribution: {orders} of the orders of known cost sold on these days, less {elsewhere} booked on other "
            "days, plus {others} booked on orders of unknown cost, on other ones or on none: {books} in the books."
        )
        self.ties.setText(said.format(**amounts))
