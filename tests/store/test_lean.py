"""Rows are counted and ordered without joins that nothing asks for, and with those that matter."""

import pytest
from sqlalchemy import (
    Column,
    ForeignKey,
    FromClause,
    Integer,
    Join,
    MetaData,
    Table,
    Text,
    func,
    literal_column,
    select,
)
from tests.test_speed_twins import busy  # noqa: F401 - a fixture

from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.stock.reports import MOVE_ROWS, STOCK_ROWS, moves_of
from shopdesk.store.lean import keeps_rows, lean
from shopdesk.store.rows import Query, RowSource, count, fetch_ids
from shopdesk.store.store import Store

META = MetaData()
SHELF = Table("shelf", META, Column("id", Integer, primary_key=True), Column("name", Text))
BOX = Table(
    "box", META, Column("id", Integer, primary_key=True), Column("shelf", ForeignKey("shelf.id"), nullable=False),
    Column("spare", ForeignKey("shelf.id")), Column("title", Text),
)  # fmt: skip
OTHER = Table("other", META, Column("id", Integer, primary_key=True))


def said(origin: FromClause) -> str:
    return str(select(1).select_from(origin))


FOLLOWED = BOX.join(SHELF, BOX.c.shelf == SHELF.c.id)


def test_a_join_that_follows_a_key_is_left_out() -> None:
    assert lean(FOLLOWED, BOX, [BOX.c.title == "tea"]) is BOX
    assert lean(BOX.outerjoin(SHELF, BOX.c.spare == SHELF.c.id), BOX, []) is BOX


def test_a_join_that_is_spoken_of_stays() -> None:
    assert said(lean(FOLLOWED, BOX, [SHELF.c.name == "left"])) == said(FOLLOWED)
    inside = BOX.c.id.in_(select(SHELF.c.id))
    assert said(lean(FOLLOWED, BOX, [inside])) == said(FOLLOWED)
    assert said(lean(FOLLOWED, BOX, [literal_column("name") == "left"])) == said(FOLLOWED)


def test_a_join_to_sums_that_are_spoken_of_stays() -> None:
    sums = select(BOX.c.shelf, func.count().label("boxes")).group_by(BOX.c.shelf).subquery()
    origin = SHELF.outerjoin(sums, sums.c.shelf == SHELF.c.id)
    assert said(lean(origin, SHELF, [sums.c.boxes > 1])) == said(origin)
    assert lean(origin, SHELF, [SHELF.c.name == "left"]) is SHELF


def test_of_several_joins_those_stay_that_are_spoken_of_and_those_they_lean_on() -> None:
    spare, behind = SHELF.alias("spare"), SHELF.alias("behind")
    left = FOLLOWED.outerjoin(spare, BOX.c.spare == spare.c.id)
    origin = left.outerjoin(behind, behind.c.id == spare.c.id)
    assert said(lean(origin, BOX, [SHELF.c.name == "left"])) == said(FOLLOWED)
    assert said(lean(origin, BOX, [spare.c.name == "left"])) == said(BOX.outerjoin(spare, BOX.c.spare == spare.c.id))
    without = BOX.outerjoin(spare, BOX.c.spare == spare.c.id).outerjoin(behind, behind.c.id == spare.c.id)
    assert said(lean(origin, BOX, [behind.c.name == "left"])) == said(without)


def test_a_join_of_joins_stays() -> None:
    inner = SHELF.join(BOX, BOX.c.shelf == SHELF.c.id)
    origin = OTHER.outerjoin(inner, OTHER.c.id == SHELF.c.id)
    assert said(lean(origin, OTHER, [])) == said(origin)


@pytest.mark.parametrize(
    "origin",
    [
        BOX.join(SHELF, BOX.c.spare == SHELF.c.id),
        BOX.join(SHELF, BOX.c.shelf < SHELF.c.id),
        BOX.join(SHELF, (BOX.c.shelf == SHELF.c.id) & (SHELF.c.name == "left")),
        BOX.join(SHELF, BOX.c.title == SHELF.c.name),
        SHELF.join(BOX, BOX.c.shelf == SHELF.c.id),
        BOX.outerjoin(SHELF, BOX.c.spare == SHELF.c.id, full=True),
    ],
    ids=["may be null", "not equal", "and more", "no key", "the other way round", "full"],
)
def test_a_join_that_loses_or_adds_rows_stays(origin: Join) -> None:
    assert not keeps_rows(origin, BOX)


@pytest.mark.parametrize("source", [ORDER_ROWS, MOVE_ROWS, STOCK_ROWS, moves_of(1)], ids=lambda one: one.sheet.name)
def test_lists_find_the_same_rows_with_all_joins(busy: Store, source: RowSource) -> None:  # noqa: F811 - fixture
    whole = select(source.row_id).select_from(source.origin).where(*source.where)
    with busy.read() as tx:
        everything = [row[0] for row in tx.rows(whole)]
        assert everything
        assert sorted(fetch_ids(tx, source, Query())) == sorted(everything)
        assert count(tx, source, Query()) == len(everything)


def test_lists_of_moves_are_counted_by_their_own_table_alone() -> None:
    assert MOVE_ROWS.lean([]) is MOVE_ROWS.row_id.table
