"""XML from strangers, streamed: expat that refuses declarations, and long lists of elements cut into blocks."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers import expat

from shopdesk.exchange.reading.problems import Refusal

MOST_HEAD: Final = 8 << 20
MOST_ITEM: Final = 32 << 20
"""No row or string of an honest sheet is longer; also the bound of what follows the list."""
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_READ_AS: Final = frozenset(("utf-16", "gb18030", "gbk", "gb2312", "big5", "cp1252", "iso8859-1", "shift_jis"))

Attributes = dict[str, str]


class Walk:
    """Handlers for one document; prefixes of namespaces are dropped, declarations refused."""

    def __init__(self, part: str) -> None:
        self.part = part

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def data(self, text: str) -> None: ...

    def read(self, blocks: Iterable[bytes]) -> None:
        """Walk the document; `damaged` where it is not well-formed, `dtd` where it declares anything."""
        for _block in self.steps(blocks):
            pass

    def steps(self, blocks: Iterable[bytes]) -> Iterator[None]:
        """The same, with a pause after each block for whoever takes out what was found so far."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self.start(name.rpartition(":")[2], attributes)
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        try:
            for block in blocks:
                parser.Parse(block, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise self.damage() from None
        except (ValueError, LookupError):  # an encoding name that Python does not know
            raise self.damage() from None

    def damage(self) -> Refusal:
        """What to raise where the document breaks off."""
        return Refusal("damaged", part=self.part)

    def _refuse(self, *_declaration: object) -> None:
        raise Refusal("dtd", part=self.part)


class Items:
    """The children of one list element (`sheetData` of `row`, `sst` of `si`) as blocks of whole children.

    Iterate once; `head` and `prefix` hold after the first block, `tail` (what follows the list) after the last.
    """

    def __init__(self, blocks: Iterable[bytes], part: str, outer: str, inner: str) -> None:
        self.part = part
        self.head = b""
        self.prefix = b""
        self.tail = b""
        self._blocks = iter(as_utf8(blocks))
        self._outer = outer
        self._inner = inner.encode()

    def __iter__(self) -> Iterator[bytes]:
        rest = self._open()
        if rest is None:
            return
        close = b"</%s%s" % (self.prefix, self._outer.encode())
        while (at := rest.find(close, cut := self._cut(rest))) < 0:
            if cut:
                yield rest[:cut]
            rest = rest[cut:]
            more = next(self._blocks, None)
            if more is None or len(rest) > MOST_ITEM:
                raise Refusal("damaged", part=self.part)
            rest += more
        if at:
            yield rest[:at]
        self.tail = rest[at:]
        self._read_tail()

    def _open(self) -> bytes | None:
        """Read up to the list's first child; None for an empty list."""
        pattern = re.compile(rb"<((?:[\w.-]+:)?)%s(?=[\s/>])[^>]*>" % self._outer.encode())
        buffer = b""
        while not (found := pattern.search(buffer)):
            more = next(self._blocks, None)
            if more is None or len(buffer) > MOST_HEAD:
                raise Refusal("damaged", part=self.part)
            buffer += more
        self.head = buffer[: found.start()]
        self.prefix = found[1]
        if b"<!DOCTYPE" in self.head or b"<!ENTITY" in self.head:
            raise Refusal("dtd", part=self.part)
        if found[0].endswith(b"/>"):
            self.tail = buffer[found.end() :]
            self._read_tail()
            return None
        return buffer[found.end() :]

    def _cut(self, rest: bytes) -> int:
        """Where the last whole child ends."""
        close = b"</%s%s>" % (self.prefix, self._inner)
        at = rest.rfind(close)
        if at >= 0:
            return at + len(close)
        opened = rest.count(b"<")  # a run of children without content: <row r="5"/>
        return rest.rfind(b"/>") + 2 if opened and rest.count(b"<%s%s" % (self.prefix, self._inner)) == opened else 0

    def _read_tail(self) -> None:
        """Keep what follows the list, and read the part to its end so that its checksum is compared."""
        pieces = [self.tail]
        size = 0
        for block in self._blocks:
            size += len(block)
            if size > MOST_ITEM:
                raise Refusal("damaged", part=self.part)
            pieces.append(block)
        self.tail = b"".join(pieces)


def as_utf8(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same document in UTF-8, whatever its mark or declaration says it is in."""
    stream = iter(blocks)
    first = next(stream, b"")
    declared = _DECLARED.match(first)
    name = declared[1].decode().lower() if declared else "utf-8"
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    elif first.startswith(codecs.BOM_UTF8):
        first = first[3:]
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "utf-8"
    if codec not in _READ_AS:
        yield first
        yield from stream
        return
    decoder = codecs.getincrementaldecoder(codec)("replace")
    yield decoder.decode(first).encode()
    for block in stream:
        yield decoder.decode(block).encode()


def unescape(raw: bytes) -> str:
    """Character data as text, its five entities and character references resolved; ValueError for any other."""
    text = raw.decode("utf-8", "replace")
    if "\r" in text:  # XML 1.0, 2.11: line ends are read as one character
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_resolve, text) if "&" in text else text


_REFERENCE: Final = re.compile(r"&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|\w+)?;?")
_ENTITIES: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def _resolve(hit: re.Match[str]) -> str:
    name = hit[1] or ""
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))  # noqa: FURB166  "#x", not "0x"
    if name not in _ENTITIES:
        raise ValueError(hit[0])
    return _ENTITIES[name]
