"""Writing tax: the rates, and the entries that take the tax out of prices, a month at a time."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.ledger.actions import account_ids, post_entry
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.tax.reports import TAX, document_of, missing_tax, month_days
from shopdesk.store.action import action
from shopdesk.store.tables import TaxRule
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, UserError

_SAME: Final = frozenset({"title", "rate", "since", "category", "country"})


@action("money.tax", N_("Add a tax rate"), undoable=True)
def add_tax_rule(tx: Tx, values: Mapping[str, Any]) -> int:
    """Add a rate; `values` are those of the sheet's columns. Returns its id."""
    made = {"category": None, "country": None, "channel_id": None, **_stored(tx, values)}
    for name, told in (("title", N_("name")), ("rate", N_("rate")), ("since", N_("day"))):
        if made.get(name) is None:
            raise UserError(N_("A tax rate needs a {field}."), code="required", field=told)
    made.setdefault("is_inclusive", True)
    if tx.scalar(select(TaxRule.tax_rule_id).where(TaxRule.title == made["title"])) is not None:
        raise UserError(N_("There is a tax rate {title} already."), code="exists", title=made["title"])
    tx.say(N_("Add tax rate {title}"), title=made["title"])
    return tx.insert(TaxRule, **made)


@action("money.tax", N_("Edit tax rates"), undoable=True)
def edit_tax_rules(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of rates at once, as one step of undo: (tax_rule_id, column, value). Returns how many became different."""
    return sum(tx.update(TaxRule, rule_id, **_stored(tx, {name: value})) for rule_id, name, value in edits)


@action("money.tax", N_("Remove a tax rate"), undoable=True)
def remove_tax_rule(tx: Tx, rule_id: int) -> None:
    """Take a rate out; what was booked by it stays until the month is booked again."""
    title = tx.scalar(select(TaxRule.title).where(TaxRule.tax_rule_id == rule_id))
    if title is not None:
        tx.say(N_("Remove tax rate {title}"), title=title)
        tx.delete(TaxRule, rule_id)


def _stored(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the sheet as columns of the table."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        if name == "way":
            made["is_inclusive"] = value == "inclusive"
        elif name == "channel":
            made["channel_id"] = find_channel(tx, value) if value else None
        elif name in _SAME:
            made[name] = value.strip() or None if isinstance(value, str) else value
        else:
            raise UserError(N_("This cannot be edited here."), code="not_editable")
    rate = made.get("rate")
    if rate is not None and not 0 <= rate < 1:
        raise UserError(N_("A tax rate lies from 0 up to 100 %."), code="rate")
    for name in ("title", "rate", "since"):
        if name in made and made[name] is None:
            raise UserError(N_("A tax rate needs a name, a rate and a day."), code="required")
    return made


@action("money.post", N_("Book the tax of a month"))
def book_tax(tx: Tx, month: str) -> Decimal:
    """Take the tax that prices of "2026-01" contain out of the sales, and that of refunds out of what is owed.

    Posted is what is still missing, on the last day of the month or the first open one: booked again, nothing is
    posted twice. Returns what was added to the tax that is owed.
    """
    _since, until = month_days(month)
    if until > tx.today:
        raise UserError(N_("{month} is not over yet."), code="future", month=month)
    posted = Decimal(0)
    for channel_id, missing in sorted(missing_tax(tx, month).items()):
        accounts = account_ids(tx)
        sides = {accounts[Role.TAX_IN_PRICES]: missing, accounts[Role.TAX]: -missing}
        post_entry(tx, until, EntryKind.TAX, (TAX, document_of(month)), sides, memo=month, channel_id=channel_id)
        posted += Decimal(missing) / MONEY_SCALE
    tx.say(N_("Tax of {month}: {amount}"), month=month, amount=posted)
    return posted
