"""The fee table: what channels agreed to take; a rule is typed in beside it, or comes from Excel."""

from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import Listed
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.settlement.deed_form import DeedForm
from shopdesk.desk.tabs.settlement.listed import Deed, RowFacts, RowPanel, SettlementList, reader
from shopdesk.shop.settlement.actions import add_fee_rule, remove_fee_rule
from shopdesk.shop.settlement.fees import FEE_ROWS
from shopdesk.shop.settlement.sheets import FEES
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("commission", N_("Commission"), (("kind", "=commission"),)),
    Quick("payment_fee", N_("Payment fee"), (("kind", "=payment_fee"),)),
)
LISTED: Final = Listed(
    "fees", FEE_ROWS, QUICK, N_("Filters of the fee table"), reader(FEE_ROWS),
    select=N_("Select a rule to change it."), gone=N_("This rule is no longer in the table."),
    empty=N_("Say here what channels agreed to take: what statements took is held against it."),
)  # fmt: skip


class FeesList(SettlementList):
    """The rules."""

    def __init__(self, desk: Desk) -> None:
        deeds = (
            Deed(N_("Edit…"), self.edit, icon="edit"),
            Deed(N_("Remove"), lambda facts: desk.do(remove_fee_rule, facts.row_id), icon="delete"),
        )
        super().__init__(desk, LISTED, RowPanel(_("Fee rule"), FEES, ("channel", "category"), deeds))

    def edit(self, facts: RowFacts | None = None) -> None:
        """The form for a new rule, or for one that is there."""
        row = facts.row if facts else {}
        fields = [Field(column, row.get(column.key)) for column in FEES.columns]
        said = _("It holds from its day on, until a later rule says otherwise.")
        self.form.ask(_("Fee rule"), said, fields, partial(_keep, self.form))
        self.show_form()


def _keep(form: DeedForm, values: dict[str, Any]) -> None:
    form.send(add_fee_rule, **values)
