"""Values in Thrift's compact protocol, in which Parquet says what its pages and its end hold.

A value is (type, bytes); see thrift/doc/specs/thrift-compact-protocol.md. Only what Parquet needs is here.
"""

from collections.abc import Mapping, Sequence

Value = tuple[int, bytes]
_TRUE, _FALSE, _I32, _I64, _BINARY, _LIST, _STRUCT = 1, 2, 5, 6, 8, 9, 12


def varint(number: int) -> bytes:
    """A whole number from zero up, seven bits a byte, the lowest first."""
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def _zigzag(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def flag(told: bool) -> Value:
    """A truth as the field of a struct."""
    return (_TRUE if told else _FALSE), b""


def i32(number: int) -> Value:
    """A whole number of 32 bits."""
    return _I32, _zigzag(number)


def i64(number: int) -> Value:
    """A whole number of 64 bits."""
    return _I64, _zigzag(number)


def binary(content: bytes) -> Value:
    """Bytes."""
    return _BINARY, varint(len(content)) + content


def text(words: str) -> Value:
    """Text in UTF-8."""
    return binary(words.encode(errors="replace"))


def listed(values: Sequence[Value]) -> Value:
    """Values of one type; never none, as Parquet leaves empty lists out."""
    kind, count = values[0][0], len(values)
    head = bytes([count << 4 | kind]) if count < 15 else bytes([0xF0 | kind]) + varint(count)
    return _LIST, head + b"".join(content for _kind, content in values)


def struct(fields: Mapping[int, Value]) -> Value:
    """Fields by their numbers, which rise by fifteen at most."""
    made, last = bytearray(), 0
    for number, (kind, content) in sorted(fields.items()):
        made.append((number - last) << 4 | kind)
        made += content
        last = number
    return _STRUCT, bytes(made) + b"\0"
