"""Weights as files of products tell them, in grams."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

_POUND: Final = Decimal("453.59237")
GRAMS: Final[Mapping[str, Decimal]] = MappingProxyType({
    "g": Decimal(1), "gr": Decimal(1), "kg": Decimal(1_000), "lb": _POUND, "lbs": _POUND, "oz": _POUND / 16,
})  # fmt: skip
"""What a unit comes to."""


def in_grams(text: str, unit: str) -> str:
    """A weight in grams; as it stands where it is no number, for the field says what is wrong with it."""
    try:
        return f"{(Decimal(text) * GRAMS[unit]).quantize(Decimal('0.001')).normalize():f}"
    except InvalidOperation:
        return text
