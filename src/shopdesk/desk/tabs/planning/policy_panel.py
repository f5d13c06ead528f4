"""How the shop plans in general: a form beside the list of proposals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.widgets import Words
from shopdesk.shop.planning.actions import set_planning
from shopdesk.shop.planning.read import Policy
from shopdesk.shop.planning.sheets import SHOP_FIELDS
from shopdesk.text import _

HUNDRED: Final = 100
SHARES: Final = ("service_level", "holding_rate")
"""Typed as per cent, kept as shares."""


class PolicyPanel(SideDetail):
    """Shows and keeps the shop's figures of planning."""

    kept = Signal()
    """The figures are in the shop; the plan is to be figured anew."""
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("How the shop plans"))
        self._desk = desk
        self.form: Form

    def show_policy(self, policy: Policy) -> None:
        """A form with the figures that hold now."""
        self.clear()
        self.set_head(_("How the shop plans"), _("A SKU can have its own, in its card."))
        fields = []
        for column in SHOP_FIELDS:
            value = Decimal(str(getattr(policy, column.key)))
            if column.key in SHARES:
                value *= HUNDRED
            fields.append(Field(column, f"{value.normalize():f}", required=True))
        self.form = Form(fields, _("Keep and figure anew"))
        self.form.accepted.connect(self._keep)
        self.form.given_up.connect(self.left)
        place = self.section()
        place.addWidget(self.form)
        for column in SHOP_FIELDS:
            place.addWidget(Words(f"{_(column.title)}: {_(column.help)}", "small", "muted", wrap=True))
        self.finish()
        self.setFocusProxy(self.form.editor(SHOP_FIELDS[0].key))

    def _keep(self, typed: Mapping[str, Any]) -> None:
        facts = {key: float(value) / (HUNDRED if key in SHARES else 1) for key, value in typed.items()}
        self._desk.do(set_planning, facts, then=self._done, failed=self.form.refused)

    def _done(self, _done: object) -> None:
        self.kept.emit()
        self.left.emit()
