"""The options of a listing as marketplaces want them: each under its name, with the value of every SKU."""

from typing import Final, NamedTuple

from shopdesk.shop.listings.market import MarketListing

_BETWEEN: Final = " / "
"""What stands between the values of several options of a SKU."""
MOST: Final = 3
"""So many options a marketplace takes."""


class Option(NamedTuple):
    """An option: what it is called, and its values in the order of the SKUs."""

    name: str
    values: tuple[str, ...]


def options_of(listing: MarketListing) -> list[Option]:
    """The options of a listing; of goods that have none, none.

    A name is the fact of the product that has all the values. Where each value of several has such a name they stand
    apart, as the marketplace had them; otherwise they are one option, as the shop has them.
    """
    told = [sku.option for sku in listing.skus]
    if not any(told):
        return []
    columns = list(zip(*(option.split(_BETWEEN) for option in told), strict=False))
    if all(option.count(_BETWEEN) == len(columns) - 1 for option in told) and 1 < len(columns) <= MOST:
        names = _names(listing, columns)
        if names:
            return [Option(name, values) for name, values in zip(names, columns, strict=True)]
    return [Option(next(iter(_names(listing, [tuple(told)])), "Option"), tuple(told))]


def _names(listing: MarketListing, columns: list[tuple[str, ...]]) -> list[str]:
    """For each column of values the fact that has them all, no fact twice; nothing where one column has none."""
    names: list[str] = []
    for values in columns:
        facts = (name for name, value in listing.facts if name not in names and set(values) <= set(value.split(", ")))
        name = next(facts, "")
        if not name:
            return []
        names.append(name)
    return names
