"""All lines of all statements: what each answers, and what a person can say of it."""

from collections.abc import Sequence
from typing import Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import Listed
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.tabs.settlement.deed_form import NOTE, ORDER, sender
from shopdesk.desk.tabs.settlement.listed import Deed, RowFacts, RowPanel, SettlementList, reader
from shopdesk.shop.settlement.actions import explain_lines, link_lines, unlink_lines
from shopdesk.shop.settlement.reports import LINE_ROWS
from shopdesk.shop.settlement.rules import LineState
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("unmatched", N_("To be explained"), (("state", "=unmatched"),)),
    Quick("explained", N_("Explained"), (("state", "=explained"),), N_("A person said what it is")),
    Quick("matched", N_("Matched"), (("state", "=matched"),)),
)
LISTED: Final = Listed(
    "settlement_lines", LINE_ROWS, QUICK, N_("Filters of settlement lines"), reader(LINE_ROWS),
    select=N_("Select a line to see what it answers."), gone=N_("This line is no longer in the shop."),
    empty=N_("Drop a statement of a channel here: each of its lines is settled with its order."), counted=True,
)  # fmt: skip


class LinesList(SettlementList):
    """The lines."""

    def __init__(self, desk: Desk) -> None:
        deeds = (
            Deed(N_("Open the order"), self._open_order, lambda facts: facts.row["order"] is not None, "orders"),
            Deed(N_("Explain…"), self._explain, lambda facts: facts.row["state"] != LineState.MATCHED, "edit"),
            Deed(N_("Link to an order…"), self._link, lambda facts: facts.row["state"] != LineState.MATCHED, "link"),
            Deed(N_("Take what a person said back"), self._unlink, _is_by_hand, "undo"),
        )
        super().__init__(desk, LISTED, RowPanel(_("Settlement line"), LINE_ROWS.sheet, ("told", "amount"), deeds))

    def _open_order(self, facts: RowFacts) -> None:
        self._desk.show("orders", order_no=facts.row["order"])

    def _ids(self, facts: RowFacts) -> Sequence[int]:
        chosen = self.chosen()
        return chosen if facts.row_id in chosen else [facts.row_id]

    def _explain(self, facts: RowFacts) -> None:
        accept = sender(self.form, explain_lines, self._ids(facts))
        self.form.ask_account(_("Explain settlement lines"), "", [Field(NOTE)], accept, self.show_form)

    def _link(self, facts: RowFacts) -> None:
        self.form.ask(_("Link to an order"), "", [Field(ORDER)], sender(self.form, link_lines, self._ids(facts)))
        self.show_form()

    def _unlink(self, facts: RowFacts) -> None:
        self._desk.do(unlink_lines, self._ids(facts))


def _is_by_hand(facts: RowFacts) -> bool:
    row = facts.row
    is_linked = row["order"] is not None and row["order"] != row["order_no"]
    return is_linked or bool(row["state"] == LineState.EXPLAINED)
