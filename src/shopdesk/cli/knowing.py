"""Commands of customers: who they are worth, who may be one person; merging, points, erasing. Nobody is named."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any, Final

from shopdesk.cli.output import Output
from shopdesk.cli.store_at import opened
from shopdesk.exchange.load.erase import erase_customer
from shopdesk.exchange.values import mask_text
from shopdesk.shop.orders.customers.reports import fetch_buyers
from shopdesk.shop.orders.customers.segments import SEGMENTS, segments_of
from shopdesk.shop.service.customers.actions import earn_points
from shopdesk.shop.service.customers.duplicates import fetch_duplicates
from shopdesk.shop.service.customers.merging import merge_customers, part_customer
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.service.customers.sheets import CUSTOMERS, DUPLICATES, WHY
from shopdesk.store.rows import Query, fetch_ids, fetch_page
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _, n_

_SHOWN: Final = ("channel", "customer_no", "group_name", "orders", "sold", "points", "level", "last_order", "warned_of")
_MASKED: Final = frozenset({"customer_no", "name", "other_no", "other_name"})


def report(options: Namespace, output: Output) -> int:
    """Report customers|duplicates."""
    return _customers(options, output) if options.what == "customers" else _duplicates(options, output)


def _customers(options: Namespace, output: Output) -> int:
    """Customers, the latest first, with their segment; masked."""
    with opened(options) as store, store.read() as tx:
        ids = fetch_ids(tx, CUSTOMER_ROWS, Query())
        rows, zone, buyers = fetch_page(tx, CUSTOMER_ROWS, ids), tx.zone, fetch_buyers(tx)
    segments = dict(zip((row.customer_id for row in buyers), segments_of(buyers), strict=True))
    keys = [column.key for column in CUSTOMERS.columns]
    told = []
    for customer_id, row in zip(ids, rows, strict=True):
        cells = dict(zip(keys, row, strict=True))
        when = cells["last_order"] and cells["last_order"].astimezone(zone).isoformat(timespec="minutes")
        shown = _without_names({key: cells[key] for key in _SHOWN}) | {"last_order": when}
        told.append({"customer_id": customer_id, **shown, "segment": segments.get(customer_id)})
    output.data(told)
    titles = [_("No."), *(_(CUSTOMERS.column(key).title) for key in _SHOWN), _("Segment")]
    table = [
        [str(row["customer_id"]), *list(row.values())[1:-1], _(SEGMENTS[row["segment"]]) if row["segment"] else ""]
        for row in told
    ]
    output.table(titles, table, (4, 5, 6))
    return 0


def _duplicates(options: Namespace, output: Output) -> int:
    """Pairs who may be one person, the surest first; masked."""
    with opened(options) as store, store.read() as tx:
        found = fetch_duplicates(tx)
    keys = [column.key for column in DUPLICATES.columns]
    told = [
        {"first": pair.first, "second": pair.second, **_without_names(dict(zip(keys, row, strict=True)))}
        for pair, row in found
    ]
    output.data(told)
    if not told:
        output.say(_("Nobody seems to be here twice."))
        return 0
    shown = ("channel", "customer_no", "orders", "other_channel", "other_no", "other_orders")
    titles = [_("No."), _("Other no."), _("Why"), *(_(DUPLICATES.column(key).title) for key in shown)]
    said = [(str(row["first"]), str(row["second"]), _(WHY[row["why"]].title)) for row in told]
    table = [[*known, *(row[key] for key in shown)] for known, row in zip(said, told, strict=True)]
    output.table(titles, table, (5, 8))
    return 0


def _without_names(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: mask_text(str(value)) if key in _MASKED and value else value for key, value in row.items()}


def customers(options: Namespace, output: Output) -> int:
    """Customers merge|part|points|erase."""
    with opened(options) as store:
        said, count = DEEDS[options.what](store, options)
    output.data({"done": options.what, "count": count})
    output.say(said)
    return 0


def _merge(store: Store, options: Namespace) -> tuple[str, int]:
    if len(options.ids) < 2:
        raise UserError(N_("Say whom to merge: shopdesk customers merge KEPT OTHER …"), code="usage")
    count = store.do(merge_customers, options.ids[1:], options.ids[0]).value
    words = n_("{count} customer came to another one", "{count} customers came to another one", count)
    return words.format(count=f"{count:,}"), count


def _part(store: Store, options: Namespace) -> tuple[str, int]:
    count = store.do(part_customer, _one(options)).value
    return _("The customer stands alone again."), count


def _points(store: Store, _options: Namespace) -> tuple[str, int]:
    count = store.do(earn_points).value
    return n_("Points of {count} order changed", "Points of {count} orders changed", count).format(
        count=f"{count:,}"
    ), count


def _erase(store: Store, options: Namespace) -> tuple[str, int]:
    customer_id = _one(options)
    if not options.yes:
        raise UserError(
            N_("Erasing is for good, and nothing brings it back. Say --yes where it is meant."), code="not_sure"
        )
    store.do(erase_customer, customer_id)
    return _("Who customer {number} was is erased; orders and books stay.").format(number=customer_id), 1


def _one(options: Namespace) -> int:
    if len(options.ids) != 1:
        raise UserError(N_("Say the number of one customer, as report customers has it."), code="usage")
    return int(options.ids[0])


DEEDS: Final[Mapping[str, Callable[[Store, Namespace], tuple[str, int]]]] = {
    "merge": _merge, "part": _part, "points": _points, "erase": _erase,
}  # fmt: skip
"""What `customers` can do → what does it."""
