"""The daily check on paper: a line a check with what was found, and room for what was done about it."""

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

from shopdesk.desk.paper import table, write_pdf
from shopdesk.shop.today.checks import Checked
from shopdesk.shop.today.looking import Severity
from shopdesk.text import _

MOST = 10
"""So much evidence of a check is printed."""
SIGNS = {Severity.BAD: "✗", Severity.WARN: "!", Severity.TICK: "☐", Severity.GOOD: "✓"}


def print_checks(checks: Sequence[Checked], day: date, path: Path) -> int:
    """Write the list as a PDF and return its pages; UserError as `write_pdf`."""
    title = f"{_('Daily check')} {day}"
    return write_pdf(path, checks_html(checks, title), title, points=8)


def checks_html(checks: Sequence[Checked], title: str) -> str:
    """The page."""
    heads = [
        ("", "center", "4%"), (_("What is checked"), "left", "24%"), (_("Finding"), "left", "50%"),
        (_("Signed off"), "left", "22%"),
    ]  # fmt: skip
    rows = [[SIGNS[one.found.severity], escape(_(one.title)), _found(one), _signed(one)] for one in checks]
    return f"<h2>{escape(title)}</h2>{table(heads, rows)}"


def _found(one: Checked) -> str:
    lines = [f"<b>{escape(one.found.said.words)}</b>"]
    lines += [escape(f"{piece.name:}: {piece.said.words}") for piece in one.found.evidence[:MOST]]
    if len(one.found.evidence) > MOST:
        lines.append(escape(_("and {count} more").format(count=f"{len(one.found.evidence) - MOST:,}")))
    return "<br>".join(lines)


def _signed(one: Checked) -> str:
    if one.sign is None or not one.is_signed:
        return ""
    return escape(" · ".join(part for part in (one.sign.person, one.sign.note) if part))
