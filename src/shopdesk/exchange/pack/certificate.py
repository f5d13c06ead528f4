"""The certificate of a closed month as text: its seal, who closed it, what was looked at, and how to verify it."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from shopdesk.exchange.writing.target import replacing
from shopdesk.shop.closing.checklist import CheckedPoint, fetch_checklist
from shopdesk.shop.closing.reports import SealRow, fetch_seals, verify_seals
from shopdesk.shop.closing.rules import TITLES
from shopdesk.shop.closing.sheets import POINT_STATES
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

WIDE: Final = 100
HOW: Final = N_(
    "The seal is a SHA-256 over the postings of the month in order, over what is said here, and over the seal before "
    "it. shopdesk check works all seals out again and names a month that is not what it was."
)


def write_certificate(path: Path, tx: Tx, month: str, backed_up: datetime | None) -> SealRow | None:
    """Write what is known of a month's closing; returns its last seal, None where it was never closed.

    `backed_up`: when the last backup was made.
    """
    seals = fetch_seals(tx, month)
    with replacing(path) as file:
        file.write("\n".join([*_lines(tx, month, seals, fetch_checklist(tx, month, backed_up)), ""]).encode())
    return seals[0] if seals else None


def _lines(tx: Tx, month: str, seals: Sequence[SealRow], points: Sequence[CheckedPoint]) -> Iterator[str]:
    shop: str = tx.setting("name", "ShopDesk")
    title = _("{shop} · certificate of {month}").format(shop=shop, month=month)
    yield from (title, "=" * len(title), "")
    if not seals:
        yield _("This month has not been closed.")
    for seal in seals:
        yield from _told(tx, seal)
        yield ""
    yield _("Checklist")
    for one in points:
        yield from _point(tx, one)
    yield ""
    broken = ", ".join(one.month for one in verify_seals(tx))
    yield _("Seals that do not hold: {months}").format(months=broken) if broken else _("Every seal holds.")
    yield from textwrap.wrap(_(HOW), WIDE)


def _told(tx: Tx, seal: SealRow) -> Iterator[str]:
    facts = [
        (_("Seal"), seal.digest),
        (_("Closed at"), f"{seal.sealed_at.astimezone(tx.zone):%Y-%m-%d %H:%M}"),
        (_("Closed by"), seal.person),
        (_("Note"), seal.note or ""),
        (_("Entries"), f"{seal.entries:,}"),
        (_("Debit"), _money(seal.debit, tx.currency)),
        (_("Profit"), _money(seal.profit, tx.currency)),
    ]
    if seal.reopened_at is not None:
        facts += [
            (_("Reopened at"), f"{seal.reopened_at.astimezone(tx.zone):%Y-%m-%d %H:%M}"),
            (_("Reopened by"), seal.reopened_by or ""),
            (_("Why"), seal.why or ""),
        ]
    yield from (f"{name}: {value}" for name, value in facts if value)


def _point(tx: Tx, one: CheckedPoint) -> Iterator[str]:
    parts = (_(POINT_STATES[one.state].title), _(TITLES[one.point]), one.told)
    yield f"  {' · '.join(part for part in parts if part)}"
    if one.tick is not None:
        yield f"    {one.tick.person}, {one.tick.ticked_at.astimezone(tx.zone):%Y-%m-%d}: {one.tick.note}".rstrip(": ")


def _money(amount: Decimal, currency: str) -> str:
    return f"{amount:,.2f} {currency}"
