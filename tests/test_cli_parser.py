"""The command line knows its words without loading what carries them out: the window does not wait for it."""

import os
import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from decimal import Decimal

import pytest
from tests.test_app import HEAVY, HERE

from shopdesk.cli import files, main
from shopdesk.cli.choices import KINDS, SHEETS
from shopdesk.cli.output import Output
from shopdesk.cli.parser import make_parser
from shopdesk.exchange.kinds import FILES

OPENING = """
import sys
from shopdesk.cli import main, parser
options = parser.make_parser().parse_args(["--store", "/nowhere/tea.shopdesk"])
print(options.store, *(set(sys.argv[1].split()) & sys.modules.keys()))
"""


def commands() -> dict[str, ArgumentParser]:
    [found] = [action for action in make_parser()._actions if isinstance(action, _SubParsersAction)]
    return found.choices


def test_nothing_heavy_is_loaded_to_understand_a_command() -> None:
    command = [sys.executable, "-c", OPENING, f"{HEAVY} shopdesk.store shopdesk.exchange PySide6"]
    done = subprocess.run(command, env=os.environ | HERE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "/nowhere/tea.shopdesk", "")


@pytest.mark.parametrize("name", commands())
def test_what_runs_a_command_is_found_when_it_is_given(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the options that it needs each fails in its own module, not while looking for it."""
    run = commands()[name].get_default("run")
    empty = ArgumentParser().parse_args([])
    if name in {"doctor", "formats"}:
        assert run(empty, Output(as_json=True)) in {0, 1}
    else:
        with pytest.raises(AttributeError, match="'Namespace' object has no attribute"):
            run(empty, Output(as_json=True))


def test_the_kinds_of_rows_that_import_offers_are_those_there_are() -> None:
    assert set(KINDS) == set(FILES)


def test_the_sheets_that_export_offers_are_those_it_has() -> None:
    assert sorted(files.GRIDS) == list(SHEETS)


def test_a_table_keeps_the_third_decimal_of_a_coin_or_a_weight(capsys: pytest.CaptureFixture[str]) -> None:
    row = [Decimal("1.235"), Decimal("0.335"), Decimal(2), Decimal("65.3925")]
    Output(as_json=False).table(["Price", "kg", "Pieces", "Mean"], [row])
    assert capsys.readouterr().out.splitlines()[1].split() == ["1.235", "0.335", "2.00", "65.39"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("sales", "--channel", "taobao"), "Report sales does not go by --channel, but by --by, --from, --to."),
        (("cases", "--from", "2026-01-01", "--by", "day"), "Report cases does not go by --by, --from."),
        (("currencies", "--from", "2026-01-01"), "Report currencies does not go by --from, but by --to."),
    ],
)
def test_an_option_that_a_report_does_not_go_by_is_refused(
    command: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", "nowhere.shopdesk", "report", *command]) == 2
    assert capsys.readouterr().err.strip() == said
