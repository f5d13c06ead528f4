"""What the demo shop tries on its listings: one title that was judged, and one that runs."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from shopdesk.shop.listings.market import fetch_market, listings_of
from shopdesk.shop.listings.trials.experiments import (
    end_experiment,
    note_lesson,
    plan_experiment,
    put_day,
    start_experiment,
    version_on,
)
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

WEEK: Final = 7
_USUAL: Final[dict[str, Any]] = {
    "measure": "click", "alpha": Decimal("0.05"), "power": Decimal("0.8"), "period_days": WEEK,
}  # fmt: skip


@action("catalog.edit", N_("What the shop tries"), undoable=True)
def experiment(tx: Tx, today: date, seed: int) -> None:
    """A judged experiment of four weeks that B won, and one in its second week."""
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    numbers = [one.row.listing_no for one in fetch_market(tx, listings_of(tx, "taobao")[:2])]
    judged = plan_experiment(tx, numbers[0], {
        **_USUAL, "field": "title", "base_rate": Decimal("0.05"), "lift": Decimal("0.25"),
        "question": _(N_("Does the harvest in the title bring clicks?")), "version_a": "西湖龙井礼盒 250g 绿茶",
        "version_b": "明前西湖龙井礼盒 250g 2026新茶",
    })  # fmt: skip
    first = today - timedelta(9 * WEEK)
    start_experiment(tx, judged, first)
    _fill(tx, judged, first, 4 * WEEK, (0.050, 0.064), chance)
    end_experiment(tx, judged)
    note_lesson(tx, judged, _(N_("Buyers look for the harvest: say it in every tea title.")))
    running = plan_experiment(tx, numbers[1], {
        **_USUAL, "field": "picture", "base_rate": Decimal("0.04"), "lift": Decimal("0.2"),
        "question": _(N_("Does a hand in the picture bring clicks?")),
        "version_a": _(N_("Cup alone on white")), "version_b": _(N_("Cup held in a hand")),
    })  # fmt: skip
    first = today - timedelta(WEEK + 4)
    start_experiment(tx, running, first)
    _fill(tx, running, first, WEEK + 4, (0.041, 0.045), chance)


def _fill(tx: Tx, number: int, first: date, days: int, rates: tuple[float, float], chance: Random) -> None:
    for back in range(days):
        day = first + timedelta(back)
        trials = chance.randint(380, 560)
        rate = rates[version_on(first, WEEK, day) == "b"]
        put_day(tx, number, day, trials, round(trials * rate * chance.uniform(0.85, 1.15)))
