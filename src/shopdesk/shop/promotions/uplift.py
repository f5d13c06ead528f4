"""What a reduction asks for, and what it brought: plain rules of figures."""

from decimal import Decimal


def break_even_uplift(margin: Decimal, depth: Decimal) -> Decimal | None:
    """How much more must be sold so that a reduction costs nothing: d / (m - d), shares of the list price.

    None where nothing is left of the margin: no quantity makes up for it. ValueError for shares below zero.
    """
    if depth < 0:
        raise ValueError("a reduction takes something off")
    return None if margin <= depth else depth / (margin - depth)
