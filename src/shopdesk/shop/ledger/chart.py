"""The chart of accounts as a person changes it: accounts of their own, names, notes, what takes no entries any more."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.ledger.actions import UNKNOWN
from shopdesk.shop.ledger.rules import DEFAULT_TITLES, PER_CHANNEL, AccountKind, role_of
from shopdesk.shop.ledger.sheets import ACCOUNT_KINDS
from shopdesk.shop.money import currency_code
from shopdesk.store.action import action
from shopdesk.store.tables import Account, Posting
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

_CODE: Final = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
_HOLDS_MONEY: Final = frozenset({AccountKind.ASSET.value, AccountKind.LIABILITY.value})
GONE: Final = N_("This account no longer exists.")


@action("money.account", N_("Add an account"), undoable=True)
def add_account(tx: Tx, code: str, title: str, kind: str = "", *, currency: str = "", note: str = "") -> int:
    """An account of the shop's own; returns its id. Below another ("6605.wages") it is of that one's kind.

    UserError where the code is taken or no code, nothing says its kind, or its head is kept by the channels.
    """
    code, title = code.strip(), title.strip()
    if not _CODE.fullmatch(code):
        raise UserError(N_("An account needs a code of letters and digits, such as 6605.wages."), code="account_code")
    if not title:
        raise UserError(N_("An account needs a name."), code="required")
    if tx.scalar(select(Account.account_id).where(Account.code == code)) is not None:
        raise UserError(N_("There is an account {account} already."), code="exists", account=code)
    own_kind = _kind(tx, code, kind)
    tx.say(N_("Account {account}: {title}"), account=code, title=title)
    account_id = tx.insert(Account, code=code, title=title, kind=own_kind, note=note.strip() or None)
    if currency:
        _set_currency(tx, account_id, currency)
    return account_id


def _kind(tx: Tx, code: str, told: str) -> str:
    """The kind of the account that it stands below, else what was told."""
    head = code.rpartition(".")[0]
    if head:
        found = tx.scalar(select(Account.kind).where(Account.code == head))
        if found is None:
            raise UserError(UNKNOWN, code="unknown_account", account=head)
        if role_of(code) in PER_CHANNEL:
            raise UserError(N_("Accounts below {account} are made with their channel."), code="channel", account=head)
        if told and told != found:
            raise UserError(
                N_("Account {account} is of the kind of the one it stands below: {kind}."), code="account_kind",
                account=code, kind=_(ACCOUNT_KINDS[found].title),
            )  # fmt: skip
        return str(found)
    if told not in ACCOUNT_KINDS:
        raise UserError(N_("Say which kind of account it is."), code="account_kind")
    return told


@action("money.account", N_("Edit accounts"), undoable=True)
def edit_accounts(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of accounts at once, as one step of undo: (account_id, field, value). Returns how many became different."""
    changed = 0
    for account_id, name, value in edits:
        _account(tx, account_id)
        changed += _EDITS[name](tx, account_id, value)
    return changed


@action("money.account", N_("Remove an account"), undoable=True)
def remove_account(tx: Tx, account_id: int) -> None:
    """Take out an account of the shop's own that nothing was ever booked on."""
    found = _account(tx, account_id)
    below = tx.scalar(select(Account.account_id).where(Account.code.startswith(f"{found.code}.", autoescape=True)))
    if _is_given(found) or below is not None or _is_used(tx, account_id):
        raise UserError(
            N_("Account {account} is needed: it can be closed, not removed."), code="needed", account=found.code
        )
    tx.say(N_("Remove account {account}"), account=found.code)
    tx.delete(Account, account_id)


def _account(tx: Tx, account_id: int) -> Any:
    found = tx.rows(select(Account.__table__).where(Account.account_id == account_id))
    if not found:
        raise UserError(GONE, code="gone")
    return found[0]


def _is_given(account: Any) -> bool:
    """Whether the program itself books on it, so that it has to be there."""
    return account.channel_id is not None or account.code in DEFAULT_TITLES


def _is_used(tx: Tx, account_id: int) -> bool:
    return tx.scalar(select(Posting.posting_id).where(Posting.account_id == account_id).limit(1)) is not None


def _set_title(tx: Tx, account_id: int, value: object) -> bool:
    """A name; the one that the program gave is kept as it gave it, and goes on being translated."""
    title, account = str(value or "").strip(), _account(tx, account_id)
    if not title:
        raise UserError(N_("An account needs a name."), code="required")
    given = DEFAULT_TITLES.get(account.code, "")
    return tx.update(Account, account_id, title=given if given and title == _(given) else title)


def _set_note(tx: Tx, account_id: int, value: object) -> bool:
    return tx.update(Account, account_id, note=str(value or "").strip() or None)


def _set_closed(tx: Tx, account_id: int, value: object) -> bool:
    return tx.update(Account, account_id, is_closed=bool(value))


def _set_kind(tx: Tx, account_id: int, value: object) -> bool:
    account = _account(tx, account_id)
    if value == account.kind:
        return False
    if _is_given(account) or "." in account.code or _is_used(tx, account_id):
        raise UserError(N_("The kind of account {account} stays as it is."), code="account_kind", account=account.code)
    return tx.update(Account, account_id, kind=_kind(tx, account.code, str(value or "")))


def _set_code(_tx: Tx, _account_id: int, _value: object) -> bool:
    raise UserError(N_("The code of an account stays. Add another and close this one."), code="account_code")


def _set_currency(tx: Tx, account_id: int, value: object) -> bool:
    """The currency of an account that holds money or debts; what is booked stays in the one it was booked in."""
    account, told = _account(tx, account_id), str(value or "").strip()
    code = currency_code(told) if told else tx.currency
    if code is None:
        raise UserError(N_("{value} is not the code of a currency, such as USD."), code="currency", value=told)
    own = None if code == tx.currency else code
    if own == account.currency:
        return False
    if account.kind not in _HOLDS_MONEY or account.code in DEFAULT_TITLES or _is_used(tx, account_id):
        raise UserError(
            N_("Only a bank account of your own that nothing is booked on yet takes another currency."),
            code="currency",
        )
    return tx.update(Account, account_id, currency=own)


_EDITS: Final[Mapping[str, Any]] = {
    "code": _set_code, "title": _set_title, "kind": _set_kind, "currency": _set_currency, "note": _set_note,
    "is_closed": _set_closed,
}  # fmt: skip
"""Field → what sets it."""
