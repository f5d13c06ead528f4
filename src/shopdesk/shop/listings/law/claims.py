"""What a person does about the advertising law: proves a claim, allows or forbids a word, switches a family off."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.listings.actions import put_texts
from shopdesk.shop.listings.law.check import check_text
from shopdesk.shop.listings.law.chinese import Family
from shopdesk.shop.listings.law.said import FAMILIES_OFF, fetch_claims, fetch_words, read_own
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Claim, LawWord, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

MOST: Final = 60
"""Characters of a phrase."""
_PLAIN: Final = ("phrase", "proof", "proved_on", "expires_on", "note")
GONE: Final = N_("This claim is gone.")


@action("catalog.edit", N_("Put a claim into the locker"), undoable=True)
def add_claim(tx: Tx, values: Mapping[str, Any]) -> int:
    """A claim from values of the sheet's columns, its product by the code of a SKU; returns its id."""
    told = read_claim(tx, values)
    tx.say(N_("Put “{phrase}” into the locker"), phrase=told["phrase"])
    return tx.insert(Claim, **told)


@action("catalog.edit", N_("Change a claim"), undoable=True)
def edit_claim(tx: Tx, claim_id: int, values: Mapping[str, Any]) -> bool:
    """Set the values of a claim; whether any became different."""
    if tx.image("claim", claim_id) is None:
        raise UserError(GONE, code="gone")
    return tx.update(Claim, claim_id, **read_claim(tx, values))


@action("catalog.edit", N_("Remove a claim"), undoable=True)
def remove_claim(tx: Tx, claim_id: int) -> None:
    """Take a claim out of the locker; what it proved counts again."""
    if tx.image("claim", claim_id) is None:
        raise UserError(GONE, code="gone")
    tx.delete(Claim, claim_id)


def read_claim(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as it is stored, from values of the sheet's columns; UserError where it is none."""
    product = str(values.get("product") or "").strip()
    product_id = _product_of(tx, product) if product else None
    proof, proved_on, ends = str(values.get("proof") or "").strip(), values.get("proved_on"), values.get("expires_on")
    if not proof:
        raise UserError(N_("Say what proves it: certificate, number, issuer."), code="proof")
    if proved_on is None:
        raise UserError(N_("Say on what day it was proved."), code="proved_on")
    if ends is not None and ends < proved_on:
        raise UserError(N_("A proof lapses after the day it was given."), code="expires_on")
    return {
        "phrase": _phrase(values.get("phrase")), "product_id": product_id, "proof": proof, "proved_on": proved_on,
        "expires_on": ends, "note": str(values.get("note") or "").strip() or None,
        **{name: values[name] for name in ("import_id", "source_row") if name in values},
    }  # fmt: skip


def _product_of(tx: Tx, code: str) -> Any:
    try:
        return tx.scalar(select(Sku.product_id).where(Sku.sku_id == find_sku(tx, code)))
    except UserError as error:
        raise UserError(error.message, code="product", **error.values) from None


def _phrase(said: object) -> str:
    phrase = str(said or "").strip()
    if not 0 < len(phrase) <= MOST:
        raise UserError(N_("A phrase has 1 to {most} characters."), code="phrase", most=MOST)
    return phrase


def known_claims(tx: Tx) -> dict[tuple[str, int | None], tuple[int, dict[str, Any]]]:
    """(Phrase, product) → its claim, with its values by the sheet's columns."""
    return {
        (one.row.phrase, one.row.product_id): (
            one.row.claim_id,
            {**{name: getattr(one.row, name) for name in _PLAIN}, "product": one.sku if one.row.product_id else None},
        )
        for one in fetch_claims(tx)
    }


def known_law_words(tx: Tx) -> dict[tuple[str], tuple[int, dict[str, Any]]]:
    """Phrase → what the shop says of it, by the sheet's columns."""
    return {
        (row.phrase,): (
            row.law_word_id,
            {
                "phrase": row.phrase, "state": "allowed" if row.is_allowed else "forbidden", "reason": row.reason,
                "replacement": row.replacement,
            },
        )
        for row in fetch_words(tx)
    }  # fmt: skip


def read_law_word(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a phrase; UserError where that is none."""
    return {**values, "phrase": _phrase(values.get("phrase"))}


@action("catalog.edit", N_("Say of a word whether it is allowed"), undoable=True)
def put_law_word(
    tx: Tx, phrase: str, is_allowed: bool, reason: str = "", replacement: str = "", source_row: int | None = None
) -> int:
    """Allow or forbid a phrase in every text, whatever was said of it before; returns its id."""
    plain = _phrase(phrase)
    told = {"is_allowed": is_allowed, "reason": reason.strip() or None, "replacement": replacement.strip() or None}
    tx.say(N_("Allow “{phrase}”") if is_allowed else N_("Forbid “{phrase}”"), phrase=plain)
    found = tx.scalar(select(LawWord.law_word_id).where(LawWord.phrase == plain))
    if found is None:
        return tx.insert(LawWord, phrase=plain, import_id=tx.import_id, source_row=source_row, **told)
    tx.update(LawWord, found, **told)
    return int(found)


@action("catalog.edit", N_("Forget an own word"), undoable=True)
def remove_law_word(tx: Tx, law_word_id: int) -> None:
    """Leave a phrase to the list that comes with the program again."""
    if tx.image("law_word", law_word_id) is None:
        raise UserError(N_("This word is gone."), code="gone")
    tx.delete(LawWord, law_word_id)


@action("catalog.edit", N_("Replace a phrase"), undoable=True)
def replace_phrase(tx: Tx, listing_id: int, field: str, phrase: str, instead: str) -> int:
    """Put other words in the place of a phrase that the law may forbid, wherever that stands in a text of a listing.

    Where the same characters are harmless they stay. Returns how many were replaced; UserError where none.
    """
    raw = str((tx.image("listing", listing_id) or {}).get(field) or "")
    hits = [hit for hit in check_text(raw, read_own(tx)) if hit.phrase == phrase]
    if not hits:
        raise UserError(N_("“{phrase}” no longer stands there."), code="gone", phrase=phrase)
    text = raw
    for hit in reversed(hits):
        text = text[: hit.start] + instead.strip() + text[hit.end :]
    tx.say(N_("Replace “{phrase}”"), phrase=phrase)
    put_texts(tx, listing_id, {field: text})
    return len(hits)


@action("shop.settings", N_("Switch families of words"), undoable=True)
def set_families_off(tx: Tx, off: Sequence[str]) -> None:
    """The families that are not looked for."""
    set_setting(tx, FAMILIES_OFF, sorted(Family(one).value for one in off))
