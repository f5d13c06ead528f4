"""The pre-flight certificate on one page: the verdict, each point, and the first findings that say so."""

from html import escape
from pathlib import Path
from typing import Final

from shopdesk.shop.promotions.papers import POINTS, VERDICTS, finding_words
from shopdesk.shop.promotions.preflight.certificate import Certificate, Finding, Point, Verdict
from shopdesk.text import _

MOST_SHOWN: Final = 4
"""Findings of a point on paper; the workbook has all of them."""
SIGNS: Final = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.UNKNOWN: "?"}


def print_certificate(certificate: Certificate, path: Path) -> int:
    """Write the certificate as a PDF, with a window or without, and return its pages; UserError as `write_pdf`."""
    from shopdesk.desk.paper import application, write_pdf

    with application():
        return write_pdf(path, certificate_html(certificate), certificate.title[:80], points=8)


def certificate_html(certificate: Certificate) -> str:
    """The page: title, days, verdict, and a row a point."""
    from shopdesk.desk.paper import table

    heads = [("", "center", "4%"), (_("Point"), "left", "20%"), (_("Verdict"), "left", "14%"),
             (_("Result of the check"), "left", "62%")]  # fmt: skip
    rows = [
        [SIGNS[verdict], escape(_(POINTS[point].title)), f"<b>{escape(_(VERDICTS[verdict].title))}</b>",
         _found(certificate, point)]
        for point, verdict in certificate.points
    ]  # fmt: skip
    days = f"{certificate.starts_on} – {certificate.last_on or '…'}"
    said = _("Pass: nothing stands against it.") if certificate.passed else _("Fail: it should not start like this.")
    title = _("Pre-flight certificate of {number}").format(number=certificate.promotion_no)
    made = _("Made {moment} UTC").format(moment=f"{certificate.made_at:%Y-%m-%d %H:%M}")
    head = f"<h2>{escape(title)}</h2><p>{escape(certificate.title)} · {days}</p><h3>{escape(said)}</h3>"
    return f"{head}{table(heads, rows)}<p>{escape(made)}</p>"


def _found(certificate: Certificate, point: Point) -> str:
    """The findings of a point, as many as a page has room for; the worst come first."""
    found = [one for one in certificate.findings if one.point is point]
    lines = [_line(one) for one in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(escape(_("and {count} more").format(count=f"{len(found) - MOST_SHOWN:,}")))
    return "<br>".join(lines)


def _line(one: Finding) -> str:
    said = escape(finding_words(one)[:200])
    return f"{escape(one.subject[:40])}: {said}" if one.subject else said
