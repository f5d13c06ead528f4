"""The list of suppliers with how they deliver, and beside it the one that is selected; new ones and edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.buying.actions import add_supplier, edit_suppliers
from shopdesk.shop.buying.scorecard import SCORE_ROWS, Score, SingleSource, fetch_scores, single_source
from shopdesk.shop.catalog.sheets import SUPPLIER_FILE
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("open", N_("Something on the way"), (("open", ">0"),), N_("Ordered, and not all of it has come")),
    Quick("single", N_("Single source"), (("single", ">0"),), N_("Nobody else supplies some of its SKUs")),
    Quick("imported", N_("From files"), (("import_id", "!="),), N_("Brought by a file")),
)
FEW: Final = 12
_KEYS: Final = [column.key for column in SCORE_ROWS.sheet.columns]


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """One supplier: its cells by column key, its score, the SKUs that only it supplies, and its file."""

    supplier_id: int
    row: dict[str, Any]
    score: Score
    single: Sequence[SingleSource]
    file: tuple[str, str] | None


def read_supplier(tx: Any, supplier_id: int) -> SupplierFacts | None:
    """A supplier; None where it is gone."""
    cells = fetch_page(tx, SCORE_ROWS, [supplier_id])[0]
    scores = fetch_scores(tx, supplier_id)
    if not cells or not scores:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    found = find_import(tx, row["import_id"]) if row["import_id"] is not None else None
    file = (found.file_name, found.sheet_name) if found is not None else None
    return SupplierFacts(supplier_id, row, scores[0], single_source(tx, supplier_id), file)


LISTED: Final = Listed(
    "scorecard", SCORE_ROWS, QUICK, N_("Filters of suppliers"), read_supplier,
    select=N_("Select a supplier to see how it delivers."),
    gone=N_("This supplier is no longer in the shop."),
    empty=N_("Suppliers stand here once a product, a receipt or a list of suppliers names them."), counted=True,
)  # fmt: skip


class SupplierPanel(DocumentPanel):
    """Shows one supplier; says by signals where the user wants to go."""

    edit_wanted = Signal(object)
    """Its SupplierFacts."""
    orders_wanted = Signal(str)
    prices_wanted = Signal(str)
    products_wanted = Signal(str)
    receipts_wanted = Signal(str)
    sku_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Supplier"))

    def show_facts(self, facts: SupplierFacts, figures: Figures) -> None:
        """Show a supplier; personal values masked, as everywhere."""
        row = facts.row
        self.clear()
        self.set_head(row["supplier"], row["code"] or "")
        line = QHBoxLayout()
        line.addWidget(button(_("Edit"), partial(self.edit_wanted.emit, facts), icon_name="edit"))
        line.addStretch(1)
        self.section().addLayout(line)
        days = row["lead_days"]
        told = [
            (_("Lead time, told"), "" if days is None else n_("{count} day", "{count} days", days).format(count=days)),
            (_("Contact person"), mask(row["contact"])),
            (_("Phone"), mask(row["phone"])),
            (_("E-mail"), mask(row["email"])),
            (_("Note"), row["note"] or ""),
        ]
        known = [(name, text) for name, text in told if text]
        if known:
            self.facts("", known)
        self._show_score(facts.score, figures)
        self._show_goods(facts, figures)
        if facts.file is not None:
            tell_origin(self.section(_("Where from")), facts.file, row["import_id"], (), self.row_wanted.emit)
        self.finish()

    def _show_score(self, score: Score, figures: Figures) -> None:
        """What was measured; what has not been measured is said to be so."""
        nothing = _("not measured yet")
        lead = nothing
        if score.lead_mean is not None:
            lead = _("{mean} days").format(mean=f"{score.lead_mean:.1f}")
            if score.lead_spread is not None:
                lead = _("{mean} ± {spread} days").format(
                    mean=f"{score.lead_mean:.1f}", spread=f"{score.lead_spread:.1f}"
                )
            lead += " · " + n_("{count} receipt", "{count} receipts", score.receipts).format(count=score.receipts)
        told = [
            (_("Lead time"), lead),
            *(
                (name, nothing if share is None else figures.text(Kind.PERCENT, share))
                for name, share in (
                    (_("On time"), score.on_time), (_("Fill rate"), score.fill), (_("Defects"), score.defects),
                    (_("Price change"), score.price_change),
                )
            ),
            (_("Late orders"), str(score.late)),
        ]  # fmt: skip
        self.facts(_("How it delivers"), told)

    def _show_goods(self, facts: SupplierFacts, figures: Figures) -> None:
        row, place = facts.row, self.section(_("What comes from them"))
        name, products, receipts = row["supplier"], row["products"], row["receipts"]
        links = [
            (n_("{count} product", "{count} products", products), products, self.products_wanted),
            (n_("{count} purchase order", "{count} purchase orders", row["orders"]), row["orders"], self.orders_wanted),
            (n_("{count} goods receipt", "{count} goods receipts", receipts), receipts, self.receipts_wanted),
        ]
        for words, count, signal in links:
            if count:
                place.addWidget(button(words.format(count=count), partial(signal.emit, name), look="link"))
        if receipts:
            last = _("last on {when}").format(when=figures.moment(row["last_received"]))
            place.addWidget(Words(last, "small", "muted"))
        place.addWidget(button(_("What they ask"), partial(self.prices_wanted.emit, name), look="link"))
        if not facts.single:
            return
        few = self.section(_("Only from them"))
        few.addWidget(Words(_("If they fail, nobody else is known for these."), "small", "muted", wrap=True))
        for one in facts.single[:FEW]:
            few.addWidget(button(f"{one.sku} · {one.title}", partial(self.sku_wanted.emit, one.sku), look="link"))
        if len(facts.single) > FEW:
            rest = len(facts.single) - FEW
            few.addWidget(Words(n_("and {count} more", "and {count} more", rest).format(count=rest), "small", "muted"))


class SupplierForm(SideDetail):
    """A new supplier, or the edit of one."""

    left = Signal()
    kept = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Supplier"))
        self._desk = desk
        self._facts: SupplierFacts | None = None
        self.form: Form

    def begin(self, facts: SupplierFacts | None = None) -> None:
        """The form for a new supplier, or for one that is there."""
        self._facts = facts
        self.clear()
        self.set_head(_("New supplier") if facts is None else facts.row["supplier"])
        row = {} if facts is None else {**facts.row, "name": facts.row["supplier"]}
        fields = [Field(column, row.get(column.key)) for column in SUPPLIER_FILE.columns]
        self.form = Form(fields, _("Add supplier") if facts is None else _("Save"))
        self.form.accepted.connect(self._keep)
        self.form.given_up.connect(self.left)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("name"))

    def _keep(self, values: dict[str, Any]) -> None:
        self.form.submit.setEnabled(False)
        if self._facts is None:
            name = values.pop("name")
            self._desk.do(add_supplier, name, then=self._kept, failed=self.form.refused, **values)
            return
        edits = [(self._facts.supplier_id, key, value) for key, value in values.items()]
        self._desk.do(edit_suppliers, edits, then=self._kept, failed=self.form.refused)

    def _kept(self, _done: Any) -> None:
        self.kept.emit()


class SuppliersList(DetailList):
    """Who the shop buys from, and how they deliver."""

    panel: SupplierPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, SupplierPanel())
        self.form = SupplierForm(desk)
        self.page.side.addWidget(self.form)
        self.form.left.connect(self.page.back)
        self.form.kept.connect(self.page.back)
        self.panel.edit_wanted.connect(self.edit)

    def edit(self, facts: SupplierFacts | None = None) -> None:
        """The form at the right; None for a new supplier."""
        self.form.begin(facts)
        self.page.show_side(self.form)
