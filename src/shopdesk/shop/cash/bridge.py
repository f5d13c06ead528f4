"""Reading the bridge from profit to the bank out of the sums of each day, of a range and channel, whole or by month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import func, or_, select, type_coerce

from shopdesk.shop.cash.rules import BANK, DEPOSITS, SIDES, ZERO, Held, Step, lay_bridge
from shopdesk.shop.ledger.rules import AccountKind, EntryKind, Role
from shopdesk.shop.profit.direct import of_channel
from shopdesk.shop.profit.figures import money
from shopdesk.shop.profit.goods import look_at_costs, unknown_parts
from shopdesk.shop.profit.scope import Scope
from shopdesk.store.rows import quoted
from shopdesk.store.tables import Account, AccountDay, JournalEntry, Posting
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE

_DAY, _A, _E, _P = AccountDay.__table__.c, Account.__table__.c, JournalEntry.__table__.c, Posting.__table__.c


def fetch_bridges(tx: Tx, scope: Scope) -> dict[str, list[Step]]:
    """The bridge of each bucket of the scope in which anything was booked, in order; without a size, of all as ""."""
    opening, moved = _openings(tx, scope), _moved(tx, scope)
    deposits, unknown = _deposits(tx, scope), _unknown(tx, scope)
    kinds = {row.code: AccountKind(row.kind) for row in tx.rows(select(_A.code, _A.kind))}
    made: dict[str, list[Step]] = {}
    for bucket in sorted({*moved, *unknown} if scope.size is not None else {""}):
        sides = moved.get(bucket, {})
        held = [
            Held(code, kinds[code], opening.get(code, ZERO), *sides.get(code, (ZERO, ZERO)))
            for code in sorted({*opening, *sides})
        ]
        made[bucket] = lay_bridge(held, unknown.get(bucket, ZERO), deposits.get(bucket, ZERO))
        for code, (debit, credit) in sides.items():
            opening[code] = opening.get(code, ZERO) + debit - credit
    return made


def _openings(tx: Tx, scope: Scope) -> dict[str, Decimal]:
    """What accounts held before the scope, by code; debit above zero."""
    if scope.since is None:
        return {}
    before = Scope(None, scope.since - timedelta(days=1), None, scope.channel_id)
    return {code: debit - credit for code, (debit, credit) in _moved(tx, before).get("", {}).items()}


def _moved(tx: Tx, scope: Scope) -> dict[str, dict[str, tuple[Decimal, Decimal]]]:
    """Bucket → account code → (what it was debited, what it was credited)."""
    debit, credit = (type_coerce(func.sum(type_coerce(side, WHOLE)), WHOLE) for side in (_DAY.debit, _DAY.credit))
    found = tx.rows(
        select(scope.part(_DAY.entry_on), _A.code, debit.label("debit"), credit.label("credit"))
        .join_from(AccountDay, Account, _A.account_id == _DAY.account_id)
        .where(*scope.days(_DAY.entry_on), *of_channel(scope, _DAY.channel_id))
        .group_by("day", _A.code)
    )
    made: dict[str, dict[str, tuple[Decimal, Decimal]]] = {}
    for row in found:
        sides = made.setdefault(scope.bucket(row.day), {})
        before = sides.get(row.code, (ZERO, ZERO))
        sides[row.code] = before[0] + money(row.debit), before[1] + money(row.credit)
    return made


def _deposits(tx: Tx, scope: Scope) -> dict[str, Decimal]:
    """Bucket → what payouts brought to the bank accounts."""
    banks = select(_A.account_id).where(or_(_A.code == Role.BANK.value, _A.code.startswith(f"{Role.BANK.value}.")))
    amount = type_coerce(func.sum(type_coerce(_P.amount, WHOLE)), WHOLE).label("amount")
    found = tx.rows(
        select(scope.part(_E.entry_on), amount)
        .join_from(Posting, JournalEntry, _E.entry_id == _P.entry_id)
        .where(_P.account_id.in_(banks), _E.kind == EntryKind.PAYOUT.value)
        .where(*scope.days(_E.entry_on), *of_channel(scope, _E.channel_id))
        .group_by("day")
    )
    made = defaultdict[str, Decimal](Decimal)
    for row in found:
        made[scope.bucket(row.day)] += money(row.amount)
    return made


def _unknown(tx: Tx, scope: Scope) -> dict[str, Decimal]:
    """Bucket → the sales of unknown cost that the profit leaves out."""
    made = defaultdict[str, Decimal](Decimal)
    for part in unknown_parts(tx, scope, look_at_costs(tx)):
        made[part.bucket] += money(part.amount)
    return made


def by_month(bridges: Mapping[str, list[Step]]) -> list[tuple[str, dict[str, Decimal]]]:
    """Month → the amount of each of its bars."""
    return [(month, {step.key: step.amount for step in steps}) for month, steps in bridges.items()]


def postings_of(bar: str, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Filters of the journal, besides days and channel: the postings of a bar, whose sum with the other sign it is.

    Of the deposits the sum itself; nothing where the bar is no postings.
    """
    if not codes:
        return []
    told = [("account_code", ", ".join(quoted(code) for code in codes))]
    if bar in SIDES:
        told.append((SIDES[bar], ">0"))
    if bar in (BANK, DEPOSITS):
        told.append(("kind", f"{'' if bar == DEPOSITS else '!'}{EntryKind.PAYOUT.value}"))
    return told
