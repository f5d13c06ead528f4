"""What a move dated in the past would touch, shown before it is posted; only a second press posts it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QFrame, QVBoxLayout

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures
from shopdesk.desk.widgets import Words, clear
from shopdesk.shop.stock.backdate import Preview, Proposed, preview
from shopdesk.shop.stock.homes import place_names
from shopdesk.text import _, n_

FEW: Final = 4
"""So many lines of a kind are shown, and how many more there are."""


class LateNote(QFrame):
    """Hidden until something would change. `ask` before posting: it goes on at once, or when it is asked again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName(_("What this would change"))
        self._desk, self._figures = desk, Figures()
        self._seen: tuple[Proposed, ...] = ()
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(12, 8, 12, 8)
        self.lines.setSpacing(4)
        self.hide()

    def forget(self) -> None:
        """What was shown is of the past."""
        self._seen = ()
        self.hide()

    def ask(
        self,
        moves: Sequence[Proposed],
        codes: Mapping[int, str],
        figures: Figures,
        post: Callable[[], object],
        wait: Callable[[], object],
    ) -> None:
        """Post, unless these moves would change what is there and nobody has seen yet how; `wait` for a second press.

        `codes` are those of the SKUs.
        """
        self._figures = figures
        if not moves or self._seen == tuple(moves):
            self.forget()
            post()
            return
        then = partial(self._found, tuple(moves), codes, post, wait)
        self._desk.ask("stock.late", lambda tx: (preview(tx, moves), place_names(tx)), then)

    def _found(
        self,
        moves: tuple[Proposed, ...],
        codes: Mapping[int, str],
        post: Callable[[], object],
        wait: Callable[[], object],
        answer: tuple[Preview, Mapping[int, str]],
    ) -> None:
        found, names = answer
        if found.touches_nothing:
            self.forget()
            post()
            return
        self._seen = moves
        clear(self.lines)
        self.lines.addWidget(Words(_("This day has passed: the following would change."), "strong", "warn", wrap=True))
        for words in told(found, codes, names, self._figures):
            self.lines.addWidget(Words(words, "body", wrap=True))
        self.lines.addWidget(Words(_("Press again to post it all the same."), "small", "muted", wrap=True))
        self.show()
        wait()


def told(found: Preview, codes: Mapping[int, str], names: Mapping[int, str], figures: Figures) -> Iterator[str]:
    """The changes in sentences, the gravest first."""
    if found.closed_through is not None:
        said = _("The books are closed through {day}: they refuse a move of that day.")
        yield said.format(day=f"{found.closed_through:%Y-%m-%d}")
    yield from _few(
        [
            _("{sku} at {place} would be below zero from {when}, down to {lowest}.").format(
                sku=codes.get(one.sku_id, ""),
                place=names.get(one.place_id, ""),
                when=figures.moment(one.since),
                lowest=figures.pieces(one.lowest),
            )
            for one in found.below
        ]
    )
    yield from _few(
        [
            _("The count of {when}: the difference of {sku} becomes {after} instead of {before}.").format(
                when=figures.moment(one.counted_at),
                sku=codes.get(one.sku_id, ""),
                after=figures.signed(one.after),
                before=figures.signed(one.before),
            )
            for one in found.counts
        ]
    )
    if found.values:
        yield _values(found, figures)
    for month in found.months:
        words = _("{month}, which is closed: {amount} in stock, booked on the first open day.")
        plain = words if month.is_closed else _("{month}: {amount} in stock.")
        yield plain.format(month=month.month, amount=_signed(month.value, figures))


def _values(found: Preview, figures: Figures) -> str:
    count = len(found.values)
    amount = sum(((one.after or Decimal(0)) - (one.before or Decimal(0)) for one in found.values), Decimal(0))
    said = n_(
        "{count} later move would be worth something else: {amount} in all.",
        "{count} later moves would be worth something else: {amount} in all.",
        count,
    )
    return said.format(count=f"{count:,}", amount=_signed(amount, figures))


def _signed(amount: Decimal, figures: Figures) -> str:
    return f"+{figures.money(amount)}" if amount > 0 else figures.money(amount)


def _few(sentences: Sequence[str]) -> Iterator[Any]:
    yield from sentences[:FEW]
    more = len(sentences) - FEW
    if more > 0:
        yield n_("and {count} more", "and {count} more", more).format(count=f"{more:,}")
