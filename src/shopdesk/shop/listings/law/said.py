"""What the shop has said of the advertising law: its own words, families that are off, claims that it can prove."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.listings.law.check import LawRules, OwnWord
from shopdesk.store.tables import Attachment, Claim, LawWord, Product, Sku
from shopdesk.store.tx import Tx

FAMILIES_OFF: Final = "law_families_off"
"""The setting."""
PROOF: Final = "claim"
"""The kind of document that files of proof are attached to."""
SOON: Final = timedelta(days=30)
"""So long before a proof lapses, that is warned of."""


@dataclass(frozen=True, slots=True)
class Proved:
    """A claim with the code of a SKU of its product and the number of its files."""

    row: Any
    sku: str
    product: str
    files: int
    today: date

    @property
    def state(self) -> str:
        """One of "proved", "lapsing" within 30 days, "lapsed", or "no_file" where nothing is attached."""
        ends = self.row.expires_on
        if ends is not None and ends < self.today:
            return "lapsed"
        if ends is not None and ends <= self.today + SOON:
            return "lapsing"
        return "proved" if self.files else "no_file"


def read_law(tx: Tx) -> LawRules:
    """The rules as the shop has them; what it can prove of all its goods counts as allowed."""
    valid = [OwnWord(one.row.phrase, True) for one in fetch_claims(tx) if not one.row.product_id and holds(one)]
    return LawRules.of(tx.setting(FAMILIES_OFF, []), [*valid, *_own(tx)], tx.today)


def read_proved(tx: Tx) -> dict[int, tuple[str, ...]]:
    """Product → phrases that are proved of it today, in all its listings."""
    found: dict[int, list[str]] = {}
    for one in fetch_claims(tx):
        if one.row.product_id is not None and holds(one):
            found.setdefault(one.row.product_id, []).append(one.row.phrase)
    return {product_id: tuple(sorted(set(phrases))) for product_id, phrases in found.items()}


def proved_of(tx: Tx, product_id: int | None) -> tuple[str, ...]:
    """Phrases that are proved of one product today."""
    return () if product_id is None else read_proved(tx).get(product_id, ())


def read_own(tx: Tx) -> LawRules:
    """The rules without claims, for those who show which phrases are proved."""
    return LawRules.of(tx.setting(FAMILIES_OFF, []), _own(tx), tx.today)


def _own(tx: Tx) -> list[OwnWord]:
    return [OwnWord(row.phrase, row.is_allowed, row.reason or "", row.replacement or "") for row in fetch_words(tx)]


def holds(one: Proved) -> bool:
    """Whether a claim is proved today."""
    return one.state != "lapsed"


def fetch_claims(tx: Tx) -> list[Proved]:
    """Every claim; what lapses first comes first."""
    files = (
        select(func.count())
        .where(Attachment.document_kind == PROOF, Attachment.document_id == Claim.claim_id)
        .correlate(Claim)
        .scalar_subquery()
    )
    sku = select(func.min(Sku.code)).where(Sku.product_id == Claim.product_id).correlate(Claim).scalar_subquery()
    wanted = (
        select(Claim.__table__, sku.label("sku"), Product.title, files.label("files"))
        .select_from(Claim)
        .outerjoin(Product, Product.product_id == Claim.product_id)
        .order_by(Claim.expires_on.is_(None), Claim.expires_on, Claim.phrase)
    )
    return [Proved(row, row.sku or "", row.title or "", row.files, tx.today) for row in tx.rows(wanted)]


def fetch_words(tx: Tx) -> Sequence[Any]:
    """The shop's own words."""
    return tx.rows(select(LawWord.__table__).order_by(LawWord.phrase))
