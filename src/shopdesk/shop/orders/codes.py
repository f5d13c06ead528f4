"""The codes that an order names and what each took off, in the one text that the order keeps: TEA20=30.00;FRIENDS=5."""

from collections.abc import Mapping
from decimal import Decimal

from shopdesk.store.types import MONEY_SCALE

Told = dict[str, int | None]
"""Code → what it took off in 1/10,000; None: not told."""


def codes_text(told: Mapping[str, int | None]) -> str:
    """The codes in one text, by their names; a sign that keeps codes apart becomes a blank."""
    said = {code.translate(_SIGNS).strip(): amount or 0 for code, amount in told.items()}
    return ";".join(f"{code}={(Decimal(said[code]) / MONEY_SCALE).normalize():f}" for code in sorted(said))


def read_text(text: str | None) -> dict[str, int]:
    """Code → what it took off in 1/10,000."""
    pairs = (one.rpartition("=") for one in (text or "").split(";") if one)
    return {code: int(Decimal(amount) * MONEY_SCALE) for code, _sign, amount in pairs}


_SIGNS = str.maketrans(";=", "  ")
