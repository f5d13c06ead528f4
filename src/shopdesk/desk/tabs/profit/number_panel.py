"""What is this number: its definition, what it is made of, how the channels share it, and its rows one click away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.detail_lines import LinkText, Ruled, SideDetail
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.flow import Flow
from shopdesk.desk.grid import Shown
from shopdesk.desk.spanned.span import Span
from shopdesk.desk.tabs.profit.lines import LINES, Line
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.profit.definitions import COSTS, SHARES_OF
from shopdesk.shop.profit.figures import Figures, total
from shopdesk.shop.profit.reports import AccountLine
from shopdesk.text import _, n_, sentences

_OF_KNOWN: Final = frozenset({"cogs", "gross_profit", "contribution", "profit", *SHARES_OF})
"""Lines that sales of unknown cost are left out of."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure that was picked: its line, its days, and the figures of its channels (None: of no channel)."""

    line: Line
    span: Span
    by_channel: Mapping[int | None, Figures]
    channels: Mapping[int, str]
    currency: str
    channel_id: int | None
    accounts: Mapping[str, AccountLine]

    @property
    def whole(self) -> Figures:
        """All channels together."""
        return total(self.by_channel.values())


class NumberPanel(SideDetail):
    """Shows one Number at a time."""

    rows_wanted = Signal(str)
    """Key of the line whose entries are to be opened."""
    account_wanted = Signal(str)
    """Code of the account whose postings are to be opened."""
    orders_wanted = Signal()
    skus_wanted = Signal()
    line_wanted = Signal(str)
    channel_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("What is this number?"))

    def show_number(self, number: Number, formats: Formats) -> None:
        """Fill the panel."""
        self.clear()
        self._head(number, formats)
        self._parts(number, formats)
        if len(number.by_channel) > 1:
            self._channels(number, formats)
        self.finish()

    def _head(self, number: Number, formats: Formats) -> None:
        line, whole = number.line, number.whole
        shown = formats.show(line.column.kind, line.value(whole))
        top = QHBoxLayout()
        top.setContentsMargins(14, 12, 14, 0)
        top.setSpacing(8)
        top.addWidget(Words(_(line.column.title), "strong"))
        top.addWidget(Words(shown.text, "strong", "bad" if shown.tone is Tone.BAD else "text"))
        top.addWidget(Words(_("what is this number?"), "small", "muted", elide=True), 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 6, 14, 12)
        inner.setSpacing(8)
        inner.addWidget(Words(_(line.column.help), "body", "muted", wrap=True))
        inner.addWidget(Words(sentences(*self._scope(number, formats)), "small", "muted", wrap=True))
        inner.addWidget(self._buttons(number, formats))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(inner)
        self.add(holder)

    def _scope(self, number: Number, formats: Formats) -> list[str]:
        whole = number.whole
        orders = n_("{count} order", "{count} orders", whole.orders)
        said = [
            _("Booked {days}, in {currency}.").format(days=number.span.days, currency=number.currency),
            _("{orders}, {pieces} pieces.").format(
                orders=orders.format(count=formats.pieces(Decimal(whole.orders))), pieces=formats.pieces(whole.units)
            ),
        ]
        if number.channel_id is not None:
            said.append(_("Channel: {channel}.").format(channel=number.channels.get(number.channel_id, "")))
        if whole.unknown_sales and number.line.key in _OF_KNOWN:
            amount = formats.money(whole.unknown_sales)
            said.append(_("Left out: {amount} of sales whose cost is not known.").format(amount=amount))
        return said

    def _buttons(self, number: Number, formats: Formats) -> QWidget:
        made = Flow()
        whole, key = number.whole, number.line.key
        if key == "unknown_sales":
            made.line.addWidget(button(_("List the SKUs"), self.skus_wanted.emit))
        elif key not in SHARES_OF:
            made.line.addWidget(button(_("Open its entries"), partial(self.rows_wanted.emit, key)))
        if whole.orders and key not in COSTS:
            count = formats.pieces(Decimal(whole.orders))
            words = n_("Open {count} order", "Open {count} orders", whole.orders)
            made.line.addWidget(button(words.format(count=count), self.orders_wanted.emit))
        return made

    def _parts(self, number: Number, formats: Formats) -> None:
        """The lines that make a sum, or the accounts that make a line; each leads on."""
        line, whole = number.line, number.whole
        told: list[tuple[str, Decimal, Callable[[], object]]] = []
        for sign, key in line.parts:
            part = LINES[key]
            amount = sign * (getattr(whole, key) or Decimal(0))
            if amount or not part.is_rare:
                told.append((_(part.column.title), amount, partial(self.line_wanted.emit, key)))
        for code, debited in sorted(whole.accounts.items()):
            counted = number.accounts.get(code)
            if counted is not None and counted.name == line.key:
                told.append((f"{code}  {counted.title}", -debited, partial(self.account_wanted.emit, code)))
        if not told:
            return
        table = Ruled(1)
        for title, amount, go in told:
            self._add(table, title, formats.show(Kind.MONEY, amount), go)
        if len(told) > 1:
            shown = formats.show(Kind.MONEY, line.value(whole))
            table.add(_(line.column.title), shown.text, strong=True, tones=(shown.tone,))
        self.section(_("How it is made up") if line.is_sum else _("Accounts")).addWidget(table)

    def _channels(self, number: Number, formats: Formats) -> None:
        """What each channel has of it; a click shows that channel alone."""
        line, table = number.line, Ruled(1)
        for channel_id, figures in number.by_channel.items():
            shown = formats.show(line.column.kind, line.value(figures))
            if channel_id is None:
                table.add(_("No channel"), shown.text, tones=(shown.tone,))
            else:
                self._add(
                    table, number.channels.get(channel_id, ""), shown, partial(self.channel_wanted.emit, channel_id)
                )
        self.section(_("By channel")).addWidget(table)

    def _add(self, table: Ruled, title: str, shown: Shown, go: Callable[[], object]) -> None:
        table.add(LinkText("{name}", {"name": [title]}, lambda _words: go()), shown.text, tones=(shown.tone,))

    def add(self, widget: QWidget) -> None:
        """Put a widget under what is there."""
        self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
