"""The traffic mix: the sources of a channel beside the shares that are aimed at, and the aims themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from shopdesk.desk.bars import Bar, ShareBars
from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.figures import said
from shopdesk.desk.forms import Field
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.tabs.listings.funnel_page import SPANS, USUAL
from shopdesk.desk.widgets import ChoiceBox, Pill, Segments, Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.traffic.mix import (
    Share,
    fetch_channels,
    fetch_mix,
    forget_aims,
    has_own_aims,
    set_aim,
    spoken_part,
)
from shopdesk.shop.listings.traffic.mix_sheets import LEAST, MIX, MOST, VERDICTS, Verdict
from shopdesk.text import N_, _

EMPTY: Final = N_(
    "No report of these days tells where visitors came from. Import a list of sources, of Sycm or of your own."
)
SOURCES: Final = MIX.column("source").states


@dataclass(frozen=True, slots=True)
class Seen:
    """The channels to choose from, the mix that is shown, and whether its aims are somebody's own."""

    channels: Sequence[tuple[int, str]]
    shares: Sequence[Share]
    has_own: bool


def read_mix(tx: Any, channel_id: int | None, days: int) -> Seen:
    """The mix of so many days up to yesterday."""
    last = tx.today - timedelta(1)
    shares = fetch_mix(tx, last - timedelta(days - 1), last, channel_id)
    return Seen(fetch_channels(tx), shares, has_own_aims(tx, channel_id))


class MixPage(TablePage):
    """One channel, or all."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, MIX, _(EMPTY))
        self._seen = Seen((), (), False)
        self.channel = ChoiceBox([(None, _("All channels"))], _("Channel"))
        self.channel.currentIndexChanged.connect(self.ask)
        self.spans = Segments([(key, _(title)) for key, title in SPANS], _("Days"), USUAL)
        self.spans.picked.connect(lambda _key: self.ask())
        for control in (self.channel, self.spans):
            self.add_control(control)
        self.bars = ShareBars(_("Where visitors came from"))
        self.note = Words(_("The marks are the least and the most that is aimed at."), "small", "muted")
        for place, widget in enumerate((self.bars, self.note)):
            self.above.insertWidget(place, widget)

    # ------------------------------------------------------------------------------------------------ reading

    def question(self) -> Callable[[Any], Any]:
        return partial(read_mix, channel_id=self.channel.currentData(), days=int(self.spans.current))

    def take(self, answer: Seen) -> None:
        self._seen = answer
        self._offer_channels()
        self.bars.show_bars([bar_of(share) for share in answer.shares])
        for widget in (self.bars, self.note):
            widget.setVisible(bool(answer.shares))
        self.show_all([share.row() for share in answer.shares])

    def _offer_channels(self) -> None:
        chosen = self.channel.currentData()
        self.channel.blockSignals(True)
        while self.channel.count() > 1:
            self.channel.removeItem(1)
        for channel_id, title in self._seen.channels:
            self.channel.addItem(_(title), channel_id)
        self.channel.setCurrentIndex(max(0, self.channel.findData(chosen)))
        self.channel.blockSignals(False)

    # ------------------------------------------------------------------------------------------------ the panel

    def show_row(self, place: int) -> None:
        share = self._seen.shares[place]
        cells = self._formats.row(self.rows[place])
        told = {column.key: cell.text for column, cell in zip(MIX.columns, cells, strict=True)}
        self.panel.clear()
        self.panel.set_head(told["source"], told["share"], Pill(*said(VERDICTS, share.verdict.value)))
        facts = [(_(MIX.column(key).title), told[key] or "–") for key in ("visitors", "least", "most")]
        self.panel.facts("", facts + ([(_(MIX.column("off").title), told["off"])] if told["off"] else []))
        if share.verdict is Verdict.FEW:
            self.panel.section().addWidget(Words(_("Too few visitors came to judge any share."), "small", wrap=True))
        parts = Ruled(1)
        for name, count in share.parts:
            parts.add(spoken_part(name), self._figures.text(Kind.INTEGER, count))
        if share.parts:
            self.panel.section(_("As reports call it")).addWidget(parts)
        self._offer(share)
        self.panel.finish()

    def _offer(self, share: Share) -> None:
        place = self.panel.section()
        place.addWidget(button(_("Change the aim…"), partial(self._ask_aim, share), icon_name="edit"))
        if self._seen.has_own:
            forget = partial(self._desk.do, forget_aims, self.channel.currentData())
            whose = _("Aim as the shop does") if self.channel.currentData() is not None else _("Aim at what is usual")
            place.addWidget(button(whose, forget, icon_name="undo"))

    def _ask_aim(self, share: Share) -> None:
        """The form for the least and the most share of a source."""
        fields = [Field(column, bound) for column, bound in zip((LEAST, MOST), share.aim, strict=True)]
        head = f"{_(SOURCES[share.source].title)} · {self.channel.currentText()}"
        self.show_form(head, fields, partial(self._set_aim, share))

    def _set_aim(self, share: Share, typed: dict[str, Decimal | None]) -> None:
        self.part.send(set_aim, self.channel.currentData(), share.source, (typed["least"], typed["most"]))


def bar_of(share: Share) -> Bar:
    """A source as a bar with its aim."""
    least, most = (None if bound is None else float(bound) for bound in share.aim)
    return Bar(_(SOURCES[share.source].title), float(share.share), f"{share.share:.1%}", (least, most))
