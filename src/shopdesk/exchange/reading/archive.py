"""A zip from a stranger: parts as streams, counted while they inflate and never by what their headers claim."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from shopdesk.exchange.reading.problems import Refusal

_MB: Final = 1 << 20
BLOCK: Final = 1 << 19
"""Half a megabyte: what is made of one block stays in the processor's cache."""
MOST_ON_DISK: Final = 100 * _MB
MOST_IN_ALL: Final = 600 * _MB
MOST_IN_PART: Final = 400 * _MB
MOST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 8 * _MB
MOST_PARTS: Final = 2000


class Archive:
    """The zip in `file`; `parts` are its members by name, folders left out; `doubled` names those that come twice."""

    def __init__(self, file: BinaryIO, password: str | None = None) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, EOFError, OSError):  # no end record: the rest never arrived
            raise Refusal("incomplete") from None
        except (ValueError, IndexError, NotImplementedError, RuntimeError, zlib.error):
            raise Refusal("damaged", part="zip") from None
        infos = [info for info in self._zip.infolist() if info.filename]
        if len(infos) > MOST_PARTS:
            raise Refusal("zip_parts", limit=MOST_PARTS)
        self.parts = {info.filename: info for info in infos if not info.is_dir()}
        names = Counter(info.filename for info in infos if not info.is_dir())
        self.doubled = [name for name, count in names.items() if count > 1]
        self._folded = {name.lower().lstrip("/"): name for name in self.parts}
        self._password = password
        self._inflated: dict[str, int] = {}

    def find(self, name: str) -> str | None:
        """The part's real name, whatever case or leading slash the file's own index spells it with."""
        return self._folded.get(name.replace("\\", "/").lstrip("/").lower())

    def stream(self, name: str) -> Iterator[bytes]:
        """The part in blocks; Refusal where it is damaged, locked, or grows beyond the caps."""
        info = self.parts[name]
        done = 0
        try:
            with self.open(name) as part:
                while block := part.read(BLOCK):
                    done += len(block)
                    self._count(info, done)
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError):
            raise Refusal("damaged", part=name) from None
        except NotImplementedError:  # a compression or encryption that zipfile does not know
            raise Refusal("locked" if info.flag_bits & 1 else "packed") from None

    def read(self, name: str) -> bytes:
        """The whole part, for the small ones."""
        return b"".join(self.stream(name))

    def open(self, name: str) -> BinaryIO:
        """The part as a file, uncounted: for what has been through `stream` before."""
        info = self.parts[name]
        locked = bool(info.flag_bits & 1)
        if locked and self._password is None:
            raise Refusal("password_needed")
        try:
            return cast(BinaryIO, self._zip.open(info, pwd=(self._password or "").encode() if locked else None))
        except RuntimeError as error:
            raise Refusal("password_wrong" if "password" in str(error).lower() else "locked") from None

    def _count(self, info: zipfile.ZipInfo, done: int) -> None:
        self._inflated[info.filename] = max(done, self._inflated.get(info.filename, 0))
        if done > MOST_IN_PART:
            raise Refusal("expands", limit=MOST_IN_PART // _MB)
        if done > RATIO_COUNTS_FROM and done > MOST_RATIO * max(info.compress_size, 1):
            raise Refusal("expands", limit=RATIO_COUNTS_FROM // _MB)
        if sum(self._inflated.values()) > MOST_IN_ALL:
            raise Refusal("expands", limit=MOST_IN_ALL // _MB)
