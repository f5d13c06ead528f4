"""The daily check: everything that is looked at, as the shop has tuned it, and what a person signed off."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.today.checks_goods import GOODS
from shopdesk.shop.today.checks_market import MARKET
from shopdesk.shop.today.checks_service import SERVICE
from shopdesk.shop.today.checks_tasks import TASKS
from shopdesk.shop.today.checks_trade import TRADE
from shopdesk.shop.today.looking import Check, Found, Said, Severity
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import CheckSign
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_ALL: Final = (*TRADE[:1], *GOODS[:1], *TRADE[1:], *SERVICE, *GOODS[1:], *MARKET, *TASKS)
CHECKS: Final = {check.key: check for check in _ALL}
"""Every check by its key, in the order in which equals are told."""
_HAND: Final = "hand:"
_SETTING: Final = "checks"
_RANK: Final = (Severity.BAD, Severity.WARN, Severity.TICK, Severity.GOOD)


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the shop said of its checks: which are off, their limits, and what a person ticks by hand."""

    off: frozenset[str] = frozenset()
    limits: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """A check of a day that a person signed off, and how it stood."""

    day: date
    key: str
    severity: Severity
    said: Said
    note: str | None
    signed_at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A check as it stands now, and who signed it off today."""

    key: str
    title: str
    found: Found
    sign: Sign | None
    check: Check | None
    """None: it is ticked by hand."""

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed it off today, and it has not become worse since."""
        return self.sign is not None and _RANK.index(self.found.severity) >= _RANK.index(self.sign.severity)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at it still."""
        return not self.is_signed and self.found.severity is not Severity.GOOD


def tuning(tx: Tx) -> Tuning:
    """How the shop has tuned its checks."""
    kept: dict[str, Any] = tx.setting(_SETTING, {})
    limits = {
        key: {name: Decimal(str(value)) for name, value in told.items()} for key, told in kept.get("limits", {}).items()
    }
    return Tuning(frozenset(kept.get("off", ())), limits, tuple(kept.get("hand", ())))


def limits_of(check: Check, tuned: Tuning) -> dict[str, Decimal]:
    """The numbers that a check goes by."""
    own = tuned.limits.get(check.key, {})
    return {limit.name: own.get(limit.name, limit.usual) for limit in check.limits}


def run_checks(tx: Tx, *, slow: bool | None = None) -> list[Checked]:
    """Every check that is on and has something to look at; `slow`: only those that take long, or only the others."""
    tuned, signs = tuning(tx), {sign.key: sign for sign in fetch_signs(tx, tx.today, tx.today)}
    made = list[Checked]()
    for key, check in CHECKS.items():
        is_wanted = key not in tuned.off and slow in (None, check.is_slow)
        found = check.look(tx, limits_of(check, tuned)) if is_wanted else None
        if found is not None:
            made.append(Checked(key, check.title, found, signs.get(key), check))
    if not slow:
        made += [_by_hand(text, signs.get(f"{_HAND}{text}")) for text in tuned.hand]
    return in_order(made)


def in_order(checks: Iterable[Checked]) -> list[Checked]:
    """What is worst stands first, what is well last."""
    return sorted(checks, key=lambda one: _RANK.index(one.found.severity))


def _by_hand(text: str, sign: Sign | None) -> Checked:
    found = Found(Severity.TICK, Said("{what}", {"what": text}))
    return Checked(f"{_HAND}{text}", text, found, sign, None)


def fetch_signs(tx: Tx, since: date, until: date) -> list[Sign]:
    """What was signed off on these days, the latest first."""
    wanted = select(CheckSign.__table__).where(CheckSign.day.between(since, until))
    return [
        Sign(row.day, row.check_key, Severity(row.severity), _said(row.told), row.note, row.signed_at, row.person)
        for row in tx.rows(wanted.order_by(CheckSign.day.desc(), CheckSign.check_sign_id))
    ]


def _said(told: str) -> Said:
    kept = json.loads(told)
    return Said(kept["message"], kept["values"])


# ------------------------------------------------------------------------------------------------------------ actions


@action("today.sign", N_("Sign off the daily check"), undoable=True)
def sign_checks(tx: Tx, signed: Sequence[tuple[str, Severity, Said]], note: str | None = None) -> int:
    """Sign checks off for today as they were seen (key, severity, sentence); a second time replaces the first."""
    for key, severity, said in signed:
        keep_sign(tx, Sign(tx.today, key, severity, said, (note or "").strip() or None, tx.now, tx.person))
    tx.say(N_("Daily check signed off: {count}"), count=len(signed))
    return len(signed)


def keep_sign(tx: Tx, sign: Sign) -> None:
    """Keep what was signed off; the check's earlier sign of that day goes."""
    values = {name: value if isinstance(value, int) else str(value) for name, value in sign.said.values.items()}
    told = json.dumps({"message": sign.said.message, "values": values}, ensure_ascii=False)
    row = {
        "severity": sign.severity.value, "told": told, "note": sign.note, "signed_at": sign.signed_at,
        "person": sign.person,
    }  # fmt: skip
    known = tx.scalar(select(CheckSign.check_sign_id).where(CheckSign.day == sign.day, CheckSign.check_key == sign.key))
    if known is None:
        tx.insert(CheckSign, day=sign.day, check_key=sign.key, **row)
    else:
        tx.update(CheckSign, known, **row)


@action("today.tune", N_("Change the daily check"), undoable=True)
def tune_checks(tx: Tx, off: Sequence[str], limits: Mapping[str, Mapping[str, Any]], hand: Sequence[str]) -> None:
    """Set which checks are off, by which numbers they go, and what is ticked by hand.

    UserError for a check or number that does not exist, or one that is too small or too large.
    """
    for key in (*off, *limits):
        if key not in CHECKS:
            raise UserError(N_("There is no check “{name}”."), code="check", name=key)
    kept = {
        key: {name: str(_number(CHECKS[key], name, value)) for name, value in told.items()}
        for key, told in limits.items()
    }
    listed = [text for text in dict.fromkeys(line.strip() for line in hand) if text]
    set_setting(tx, _SETTING, {"off": sorted(set(off)), "limits": kept, "hand": listed})


def _number(check: Check, name: str, value: Any) -> Decimal:
    limit = next((one for one in check.limits if one.name == name), None)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if limit is None or not number.is_finite() or not limit.least <= number <= limit.most:
        raise UserError(N_("“{value}” is no number for this check."), code="limit", value=value)
    return number
