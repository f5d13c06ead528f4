"""The columns of what the advertising law may have against texts, of claims with their proof, and of own words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.law.families import FAMILIES
from shopdesk.text import N_

FAMILY_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {family.value: State(words.title) for family, words in FAMILIES.items()}
)
HIT_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "open": State(N_("At risk"), Tone.BAD),
        "lapsed": State(N_("Proof lapsed"), Tone.BAD),
        "lapsing": State(N_("Proof lapses soon"), Tone.WARN),
        "proved": State(N_("Proved"), Tone.GOOD),
    }
)
CLAIM_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        **{key: HIT_STATES[key] for key in ("proved", "lapsing", "lapsed")},
        "no_file": State(N_("No file of its proof"), Tone.WARN),
    }
)
FIELDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        "title": State(N_("Title")), "subtitle": State(N_("Subtitle")), "bullets": State(N_("Bullet points")),
        "description": State(N_("Description")),
    }
)  # fmt: skip
"""Texts that buyers read."""
MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {"S": N_("The law or its guide"), "B": N_("Common knowledge"), "own": N_("The shop itself")}
)
"""How sure the source of a family is."""
WORD_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {"allowed": State(N_("Allowed"), Tone.GOOD), "forbidden": State(N_("Forbidden"), Tone.BAD)}
)

LAW: Final = Sheet(
    name="law",
    title=N_("Advertising law"),
    key="listing_no",
    help=N_("Phrases of texts that advertising law may forbid. Hints, not legal advice."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("listing_no", N_("Listing no."), Kind.ID, width=14),
        Column("field", N_("Field"), Kind.STATE, width=12, states=FIELDS),
        Column("phrase", N_("Phrase"), Kind.TEXT, width=12),
        Column("context", N_("In its sentence"), Kind.LONG_TEXT, width=34),
        Column("state", N_("State"), Kind.STATE, width=18, states=HIT_STATES),
        Column("family", N_("Family"), Kind.STATE, width=18, states=FAMILY_STATES),
        Column("replacement", N_("Say instead"), Kind.TEXT, width=12),
        Column("until", N_("Proved until"), Kind.DATE, width=11),
        Column("reason", N_("Reason"), Kind.LONG_TEXT, width=40, shown=False),
    ),
)
_CLAIM_COLUMNS: Final = (
    Column(
        "phrase",
        N_("Claimed phrase"),
        Kind.TEXT,
        width=18,
        required=True,
        help=N_("As it stands in the texts."),
        example=N_("lead-free glaze"),
        words=("宣称", "宣称语", "声明", "宣稱", "claim", "claimed phrase", "phrase"),
    ),
    Column(
        "product",
        N_("SKU"),
        Kind.TEXT,
        width=12,
        help=N_("SKU of its product; blank: of the whole shop."),
        words=("商家编码", "商品编码", "货号", "商品編號", "sku", "product sku"),
    ),
    Column(
        "proof",
        N_("Proof"),
        Kind.LONG_TEXT,
        width=34,
        required=True,
        help=N_("Certificate, number, issuer."),
        example=N_("Test report 2026-0917, SGS"),
        words=("证明", "依据", "证明文件", "證明", "proof", "evidence", "certificate"),
    ),
    Column(
        "proved_on",
        N_("Proved on"),
        Kind.DATE,
        width=11,
        required=True,
        example="2026-09-17",
        words=("证明日期", "出具日期", "證明日期", "proved on", "issued on"),
    ),
    Column(
        "expires_on",
        N_("Lapses on"),
        Kind.DATE,
        width=11,
        example="2027-09-16",
        words=("失效日期", "到期日", "有效期至", "到期日期", "lapses on", "expires on", "valid until"),
    ),
    Column(
        "note",
        N_("Note"),
        Kind.LONG_TEXT,
        width=20,
        words=("备注", "備註", "note", "remark"),
    ),
)
CLAIM_FILE: Final = Sheet(
    name="claims",
    title=N_("Claims with their proof"),
    key="phrase",
    help=N_(
        "Claims that stay in texts because they can be proved, each with its proof and the day on which that lapses."
    ),
    columns=_CLAIM_COLUMNS,
)
CLAIMS: Final = Sheet(
    name="claims",
    title=N_("Claim locker"),
    key="phrase",
    help=N_("Claims that stay in texts because they can be proved, each with its proof and the day on which that lapses."),
    columns=(
        *_CLAIM_COLUMNS[:2],
        Column("product_title", N_("Product"), Kind.TEXT, width=18),
        Column("state", N_("State"), Kind.STATE, width=16, states=CLAIM_STATES),
        *_CLAIM_COLUMNS[2:5],
        Column("files", N_("Files"), Kind.INTEGER, width=7),
        _CLAIM_COLUMNS[5],
    ),
)  # fmt: skip
LAW_WORDS: Final = Sheet(
    name="law_words",
    title=N_("Own words"),
    key="phrase",
    help=N_("Phrases that the shop itself allows or forbids; they win over the list that comes with the program."),
    columns=(
        Column(
            "phrase",
            N_("Phrase"),
            Kind.TEXT,
            width=20,
            required=True,
            example=N_("miracle"),
            words=("词", "词语", "用语", "違禁詞", "禁用词", "phrase", "forbidden word"),
        ),
        Column(
            "state",
            N_("State"),
            Kind.STATE,
            width=14,
            required=True,
            states=WORD_STATES,
            example="forbidden",
            words=("状态", "狀態", "state", "allowed or forbidden"),
        ),
        Column(
            "reason",
            N_("Reason"),
            Kind.LONG_TEXT,
            width=34,
            words=("原因", "理由", "reason", "why"),
        ),
        Column(
            "replacement",
            N_("Say instead"),
            Kind.TEXT,
            width=16,
            words=("建议改为", "替换为", "替換為", "replacement", "say instead"),
        ),
    ),
)
