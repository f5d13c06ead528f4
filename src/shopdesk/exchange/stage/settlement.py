"""From the rows of a statement to the lines of a wallet, and what the store knows of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import select, type_coerce

from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.foreign import Missing, NeedsRate
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import MOST_MONEY, REQUIRED, TOO_LARGE, Typed, problem
from shopdesk.exchange.stage.staged import NO_PART, SAME_AGAIN, Item, Outcome, Staged, Worth
from shopdesk.exchange.stage.statement_sums import Balances, told_payouts
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.catalog.rules import DIRECT
from shopdesk.shop.ledger.reports import fetch_rates
from shopdesk.shop.ledger.rules import rate_on
from shopdesk.shop.settlement.rules import LineKind, order_number
from shopdesk.shop.settlement.sheets import SETTLEMENT_FILE
from shopdesk.store.tables import Channel, Payout, SettlementLine
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

TWICE: Final = N_("Movement {number} stands in the file twice with different content (rows {first} and {second}).")
_MANY: Final = 5_000
"""From so many numbers on, reading all that a channel has is quicker than asking for each."""
_OF_PAYOUTS: Final = ("payout_no", "paid_on", "starts_on", "ends_on", "payout_amount")
_SAYS: Final = ("happened_at", "order_no", "sku", "quantity", "amount", "currency", "payout_no")
"""What tells a line without a number from others, besides the statement's words for it."""


def stage_settlement(typed: Iterable[Typed], plan: Plan, staged: Staged) -> None:
    """Put each movement into `staged.items`: a row may be several, with its fee and with columns of their own."""
    ranks, seen, balances = Counter[str](), dict[str, Item](), Balances()
    for part in typed:
        names = list(part.fields)
        for row, values in zip(part.rows, zip(*part.fields.values(), strict=True), strict=True):
            found = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            if row in staged.mends.left_out:
                staged.leave_out([row])
            elif row not in staged.rejected_rows:
                _take(row, found, plan, staged, ranks, seen, balances)
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]
    staged.currencies = Counter(item.values["currency"] for item in staged.items if item.values.get("currency"))
    staged.said_sums = list(balances.breaks())


def _take(
    row: int, found: dict[str, Any], plan: Plan, staged: Staged, ranks: Counter[str], seen: dict[str, Item],
    balances: Balances,
) -> None:  # fmt: skip
    if found.get("order_no"):
        found["order_no"] = order_number(found["order_no"]) or None
    lines = list(_lines(found, plan))
    if found.get("payout_amount") is not None and not lines:
        staged.items.append(
            Item(row, {key: found[key] for key in (*_OF_PAYOUTS, "currency", "channel") if key in found})
        )
        return
    if not lines:
        staged.skip(row, NO_PART)
        return
    fault = _fault(found, lines)
    if fault:
        key, message, told = fault
        staged.report(problem(plan, SETTLEMENT_FILE, key, row, "", message, told))
        return
    balances.add(row, found.get("currency"), sum(line["amount"] for line in lines), found.get("balance"))
    shared = {key: found[key] for key in _SHARED if found.get(key) is not None}
    for line in lines:
        _keep(Item(row, {**shared, **line}), plan, staged, ranks, seen)


_SHARED: Final = (
    "happened_at", "order_no", "sku", "quantity", "currency", "payout_no", "paid_on", "starts_on", "ends_on", "channel",
    "note",
)  # fmt: skip


def _lines(found: Mapping[str, Any], plan: Plan) -> Iterator[dict[str, Any]]:
    """The movements of a row: its own amount, the fee beside it, and amounts in columns of their own."""
    number, amount = found.get("line_no"), found.get("amount")
    if amount is None and ("income" in found or "outgo" in found):
        amount = abs(found.get("income", 0)) - abs(found.get("outgo", 0))
    if amount:
        usual = LineKind.SALE if amount > 0 and found.get("order_no") else LineKind.OTHER
        kind = found.get("kind") or ("" if "kind" in plan.columns else usual)
        yield {"line_no": number, "kind": kind or usual.value, "told": found.get("told"), "amount": amount}
    if found.get("fee"):
        header = plan.headers[plan.columns["fee"]]
        kind = found.get("fee_kind") or LineKind.PAYMENT_FEE.value
        yield _beside(number, kind, header, -found["fee"])
    for kind, header, part in found.get("split", ()):
        yield _beside(number, kind, header, part)


def _beside(number: str | None, kind: str, header: str, amount: int) -> dict[str, Any]:
    return {"line_no": f"{number}/{header}" if number else None, "kind": kind, "told": header, "amount": amount}


def _fault(found: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> tuple[str, str, dict[str, Any]] | None:
    if "happened_at" not in found:
        return "happened_at", REQUIRED, {"column": SETTLEMENT_FILE.column("happened_at").title}
    if any(abs(line["amount"]) > MOST_MONEY for line in lines):
        return "amount", TOO_LARGE, {}
    return None


def _keep(item: Item, plan: Plan, staged: Staged, ranks: Counter[str], seen: dict[str, Item]) -> None:
    """Take a line in under its number, or under all that it says and how often the file said so before."""
    values = item.values
    if values["line_no"] is None:
        said = repr([values.get("told") or values["kind"], *map(values.get, _SAYS)])
        key = blake2b(said.encode(), digest_size=9).hexdigest()
        ranks[key + values.get("channel", "")] += 1
        values["line_no"] = f"#{key}.{ranks[key + values.get('channel', '')]}"
    else:
        first = seen.setdefault(f"{values['line_no']}\n{values.get('channel', '')}", item)
        if first is not item:
            if first.values != values:
                told = {"number": values["line_no"], "first": first.row, "second": item.row}
                for row in (first.row, item.row):
                    staged.report(problem(plan, SETTLEMENT_FILE, "line_no", row, values["line_no"], TWICE, told))
            else:
                staged.skip(item.row, SAME_AGAIN)
            return
    staged.items.append(item)
    staged.amount += values["amount"]


# ------------------------------------------------------------------------------------------ against what the store has


def compare_settlement(tx: Tx, staged: Staged) -> None:
    """Lines that are new, changed or the same, by their numbers; NeedsRate where a currency has no rate."""
    channels = {name: find_channel_id(tx, name) or 0 for name in {channel_of(staged, item) for item in staged.items}}
    known = known_lines(tx, staged, channels)
    payouts = known_payouts(tx, set(channels.values()))
    for item in staged.items:
        channel_id = channels[channel_of(staged, item)]
        if is_line(item):
            _look(item, known.get((channel_id, item.values["line_no"])), tx)
        else:
            _look_payout(item, payouts.get((channel_id, item.values.get("payout_no", ""))))
    need_rates(tx, staged, currencies_of(tx, staged), [i for i in staged.items if i.outcome in _WRITTEN])
    staged.notices = [*staged.said_sums, *told_payouts(tx, staged, channels, payouts)]


_WRITTEN: Final = (Outcome.NEW, Outcome.CHANGED)


def is_line(item: Item) -> bool:
    """Whether a row is a movement, and not only a payout's own."""
    return "amount" in item.values and "line_no" in item.values


def channel_of(staged: Staged, item: Item) -> str:
    """What the file calls the channel of a row."""
    return str(item.values.get("channel") or staged.channel)


def day_of(tx: Tx, item: Item) -> str:
    """The shop's day of a line, or of a payout."""
    moment = item.values.get("happened_at")
    if moment is None:
        return str(item.values.get("paid_on") or item.values.get("ends_on") or tx.today.isoformat())
    return datetime.fromtimestamp(moment, UTC).astimezone(tx.zone).date().isoformat()


def known_lines(tx: Tx, staged: Staged, channels: Mapping[str, int]) -> dict[tuple[int, str], Any]:
    """(channel, number) → what the store has under it."""
    line = SettlementLine.__table__.c
    amount = type_coerce(line.amount, WHOLE).label("amount")
    own = type_coerce(line.own_amount, WHOLE).label("own")
    wanted = select(
        line.line_id, line.channel_id, line.line_no, line.kind, line.order_no, line.settled_on, amount, own,
        Payout.payout_no,
    ).outerjoin(Payout, Payout.payout_id == line.payout_id)  # fmt: skip
    numbers: dict[int, list[str]] = {}
    for item in filter(is_line, staged.items):
        numbers.setdefault(channels[channel_of(staged, item)], []).append(item.values["line_no"])
    found: dict[tuple[int, str], Any] = {}
    for channel_id, listed in numbers.items():
        mine = wanted.where(line.channel_id == channel_id)
        runs = [mine] if len(listed) > _MANY else [mine.where(line.line_no.in_(part)) for part in parts(listed)]
        for run in runs if channel_id else ():
            found.update({(channel_id, row.line_no): row for row in tx.rows(run)})
    return found


def known_payouts(tx: Tx, channel_ids: Iterable[int]) -> dict[tuple[int, str], Any]:
    """(channel, number) → the image of a payout, for all of these channels."""
    ids = tx.scalars(select(Payout.payout_id).where(Payout.channel_id.in_(sorted(channel_ids))))
    return {(image["channel_id"], image["payout_no"]): image for image in tx.images(Payout, "payout_id", ids)}


def _look(item: Item, known: Any, tx: Tx) -> None:
    """Set the outcome of a line: a numbered one may say something else by now; what a person said of it stays."""
    item.changes, item.target, item.outcome = (), 0, Outcome.NEW
    if known is None:
        return
    values, item.target, item.outcome = item.values, known.line_id, Outcome.SAME
    if values["line_no"].startswith("#"):
        return
    told = {
        "amount": values["amount"] != (known.amount if known.own is None else known.own),
        "kind": values["kind"] not in (known.kind, LineKind.OTHER),
        "order_no": bool(values.get("order_no")) and values["order_no"] != known.order_no,
        "happened_at": day_of(tx, item) != known.settled_on.isoformat(),
        "payout_no": bool(values.get("payout_no")) and values["payout_no"] != known.payout_no,
    }
    item.changes = tuple(key for key, differs in told.items() if differs)
    if item.changes:
        item.outcome = Outcome.CHANGED


def _look_payout(item: Item, known: Mapping[str, Any] | None) -> None:
    item.changes, item.target, item.outcome = (), 0, Outcome.NEW
    if known is not None:
        item.target, stored = (
            known["payout_id"],
            known["own_amount"] if known["own_amount"] is not None else known["amount"],
        )
        is_same = known["is_told"] and stored == item.values["payout_amount"]
        item.outcome, item.changes = (Outcome.SAME, ()) if is_same else (Outcome.CHANGED, ("payout_amount",))


def currencies_of(tx: Tx, staged: Staged) -> dict[str, str]:
    """What the file calls a channel → the currency of its rows that name none: the file's own, else the channel's."""
    told, made = staged.currencies.most_common(1), dict[str, str]()
    for name in {channel_of(staged, item) for item in staged.items}:
        own = select(Channel.currency).where(Channel.channel_id == find_channel_id(tx, name), Channel.code != DIRECT)
        made[name] = told[0][0] if told else tx.scalar(own) or tx.currency
    return made


def rates_of(tx: Tx, staged: Staged, usual: Mapping[str, str], items: Sequence[Item]) -> list[tuple[str, int | None]]:
    """Each row's currency and what one unit of it is worth, in 1/10**10: 0 in the shop's own, None: nobody knows."""
    named = [item.values.get("currency") or usual[channel_of(staged, item)] for item in items]
    if set(named) <= {tx.currency}:
        return [(tx.currency, 0)] * len(items)
    dated = fetch_rates(tx, set(named) - {tx.currency})
    return [
        (currency, 0)
        if currency == tx.currency
        else (currency, staged.rates.get(currency) or rate_on(dated.get(currency, ()), day_of(tx, item)))
        for currency, item in zip(named, items, strict=True)
    ]


def need_rates(tx: Tx, staged: Staged, usual: Mapping[str, str], items: Sequence[Item]) -> None:
    """Note what each currency is worth; NeedsRate where nobody knows."""
    missing, staged.worth = dict[str, Missing](), {}
    for item, (currency, rate) in zip(items, rates_of(tx, staged, usual, items), strict=True):
        if rate == 0:
            continue
        day = day_of(tx, item)
        if rate is None:
            before = missing.get(currency, Missing(currency, 0, item.row, day))
            missing[currency] = replace(before, rows=before.rows + 1, day=min(before.day, day))
        else:
            known = staged.worth.get(currency, Worth(rate, rate, day))
            staged.worth[currency] = Worth(min(known.least, rate), max(known.most, rate), min(known.day, day))
    if missing:
        raise NeedsRate(staged.file_name, missing.values(), tx.currency)
