"""From profit to the bank: which bar of the bridge every posting lies in, and how its bars are laid end to end.

Debit and credit of every entry are the same, so what bank accounts gained is what all other accounts lost. A bar is
what some accounts lost; each posting lies in one bar, and there is none for what is left over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from shopdesk.shop.ledger.rules import AccountKind, Role, role_of
from shopdesk.shop.profit.definitions import line_of

ZERO: Final = Decimal(0)

ORDERS: Final = "order_profit"
PROFIT: Final = "profit"
UNKNOWN: Final = "unknown_left_out"
UNKNOWN_BACK: Final = "unknown_put_back"
DEPOSITS: Final = "deposits"
STOCK_OUT: Final = "stock_out"
STOCK_IN: Final = "stock_in"
BANK: Final = "bank"
SUMS: Final = (ORDERS, PROFIT, DEPOSITS)
"""Bars that stand on the ground: where the bridge begins, what the profit report says, and what payouts brought."""

_EARNED: Final = {
    "refunds": "refunds", "commission": "fees", "payment_fee": "fees", "compensation": "fees", "freight": "freight",
    "return_freight": "freight", "packaging": "freight", "advertising": "advertising", "returns_loss": "other_costs",
    "rent": "other_costs", "samples": "other_costs", "brushing": "other_costs", "interest": "other_costs",
    "exchange": "other_costs", "other_expenses": "other_costs", "stock_differences": "other_costs",
    "income_tax": "other_costs",
}  # fmt: skip
"""Line of the profit statement → its bar; all others are the profit of orders."""
_HELD: Final = {
    Role.GOODS_IN: "goods_in", Role.PAYABLE: "payable", Role.CLEARING: "clearing", Role.RESERVE: "reserve",
    Role.LOAN: "loan", Role.TAX: "tax", Role.AD_ACCOUNT: "ad_account", Role.UNMATCHED: "unmatched",
    Role.WALLET: "wallet", Role.BANK: BANK, Role.EQUITY: "owner", Role.DRAWINGS: "owner",
}  # fmt: skip
"""Role of an account of the balance sheet → its bar, the inventory but, which has two."""
BARS: Final = (
    ORDERS, "refunds", "fees", "freight", "advertising", "other_costs", UNKNOWN, PROFIT, UNKNOWN_BACK, STOCK_OUT,
    STOCK_IN, "goods_in", "payable", "clearing", "unmatched", "reserve", "loan", "tax", "ad_account", "wallet", BANK,
    "owner", "other", DEPOSITS,
)  # fmt: skip
"""Every bar in the order of the bridge."""
_CHANGES: Final = frozenset(_HELD.values()) - {BANK} | {"other"}
"""Bars that are nothing but what their accounts held before, less what they hold after."""
SIDES: Final = {STOCK_OUT: "credit", STOCK_IN: "debit"}
"""Bars that are one side of their accounts alone."""


def bars_of(code: str, kind: AccountKind) -> tuple[str, ...]:
    """The bars that an account's postings lie in: of the inventory what it was credited and what it was debited."""
    role = role_of(code)
    if role is Role.INVENTORY:
        return STOCK_OUT, STOCK_IN
    line = line_of(code, kind)
    if line is not None:
        return (_EARNED.get(line[0], ORDERS),)
    return (_HELD.get(role, "other") if role is not None else "other",)


class Held(NamedTuple):
    """An account over a range: what it held before, debit above zero, and what it was debited and credited."""

    code: str
    kind: AccountKind
    opening: Decimal
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """A bar: what it adds, and where the bridge stands after it; of a bar of `SUMS` both are the same.

    `opening` and `closing` are what its accounts held, debit above zero, where it is their difference; else None.
    `codes` are the accounts whose postings make it.
    """

    key: str
    amount: Decimal
    running: Decimal
    opening: Decimal | None = None
    closing: Decimal | None = None
    codes: tuple[str, ...] = ()

    @property
    def is_sum(self) -> bool:
        """Whether it stands on the ground."""
        return self.key in SUMS


def lay_bridge(accounts: Iterable[Held], unknown: Decimal, deposits: Decimal) -> list[Step]:
    """The bridge of all that was booked in a range: `unknown` are the sales of unknown cost that the profit leaves out,
    `deposits` what payouts brought to the bank accounts.

    Bars that nothing happened in are left out; the others add up to the deposits without a remainder.
    """
    listed = list(accounts)
    found: dict[str, list[Held]] = {bar: [] for bar in BARS}
    for account in listed:
        for bar in bars_of(account.code, account.kind):
            found[bar].append(account)
    found[DEPOSITS] = found[BANK]
    amounts = {bar: _amount(bar, held) for bar, held in found.items()}
    amounts |= {UNKNOWN: -unknown, UNKNOWN_BACK: unknown, DEPOSITS: deposits, BANK: amounts[BANK] + deposits}
    steps: list[Step] = []
    running = ZERO
    for bar in BARS:
        running += ZERO if bar in (PROFIT, DEPOSITS) else amounts[bar]
        if bar in SUMS or amounts[bar]:
            steps.append(_step(bar, running if bar == PROFIT else amounts[bar], running, found))
    return steps


def _amount(bar: str, held: Sequence[Held]) -> Decimal:
    """What accounts lost."""
    debit = ZERO if bar == STOCK_OUT else sum((one.debit for one in held), ZERO)
    credit = ZERO if bar == STOCK_IN else sum((one.credit for one in held), ZERO)
    return credit - debit


def _step(bar: str, amount: Decimal, running: Decimal, found: dict[str, list[Held]]) -> Step:
    held = found[bar]
    if bar == PROFIT:
        held = [one for name in BARS[: BARS.index(PROFIT)] for one in found[name]]
    codes = tuple(sorted(one.code for one in held if one.debit or one.credit))
    if bar not in _CHANGES:
        return Step(bar, amount, running, codes=codes)
    opening = sum((one.opening for one in held), ZERO)
    closing = opening + sum((one.debit - one.credit for one in held), ZERO)
    return Step(bar, amount, running, opening, closing, codes)
