"""Pictures of every screen, in every language, theme and scale, painted offscreen from one demo shop.

The program paints them itself; here it is only started once for each scale, with a home of its own.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = {
    # picture in docs/pictures: language, theme, screen
    "profit.png": ("en", "light", "profit"),
    "orders.png": ("en", "light", "orders"),
    "stock.png": ("en", "light", "stock"),
    "import.png": ("en", "light", "import-dry-run"),
    "bridge.png": ("en", "light", "books-bridge"),
    "today.png": ("en", "light", "today"),
    "workshop.png": ("zh_CN", "light", "listings-workshop"),
    "promotions.png": ("en", "light", "promotions-timeline"),
    "orders-zh-dark.png": ("zh_CN", "dark", "orders"),
}


def main(arguments: list[str]) -> int:
    """Paint, and say how many pictures lie where; 1 where a screen could not be painted."""
    options = parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="shopdesk-shots-") as folder:
        work = Path(folder)
        store = options.store or str(work / "demo.shopdesk")
        if not options.store and shopdesk(work, "demo", "--create", store):
            return 1
        if options.readme:
            return paint_readme(work, store, ROOT / "docs" / "pictures")
        return paint_all(options, work, store)


def parser() -> argparse.ArgumentParser:
    """What may be asked."""
    made = argparse.ArgumentParser(prog="tasks.py shots", description=__doc__)
    made.add_argument("--readme", action="store_true", help="only the pictures of the README, into docs/pictures")
    made.add_argument("--out", type=Path, default=ROOT / "build" / "shots")
    made.add_argument("--store", help="a store to paint instead of a fresh demo shop")
    made.add_argument("--languages", nargs="+", default=["en", "zh_CN", "zh_TW"])
    made.add_argument("--themes", nargs="+", default=["light", "dark"])
    made.add_argument("--scales", nargs="+", default=["1", "1.25", "1.5", "2"])
    return made


def paint_all(options: argparse.Namespace, work: Path, store: str) -> int:
    """Every screen × language × theme × scale: out/orders-zh_CN-dark-150.png."""
    failed = 0
    options.out.mkdir(parents=True, exist_ok=True)
    for scale in options.scales:
        failed += paint(work, store, options.out, options.languages, options.themes, scale)
        print(f"scale {scale}: {len(list(options.out.glob('*.png')))} pictures", flush=True)
    return 1 if failed else 0


def paint_readme(work: Path, store: str, target: Path) -> int:
    """The few that the README shows, under its names."""
    target.mkdir(parents=True, exist_ok=True)
    languages = sorted({language for language, _theme, _screen in README.values()})
    themes = sorted({theme for _language, theme, _screen in README.values()})
    if paint(work, store, work, languages, themes, "1"):
        return 1
    for name, (language, theme, screen) in README.items():
        shutil.copyfile(work / f"{screen}-{language}-{theme}.png", target / name)
        print(target / name)
    return 0


def paint(work: Path, store: str, folder: Path, languages: list[str], themes: list[str], scale: str) -> int:
    """Let the program paint all its screens at one scale; its exit code."""
    chosen = ["--languages", ",".join(languages), "--themes", ",".join(themes), "--scale", scale]
    paints = ["shopdesk.app", "--shoot", str(folder), "--store", store, *chosen]
    return run(work, *paints, QT_SCALE_FACTOR=scale)


def shopdesk(home: Path, *arguments: str) -> int:
    """Run one command of the program; its exit code."""
    return run(home, "shopdesk", *arguments)


def run(home: Path, *arguments: str, **environment: str) -> int:
    """Run a module offscreen with a home of its own; its words are shown only where it fails."""
    own = {"SHOPDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **environment}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        env=os.environ | own, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
