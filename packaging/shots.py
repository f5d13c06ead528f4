"""Pictures of every screen, in every language, theme and scale, painted offscreen from one demo shop.

The program paints them itself (`shopdesk demo --pictures FOLDER`); here it is only started once for each combination,
with a home of its own that says the language and the theme.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = {
    # picture in docs/pictures: language, theme, screen
    "profit.png": ("en", "light", "profit.png"),
    "orders.png": ("en", "light", "orders.png"),
    "stock.png": ("en", "light", "stock.png"),
    "import.png": ("en", "light", "import.png"),
    "orders-zh-dark.png": ("zh_CN", "dark", "orders.png"),
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
    """One folder per combination: out/zh_CN-dark-1.5/orders.png."""
    failed = 0
    for language, theme, scale in product(options.languages, options.themes, options.scales):
        folder = options.out / f"{language}-{theme}-{scale}"
        failed += paint(work, store, folder, language, theme, scale)
        print(f"{folder.name:<16} {len(list(folder.glob('*.png')))} pictures", flush=True)
    return 1 if failed else 0


def paint_readme(work: Path, store: str, target: Path) -> int:
    """The few that the README shows, under its names."""
    target.mkdir(parents=True, exist_ok=True)
    for language, theme in dict.fromkeys((language, theme) for language, theme, _screen in README.values()):
        if paint(work, store, work / language / theme, language, theme, "1"):
            return 1
    for name, (language, theme, screen) in README.items():
        shutil.copyfile(work / language / theme / screen, target / name)
        print(target / name)
    return 0


def paint(work: Path, store: str, folder: Path, language: str, theme: str, scale: str) -> int:
    """Let the program paint all its screens into an empty folder; its exit code."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settings = work / "config" / "settings.json"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(json.dumps({"language": language, "theme": theme}), encoding="utf-8")
    return shopdesk(work, "--store", store, "demo", "--pictures", str(folder), QT_SCALE_FACTOR=scale)


def shopdesk(home: Path, *arguments: str, **environment: str) -> int:
    """Run the program offscreen with a home of its own; its words are shown only where it fails."""
    own = {"SHOPDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **environment}
    done = subprocess.run(
        [sys.executable, "-m", "shopdesk", *arguments],
        env=os.environ | own, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
