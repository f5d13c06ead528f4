"""What the store knows of a staged report of traffic: each listing, source and period is set once, never added."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.stage.ads import BACKWARDS, period
from shopdesk.exchange.stage.expenses import Channels
from shopdesk.exchange.stage.further import JOIN
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import outside
from shopdesk.shop.listings.traffic.actions import MEASURES, Key, Told, find_stored, follow_links
from shopdesk.shop.listings.traffic.sheets import TRAFFIC_FILE
from shopdesk.shop.listings.traffic.sources import BETWEEN, Path, path_of, source_of, sums_of
from shopdesk.store.tables import Traffic
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE
from shopdesk.text import N_

TWICE: Final = N_("{target} stands in the file twice for these days (rows {first} and {second}). Make one row of it.")
SUM: Final = N_("The sum of sources that have rows of their own.")
"""Why a row of a list of sources is skipped."""
NOTHING: Final = N_("The row says nothing of traffic.")
_SCALES: Final[Mapping[str, int]] = {"revenue": MONEY_SCALE, "bounce": RATE_SCALE, "dwell": RATE_SCALE}


def compare_traffic(tx: Tx, staged: Staged) -> None:
    """New periods and those that the file says otherwise; what it leaves blank stays."""
    _refuse(staged)
    _leave_sums(staged)
    told = told_traffic(tx, staged)
    seen: dict[Key, int] = {}
    rows = {one.row: one for one in told}
    for item in staged.items:
        one = rows[item.row]
        first = seen.setdefault(one.key, item.row)
        if first != item.row:
            said = {"target": one.target, "first": first, "second": item.row}
            staged.report(problem(staged.plan, TRAFFIC_FILE, "target", item.row, one.target, TWICE, said))
            continue
        item.target, item.changes = one.traffic_id, one.changed if one.traffic_id else ()
        item.outcome = Outcome.NEW if not one.traffic_id else Outcome.CHANGED if item.changes else Outcome.SAME


def told_traffic(tx: Tx, staged: Staged) -> list[Told]:
    """What the rows say, with what the store has of them."""
    channels = Channels(tx)
    told = [_told(item, staged) for item in staged.items]
    for one in told:
        one.channel_id = channels[one.channel] or 0
    follow_links(tx, told)
    find_stored(tx, told)
    return told


def told_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → what the store has of it, as the columns of the file."""
    images = {image["traffic_id"]: image for image in tx.images(Traffic, "traffic_id", [one.target for one in items])}
    return {item.row: _plain(images[item.target]) for item in items if item.target in images}


def _told(item: Item, staged: Staged) -> Told:
    values = {key: outside(TRAFFIC_FILE.column(key), value) for key, value in item.values.items() if key in MEASURES}
    first, last = period(item.values)
    path = _source(item)
    figures = {key: int(value * _SCALES.get(key, 1)) for key, value in values.items() if value is not None}
    return Told(
        str(item.values.get("target") or "").strip(), str(item.values.get("title") or "").strip(),
        source_of(path).value, BETWEEN.join(path), staged.plan.format, first, last, figures, item.row,
        channel=str(item.values.get("channel") or staged.channel),
    )  # fmt: skip


def _source(item: Item) -> Path:
    """The source of a row by its columns, of which further ones of its part came joined."""
    return path_of(str(item.values.get("source") or ""), *str(item.values.get("source_part") or "").split(JOIN))


def _leave_sums(staged: Staged) -> None:
    """Rows of groups of sources would count once more what the rows of their parts say."""
    named = defaultdict[tuple[Any, ...], dict[int, Path]](dict)
    for item in staged.items:
        key = item.values.get("channel"), str(item.values.get("target") or "").strip(), *period(item.values)
        named[key][item.row] = _source(item)
    sums = {key: sums_of(paths.values()) for key, paths in named.items() if len(paths) > 1}
    left = {row for key, found in sums.items() for row, path in named[key].items() if path in found}
    for row in sorted(left):
        staged.skip(row, SUM)
    staged.items[:] = [item for item in staged.items if item.row not in left]


def _refuse(staged: Staged) -> None:
    for item in staged.items:
        first, last = period(item.values)
        if last < first:
            staged.report(problem(staged.plan, TRAFFIC_FILE, "ran_on", item.row, item.values["ran_on"], BACKWARDS, {}))
        elif not any(item.values.get(key) is not None for key in MEASURES):
            staged.report(problem(staged.plan, TRAFFIC_FILE, "visitors", item.row, "", NOTHING, {}))
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]


def _plain(image: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: None if image[name] is None else Decimal(image[name]) / _SCALES[name] if name in _SCALES else image[name]
        for name in MEASURES
    }
    return told | {"ran_on": date.fromisoformat(str(image["first_on"])[:10])}
