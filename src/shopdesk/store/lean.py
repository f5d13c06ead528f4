"""Joins that a question does not need: rows are counted and ordered without looking up what stands beside them."""

from collections.abc import Iterable

from sqlalchemy import BinaryExpression, ClauseElement, Column, ColumnClause, FromClause, Join, Table
from sqlalchemy.sql import operators, visitors


def lean(origin: FromClause, base: FromClause, clauses: Iterable[ClauseElement]) -> FromClause:
    """`base` alone where `clauses` speak of nothing else and its joins in `origin` add no row and lose none."""
    return base if keeps_rows(origin, base) and all(_speaks_of(base, clause) for clause in clauses) else origin


def keeps_rows(origin: FromClause, base: FromClause) -> bool:
    """Whether each row of `base` is one row of `origin`, as far as its inner joins go.

    They follow a foreign key that is never null to the key of its table. That an outer join finds one row at most is
    what every RowSource promises.
    """
    while isinstance(origin, Join):
        if origin.full or not (origin.isouter or _follows_key(origin)):
            return False
        origin = origin.left
    return origin is base and isinstance(base, Table)


def _follows_key(join: Join) -> bool:
    on = join.onclause
    if not isinstance(on, BinaryExpression) or on.operator is not operators.eq:
        return False
    sides = [side for side in (on.left, on.right) if isinstance(side, Column)]
    if len(sides) != 2:
        return False
    key, pointer = sides if sides[0].table is join.right else sides[::-1]
    return key.primary_key and len(key.table.primary_key) == 1 and not pointer.nullable and pointer.references(key)


def _speaks_of(base: FromClause, clause: ClauseElement) -> bool:
    return all(part.table is base for part in visitors.iterate(clause) if isinstance(part, ColumnClause))
