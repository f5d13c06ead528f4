"""What the demo shop thinks of selling: ideas, one on trial, one taken after its trial, and two dropped."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from shopdesk.shop.listings.rules import CandidateState
from shopdesk.shop.listings.trials.candidates import add_candidate, judge_candidate, start_trial
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

_KEYS: Final = ("title", "category", "supplier", "channel", "cost", "price", "searches", "sellers", "months")
IDEAS: Final = (
    (N_("Cold-brew bottle 750 ml"), "茶具 Teaware", "", "taobao", "21.50", "69.00", 48_000, 5_200, "4,5,6,7,8"),
    (N_("Travel tea set for one"), "茶具 Teaware", "", "douyin", "46.00", "139.00", 26_500, 1_900, None),
    (N_("New Year tea hamper"), "茶叶 Tea", "梅家坞茶社", "taobao", "118.00", "268.00", 15_800, 640, "12,1,2"),
    (N_("White peony cake 300 g"), "茶叶 Tea", "福州闽香", "shopify", "74.00", "129.00", 3_100, 1_450, None),
    (N_("Electric whisk for matcha"), "厨房 Kitchen", "", "taobao", "33.00", "45.00", 9_700, 8_800, None),
)
TRIALS: Final = (
    (N_("Insulated tea flask"), "KIT-204", 6, CandidateState.TAKEN),
    (N_("Tin caddy, engraved"), "GW-109", 400, CandidateState.DROPPED),
    (N_("Osmanthus oolong tin"), "TEA-009", 60, None),
)
"""What was tried: its SKU, the target, and the verdict, where there is one yet."""
NO_MARGIN: Final = N_("Electric whisk for matcha")


@action("catalog.edit", N_("What the shop thinks of selling"), undoable=True)
def consider(tx: Tx, today: date) -> None:
    """Write down candidates, some with the trial that they had."""
    made = {}
    for idea in IDEAS:
        told: dict[str, Any] = dict(zip(_KEYS, idea, strict=True))
        told |= {"title": _(idea[0]), "cost": Decimal(idea[4]), "price": Decimal(idea[5])}
        made[idea[0]] = add_candidate(tx, told)
    judge_candidate(tx, made[NO_MARGIN], CandidateState.DROPPED)
    for place, (title, sku, target, verdict) in enumerate(TRIALS):
        told = {"title": _(title), "channel": "taobao", "cost": Decimal(20), "price": Decimal(59 + 10 * place)}
        candidate_id = add_candidate(tx, {**told, "searches": 18_000 - 6_500 * place, "sellers": 900 + 700 * place})
        first = today - timedelta(days=9 if verdict is None else 60)
        days = {"trial_from": first, "trial_to": first + timedelta(days=27)}
        start_trial(tx, candidate_id, sku=sku, target_units=Decimal(target), **days)
        if verdict is not None:
            judge_candidate(tx, candidate_id, verdict)
