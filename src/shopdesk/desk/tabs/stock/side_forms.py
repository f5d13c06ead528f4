"""The small forms at the right of the stock list: a new product, and an adjustment of one SKU."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.tabs.stock.facts import Known, look_up
from shopdesk.desk.tabs.stock.late_note import LateNote
from shopdesk.desk.tabs.stock.suggestions import Suggestions
from shopdesk.desk.widgets import Words, button, rule
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.stock.actions import adjust_stock
from shopdesk.shop.stock.backdate import Proposed
from shopdesk.shop.stock.reports import Place
from shopdesk.shop.stock.rules import ADJUSTMENTS, MoveReason
from shopdesk.shop.stock.sheets import REASONS, STOCK
from shopdesk.text import N_, UserError, _

NEW: Final = ("sku", "title", "option", "barcode", "price", "cost", "category", "brand")
"""Columns of the stock list that a new product may say."""
SKU: Final = Column("sku", N_("SKU or barcode"), Kind.ID, example="TEA-001")
PIECES: Final = Column(
    "quantity",
    N_("Change by"),
    Kind.QUANTITY,
    help=N_("Pieces that are added; with a minus, pieces that are taken away."),
)
REASON: Final = Column("reason", N_("Reason"), Kind.TEXT)
NOTE: Final = Column(
    "note", N_("Why"), Kind.TEXT, example=N_("Broken in the parcel"), help=N_("Stands beside the move.")
)
UNIT_COST: Final = Column(
    "unit_cost", N_("Unit cost"), Kind.PRICE, help=N_("Cost of one added piece; blank takes the cost that is known.")
)
PLACE: Final = Column("warehouse_id", N_("Warehouse"), Kind.INTEGER, help=N_("Where the pieces lie."))
WHEN: Final = Column("moved_at", N_("When"), Kind.TIME, example="2026-01-31 09:00", help=N_("Blank is now."))


class SideForm(QFrame):
    """A form with its title in a panel at the right; Esc and the arrow leave it."""

    left = Signal()

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(title)
        self.form: Form
        head = QHBoxLayout()
        head.setContentsMargins(6, 8, 8, 4)
        head.setSpacing(4)
        head.addWidget(button("", self.left.emit, icon_name="back", look="quiet", name=_("Back (Esc)")))
        self.title = Words(title, "strong", elide=True)
        head.addWidget(self.title, 1)
        self.inside = QVBoxLayout()
        self.inside.setContentsMargins(14, 10, 14, 14)
        self.inside.setSpacing(10)
        if sentence:
            self.inside.addWidget(Words(sentence, "small", "muted", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self._scrolled(title), 1)

    def _scrolled(self, title: str) -> QScrollArea:
        holder = QWidget()
        holder.setProperty("look", "plain")
        holder.setLayout(self.inside)
        scroll = QScrollArea()
        scroll.setAccessibleName(title)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        return scroll

    def set_form(self, fields: Sequence[Field], submit: str, zone: str = "UTC") -> Form:
        """Show a fresh form; the one before goes."""
        old = getattr(self, "form", None)
        if old is not None:
            self.inside.removeWidget(old)
            old.hide()
            old.deleteLater()
        while (item := self.inside.itemAt(self.inside.count() - 1)) is not None and item.spacerItem() is not None:
            self.inside.takeAt(self.inside.count() - 1)
        self.form = Form(fields, submit, zone=zone)
        self.form.given_up.connect(self.left)
        self.inside.addWidget(self.form)
        self.inside.addStretch(1)
        self.setFocusProxy(self.form.editor(fields[0].column.key))
        return self.form


class ProductForm(SideForm):
    """A product with its first SKU."""

    added = Signal(int, str)
    """Id and code of the new SKU."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("New product"), _("Further variants of it are products of their own here, told apart by their option.")
        )
        self._desk = desk
        self.begin()

    def begin(self) -> None:
        """An empty form."""
        columns = [STOCK.column(key) for key in NEW]
        fields = [Field(replace(column, required=column.key in {"sku", "title"})) for column in columns]
        form = self.set_form(fields, _("Add product"))
        form.accepted.connect(self._add)
        self._desk.drafts.hold_form("product", form)
        form.given_up.connect(self.begin)

    def _add(self, values: dict[str, Any]) -> None:
        code, title = values.pop("sku"), values.pop("title")
        self.form.submit.setEnabled(False)

        def added(done: Any) -> None:
            self.begin()
            self.added.emit(done.value, code)

        self._desk.do(add_product, code, title, then=added, failed=self.form.refused, settles="product", **values)


class AdjustForm(SideForm):
    """A signed change of one SKU's stock, with the reason for it."""

    adjusted = Signal(int)
    """The SKU whose stock changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Adjust stock"),
            _("The pieces are added to what is on hand, or taken away from it; the move and its reason stay."),
        )
        self._desk = desk
        self._figures = Figures()
        self._places: Sequence[Place] = ()
        self.late = LateNote(desk)
        self.inside.addWidget(self.late)
        self.begin()

    def show_places(self, places: Sequence[Place]) -> None:
        """Take the warehouses that the next form offers."""
        self._places = places

    def begin(self, code: str = "", reason: MoveReason = MoveReason.ADJUST, figures: Figures | None = None) -> None:
        """An empty form for a SKU; the reason may be suggested. What was typed for it before and not done is there."""
        self._figures = figures or self._figures
        self.late.forget()
        places = [(place.warehouse_id, _(place.title)) for place in self._places]
        reasons = [(one, _(REASONS[one].title)) for one in (*ADJUSTMENTS, MoveReason.OPENING)]
        fields = [
            Field(SKU, code, required=True),
            Field(PIECES, required=True),
            Field(REASON, reason, reasons, required=True),
            Field(NOTE, _("Opening stock") if reason is MoveReason.OPENING else None, required=True),
            Field(UNIT_COST),
            Field(WHEN),
            *([Field(PLACE, places[0][0], places)] if len(places) > 1 else []),
        ]
        self.set_form(fields, _("Adjust"), str(self._figures.zone)).accepted.connect(self._adjust)
        sku = self.form.editor("sku")
        assert isinstance(sku, QLineEdit)
        Suggestions(self._desk, sku)
        drafts = self._desk.drafts
        if code and drafts.get("adjustment").get("sku", code) != code:
            drafts.put("adjustment", {})
        drafts.hold_form("adjustment", self.form)
        if code:
            self.setFocusProxy(self.form.editor("quantity"))

    def _adjust(self, values: dict[str, Any]) -> None:
        values["reason"] = MoveReason(values["reason"])  # Qt hands back a plain text
        if values["reason"] is MoveReason.WRITE_OFF and values["quantity"] > 0:
            taken = self._figures.pieces(-values["quantity"])
            self.form.refused(UserError(N_("A write-off takes pieces away. Type {quantity}."), quantity=taken))
            return
        self.form.submit.setEnabled(False)
        typed: str = values.pop("sku")
        self._desk.ask("stock.adjust", lambda tx: look_up(tx, typed), lambda known: self._go_on(known, typed, values))

    def _go_on(self, known: Known | None, typed: str, values: dict[str, Any]) -> None:
        if known is None:
            self.form.refused(UserError(N_("No SKU or barcode {sku} is known."), sku=typed))
            return

        def adjusted(_done: Any) -> None:
            self.begin()
            self.adjusted.emit(known.sku_id)

        def post() -> None:
            self._desk.do(
                adjust_stock, known.sku_id, *given, then=adjusted, failed=self.form.refused, settles="adjustment",
                **values,
            )  # fmt: skip

        given = (values.pop("quantity"), values.pop("reason"), values.pop("note"))
        moved_at = values["moved_at"]
        told = (known.sku_id, given[0], moved_at, values.get("warehouse_id"), values["unit_cost"])
        moves = [] if moved_at is None else [Proposed(*told)]
        wait = partial(self.form.submit.setEnabled, True)
        self.late.ask(moves, {known.sku_id: known.code}, self._figures, post, wait)
