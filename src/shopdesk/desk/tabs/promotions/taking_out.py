"""The calendar out of the house: a workbook of its promotions, iCalendar for other calendars, or a month on paper."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from zlib import crc32

from PySide6.QtWidgets import QFileDialog, QWidget

from shopdesk.desk.desk import Desk
from shopdesk.desk.desk_grid import GridExport
from shopdesk.desk.exporting import open_folder, start_export
from shopdesk.desk.jobs import Job
from shopdesk.desk.tabs.promotions.drawing import title_of
from shopdesk.desk.tabs.promotions.month_paper import print_month
from shopdesk.exchange.ical import Event, write_ical
from shopdesk.shop.columns import Tone
from shopdesk.shop.promotions.calendar.agenda import Agenda
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.rules import Phase
from shopdesk.shop.promotions.sheets import KINDS, PHASES, PROMOTIONS
from shopdesk.store.rows import Query
from shopdesk.text import UserError, _, n_

ENDINGS: Final = {".xlsx": (".xlsx", ".csv"), ".ics": (".ics",), ".pdf": (".pdf",)}
"""Ending of a kind of file → endings that a person may type for it."""


def offer_calendar(desk: Desk, agenda: Agenda, day: date | None, parent: QWidget) -> None:
    """Ask where to, then write in the background; `day` is of the month that is looked at."""
    words = (_("Excel workbook (*.xlsx)"), _("iCalendar (*.ics)"), _("The month as PDF (*.pdf)"))
    name = _("Promotions")
    chosen, kind = QFileDialog.getSaveFileName(
        parent.window(), _("Take the calendar out"), f"{name}.xlsx", ";;".join(words)
    )
    if chosen:
        ending = next((one for one in ENDINGS if f"*{one}" in kind), ".xlsx")
        path = Path(chosen)
        is_told = path.suffix.lower() in ENDINGS[ending]
        take_out(desk, agenda, path if is_told else path.with_suffix(ending), day)


def take_out(desk: Desk, agenda: Agenda, path: Path, day: date | None = None) -> None:
    """Write the calendar to `path`, whose ending says how; on paper the month of a day, else of today."""
    if path.suffix.lower() == ".pdf":
        _take_out_month(desk, agenda, path, day or agenda.today)
        return
    if path.suffix.lower() != ".ics":
        shown = tuple(column for column in PROMOTIONS.columns if column.shown)
        query = Query(sort=(("starts_at", False),), today=agenda.today, zone=agenda.zone)
        start_export(desk, GridExport(PROMOTION_ROWS, query, shown, _(PROMOTIONS.title), ""), path)
        return
    events = events_of(agenda)
    title = _("Exporting {name}").format(name=path.name)
    name = desk.shop_name
    desk.run(title, partial(_write, path, events, name, agenda), partial(_tell, desk, path, len(events)))


def _take_out_month(desk: Desk, agenda: Agenda, path: Path, day: date) -> None:
    try:
        print_month(agenda, day, path)
    except UserError as error:
        desk.tell(str(error), Tone.BAD)
        return
    done = _("Wrote {file}").format(file=path.name)
    desk.tell(done, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))


def _write(path: Path, events: list[Event], name: str, agenda: Agenda, job: Job) -> None:
    job.check()
    write_ical(path, events, name, agenda.now)


def _tell(desk: Desk, path: Path, count: int, _done: object) -> None:
    said = n_("Wrote {count} entry to {file}", "Wrote {count} entries to {file}", count)
    told = said.format(count=count, file=path.name)
    desk.tell(told, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))


def events_of(agenda: Agenda) -> list[Event]:
    """Promotions, and the days that have a name."""
    made = [
        Event(
            f"{bar.promotion_no}@shopdesk", bar.days.first, bar.days.last, bar.title,
            "\n".join(filter(None, (_(KINDS[bar.kind].title), ", ".join(one.name for one in bar.goods)))),
            (_("Promotions"), _(PHASES[bar.phase].title), *bar.channels), is_off=bar.phase is Phase.CANCELLED,
        )
        for bar in agenda.bars
    ]  # fmt: skip
    made += [
        Event(
            f"{one.first}-{one.kind}-{one.region}-{crc32(one.title.encode()):08x}@shopdesk",
            one.first, one.last, title_of(one), one.region, (_("Festivals"),),
        )
        for one in agenda.days
    ]  # fmt: skip
    return made
