"""The page on which a bookkeeper ticks off what channels owe: clearing, wallets, reserves, what is to be explained.

Every cell is one of the trial balance, named by its row; opening, debit and credit come to the closing balance.
"""

from decimal import Decimal
from typing import Final

from xlsxwriter.utility import quote_sheetname

from shopdesk.exchange.writing.book import Page, Span
from shopdesk.exchange.writing.figures import Figure, Rows, Table, Text, live, print_ready, sums_of, widths
from shopdesk.exchange.writing.profit_looks import Looks
from shopdesk.exchange.writing.profit_pages import AccountSums
from shopdesk.exchange.writing.stream import head
from shopdesk.shop.ledger.rules import Role, role_of
from shopdesk.shop.profit.book import ProfitBook
from shopdesk.text import N_, _

MEANINGS: Final = {
    Role.CLEARING: N_("Sold, and not settled yet"),
    Role.WALLET: N_("What the channel's own balance shows"),
    Role.RESERVE: N_("Held back by the channel"),
    Role.AD_ACCOUNT: N_("Paid for advertising, and not spent yet"),
    Role.UNMATCHED: N_("Settled, and to be explained"),
    Role.BANK: N_("Bank and cash"),
}
"""Role of an account → what its balance says, in the order of the page."""
TITLES: Final = (
    N_("Account"), N_("Account name"), N_("What it says"), N_("Opening"), N_("Debit"), N_("Credit"), N_("Closing"),
)  # fmt: skip


def put_reconciliation(page: Page, told: ProfitBook, looks: Looks, balance: Table, known: list[AccountSums]) -> Table:
    """The accounts of channels, a role under the other; returns them as a table, its sums in D to G."""
    head(looks.book, page, 1, [_(title) for title in TITLES], range(3, 7))
    widths(looks.book, page, 18, 32, 34, 16, 16, 16, 16)
    rows, shown = Rows(page, 1), list[tuple[Decimal, ...]]()
    sheet, first = quote_sheetname(balance.spans[0].page), balance.spans[0].first
    for role, meaning in MEANINGS.items():
        for place, account in enumerate(told.accounts):
            if role_of(account.code) is role:
                sums, row, there = known[place], rows.row + 1, first + place
                parts = [
                    Figure(f"{sheet}!{at}{there}", amount)
                    for at, amount in zip("EFG", (sums.opening, sums.debit, sums.credit), strict=True)
                ]
                closing = Figure(f"ROUND(D{row}+E{row}-F{row},4)", sums.opening + sums.debit - sums.credit)
                rows.put(
                    Text(account.code, looks.code), Text(account.name, looks.text), Text(_(meaning), looks.aside),
                    *(live(figure, looks.money) for figure in (*parts, closing)),
                )  # fmt: skip
                shown.append((*(part.known for part in parts), closing.known))
    table = Table([Span(page.name, 2, max(rows.row, 2))], sums_of(shown, {"D": 0, "E": 1, "F": 2, "G": 3}))
    page.autofilter(0, 0, rows.row - 1, len(TITLES) - 1)
    page.freeze_panes(1, 0)
    blank = Text("", looks.sum_text)
    rows.put(Text(_("Total"), looks.sum_text), blank, blank, *(live(table.total(at), looks.sum) for at in "DEFG"))
    print_ready(page, told, _("Reconciliation"), 1)
    return table
