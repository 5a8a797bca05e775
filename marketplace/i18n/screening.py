"""What free text is held for: ways to another channel, secrets, danger. It finds what is disguised, and asks a person.

The text is made plain first: width and accents of letters, Thai digits, digits written out in Thai or English, and
whatever cannot be seen. What is found is never deleted; an adult looks and decides.
"""

import re
import unicodedata
from collections.abc import Sequence

from marketplace.i18n import protected_words, thai
from marketplace.i18n.protected_words import Readings
from marketplace.i18n.text import Text, t
from marketplace.i18n.thai import digits

PHONE_LEAST = 8
"""So many digits in a row, whatever stands between them, are taken for a number."""

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]"
)
_ALIKE = str.maketrans("\u2019\u2018\u02bc`´аеорсухіѕјпк", "'''''aeopcyxisjnk")
"""Quotes as telephones set them, and Cyrillic letters drawn like Latin ones."""
_SPELLED = {
    "ศูนย์": "0", "สูน": "0", "หนึ่ง": "1", "นึง": "1", "สอง": "2", "สาม": "3", "สี่": "4", "ห้า": "5", "หก": "6",
    "เจ็ด": "7", "แปด": "8", "เก้า": "9",
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip
_WORDS = re.compile("|".join(sorted(map(re.escape, _SPELLED), key=len, reverse=True)))
_BETWEEN = r"(?:[^\w\n]|กับ|และ|แล้วก็|ตามด้วย|\band\b){0,8}"
_PHONE = re.compile(rf"(?<!\d)(?:\d{_BETWEEN}){{{PHONE_LEAST - 1},}}\d")
_PHONE_BEGINS = re.compile(r"(?<![\d.:/-])0[689]\d?(?!\d|\s?[.:/-]\s?\d)")
_LOOKALIKE = re.compile(r"(?<=\d)[oil|]|[oil|](?=\d)")
# What is said with many digits and is no number to call: a day, a span of years, a time, a span of times, an amount.
_DATED = (
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\s?[/.-]\s?(?:0?[1-9]|1[0-2])\s?[/.-]\s?\d{4}(?!\d)"
    r"|\d{4}-\d{2}-\d{2}(?!\d)"
    r"|(?<!\d)(?:19|20|25)\d{2}\s?[-–]\s?(?:19|20|25)\d{2}(?!\d)"
    r"|\d{1,2}[.:]\d{2}(?:\s?น\.?)?\s?(?:-|–|ถึง|to)\s?\d{1,2}[.:]\d{2}(?:\s?น\.?)?(?!\d)"
    r"|\d{1,2}[.:]\d{2}\s?น\."
    r"|(?<!\d)(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/[67]\d(?!\d)"
)
DATED = re.compile(_DATED)
HARMLESS = re.compile(
    rf"{_DATED}"
    r"|(?<![\d,])[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?(?!\d)"
    r"|(?<!\d)[1-9]\d{0,5}(?:\.\d{1,2})?\s?(?:บาท|baht|฿)"
    r"|\biso\s?\d{4,5}(?::\d{4})?(?!\d)|มอก\.?\s?\d{2,4}[-–]\d{4}(?!\d)|(?<!\d)885\d{10}(?!\d)"
)
_OFFICE_LETTER = re.compile(
    r"(?:(?<![\u0e01-\u0e4e])|(?<=ที่)|(?<=หนังสือ)|(?<=เลข))[\u0e01-\u0e2e](?:\.?[\u0e01-\u0e2e]){0,2}\.?\s?"
    r"(?P<number>\d{4,5}(?:\.\d{1,5}){0,2}\s?/\s?(?:ว\.?\s?)?\d{1,6})(?![\d/.-]\d|\d)"
)
"""The number of an office's letter: its office in a letter or three, its desk and, after a stroke, the letter."""
_MOBILE = re.compile(r"0[689]\d{8,}")
CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)")
_OVER = r"(?:[^\w]|กับ|และ|แล้วก็|ตามด้วย|\band\b){0,8}"
PHONE_OVER_LINES = re.compile(rf"(?<!\d)0{_OVER}[2-9](?:{_OVER}\d){{7,8}}(?!\d)")
PHONE_WITH_LETTERS = re.compile(
    r"(?<![^\W_])0[689](?:[^\W\d_]{0,2}\d){7,8}(?![^\W_])"
    r"|(?<![^\W_])0[ .-]{0,2}[689](?:[ .-]{0,2}[a-z]?[ .-]{0,2}\d){7,8}(?![^\W_])"
)
"""A number broken over lines, or with a letter or two put in between; only one that begins as numbers here do."""
_ENDS = re.compile(r"\d[\d\s.-]*$")
_BEGINS = re.compile(r"[\d\s.-]*\d")
_SET_APART = re.compile(r"(?<!\S)(?:\S\s){3,}\S(?!\S)")
LINK_APART = re.compile(
    r"\b[a-z0-9-]{2,63}\s+(?:\.|dot\b|จุด)\s*(?:gle|ly|be|com|net|org|me|th|io|co|app|link|info|xyz|ee|gg|tv|cc)\b"
)
SHORT_LINE = re.compile(r"(?<![\u0e01-\u0e4e])ลน\s?:?\s?@?[a-z][a-z0-9._]{2,}")

_DOT = r"(?:\(dot\)|\[dot\]|\sdot\s|จุด)"
_BOX = r"[a-z0-9_.+-]{1,64}+"
_HOST = r"[\w-]{1,63}"
EMAIL = re.compile(
    rf"{_BOX}\s?(?:@|\(at\)|\[at\])\s?{_HOST}\s?(?:\.|{_DOT})\s?[a-z]{{2,}}(?:\.[a-z]{{2,}})*"
    rf"|{_BOX}\sat\s{_HOST}\s?(?:{_DOT}\s?[a-z]{{2,}}|\.(?:com|net|org|co|th|me|io)\b)",
    re.IGNORECASE,
)
"""Where `at` is written out the rest is too, or ends as addresses do: people are at school. Then they rest."""
THAI_DOT_COM = r"(?:จุด|ดอ[ทต]|\.)\s?(?:คอม|เน็[ตท]|ออร์ก)(?![\u0e01-\u0e2e\u0e30-\u0e4e])"
"""An address as it is said aloud in Thai; a letter after it makes another word of it, such as a computer."""

_MAIL_HOST = r"(?:gmail|hotmail|outlook|yahoo|icloud|protonmail|จีเมล์?|ฮอ[ตท]เมล์?|เอาท?์ลุค|ยาฮู)"
MAIL_ALOUD = re.compile(
    rf"[\w.+-]{{1,64}}+\s?(?:@|แอ็?[ทตด]|\(at\)|\[at\])\s?(?:{_MAIL_HOST}|[a-z0-9-]{{2,63}}\s?{THAI_DOT_COM})"
    rf"|[a-z0-9][a-z0-9_.-]{{2,63}}+\s?{_MAIL_HOST}\s?(?:\.|จุด|ดอ[ทต]|\bdot\b)?\s?(?:com|คอม)(?![a-z\u0e01-\u0e2e])"
)
"""An address said aloud, in Thai or in both: whose, at which host."""
TAGGED = re.compile(
    r"(?<![\w#])(?!(?:room|order|ref|item|lot|bill|case|page|part|code|model|class)#)[a-z][a-z0-9_.]{2,31}#\d{4}(?!\d)"
)
"""A name with four figures, as Discord and games give them; orders and rooms are written alike."""

_PLAYED = (
    r"(?:\b(?:free\s?fire|rov|arena of valor|roblox|pubg|minecraft|genshin(?: impact)?|mobile legends?|mlbb|valorant"
    r"|zepeto|brawl stars|among us|kakao(?:\s?talk)?|viber|skype|zalo|litmatch|tinder|bumble|beetalk|lemon8|yubo"
    r"|hago)(?![a-z])"
    r"|ฟรี\s?ฟาย(?:ร์|เออร์)?|อาร์โอวี|โรบล็?อ[กคบ]ซ?์?|พับจี|(?:ไมน์|มายน์?)คราฟ(?:ต์|ท์)?|เก็นชิน|วาโลแรนต์|เซเปโต|ทินเดอร์|ลิตแมต[ชท]์)"
)
_OWN_ID = r"(?:ไอดี|\b(?:uid|id)\b)"
_FIGURED = r"@?(?=[a-z_.-]{0,30}\d)(?!(?:19|20|25)\d\d\b)(?!\d{1,2}[.:]\d\d(?!\d))[a-z0-9][\w.-]{3,}"
PLAYER = re.compile(
    rf"{_PLAYED}\s?(?:ของ\s?(?:พี่|ครู|ผม|หนู|เรา))?\s?(?:ไอดี\s?(?:คือ|ชื่อ|[:=])?\s?@?[a-z0-9][\w.-]{{2,}}"
    rf"|{_OWN_ID}\s?(?:is|[:=])?\s?{_FIGURED}|{_OWN_ID}\s?[:=]\s?[a-z0-9][\w.-]{{2,}}|ชื่อ\s?[:=]?\s?{_FIGURED})"
    rf"|{_OWN_ID}\s?(?:ของ|ใน|in|for)?\s?(?:เกมส?์?|{_PLAYED})\s?(?:คือ|ชื่อ|is|[:=])?\s?{_FIGURED}"
    rf"|{_OWN_ID}\s?(?:คือ|is|[:=])?\s?{_FIGURED}\s?(?:ใน|ของ|in|on)?\s?(?:เกมส?์?\s?)?{_PLAYED}"
    rf"|(?:แอ[ดท]|เพิ่มเพื่อน|เจอกัน|ทัก|มาเล่น|\badd\b)(?:เพื่อน|กัน|พี่|หนู|เกม|มา|ที่|ใน|\b(?:me|on|in)\b|\s){{0,5}}{_PLAYED}\s?"
    rf"(?:ชื่อ\s?[a-z][\w.-]{{2,}}|{_FIGURED})"
    rf"|{_PLAYED}\s?ชื่อ\s?[a-z][\w.-]{{2,}}\s?(?:มา)?(?:เจอ|แอ[ดท]|ทัก|เล่น)"
)
"""Whom to look for in a game or a chat, by the number or name they have there; the game alone is none."""

REFERENCE = re.compile(
    r"(?<![\w-])(?:[a-z]{1,3}(?:-[a-z0-9]{4}){2,6}|[a-z]{1,3}-[a-z0-9]{4}-?(?=\.\.)|[a-z]{1,2}-[a-z0-9]{10})(?![\w-])"
)
"""A reference of Okat, whole or shortened, such as a posting's: it is no name of anybody."""
_OTHERS_IDS = (
    "employee staff worker student member order product item course class room tax company passport document booking"
    " ticket machine device case national citizen"
)
_ID_OF = "".join(rf"(?<!\b{what}\s)" for what in _OTHERS_IDS.split())
_WHOSE = r"(?:\s?ของ)?\s?(?:พี่|ครู|ผม|หนู|ดิฉัน|ฉัน|เรา|ร้าน|คุณ|น้อง)?"
NUMBERED_ID = re.compile(
    rf"(?:ไอดี{_WHOSE}|(?<![\w-]){_ID_OF}(?:uid|id))\s?(?:คือ|ชื่อ|เลข|is\b|[:=])?\s?"
    r"@?(?=[a-z_.-]{0,30}\d)(?!(?:19|20|25)\d\d(?![a-z0-9_]))(?!\d{1,2}[.:]\d\d(?!\d))(?!\d{13}(?!\d))"
    r"(?![\d,.]+\s?(?:บาท|baht|คน|people|persons|x\s?\d))[a-z0-9][a-z0-9_.-]{3,60}+(?!/\d)"
)
"""The name or number somebody has anywhere, without saying where; references, years, times, prices are taken out."""

_MAIL = re.compile(r"\b(?:gmail|hotmail|outlook|yahoo|icloud|protonmail)\b|จีเมล|ฮอ[ตท]เมล|เอาท?์ลุค|ยาฮู")
_LINK = re.compile(
    rf"{THAI_DOT_COM}|h(?:xx|\*\*)ps?\s?[:/]|\b[a-z0-9-]{{2,63}}\.(?:gle|ly|be|tv|cc|page|site|shop|store|club)\b|"
    r"https?:|www[.\s]|t\s?\.\s?me\s?/|wa\.me/|lin\.ee|line\.me|bit\.ly|goo\.gl"
    r"|\b[a-z0-9-]{2,63}\s?(?:\.|\(dot\)|\[dot\]|จุด)\s?(?:com|net|org|me|th|io|co|app|link|info|xyz|ee|gg|dev|online)\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?:\b(?:line|l[1!|]ne|wechat|whatsapp|telegram|instagram|insta|ig|facebook|fb|messenger|tiktok|snapchat|discord|"
    r"bigo|twitter)(?:[ _.-]?id)?\b|\blineid(?=[a-z_.-]{0,30}\d)|"
    r"ไลน(?:์|(?![\u0e30-\u0e4e]))|ลาย(?:น์|ไอดี)|ไอดี|ไอจี|เฟซ|เฟส(?:บุ๊?ก)?|ติ๊?กต[่็]?อ[กค]|เทเลแกรม|วอตส์?แอป|แอดมา|ทักมา|"
    r"ดิส[คก]อร?์?[ดต]|สแน็?ป(?:แช[ทต])?|วีแช[ทต]|วอ[ตทส]+์?แอ[ปพ]|เมสเซนเจอร์|แมสเซนเจอร์|ทวิตเตอร์|อินสตา|"
    r"แอ[ปพบ](?:พลิเคชั่?น)?\s?(?:สี)?(?:เขียว|ฟ้า|น้ำเงิน)|เพิ่มเพื่อน(?!ใหม่|ใน|ร่วม|บ้าน)|"
    r"\bid\s(?=[a-z][a-z0-9.-]{0,30}[\d_])|ทักแชท|ทักแชต|(?:^|\s)@[\w.]{3,}|\bid\s?[:=]\s?\w+)",
    re.IGNORECASE,
)
ORDINARY = re.compile("(?:ออน|ออฟ|ไทม์|ไกด์|เดด)ไลน์?")
"""Words that end like the name of an app and mean none, such as `online`."""

_GAP = re.compile(r"[\W_]+")
_DRAWN = re.compile(r"(?<![^\W_])(?:[a-z0-9][\W_]{1,3}){2,}[a-z0-9](?![^\W_])")
"""Letters that are set apart one by one, such as `l.i.n.e`."""

_LINE_APART = re.compile(r"ไ\s*ล\s*น\s*์")
REASONS: dict[str, Text] = {
    "phone": t("there seems to be a phone number in it"),
    "handle": t("there seems to be a name from another app in it, such as LINE"),
    "email": t("there seems to be an e-mail address in it"),
    "link": t("there seems to be a link in it"),
    "secret": t("it speaks of a secret or of meeting alone"),
    "pressure": t("it asks for pictures, touch, drugs or money"),
    "asks": t("it asks for a phone number or an account elsewhere"),
    "danger": t("it sounds as if somebody is in danger"),
}


def reasons(text: str) -> list[str]:
    """Why a message has to be looked at before it is shown, as keys of REASONS; nothing when it may go."""
    shown = plain(text)
    numbers = numbered(HARMLESS.sub(" # ", without_letters(shown)))
    named = ORDINARY.sub(" ", shown)
    drawn, close = drawn_together(named), closed_up(shown)
    found = {
        "phone": _PHONE.search(numbers) or _PHONE_BEGINS.search(numbers) or _is_number_apart(numbers),
        "email": EMAIL.search(shown) or _MAIL.search(shown) or MAIL_ALOUD.search(shown) or EMAIL.search(close),
        "link": _LINK.search(EMAIL.sub(" ", shown)) or LINK_APART.search(shown),
        "handle": _HANDLE.search(named)
        or _HANDLE.search(drawn)
        or _LINE_APART.search(named)
        or SHORT_LINE.search(named)
        or TAGGED.search(named)
        or PLAYER.search(named)
        or NUMBERED_ID.search(REFERENCE.sub(" # ", named)),
    }
    worded = {rule.reason for rule in worded_as(shown)}
    return sorted({key for key, match in found.items() if match} | worded)


def goes_on(before: str, text: str) -> bool:
    """Whether a text goes on with the digits another ended with, so that the two are a number together."""
    ends, begins = _ENDS.search(plain(before)), _BEGINS.match(plain(text))
    return ends is not None and begins is not None and "phone" in reasons(f"{ends[0]} {begins[0]}")


def danger_of(text: str) -> str:
    """As what kind of concern words of danger are taken up: the gravest they may mean; nothing without danger.

    Whatever happens now is the gravest, of whatever kind it is.
    """
    shown = plain(text)
    found = next((rule.concern for rule in worded_as(shown) if rule.concern), "")
    return "danger" if found and protected_words.is_at_once(shown) else found


def worded_as(shown: str) -> list[protected_words.Rule]:
    """The rows a plain text falls under, the gravest first."""
    readings = Readings(shown)
    return [rule for rule in protected_words.rules() if rule.find(readings)]


def worded(text: str, reasons: Sequence[str], *, to_all: bool = False) -> tuple[str, str]:
    """The first of the reasons a text falls under by its words, and those words; twice nothing where it does not."""
    readings = Readings(plain(text))
    for reason in reasons:
        for rule in protected_words.rules():
            if rule.reason == reason and not (to_all and rule.to_one) and (words := rule.find(readings)):
                return reason, words
    return "", ""


def without_letters(shown: str) -> str:
    """A plain text without the numbers of offices' letters; one in whose dress a mobile number goes stays."""
    return _OFFICE_LETTER.sub(lambda found: found[0] if _is_mobile(found["number"]) else " # ", shown)


def _is_mobile(number: str) -> bool:
    return _MOBILE.fullmatch("".join(filter(str.isdecimal, number))) is not None


def _is_number_apart(numbers: str) -> bool:
    without = CLOCK.sub(" # ", numbers)
    return bool(PHONE_OVER_LINES.search(without) or PHONE_WITH_LETTERS.search(without))


def told(found: list[str]) -> Text:
    """What to say to whoever wrote it where nobody is there to look: the first reason."""
    return t("Nobody but you can look at this now, so please take it out: {why}.", why=REASONS[found[0]])


def numbered(shown: str) -> str:
    """A plain text with its digits as digits, where they were written out or drawn with letters."""
    numbers = _WORDS.sub(lambda found: _SPELLED[found[0]], shown)
    for _ in range(3):
        numbers = _LOOKALIKE.sub(lambda found: "0" if found[0] == "o" else "1", numbers)
    return numbers


def closed_up(shown: str) -> str:
    """A plain text in which signs that stand one by one with spaces between stand together."""
    return _SET_APART.sub(lambda one: "".join(one[0].split()), shown)


def drawn_together(shown: str) -> str:
    """A plain text in which letters set apart one by one stand together."""
    return _DRAWN.sub(lambda found: _GAP.sub("", found[0]), shown)


def plain(text: str) -> str:
    """The text as it is read: one form of each letter, Arabic digits, nothing unseen, small letters."""
    folded = unicodedata.normalize("NFKC", _HIDDEN.sub("", text))
    # A combining mark on a Latin letter hides it from a search; Thai vowels and tones are marks too and stay.
    kept = (
        letter
        for letter in unicodedata.normalize("NFD", folded)
        if not (unicodedata.combining(letter) and not "\u0e00" <= letter <= "\u0e7f")
    )
    # Compatibility takes sara am apart, and no word with it would be found again.
    return thai.one_spelling(digits("".join(kept)).casefold().translate(_ALIKE))
