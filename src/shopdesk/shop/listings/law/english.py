"""Claims of English texts that need a proof, as families of words; hints, no legal advice.

Puffery that nobody takes for a fact ("the best mug ever") is none of them, and neither is a gift for a "#1 Dad".
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from shopdesk.shop.listings.law.chinese import Family, Words
from shopdesk.text import N_

_ILLS: Final = (
    "cancer|diabetes|arthritis|depression|anxiety|insomnia|eczema|psoriasis|acne|asthma|allergies|migraines?|flu"
    "|colds?"
    "|covid(?:-19)?|alzheimer(?:'s|’s)?|dementia|hypertension|high blood pressure|back pain|joint pain|hair loss"
    "|infections?|diseases?|tinnitus|autism|adhd|gout|obesity"
)
_PERSON: Final = (
    r"(?:dad|daddy|mom|mum|mummy|mommy|mother|father|grand\w+|nan\w*|papa|pops?|uncle|aunt\w*|auntie|son|daughter"
    r"|sister"
    r"|brother|wife|husband|teacher|boss|coach|nurse|fan|friend|girl|boy|fianc\w+|bride|groom|couple|cat|dog|gamer"
    r"|chef)"
)

ENGLISH: Final[Mapping[Family, Words]] = {
    Family.RANK: Words(
        N_("Rankings in English"),
        N_("A rank needs a proof that says who counted what, where and when."),
        r"(?:(?:#|no\.? ?|number )(?:1|one) )?best[- ]?sell(?:er|ers|ing)\b(?![- ]*(?:author|novel|writer|book|list"
        r"|album|artist))"
        rf"|(?:#|no\.? ?|number )(?:1|one)\b(?![.,]?\d)(?! *(?:{_PERSON})s?\b)(?=[- ]*(?:best|rated|brand|choice"
        r"|selling|seller|in (?:the|america|europe|china|japan|uk|us|usa)|gift|amazon|recommended|trusted"
        r"|quality|rank\w*|voted)\b)"
        r"|(?:rated|ranked|voted) (?:#|no\.? ?)?(?:1|one|first|best)\b|top[- ]rated\b|top ?(?:1|one)\b(?! *(?:inch"
        r"|\"|cm|mm))"
        r"|world(?:'s|’s)? (?:first|leading|no\.? ?1|number one|#1)\b|market leader\b|industry[- ]leading\b"
        r"|(?:lowest|cheapest|unbeatable) prices?\b|cheapest (?:on|in) \w+|award[- ]winning\b(?! (?:author|novel"
        r"|writer|book|artist))",
        "B",
        strict=True,
        source=N_("Directive 2005/29/EC, Art. 6 and 12; FTC Act, Sec. 5"),
        valid_from=date(2007, 12, 12),
    ),
    Family.SURE: Words(
        N_("Promises in English"),
        N_("What is promised to everybody has to hold for everybody."),
        r"guaranteed (?:results?|success|to (?:work|cure|heal|last|fit all)|weight loss|relief|lowest|best|sales?"
        r"|income|profits?)"
        r"|(?<!not )(?:results?|quality|satisfaction|success) (?:is |are )?(?:100% )?guaranteed\b|(?:100"
        r"|hundred) ?(?:%|percent|per cent) "
        r"?(?:safe|effective|natural|guaranteed?|satisfaction|money|risk|success|genuine|authentic|"
        r"secure|quality|waterproof|unbreakable|accurate|reliable|free of|toxin|chemical"
        r"|results?)\b(?: (?:guaranteed?|safe|"
        r"effective|satisfaction|rate|free))*"
        r"|(?:no[- ]risk|risk[- ]free|zero risk)\b(?! *(?:returns?|trial|refund|exchange|purchase))"
        r"|works? for everyone\b|never fails?\b"
        r"|unbreakable\b|indestructible\b|lasts? forever\b|double your (?:money|income)|get rich quick"
        r"|guaranteed returns?\b",
        "B",
        strict=True,
        source=N_("Directive 2005/29/EC, Art. 6; FTC Act, Sec. 5"),
        valid_from=date(2007, 12, 12),
    ),
    Family.CURE: Words(
        N_("Health claims in English"),
        N_("Goods that are no medicine must not claim to heal; what is said of health needs trials on people."),
        rf"(?<!not )(?<!never )(?:cures?|heals?|treats?|prevents?|reverses?|eliminates?|fights?) (?:all |any |your "
        rf"|the |chronic |against )*(?:{_ILLS})\b"
        r"|(?:100% |miracle |instant |natural |guaranteed )+cures?\b(?!d)"
        r"|(?<!not )(?<!not yet )(?:fda|f\.d\.a\.)[- ](?:approved|certified|cleared|registered)\b"
        r"|(?<!not )(?:clinically|scientifically|medically) (?:proven|proved|approved)\b"
        r"|(?:doctor|dermatologist|physician|dentist|pediatrician)[- ](?:recommended|approved)\b"
        r"|(?:no|zero|without) side[- ]effects\b|side[- ]effect[- ]free\b|boosts? (?:your |the )?(?:immune system"
        r"|immunity|testosterone)\b"
        r"|anti[- ]?cancer\b|cancer[- ]fighting\b|(?:lose|drop|shed) (?:up to )?\d+ ?(?:lbs?|pounds?|kgs?|kilos?)\b"
        r"|(?:fast|rapid|effortless|instant) (?:weight|fat) loss\b|burns? fat fast\b|anti[- ]?ag(?:e)?ing miracle"
        r"|detox(?:es|ifies)? your body"
        r"|kills? (?:up to )?99(?:\.\d+)? ?% (?:of )?(?:all )?(?:germs|bacteria|viruses|household germs|mold"
        r"|mould)\b",
        "S",
        strict=True,
        source=N_("FTC, Health Products Compliance Guidance; Directive 2005/29/EC, Annex I no. 17"),
        valid_from=date(2022, 12, 20),
    ),
    Family.GREEN: Words(
        N_("Environmental claims in English"),
        N_("A general claim for the environment needs a recognised label or figures beside it."),
        r"(?:eco|environmentally|environment|climate|planet|ocean|earth)[- ]friendly\b"
        r"|(?:climate|carbon|co2)[- ](?:neutral|positive|negative|free)\b|100% (?:eco|sustainable|green"
        r"|biodegradable)\b|zero[- ]emissions?\b",
        "S",
        strict=True,
        source=N_("Directive (EU) 2024/825"),
        valid_from=date(2026, 9, 27),
    ),
    Family.HURRY: Words(
        N_("Pressing for time in English"),
        N_("What is limited in time has to say until when."),
        r"limited[- ]time (?:only|offer|deal|sale|price)\b|today only\b|last chance\b|(?:while|whilst) (?:stocks?"
        r"|supplies|they) lasts?\b"
        r"|act (?:now|fast)\b|hurry(?: up)?!|ends soon\b|selling out fast\b|almost gone\b|final hours\b|going fast\b",
        "S",
        strict=True,
        source=N_("Directive 2005/29/EC, Annex I no. 7"),
        valid_from=date(2007, 12, 12),
    ),
}  # fmt: skip
"""Families of English claims; each holds from its day on."""

UNTIL: Final = (
    r"\b(?:until|till|ends?|through|thru|by|before|from) +(?:on +)?(?:the +)?(?:\d{1,2}(?:st|nd|rd|th)? +)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? *\d{0,2}|\b20\d\d-\d\d-\d\d\b"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
)
"""A day that an English text names."""
DENIED: Final = (
    r"\b(?:not|never|no|nor|isn[’']t|aren[’']t|has not been|have not been|without(?: being)?)(?: +\w+){0,2} *$"
    r"|\b(?:new york times|nyt|usa today|sunday times|amazon[’']?s? charts)[^.!?]{0,12}$"
)
"""What stands before a claim that makes it none."""
