"""The README keeps its word: its commands exist, its links lead somewhere, its pictures are there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

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
def test_a_command_of_the_readme_exists_with_its_options(command: str) -> None:
    asked = [sys.executable, "-m", "shopdesk", *command.split(), "--help"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=ROOT / "src")
    assert done.returncode == 0, done.stderr
    written = re.search(rf"`shopdesk {command}\b([^`]*)`", TABLE)
    assert written is not None
    assert {option for option in re.findall(r"--[a-z-]+", written[1]) if option not in done.stdout} == set()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_a_link_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).is_file()


@pytest.mark.parametrize("task", sorted(set(re.findall(r"tasks\.py (\w+)", README))))
def test_a_task_of_the_readme_exists(task: str) -> None:
    listed = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "tasks.py"), "-h"], capture_output=True, text=True, check=True
    )
    assert f"tasks.py {task}" in listed.stdout
