"""Stock as an append-only list of moves; on hand is their sum."""
