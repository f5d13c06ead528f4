"""Payouts as their lines make them: those that no list tells come to what they hold, and go with the last of it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from sqlalchemy import delete, func, select, type_coerce, update

from shopdesk.shop.money import convert
from shopdesk.shop.settlement.matching import match_waiting
from shopdesk.shop.settlement.posting import LINE, payout_sums, settle_lines, settle_payouts, wallet_share
from shopdesk.store.action import follows
from shopdesk.store.tables import JournalEntry, Payout, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE

_AT_ONCE: Final = 500


def follow_lines(tx: Tx, payout_ids: Iterable[int]) -> None:
    """Bring payouts in line with the lines that they hold, and the books in line with them.

    Derived, so not journaled: a payout whose amount nobody told comes to its lines; without any it is none.
    """
    listed = sorted(set(payout_ids))
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        held = payout_sums(tx, part)
        for image in tx.images(Payout, "payout_id", part):
            key = image["payout_id"]
            if image["is_told"]:
                continue
            if key not in held:
                tx.run_sql(Payout, delete(Payout).where(Payout.payout_id == key))
                continue
            amount, own = wallet_share(image, held[key])
            told = {"amount": Decimal(amount) / MONEY_SCALE}
            if image["own_amount"] is not None:
                home = convert([own], image["rate"], tx.currency)[0]
                told = {"amount": Decimal(home) / MONEY_SCALE, "own_amount": Decimal(own) / MONEY_SCALE}
            tx.run_sql(Payout, update(Payout).where(Payout.payout_id == key).values(**told))
    settle_payouts(tx, listed)


def payouts_of(tx: Tx, line_ids: Sequence[int]) -> set[int]:
    """The payouts that hold these lines."""
    line, found = SettlementLine.__table__.c, set[int]()
    for start in range(0, len(line_ids), _AT_ONCE):
        part = line.line_id.in_(line_ids[start : start + _AT_ONCE])
        found.update(tx.scalars(select(line.payout_id).where(part, line.payout_id.is_not(None))))
    return found


def forget_statement(tx: Tx, import_id: int) -> None:
    """Take away the lines and payouts that an import brought; a payout that others' lines are in stays for them."""
    line = SettlementLine.__table__.c
    mine = select(line.line_id).where(line.import_id == import_id)
    others = select(JournalEntry.document_id).where(
        JournalEntry.document_kind == LINE, JournalEntry.document_id.in_(mine),
        (JournalEntry.import_id != import_id) | JournalEntry.import_id.is_(None),
    )  # fmt: skip
    answered = tx.scalars(others.distinct())
    held = line.payout_id.is_not(None) & (line.import_id == import_id)
    touched = tx.scalars(select(line.payout_id).where(held).distinct())
    touched += tx.scalars(select(Payout.payout_id).where(Payout.import_id == import_id))
    tx.run_sql(SettlementLine, delete(SettlementLine).where(line.import_id == import_id))
    made = Payout.__table__.c.import_id == import_id
    later = select(type_coerce(func.min(line.import_id), WHOLE)).where(line.payout_id == Payout.payout_id)
    values = {"is_told": False, "import_id": later.scalar_subquery(), "source_row": None}
    tx.run_sql(Payout, update(Payout).where(made).values(**values))
    settle_lines(tx, answered)
    follow_lines(tx, touched)


# Here and not beside the actions: whoever takes an edit back need not have loaded what made it.


@follows("settlement_line")
def follow_line_edits(tx: Tx, line_ids: tuple[int, ...]) -> None:
    """The books follow lines that a person edited, and the undo of that."""
    match_waiting(tx, line_ids)
    settle_lines(tx, line_ids)
    follow_lines(tx, payouts_of(tx, line_ids))


@follows("payout")
def follow_payout_edits(tx: Tx, payout_ids: tuple[int, ...]) -> None:
    """The books follow payouts that a person edited, and the undo of that."""
    settle_payouts(tx, payout_ids)
