"""Figuring the stock plan in the background, for whoever needs one of today."""

from collections.abc import Callable
from functools import partial

from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.jobs import Job
from shopdesk.text import _


def figure_plan(
    desk: Desk,
    store: OpenStore,
    done: Callable[[int], object] | None = None,
    failed: Callable[[Exception], object] | None = None,
) -> None:
    """Figure the plan of a store and keep it; `done` is told how many SKUs it has."""
    desk.run(_("Figuring the stock plan"), partial(_figure, store), done, failed)


def _figure(store: OpenStore, job: Job) -> int:
    from shopdesk.shop.planning.actions import keep_plan
    from shopdesk.shop.planning.plan import figure_plan

    key = object()
    job.when_cancelled(partial(store.interrupt, key))
    with store.read(key) as tx:
        rows = figure_plan(tx)
    job.check()
    job.write(keep_plan, rows)
    return len(rows)
