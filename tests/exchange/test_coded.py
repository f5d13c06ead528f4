"""A coded column says the same as the list that it stands for."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.exchange.coded import Coded, texts_of, through
from shopdesk.exchange.reading import wire
from shopdesk.exchange.table import Chunk

COLUMNS = st.lists(st.sampled_from(["", "a", "b", 'say "x"', "back\\slash", "Ä 表 🫖", "line\nbreak"]))


@given(COLUMNS, st.integers(0, 9), st.integers(0, 9))
def test_it_is_read_like_a_list(column: list[str], start: int, stop: int) -> None:
    kept = Coded.of(column)
    assert kept == column
    assert kept[start:stop] == column[start:stop]
    assert [kept[place] for place in range(len(kept))] == column
    for text in ("", "a", "not there"):
        assert kept.count(text) == column.count(text)
        assert kept[start:stop].count(text) == column[start:stop].count(text)
        assert (text in kept[start:stop]) is (text in column[start:stop])


@given(COLUMNS)
def test_a_table_is_asked_once_for_each_text(column: list[str]) -> None:
    asked: list[str] = []

    class Table(dict[str, int]):
        def __missing__(self, text: str) -> int:
            asked.append(text)
            return len(text)

    assert through(Coded.of(column), Table()) == [len(text) for text in column]
    assert len(asked) == len(set(column))
    assert through(column, Table()) == [len(text) for text in column]


def test_it_is_unequal_to_another() -> None:
    assert Coded.of(["a", "b"]) != ["a", "a"]
    assert Coded(["a", "a"], [0, 1]) == Coded(["a"], [0, 0])
    assert texts_of(Coded.of("aba")) == ["a", "b"]


@pytest.mark.parametrize("texts", [3, 256, 257, 4_000])
def test_chunks_of_few_and_many_texts_travel(texts: int) -> None:
    column = [f"text {place % texts}" for place in range(5_000)]
    columns: list[Sequence[str]] = [column, Coded.of(column), Coded(["", *column], range(1, 5_001)), [""] * 5_000]
    chunk = Chunk(range(7, 5_007), tuple(columns))
    again = wire.unpack(wire.pack(chunk))
    assert (again.row_numbers, again.columns) == (chunk.row_numbers, (column, column, column, [""] * 5_000))


@pytest.mark.parametrize(
    "plain",
    [
        b'[{"range":[1,3]},[["a"]],[]]\0\0',
        b'[{"range":[1,3]},[["a"]],[]]\0\0\0\0',
        b'[{"range":[1,3]},[["a"]],[]]\0\0\1',
        b'[{"range":[1,3]},[[]],[]]\0\0\0',
    ],
    ids=["too short", "too long", "no such text", "no text at all"],
)
def test_places_that_do_not_fit_are_refused(plain: bytes) -> None:
    with pytest.raises(ValueError, match="not a chunk"):
        wire.unpack(wire.squeeze(plain))
