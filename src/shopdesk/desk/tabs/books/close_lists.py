"""What came into a month after it had been closed, and the seals of all months, as lists."""

from typing import Any

from shopdesk.desk.desk import Desk
from shopdesk.desk.spanned.facts import View
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.shop.closing.reports import fetch_changes_after, fetch_seals
from shopdesk.shop.closing.sheets import CHANGES, SEALS
from shopdesk.store.rows import quoted


def changes_page(desk: Desk) -> TablePage:
    """The accounts that changed after the month was closed; ids count them."""
    return TablePage(desk, CHANGES, read_changes, order=(("code", False),), search=("code", "title"))


def read_changes(tx: Any, view: View) -> list[Row]:
    """A row an account, of the last month of the days."""
    keys = [column.key for column in CHANGES.columns]
    found = fetch_changes_after(tx, f"{view.span.until:%Y-%m}")
    return [(number, tuple(getattr(one, key) for key in keys)) for number, one in enumerate(found)]


def late_postings(tx: Any, month: str, code: str) -> list[tuple[str, str]]:
    """Filters of the journal: the postings on an account that came into a month after it was first closed."""
    mark = fetch_seals(tx, month)[-1].last_entry_id
    return [("entry_on", month), ("account_code", quoted(code)), ("entry_id", f">{mark}")]


def seals_page(desk: Desk) -> TablePage:
    """The seals of all months, the latest first."""
    return TablePage(desk, SEALS, read_seals, order=(("sealed_at", True),), search=("month", "note", "why", "digest"))


def read_seals(tx: Any, _view: View) -> list[Row]:
    """A row a seal; they are the same in all views."""
    keys = [column.key for column in SEALS.columns]
    return [(one.seal_id, tuple(getattr(one, key) for key in keys)) for one in fetch_seals(tx)]
