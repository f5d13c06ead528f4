"""Codes of promotions: their limits, and the orders that they were used on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import CellFormats
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.promotions.reports import COUPON_ROWS, USE_ROWS
from shopdesk.shop.promotions.sheets import COUPON_USES, COUPONS
from shopdesk.store.rows import Query, fetch_first, fetch_page, quoted
from shopdesk.text import N_, _

MOST: Final = 40
"""So many uses are shown beside a code; the latest."""
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("used", N_("Used"), (("uses", ">0"),)),
    Quick("unused", N_("Never used"), (("uses", "=0"),)),
)


@dataclass(frozen=True, slots=True)
class CouponFacts:
    """A code: its cells by column key, and its latest uses as the sheet of uses has them."""

    row: Mapping[str, Any]
    uses: Sequence[tuple[Any, ...]]


def read_coupon(tx: Any, coupon_id: int) -> CouponFacts | None:
    """One code; None where it is gone."""
    cells = fetch_page(tx, COUPON_ROWS, [coupon_id])[0]
    if not cells:
        return None
    row = dict(zip([column.key for column in COUPONS.columns], cells, strict=True))
    query = Query(filters=(("code", quoted(row["code"])),), today=tx.today, zone=tx.zone)
    return CouponFacts(row, [values for _id, values in fetch_first(tx, USE_ROWS, query, MOST)])


LISTED: Final = Listed(
    "coupons", COUPON_ROWS, QUICK, N_("Filters of coupons"), read_coupon,
    select=N_("Select a code to see where it was used."), gone=N_("This code is gone."),
    empty=N_("A promotion that names codes has them here, with their uses."), counted=True,
)  # fmt: skip


class CouponPanel(DocumentPanel):
    """What is known of a code."""

    order_wanted = Signal(str)

    def show_facts(self, facts: CouponFacts, figures: Figures) -> None:
        """Show a code."""
        columns = COUPONS.columns
        cells = CellFormats(COUPONS, zone=figures.zone).row([facts.row[column.key] for column in columns])
        self.clear()
        self.set_head(facts.row["code"], facts.row["promotion"])
        told = [(_(column.title), cell.text) for column, cell in zip(columns[2:], cells[2:], strict=True) if cell.text]
        self.facts("", told)
        if facts.uses:
            self._uses(facts, figures)
        self.finish()

    def _uses(self, facts: CouponFacts, figures: Figures) -> None:
        table = Ruled(1)
        order_at, amount_at, day_at = (
            next(at for at, column in enumerate(COUPON_USES.columns) if column.key == key)
            for key in ("order_no", "amount", "used_on")
        )
        for use in facts.uses:
            link = button(use[order_at], look="link")
            link.clicked.connect(lambda _checked=False, number=use[order_at]: self.order_wanted.emit(number))
            table.add(link, figures.money(use[amount_at]), note=str(use[day_at]))
        place = self.section(_("Uses"))
        place.addWidget(table)
        if len(facts.uses) == MOST:
            place.addWidget(Words(_("The latest {count} are shown.").format(count=MOST), "small", "muted"))


class CouponsList(DetailList):
    """The codes."""

    def __init__(self, desk: Desk) -> None:
        panel = CouponPanel(_("Coupon"))
        super().__init__(desk, LISTED, panel)
        panel.order_wanted.connect(lambda number: desk.show("orders", filters=[("order_no", quoted(number))]))
