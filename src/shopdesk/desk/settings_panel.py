"""Settings: what this person likes, what the shop says of itself, and its backups."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from shopdesk import text
from shopdesk.desk import theme
from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Backup, ShopFacts
from shopdesk.desk.forms import Form
from shopdesk.desk.panels import Card, PageHead, page
from shopdesk.desk.status_bar import moment
from shopdesk.desk.welcome import facts_fields, facts_of
from shopdesk.desk.widgets import ChoiceBox, Pill, Segments, Words, button, clear, rule
from shopdesk.shop.columns import Tone
from shopdesk.text import _, language

BACKUPS_SHOWN = 12


class SettingsPanel(QWidget):
    """Every choice takes effect at once; only the shop's facts have a Save button, as figures depend on them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        column = page(self)
        column.addWidget(PageHead(_("Settings")))
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Settings"))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setProperty("look", "plain")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(12)
            row.addLayout(side, 1)
        left.addWidget(self._looks_card())
        self._shop = Card(_("This shop"), _("Every figure depends on these."))
        self._shop.hide()
        left.addWidget(self._shop)
        left.addStretch(1)
        self._backups = Card(_("Backups"), _("Made by themselves, each read back and verified."))
        self._backups.hide()
        self.cards = [make(desk) for make in desk.doors.settings_cards]
        for card in (*self.cards, self._backups):
            right.addWidget(card)
        right.addStretch(1)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        self._fill_backups_card()
        desk.backups_changed.connect(self._ask_backups)
        self._ask_facts()
        self._ask_backups()

    # -------------------------------------------------------------------------------------------------- this person

    def _looks_card(self) -> Card:
        card = Card(_("Look and language"))
        settings = self._desk.settings
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        spoken = [("", _("As the system")), *text.LANGUAGES.items()]
        self.language = ChoiceBox(spoken, _("Language"))
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.language.activated.connect(self._speak)
        schemes = [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
        self.theme = Segments(schemes, _("Theme"), settings.theme)
        self.theme.picked.connect(lambda scheme: self._keep(theme=scheme))
        sizes = [(str(size), _("{size} %").format(size=size)) for size in theme.TEXT_SIZES]
        now = str(settings.text_size) if settings.text_size in theme.TEXT_SIZES else "100"
        self.text_size = Segments(sizes, _("Text size"), now)
        self.text_size.picked.connect(lambda size: self._keep(text_size=int(size)))
        choices = ((_("Language"), self.language), (_("Theme"), self.theme), (_("Text size"), self.text_size))
        for place, (label, widget) in enumerate(choices):
            grid.addWidget(Words(label, "body", "muted"), place, 0)
            grid.addWidget(widget, place, 1, Qt.AlignmentFlag.AlignLeft)
        card.body.addLayout(grid)
        card.body.addWidget(rule())
        card.body.addLayout(self._sample())
        return card

    def _sample(self) -> QHBoxLayout:
        """A line of the shop's daily bread, as it looks with these choices."""
        row = QHBoxLayout()
        row.setSpacing(12)
        amount = QLocale(language()).toString(1284.5, "f", 2)
        for widget in (Words(_("Longjing gift box 250 g")), Pill(_("Shipped"), Tone.GOOD), Words("龍井 龙井 骨 直 門")):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(Words(amount, "strong"))
        return row

    def _speak(self, place: int) -> None:
        self._keep(language=self.language.itemData(place))

    def _keep(self, **chosen: Any) -> None:
        self._desk.set_settings(replace(self._desk.settings, **chosen))

    # ---------------------------------------------------------------------------------------------------- the shop

    def _ask_facts(self) -> None:
        read = self._desk.doors.read_facts
        if read is not None and self._desk.store is not None:
            self._desk.ask("shop facts", read, self._show_facts)

    def _show_facts(self, facts: ShopFacts) -> None:
        self._facts = facts
        self.form = Form(facts_fields(facts), _("Save"), cancel=False, aside=True)
        self.form.accepted.connect(self._save_facts)
        self.form.submit.setEnabled(self._desk.doors.save_facts is not None)
        self._shop.body.addWidget(self.form)
        self._shop.show()

    def _save_facts(self, values: dict[str, Any]) -> None:
        action = self._desk.doors.save_facts
        before, now = asdict(self._facts), asdict(facts_of(values))
        changed = {name: value for name, value in now.items() if value != before[name]}
        if action is not None and changed:
            self._facts = facts_of(values)
            self._desk.do(action, changed, then=self._saved, failed=self.form.refused)

    def _saved(self, _done: object) -> None:
        self._desk.tell(_("The shop's facts are saved."), Tone.GOOD)

    # ----------------------------------------------------------------------------------------------------- backups

    def _fill_backups_card(self) -> None:
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self._backups.body.addLayout(self._lines)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.back_up = button(_("Back up now"), self._back_up, icon_name="backup")
        foot.addWidget(self.back_up)
        self._backups.body.addLayout(foot)

    def _ask_backups(self) -> None:
        listed = self._desk.doors.list_backups
        if listed is not None and self._desk.store is not None:
            self._desk.think("backups", listed, self._show_backups)

    def _show_backups(self, backups: Sequence[Backup]) -> None:
        clear(self._lines)
        if not backups:
            self._lines.addWidget(Words(_("There is no backup yet."), "body", "muted"))
        for backup in backups[:BACKUPS_SHOWN]:
            self._lines.addWidget(self._backup_line(backup))
        self._backups.show()

    def _backup_line(self, backup: Backup) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        when = Words(moment(backup.made_at, self._desk.zone))
        when.setToolTip(backup.path)
        row.addWidget(when)
        row.addWidget(Words(_size(backup.size), "small", "muted"))
        row.addStretch(1)
        row.addWidget(Pill(_("verified"), Tone.GOOD) if backup.verified else Pill(_("not verified"), Tone.WARN))
        name = _("Restore the backup of {when}").format(when=moment(backup.made_at, self._desk.zone))
        row.addWidget(button(_("Restore…"), partial(self._restore, backup), name=name))
        return made

    def _back_up(self) -> None:
        work = self._desk.doors.back_up
        if work is not None:
            self._desk.run(_("Backup"), work, self._backed_up)

    def _backed_up(self, _made: object) -> None:
        self._desk.backups_changed.emit()
        self._desk.tell(_("The backup is made and verified."), Tone.GOOD)

    def _restore(self, backup: Backup) -> None:
        """Everything after the backup is put aside, so this is a decision and asks."""
        restore = self._desk.doors.restore
        if restore is None:
            return
        ask = QMessageBox(self)
        ask.setText(_("Restore the backup of {when}?").format(when=moment(backup.made_at, self._desk.zone)))
        ask.setInformativeText(_("The shop as it is now is kept beside it as a file of its own."))
        stay = ask.addButton(_("Leave it as it is"), QMessageBox.ButtonRole.RejectRole)
        go = ask.addButton(_("Restore"), QMessageBox.ButtonRole.AcceptRole)
        ask.setDefaultButton(stay)
        ask.finished.connect(ask.deleteLater)
        ask.buttonClicked.connect(lambda chosen: restore(backup.path) if chosen is go else None)
        ask.open()


def _size(size: int) -> str:
    return QLocale(language()).formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
