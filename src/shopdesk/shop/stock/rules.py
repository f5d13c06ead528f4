"""What a piece on the shelf cost: moving average and FIFO, exact, over one SKU's moves in order of time."""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Final


class Costing(StrEnum):
    """How goods sold are valued; one per shop."""

    MOVING_AVERAGE = "moving_average"
    FIFO = "fifo"


class MoveReason(StrEnum):
    """Why stock changed."""

    OPENING = "opening"
    RECEIPT = "receipt"
    SALE = "sale"
    RETURN = "return"
    WRITE_OFF = "write_off"
    ADJUST = "adjust"
    COUNT = "count"
    TRANSFER = "transfer"
    LANDED = "landed"
    """No pieces: what the way of a delivery cost, borne by those of its pieces that are still there."""
    REVERSAL = "reversal"


class PlaceKind(StrEnum):
    """What a place is: a warehouse, a shelf in one, or what is on its way to one."""

    WAREHOUSE = "warehouse"
    SHELF = "shelf"
    TRANSIT = "transit"


class WarehouseState(StrEnum):
    """Whether a warehouse is in use; one that an import made, which was taken back, is withdrawn."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class LotState(StrEnum):
    """Whether a lot may leave: one that is blocked is kept, and never picked."""

    ACTIVE = "active"
    BLOCKED = "blocked"


class TransferState(StrEnum):
    """How far a transfer has come."""

    SENT = "sent"
    RECEIVED = "received"
    CALLED_OFF = "called_off"


ADJUSTMENTS = (MoveReason.ADJUST, MoveReason.WRITE_OFF)
"""Reasons that a person may give for a change by hand."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a SKU: pieces in 1/1,000, unit cost in 1/10,000 (None unknown)."""

    move_id: int
    quantity: int
    unit_cost: int | None = None
    reverses: int | None = None
    landed: tuple[int, int] | None = None
    """A cost in 1/10,000 and the move whose pieces bear it."""


@dataclass(slots=True)
class _Layer:
    """Pieces that came in together, and what one costs; an unknown cost stays unknown."""

    quantity: int
    cost: Fraction | None
    bearers: dict[int, Fraction] = field(default_factory=dict)
    """Of moves that bear a cost on the way: what share of their pieces is here."""

    def take(self, quantity: int) -> None:
        """Take pieces out; those of each bearer go in proportion."""
        if self.bearers:
            rest = Fraction(self.quantity - quantity, self.quantity)
            self.bearers = {move_id: share * rest for move_id, share in self.bearers.items()}
        self.quantity -= quantity


@dataclass(slots=True)
class _Waiting:
    """Pieces whose cost is that of what comes in next."""

    move_id: int
    quantity: int


QUANTITY_PER_PIECE: Final = 1_000


def value_moves(moves: Iterable[Move], method: Costing, standard: int | None) -> dict[int, int]:
    """What each move is worth in 1/10,000, signed as the move; a move of unknown cost is left out.

    `moves` in order of time. An incoming move brings its unit cost, else the cost at hand, else the last one that was
    known, else `standard`. An outgoing one takes the average (or the oldest layers). Pieces that nothing covered yet,
    and pieces that came back while their cost was unknown, take the cost of the next receipt; while there is none, the
    last known one. A move and its reversal count as if neither had been: both are worth nothing.
    Moving average: (Q*c + q*p) / (Q + q); FIFO: by receipt layer (rules.md, Stock). Who empties the shelf takes
    what rounding left there, so that nothing on hand is worth nothing.
    A cost on the way (`landed`) is worth what the pieces still there would be worth more had it been known when they
    came: all of it before any is sold, nothing once all are. What is left of it is cost of what was sold meanwhile.
    """
    listed = list(moves)
    answered = {move.reverses for move in listed if move.reverses is not None}
    bearers = {move.landed[1] for move in listed if move.landed is not None}
    book = _Book(method, None if standard is None else Fraction(standard), bearers)
    for move in listed:
        if move.reverses is not None or move.move_id in answered:
            book.exact[move.move_id] = Fraction(0)
        else:
            book.take(move)
    return book.finish()


class _Book:
    """The running state of one SKU."""

    def __init__(self, method: Costing, standard: Fraction | None, bearers: Collection[int]) -> None:
        self.bearers = bearers
        self.average = method is Costing.MOVING_AVERAGE
        self.layers: deque[_Layer] = deque()
        self.owed: deque[_Waiting] = deque()
        """Pieces that left before any stock was there to cover them."""
        self.settled: list[_Waiting] = []
        """Pieces owed and pieces that covered them at a cost that nobody knew: signed, together nothing."""
        self.last: Fraction | None = standard
        self.taken: list[tuple[int, int]] = []
        """Moves and their pieces, signed."""
        self.exact: dict[int, Fraction] = {}
        self.unknown: set[int] = set()

    def take(self, move: Move) -> None:
        """Add one move."""
        self.taken.append((move.move_id, move.quantity))
        self.exact[move.move_id] = Fraction(0)
        if move.landed is not None:
            self._land(move.move_id, *move.landed)
        elif move.quantity >= 0:
            self._come_in(move.move_id, move.quantity, self._incoming_cost(move))
        else:
            self._go_out(move.move_id, -move.quantity)

    def finish(self) -> dict[int, int]:
        """Value what still waits at the last known cost, round, and leave the unknown ones out."""
        self._settle(self.last)
        for owed in self.owed:
            self._book(owed.move_id, -owed.quantity, self.last)
        values = {move_id: round(value) for move_id, value in self.exact.items() if move_id not in self.unknown}
        left, worth, is_known = 0, 0, True
        for move_id, quantity in self.taken:
            left += quantity
            is_known &= move_id in values
            if not left and is_known:
                values[move_id] = -worth
            worth += values.get(move_id, 0)
            if not left:
                worth, is_known = 0, True
        return values

    def _incoming_cost(self, move: Move) -> Fraction | None:
        if move.unit_cost is not None:
            return Fraction(move.unit_cost)
        known = [layer.cost for layer in self.layers]
        if known:
            return known[-1]
        return self.last

    def _land(self, move_id: int, amount: int, bearer: int) -> None:
        """Raise the cost of what is left of the bearer's pieces."""
        for layer in self.layers:
            share = layer.bearers.get(bearer)
            if share and layer.cost is not None:
                layer.cost += amount * share * QUANTITY_PER_PIECE / layer.quantity
                self.exact[move_id] += amount * share

    def _come_in(self, move_id: int, quantity: int, cost: Fraction | None) -> None:
        whole = quantity
        if cost is not None:
            self.last = cost
            self._settle(cost)
        while self.owed and quantity:
            first = self.owed[0]
            covered = min(first.quantity, quantity)
            self.settled += [_Waiting(first.move_id, -covered), _Waiting(move_id, covered)]
            first.quantity -= covered
            quantity -= covered
            if not first.quantity:
                self.owed.popleft()
        if cost is not None:
            self._settle(cost)
        if quantity:
            self._book(move_id, quantity, cost)
            self._stack(quantity, cost)
            if move_id in self.bearers:
                self.layers[-1].bearers[move_id] = Fraction(quantity, whole)

    def _settle(self, cost: Fraction | None) -> None:
        for waiting in self.settled:
            self._book(waiting.move_id, waiting.quantity, cost)
        self.settled.clear()

    def _stack(self, quantity: int, cost: Fraction | None) -> None:
        if self.average and self.layers:
            pool = self.layers[0]
            if pool.cost is None or cost is None:
                pool.cost = None
            else:
                pool.cost = (pool.cost * pool.quantity + cost * quantity) / Fraction(pool.quantity + quantity)
            pool.quantity += quantity
        else:
            self.layers.append(_Layer(quantity, cost))

    def _go_out(self, move_id: int, quantity: int) -> None:
        while quantity and self.layers:
            first = self.layers[0]
            taken = min(first.quantity, quantity)
            self._book(move_id, -taken, first.cost)
            first.take(taken)
            quantity -= taken
            if not first.quantity:
                self.layers.popleft()
        if quantity:
            self.owed.append(_Waiting(move_id, quantity))

    def _book(self, move_id: int, quantity: int, cost: Fraction | None) -> None:
        if cost is None:
            self.unknown.add(move_id)
        else:
            self.exact[move_id] += cost * quantity / QUANTITY_PER_PIECE


def cost_of_one(value: int | None, on_hand: int, said: int | None) -> int | None:
    """What a piece of a SKU costs now: what one is worth on the shelf, else what it is said to cost; None: unknown.

    `value` of all of them and costs in 1/10,000, `on_hand` in 1/1,000.
    """
    return value * QUANTITY_PER_PIECE // on_hand if value and on_hand > 0 else said
