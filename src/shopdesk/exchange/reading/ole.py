"""An OLE file: an old .xls, an encrypted workbook to be opened in memory, or another program's document."""

from io import BytesIO
from typing import Final

from shopdesk.exchange.reading.archive import MOST_ON_DISK
from shopdesk.exchange.reading.biff import audit_xls
from shopdesk.exchange.reading.calamine import Audit
from shopdesk.exchange.reading.container import Source
from shopdesk.exchange.reading.problems import Refusal

_OTHERS: Final = (("WordDocument", "word"), ("PowerPoint Document", "slides"))


def unlocked(source: Source, password: str | None) -> tuple[bytes, Audit | None, dict[str, int]]:
    """The workbook's bytes and, for an .xls, what its records tell (None for a decrypted zip)."""
    import olefile  # type: ignore[import-untyped]

    with source.open() as file:
        raw = file.read(MOST_ON_DISK + 1)
    try:
        with olefile.OleFileIO(BytesIO(raw)) as ole:
            names = {"/".join(parts) for parts in ole.listdir()}
            for name, code in _OTHERS:
                if name in names:
                    raise Refusal(code)
            if "EncryptedPackage" in names or "EncryptionInfo" in names:
                return _decrypted(raw, password), None, {}
            if "Workbook" not in names:
                raise Refusal("old_xls" if "Book" in names else "no_table")
            records = ole.openstream("Workbook").read()
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError):
        # olefile lets whatever a broken sector table leads to come through
        raise Refusal("damaged", part="OLE") from None
    if _is_locked(records):
        return unlocked_records(_decrypted(raw, password))
    return raw, *audit_xls(records)


def unlocked_records(raw: bytes) -> tuple[bytes, Audit | None, dict[str, int]]:
    """A decrypted .xls with its audit."""
    import olefile

    with olefile.OleFileIO(BytesIO(raw)) as ole:
        return raw, *audit_xls(ole.openstream("Workbook").read())


def _is_locked(records: bytes) -> bool:
    """Whether a FilePass record follows the first one ([MS-XLS] 2.4.117)."""
    first = 4 + int.from_bytes(records[2:4], "little")
    return records[first : first + 2] == b"\x2f\x00"


def _decrypted(raw: bytes, password: str | None) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    if password is None:
        raise Refusal("password_needed")
    plain = BytesIO()
    try:
        office = msoffcrypto.OfficeFile(BytesIO(raw))
        office.load_key(password=password)
        office.decrypt(plain)
    except InvalidKeyError:
        raise Refusal("password_wrong") from None
    except (FileFormatError, ParseError):
        raise Refusal("damaged", part="EncryptionInfo") from None
    except DecryptionError:
        raise Refusal("locked") from None
    return plain.getvalue()
