"""What a product may be, as plain values."""

from enum import StrEnum


class ProductState(StrEnum):
    """Where a product or SKU stands; WITHDRAWN is what remains of one whose import was taken back."""

    ACTIVE = "active"
    DRAFT = "draft"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
