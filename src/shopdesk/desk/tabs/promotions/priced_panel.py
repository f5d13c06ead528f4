"""What a basket pays: the sum, every step in words, each line's share, and what did not hold and why."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from shopdesk.desk.detail_lines import Ruled, SideDetail, whole_list
from shopdesk.desk.figures import Figures
from shopdesk.desk.grid import CellFormats
from shopdesk.desk.widgets import Words
from shopdesk.shop.columns import Sheet, Tone
from shopdesk.shop.promotions.engine.priced import Priced
from shopdesk.shop.promotions.engine.words import line_rows, missed_words, step_rows
from shopdesk.shop.promotions.sheets import SHARES, STEPS
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import _

LINE_COLUMNS: Final = ("sku", "quantity", "unit_price", "listed", "off", "paid", "each")


class PricedPanel(SideDetail):
    """Shows one price."""

    def __init__(self) -> None:
        super().__init__(_("Price in steps"))

    def show_priced(self, priced: Priced, figures: Figures) -> None:
        """Show what was worked out."""
        self.clear()
        said = _("To pay: {amount}").format(amount=_money(figures, priced.total))
        listed = _("List price {amount}, taken off {off}").format(
            amount=_money(figures, sum(priced.listed) + priced.basket.shipping), off=_money(figures, priced.off)
        )
        self.set_head(said, listed)
        self._steps(priced, figures)
        self._table(SHARES, line_rows(priced), LINE_COLUMNS, figures)
        if priced.missed:
            self._missed(priced)
        self.finish()

    def _steps(self, priced: Priced, figures: Figures) -> None:
        place = self.section(_(STEPS.title))
        if not priced.steps:
            place.addWidget(Words(_("No promotion takes anything off."), "body", "muted", wrap=True))
            return
        table = Ruled(2)
        table.head("", _(STEPS.column("amount").title), _(STEPS.column("left").title))
        for _number, layer, title, how, _base, amount, left in step_rows(priced):
            assert isinstance(amount, Decimal)
            assert isinstance(left, Decimal)
            note, taken = f"{layer} · {how}", figures.money(-amount)
            table.add(str(title), taken, figures.money(left), note=note, tip=note, tones=(Tone.GOOD, None))
        place.addWidget(table)

    def _table(self, sheet: Sheet, rows: Sequence[Sequence[Any]], columns: Sequence[str], figures: Figures) -> None:
        place = self.section(_(sheet.title))
        place.addWidget(whole_list(sheet, rows, columns, CellFormats(sheet, zone=figures.zone, today=figures.today)))

    def _missed(self, priced: Priced) -> None:
        table = Ruled(1)
        for one in priced.missed:
            title = one.promotion.title if one.promotion is not None else one.coupon
            table.add(title, note=missed_words(one), tip=missed_words(one))
        self.section(_("Not taken off, and why")).addWidget(table)


def _money(figures: Figures, amount: int) -> str:
    return figures.money(Decimal(amount) / MONEY_SCALE)
