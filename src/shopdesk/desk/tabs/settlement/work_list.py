"""The work list: every cent that nobody has explained, by age, and what mends it."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import Listed
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.settlement.deed_form import NOTE, ORDER, sender
from shopdesk.desk.tabs.settlement.listed import Deed, RowFacts, RowPanel, SettlementList, reader
from shopdesk.shop.columns import Tone
from shopdesk.shop.settlement.actions import explain_lines, explain_payout, link_lines
from shopdesk.shop.settlement.posting import LINE, PAYOUT
from shopdesk.shop.settlement.reports import WORK_ROWS, document_of
from shopdesk.shop.settlement.rules import Reason
from shopdesk.text import N_, _, n_

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("week", N_("Up to 7 days"), (("since", "8d"),)),
    Quick("month", N_("8 to 30 days"), (("since", "31d,!8d"),)),
    Quick("months", N_("31 to 60 days"), (("since", "61d,!31d"),)),
    Quick("older", N_("Older than 60 days"), (("since", "!61d"),)),
)
LISTED: Final = Listed(
    "unmatched", WORK_ROWS, QUICK, N_("Filters of the work list"), reader(WORK_ROWS),
    select=N_("Select a line to see what it is about, and what mends it."),
    gone=N_("This is explained by now."),
    empty=N_("Every cent is explained. Drop a statement of a channel here to settle its orders."), counted=True,
)  # fmt: skip
_MISSING: Final = frozenset({Reason.ORDER, Reason.REFUND})


class WorkList(SettlementList):
    """What waits to be explained."""

    payout_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        deeds = (
            Deed(N_("Explain…"), self.explain, lambda facts: document_of(facts.row_id)[0] != "", "edit"),
            Deed(N_("Link to an order…"), self.link, lambda facts: document_of(facts.row_id)[0] == LINE, "link"),
            Deed(N_("Import orders…"), lambda _facts: desk.show("import"), _lacks_order, "import"),
            Deed(N_("Open the payout"), self._open_payout, lambda facts: document_of(facts.row_id)[0] == PAYOUT),
        )
        panel = RowPanel(_("To be explained"), WORK_ROWS.sheet, ("reason", "amount"), deeds)
        super().__init__(desk, LISTED, panel)

    def _open_payout(self, facts: RowFacts) -> None:
        self.payout_wanted.emit(document_of(facts.row_id)[1])

    def explain(self, facts: RowFacts | None = None) -> None:
        """Ask for the account of what is selected, many lines at once, or of the difference of one payout."""
        lines, payouts = self._documents(facts)
        if payouts and not lines:
            accept = sender(self.form, explain_payout, payouts[0])
            said = _("Its lines, what it is told as and what arrived do not agree. The account bears the difference.")
            self.form.ask_account(_("Explain a payout's difference"), said, (), accept, self.show_form)
        elif lines:
            accept = sender(self.form, explain_lines, lines)
            said = n_(
                "{count} line is booked to this account.", "{count} lines are booked to this account.", len(lines)
            )
            title = _("Explain settlement lines")
            self.form.ask_account(title, said.format(count=len(lines)), [Field(NOTE)], accept, self.show_form)
        else:
            self._desk.tell(_("Select what you want to explain first."), Tone.WARN)

    def link(self, facts: RowFacts | None = None) -> None:
        """Ask for the order of the selected lines."""
        lines, _payouts = self._documents(facts)
        if not lines:
            self._desk.tell(_("Select what you want to link first."), Tone.WARN)
            return
        said = n_("{count} line is of this order.", "{count} lines are of this order.", len(lines))
        accept = sender(self.form, link_lines, lines)
        self.form.ask(_("Link to an order"), said.format(count=len(lines)), [Field(ORDER)], accept)
        self.show_form()

    def _documents(self, facts: RowFacts | None) -> tuple[list[int], list[int]]:
        """The lines and the payouts that are selected, the one in the panel among them."""
        rows: Sequence[int] = self.chosen()
        if facts is not None and facts.row_id not in rows:
            rows = [facts.row_id]
        found = list(map(document_of, rows))
        return [key for kind, key in found if kind == LINE], [key for kind, key in found if kind == PAYOUT]


def _lacks_order(facts: Any) -> bool:
    return facts.row["reason"] in _MISSING
