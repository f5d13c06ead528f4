"""The chart of accounts: names and notes are typed into the list, further accounts are added at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import SideDetail
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.ledger.chart import add_account, edit_accounts, remove_account
from shopdesk.shop.ledger.reports import ACCOUNT_ROWS, account_title
from shopdesk.shop.ledger.sheets import ACCOUNT_KINDS, ACCOUNTS
from shopdesk.store.rows import fetch_page
from shopdesk.text import N_, UserError, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("held", N_("With a balance"), (("balance", "!0"),), N_("Accounts that hold something")),
    *(
        Quick(kind, state.title, (("kind", f"={kind}"),))
        for kind, state in ACCOUNT_KINDS.items()
    ),
    Quick("closed", N_("Closed"), (("is_closed", "yes"),), N_("Accounts that take no entries any more")),
)  # fmt: skip
_KEYS: Final = [column.key for column in ACCOUNT_ROWS.sheet.columns]
KIND = Column("kind", N_("Kind"), Kind.TEXT, help=N_("Of an account below another, that one's."))


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account: its id, its cells by column key, its title and that of its line as they are read now."""

    account_id: int
    row: Mapping[str, Any]
    title: str
    line: str


def read_account(tx: Any, account_id: int) -> AccountFacts | None:
    """An account; None where it is gone."""
    cells = fetch_page(tx, ACCOUNT_ROWS, [account_id])[0]
    if not cells:
        return None
    row = dict(zip(_KEYS, cells, strict=True))
    return AccountFacts(account_id, row, account_title(row["code"], row["title"]), str(row["line"]))


LISTED: Final = Listed(
    "accounts", ACCOUNT_ROWS, QUICK, N_("Filters of accounts"), read_account,
    select=N_("Select an account to see what it holds and what can be done with it."),
    gone=N_("This account is no longer in the books."),
)  # fmt: skip


class AccountPanel(DocumentPanel):
    """Shows one account; says what is wanted of it."""

    sheet_wanted = Signal(str)
    """Code of the account whose postings are to be seen."""
    close_wanted = Signal(int, bool)
    remove_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Account"))

    def show_facts(self, facts: AccountFacts, figures: Figures) -> None:
        """Show an account."""
        row = facts.row
        self.clear()
        pill = Pill(_("Closed"), Tone.WARN) if row["is_closed"] else Pill(*said(ACCOUNT_KINDS, row["kind"]))
        self.set_head(facts.title, row["code"], pill)
        told = [
            (_("Balance"), figures.money(row["balance"])),
            (_("Kind"), said(ACCOUNT_KINDS, row["kind"])[0]),
            (_("Counts to"), facts.line),
            (_("Currency"), row["currency"] or ""),
            (_("Note"), row["note"] or ""),
        ]
        self.facts("", [one for one in told if one[1]])
        link = partial(self.sheet_wanted.emit, row["code"])
        self.section().addWidget(button(_("Show its postings"), link, look="link"))
        self._show_deeds(facts)
        self.finish()

    def _show_deeds(self, facts: AccountFacts) -> None:
        key, is_closed = facts.account_id, bool(facts.row["is_closed"])
        line = QHBoxLayout()
        line.setSpacing(6)
        turn = _("Open again") if is_closed else _("Close the account")
        line.addWidget(button(turn, partial(self.close_wanted.emit, key, not is_closed)))
        line.addWidget(button(_("Remove"), partial(self.remove_wanted.emit, key), icon_name="delete", look="bad"))
        line.addStretch(1)
        place = self.section()
        place.addLayout(line)
        words = _("A closed account takes no entries by hand. One that anything is booked on cannot be removed.")
        place.addWidget(Words(words, "small", "muted", wrap=True))


class NewAccount(SideDetail):
    """The form of a further account."""

    wanted = Signal(dict)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Add an account"))
        self.set_head(_("Add an account"), _("Below another account, it counts to that one's line: 6605.wages."))
        columns = {column.key: column for column in ACCOUNTS.columns}
        kinds = [("", _("That of the account above it")), *((k, _(one.title)) for k, one in ACCOUNT_KINDS.items())]
        fields = [
            Field(columns["code"]), Field(columns["title"]), Field(KIND, choices=kinds), Field(columns["currency"]),
            Field(columns["note"]),
        ]  # fmt: skip
        self.form = Form(fields, _("Add"))
        self.form.accepted.connect(self.wanted)
        self.form.given_up.connect(self.left)
        self.section().addWidget(self.form)
        self.finish()
        self.setFocusProxy(self.form.editor("code"))


class AccountsList(DetailList):
    """Every account of the books."""

    panel: AccountPanel

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, LISTED, AccountPanel(), self._edit)
        self.add = button(_("Add an account"), self.open_form, icon_name="add")
        layout = self.line.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(1, self.add, 0, Qt.AlignmentFlag.AlignTop)
        self.new: NewAccount | None = None
        self.panel.close_wanted.connect(lambda key, close: self._desk.do(edit_accounts, [(key, "is_closed", close)]))
        self.panel.remove_wanted.connect(lambda key: self._desk.do(remove_account, key))

    def show_view(self, _view: View, facts: Facts, figures: Figures) -> None:
        """The chart, as it is now."""
        self.show_whole(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The accounts that fit, and no others."""
        self.narrow(filters=filters, search=search)

    def open_form(self) -> None:
        """An empty form at the right."""
        if self.new is None:
            self.new = NewAccount()
            self.new.wanted.connect(self._add)
            self.new.left.connect(self._leave)
            self.page.side.addWidget(self.new)
        self.page.show_side(self.new)

    def _leave(self) -> None:
        self.page.back()
        if self.new is not None:
            self.new.deleteLater()
            self.new = None

    def _add(self, told: dict[str, Any]) -> None:
        assert self.new is not None
        self._desk.do(
            add_account, told["code"], told["title"], told["kind"], currency=told["currency"] or "",
            note=told["note"] or "", then=self._added, failed=self.new.form.refused,
        )  # fmt: skip

    def _added(self, done: Any) -> None:
        self._leave()
        self.grid.seek(done.value)

    def _edit(self, edits: Sequence[Edit]) -> None:
        try:
            told = [(key, name, parse_input(ACCOUNTS.column(name), text)) for key, name, text in edits]
        except UserError as error:
            self._desk.tell(str(error), Tone.BAD)
            return
        self._desk.do(edit_accounts, told)
