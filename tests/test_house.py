"""The house as it should stand: what each part may load, and what no file may hold."""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from shopdesk import __version__, doctor

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "shopdesk"
MODULES = sorted(SOURCE.rglob("*.py"))
NOT_AT_START = {"PySide6", "pyqtgraph", "numpy", "openpyxl", "xlsxwriter", "alembic", "python_calamine", "pypinyin"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code_of(path: Path) -> str:
    """The file without comments and strings, so that a sentence about a thing is not taken for the thing."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
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


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    assert re.match(r"\S.*[.:)]", said.partition("\n\n")[0], re.DOTALL), f"{named(path)} does not say what it is for"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    schema = "migrations/versions" in path.as_posix()  # as long as its tables, and made from them
    assert lines <= 600 or schema, f"{named(path)} has {lines} lines: split it by idea"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_is_left_for_later(path: Path) -> None:
    marks = re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", path.read_text("utf-8"))
    assert marks == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nobody_pumps_events_or_sleeps(path: Path) -> None:
    code = code_of(path).replace(" ", "")
    assert not re.search(r"processEvents|time\.sleep|importsleep", code)


@pytest.mark.parametrize("path", [path for path in MODULES if "desk" in path.relative_to(SOURCE).parts], ids=named)
def test_colours_are_said_in_the_theme_alone(path: Path) -> None:
    if path.name == "theme.py":
        return
    text = path.read_text("utf-8")
    assert re.findall(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?=[\"'; )])", text) == []
    assert not re.search(r"Qt\.GlobalColor\.(?!transparent)|QColor\(\s*(?:\"|'|\d)", text)


def test_the_theme_says_the_colours_this_suite_looks_for() -> None:
    theme = (SOURCE / "desk" / "theme.py").read_text("utf-8")
    assert re.search(r"0B7285", theme, re.IGNORECASE)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_messages_are_literals(path: Path) -> None:
    """What is not a literal is never collected for translation, and so never translated."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_", "n_"}:
            wrong = [arg for arg in node.args if isinstance(arg, ast.JoinedStr | ast.BinOp)]
            assert not wrong, f"{named(path)}:{node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_message_can_take_its_values(path: Path) -> None:
    """UserError(message, name=...) names exactly the placeholders of its message."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UserError"):
            continue
        message = node.args[0]
        given = {keyword.arg for keyword in node.keywords}
        if isinstance(message, ast.Constant) and isinstance(message.value, str) and None not in given:
            wanted = set(re.findall(r"{(\w+)[^}]*}", message.value))
            assert given - {"code"} == wanted, f"{named(path)}:{node.lineno}"


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
