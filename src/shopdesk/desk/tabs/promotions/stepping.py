"""From one bar of the calendar to the next by key, and what a screen reader hears on the way."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from shopdesk.desk.tabs.promotions import drawing
from shopdesk.shop.promotions.calendar.agenda import Bar, Lane
from shopdesk.shop.promotions.calendar.bars import Days
from shopdesk.shop.promotions.calendar.festivals import Festival
from shopdesk.shop.promotions.sheets import KINDS
from shopdesk.text import _, n_

MOST_DAYS: Final = 3
"""So many festivals of a bar are said."""


def in_order(bars: Sequence[Bar], days: Sequence[Days]) -> list[int]:
    """Places of the bars by day."""
    return sorted(range(len(bars)), key=lambda at: (days[at], bars[at].title, at))


def next_by_day(order: Sequence[int], days: Sequence[Days], place: int | None, step: int, start: date) -> int | None:
    """The next bar by day, or the one before; the first one from a day on where none is chosen."""
    if not order:
        return None
    if place is None:
        return next((at for at in order if days[at].last >= start), order[0])
    return order[min(max(order.index(place) + step, 0), len(order) - 1)]


def next_by_lane(lanes: Sequence[Lane], days: Sequence[Days], place: int, step: int) -> int | None:
    """The bar of the next lane, or the one before, that begins nearest to a bar; None: there is no further lane."""
    here = next((at for at, lane in enumerate(lanes) if place in lane.bars), None)
    further = [] if here is None else lanes[here + 1 :] if step > 0 else lanes[:here][::-1]
    bars = next((lane.bars for lane in further if any(at != place for at in lane.bars)), ())
    first = days[place].first
    return min((at for at in bars if at != place), key=lambda at: (abs(days[at].first - first), at), default=None)


def spoken(bar: Bar, days: Days, number: int, count: int, named: Mapping[date, Sequence[Festival]]) -> str:
    """A bar with its kind, how many there are, and the festivals that it meets."""
    met = dict.fromkeys(
        drawing.title_of(one) for day in sorted(named) if days.first <= day <= days.last for one in named[day]
    )
    said = [drawing.words_of(bar, days), _(KINDS[bar.kind].title)]
    said.append(_("{number} of {count}").format(number=number, count=count))
    return ", ".join([*said, *list(met)[:MOST_DAYS]])


def spoken_all(count: int) -> str:
    """What is said while no bar is chosen."""
    said = n_("{count} promotion.", "{count} promotions.", count).format(count=count)
    return f"{said} {_('The arrow keys go from one to the next, Enter opens it.')}"
