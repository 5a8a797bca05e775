"""Ways to reach somebody past Okat in words that others will read: a number, an address, a name in an app.

A message that only names another app waits for an adult (`screening`). What is written for everybody, or to a whole
organisation, is refused to its writer instead, so it has to hold something to reach somebody by: to teach selling on
Facebook gives no contact.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.i18n.screening import (
    CLOCK,
    DATED,
    EMAIL,
    HARMLESS,
    LINK_APART,
    MAIL_ALOUD,
    NUMBERED_ID,
    ORDINARY,
    PHONE_OVER_LINES,
    PHONE_WITH_LETTERS,
    PLAYER,
    REASONS,
    REFERENCE,
    SHORT_LINE,
    TAGGED,
    THAI_DOT_COM,
    closed_up,
    drawn_together,
    numbered,
    plain,
    without_letters,
)
from marketplace.i18n.text import Text, t

LONGEST_TOLD = 40

_APART = r"(?:[^\w\n]|กับ|และ|แล้วก็|ตามด้วย|\band\b){0,8}"
_CALLABLE = re.compile(
    rf"(?<!\d)(?:0(?:{_APART}\d){{8,}}|\+?66(?:{_APART}\d){{8,}}|\+\d(?:{_APART}\d){{8,}})"
    r"|(?<![\d-])[689]\d[- .]?\d{3}[- .]?\d{4}(?![\d-])"
    r"|(?<![\d.,/-])601\d[- .]?\d{3,4}[- .]?\d{4}(?![\d-])"
)
"""What can be dialled here: it begins with a nought, with 66 or a plus, or is a mobile number without its nought.

A mobile number of Malaysia with its code counts too, for the families live on both sides of the border.
"""
_SPLIT = re.compile(r"(?<![\d.:/-])0[689]\d?(?!\d)(?:\D{1,5}\d{2,4}){2}(?!\d)")
"""A mobile number of which each part pretends to be something else."""
_NO_NUMBER = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/[67]\d(?!\d)"
    r"|(?<![\d.:])(?:[01]?\d|2[0-3])[.:][0-5]\d(?=\s?(?:[,)\n\u0e00-\u0e4f]|or\b|and\b|$))"
    r"|(?<!\d)(?:\d{13}|\d-\d{4}-\d{5}-\d{2}-\d)(?!\d)"
)
"""Days of a short year, times in a list and numbers of papers, which may begin with a nought too."""

_LINK = re.compile(
    rf"[a-z0-9-]{{1,63}}\s?{THAI_DOT_COM}|h(?:xx|\*\*)ps?:\S*|\b[a-z0-9-]{{2,63}}\.(?:gle|ly|be)\b(?:/\S*)?|"
    r"https?:\S*|www\.\S+|\b(?:t\.me|wa\.me|lin\.ee|line\.me|bit\.ly|goo\.gl)\b\S*"
    r"|\b[a-z0-9][a-z0-9.-]{0,60}(?<=[a-z0-9])(?:\.|\s\.\s?|\s?(?:\(dot\)|\[dot\]|จุด)\s?)"
    r"(?:com|net|org|me|th|io|co|app|link|info|xyz|ee|gg)\b(?:/\S*)?"
)
"""A full stop with a letter right after it; one with a space after it ends a sentence."""
_TECHNIQUE = re.compile(r"\b(?:asp|ado|vb|ml)\.net\b|\b(?:socket|draw)\.io\b")
"""Names of things people learn that are written as an address is."""

_LATIN = (
    r"(?:line|l1ne|wechat|whatsapp|telegram|instagram|insta|ig|facebook|fb|messenger|tiktok|snapchat|discord|bigo|"
    r"twitter)"
)
_SERVICE = (
    rf"(?:\b{_LATIN}(?![a-z0-9])|ไลน(?:์|(?![\u0e30-\u0e4e]))|เฟซ(?:บุ๊?[คก])?|เฟส(?:บุ๊?[คก])?|ไอจี|อินสตาแกรม|ติ๊?กต[่็]?อ[กค]|"
    r"เทเลแกรม|วอ[ตท]ส์?แอ[ปพ]|วีแช[ทต]|ดิส[คก]อร?์?[ดต]|สแน็?ปแช[ทต]|แอ[ปพบ]\s?(?:สี)?เขียว)"
)
_ORDINARY = (
    r"(?:facebook|line|tiktok|instagram|twitter|messenger|youtube|google|shopee|lazada|canva|capcut|word|excel|"
    r"photoshop|official|account|accounts|oa|openchat|voom|webtoon|today|pay|man|ad|ads|advert|adverts|advertising|"
    r"market|marketing|marketplace|affiliate|commerce|ecommerce|live|shop|shops|shopping|seller|sellers|selling|sale|"
    r"sales|page|pages|group|groups|reel|reels|story|stories|post|posts|posting|video|videos|clip|clips|photo|photos|"
    r"photography|content|create|creator|creators|creating|creation|business|manager|app|apps|api|bot|bots|chatbot|"
    r"sticker|stickers|challenge|server|trend|trends|algorithm|insight|insights|analytics|strategy|strategies|design|"
    r"platform|platforms|media|social|pixel|dance|dancing|cook|cooks|cooking|art|drawing|work|worker|workers|operator|"
    r"operators|leader|leaders|supervisor|production|maintenance|packing|assembly|engineer|technician|staff|training|"
    r"course|courses|class|classes|basic|basics|skill|skills|beginner|beginners|online|how|what|why|your|use|using|"
    r"for|and|or|with|to|is|are|in|on|at|by|of|as|the|a|an|from|id|card)(?![.-]?\w)"
)
_NAME = rf"(?!{_ORDINARY})[a-z][a-z0-9_.-]{{2,}}"
_PEOPLE = "พี่|ครู|ผม|หนู|ดิฉัน|ฉัน|เรา|ร้าน|ศูนย์|โรงเรียน|เพจ|กลุ่ม|คุณ|น้อง|นาย|นาง|บ้าน|เทศบาล|อบต|กศน"
_IDENTITY = rf"(?:\b{_LATIN}[ _.-]?id(?![a-z0-9])|(?:\bid|ไอดี)\s?(?:ของ)?\s?{_SERVICE})"
"""The name in an app said in one word, or the other way round: `lineid`, `id line`."""
_NAMED = re.compile(
    rf"{_SERVICE}\s?(?:ไอดี|\bid\b)\s?[:=]?\s?@?[a-z0-9][a-z0-9_.-]{{2,}}"
    rf"|{_IDENTITY}\s?(?:[:=]|คือ|is\b)?\s?@?(?!{_ORDINARY})[a-z0-9][a-z0-9_.-]{{2,}}"
    rf"|\b{_LATIN}[ _.-]?id[a-z_.-]{{0,30}}\d"
    rf"|{_SERVICE}(?:\s?ของ)?\s?(?:{_PEOPLE})?\s?ชื่อ(?!เสียง|ดัง|ว่าอะไร|บัญชี)\s?[:=]?\s?\S+"
    rf"|{_SERVICE}(?:\s?ของ)?\s?(?:{_PEOPLE})?\s?[:=]\s?(?:@?{_NAME}|(?:{_PEOPLE})\S*)"
    rf"|{_SERVICE}(?:\s?ของ)?\s?(?:{_PEOPLE})\s?คือ\s?\S+|{_SERVICE}\s?คือ\s?{_NAME}"
    rf"|\b(?:my|our)\s{_SERVICE}(?:\s(?:id|name|account|page))?\s?(?:is|=|:)\s?\S+"
    rf"|(?:^|[\n,;|/(]|นี่|คือ)\s?{_SERVICE}(?:\s?ของ)?\s?(?:พี่|ครู|ผม|ดิฉัน|ฉัน)\s+[\u0e01-\u0e4e]{{2,30}}"
    r"(?=\s?(?:$|[\n,;|/)]|นะ|\d))"
    rf"|(?<![a-z0-9_.-])(?=[a-z][a-z_.-]{{0,40}}\d)[a-z0-9_.-]{{5,40}}\s?(?:อยู่)?(?:ใน|ที่|ทาง|บน|on|in|at)\s?"
    rf"{_SERVICE}"
    rf"|{_SERVICE}\s?\(?\s?@?(?=[a-z][a-z0-9_.-]{{0,40}}[\d_])[a-z][a-z0-9_.-]{{2,}}"
    rf"|{_SERVICE}(?:\s?ของ)?\s?(?:{_PEOPLE})?\s?[a-z][a-z0-9_.-]{{1,31}}\s?#\s?\d{{2,6}}(?!\d)"
    rf"|{_SERVICE}\s?(?:{_PEOPLE}|เบอร์|no\.?|number)?\s?[:=]?\s?\+?(?!(?:19|20|25)\d\d\b)\d(?:[ .-]?\d){{7,14}}(?!\d)"
)
"""An app with the name somebody has in it."""
_LONE = re.compile(
    rf"(?:(?<=[\u0e00-\u0e4f])|(?<=[\u0e00-\u0e4f]\s)|(?:^|[\n,;|/(])\s?){_SERVICE}\s?(?<![a-z]){_NAME}"
    r"(?=\s*(?:$|[\n,;|/)\u0e00-\u0e4f]))"
)
"""An app and one other word, alone or among Thai words: a name there, unless it is a word people learn."""
_ASKED_OVER = re.compile(
    rf"(?:แอ[ดท]|ทัก|อินบ็?อ[กค]ซ?์?|(?<!การ)ติดต่อ(?:สอบถาม|เรา|ครู|พี่|ศูนย์|ร้าน|ได้|มา|กลับ|\s){{0,4}}"
    rf"(?:ทาง|ผ่าน|ที่)?|สอบถาม(?:เพิ่มเติม|ได้|\s){{0,3}}(?:ทาง|ผ่าน|ที่))\s?{_SERVICE}"
    r"|แอดมา|ทักมา|ทักแช[ทต]|แอดไอดี"
    rf"|\b(?:add|dm|message|text|inbox|contact|reach|write to)\s(?:me|us)\s?(?:on|at|by|via|through|in)?\s?{_SERVICE}"
)
"""An app somebody is asked to come over to."""
_ID = re.compile(
    rf"ไอดี\s?[:=]?\s?{_NAME}|\bid\s?[:=]\s?(?=[\d_.-]{{0,20}}[a-z])(?!{_ORDINARY}|required|needed|passport)[\w.-]{{3,}}"
    rf"|\bid\s(?=[a-z][a-z0-9.-]{{0,30}}[\d_])(?!{_ORDINARY})[\w.-]{{3,}}|เพิ่มเพื่อน\s?@?{_NAME}"
    rf"|ไอดี(?:\s?ของ)?\s?(?:{_PEOPLE})?\s?(?:คือ|ชื่อ|[:=])\s?[^\s\d]{{2,40}}\d"
    r"|(?:^|[\s(:])@(?=[\d_.]{0,20}[a-z])[a-z0-9][a-z0-9_.]{2,}"
)
_SET_APART = re.compile(r"ไ\s*ล\s+น\s*์|ไ\s+ล\s*น\s*์|ไ\s*ล\s*น\s+์")
_APP = re.compile(rf"{_SERVICE}|\b{_LATIN}id\b")


CONTACTS = ("phone", "handle", "email", "link")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach somebody: its kind, as a key of `screening.REASONS`, and what stands there."""

    kind: str
    told: str


def ways(text: str) -> list[Way]:
    """The ways to reach somebody that a text gives, one of each kind; nothing when it gives none."""
    shown = plain(text)
    found = ((kind, next(_found(kind, shown), None)) for kind in CONTACTS)
    return [Way(kind, shortened(match)) for kind, match in found if match is not None]


def refusal(text: str) -> Text | None:
    """What to say to whoever wrote a text that gives such ways; None when it gives none."""
    found = ways(text)
    if not found:
        return None
    what: object = _told(found[0])
    for way in found[1:]:
        what = t("{one}, {other}", one=what, other=_told(way))
    return t("Please take this out: {what}. You reach each other through Okat.", what=what)


def _told(way: Way) -> Text:
    return t("{why} (“{words}”)", why=REASONS[way.kind], words=way.told)


def _found(kind: str, shown: str) -> Iterator[str]:
    if kind == "phone":
        shown = without_letters(shown)
        numbers = numbered(_NO_NUMBER.sub(" # ", HARMLESS.sub(" # ", shown)))
        yield from _matches(_CALLABLE, numbers)
        yield from _matches(_SPLIT, numbered(_NO_NUMBER.sub(" # ", DATED.sub(" # ", shown))))
        for pattern in (PHONE_OVER_LINES, PHONE_WITH_LETTERS):
            yield from _matches(pattern, CLOCK.sub(" # ", numbers))
    elif kind == "email":
        yield from _matches(EMAIL, shown)
        yield from _matches(EMAIL, closed_up(shown))
        yield from _matches(MAIL_ALOUD, shown)
    elif kind == "link":
        yield from _matches(_LINK, _TECHNIQUE.sub(" ", EMAIL.sub(" ", shown)))
        yield from _matches(LINK_APART, shown)
    else:
        yield from _handles(ORDINARY.sub(" ", shown))


def _handles(shown: str) -> Iterator[str]:
    for pattern in (_NAMED, _ASKED_OVER, _LONE, _SET_APART, SHORT_LINE, TAGGED, PLAYER):
        yield from _matches(pattern, shown)
    unreferred = REFERENCE.sub(" # ", shown)
    for pattern in (_ID, NUMBERED_ID):
        yield from _matches(pattern, unreferred)
    # Nobody sets the letters of an app apart to name it.
    before, together = len(_APP.findall(shown)), _APP.findall(drawn_together(shown))
    if len(together) > before:
        yield together[-1]


def _matches(pattern: re.Pattern[str], shown: str) -> Iterator[str]:
    return (found[0] for found in pattern.finditer(shown))


def shortened(words: str) -> str:
    """Words of somebody as they are told back to them."""
    said = " ".join(words.split()).strip(" ,;|/(")
    return said if len(said) <= LONGEST_TOLD else f"{said[:LONGEST_TOLD]}…"
