"""A shelf piece by piece, each with what it cost: valuation once more, written without a look at the rules."""

from collections import defaultdict
from fractions import Fraction


class Shelf:
    """One SKU. Costs are whole numbers of the store's smallest unit; None is unknown."""

    def __init__(self, *, is_average: bool, stated: int | None) -> None:
        self.is_average = is_average
        self.last = None if stated is None else Fraction(stated)
        self.pieces: list[Fraction | None] = []
        self.owed: list[int] = []
        self.in_suspense: list[tuple[int, int]] = []
        self.parts: dict[int, list[Fraction | None]] = defaultdict(list)

    def bring(self, move: int, count: int, told: int | None) -> None:
        cost = Fraction(told) if told is not None else self.pieces[-1] if self.pieces else self.last
        if cost is not None:
            self.last = cost
            self.resolve(cost)
        for _piece in range(count):
            if self.owed:
                seller = self.owed.pop(0)
                if cost is None:
                    self.in_suspense += [(seller, -1), (move, 1)]
                else:
                    self.parts[seller].append(-cost)
                    self.parts[move].append(cost)
            else:
                self.parts[move].append(cost)
                self.pieces.append(cost)
        if self.is_average and self.pieces:
            known = [piece for piece in self.pieces if piece is not None]
            mean = sum(known, Fraction(0)) / len(known) if len(known) == len(self.pieces) else None
            self.pieces = [mean] * len(self.pieces)

    def take(self, move: int, count: int) -> None:
        for _piece in range(count):
            if self.pieces:
                cost = self.pieces.pop(0)
                self.parts[move].append(None if cost is None else -cost)
            else:
                self.owed.append(move)

    def resolve(self, cost: Fraction | None) -> None:
        for move, sign in self.in_suspense:
            self.parts[move].append(None if cost is None else sign * cost)
        self.in_suspense.clear()

    def close(self) -> dict[int, Fraction]:
        self.resolve(self.last)
        for move in self.owed:
            self.parts[move].append(None if self.last is None else -self.last)
        return {
            move: sum((part for part in parts if part is not None), Fraction(0))
            for move, parts in self.parts.items()
            if None not in parts
        }
