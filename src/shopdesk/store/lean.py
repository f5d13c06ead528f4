"""Joins that a question does not need: rows are counted and ordered without looking up what stands beside them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import BinaryExpression, ClauseElement, Column, ColumnClause, FromClause, Join, Table
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.selectable import NamedFromClause


def lean(origin: FromClause, base: FromClause, clauses: Iterable[ClauseElement]) -> FromClause:
    """`origin` without the joins that add no row to `base`, lose none, and bring nothing that `clauses` speak of."""
    if not keeps_rows(origin, base):
        return origin
    wanted = {table for clause in clauses for table in _spoken_of(clause)}
    kept: list[Join] = []
    for join in _joins(origin):
        if join.right in wanted or None in wanted or not isinstance(join.right, NamedFromClause):
            kept.append(join)
            wanted.update(() if join.onclause is None else _spoken_of(join.onclause))
    for join in reversed(kept):
        base = base.join(join.right, join.onclause, isouter=join.isouter)
    return base


def keeps_rows(origin: FromClause, base: FromClause) -> bool:
    """Whether each row of `base` is one row of `origin`, as far as its inner joins go.

    They follow a foreign key that is never null to the key of its table. That an outer join finds one row at most is
    what every RowSource promises.
    """
    if any(join.full or not (join.isouter or _follows_key(join)) for join in _joins(origin)):
        return False
    innermost = [join.left for join in _joins(origin)][-1:] or [origin]
    return innermost == [base] and isinstance(base, Table)


def _joins(origin: FromClause) -> Iterator[Join]:
    """The joins of a chain, the last one first."""
    while isinstance(origin, Join):
        yield origin
        origin = origin.left


def _follows_key(join: Join) -> bool:
    on = join.onclause
    if not isinstance(on, BinaryExpression) or on.operator is not operators.eq:
        return False
    sides = [side for side in (on.left, on.right) if isinstance(side, Column)]
    if len(sides) != 2:
        return False
    key, pointer = sides if sides[0].table is join.right else sides[::-1]
    return key.primary_key and len(key.table.primary_key) == 1 and not pointer.nullable and pointer.references(key)


def _spoken_of(clause: ClauseElement) -> Iterator[FromClause | None]:
    """Whose columns a clause names; None for one that does not say."""
    return (part.table for part in visitors.iterate(clause) if isinstance(part, ColumnClause))
