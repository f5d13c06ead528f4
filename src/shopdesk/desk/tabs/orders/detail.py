"""One order: lines and money, profit, stock moves and journal entries, and the rows of files it came from."""

from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from shopdesk.desk.detail_lines import LinkText, Ruled, SideDetail, whole_list
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.grid import CellFormats
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.source_panel import origin
from shopdesk.desk.tabs.orders.way_part import WayPart, head_pill
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Kind, Tone
from shopdesk.shop.fulfilment.reports import OnItsWay
from shopdesk.shop.ledger.reports import account_title
from shopdesk.shop.ledger.sheets import ENTRY_KINDS
from shopdesk.shop.orders.reports import LineRow, OrderDetail, Source
from shopdesk.shop.orders.rules import SHIPPED, LineKind, OrderKind, OrderState
from shopdesk.shop.orders.sheets import KINDS, LINE_KINDS, LINES, STATES
from shopdesk.shop.stock.sheets import REASONS
from shopdesk.text import _, n_

FEW: Final = 8
"""So many lines stand in the panel at once; of more, fewer are shown and all on demand."""
FIRST: Final = 6
OPEN_MS: Final = 30_000
"""So long what is masked stays open."""
NAMED: Final = 3
"""SKUs without a cost that are named one by one."""


class OrderPanel(SideDetail):
    """Shows one OrderDetail at a time; says by signals where the user wants to go."""

    sku_wanted = Signal(str)
    """Code of a SKU."""
    row_wanted = Signal(int, object)
    """Import and the rows of it that made the order."""
    moves_wanted = Signal(str)
    """Order no. whose moves are too many for the panel."""
    lot_wanted = Signal(str)
    """Number of a lot."""
    deed_wanted = Signal(str, object)
    """Name of a deed on the order, and what it is about."""
    case_wanted = Signal(int, str)
    """A case is to be opened for the order of this id and number."""
    cases_wanted = Signal(str)
    """Order no. whose cases are to be seen."""
    customer_wanted = Signal(int)
    """The customer whose card is to be seen."""
    look_wanted = Signal(int, int)
    """Masked data of this customer, as the order of this id has it, is to be opened."""

    def __init__(self) -> None:
        super().__init__(_("Order"))
        self._figures = Figures()
        self.detail: OrderDetail | None = None
        self._way: OnItsWay | None = None
        self._all_lines = False
        self._open = 0
        """The order whose masked data is open."""
        self.closing = QTimer(self, singleShot=True, interval=OPEN_MS)
        self.closing.timeout.connect(self.close_data)

    def reveal(self, order_id: int) -> None:
        """Show what is masked for a while, if that order is still the one that is shown."""
        if self.detail is not None and self.detail.order.order_id == order_id:
            self._open = order_id
            self.closing.start()
            self.show_order(self.detail, self._figures, self._way)

    def close_data(self) -> None:
        """Mask it again."""
        self._open = 0
        self.closing.stop()
        if self.detail is not None:
            self.show_order(self.detail, self._figures, self._way)

    def _masked(self, text: str | None) -> str:
        return (text or "") if self._open else mask(text)

    def show_order(self, detail: OrderDetail, figures: Figures, way: OnItsWay | None = None) -> None:
        """Show an order and its way; the same order again keeps what was unfolded and the place scrolled to."""
        same = self.detail is not None and self.detail.order.order_id == detail.order.order_id
        place = self.area.verticalScrollBar().value() if same else 0
        self._all_lines = self._all_lines and same
        if not same:
            self._open = 0
            self.closing.stop()
        self.detail, self._figures, self._way = detail, figures, way
        self._fill()
        self.area.verticalScrollBar().setValue(place)

    def show_note(self, text: str) -> None:
        self.detail = None
        super().show_note(text)

    def _fill(self) -> None:
        detail = self.detail
        assert detail is not None
        self.clear()
        self._show_head(detail)
        way = None
        if self._way is not None:
            wanted = self.deed_wanted.emit, self.sku_wanted.emit, self.lot_wanted.emit
            way = WayPart(self, self._way, self._figures, *wanted)
            way.show_first()
        self._show_lines(detail)
        if way is not None:
            way.show_rest()
        self._show_profit(detail)
        self._show_delivery(detail)
        self._show_moves(detail)
        self._show_entries(detail)
        self._show_service(detail)
        self._show_sources(detail)
        self.finish()

    def _show_head(self, detail: OrderDetail) -> None:
        order = detail.order
        parts = [_(detail.channel)]
        if order.placed_at is not None:
            parts.append(_("placed {when}").format(when=self._figures.moment(order.placed_at)))
        if order.kind != OrderKind.SALE:
            parts.insert(0, said(KINDS, order.kind)[0])
        if detail.customer_no:
            parts.append(_("customer {number}").format(number=self._masked(detail.customer_no)))
        pill = head_pill(self._way) if self._way is not None else None
        self.set_head(order.order_no, " · ".join(parts), pill or Pill(*said(STATES, order.state)))
        if detail.warned_of:
            words = _("Be careful with this customer: {reason}").format(reason=detail.warned_of)
            self.section().addWidget(Words(words, "body", "bad", wrap=True))

    # ------------------------------------------------------------------------------------------------ lines, money

    def _show_lines(self, detail: OrderDetail) -> None:
        place = self.section(_("Lines"))
        lines = detail.lines
        if self._all_lines:
            place.addWidget(self._every_line(detail))
            place.addWidget(button(_("Show fewer"), self._fold, look="link"))
        table = Ruled()
        if not self._all_lines:
            for line in lines if len(lines) <= FEW else lines[:FIRST]:
                self._add_line(table, line)
        place.addWidget(table)
        if not self._all_lines and len(lines) > FEW:
            words = n_("Show all {count} line", "Show all {count} lines", len(lines))
            place.addWidget(
                button(words.format(count=self._figures.pieces(Decimal(len(lines)))), self._unfold, look="link")
            )
            table = Ruled()
            place.addWidget(table)
        self._add_money(table, detail)

    def _unfold(self) -> None:
        self._all_lines = True
        self._fill()

    def _fold(self) -> None:
        self._all_lines = False
        self._fill()

    def _every_line(self, detail: OrderDetail) -> Any:
        rows = [tuple(getattr(line, column.key) for column in LINES.columns) for line in detail.lines]
        formats = CellFormats(LINES, zone=self._figures.zone, today=self._figures.today)
        return whole_list(LINES, rows, ("sku", "quantity", "amount", "title", "unit_price", "source_row"), formats)

    def _add_line(self, table: Ruled, line: LineRow) -> None:
        kind = said(LINE_KINDS, line.kind)[0]
        title = line.title or (line.sku if line.kind == LineKind.PRODUCT else None) or kind
        amount = self._figures.money(line.amount)
        tone = Tone.BAD if line.amount < 0 else None
        if line.kind != LineKind.PRODUCT:
            table.add(title, amount, note=kind if kind != title else "", tip=title, tones=(tone,))
            return
        price = _("{price} each").format(price=self._figures.text(Kind.PRICE, line.unit_price))
        note = " · ".join(part for part in (line.sku, price) if part)
        pieces = self._figures.show(Kind.QUANTITY, line.quantity)
        table.add(title, pieces.text, amount, note=note, tip=title, tones=(pieces.tone, tone))

    def _add_money(self, table: Ruled, detail: OrderDetail) -> None:
        order = detail.order
        parts = (
            (_("Goods"), order.goods),
            (_("Discount"), -order.discount),
            (_("Shipping"), order.shipping),
            (_("Other charges"), order.charge),
            (_("Tax"), order.tax),
        )
        # Where the lines come to the total, shipping and discounts are lines themselves and are not said twice.
        is_whole = sum((line.amount for line in detail.lines), Decimal(0)) == order.total
        for title, amount in () if is_whole else parts:
            if amount:
                table.add(title, self._figures.money(amount), tones=(Tone.BAD if amount < 0 else None,))
        total = _("Total {currency}").format(currency=detail.currency)
        table.add(total, self._figures.money(order.total), strong=True, tones=(Tone.BAD if order.total < 0 else None,))
        if order.rate is not None:
            own = _("Total {currency}").format(currency=order.currency)
            rate = _("1 {currency} = {rate} {home}").format(
                currency=order.currency, rate=self._figures.text(Kind.RATE, order.rate), home=detail.currency
            )
            table.add(own, self._figures.money(order.own_total), note=rate)
        for refund in detail.refunds:
            when = _("Refund {day}").format(day=refund.refunded_on.isoformat())
            table.add(when, self._figures.money(-refund.amount), note=refund.reason or "", tones=(Tone.BAD,))

    # ------------------------------------------------------------------------------------------------ profit

    def _show_profit(self, detail: OrderDetail) -> None:
        order = detail.order
        if order.state == OrderState.CANCELLED:
            return
        place = self.section(_("Profit"))
        if order.sold_on is None:
            place.addWidget(Words(_("Not paid yet: the profit is known once the order is paid and sent."), wrap=True))
        elif detail.profit is not None and detail.cost is not None:
            table = Ruled()
            table.add(
                _("Cost of goods"), self._figures.money(-detail.cost), tones=(Tone.BAD if detail.cost > 0 else None,)
            )
            table.add(
                _("Profit"), self._figures.money(detail.profit), strong=True,
                tones=(Tone.BAD if detail.profit < 0 else Tone.GOOD,),
            )  # fmt: skip
            place.addWidget(table)
        elif order.state not in SHIPPED and not detail.moves:
            place.addWidget(Words(_("The cost is booked when the goods leave; the profit is known then."), wrap=True))
        else:
            self._ask_for_cost(place, detail)

    def _ask_for_cost(self, place: QVBoxLayout, detail: OrderDetail) -> None:
        goods = [line for line in detail.lines if line.kind == LineKind.PRODUCT and line.quantity and line.cost is None]
        codes = list(dict.fromkeys(line.sku for line in goods if line.sku and line.sku_id is not None))
        strange = list(dict.fromkeys(line.title or line.sku or "" for line in goods if line.sku_id is None))
        if codes:
            sentence = _("Cost unknown for {sku}. Enter a cost to see profit.")
            more = len(codes) - NAMED
            if more > 0:
                sentence = n_(
                    "Cost unknown for {sku} and {count} more. Enter a cost to see profit.",
                    "Cost unknown for {sku} and {count} more. Enter a cost to see profit.", more,
                ).format(count=more, sku="{sku}")  # fmt: skip
            place.addWidget(LinkText(sentence, {"sku": codes[:NAMED]}, self.sku_wanted.emit))
        if strange:
            sentence = _("Cost unknown: {titles} is no product of the shop.")
            place.addWidget(Words(sentence.format(titles=", ".join(strange[:NAMED])), wrap=True))

    # ------------------------------------------------------------------------------------------------ delivery

    def _show_delivery(self, detail: OrderDetail) -> None:
        order, address = detail.order, detail.address
        rows = []
        if address is not None:
            rows = [
                (_("Recipient"), self._masked(address.recipient)),
                (_("Phone"), self._masked(address.phone)),
                (_("Address"), self._masked(address.address)),
                (_("Region, city"), " ".join(part for part in (address.region, address.city) if part)),
                (_("Buyer's note"), self._masked(address.buyer_note)),
            ]
        rows += [
            (_("Country"), order.country or ""),
            (_("Carrier"), order.carrier or ""),
            (_("Waybill"), order.waybill or ""),
            (_("Sent"), self._figures.moment(order.shipped_at)),
            (_("Closed because"), order.closed_reason or ""),
            (_("Coupon codes"), (order.coupon_codes or "").replace(";", "; ").replace("=", " ")),
            (_("Note"), order.note or ""),
        ]
        told = [row for row in rows if row[1]]
        if told:
            self.facts(_("Delivery and notes"), told)
        if address is not None and order.customer_id is not None:
            self._offer_look(order.customer_id, order.order_id)

    def _offer_look(self, customer_id: int, order_id: int) -> None:
        """The way to what is masked, and back."""
        place = self.section()
        if self._open:
            place.addWidget(button(_("Mask again"), self.close_data))
            place.addWidget(Words(_("Open for 30 seconds; that you looked is kept."), "small", "muted", wrap=True))
        else:
            look = partial(self.look_wanted.emit, customer_id, order_id)
            place.addWidget(button(_("Show for 30 seconds"), look, icon_name="search"))

    # ------------------------------------------------------------------------------------------------ facts

    def _show_moves(self, detail: OrderDetail) -> None:
        if not detail.moves:
            return
        place = self.section(_("Stock moves"))
        table = Ruled()
        moves = detail.moves if len(detail.moves) <= FEW else detail.moves[:FIRST]
        for move in moves:
            when = f"{said(REASONS, move.reason)[0]} · {self._figures.moment(move.moved_at)}"
            tone = Tone.BAD if move.quantity < 0 else Tone.GOOD
            table.add(move.code, self._figures.signed(move.quantity), note=when, tones=(tone,))
        place.addWidget(table)
        if len(detail.moves) > len(moves):
            count = self._figures.pieces(Decimal(len(detail.moves)))
            words = _("Show all {count} moves in the stock tab").format(count=count)
            place.addWidget(button(words, partial(self.moves_wanted.emit, detail.order.order_no), look="link"))

    def _show_entries(self, detail: OrderDetail) -> None:
        if not detail.entries:
            return
        place = self.section(_("Journal entries"))
        table = Ruled()
        table.head("", _("Debit"), _("Credit"))
        for _entry_id, group in groupby(detail.entries, lambda posting: posting.entry_id):
            postings = list(group)
            first = postings[0]
            title = f"{first.entry_on.isoformat()} · {said(ENTRY_KINDS, first.kind)[0]}"
            table.add(Words(title, "small", "muted"), ruled=False)
            for number, posting in enumerate(postings, 1):
                sides = (posting.amount, Decimal(0)) if posting.amount > 0 else (Decimal(0), -posting.amount)
                figures = [self._figures.money(side) if side else "" for side in sides]
                account = account_title(posting.code, posting.title)
                table.add(account, *figures, tip=f"{posting.code} {account}", ruled=number == len(postings))
        place.addWidget(table)

    def _show_service(self, detail: OrderDetail) -> None:
        place, order = self.section(_("Service")), detail.order
        place.addWidget(
            button(_("Open a case…"), partial(self.case_wanted.emit, order.order_id, order.order_no), look="link")
        )
        place.addWidget(button(_("Show its cases"), partial(self.cases_wanted.emit, order.order_no), look="link"))
        if order.customer_id is not None:
            card = partial(self.customer_wanted.emit, order.customer_id)
            place.addWidget(button(_("Customer card"), card, look="link"))

    def _show_sources(self, detail: OrderDetail) -> None:
        place = self.section(_("Where from"))
        if not detail.sources:
            place.addWidget(Words(_("Entered in ShopDesk."), "body", "muted"))
        for source in detail.sources:
            place.addWidget(self._source(source))
            came = _("import {number} · {when}")
            words = came.format(number=source.import_id, when=self._figures.moment(source.imported_at))
            place.addWidget(Words(words, "small", "muted"))

    def _source(self, source: Source) -> Any:
        where = origin(source.file_name, source.sheet_name, source.rows)
        made = LinkText(
            "{where}", {"where": [where]}, lambda _words: self.row_wanted.emit(source.import_id, source.rows)
        )
        made.setToolTip(_("Show the row as it stands in the file"))
        return made
