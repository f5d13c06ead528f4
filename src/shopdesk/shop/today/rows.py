"""Where the rows of a figure are: a place of the window, narrowed to the days and to what the figure is made of."""

from datetime import date
from typing import Any

from sqlalchemy import select

from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.profit.definitions import leaves_of, line_of
from shopdesk.shop.profit.figures import total
from shopdesk.shop.profit.reports import fetch_buckets
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.today.looking import Place, place
from shopdesk.shop.today.metrics import Metric
from shopdesk.store.filters import quoted
from shopdesk.store.tables import Account
from shopdesk.store.tx import Tx


def rows_of(tx: Tx, metric: Metric, since: date, until: date) -> Place:
    """The rows of a figure from `since` to `until`.

    Of a figure of the books these are its postings. A result without the sales whose cost nobody knows is more than
    postings: it is led to the statement, which tells both.
    """
    tab, where = metric.place
    span = {"size": "custom", "since": since.isoformat(), "until": until.isoformat()}
    if metric.line:
        told: dict[str, Any] = {**where, **span}
        if not _lacks_costs(tx, metric.line, since, until):
            accounts = ", ".join(quoted(code) for code in _accounts(tx, metric.line))
            return place("books", segment="journal", filters=(*_days("entry_on", since, until),
                                                              ("account_code", accounts)), **span)  # fmt: skip
        return place(tab, **told)
    if not metric.day:
        return place(tab, **where, **span)
    return place(tab, **{**where, "filters": (*where.get("filters", ()), *_days(metric.day, since, until))})


def _days(column: str, since: date, until: date) -> tuple[tuple[str, str], ...]:
    return ((column, f"{since}..{until}"),)


def _lacks_costs(tx: Tx, line: str, since: date, until: date) -> bool:
    """Whether the line leaves out sales of unknown cost, and there are some."""
    if all(leaf != "unknown_sales" for _sign, leaf in leaves_of(line)):
        return False
    return bool(total(fetch_buckets(tx, Scope(since, until, None)).values()).unknown_sales)


def _accounts(tx: Tx, line: str) -> list[str]:
    """Codes of the accounts whose postings make a line of the statement."""
    names = {leaf for _sign, leaf in leaves_of(line)}
    found = (
        (row.code, line_of(row.code, AccountKind(row.kind))) for row in tx.rows(select(Account.code, Account.kind))
    )
    return sorted(code for code, counted in found if counted is not None and counted[0] in names)
