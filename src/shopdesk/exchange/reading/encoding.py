"""Which encoding a text file is in: its mark, UTF-8 if all of it fits, UTF-16 by its zeros, else the likeliest."""

import codecs
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from shopdesk.exchange.reading.code_pages import page_of
from shopdesk.exchange.reading.problems import Refusal

SAMPLE: Final = 1 << 18
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CANDIDATES: Final = ("gb18030", "big5hkscs", "cp1252", "cp932", "cp949", "cp1251")
_MIXED_FROM: Final = 8
"""So many characters of valid UTF-8 before the first fault, and the file is UTF-8 that was cut or mixed."""
_SURE: Final = 0.15
_FEW: Final = 16
"""Control characters that even a short text may hold."""
_WORDS: Final = re.findall(
    r"\w+",
    "订单 編號 编号 商品 名称 名稱 数量 數量 金额 金額 时间 時間 状态 狀態 买家 買家 卖家 賣家 交易 支付 "
    "付款 收货 收件 价格 價格 单价 單價 快递 物流 账号 帳號 账户 日期 备注 備註 类型 類型 店铺 店鋪 宝贝 "
    "标题 標題 订单号 訂單 规格 規格 客户 客戶 地址 电话 電話 余额 餘額 收入 支出 明细 明細 合计 合計 总计 "
    "總計 库存 庫存 采购 採購 供应商 供應商 条码 條碼 分类 分類 流水 退款 运费 運費 ",
)
_KOREAN_WORDS: Final = re.findall(
    r"\w+",
    "주문 상품 수량 금액 가격 결제 배송 주소 번호 구매 옵션 판매 수취 상태 이름 일자 날짜 연락처 전화 합계 환불 취소 "
    "운송장 재고 바코드 정산 고객 우편 공급 단가",
)
_FREQUENT: Final = frozenset(
    "이다는을의가에하고한은로지도기리자사인어서나들시해수대일정보그스제전아라있상주원부여과성우장구연조동공소국모유비"
    "산만위선안개신관오학경중무화요생출식미행회분문단물감료명업체재호용계매판금액름번배송품옵션량결태메취환불날짜택카드할"
    "쿠폰타입색크티트차빨간파란검정흰큰작은남여김박최강윤임서울부대광천세종층길로호"
)
"""Hangul that most Korean texts are made of; of the syllables that Chinese bytes read as, a tenth are among them."""
_LEADS: Final = [bytes((lead,)) for lead in range(0xE0, 0xF5)]
_BYTES_ABOVE: Final = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, and whether another one is nearly as likely."""

    name: str
    sure: bool = True


def find_encoding(blocks: Iterable[bytes]) -> Encoding:
    """The encoding of a text given as blocks of bytes (all are read only if it is UTF-8 or marked).

    `encoding` where UTF-8 breaks off in the middle, `not_text` for what is no text at all.
    """
    stream = iter(blocks)
    first = next(stream, b"")
    for mark, name in _BOMS:
        if first.startswith(mark):
            return Encoding(name)
    sample = first[:SAMPLE]
    wide = _utf16(sample)
    if wide:
        return Encoding(wide)
    if sample.count(0) > max(_FEW, len(sample) // 100) or len(_control(sample)) > max(_FEW, len(sample) // 20):
        raise Refusal("not_text")
    last: deque[tuple[int, bytes]] = deque(maxlen=2)
    fault = first_fault(_remembered(chain((first,), stream), last), "utf-8")
    if fault is None:
        return Encoding("utf-8")
    offset, characters, row = fault
    if characters >= _MIXED_FROM:
        raise Refusal("encoding", encoding="UTF-8", offset=offset, row=row)
    return _likeliest(b"".join(block for _start, block in last), offset - last[0][0])


def _remembered(stream: Iterable[bytes], last: deque[tuple[int, bytes]]) -> Iterator[bytes]:
    """The blocks as they come; `last` holds the latest of them with the offset of each."""
    start = 0
    for block in stream:
        last.append((start, block))
        start += len(block)
        yield block


def _control(sample: bytes) -> bytes:
    return sample.translate(None, bytes(set(range(256)) - (set(range(32)) - {9, 10, 12, 13, 26})))


def _utf16(sample: bytes) -> str:
    """UTF-16 of one byte order where nearly all zero bytes stand on one side of each pair; else nothing."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    zeros = even + odd
    if zeros < 2 or zeros < len(sample) // 50 or min(even, odd) > zeros // 20:
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return ""
    return name


def first_fault(stream: Iterable[bytes], name: str) -> tuple[int, int, int] | None:
    """Where decoding first fails: byte offset, long characters before it, row; None where it never does."""
    decoder = codecs.getincrementaldecoder(name)()
    done = long = rows = pending = 0
    for block in stream:
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            return done - pending + error.start, long + _long_characters(good), rows + good.count(b"\n") + 1
        if long < _MIXED_FROM and not text.isascii():
            long += _long_characters(block)
        rows += block.count(b"\n")
        done += len(block)
        pending = len(decoder.getstate()[0])
    return (done - pending, long, rows + 1) if pending else None


def _long_characters(raw: bytes) -> int:
    """UTF-8 characters of three bytes and more: those of two also occur by chance in GBK."""
    return sum(map(raw.count, _LEADS))


def _likeliest(block: bytes, fault: int) -> Encoding:
    """The candidate with the most known header words and the most common characters."""
    start = max(0, block.rfind(b"\n", 0, max(0, fault - SAMPLE // 2)) + 1)
    sample = block[start : start + SAMPLE]
    whole = sample.rfind(b"\n") + 1
    sample = sample[:whole] if whole > fault - start else sample
    scores = {name: _score(sample, name) for name in _CANDIDATES}
    best, second = sorted(scores.values(), reverse=True)[:2]
    name = max(scores, key=lambda key: scores[key])
    page = page_of(sample, name) if best >= 0 else name
    if page != name and first_fault((sample,), page) is None:
        return Encoding(page)
    if best < 0:
        raise Refusal("not_text")
    return Encoding(name, best - second >= _SURE)


def _score(sample: bytes, name: str) -> float:
    """About 0 … 1 for how much the sample reads like text in that encoding, more with header words; -1: it cannot."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return -1.0
    runs = [len(run) for run in _BYTES_ABOVE.findall(sample)]
    if name == "cp1252":
        return sum(1 for run in runs if run == 1) / len(runs) if runs else 0.0
    if name == "cp1251":
        return sum(map(len, _RUSSIAN.findall(text))) / sum(runs) if runs else 0.0
    if name == "cp949":
        return _score_korean(text)
    words = sum(1 for word in _WORDS if word in text)
    wide = [character for character in text if character > "\x7f"]
    common = sum(map(_COMMON[name], wide)) / len(wide) if wide else 0.0
    if name == "cp932" and not _KANA.search(text):
        common /= 2  # a curly quote and a letter make a character of it too
    return common + min(words, 4) * 0.25


def _score_korean(text: str) -> float:
    """How much of it is Hangul, more with header words; little where the syllables are none of the usual ones."""
    wide = [character for character in text if character > "\x7f"]
    hangul = [character for character in wide if "가" <= character <= "힣"]
    share = len(hangul) / len(wide) if wide else 0.0
    if not hangul or sum(map(_FREQUENT.__contains__, hangul)) < 0.35 * len(wide):
        return share / 4
    words = sum(1 for word in _KOREAN_WORDS if word in text)
    return share + 0.4 + min(words, 4) * 0.25


def _common_gb(character: str) -> bool:
    raw = character.encode("gb18030", "replace")
    return len(raw) == 2 and (0xB0 <= raw[0] <= 0xD7 or 0xA1 <= raw[0] <= 0xA3) and raw[1] >= 0xA1


def _common_big5(character: str) -> bool:
    raw = character.encode("big5hkscs", "replace")
    return len(raw) == 2 and 0xA1 <= raw[0] <= 0xC6


def _common_japanese(character: str) -> bool:
    """Kana, marks and the kanji of the first level; half-width katakana is what Chinese bytes look like."""
    raw = character.encode("cp932", "replace")
    return len(raw) == 2 and (0x81 <= raw[0] <= 0x83 or 0x88 <= raw[0] <= 0x97)


_RUSSIAN: Final = re.compile(
    "(?<![A-Za-z\u0400-\u04ff])(?:[А-ЯЁІЇЄҐЎ]?[а-яёіїєґў]+|[А-ЯЁІЇЄҐЎ]+)(?![A-Za-z\u0400-\u04ff])"
)
"""Words as they are written: all small, all great, or with a great letter in front."""
_KANA: Final = re.compile("[\u3041-\u3093\u30a1-\u30f6]")
_COMMON: Final = {"gb18030": _common_gb, "big5hkscs": _common_big5, "cp932": _common_japanese}
