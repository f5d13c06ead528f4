"""By what a customer who was erased is known again in a file: hashes that nobody turns back without the store."""

import hashlib
from collections.abc import Iterable
from typing import Final

from sqlalchemy import func, select

from shopdesk.store.tables import Customer, ErasedMark
from shopdesk.store.tx import Tx

UNNUMBERED: Final = "~"
"""How the numbers begin that the shop gives to customers: to those of whom a list tells none, and to the erased."""
_PART: Final = 500


def mark_of(tx: Tx, channel_id: int, said: str) -> str:
    """The mark of a number, phone or e-mail that somebody has on a channel; `reach` makes the latter two comparable."""
    key = str(tx.setting("store_id", "")).encode()[:64]
    return hashlib.blake2b(f"{channel_id}|{said}".encode(), digest_size=16, key=key).hexdigest()


def find_erased(tx: Tx, marks: Iterable[str]) -> dict[str, int]:
    """Those of the marks that a customer had who was erased → that customer."""
    if not has_erased(tx):
        return {}
    listed, found = sorted(set(marks)), dict[str, int]()
    for start in range(0, len(listed), _PART):
        rows = select(ErasedMark.mark, func.coalesce(Customer.merged_into, Customer.customer_id).label("customer_id"))
        wanted = ErasedMark.mark.in_(listed[start : start + _PART])
        joined = rows.join(Customer, Customer.customer_id == ErasedMark.customer_id).where(wanted)
        found |= {row.mark: row.customer_id for row in tx.rows(joined)}
    return found


def has_erased(tx: Tx) -> bool:
    """Whether anybody was ever erased; who asks for marks of many texts asks this first."""
    return tx.scalar(select(ErasedMark.mark_id).limit(1)) is not None


def reach(phone: object, email: object) -> str:
    """Phone without its punctuation, else e-mail whatever its case; "" where neither is told."""
    digits = "".join(filter(str.isalnum, str(phone or "")))
    return digits or str(email or "").strip().casefold()
