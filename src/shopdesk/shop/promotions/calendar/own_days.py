"""The editable part of the calendar: the shop's own days in a list, and festivals that it does not want to see."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.columns import Sheet
from shopdesk.shop.promotions.calendar.preparing import BACKWARDS, DAY_FIELDS, add_day
from shopdesk.store.action import action
from shopdesk.store.rows import RowSource
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Festival
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

HIDDEN: Final = "hidden_festivals"
"""The setting: festivals of shopping, by their msgids, that the calendar leaves out."""
_D: Final = Festival.__table__.c

OWN_DAYS: Final = Sheet(
    name="own_days",
    title=N_("Days of the shop"),
    key="title",
    help=N_("Days that the shop itself put into the calendar: fairs, live shows, the Prime Day of a year."),
    columns=tuple(
        replace(column, editable=True, width=width) for column, width in zip(DAY_FIELDS, (30, 14, 14), strict=True)
    ),
)
_WORDS: Final = (
    ("name", "holiday", "holiday name", "festival", "event", "summary", "名称", "名稱", "节日", "節日", "节日名称",
     "節日名稱", "假日", "假期", "主题", "主題"),
    ("date", "start", "start date", "from", "日期", "开始", "開始", "开始日期", "開始日期", "开始时间", "開始時間"),
    ("end", "end date", "to", "until", "结束", "結束", "结束日期", "結束日期", "结束时间", "結束時間"),
)  # fmt: skip
"""What other calendars call the columns of a day."""
_EXAMPLES: Final = ("Prime Day", "2026-07-07", "2026-07-08")
OWN_DAY_FILE: Final = Sheet(
    name="days",
    title=OWN_DAYS.title,
    key="title",
    help=N_("Holidays, fairs and live shows of the calendar, one row each; known again by name and first day."),
    columns=tuple(
        replace(column, words=words, example=example)
        for column, words, example in zip(DAY_FIELDS, _WORDS, _EXAMPLES, strict=True)
    ),
)
"""Days of the shop as a file of any calendar has them."""
DAY_ROWS: Final = RowSource(
    sheet=OWN_DAYS,
    origin=Festival.__table__,
    row_id=_D.festival_id,
    values={name: _D[name] for name in ("title", "first_on", "last_on")},
    search=(_D.title,),
    order=(("first_on", True), ("title", False)),
)
"""The shop's own days, the latest first."""


@action("promotion.edit", N_("Edit days of the shop"), undoable=True)
def edit_days(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of days as one step of undo: (festival_id, column, value). Returns how many became different.

    Who moves the first day moves the last one along, unless that is said too.
    """
    by_day: dict[int, dict[str, Any]] = {}
    for festival_id, name, value in edits:
        if name not in DAY_ROWS.values:
            raise UserError(N_("This cannot be edited here."), code="not_editable")
        by_day.setdefault(festival_id, {})[name] = value
    return sum(_edit(tx, festival_id, told) for festival_id, told in by_day.items())


def _edit(tx: Tx, festival_id: int, told: Mapping[str, Any]) -> int:
    found = tx.rows(select(Festival.__table__).where(_D.festival_id == festival_id))
    if not found:
        raise UserError(N_("This day is gone."), code="not_found")
    was = found[0]
    title, first = told.get("title", was.title), told.get("first_on", was.first_on)
    if not (title and str(title).strip()):
        raise UserError(N_("Say what it is."), code="required")
    if not isinstance(first, date):
        raise UserError(N_("A day needs a date."), code="required")
    last = told.get("last_on", was.last_on + (first - was.first_on)) or first
    if last < first:
        raise UserError(BACKWARDS, code="days")
    return tx.update(Festival, festival_id, title=str(title).strip(), first_on=first, last_on=last)


@action("promotion.edit", N_("Remove days of the shop"), undoable=True)
def remove_days(tx: Tx, festival_ids: Sequence[int]) -> int:
    """They are no longer in the calendar; returns how many."""
    for festival_id in festival_ids:
        tx.delete(Festival, festival_id)
    return len(festival_ids)


def add_day_row(tx: Tx, values: Mapping[str, Any]) -> int:
    """A day that was added as a row of the list; returns its id."""
    if not isinstance(values.get("first_on"), date):
        raise UserError(N_("A day needs a date."), code="required")
    made: int = add_day(tx, str(values.get("title") or ""), values["first_on"], values.get("last_on"))
    return made


def hidden_festivals(tx: Tx) -> frozenset[str]:
    """Festivals of shopping that the calendar leaves out, by their msgids."""
    told: list[str] = tx.setting(HIDDEN, [])
    return frozenset(told)


@action("shop.settings", N_("Choose the festivals of the calendar"), undoable=True)
def hide_festivals(tx: Tx, titles: Sequence[str]) -> None:
    """Let the calendar leave out these festivals of shopping, and no others."""
    set_setting(tx, HIDDEN, sorted(set(titles)))
