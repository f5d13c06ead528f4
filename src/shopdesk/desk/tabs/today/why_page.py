"""Why sales moved: what each factor did, by channel and by product, beside what was changed meanwhile."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, tzinfo
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.desk.bars import Bar
from shopdesk.desk.desk import Desk
from shopdesk.desk.exporting import export_rows
from shopdesk.desk.figures import Figures
from shopdesk.desk.panels import Card
from shopdesk.desk.tabs.today.facts import SIZE_WORDS, read_moves
from shopdesk.desk.tabs.today.painted import ChangeBars
from shopdesk.desk.tabs.today.rolled import RolledTable
from shopdesk.desk.tabs.today.today_page import factor_bars, signed_money
from shopdesk.desk.widgets import Segments, Words, button
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.looking import Said
from shopdesk.shop.today.moves import FACTORS, Moves, Share
from shopdesk.shop.today.told_sheets import MOVE_SHEET, move_rows
from shopdesk.text import _

PRODUCTS = 30
"""So many products are listed, those that did most."""


class WhyPage(QWidget):
    """See `desk.paged_tab.Started`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._figures = Figures()
        self._size, self._is_started = By.WEEK, False
        self.moves: Moves | None = None
        sizes = [(size.value, _(title)) for size, title in SIZE_WORDS if size is not By.DAY]
        self.sizes = Segments(sizes, _("Period"), self._size.value)
        self.sizes.picked.connect(self._pick_size)
        self.said = Words("", "body", "muted")
        self.factors = ChangeBars(_("By factor"))
        self.channels = ChangeBars(_("By channel"))
        self._products = RolledTable()
        self._notes = RolledTable()
        self._lay_out()
        self.setFocusProxy(self.sizes)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self.said)
        head.addStretch(1)
        head.addWidget(self.sizes)
        head.addWidget(button(_("Excel…"), self._ask_out, icon_name="export"))
        column.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(12)
        column.addLayout(grid, 1)
        for place, (title, bars) in enumerate(((_("By factor"), self.factors), (_("By channel"), self.channels))):
            card = Card(title)
            card.body.addWidget(bars)
            card.body.addStretch(1)
            grid.addWidget(card, 0, place)
        for place, (title, area) in enumerate(
            ((_("By product"), self._products), (_("Changed and happened meanwhile"), self._notes))
        ):
            card = Card(title)
            card.body.addWidget(area, 1)
            grid.addWidget(card, 1, place)
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(1, 1)

    # ------------------------------------------------------------------------------------------------ reading

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read."""
        self._figures, self._is_started = figures, True
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        if self._is_started:
            self._desk.ask("today.why", partial(read_moves, size=self._size), self._take)

    def _ask_out(self) -> None:
        if self.moves is not None:
            export_rows(self._desk, MOVE_SHEET, move_rows(self.moves), self._figures.zone)

    def show_place(self, size: str = "", **_others: object) -> None:
        """Come to periods so long; a day is told as its week."""
        if size:
            longer = By.WEEK if By(size) is By.DAY else By(size)
            self.sizes.set_current(longer.value)
            self._pick_size(longer.value)

    def place(self) -> dict[str, str]:
        """How long the periods are."""
        return {"size": self._size.value}

    def _pick_size(self, key: str) -> None:
        self._size = By(key)
        self.refresh()

    def _take(self, moves: Moves) -> None:
        self.moves = moves
        now, before, figures = moves.now, moves.before, self._figures
        self.said.setText(_("{since} – {until}: {now}; {first} – {last}: {before}; {change}").format(
            since=now.since, until=now.until, now=figures.money(moves.came_to), first=before.since, last=before.until,
            before=figures.money(moves.was), change=signed_money(moves.change, figures),
        ))  # fmt: skip
        self.factors.show_bars(factor_bars(moves, figures))
        self.channels.show_bars(self._channel_bars(moves))
        self._show_products(moves)
        self._show_notes(moves)

    def _channel_bars(self, moves: Moves) -> list[Bar]:
        sums = defaultdict[int, Decimal](Decimal)
        for share in moves.channels:
            sums[share.channel_id] += share.amount
        return [
            Bar(moves.channel_titles.get(channel, ""), float(amount), signed_money(amount, self._figures))
            for channel, amount in sums.items()
        ]

    def _show_products(self, moves: Moves) -> None:
        by_sku = defaultdict[int, list[Share]](list)
        for share in moves.products:
            by_sku[share.sku_id or 0].append(share)
        ranked = sorted(by_sku, key=lambda sku_id: -abs(_whole(by_sku[sku_id])))
        grid = self._products.begin(1)
        for row, sku_id in enumerate(ranked[:PRODUCTS]):
            code, title = moves.sku_titles.get(sku_id, ("", _("Of no known SKU")))
            words = ", ".join(
                f"{_(FACTORS[factor])} {signed_money(amount, self._figures)}"
                for factor, amount in moves.by_factor(by_sku[sku_id]).items()
            )
            link = button(title, partial(self._desk.show, "stock", sku=code), look="link")
            link.setEnabled(bool(code))
            whole = _whole(by_sku[sku_id])
            grid.addWidget(link, row, 0)
            grid.addWidget(Words(words, "small", "muted", elide=True), row, 1)
            grid.addWidget(Words(signed_money(whole, self._figures), "body", "good" if whole >= 0 else "bad"), row, 2)
        if not ranked:
            grid.addWidget(Words(_("Nothing was sold on these days."), wrap=True), 0, 1)
        self._products.end()

    def _show_notes(self, moves: Moves) -> None:
        grid = self._notes.begin(1)
        for row, note in enumerate(moves.notes):
            grid.addWidget(Words(f"{note.day:%m-%d}", "small", "muted"), row, 0)
            grid.addWidget(Words(Said(note.said, note.values).words, wrap=True), row, 1)
        if not moves.notes:
            grid.addWidget(
                Words(_("Nothing was changed, and nothing happened that the shop knows of."), wrap=True), 0, 1
            )
        self._notes.end()


def _whole(shares: Sequence[Share]) -> Decimal:
    return sum((share.amount for share in shares), Decimal(0))
