"""The parts of a bundle beside the list of products: added by code, taken out again, kept as one step."""

from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.stock.facts import Known, SkuFacts, look_up
from shopdesk.desk.tabs.stock.side_forms import SKU, SideForm
from shopdesk.desk.tabs.stock.suggestions import Suggestions
from shopdesk.desk.widgets import Words, button, clear, rule
from shopdesk.shop.catalog.bundles import set_parts
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import N_, UserError, _

PIECES: Final = Column("quantity", N_("Pieces in one bundle"), Kind.QUANTITY)
Chosen = dict[int, tuple[str, Decimal]]
"""Part → its code and how many pieces of it one bundle takes."""


class PartsForm(SideForm):
    """Each part that is added or taken out is kept at once, and can be undone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Parts"), _("A bundle is sold as one and taken from the shelf as its parts; its own stock never moves.")
        )
        self._desk, self._figures = desk, Figures()
        self._sku_id = 0
        self._parts: Chosen = {}
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.inside.addLayout(self.lines)

    def begin(self, facts: SkuFacts, figures: Figures) -> None:
        """The parts of a SKU, and a line for a further one."""
        self._sku_id, self._figures = facts.sku_id, figures
        self._parts = {part.sku_id: (part.sku, part.quantity) for part in facts.parts}
        self.title.setText(_("Parts of {sku}").format(sku=facts.row["sku"]))
        self._show()

    def follow(self, facts: SkuFacts) -> None:
        """The shop has changed: show other parts of the same bundle, as an undo brings them back."""
        if facts.sku_id == self._sku_id and [one.sku_id for one in facts.parts] != list(self._parts):
            self.begin(facts, self._figures)

    def _show(self) -> None:
        clear(self.lines)
        for part_id, (code, quantity) in self._parts.items():
            line, name = QHBoxLayout(), _("Take {sku} out").format(sku=code)
            line.addWidget(Words(code, "body"), 1)
            line.addWidget(Words(self._figures.pieces(quantity), "body"))
            line.addWidget(button("", partial(self._take_out, part_id), icon_name="delete", look="quiet", name=name))
            self.lines.addLayout(line)
            self.lines.addWidget(rule())
        form = self.set_form([Field(SKU, required=True), Field(PIECES, Decimal(1), required=True)], _("Add part"))
        form.accepted.connect(self._add)
        edit = form.editor("sku")
        assert isinstance(edit, QLineEdit)
        Suggestions(self._desk, edit)

    def _add(self, values: dict[str, Any]) -> None:
        typed: str = values["sku"]
        self.form.submit.setEnabled(False)
        then = partial(self._found, typed, values["quantity"])
        self._desk.ask("stock.part", lambda tx: look_up(tx, typed), then)

    def _found(self, typed: str, quantity: Decimal, known: Known | None) -> None:
        if known is None:
            self.form.refused(UserError(N_("No SKU or barcode {sku} is known."), sku=typed))
        else:
            self._keep({**self._parts, known.sku_id: (known.code, quantity)})

    def _take_out(self, part_id: int) -> None:
        self._keep({one: part for one, part in self._parts.items() if one != part_id})

    def _keep(self, parts: Chosen) -> None:
        def done(_done: Any) -> None:
            self._parts = parts
            self._show()
            self.setFocus()

        wanted = {part_id: quantity for part_id, (_code, quantity) in parts.items()}
        self._desk.do(set_parts, self._sku_id, wanted, then=done, failed=self.form.refused)
