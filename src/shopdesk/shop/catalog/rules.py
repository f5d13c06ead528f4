"""What a product may be, as plain values."""

from enum import StrEnum
from typing import Final

DIRECT: Final = "direct"
"""Code of the channel that is meant where none is named."""


class ProductState(StrEnum):
    """Where a product or SKU stands; WITHDRAWN is what remains of one whose import was taken back."""

    ACTIVE = "active"
    DRAFT = "draft"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """Where a product stands in its life, as the owner says; a HERO carries the shop."""

    TEST = "test"
    GROWTH = "growth"
    HERO = "hero"
    TAIL = "tail"
    END = "end"
