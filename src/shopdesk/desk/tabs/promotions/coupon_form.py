"""The forms of codes: new ones, typed or pasted or made behind a prefix, all with the same limits; and a use of one."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QComboBox

from shopdesk.desk.forms import Field
from shopdesk.desk.part_form import PartForm
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.promotions.coupons import add_coupons, make_codes, read_codes, redeem_by_number
from shopdesk.shop.promotions.sheets import COUPON_USES, COUPONS
from shopdesk.text import N_, UserError, _

CODES: Final = Column(
    "codes", N_("Coupon codes"), Kind.LONG_TEXT,
    help=N_("With line ends, blanks, commas or ; between them. Who names none does not have the promotion."),
)  # fmt: skip
COUNT: Final = Column("count", N_("Codes to make"), Kind.INTEGER, help=N_("So many more codes that nobody guesses."))
PREFIX: Final = Column("prefix", N_("They begin with"), Kind.TEXT, example="TEA-")
LIMITS: Final = ("most_uses", "most_each", "budget")
NARROW: Final = 12
"""So many characters of a promotion's name are shown at least."""


def ask_codes(form: PartForm, names: Sequence[tuple[int, str]], codes: Sequence[str] = ()) -> None:
    """Ask for codes of one of these promotions (id, title); `codes` are proposed."""
    fields = [
        Field(COUPONS.column("promotion"), None, names, required=True), Field(CODES, "\n".join(codes)),
        Field(COUNT), Field(PREFIX),
        *(Field(COUPONS.column(key)) for key in LIMITS),
    ]  # fmt: skip
    form.ask(_("New codes"), fields, partial(_accept, form, codes))
    box = form.form.editor("promotion")
    assert isinstance(box, QComboBox)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(NARROW)


def _accept(form: PartForm, known: Sequence[str], typed: dict[str, Any]) -> None:
    try:
        codes = _codes(typed, known)
    except UserError as error:
        form.form.refused(error)
        return
    form.send(add_coupons, typed["promotion"], codes, **{key: typed[key] for key in LIMITS})


def ask_use(form: PartForm, code: str) -> None:
    """Ask on which order a code was used, and what it took off."""
    order, amount, day = (COUPON_USES.column(key) for key in ("order_no", "amount", "used_on"))
    fields = [Field(order, required=True), Field(amount, required=True), Field(day)]
    form.ask(_("Use of {code}").format(code=code), fields, partial(_accept_use, form, code))


def _accept_use(form: PartForm, code: str, typed: dict[str, Any]) -> None:
    form.send(redeem_by_number, code, typed["order_no"], typed["amount"], typed["used_on"])


def _codes(typed: dict[str, Any], known: Sequence[str]) -> list[str]:
    """What was typed, and after it what is made."""
    codes = read_codes(typed["codes"] or "", known)
    if typed["count"] is not None:
        codes += make_codes(typed["count"], typed["prefix"] or "")
    if not codes:
        raise UserError(N_("Type codes, or how many are to be made."), code="required")
    return codes
