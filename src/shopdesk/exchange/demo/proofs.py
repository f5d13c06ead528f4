"""What the demo shop can prove of its goods, one proof about to lapse, and the words that it forbids itself."""

from datetime import date, timedelta

from shopdesk.shop.ledger.attachments import attach_file
from shopdesk.shop.listings.law.claims import add_claim, put_law_word
from shopdesk.shop.listings.law.said import PROOF
from shopdesk.store.action import action
from shopdesk.store.tx import Tx
from shopdesk.text import N_


@action("catalog.edit", N_("What can be proved"))
def prove(tx: Tx, today: date) -> None:
    """Fill the claim locker, and say two words of the shop's own."""
    told = {"phrase": "100%正品", "proof": "SGS CN-2026-0417", "proved_on": today - timedelta(days=200)}
    claim_id = add_claim(tx, {**told, "expires_on": today + timedelta(days=165)})
    attach_file(tx, PROOF, claim_id, "SGS-2026-0417.txt", b"SGS CN-2026-0417")
    told = {"phrase": "永久不锈", "proof": "CMA 304-1188", "proved_on": today - timedelta(days=345)}
    add_claim(tx, {**told, "expires_on": today + timedelta(days=20)})
    put_law_word(tx, "神器", False, "", "好物")
    put_law_word(tx, "首选", True)
