"""A known layout with a column that is new, gone, renamed, moved or doubled says so, and never guesses money."""

from collections.abc import Mapping

import pytest

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import Format
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.match import find_plan
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.table import SheetHead
from shopdesk.shop.columns import Kind
from shopdesk.text import UserError

ROWS = 4
MONEY = (Kind.MONEY, Kind.PRICE)
CELLS: Mapping[Kind, str] = {
    Kind.MONEY: "1{n}.25", Kind.PRICE: "2{n}.75", Kind.QUANTITY: "{n}", Kind.INTEGER: "{n}", Kind.RATE: "7.1{n}",
    Kind.PERCENT: "0.1{n}", Kind.TIME: "2026-01-0{n} 10:00:00", Kind.DATE: "2026-01-0{n}", Kind.BOOL: "yes",
    Kind.ID: "A-100{n}", Kind.TEXT: "word {n}", Kind.LONG_TEXT: "words {n}",
}  # fmt: skip

Sheet = dict[str, list[str]]
"""Header → its cells."""


def sheet_of(layout: Format) -> Sheet:
    """A sheet of the layout with each of its fields once, and whatever else it is known by."""
    made: Sheet = {}
    for key, headers in layout.fields.items():
        column = FILES[layout.kind].column(key)
        said = next(iter(layout.states), "paid") if column.kind is Kind.STATE else CELLS[column.kind]
        said = "USD" if key == "currency" else said
        if clean_header(headers[0]) not in map(clean_header, made):
            made[headers[0]] = [said.format(n=n) for n in range(1, ROWS + 1)]
    for group in layout.signature:
        if not {clean_header(name) for name in group} & set(map(clean_header, made)):
            made[group[0]] = ["x"] * ROWS
    return made


def read(columns: list[tuple[str, list[str]]]) -> Plan:
    rows = [tuple(header for header, _cells in columns), *zip(*(cells for _header, cells in columns), strict=True)]
    return find_plan([SheetHead(0, "Sheet1", False, tuple(map(tuple, rows)))], {})


def told(plan: Plan) -> dict[str, str]:
    return {key: plan.headers[place] for key, place in plan.columns.items()}


def money_of(layout: Format, plan: Plan) -> list[str]:
    return [key for key in plan.columns if FILES[layout.kind].column(key).kind in MONEY and key in layout.fields]


@pytest.fixture(params=FORMATS, ids=str)
def layout(request: pytest.FixtureRequest) -> Format:
    return FORMATS[request.param]


@pytest.fixture
def sheet(layout: Format) -> Sheet:
    return sheet_of(layout)


@pytest.fixture
def whole(layout: Format, sheet: Sheet) -> Plan:
    plan = read(list(sheet.items()))
    assert (plan.format, plan.certain) == (layout.code, True)
    return plan


def test_columns_that_moved_are_read_as_before(sheet: Sheet, whole: Plan) -> None:
    moved = read(list(reversed(sheet.items())))
    assert (moved.format, moved.certain, told(moved)) == (whole.format, True, told(whole))


def test_a_column_more_is_named_and_not_read(layout: Format, sheet: Sheet, whole: Plan) -> None:
    more = read([*sheet.items(), ("Neuland", ["so"] * ROWS)])
    if layout.whole and not more.certain:
        return  # its words are everybody's: one that is not its own makes it a proposal
    assert (more.format, more.new) == (whole.format, ("Neuland",))
    assert told(more) == told(whole)


def test_money_that_is_gone_is_no_other_column(layout: Format, sheet: Sheet, whole: Plan) -> None:
    for key in money_of(layout, whole):
        header = told(whole)[key]
        try:
            cut = read([(name, cells) for name, cells in sheet.items() if name != header])
        except UserError:
            continue
        if cut.certain:
            assert told(cut) == {field: name for field, name in told(whole).items() if name != header}


def test_money_under_a_new_name_is_asked_about(layout: Format, sheet: Sheet, whole: Plan) -> None:
    for key in money_of(layout, whole):
        header = told(whole)[key]
        try:
            changed = read([("Neuland" if name == header else name, cells) for name, cells in sheet.items()])
        except UserError:
            continue
        assert not changed.certain, f"{header} came under another name and nobody was asked"
        assert "Neuland" not in told(changed).values()
        if changed.format == layout.code:
            assert changed.new == ("Neuland",)
            assert header in changed.missing


def test_money_that_is_there_twice_is_asked_about(layout: Format, sheet: Sheet, whole: Plan) -> None:
    if layout.twice:
        pytest.skip("a layout that is known to say things twice")
    for key in money_of(layout, whole):
        header = told(whole)[key]
        other = [f"9{n}.25" for n in range(ROWS)]
        twice = read([*sheet.items(), (header, other)])
        assert not twice.certain, f"{header} stands there twice with other figures and nobody was asked"
        assert header in twice.doubts[key]
        assert key not in twice.columns
        same = read([*sheet.items(), (header, sheet[header])])
        assert (same.certain, told(same)) == (True, told(whole))
