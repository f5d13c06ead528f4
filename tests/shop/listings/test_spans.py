"""Days that several reports tell are told once, whatever their spans."""

from shopdesk.shop.listings.traffic.spans import Piece, added, believed, told_of


def piece(report: str, first: int, last: int, rank: int = 0, **counts: int | None) -> Piece:
    return Piece(report, rank, first, last, counts, counts.get("visitors") or 0)


def days(report: str, first: int, last: int, **counts: int | None) -> list[Piece]:
    return [piece(report, day, day, 0, **counts) for day in range(first, last + 1)]


def test_each_day_is_taken_from_a_report_that_tells_it() -> None:
    # Neither report tells the whole month; the days that both tell count once, by the one that saw more.
    told = added([*days("a", 1, 10, visitors=5), *days("b", 6, 30, visitors=6)], 1)
    assert told == {"visitors": 5 * 5 + 25 * 6}


def test_what_one_report_leaves_out_comes_from_the_next_that_tells_as_many_days() -> None:
    month = piece("a", 1, 30, visitors=90, carts=None)
    assert added([month, piece("b", 1, 30, visitors=80, carts=9)], 1) == {"visitors": 90, "carts": 9}
    assert added([month, *days("b", 4, 4, visitors=3, carts=1)], 1) == {"visitors": 90, "carts": None}


def test_spans_that_overlap_in_part_are_not_added() -> None:
    assert added([piece("a", 1, 7, visitors=70), piece("a", 5, 9, visitors=50)], 1) == {"visitors": 70}
    assert added([piece("a", 1, 7, visitors=70), piece("a", 8, 9, visitors=50)], 1) == {"visitors": 120}


def test_a_span_that_begins_before_the_days_gives_way_to_one_within_them() -> None:
    inside = days("b", 10, 12, visitors=4)
    assert added([piece("a", 1, 12, visitors=999), *inside], 10) == {"visitors": 12}
    assert added([piece("a", 1, 12, visitors=999)], 10) == {"visitors": 999}


def test_rows_of_all_sources_come_before_the_sum_of_single_ones() -> None:
    assert added([piece("a", 1, 1, visitors=100), piece("a", 1, 1, rank=1, visitors=120)], 1) == {"visitors": 100}
    wide = [piece("a", 1, 1, visitors=100), *(piece("a", day, day, rank=1, visitors=120) for day in (1, 2))]
    assert added(wide, 1) == {"visitors": 220}


def test_a_rate_is_of_the_days_that_tell_both() -> None:
    told = added([*days("a", 1, 2, visitors=10, carts=2), *days("b", 3, 5, visitors=50)], 1, [("visitors", "carts")])
    assert (told["visitors"], told_of(told, "visitors", "carts"), told_of(told, "carts", "visitors")) == (170, 20, 4)


def test_of_days_told_together_one_report_is_believed_whole() -> None:
    reports = [piece("a", 1, 2, search=7), piece("b", 1, 1, paid=3), piece("b", 9, 9, paid=1)]
    assert [(one.report, one.first) for one in believed(reports, 1)] == [("a", 1), ("b", 9)]
