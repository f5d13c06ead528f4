"""What the first rows of a sheet of orders come to: what is said once an order, what differs, and what adds up."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Final

from shopdesk.exchange.amounts import in_pieces, leaning, read_number
from shopdesk.exchange.headers import HeaderRow

SCALE: Final = 6
ON_TOP: Final = ("shipping", "tax", "order_discount")
_NEAR: Final = 20_000
"""Two hundredths: what rounding leaves between a product and the amount beside it."""

Figures = Sequence[int | None]
"""A column's numbers in millionths, row by row; None where a cell is blank or no number."""


class Rows:
    """The rows under a header, by the order they belong to; `columns` says which field is where."""

    def __init__(self, row: HeaderRow, columns: Mapping[str, int], share: int = -1) -> None:
        """`share`: a column that says which share of each line is discounted."""
        self._share = share
        order_no = columns.get("order_no", -1)
        self._lines = [line for line in row.below if sum(bool(cell.strip()) for cell in line) > 1]
        self._columns = columns
        self._read: dict[int, Figures] = {}
        self.orders: list[list[int]] = []
        places: dict[str, list[int]] = {}
        number = ""
        for place, line in enumerate(self._lines):
            number = (line[order_no].strip() if 0 <= order_no < len(line) else "") or number or str(place)
            if number not in places:
                places[number] = []
                self.orders.append(places[number])
            places[number].append(place)

    @cached_property
    def comma(self) -> bool:
        """Whether the comma is the decimal sign here; where nothing tells it, sums come out either way."""
        said = {leaning(cell) for line in self._lines for cell in line}
        return True in said and False not in said

    @property
    def several(self) -> bool:
        """Whether an order stands on more than one row."""
        return any(len(rows) > 1 for rows in self.orders)

    def figures(self, place: int) -> Figures:
        """The numbers of a column."""
        if place not in self._read:
            self._read[place] = [
                _number(line[place], self.comma) if place < len(line) else None for line in self._lines
            ]
        return self._read[place]

    def field(self, key: str) -> Figures | None:
        """The numbers of a field, None where no column is that field."""
        return self.figures(self._columns[key]) if key in self._columns else None

    def varies(self, place: int) -> bool:
        """Whether rows of one order say different things: then each speaks for itself."""
        figures = self.figures(place)
        return any(len({figures[at] for at in rows} - {None}) > 1 for rows in self.orders)

    def repeats(self, place: int) -> bool:
        """Whether every order of several rows says one thing, and not nothing: then it is the order's."""
        figures = self.figures(place)
        said = [{figures[at] for at in rows} - {None} for rows in self.orders if len(rows) > 1]
        return bool(said) and all(len(one) <= 1 for one in said) and any(one - {0} for one in said)

    def is_nothing(self, place: int) -> bool:
        """Whether a column holds no figure but 0."""
        return not any(self.figures(place))

    def differ(self, one: int, other: int) -> bool:
        """Whether two columns say different figures in some row in which both speak."""
        pairs = zip(self.figures(one), self.figures(other), strict=True)
        return any(a is not None and b is not None and a != b for a, b in pairs)

    # ------------------------------------------------------------------------------------------------- what adds up

    @cached_property
    def products(self) -> Figures | None:
        """Pieces times price of each row, None where the sheet has no prices."""
        prices, pieces = self.field("unit_price"), self.field("quantity")
        if prices is None:
            return None
        pieces = pieces or [10**SCALE] * len(prices)
        return [
            None if price is None or count is None else price * count // 10**SCALE
            for price, count in zip(prices, pieces, strict=True)
        ]

    @cached_property
    def net(self) -> Figures | None:
        """The products less the discount of the line; None where there is none."""
        discounts = self.field("line_discount")
        if discounts is None and self.products is not None and self._share >= 0:
            shares = self.figures(self._share)
            discounts = [
                (product or 0) * (share or 0) // 10**SCALE for product, share in zip(self.products, shares, strict=True)
            ]
        if self.products is None or discounts is None or not any(discounts):
            return None
        return [
            None if product is None else product - abs(off or 0)
            for product, off in zip(self.products, discounts, strict=True)
        ]

    def holds(self, place: int, wanted: Figures) -> bool:
        """Whether a column says just that, in every row in which both speak, and not zeros alone."""
        pairs = [(a, b) for a, b in zip(self.figures(place), wanted, strict=True) if a is not None and b is not None]
        return any(a for a, _b in pairs) and all(abs(a - b) <= _NEAR for a, b in pairs)

    def explains(self, place: int, lines: int | None, on_top: Sequence[str] = ON_TOP) -> bool:
        """Whether a column is what the lines of each order come to, with any of `on_top` or without.

        `lines`: the column of what a line comes to, None for pieces times price.
        """
        amounts = self.net or self.products if lines is None else self.figures(lines)
        if amounts is None:
            return False
        told = [self._once(self.figures(place), rows) for rows in self.orders]
        base = [self._sum(amounts, rows) for rows in self.orders]
        extras = [
            [(-1 if key == "order_discount" else 1) * abs(self._told(figures, rows)) for rows in self.orders]
            for key in on_top
            if (figures := self.field(key)) is not None
        ]
        return any(_same(told, base, chosen) for chosen in _subsets(extras))

    def _sum(self, figures: Figures, rows: Sequence[int]) -> int | None:
        said = [figures[at] for at in rows]
        return None if None in said else sum(filter(None, said))

    def _once(self, figures: Figures, rows: Sequence[int]) -> int | None:
        return next((figures[at] for at in rows if figures[at] is not None), None)

    def _told(self, figures: Figures, rows: Sequence[int]) -> int:
        said = [figures[at] for at in rows if figures[at] is not None]
        return sum(filter(None, said)) if len(set(said)) > 1 else (said[0] or 0) if said else 0


def _number(cell: str, comma: bool) -> int | None:
    value = read_number(in_pieces(cell.strip()), SCALE, SCALE, comma, currency=True)
    return value if isinstance(value, int) else None


def _subsets(extras: Sequence[Sequence[int]]) -> Iterable[Sequence[Sequence[int]]]:
    return (chosen for count in range(len(extras) + 1) for chosen in combinations(extras, count))


def _same(told: Figures, base: Figures, extras: Sequence[Sequence[int]]) -> bool:
    wanted = [
        None if amount is None else amount + sum(extra[order] for extra in extras) for order, amount in enumerate(base)
    ]
    pairs = [(a, b) for a, b in zip(told, wanted, strict=True) if a is not None and b is not None]
    return any(a for a, _b in pairs) and all(abs(a - b) <= _NEAR for a, b in pairs)
