"""Writing a staged list of cases, or of the messages of conversations."""

from typing import Any

from shopdesk.exchange.stage.cases import told_case
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.service.filed import add_filed, change_filed
from shopdesk.shop.service.messages import add_message
from shopdesk.shop.service.rules import CaseKind
from shopdesk.store.tx import Tx

Talk = tuple[str | None, str]
"""Channel as the file names it, and number of the conversation."""


def load_cases(tx: Tx, staged: Staged) -> None:
    """Open new cases, go on with known ones; what the file leaves blank stays."""
    talks = dict[Talk, int]()
    for item in staged.items:
        told = told_case(item)
        if item.outcome is Outcome.NEW and told.get("role"):
            talk = told.get("channel"), told["source_no"]
            talks[talk] = item.target or talks.get(talk) or _begin(tx, told, item.row)
            add_message(tx, talks[talk], told)
        elif item.outcome is Outcome.NEW:
            add_filed(tx, {**told, "source_row": item.row})
        elif item.outcome is Outcome.CHANGED:
            change_filed(tx, item.target, {key: told[key] for key in item.changes})


def _begin(tx: Tx, told: dict[str, Any], row: int) -> int:
    """The case of a conversation, called by its first message, which is written with the others."""
    usual = {"kind": CaseKind.ENQUIRY.value, "source_row": row}
    made = {**usual, **told, "title": told.get("title") or told.get("said"), "said": None}
    return add_filed(tx, {key: value for key, value in made.items() if value is not None})
