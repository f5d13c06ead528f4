"""Questions that the cells leave open: the order of day and month, and the sign before the decimals."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from shopdesk.exchange.amounts import leaning
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.recognise import NUMBERS, TIMES
from shopdesk.exchange.times import day_leaning
from shopdesk.shop.columns import Column, Kind


def questions(plan: Plan, columns_sample: Mapping[str, Iterable[str]], decimals: int | None = None) -> Plan:
    """The plan with order of day and month and the decimal sign settled by the cells, or with the questions left open.

    `columns_sample`: field → its cells, the more the better; `decimals`: those of the currency. What the plan already
    says stands, but for the decimal sign of a layout where every cell of the file has the other one: a spreadsheet of
    another country has saved it again.
    """
    sheet, asked = FILES[plan.kind], list[Answer]()
    samples = [(sheet.column(key), cells) for key, cells in columns_sample.items()]
    day_first, comma = plan.day_first, plan.decimal_comma
    if day_first is None:
        days = {day_leaning(cell) for column, cells in samples if column.kind in TIMES for cell in set(cells)}
        day_first, open_question = _settle(days, Answer.DAY_FIRST)
        asked += open_question
    signs = {
        leaning(cell, _places(column, decimals))
        for column, cells in samples
        if column.kind in NUMBERS and not (plan.told and comma is not None)
        for cell in set(cells)
    }
    if comma is None:
        comma, open_question = _settle(signs, Answer.DECIMAL_COMMA)
        asked += open_question
    elif {not comma} == signs & {True, False}:
        comma = not comma
    return replace(plan, day_first=day_first, decimal_comma=comma, questions=tuple(asked))


def _settle(said: set[bool | Answer | None], question: Answer) -> tuple[bool | None, list[Answer]]:
    """Evidence of one side settles it; of both sides, or none but texts with two readings, leaves the question."""
    sides = said & {True, False}
    if len(sides) == 1:
        return sides.pop() is True, []
    return None, [question] if sides or question in said else []


def _places(column: Column, decimals: int | None) -> int:
    match column.kind:
        case Kind.INTEGER:
            return 0
        case Kind.QUANTITY:
            return 3
        case Kind.MONEY if decimals is not None:
            return decimals
        case _:
            return 4
