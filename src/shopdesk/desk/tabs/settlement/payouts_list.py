"""Payouts: what channels say, what their lines come to, and what arrived at the bank."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import Listed
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.settlement.deed_form import DeedForm, sender
from shopdesk.desk.tabs.settlement.listed import Deed, RowFacts, RowPanel, SettlementList, reader
from shopdesk.shop.settlement.actions import explain_payout, mark_arrived
from shopdesk.shop.settlement.reports import PAYOUT_ROWS
from shopdesk.shop.settlement.sheets import PAYOUTS
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("on_the_way", N_("On the way"), (("state", "=on_the_way"),)),
    Quick(
        "overdue",
        N_("Overdue"),
        (("state", "=overdue"),),
        N_("Paid out more than a week ago, and not seen at the bank"),
    ),
    Quick("differs", N_("Differs"), (("difference", "!0"),), N_("Lines, amount and bank do not agree")),
    Quick("arrived", N_("Arrived"), (("state", "=arrived"),)),
)


class PayoutsList(SettlementList):
    """The payouts."""

    lines_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        listed = Listed(
            "payouts", PAYOUT_ROWS, QUICK, N_("Filters of payouts"), reader(PAYOUT_ROWS),
            select=N_("Select a payout to see whether it agrees."), gone=N_("This payout is no longer in the shop."),
            empty=N_("Payouts come with statements, or from a list of them: drop one here."), counted=True,
        )  # fmt: skip
        deeds = (
            Deed(N_("Mark as arrived…"), self._arrive, lambda facts: facts.row["arrived"] is None, "check"),
            Deed(N_("It has not arrived"), self._forget, lambda facts: facts.row["arrived"] is not None, "undo"),
            Deed(N_("Explain the difference…"), self._explain, lambda facts: bool(facts.row["difference"]), "edit"),
            Deed(N_("Show its lines"), self._show_lines, lambda facts: facts.row["lines_sum"] is not None),
        )
        super().__init__(desk, listed, RowPanel(_("Payout"), PAYOUT_ROWS.sheet, ("payout_no", "channel"), deeds))

    def _show_lines(self, facts: RowFacts) -> None:
        self.lines_wanted.emit(facts.row["payout_no"])

    def _arrive(self, facts: RowFacts) -> None:
        amount, day = (replace(PAYOUTS.column(key), required=True) for key in ("arrived", "arrived_on"))
        fields = [Field(amount, facts.row["amount"]), Field(day, facts.row["paid_on"])]
        said = _("A difference of a cent is no fee of anybody's: it stays visible until you give it an account.")
        self.form.ask(_("Mark as arrived"), said, fields, partial(_arrived, self.form, facts.row_id))
        self.show_form()

    def _forget(self, facts: RowFacts) -> None:
        self._desk.do(mark_arrived, facts.row_id, None)

    def _explain(self, facts: RowFacts) -> None:
        accept = sender(self.form, explain_payout, facts.row_id)
        self.form.ask_account(_("Explain a payout's difference"), "", (), accept, self.show_form)


def _arrived(form: DeedForm, payout_id: int, values: dict[str, Any]) -> None:
    form.send(mark_arrived, payout_id, values["arrived"], values["arrived_on"])
