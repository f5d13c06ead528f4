"""What the store knows of a staged list of payouts: by number, and by day where the list gives none."""

from collections import Counter
from collections.abc import Mapping

from shopdesk.exchange.stage.settlement import channel_of, currencies_of, known_payouts, need_rates
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.store.tx import Tx


def compare_payouts(tx: Tx, staged: Staged) -> None:
    """Payouts that are new, told otherwise or the same; what was not sent, or came back, is none."""
    channels = {name: find_channel_id(tx, name) or 0 for name in {channel_of(staged, item) for item in staged.items}}
    known = known_payouts(tx, channels.values())
    for item, number in zip(staged.items, numbers_of(tx, staged, channels), strict=True):
        item.changes, item.target, item.outcome = (), 0, Outcome.NEW
        image = known.get((channels[channel_of(staged, item)], number))
        if item.values.get("state", "paid") != "paid":
            item.outcome = Outcome.SKIPPED
        elif image is not None:
            item.target = image["payout_id"]
            stored = image["amount"] if image["own_amount"] is None else image["own_amount"]
            told = {
                "amount": not image["is_told"] or stored != item.values["amount"],
                "paid_on": item.values["paid_on"] != image["paid_on"],
            }
            item.changes = tuple(key for key, differs in told.items() if differs)
            item.outcome = Outcome.CHANGED if item.changes else Outcome.SAME
    written = [item for item in staged.items if item.outcome in (Outcome.NEW, Outcome.CHANGED)]
    need_rates(tx, staged, currencies_of(tx, staged), written)


def numbers_of(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> list[str]:
    """The number of each row: its own, else that of the payout of its day, else the day and which of that day it is."""
    days: dict[tuple[int, str], list[str]] = {}
    for (channel_id, number), image in sorted(known_payouts(tx, channels.values()).items()):
        days.setdefault((channel_id, image["paid_on"]), []).append(number)
    seen, found = Counter[tuple[int, str]](), list[str]()
    for item in staged.items:
        key = channels[channel_of(staged, item)], item.values["paid_on"]
        seen[key] += 1
        there = days.get(key, [])
        usual = key[1] if seen[key] == 1 else f"{key[1]}#{seen[key]}"
        found.append(item.values.get("payout_no") or (there[seen[key] - 1] if seen[key] <= len(there) else usual))
    return found
