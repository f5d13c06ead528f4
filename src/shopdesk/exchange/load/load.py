"""The one transaction in which a staged file becomes part of the store."""

import json
from collections.abc import Callable

from sqlalchemy import update

from shopdesk.exchange.kinds import KINDS
from shopdesk.exchange.load.loading import LOADING
from shopdesk.exchange.load.mappings import keep_mapping
from shopdesk.exchange.load.orders import OrderLoader
from shopdesk.exchange.stage.compare import compare
from shopdesk.exchange.stage.foreign import keep_given
from shopdesk.exchange.stage.refunds import channel_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.stage.warehouses import make_places
from shopdesk.exchange.table import letter
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.ledger.actions import keep_rate
from shopdesk.shop.promotions.told_codes import note_codes
from shopdesk.shop.settlement.matching import match_waiting, settle_orders
from shopdesk.shop.spending.sides import match_sides
from shopdesk.store.action import action
from shopdesk.store.tables import ImportFile, RawPage
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@action("order.import", N_("Import a file"), names=lambda staged, **_how: str(staged.file_name))
def load_file(
    tx: Tx, staged: Staged, *, good_rows: bool = False, check: Callable[[int], None] = lambda _rows: None
) -> int:
    """Write a staged file whole or not at all; `good_rows` leaves its rejected rows out.

    Returns the import_id, 0 where there was nothing new.
    The store may have moved since the dry run, so outcomes are found anew in this transaction.
    `check(rows written since the last call)` may raise to cancel: then nothing is written.
    """
    compare(tx, staged)
    if staged.rejected_rows and not good_rows:
        raise UserError(
            N_(
                "{count} rows of {file} cannot go in, so nothing was imported. Mend them, or import the good rows only."
            ),
            code="rejected",
            count=len(staged.rejected_rows),
            file=staged.file_name,
        )
    if staged.given and staged.given.told:
        keep_mapping(tx, staged.given)
    if not any(_words(staged).values()):
        return 0
    channels = _channels(tx, staged)
    tx.import_id = _record(tx, staged, next(iter(channels.values())) if len(channels) == 1 else None)
    rows = [(tx.import_id, first, last, data) for first, last, data in staged.pages]
    tx.insert_many(RawPage, ("import_id", "first_row", "last_row", "data"), rows)
    make_places(tx, staged)
    if staged.plan.kind == "orders":
        OrderLoader(tx, staged, channels, check).load()
        match_sides(tx)
        note_codes(tx, _naming_codes(staged))
    else:
        by_channel = [channels] if KINDS[staged.plan.kind].by_channel else []
        LOADING[staged.plan.kind].load(tx, staged, *by_channel)
    if staged.plan.kind in {"orders", "refunds"}:
        settle_orders(tx, [order.order_id for order in staged.orders if order.outcome is Outcome.CHANGED])
        match_waiting(tx)
    keep_given(tx, staged, keep_rate)
    check(0)
    tx.execute(update(ImportFile).where(ImportFile.import_id == tx.import_id).values(**_counted(staged)))
    tx.say(N_("Import {file}: {new} new, {changed} changed"), file=staged.file_name, **_words(staged))
    return tx.import_id


def _naming_codes(staged: Staged) -> list[int]:
    """Orders that were written, and name codes or may have ceased to be sales."""
    changed = [order.order_id for order in staged.orders if order.outcome is Outcome.CHANGED]
    new = (order for order in staged.orders if order.outcome is Outcome.NEW)
    return changed + [order.order_id for order in new if order.fields.get("coupon_code")]


def _channels(tx: Tx, staged: Staged) -> dict[str, int]:
    """What the file calls a channel → its id; empty for sheets without orders."""
    currency = staged.currencies.most_common(1)[0][0] if staged.currencies else ""
    named = sorted({order.channel or staged.channel for order in staged.orders})
    if staged.plan.kind != "orders" and KINDS[staged.plan.kind].by_channel:
        named = sorted({channel_of(staged, item) for item in staged.items})
    return {name: find_channel(tx, name, currency) for name in named}


def _record(tx: Tx, staged: Staged, channel_id: int | None) -> int:
    plan = staged.plan
    told = {key: plan.headers[place] for key, place in plan.columns.items()}
    return tx.insert(
        ImportFile,
        file_name=staged.file_name,
        sheet_name=plan.sheet_name,
        sha256=staged.sha256,
        size=staged.size,
        kind=plan.kind,
        format=plan.format,
        channel_id=channel_id,
        imported_at=tx.now,
        person=tx.person,
        plan=json.dumps({"fields": told, "headers": plan.headers, **_mended(staged)}, ensure_ascii=False),
        **_counted(staged),
    )


def _mended(staged: Staged) -> dict[str, object]:
    """What a person mended on the way in: row, header, the file's text and the one taken; rows left out, or let go."""
    headers = staged.plan.headers
    cells = [
        [one.row, headers[one.place] if one.place < len(headers) else letter(one.place), one.was, one.text]
        for one in staged.mended
    ]
    told = {"mended": cells, "left_out": sorted(staged.mends.left_out), "beyond": staged.beyond}
    return {name: value for name, value in told.items() if value}


def _counted(staged: Staged) -> dict[str, object]:
    counts = staged.counts()
    return {
        "row_count": staged.rows,
        "charges": staged.charges,
        "quantity": staged.total_quantity,
        "amount": staged.total_amount,
        **counts,
    }


def _words(staged: Staged) -> dict[str, int]:
    counts = staged.counts()
    return {"new": counts["new"], "changed": counts["changed"]}
