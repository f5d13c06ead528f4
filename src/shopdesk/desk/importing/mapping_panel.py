"""Which column of a sheet is which field: proposed, shown with what it would make of the first rows, and told."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.desk import theme
from shopdesk.desk.flow import Flow
from shopdesk.desk.importing.field_row import FIELD_WIDTH, SHARES, FieldRow, fields_of
from shopdesk.desk.importing.header_picker import HeaderPicker
from shopdesk.desk.importing.kind_box import KindBox
from shopdesk.desk.importing.kinds import ON_SCREEN
from shopdesk.desk.importing.one_file import OneFile
from shopdesk.desk.importing.parts import Note, bar, in_reading_order
from shopdesk.desk.importing.questions import Questions
from shopdesk.desk.importing.queue import ImportQueue
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import ChoiceBox, Words, button, clear, rule
from shopdesk.exchange.kinds import FILES, KINDS
from shopdesk.exchange.mapping_file import read_mapping, write_mapping
from shopdesk.exchange.match import draft_at, draft_plan, plan_from_memory, plan_with, questions
from shopdesk.exchange.periods import PERIOD
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.preview import become, examples, first_cells, unused
from shopdesk.exchange.table import FileFacts
from shopdesk.shop.catalog.actions import CHANNELS
from shopdesk.shop.catalog.reports import channel_titles
from shopdesk.shop.columns import Tone
from shopdesk.text import UserError, _, sentences

AT_ONCE: Final = 2
"""So many rows are made in one go; a file may have a hundred columns, and the window must not wait for them."""
LISTED: Final = 12
"""So many headers are named in a sentence."""


class MappingPanel(QWidget):
    """Lets a person complete the plan of the file in hand."""

    def __init__(self, queue: ImportQueue, one: OneFile) -> None:
        super().__init__()
        assert one.plan is not None
        assert one.facts is not None
        self._queue, self._one, self._offered = queue, one, one.plan
        self._facts: FileFacts = one.facts
        self.plan: Plan = one.draft or one.plan
        self._columns = dict(self.plan.columns)
        self.rows: list[FieldRow] = []
        self.questions: Questions | None = None
        self._asking: set[Answer] = set()
        self._settled: Plan = self.plan
        self._said_kind = ""
        self._coming = QTimer(self, interval=0)
        self._coming.timeout.connect(self._make_some)
        self._build(has_result=one.staged is not None)
        queue.desk.ask("import.channels", channel_titles, self._offer_channels)
        self._show_plan()

    # ------------------------------------------------------------------------------------------------------- building

    def _build(self, *, has_result: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.notice = Note(*self._why())
        column.addWidget(self.notice)
        column.addWidget(self._choices())
        self._picking = QVBoxLayout()
        column.addLayout(self._picking)
        self._rule = Words("", "small", "muted", wrap=True)
        column.addWidget(self._rule)
        column.addWidget(self._scroll(), 1)
        self._fault = Words("", "body", "bad", wrap=True)
        self.read = button(_("Read as this"), self._read, look="primary")
        back = (button(_("Back to the result"), self._queue.show_outcomes),) if has_result else ()
        buttons = (*back, button(_("Cancel"), self._queue.skip), self.read)
        foot = bar(right=buttons)
        layout = foot.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(0, self._fault, 1)
        column.addWidget(foot)

    def _why(self) -> tuple[str, Tone]:
        """What is known of the layout, in a sentence."""
        plan = self._offered
        if plan.certain:
            return _("Each column of the file with the field it is read as. Change what is not right."), Tone.INFO
        if not plan.title:
            said = _("This layout is not known yet. Check what each column is; it is remembered for the next file.")
            if "currency" in plan.given:
                said = sentences(said, _("Its money is marked as {currency}.").format(currency=plan.given["currency"]))
            return sentences(said, *self._doubts()), Tone.WARN if plan.doubts else Tone.INFO
        told = [_("The layout of “{format}” has changed.").format(format=_(plan.title))]
        if plan.missing:
            told.append(_("Missing: {headers}.").format(headers=_listed(plan.missing)))
        if plan.new:
            told.append(_("New: {headers}.").format(headers=_listed(plan.new)))
        return sentences(*told, *self._doubts(), _("Check what each column is.")), Tone.WARN

    def _doubts(self) -> list[str]:
        """Money that more than one column could be: left open, for the person to say."""
        sheet = FILES[self._offered.kind]
        said = _("Not certain, so not taken as “{field}”: {headers}.")
        return [
            said.format(field=_(sheet.column(key).title), headers=_listed(headers))
            for key, headers in self._offered.doubts.items()
        ]

    def _choices(self) -> QWidget:
        line = Flow(gap=10)
        self.kinds = KindBox(FILES, _("What the rows are"))
        self.kinds.picked.connect(self._change_kind)
        self.channel = ChoiceBox(name=_("Channel"))
        self.channel.setEditable(True)
        self.channel.setMinimumWidth(theme.scaled(150))
        typed = self.channel.lineEdit()
        assert typed is not None
        typed.setPlaceholderText(_(CHANNELS["direct"]))
        typed.setAccessibleName(_("Channel"))
        self.channel.currentTextChanged.connect(lambda _text: self._keep())
        self.channel_label = Words(_("Channel"), "body", "muted")
        self._offer_channels({})
        shown = [head for head in self._facts.heads if not head.hidden] or list(self._facts.heads)
        self.sheet = ChoiceBox([(head.number, head.name) for head in shown], _("Sheet"))
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(self.plan.sheet)))
        self.sheet.activated.connect(lambda _at: self._draft(self.plan.kind))
        self.header = button("", self._turn_picker, look="chip")
        self.header.setCheckable(True)
        self.load = button(_("Load a mapping…"), self._choose_mapping, icon_name="open")
        self.save = button(_("Save the mapping…"), self._choose_target, icon_name="save")
        sheets = (Words(_("Sheet"), "body", "muted"), self.sheet) if len(shown) > 1 else ()
        kinds = Words(_("Rows are"), "body", "muted")
        for part in (kinds, self.kinds, self.channel_label, self.channel, *sheets, self.header, self.load, self.save):
            line.line.addWidget(part)
        return line

    def _turn_picker(self) -> None:
        """Show the first rows of the sheet, or put them away."""
        clear(self._picking)
        if self.header.isChecked():
            self.picker = HeaderPicker(self._facts.heads[self.plan.sheet], self.plan.header_row)
            self.picker.picked.connect(self.pick_header)
            self._picking.addWidget(self.picker)
        in_reading_order(self)

    def pick_header(self, number: int) -> None:
        """Another row names the columns; 0: none does. What the rows are follows from it, until the person says so."""
        kind = self._said_kind or ("" if number else self.plan.kind)
        self._take(draft_at(self._facts.heads[self.plan.sheet], number, kind, self.plan.channel))

    # ----------------------------------------------------------------------------------------------- mapping as a file

    def _choose_mapping(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Load a mapping"), "", f"{_('Mapping')} (*.json)")
        if chosen:
            self.load_mapping(Path(chosen))

    def _choose_target(self) -> None:
        proposed = str(self._queue.folder / f"{Path(self._facts.name).stem}.json")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the mapping"), proposed, f"{_('Mapping')} (*.json)")
        if chosen:
            self.save_mapping(Path(chosen).with_suffix(".json"))

    def load_mapping(self, path: Path) -> None:
        """Take what was taught elsewhere; where it does not fit, say why and change nothing."""
        try:
            self._take(plan_from_memory(self._facts.heads, read_mapping(path)))
        except UserError as error:
            self._queue.desk.tell(str(error), Tone.WARN)
            return
        self.kinds.set_current(self.plan.kind)
        self.channel.setCurrentText(_(CHANNELS.get(self.plan.channel, self.plan.channel)))
        self._queue.desk.tell(_("The mapping of {file} was taken.").format(file=path.name), Tone.GOOD)

    def save_mapping(self, path: Path) -> None:
        """Write the columns as they stand to a file."""
        try:
            write_mapping(path, self._spelled())
        except UserError as error:
            self._queue.desk.tell(str(error), Tone.WARN)
            return
        self._queue.desk.tell(_("The mapping is in {file}.").format(file=path.name), Tone.GOOD)

    def _scroll(self) -> QScrollArea:
        """The questions and the columns, as long as they are."""
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Columns of the file"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setProperty("look", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._asked = QVBoxLayout()
        column.addLayout(self._asked)
        column.addWidget(self._list())
        column.addStretch(1)
        scroll.setWidget(inside)
        return scroll

    def _list(self) -> Card:
        card = Card(flush=True)
        card.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 7, 14, 7)
        head.setSpacing(14)
        titles = (_("Column of the file"), _("First rows"), _("Is the field"), _("Becomes"))
        for title, share in zip(titles, SHARES, strict=True):
            words = Words(title, "small_strong", "muted", elide=True)
            if share:
                words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            else:
                words.setFixedWidth(theme.scaled(FIELD_WIDTH) + theme.scaled(14) + 14)
            head.addWidget(words, share)
        card.body.addLayout(head)
        card.body.addWidget(rule())
        self._list_column = QVBoxLayout()
        self._list_column.setSpacing(0)
        card.body.addLayout(self._list_column)
        return card

    def _offer_channels(self, known: Any) -> None:
        """The channels of the shop, then the well-known ones, by title; any other name may be typed."""
        typed = self.channel.currentText() or _(CHANNELS.get(self.plan.channel, self.plan.channel))
        self.channel.clear()
        for title in dict.fromkeys([*map(str, known.values()), *CHANNELS.values()]):
            self.channel.addItem(_(title), title)
        self.channel.setCurrentText(typed)

    # ------------------------------------------------------------------------------------------------------- the plan

    def _show_plan(self) -> None:
        """Make the rows of the plan's columns anew, a few at a time."""
        self._coming.stop()
        clear(self._list_column)
        self.rows = []
        self.kinds.set_current(self.plan.kind)
        self._fields = fields_of(FILES[self.plan.kind])
        self._pending = [place for place, header in enumerate(self.plan.headers) if header or self._cells(place)]
        for widget in (self.channel, self.channel_label):
            widget.setVisible(KINDS[self.plan.kind].asks_channel)
        self._rule.setText(_(ON_SCREEN[self.plan.kind].rule))
        row = self.plan.header_row
        self.header.setText(_("Header: row {row}").format(row=row) if row else _("No header row"))
        self._turn_picker()
        self._follow()
        self._make_some()
        if self._pending:
            self._coming.start()

    def _make_some(self) -> None:
        for place in self._pending[:AT_ONCE]:
            header = self.plan.headers[place]
            row = FieldRow(place, header, self._fields, is_new=header in self.plan.new)
            row.chosen.connect(self._choose)
            self.rows.append(row)
            if len(self.rows) > 1:
                self._list_column.addWidget(rule())
            self._list_column.addWidget(row)
            self._show_row(row)
        del self._pending[:AT_ONCE]
        if not self._pending:
            self._coming.stop()
            in_reading_order(self)

    def _show_row(self, row: FieldRow) -> None:
        cells = self._cells(row.place)
        key = next((key for key, place in self._columns.items() if place == row.place), "")
        zone = ZoneInfo(self.plan.zone or "UTC")  # the same in and out: only how the cells are read is shown
        row.show_field(key, become(self._answered(), key, cells, zone) if key else unused(self.plan, row.place, cells))

    def _cells(self, place: int) -> list[str]:
        return first_cells(self.plan, self._facts.heads[self.plan.sheet].rows, place)

    def _choose(self, place: int, key: str) -> None:
        """A column is a field now; the column that was it before is none."""
        before = next((key for key, at in self._columns.items() if at == place), "")
        self._columns.pop(before, None)
        if key:
            self._columns[key] = place
        self._follow()
        for row in self.rows:
            self._show_row(row)

    def _change_kind(self, kind: str) -> None:
        self._said_kind = kind
        if kind == self._offered.kind and self._offered.sheet == self.sheet.currentData():
            self._take(self._offered)
        else:
            self._draft(kind)

    def _draft(self, kind: str) -> None:
        """A proposal for another kind of rows, or for another sheet."""
        try:
            self._take(draft_plan([self._facts.heads[self.sheet.currentData()]], kind))
        except UserError:  # no row of the sheet looks like a header: the first one will do until another is picked
            self._take(draft_at(self._facts.heads[self.sheet.currentData()], 1, kind))

    def _take(self, plan: Plan) -> None:
        self.plan, self._columns = plan, dict(plan.columns)
        self._show_plan()

    # ------------------------------------------------------------------------------------------------------- complete

    def _follow(self) -> None:
        """Ask what has two readings, and say what is still missing."""
        sheet = FILES[self.plan.kind]
        missing = [
            _(column.title)
            for column in sheet.columns
            if column.required and column.key not in self._columns and column.key != PERIOD
        ]
        self._ask_questions()
        if missing:
            fault = _("No column has been chosen yet for: {fields}").format(fields=", ".join(missing))
        elif self.plan.kind == "counts" and "counted" not in self._columns:
            fault = _("No column has been chosen yet for: {fields}").format(fields=_(sheet.column("counted").title))
        elif self.questions is not None and not self.questions.is_complete:
            fault = _("Answer the question above.")
        else:
            fault = ""
        self._fault.setText(fault)
        self.read.setEnabled(not fault)
        self._keep()

    def _keep(self) -> None:
        """Keep what the person has said so far: a new language or text size makes the page anew."""
        self._one.draft = replace(self.plan, columns=dict(self._columns), channel=self._channel())

    def _ask_questions(self) -> None:
        """Ask where the first rows have two readings, so that it need not be asked later."""
        plan = self._mapped()
        rows = self._facts.heads[plan.sheet].rows
        sample = {key: first_cells(plan, rows, place, len(rows)) for key, place in plan.columns.items()}
        asked = self._settled = questions(plan, sample)
        wanted = examples(asked, sample)
        known = self.questions.answers() if self.questions else {}
        if wanted.keys() == self._asking:
            return
        self._asking = set(wanted)
        clear(self._asked)
        self.questions = Questions(wanted) if wanted else None
        if self.questions is not None:
            self._asked.addWidget(self.questions)
            for question, is_yes in known.items():
                if question in wanted:
                    self.questions.choose(question, is_yes)
            self.questions.answered.connect(self._hear)
        in_reading_order(self)

    def _hear(self) -> None:
        for row in self.rows:
            self._show_row(row)
        self._follow()

    def _mapped(self) -> Plan:
        return plan_with(self.plan, self._facts.heads, self._columns)

    def _answered(self) -> Plan:
        """The plan with what has been answered, or is plain from the first rows, as far as reading cells goes."""
        said = self.questions.answers() if self.questions else {}
        return replace(
            self.plan,
            day_first=said.get(Answer.DAY_FIRST, self._settled.day_first),
            decimal_comma=said.get(Answer.DECIMAL_COMMA, self._settled.decimal_comma),
        )

    def _read(self) -> None:
        self._queue.read_as(self._spelled())

    def _spelled(self) -> Plan:
        """The plan with all that the person said."""
        said = self.questions.answers() if self.questions else {}
        return replace(
            self._mapped(), channel=self._channel(),
            day_first=said.get(Answer.DAY_FIRST, self.plan.day_first),
            decimal_comma=said.get(Answer.DECIMAL_COMMA, self.plan.decimal_comma),
        )  # fmt: skip

    def _channel(self) -> str:
        """The code of the channel that is chosen or typed; "" where rows have none."""
        named = self.channel.currentText().strip() if KINDS[self.plan.kind].asks_channel else ""
        return next((code for code, title in CHANNELS.items() if named in (code, title, _(title))), named)


def _listed(headers: Sequence[str]) -> str:
    named = ", ".join(header for header in headers[:LISTED] if header)
    more = len(headers) - LISTED
    return _("{headers} and {count} more").format(headers=named, count=more) if more > 0 else named
