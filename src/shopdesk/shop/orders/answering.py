"""Answering moves that stand: each with its mirror image at its own place, so that the history says both."""

from collections.abc import Sequence
from typing import Any, Final

from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.levels import add_levels
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.tables import StockMove
from shopdesk.store.tx import Tx

_OWN: Final = ("move_id", "reason", "moved_at", "unit_cost", "import_id", "source_row", "change_id", "reverses_id")
"""Columns that a reversal has of its own; pieces change their sign, the rest is that of the move."""


def reverse_moves(tx: Tx, moves: Sequence[Any]) -> None:
    """Append the reversals of these rows of `stock_move`, now, and value their SKUs anew."""
    if not moves:
        return
    names = [column.key for column in StockMove.__table__.c if column.key not in _OWN]
    first = 0
    for move in moves:
        told = {name: getattr(move, name) for name in names}
        told |= {name: -told[name] for name in ("quantity", "bundles") if told.get(name) is not None}
        made = tx.insert(
            StockMove, **told, reason=MoveReason.REVERSAL.value, moved_at=max(move.moved_at, tx.now),
            import_id=tx.import_id, change_id=tx.change_id, reverses_id=move.move_id,
        )  # fmt: skip
        first = first or made
    add_levels(tx, first)
    revalue(tx, {move.sku_id for move in moves})
