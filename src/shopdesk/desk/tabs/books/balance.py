"""The trial balance: a row an account, its opening, what went in and out, its closing."""

from typing import Any

from shopdesk.desk.desk import Desk
from shopdesk.desk.spanned.facts import View
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.shop.ledger.sheets import BALANCE
from shopdesk.shop.profit.build import trial_balance


def balance_page(desk: Desk) -> TablePage:
    """The trial balance; ids count the accounts."""
    return TablePage(desk, BALANCE, read_balance, order=(("code", False),), search=("code", "title"))


def read_balance(tx: Any, view: View) -> list[Row]:
    """A row an account."""
    return [
        (number, (row.code, row.name, row.kind, row.opening, row.debit, row.credit, row.closing))
        for number, row in enumerate(trial_balance(tx, view.scope))
    ]
