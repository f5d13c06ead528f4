"""Customers who may be one person: pairs with why, merged one by one or all that are sure."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import said
from shopdesk.desk.grid.formats import mask
from shopdesk.desk.table_page import TablePage
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.service.customers.duplicate_rules import Pair, Why
from shopdesk.shop.service.customers.duplicates import fetch_duplicates
from shopdesk.shop.service.customers.merging import merge_customers
from shopdesk.shop.service.customers.sheets import DUPLICATES, WHY
from shopdesk.text import _, n_

_MASKED: Final = [
    place for place, column in enumerate(DUPLICATES.columns)
    if column.key in {"name", "customer_no", "other_name", "other_no"}
]  # fmt: skip


class DuplicatesPage(TablePage):
    """Each pair with its reason; the one with more orders is kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, DUPLICATES, _("Nobody seems to be here twice."))
        self._pairs: Sequence[Pair] = ()

    def question(self) -> Callable[[Any], Any]:
        return fetch_duplicates

    def take(self, answer: Sequence[tuple[Pair, Sequence[Any]]]) -> None:
        self._pairs = [pair for pair, _row in answer]
        self.show_all([
            tuple(mask(cell) if place in _MASKED else cell for place, cell in enumerate(row)) for _pair, row in answer
        ])  # fmt: skip

    def show_row(self, place: int) -> None:
        pair, row = self._pairs[place], dict(zip((c.key for c in DUPLICATES.columns), self.rows[place], strict=True))
        self.panel.clear()
        self.panel.set_head(_("One person?"), "", Pill(*said(WHY, pair.why)))
        for title, prefix, customer_id in (
            (_("Is kept"), "", pair.first), (_("Comes to it"), "other_", pair.second),
        ):  # fmt: skip
            number = row["customer_no"] if not prefix else row["other_no"]
            orders = row[f"{prefix}orders"]
            told = n_("{count} order", "{count} orders", orders).format(count=f"{orders:,}")
            self.panel.facts(title, [
                (_("Name"), row[f"{prefix}name"] or "–"), (_("Customer no."), number),
                (_("Channel"), row[f"{prefix}channel"]), (_("Orders"), told),
            ])  # fmt: skip
            show = partial(self._desk.show, "service", segment="customers", row_id=customer_id)
            self.panel.section().addWidget(button(_("Open the card"), show, look="link"))
        place_for = self.panel.section()
        place_for.addWidget(button(_("Merge the two"), partial(self._merge, [pair]), look="primary"))
        group = self._group(pair) if pair.why is not Why.ALIKE else []
        if len(group) > 1:
            count = len({one for hit in group for one in (hit.first, hit.second)})
            words = n_("Merge {count} customer who shares it", "Merge all {count} customers who share it", count)
            place_for.addWidget(button(words.format(count=f"{count:,}"), partial(self._merge, group)))
        note = _("Orders, cases and points come together; undo takes it back, and a card can be parted later.")
        place_for.addWidget(Words(note, "small", "muted", wrap=True))
        self.panel.finish()

    def _group(self, pair: Pair) -> list[Pair]:
        """All pairs that hang together with this one for the same reason."""
        ids, group = {pair.first, pair.second}, list[Pair]()
        grown = True
        while grown:
            found = [one for one in self._pairs if one.why is pair.why and {one.first, one.second} & ids]
            grown, group = len(found) > len(group), found
            ids |= {one for hit in found for one in (hit.first, hit.second)}
        return group

    def _merge(self, pairs: Sequence[Pair]) -> None:
        kept = pairs[0].first
        others = {one for pair in pairs for one in (pair.first, pair.second)} - {kept}

        def tell(done: Any) -> None:
            words = n_("{count} customer came to another one", "{count} customers came to another one", done.value)
            self._desk.tell(words.format(count=f"{done.value:,}"), Tone.GOOD)

        self._desk.do(merge_customers, sorted(others), kept, then=tell)
