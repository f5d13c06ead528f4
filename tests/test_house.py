"""The house as it should stand: what each part may load, and what no file may hold."""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

from shopdesk import __version__, doctor

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "shopdesk"
MODULES = sorted(SOURCE.rglob("*.py"))
SPEAKING = {"_", "N_", "n_", "UserError"}
NOT_AT_START = {"PySide6", "pyqtgraph", "numpy", "openpyxl", "xlsxwriter", "alembic", "python_calamine", "pypinyin"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def texts() -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in MODULES}


@cache
def looked_through() -> tuple[dict[Path, str], list[tuple[Path, str, ast.Call]]]:
    """What each module opens with, and the calls that speak: module, name and the call itself.

    No tree is kept: a million nodes would be looked through at every collection of garbage after this.
    """
    opened, calls = dict[Path, str](), list[tuple[Path, str, ast.Call]]()
    for path, text in texts().items():
        tree = ast.parse(text)
        opened[path] = (ast.get_docstring(tree) or "").partition("\n\n")[0]
        calls += (
            (path, node.func.id, node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKING
        )
    return opened, calls


def code_of(path: Path) -> str:
    """The file without comments and strings, so that a sentence about a thing is not taken for the thing."""
    tokens = tokenize.generate_tokens(io.StringIO(texts()[path]).readline)
    skipped = {tokenize.COMMENT, tokenize.STRING, tokenize.ENCODING}
    return " ".join(token.string for token in tokens if token.type not in skipped)


def loaded_by(statement: str) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after the statement."""
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["shopdesk.cli", "shopdesk.text", "shopdesk.settings", "shopdesk.doctor"])
def test_the_command_line_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") & NOT_AT_START == set()


def test_the_shop_below_the_window_never_loads_qt() -> None:
    below = [
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        for floor in ("store", "shop", "exchange")
        for path in sorted((SOURCE / floor).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    assert loaded_by(f"import {', '.join(below)}") & {"PySide6", "shiboken6", "pyqtgraph"} == set()


def test_every_module_opens_with_a_sentence() -> None:
    opened, _calls = looked_through()
    assert [named(path) for path, said in opened.items() if not re.match(r"\S.*[.:)]", said, re.DOTALL)] == []


def test_every_file_can_be_read_in_one_sitting() -> None:
    """But the schema, which is as long as its tables and made from them."""
    lines = {named(path): text.count("\n") for path, text in texts().items() if path.parent.name != "versions"}
    assert {name: count for name, count in lines.items() if count > 600} == {}


def test_nothing_is_left_for_later() -> None:
    assert [named(path) for path, text in texts().items() if re.search(r"\b(?:TODO|FIXME|XXX|HACK)\b", text)] == []


def test_nobody_pumps_events_or_sleeps() -> None:
    told = re.compile(r"processEvents|time\.sleep|importsleep")
    suspected = [path for path, text in texts().items() if re.search(r"processEvents|sleep", text)]
    assert [named(path) for path in suspected if told.search(code_of(path).replace(" ", ""))] == []


def test_colours_are_said_in_the_theme_alone() -> None:
    colour = re.compile(
        r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?=[\"'; )])"
        r"|Qt\.GlobalColor\.(?!transparent)|QColor\(\s*(?:\"|'|\d)"
    )
    window = [path for path in MODULES if "desk" in path.relative_to(SOURCE).parts and path.name != "theme.py"]
    assert [named(path) for path in window if colour.search(texts()[path])] == []


def test_the_theme_says_the_colours_this_suite_looks_for() -> None:
    theme = (SOURCE / "desk" / "theme.py").read_text("utf-8")
    assert re.search(r"0B7285", theme, re.IGNORECASE)


def test_messages_are_literals() -> None:
    """What is not a literal is never collected for translation, and so never translated."""
    wrong = [
        f"{named(path)}:{call.lineno}"
        for path, name, call in looked_through()[1]
        if name != "UserError" and any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in call.args)
    ]
    assert wrong == []


def test_every_message_can_take_its_values() -> None:
    """UserError(message, name=...) names exactly the placeholders of its message."""
    wrong = []
    for path, name, call in looked_through()[1]:
        message, given = call.args[0] if call.args else None, {keyword.arg for keyword in call.keywords}
        if name == "UserError" and isinstance(message, ast.Constant) and None not in given:
            wanted = set(re.findall(r"{(\w+)[^}]*}", str(message.value)))
            wrong += [] if given - {"code"} == wanted else [f"{named(path)}:{call.lineno}"]
    assert wrong == []


def test_qt_is_pinned_to_the_version_that_keeps_its_references() -> None:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "PySide6-Essentials==6.11.3" in described["project"]["dependencies"]
    assert version("PySide6-Essentials") == "6.11.3"


def test_the_installer_carries_the_programs_version() -> None:
    script = (ROOT / "packaging" / "windows" / "shopdesk.iss").read_text("utf-8")
    assert f'#define Version "{__version__}"' in script


def test_signals_give_no_references_away() -> None:
    """PySide6 6.12.0 loses one reference to True and to None per emit on Python 3.11; at none the process ends."""
    found, said = doctor.probe_qt("offscreen")
    assert said == ""
    assert found["heard"] == 200
    assert found["lost"] < 100
