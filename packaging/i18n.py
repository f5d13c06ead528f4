"""The catalogue: collect the messages of the code, bring every translation up to date, compile it; or only look.

Messages are what `_`, `N_`, `n_` and the refusals (UserError and whatever derives from it) are given as a literal.
"""

import ast
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import takewhile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "shopdesk"
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "shopdesk.pot"
LANGUAGES = ("zh_CN", "zh_TW")


@dataclass(slots=True)
class Code:
    """What the code says of messages: each class with its parents, and each call that is given a literal to say."""

    parents: dict[str, set[str]] = field(default_factory=dict)
    calls: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """File, name of what is called, the literals that it is given first: one or two."""


@cache
def read_code() -> Code:
    """The code, parsed once."""
    code = Code()
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                code.parents[node.name] = {_name(base) for base in node.bases}
            elif isinstance(node, ast.Call) and (texts := list(takewhile(bool, map(_literal, node.args[:2])))):
                code.calls.append((place, _name(node.func), texts))
    return code


def _name(node: ast.expr) -> str:
    """The last name of what is called or derived from."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def extract() -> Catalog:
    """Every message of the code, in alphabetical order, with the files that say it."""
    catalogue, speaking = _empty(), {"_", "N_", *refusals()}
    for place, name, texts in read_code().calls:
        if name in speaking:
            catalogue.add(texts[0], locations=[(place, 0)])
        elif name == "n_" and len(texts) == 2:
            catalogue.add((texts[0], texts[1]), locations=[(place, 0)])
    return catalogue


def refusals() -> set[str]:
    """UserError and the classes derived from it, whose first argument is a message."""
    names = {"UserError"}
    while more := {name for name, bases in read_code().parents.items() if bases & names} - names:
        names |= more
    return names


def update() -> None:
    """Write the template, each translation and its compiled form; a message that changed has to be translated again."""
    template = extract()
    LOCALE.mkdir(parents=True, exist_ok=True)
    _write(TEMPLATE, _as_po(template))
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        path(language).parent.mkdir(parents=True, exist_ok=True)
        _write(path(language), _as_po(catalogue))
        _write(path(language).with_suffix(".mo"), _as_mo(catalogue))
        print(f"{language}         {sum(1 for m in catalogue if m.id and is_finished(m))} of {len(catalogue)} finished")


def problems() -> Iterator[str]:
    """What keeps the translations from being complete and true to the code; nothing when all is well."""
    wanted = {_forms(message.id) for message in extract() if message.id}
    for language in LANGUAGES:
        have = {_forms(message.id): message for message in read(language) if message.id}
        yield from (f"{language}: not collected yet: {key[0]!r}" for key in sorted(wanted - set(have)))
        yield from (f"{language}: no longer said: {key[0]!r}" for key in sorted(set(have) - wanted))
        for key, message in have.items():
            if not is_finished(message):
                yield f"{language}: not translated: {key[0]!r}"
            elif wrong := misplaced(message):
                yield f"{language}: placeholders differ ({', '.join(sorted(wrong))}): {key[0]!r}"
        if compiled(language) != {key: _forms(m.string) for key, m in have.items() if is_finished(m)}:
            yield f"{language}: the .mo is not what the .po compiles to"


def read(language: str) -> Catalog:
    """The translation as it is in the checkout; an empty one where there is none yet."""
    if not path(language).is_file():
        return _empty(language)
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What the program will read: the forms of each message in the .mo; empty where there is none."""
    if not path(language).with_suffix(".mo").is_file():
        return {}
    with path(language).with_suffix(".mo").open("rb") as file:
        return {_forms(message.id): _forms(message.string) for message in read_mo(file) if message.id}


def path(language: str) -> Path:
    """Where a language's .po is."""
    return LOCALE / language / "LC_MESSAGES" / "shopdesk.po"


def is_finished(message: Message) -> bool:
    """Whether every form of the message is translated and nobody has doubts about it."""
    return all(_forms(message.string)) and not message.fuzzy


def misplaced(message: Message) -> set[str]:
    """Placeholders that a translation lacks or invents; a form may leave out the count it stands for."""
    wanted = set().union(*(placeholders(text) for text in _forms(message.id)))
    return set().union(*(placeholders(text) ^ wanted for text in _forms(message.string)))


def placeholders(text: str) -> set[str]:
    """The names and formats in braces: "{count} of {total:,}" has {"count", "total:,"}."""
    parts = string.Formatter().parse(text)
    return {f"{name}:{form}" if form else name for _text, name, form, _conversion in parts if name is not None}


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _empty(language: str | None = None) -> Catalog:
    catalogue = Catalog(language, project="ShopDesk", charset="utf-8", creation_date=_created(), fuzzy=False)
    catalogue.header_comment = f"# ShopDesk, {language or 'messages to translate'}"
    catalogue.last_translator = catalogue.language_team = "the ShopDesk authors"
    catalogue.version = catalogue.msgid_bugs_address = ""
    return catalogue


def _created() -> datetime:
    """When the template was first made: kept, so that collecting again without a new message changes no file."""
    if not TEMPLATE.is_file():
        return datetime.now(UTC).replace(second=0, microsecond=0)
    with TEMPLATE.open("rb") as file:
        created = read_po(file).creation_date
    return created if isinstance(created, datetime) else datetime.fromisoformat(str(created))


def _as_po(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def _as_mo(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _write(target: Path, content: bytes) -> None:
    if not target.is_file() or target.read_bytes() != content:
        target.write_bytes(content)


def main(arguments: list[str]) -> int:
    """`--check` only looks and fails with a list; without it everything is brought up to date."""
    if "--check" not in arguments:
        update()
        return 0
    found = list(problems())
    print("\n".join(found[:50] + ([f"… and {len(found) - 50} more"] if len(found) > 50 else [])))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
