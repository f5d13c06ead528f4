"""What a shop should hold after whatever was done to it: a model small enough to be seen through."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from shopdesk.shop.orders.rules import SHIPPED

SENT_STATES: Final = {state.value for state in SHIPPED}
MOMENTS: Final = {
    "unpaid": (), "cancelled": (), "paid": ("paid_at",), "shipped": ("paid_at", "shipped_at"),
    "delivered": ("paid_at", "shipped_at"), "completed": ("paid_at", "shipped_at", "completed_at"),
    "refunded": ("paid_at",),
}  # fmt: skip
"""State → the times that a row of it carries."""
BOX: Final = {"TEA-1": 2, "CUP-1": 1}
"""What BOX-1 is made of."""

Row = Mapping[str, object]


@dataclass
class Document:
    """An order as it was told last."""

    state: str
    lines: list[tuple[str, int]]
    """(SKU, pieces)"""
    was_sent: bool = False
    """A time of sending has been told."""
    has_left: bool = False
    """Its goods are out of the shelf."""
    parcels: dict[str, int] = field(default_factory=dict)
    """SKU → pieces that left in parcels."""

    @property
    def gone(self) -> list[tuple[str, int]]:
        """(SKU, pieces) that have left: all of it, or what is in parcels."""
        if self.has_left:
            return self.lines
        return [(sku, min(self.parcels.get(sku, 0), pieces)) for sku, pieces in self.lines]

    def send(self, sku: str, pieces: int) -> None:
        """So many leave in a parcel; with the last of them the order is shipped."""
        self.parcels[sku] = self.parcels.get(sku, 0) + pieces
        if self.state == "paid" and all(self.parcels.get(code, 0) >= number for code, number in self.lines):
            self.state, self.was_sent, self.has_left = "shipped", True, True


@dataclass
class Model:
    """Orders by number, and everything else that moved goods: fact → SKU → pieces.

    Counts are no part of it. A count sets what was on hand at its moment against whatever is told late
    (shop/stock/levels.py); its difference follows from the other moves and is held to them by `random_shop`.
    """

    orders: dict[str, Document] = field(default_factory=dict)
    facts: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    """(kind, number) → SKU → pieces; an import's facts go with it."""
    replaced: dict[int, dict[str, Document | None]] = field(default_factory=dict)
    """import_id → number → the order before the import (None: there was none)."""

    def bring(self, import_id: int, told: Mapping[str, Sequence[Row]]) -> None:
        """Take in the orders that an import made or changed: number → its rows."""
        self.replaced[import_id] = {number: deepcopy(self.orders.get(number)) for number in told}
        for number, rows in told.items():
            before = self.orders.get(number, Document("", []))
            state = str(rows[0]["state"])
            sent = before.was_sent or any(row.get("shipped_at") for row in rows)
            left = state in SENT_STATES or (state == "refunded" and (sent or before.has_left))
            lines = [(str(row["sku"]), int(str(row["quantity"]))) for row in rows]
            parcels = {sku: before.parcels[sku] for sku, _pieces in lines if sku in before.parcels}
            self.orders[number] = Document(state, lines, sent, left, parcels)

    def ship(self, number: str, sku: str, pieces: int) -> None:
        """Pieces of a line leave in a parcel; what an import replaced comes back with it."""
        self.orders[number].send(sku, pieces)
        for documents in self.replaced.values():
            before = documents.get(number)
            if before is not None:
                before.parcels[sku] = before.parcels.get(sku, 0) + pieces
                if self.orders[number].state == "shipped" and before.state == "paid":
                    before.state, before.was_sent, before.has_left = "shipped", True, True

    def take_back(self, import_id: int) -> None:
        """Undo `bring`, and forget the facts of the import."""
        for number, before in self.replaced.pop(import_id, {}).items():
            if before is None:
                del self.orders[number]
            else:
                self.orders[number] = before
        self.facts.pop(("import", import_id), None)

    def shelf(self) -> dict[str, Decimal]:
        """SKU → pieces that documents and facts leave, counts aside; zeros are left out."""
        pieces: dict[str, int] = defaultdict(int)
        for sku, change in self._changes():
            pieces[sku] += change
        return {sku: Decimal(number) for sku, number in pieces.items() if number}

    def _changes(self) -> Iterator[tuple[str, int]]:
        for fact in self.facts.values():
            yield from fact.items()
        for order in self.orders.values():
            for sku, pieces in order.gone:
                parts = BOX if sku == "BOX-1" else {sku: 1}
                yield from ((part, -pieces * number) for part, number in parts.items())
