"""The README keeps its word: its commands exist, its links lead somewhere, its pictures are there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from shopdesk.cli import main
from shopdesk.cli.choices import REPORTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
TABLE = README.partition("## From the command line")[2].partition("\n## ")[0]


def commands() -> list[str]:
    """The subcommands in the table: "import", "imports list", "report" …"""
    rows = re.findall(r"`shopdesk ([a-z]+(?: (?:list|undo)\b)?)", TABLE)
    return list(dict.fromkeys(rows))


def test_the_table_of_commands_is_found() -> None:
    assert {"import", "imports undo", "report", "demo", "doctor"} <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_exists_with_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command.split(), "--help"])
    assert left.value.code == 0
    written, told = re.search(rf"`shopdesk {command}\b([^`]*)`", TABLE), capsys.readouterr().out
    assert written is not None
    assert {option for option in re.findall(r"--[a-z-]+", written[1]) if option not in told} == set()


def test_the_reports_of_the_readme_are_those_there_are() -> None:
    rows = re.findall(r"`shopdesk report ([a-z|\\-]+)", TABLE)
    assert {name for row in rows for name in row.split("\\|")} == set(REPORTS)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_a_link_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).is_file()


def test_the_tasks_of_the_readme_exist() -> None:
    asked = [sys.executable, str(ROOT / "packaging" / "tasks.py"), "-h"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert [task for task in re.findall(r"tasks\.py (\w+)", README) if f"tasks.py {task}" not in listed] == []
