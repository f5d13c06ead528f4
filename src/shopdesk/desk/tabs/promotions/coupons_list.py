"""Codes of promotions: their limits, which can be edited, the orders that they were used on, and new codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import CellFormats, parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.grid.selection import spans
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.promotions.coupon_form import ask_codes, ask_use
from shopdesk.desk.tabs.promotions.proof_page import read_names
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.promotions.coupons import remove_coupons
from shopdesk.shop.promotions.named_sides import edit_coupon_rows
from shopdesk.shop.promotions.reports import COUPON_ROWS, USE_ROWS
from shopdesk.shop.promotions.sheets import COUPON_USES, COUPONS
from shopdesk.shop.promotions.told_codes import Unknown, find_unknown
from shopdesk.store.rows import Query, fetch_first, fetch_page, quoted
from shopdesk.text import N_, UserError, _, n_

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

    coupon_id: int
    row: Mapping[str, Any]
    uses: Sequence[tuple[Any, ...]]


def read_coupon(tx: Any, coupon_id: int) -> CouponFacts | None:
    """One code; None where it is gone."""
    cells = fetch_page(tx, COUPON_ROWS, [coupon_id])[0]
    if not cells:
        return None
    row = dict(zip([column.key for column in COUPONS.columns], cells, strict=True))
    query = Query(filters=(("code", quoted(row["code"])),), today=tx.today, zone=tx.zone)
    return CouponFacts(coupon_id, row, [values for _id, values in fetch_first(tx, USE_ROWS, query, MOST)])


LISTED: Final = Listed(
    "coupons", COUPON_ROWS, QUICK, N_("Filters of coupons"), read_coupon,
    select=N_("Select a code to see where it was used."), gone=N_("This code is gone."),
    empty=N_("A promotion that names codes has them here, with their uses."), counted=True,
)  # fmt: skip


class CouponPanel(DocumentPanel):
    """What is known of a code."""

    order_wanted = Signal(str)
    remove_wanted = Signal(int)
    """The code is to be taken out; only one that nobody used asks for it."""
    use_wanted = Signal(str)
    """A use of the code is to be noted."""

    def show_facts(self, facts: CouponFacts, figures: Figures) -> None:
        """Show a code."""
        columns = COUPONS.columns
        cells = CellFormats(COUPONS, zone=figures.zone).row([facts.row[column.key] for column in columns])
        self.clear()
        self.set_head(facts.row["code"], facts.row["promotion"])
        told = [(_(column.title), cell.text) for column, cell in zip(columns[2:], cells[2:], strict=True) if cell.text]
        self.facts("", told)
        use = partial(self.use_wanted.emit, facts.row["code"])
        self.section().addWidget(button(_("Note a use…"), use, icon_name="edit"))
        if facts.uses:
            self._uses(facts, figures)
        else:
            remove = partial(self.remove_wanted.emit, facts.coupon_id)
            self.section().addWidget(button(_("Remove"), remove, icon_name="delete"))
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
        super().__init__(desk, LISTED, panel, self._edit)
        self.part = PartForm(desk, _("Coupon"))
        self.page.side.addWidget(self.part)
        self.add = button(_("New codes…"), self._ask_promotions, icon_name="add")
        self.line.flow.line.addWidget(self.add)
        self._unknown: Sequence[str] = ()
        self.unknown = button("", self._ask_unknown, icon_name="warn", name=_("Codes of orders"))
        self.unknown.hide()
        self.line.flow.line.addWidget(self.unknown)
        self.part.left.connect(self.page.back)
        panel.order_wanted.connect(lambda number: desk.show("orders", filters=[("order_no", quoted(number))]))
        panel.use_wanted.connect(self._begin_use)
        panel.remove_wanted.connect(lambda coupon_id: self._remove([coupon_id]))
        delete = QShortcut(QKeySequence("Ctrl+Delete"), self.grid)
        delete.activated.connect(self.remove_chosen)

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Take what is known of the shop now, and read, the codes that no promotion has too."""
        super().start(today, zone, figures)
        self._desk.ask("coupons.unknown", find_unknown, self._offer_unknown)

    def _offer_unknown(self, found: Sequence[Unknown]) -> None:
        self._unknown = [one.code for one in found]
        self.unknown.setVisible(bool(found))
        said = n_("{count} code of orders…", "{count} codes of orders…", len(found)).format(count=len(found))
        self.unknown.setText(said)
        self.unknown.setAccessibleName(said)
        self.unknown.setToolTip(_("Codes that orders name and no promotion has"))

    def _ask_promotions(self) -> None:
        self._desk.ask("coupons.promotions", read_names, self._begin)

    def _ask_unknown(self) -> None:
        self._desk.ask("coupons.promotions", read_names, lambda names: self._begin(names, self._unknown))

    def _begin(self, names: Sequence[tuple[int, str]], codes: Sequence[str] = ()) -> None:
        if not names:
            self._desk.tell(_("Plan a promotion first: codes are of one."), Tone.INFO)
            return
        ask_codes(self.part, names, codes)
        self.page.show_side(self.part)

    def _begin_use(self, code: str) -> None:
        ask_use(self.part, code)
        self.page.show_side(self.part)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(COUPONS.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_coupon_rows, read, failed=self._refuse)

    def remove_chosen(self) -> None:
        """Ctrl+Delete: take out what is selected, where nobody has used any of it."""
        blocks = spans(self.grid.view.blocks())
        found = [coupon_id for first, last in blocks for coupon_id in self.grid.rows.ids(first, last)]
        if found:
            self._remove(found)

    def _remove(self, coupon_ids: Sequence[int]) -> None:
        self._desk.do(remove_coupons, coupon_ids, failed=self._refuse)

    def _refuse(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)
