"""Writing staged claims and own words."""

from shopdesk.exchange.stage.law import values_of
from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.shop.listings.law.claims import add_claim, edit_claim, known_claims, known_law_words, put_law_word
from shopdesk.shop.listings.law.sheets import CLAIM_FILE, LAW_WORDS
from shopdesk.store.tx import Tx


def load_claims(tx: Tx, staged: Staged) -> None:
    """Add new claims, edit changed ones; what the file leaves blank stays."""
    there = dict(known_claims(tx).values())
    for item in staged.items:
        said = values_of(CLAIM_FILE, item)
        if item.outcome is Outcome.NEW:
            add_claim(tx, {**said, "import_id": tx.import_id, "source_row": item.row})
        elif item.outcome is Outcome.CHANGED:
            edit_claim(tx, item.target, {**there[item.target], **said})


def load_law_words(tx: Tx, staged: Staged) -> None:
    """So it is with own words."""
    there = dict(known_law_words(tx).values())
    for item in staged.items:
        if item.outcome in (Outcome.NEW, Outcome.CHANGED):
            told = {**there.get(item.target, {}), **values_of(LAW_WORDS, item)}
            reason, instead = (str(told.get(name) or "") for name in ("reason", "replacement"))
            put_law_word(tx, told["phrase"], told["state"] == "allowed", reason, instead, item.row)
