"""A cost that changes what orders have cost is shown before it is written: only a second word writes it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QMessageBox, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.shop.stock.late_cost import CostChange, CostPreview, preview_costs
from shopdesk.text import _, n_

FEW = 6
"""So many months are named."""


def ask_costs(desk: Desk, parent: QWidget, costs: Mapping[int, Decimal | None], write: Callable[[], object]) -> None:
    """Write at once where no order has cost anything else by it; else say what would change, and ask."""

    def found(told: CostPreview) -> None:
        if told.orders and not told.is_refused:
            question(told, parent, write).open()
        else:
            write()

    desk.ask("stock.costs", partial(preview_costs, costs=costs), found)


def question(told: CostPreview, parent: QWidget, write: Callable[[], object]) -> QMessageBox:
    """The question, ready to be opened."""
    figures, ask = Figures(), QMessageBox(parent)
    count = told.orders
    words = n_("This changes what {count} order has cost.", "This changes what {count} orders have cost.", count)
    ask.setText(words.format(count=f"{count:,}"))
    lines = [_line(month, figures) for month in told.months[:FEW]]
    more = len(told.months) - FEW
    if more > 0:
        lines.append(n_("and {count} more", "and {count} more", more).format(count=f"{more:,}"))
    whole = _("In all: cost of goods {cogs}, stock {stock}.")
    lines.append(whole.format(cogs=_signed(told.cogs, figures), stock=_signed(told.stock, figures)))
    ask.setInformativeText("\n".join(lines))
    stay = ask.addButton(_("Leave it as it is"), QMessageBox.ButtonRole.RejectRole)
    go = ask.addButton(_("Change the cost"), QMessageBox.ButtonRole.AcceptRole)
    ask.setDefaultButton(stay)
    ask.finished.connect(ask.deleteLater)
    ask.buttonClicked.connect(lambda chosen: write() if chosen is go else None)
    return ask


def _line(month: CostChange, figures: Figures) -> str:
    words = _("{month}: cost of goods {cogs}, stock {stock}")
    if month.is_closed:
        words = _("{month} is closed and stays: cost of goods {cogs}, stock {stock} enter {entered}")
    amounts = {"cogs": _signed(month.cogs, figures), "stock": _signed(month.stock, figures)}
    return words.format(month=month.month, entered=month.entered, **amounts)


def _signed(amount: Decimal, figures: Figures) -> str:
    return f"+{figures.money(amount)}" if amount > 0 else figures.money(amount)
