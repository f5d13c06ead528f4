"""Cases in lists: those that wait, what breaks its promise next first; and all of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.forms import Field
from shopdesk.desk.grid import parse_input
from shopdesk.desk.grid.rows_model import Edit
from shopdesk.desk.part_form import PartForm
from shopdesk.desk.tabs.service.case_form import CaseForm
from shopdesk.desk.tabs.service.case_panel import CasePanel, read_case
from shopdesk.desk.widgets import button
from shopdesk.shop.columns import Column, Kind, Tone
from shopdesk.shop.service.actions import edit_cases, link_cases, merge_cases, snooze_case
from shopdesk.shop.service.claims import count_claims, take_in_claims
from shopdesk.shop.service.reports import CASE_ROWS, CaseFacts, fetch_queue, find_case_no
from shopdesk.shop.service.rules import CaseState, Priority
from shopdesk.shop.service.sheets import CASE_STATES, CASES, PRIORITIES, QUEUE
from shopdesk.store.loose import LooseRows
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.text import N_, UserError, _, n_

EVERY_MS: Final = 60_000
"""The queue is read again so often: its minutes go by without anybody writing."""
SELECT: Final = N_("Select a case, or open one with Ctrl+N.")
GONE: Final = N_("This case is no longer in the shop.")
EMPTY: Final = N_("Nobody waits. What buyers ask or complain of stands here: Ctrl+N opens a case.")
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("late", N_("Late"), (("late", "true"),), N_("A promise is broken")),
    Quick("high", PRIORITIES[Priority.HIGH].title, (("priority", f"={Priority.HIGH.value}"),)),
    Quick("nobody", N_("Without a person"), (("person", "="),)),
)
STATES: Final = (
    Quick("all", N_("All"), ()),
    *(Quick(state.value, CASE_STATES[state].title, (("state", f"={state.value}"),)) for state in CaseState),
)
UNTIL: Final = Column("until", N_("Put off until"), Kind.TIME, required=True, help=N_("Or until the buyer writes."))
NUMBER: Final = Column("case_no", N_("Case"), Kind.ID, required=True, example="C0001")


class CasesList(DetailList):
    """All cases, their panel and the form of a new one."""

    panel: CasePanel

    def __init__(self, desk: Desk) -> None:
        self._build(desk, Listed(
            "cases", CASE_ROWS, STATES, N_("Filters of cases"), read_case, select=SELECT, gone=GONE, empty=EMPTY,
            counted=True,
        ))  # fmt: skip

    def _build(self, desk: Desk, listed: Listed) -> None:
        super().__init__(desk, listed, CasePanel(desk), self._edit)
        self._zone = "UTC"
        self.form = CaseForm(desk)
        self.part = PartForm(desk, _("Case"))
        self.page.side.addWidget(self.form)
        self.page.side.addWidget(self.part)
        self.form.left.connect(self._left)
        self.part.left.connect(self.page.back)
        self.panel.order_wanted.connect(lambda number: desk.show("orders", order_no=number))
        self.panel.case_wanted.connect(lambda case_id: desk.show("service", segment="cases", row_id=case_id))
        self.panel.part_wanted.connect(self._ask_part)

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        self._zone = str(zone)
        super().start(today, zone, figures)

    def begin(self, known: Mapping[str, Any]) -> None:
        """Ask what a new case is about."""
        self.form.ask(known)
        self.page.show_side(self.form)

    def _left(self, case_id: int) -> None:
        self.page.back()
        if case_id:
            self.grid.seek(case_id)

    def _edit(self, edits: Sequence[Edit]) -> None:
        read = [(row_id, key, parse_input(CASES.column(key), text)) for row_id, key, text in edits]
        self._desk.do(edit_cases, read, failed=self._refused)

    def _refused(self, error: UserError) -> None:
        self._desk.tell(str(error), Tone.WARN)
        self.refresh()

    def _ask_part(self, key: str, case: CaseFacts) -> None:
        ask = {"snooze": self._ask_snooze, "merge": self._ask_merge, "link": self._ask_link}[key]
        ask(case)
        self.page.show_side(self.part)

    def _ask_snooze(self, case: CaseFacts) -> None:
        def accept(typed: dict[str, Any]) -> None:
            until: datetime = typed["until"]
            self.part.send(snooze_case, case.case_id, until)

        title = _("Put off case {number}").format(number=case.row["case_no"])
        self.part.ask(title, [Field(UNTIL, self._tomorrow())], accept, zone=self._zone)

    def _tomorrow(self) -> datetime | None:
        """Nine o'clock of the shop's next day, which most mean."""
        today = self.grid.query.today
        if today is None:
            return None
        return datetime.combine(today + timedelta(1), time(9), ZoneInfo(self._zone))

    def _ask_merge(self, case: CaseFacts) -> None:
        def accept(typed: dict[str, Any]) -> None:
            number = str(typed["case_no"]).strip().upper()
            self._desk.ask("service.into", lambda tx: find_case_no(tx, number), self._merge_into(case))

        self.part.ask(_("Merge {number} into").format(number=case.row["case_no"]), [Field(NUMBER)], accept)

    def _merge_into(self, case: CaseFacts) -> Any:
        def merge(into: int | None) -> None:
            if into is None or into == case.case_id:
                self.part.form.refused(UserError(N_("There is no other case with that number."), code="case_no"))
            else:
                self.part.send(merge_cases, [case.case_id], into)

        return merge

    def _ask_link(self, case: CaseFacts) -> None:
        def accept(typed: dict[str, Any]) -> None:
            self.part.send(link_cases, case.case_id, typed["case_no"])

        self.part.ask(_("Link {number} with").format(number=case.row["case_no"]), [Field(NUMBER)], accept)


class QueueList(CasesList):
    """Cases that wait, with the clock of each that breaks next; read anew as minutes go by."""

    def __init__(self, desk: Desk) -> None:
        order = (("due_at", False), ("opened_at", False))
        self._rows = LooseRows(QUEUE, order, ("case_no", "title", "order_no", "customer"), {"channel": spoken_title})
        source: RowSource = self._rows.source
        self._build(desk, Listed(
            "case_queue", source, QUICK, N_("Filters of the queue"), read_case, select=SELECT, gone=GONE, empty=EMPTY,
            counted=True,
        ))  # fmt: skip
        self._known: tuple[date, tzinfo, Figures] | None = None
        self._opened = 0
        """A case that was just opened: it is stood on once the queue that holds it is read."""
        self.claims = button("", self._take_claims, icon_name="add")
        self.claims.hide()
        self.line.flow.line.addWidget(self.claims)
        self._minute = QTimer(self, interval=EVERY_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()

    def start(self, today: date, zone: tzinfo, figures: Figures) -> None:
        """Read who waits, then show it."""
        self._known = today, zone, figures
        self.refresh()

    def refresh(self) -> None:
        if self._known is not None:
            self._desk.ask("service.queue", fetch_queue, self._take_queue)
            self._desk.ask("service.claims", count_claims, self._offer_claims)

    def _left(self, case_id: int) -> None:
        self.page.back()
        if case_id:
            self._opened = case_id
            self.refresh()

    def _offer_claims(self, count: int) -> None:
        """Claims of the channels' lists that are not in the queue yet, or no longer wait."""
        self.claims.setVisible(bool(count))
        self.claims.setText(n_("Take in {count} claim", "Take in {count} claims", count).format(count=f"{count:,}"))

    def _take_claims(self) -> None:
        self._desk.do(take_in_claims)

    def _take_queue(self, rows: list[tuple[int, Sequence[Any]]]) -> None:
        self._rows.put(rows)
        if self.grid.query.today is None:
            assert self._known is not None
            super().start(*self._known)
        else:
            super().refresh()
        if self._opened:
            self.grid.seek(self._opened)
            self._opened = 0
