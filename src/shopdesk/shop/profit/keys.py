"""The keys by which accounts spread their costs over channels and SKUs: set by a person, read by the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from shopdesk.shop.ledger.reports import account_title
from shopdesk.shop.ledger.rules import AccountKind
from shopdesk.shop.profit.definitions import line_of
from shopdesk.shop.profit.figures import ZERO, Figures
from shopdesk.shop.profit.spreading import SPREAD_LINES, SpreadBy, spread
from shopdesk.store.action import action
from shopdesk.store.tables import Account, CostKey
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An account whose costs may be spread: `line` is the one it counts to; without a key it is not spread."""

    account_id: int
    code: str
    title: str
    line: str
    spread_by: SpreadBy | None


def fetch_keys(tx: Tx) -> list[KeyRow]:
    """Every account that may have a key, by code."""
    found = tx.rows(
        select(Account.account_id, Account.code, Account.title, Account.kind, CostKey.spread_by)
        .outerjoin(CostKey, CostKey.account_id == Account.account_id)
        .order_by(Account.code)
    )
    lines = {row.account_id: (line_of(row.code, AccountKind(row.kind)) or ("",))[0] for row in found}
    return [
        KeyRow(
            row.account_id, row.code, account_title(row.code, row.title), lines[row.account_id],
            SpreadBy(row.spread_by) if row.spread_by else None,
        )
        for row in found
        if lines[row.account_id] in SPREAD_LINES
    ]  # fmt: skip


@action("profit.keys", N_("Set the keys of indirect costs"), undoable=True)
def set_keys(tx: Tx, keys: Mapping[int, SpreadBy | None]) -> None:
    """Say by what these accounts are spread, None for not at all. UserError for one whose costs are not indirect."""
    known = {row.account_id: row for row in fetch_keys(tx)}
    for account_id, spread_by in keys.items():
        if account_id not in known:
            raise UserError(N_("Only indirect costs, packaging and advertising are spread."), code="no_indirect_cost")
        before = known[account_id].spread_by
        if spread_by is None and before is not None:
            tx.delete(CostKey, account_id)
        elif spread_by is not None and before is None:
            tx.insert(CostKey, account_id=account_id, spread_by=spread_by.value)
        elif spread_by is not None and before is not spread_by:
            tx.update(CostKey, account_id, spread_by=spread_by.value)


def spread_over(tx: Tx, loose: Figures, rows: Sequence[Figures]) -> None:
    """Give each row its `indirect_share` of what stands on `loose`, which has as much taken off.

    `loose`: what belongs to none of the rows, with its accounts where the books told them. So the shares of all of them
    together are nothing, and what has no key stays with `loose`.
    """
    amounts: dict[SpreadBy, Decimal] = {}
    left = {name: getattr(loose, name) for name in SPREAD_LINES}
    for key in fetch_keys(tx):
        # Of advertising some belongs to a row already: what is left of its line bounds what its accounts have.
        amount = min(loose.accounts.get(key.code, ZERO), left[key.line])
        left[key.line] -= amount
        if key.spread_by is not None and amount:
            amounts[key.spread_by] = amounts.get(key.spread_by, Decimal(0)) + amount
    for figures, share in zip(rows, spread(amounts, rows), strict=True):
        figures.indirect_share = share
        loose.indirect_share -= share
