"""Header rows: their names made comparable, their fingerprint, and which of them give away personal data."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from shopdesk.exchange.celltext import BLANKS, INVISIBLE, unwrap
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.table import SheetHead, letter
from shopdesk.exchange.writing.reject import REASON
from shopdesk.shop.spoken import spellings

_TRADITIONAL = (
    "稱單號編數訂價買賣電話應實運費類別規狀態時間關發貨條碼倉庫備註點盤額總國優寶貝標題區縣郵遞聯絡繫會員"
    "帳戶賬銷記錄軟項據採購進廠產種級積訊顧結創確認審補稅務幣體顏個屬鋪機暱證頭樣銀餘儲現輸達簽轉來車處異"
    "變詳細說內圖選"
)
_SIMPLIFIED = (
    "称单号编数订价买卖电话应实运费类别规状态时间关发货条码仓库备注点盘额总国优宝贝标题区县邮递联络系会员"
    "账户账销记录软项据采购进厂产种级积讯顾结创确认审补税务币体颜个属铺机昵证头样银余储现输达签转来车处异"
    "变详细说内图选"
)
_VARIANTS = str.maketrans("[]{}【】〔〕「」〈〉帐劵" + _TRADITIONAL, "()()()()()()账券" + _SIMPLIFIED)
"""Brackets, frequent slips (帐 for 账, 劵 for 券), and what Taiwan and Hong Kong write in headers."""
_NOISE = dict.fromkeys(map(ord, BLANKS + INVISIBLE + "'`\"*:"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS = re.compile(r"[\s_\-./,:;#*()（）\[\]]+")

_PERSONAL = re.compile(
    r"""(?!是否)(?:
    (?:修改后的)?(?:收货|收件|寄件|发件|联系|通讯|详细|客户|街道|家庭).*(?:人|名|电话|手机|号|地址)
    |(?:买家|客户|会员|用户|下单|购买人?|对方|收款人?|付款人?)
        (?:会员名|会员昵称|昵称|姓名|名称|名|支付宝账号|账号|账户|id|电话|手机|公司名称?|留言|备注)
    |.*(?:手机号?|电话|支付宝账号|邮箱|电子邮件|身份证.*|地址\d?)
    |交易对方|姓名|收件人|收货人|街道|邮编|发票抬头
    |.*e-?mail.*
    |.*(?:phone|mobile|fax|telephone)[-_]?(?:number|no\.?)?
    |.*(?:address|street)(?:line)?[-_]?\d?
    |.*(?:zip|zipcode|postcode|postalcode|postal-code)
    |(?:buyer|customer|client|shipping|billing|ship|bill|shipto|billto|recipient|receiver|consignee|contact|cardholder
        |first|last|full)[-_]?(?:full)?name
    |buyer(?:username|userid|note)?|username(?:\(buyer\))?|customer|recipient|receiver|consignee|notefrombuyer
    |passport.*|taxid.*
    )""",
    re.VERBOSE,
)
"""Over comparable headers, hence in simplified characters and without blanks."""
_ABROAD = re.compile(
    r"""
    (?:kunden?|käufer|empfänger|rechnungs?|liefer)?(?:vor|nach|familien)?name(?:des(?:käufers|empfängers|kunden))
    |(?:kunden|käufer|empfänger|vor|nach|familien)name|kunde|käufer|empfänger|ansprechpartner|mitgliedsname
    |.*(?:straße|strasse|hausnummer|anschrift|adresse(?:de(?:livraison|facturation))?)[-_]?\d?(?:des(?:käufers|empfängers|kunden))?
    |.*(?:telefon|handy|mobil|rufnummer)(?:nummer|nr\.?)?(?:des(?:käufers|empfängers|kunden))?
    |(?:.*[-_])?(?:plz|postleitzahl)(?:des(?:käufers|empfängers|kunden))?|(?:nutzer|benutzer)namedes(?:käufers|kunden)
    |nom(?:du|de)?l?(?:client|destinataire|acheteur)|prénom|client|destinataire|codepostal|.*courriel|téléphone.*
    |nombredel?(?:cliente|comprador|destinatario)|apellidos?|cliente|comprador|destinatari[oa]|direcci[oó]n.*
    |c[oó]digopostal|tel[eé]fono.*|correo(?:electr[oó]nico)?|nomecliente|cognome|indirizzo.*|telefono.*
    |nomedo(?:cliente|comprador|destinat[aá]rio)|endere[cç]o.*|cep|telefone.*
    |nama(?:pembeli|penerima|pelanggan)|alamat.*|(?:no\.?|nomor)(?:telepon|hp).*|kodepos
    |(?:tên|họtên)(?:người(?:nhận|mua)|kháchhàng)|sốđiệnthoại.*|địachỉ.*|ชื่อ(?:ผู้รับ|ผู้ซื้อ|ลูกค้า)|ที่อยู่.*|เบอร์โทร.*|รหัสไปรษณีย์
    |(?:购入者|注文者|(?:お|ご)?(?:届|届け|送付|配送)先|受取人|顾客|お客样|请求先)?(?:の)?(?:氏名|お?名前|ご?住所\d?|邮便番号|电话番号|フリガナ|メールアドレス)
    |(?:주문자|구매자|수취인|수령인|받는(?:사람|분))(?:명|이름|id)?|.*(?:연락처|전화번호|휴대폰(?:번호)?|주소|우편번호)|이메일
    """,
    re.VERBOSE,
)
"""The same in German, French, Spanish, Italian, Portuguese, Indonesian, Vietnamese, Thai, Japanese and Korean."""


@lru_cache(maxsize=4096)
def clean_header(text: str) -> str:
    """A header as it is compared: one width, one case, no blanks, one kind of bracket, 帐 as 账, 單 as 单."""
    return unicodedata.normalize("NFKC", unwrap(text)).casefold().translate(_VARIANTS).translate(_NOISE)


def spaced(text: str) -> str:
    """A header as words: InvoiceNo, invoice_no and invoice-no are "invoice no"."""
    plain = _CAMEL.sub(" ", unicodedata.normalize("NFKC", unwrap(text)))
    return " ".join(_SEPARATORS.sub(" ", plain).casefold().translate(_VARIANTS).split())


def signature(headers: Iterable[str]) -> str:
    """The fingerprint by which a mapping is remembered: of the names, whatever their order and dress."""
    names = sorted(filter(None, map(clean_header, headers)))
    return hashlib.blake2b("\n".join(names).encode(errors="replace"), digest_size=16).hexdigest()


def is_personal(header: str) -> bool:
    """Whether a column called so holds personal data, by its words alone."""
    name = clean_header(header)
    return _PERSONAL.fullmatch(name) is not None or _ABROAD.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A row read as a header; `number` is 1-based, 0 where the sheet has none.

    `places` leads from a comparable name to its first column.
    """

    head: SheetHead
    number: int
    texts: tuple[str, ...]
    places: Mapping[str, int]

    @property
    def below(self) -> tuple[tuple[str, ...], ...]:
        """The rows under it, as far as they were read ahead."""
        return self.head.rows[self.number :]

    @property
    def filled(self) -> int:
        return sum(map(bool, self.texts))

    def place(self, names: Iterable[str]) -> int | None:
        """The column of the first of the names that the row has."""
        return next((self.places[clean_header(name)] for name in names if clean_header(name) in self.places), None)


def header_rows(head: SheetHead) -> Iterator[HeaderRow]:
    """Every row of the sheet's beginning that could be a header: two short texts or more."""
    for number, row in enumerate(head.rows, 1):
        texts = tuple("" if _is_ours(text) else text for text in map(unwrap, row))
        while texts and not texts[-1]:
            texts = texts[:-1]
        if sum(map(bool, texts)) >= 2:
            yield HeaderRow(head, number, texts, _places(texts))


def header_at(head: SheetHead, number: int) -> HeaderRow:
    """A row of the sheet as its header because a person says so, whatever it looks like.

    Row 0 stands for a sheet that has no header: its columns go by their letters. ValueError for a row that was not
    read ahead.
    """
    if not 0 <= number <= len(head.rows):
        raise ValueError(f"row {number} is not among the first {len(head.rows)}")
    if number == 0:
        texts = tuple(letter(place) for place in range(max(map(len, head.rows), default=0)))
    else:
        texts = tuple("" if _is_ours(text) else text for text in map(unwrap, head.rows[number - 1]))
    while texts and not texts[-1]:
        texts = texts[:-1]
    return HeaderRow(head, number, texts, _places(texts))


@lru_cache(maxsize=4096)
def _is_ours(text: str) -> bool:
    """Whether it heads the column of reasons that we add to rejected rows."""
    return clean_header(text) in map(clean_header, spellings(REASON))


def _places(texts: tuple[str, ...]) -> Mapping[str, int]:
    places: dict[str, int] = {}
    for column, text in enumerate(texts):
        name = clean_header(text)
        if name:
            for said in (name, *_english().get(name, ())):
                places.setdefault(said, column)
    return places


@cache
def _english() -> Mapping[str, frozenset[str]]:
    """Our column titles as other languages say them → the English ones, all comparable."""
    found: dict[str, set[str]] = {}
    for sheet in FILES.values():
        for column in sheet.columns:
            for said in spellings(column.title)[1:]:
                found.setdefault(clean_header(said), set()).add(clean_header(column.title))
    return {said: frozenset(titles) for said, titles in found.items()}
