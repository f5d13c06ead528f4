"""One list of commands for everybody who works on ShopDesk or only wants to see it; needs Python 3.11 and nothing else.

python packaging/tasks.py demo     make .venv, install, open the window on a demo shop (no display: pictures of it)
python packaging/tasks.py test     all tests; what follows goes to pytest (test tests/store -k undo)
python packaging/tasks.py check    ruff, mypy, import-linter, translations
python packaging/tasks.py format   let ruff lay out the code
python packaging/tasks.py i18n     collect messages, bring the .po files up to date, compile them (--check: only look)
python packaging/tasks.py shots    a picture of every screen, language, theme and scale (--readme: those of the README)
python packaging/tasks.py bench    the ratios of tests/bench
python packaging/tasks.py build    the wheel (--app: also the folder that needs no Python, by PyInstaller)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "shopdesk-installed.json"
OLDEST = (3, 11)
PYTHON_CODE = ["src", "tests", "packaging"]

OFFLINE = ("Failed to establish a new connection", "name resolution", "Max retries exceeded", "ProxyError")
NO_WHEEL = ("No matching distribution found", "Could not find a version that satisfies")


class Refused(Exception):
    """A task that cannot be done here, in a sentence that says what to do."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if sys.version_info < OLDEST:
        print(_too_old(), file=sys.stderr)
        return 2
    options, rest = _parser().parse_known_args(arguments)
    options.rest = rest
    if options.rest and options.command not in {"test", "demo", "shots", "bench"}:
        print(f"tasks.py {options.command} does not know {' '.join(options.rest)}", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    try:
        return COMMANDS[options.command](options)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tasks.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("command", choices=sorted(COMMANDS), metavar="COMMAND", help=", ".join(COMMANDS))
    parser.add_argument("--no-venv", action="store_true", help="use the Python that runs this as it is")
    parser.add_argument("--check", action="store_true", help="i18n: change nothing, fail where something is missing")
    parser.add_argument("--app", action="store_true", help="build: also the folder made by PyInstaller")
    return parser


# ------------------------------------------------------------------------------------------------------ commands


def demo(options: argparse.Namespace) -> int:
    """The window on the demo shop; the program itself says what it does where there is no display."""
    return _run([_python(options, "run", qt=True), "-m", "shopdesk", "demo", *options.rest])


def test(options: argparse.Namespace) -> int:
    """The whole suite on two workers; pytest's own code comes back, so that "no test ran" is a failure."""
    python = _python(options, "dev", qt=True)
    started = time.monotonic()
    command = [python, "-m", "pytest", "-n", "2", "--dist", "worksteal", *options.rest]
    code = _run(command, QT_QPA_PLATFORM="offscreen")
    _say("tests", f"{'ok' if code == 0 else f'failed (exit {code})'} in {time.monotonic() - started:.0f} s")
    return code


def check(options: argparse.Namespace) -> int:
    """Everything that reads the code without running it; each judge is heard even where an earlier one failed."""
    python = _python(options, "dev")
    judges = {
        "ruff": ["-m", "ruff", "check", *PYTHON_CODE],
        "layout": ["-m", "ruff", "format", "--check", *PYTHON_CODE],
        "mypy": ["-m", "mypy"],
        "imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"],
        "i18n": ["packaging/i18n.py", "--check"],
    }
    failed = [name for name, command in judges.items() if not _judge(name, [python, *command])]
    return 1 if failed else 0


def layout(options: argparse.Namespace) -> int:
    """Ruff's safe fixes, then its formatter."""
    python = _python(options, "dev")
    fixed = _run([python, "-m", "ruff", "check", "--fix", *PYTHON_CODE])
    return _run([python, "-m", "ruff", "format", *PYTHON_CODE]) or fixed


def i18n(options: argparse.Namespace) -> int:
    """Extract, update, compile; or only look."""
    return _run([_python(options, "dev"), "packaging/i18n.py", *(["--check"] if options.check else [])])


def shots(options: argparse.Namespace) -> int:
    """Pictures of the screens, painted offscreen from the demo shop."""
    return _run([_python(options, "run", qt=True), "packaging/shots.py", *options.rest], QT_QPA_PLATFORM="offscreen")


def bench(options: argparse.Namespace) -> int:
    """The ratios of tests/bench, written to bench.json as well."""
    return _run([_python(options, "dev", qt=True), "tests/bench", *options.rest], QT_QPA_PLATFORM="offscreen")


def build(options: argparse.Namespace) -> int:
    """The wheel in dist/, and with --app the folder in dist/ShopDesk that runs without Python."""
    python = _python(options, "dev")
    code = _run([python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "dist", "."])
    if code == 0:
        _say("wheel", ", ".join(sorted(str(file.relative_to(ROOT)) for file in (ROOT / "dist").glob("*.whl"))))
    if code or not options.app:
        return code
    if subprocess.run([python, "-c", "import PyInstaller"], capture_output=True, check=False).returncode:
        _pip(python, "install", "pyinstaller")
    return _run([python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "packaging/shopdesk.spec"])


COMMANDS = {
    "demo": demo,
    "test": test,
    "check": check,
    "format": layout,
    "i18n": i18n,
    "shots": shots,
    "bench": bench,
    "build": build,
}


# --------------------------------------------------------------------------------------------------- environment


def _python(options: argparse.Namespace, need: str, *, qt: bool = False) -> str:
    """The interpreter that has what a command needs: "run" is the program, "dev" also what checks and tests it.

    `qt`: the command paints, so that the system's libraries must be there before anything is installed.
    """
    trouble = system.make_ready(qt=qt, venv=not options.no_venv and not _works(VENV_PYTHON))
    if trouble:
        raise Refused(trouble)
    if options.no_venv:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
        return sys.executable
    if not _works(VENV_PYTHON):
        _make_venv()
    wanted, installed = _fingerprint(), _installed()
    if wanted not in {installed.get("dev"), installed.get(need)}:
        started = time.monotonic()
        _say("environment", "installing into .venv (some 150 MB the first time)")
        if need == "dev":  # --group needs pip 25.1
            _pip(str(VENV_PYTHON), "install", "--upgrade", "pip>=25.1")
        _pip(str(VENV_PYTHON), "install", "--editable", ".", *(["--group", "dev"] if need == "dev" else []))
        STAMP.write_text(json.dumps({**installed, need: wanted}), encoding="utf-8")
        _say("environment", f"installed in {time.monotonic() - started:.0f} s")
    return str(VENV_PYTHON)


def _works(python: Path) -> bool:
    """Whether an interpreter starts and has pip: its Python may be gone, its folder moved, its making cut short."""
    try:
        done = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _make_venv() -> None:
    """A fresh .venv with pip in it."""
    if not system.can_make_venv():
        raise Refused("This Python cannot make virtual environments (it lacks ensurepip). Use one from python.org.")
    _say("environment", f"making .venv with Python {sys.version.split()[0]}")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"The virtual environment could not be made at {VENV}:\n{done.stdout}{done.stderr}".rstrip())


def _pip(python: str, *arguments: str) -> None:
    """Run pip quietly; what it says is shown only where it fails, below a sentence that says what that means."""
    command = [python, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise Refused(f"{done.stdout.rstrip()}\n\n{_why_pip_failed(done.stdout)}")


def _why_pip_failed(said: str) -> str:
    if any(mark in said for mark in OFFLINE):
        return "pip cannot reach the package index. Online? A proxy goes into PIP_PROXY, a mirror into PIP_INDEX_URL."
    if "No space left on device" in said:
        return "The disk is full: the environment needs about 700 MB."
    if any(mark in said for mark in NO_WHEEL):
        machine = f"Python {sys.version.split()[0]} on {sys.platform}"
        return f"A package that ShopDesk needs is not offered for {machine}. 64-bit Python 3.11 to 3.14 works."
    return "pip could not install what ShopDesk needs; its own words are above."


def _fingerprint() -> str:
    """Changes when what has to be installed changes: the dependencies, the interpreter, the place of the checkout."""
    import tomllib  # Python 3.11: below the door that turns an older one away

    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    what = {key: described[key] for key in ("build-system", "project", "dependency-groups")}
    return hashlib.sha256(json.dumps([what, sys.version, str(ROOT)], sort_keys=True).encode()).hexdigest()


def _installed() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def _too_old() -> str:
    names = (f"python3.{minor}" for minor in range(20, 10, -1))
    newer = next((name for name in names if shutil.which(name) and _works(Path(name))), "")
    advice = f"Try: {newer} packaging/tasks.py" if newer else "Get a newer one from python.org or your package manager."
    return f"ShopDesk needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}). {advice}"


# ------------------------------------------------------------------------------------------------------- running


def _run(command: list[str], **environment: str) -> int:
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def _judge(name: str, command: list[str]) -> bool:
    """Run a check, one line for its verdict; its findings only where it has some."""
    started = time.monotonic()
    done = subprocess.run(command, text=True, encoding="utf-8", errors="replace", stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUTF8": "1"}, check=False)  # fmt: skip
    _say(name, f"{'ok' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s")
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def _say(phase: str, words: str) -> None:
    print(f"{phase:<13} {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
