"""The command list on machines that lack something: it says what, and what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[1] / "packaging"


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run lines in an interpreter of their own that can import tasks and system, as the script itself does."""
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PACKAGING), **environment},
    )


def test_without_a_command_the_list_is_shown() -> None:
    done = subprocess.run([sys.executable, PACKAGING / "tasks.py", "-h"], capture_output=True, text=True, check=True)
    for command in ("demo", "test", "check", "format", "i18n", "shots", "bench", "build"):
        assert f"tasks.py {command}" in done.stdout


@pytest.mark.parametrize("arguments", [["no-such-task"], ["check", "--fast"]])
def test_wrong_usage_is_told_by_its_code(arguments: list[str]) -> None:
    command = [sys.executable, str(PACKAGING / "tasks.py"), *arguments]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_an_older_python_is_told_in_a_sentence() -> None:
    done = run("import tasks; tasks.OLDEST = (9, 0); print(tasks.main(['check']))")
    assert done.stdout.strip() == "2"
    assert "ShopDesk needs Python 3.11 or newer; this is 3." in done.stderr


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Max retries exceeded with url: /simple/numpy/", "Online?"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for PySide6-Essentials==6.11.3", "is not offered for Python 3."),
        ("something else", "its own words are above"),
    ],
)
def test_what_pip_says_is_explained(said: str, answer: str) -> None:
    assert answer in run(f"import tasks; print(tasks._why_pip_failed({said!r}))").stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves Qt's libraries to the person")
def test_missing_libraries_are_named_with_the_line_that_installs_them(tmp_path: Path) -> None:
    """As an ordinary user of Debian: everything in one line, to be run once."""
    (tmp_path / "apt-get").symlink_to("/bin/true")
    done = run(
        "import os, system; os.geteuid = lambda: 1000; system._loads = lambda name: 'xcb' not in name;"
        "system.has_chinese_font = lambda: False; print(system.make_ready(qt=True, venv=False))",
        PATH=str(tmp_path),
    )
    assert "libxcb-cursor.so.0" in done.stdout
    assert "sudo apt-get install -y" in done.stdout
    assert "libxcb-cursor0" in done.stdout
    assert "fonts-noto-cjk" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves fonts to the person")
def test_a_missing_font_keeps_nobody_from_starting(tmp_path: Path) -> None:
    done = run(
        "import os, system; os.geteuid = lambda: 1000; system._loads = lambda name: True;"
        "system.has_chinese_font = lambda: False; print([system.make_ready(qt=True, venv=False)])",
        PATH=str(tmp_path),
    )
    assert "none for Chinese" in done.stdout
    assert done.stdout.rstrip().endswith("['']")


def test_the_environment_is_renewed_when_a_dependency_changes(tmp_path: Path) -> None:
    described = (PACKAGING.parent / "pyproject.toml").read_text("utf-8")

    def fingerprint_of(text: str) -> str:
        (tmp_path / "pyproject.toml").write_text(text, "utf-8")
        code = f"import tasks, pathlib; tasks.ROOT = pathlib.Path({str(tmp_path)!r}); print(tasks._fingerprint())"
        return run(code).stdout

    kept = fingerprint_of(described)
    assert len(kept.strip()) == 64
    assert fingerprint_of(described.replace("max-complexity = 12", "max-complexity = 13")) == kept
    assert fingerprint_of(described.replace('"babel>=2.17"', '"babel>=2.18"')) != kept
