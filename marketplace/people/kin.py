"""What somebody calls themselves to a young person: a parent, surely none, or words nobody can be sure of."""

import re
from collections.abc import Iterable
from typing import Final

_BEFORE: Final = re.compile(r"^(?:(?:ฉัน|ผม|ดิฉัน)?เป็น|i am (?:the |her |his )?|คุณ|the |her |his |my )+\s*", re.IGNORECASE)
_AFTER: Final = re.compile(r"(?:\s*(?:แท้\s*ๆ|แท้|ผู้ให้กำเนิด|ค่ะ|คะ|ครับ|จ้า))+$")
_REAL: Final = re.compile(r"^(?:real|own|birth|biological|natural) ")
_ADOPTED: Final = re.compile(r"บุญธรรม|adopt", re.IGNORECASE)
_PARENTS: Final = (
    "แม่", "พ่อ", "มารดา", "บิดา", "มะ", "เมาะ", "ปะ", "อาเยาะ", "อาเยาะห์", "อาบะ", "อูมี", "มามา", "ปาปา", "ป๊า", "ม๊า",
    "ป่าป๊า", "หม่าม้า", "หม่าม๊า", "เตี่ย", "อาเตี่ย",
    "mother", "father", "mum", "mom", "dad", "mama", "papa", "mummy", "mommy", "daddy", "parent", "mak", "ayah", "ibu",
    "abah",
)  # fmt: skip
_CHILD: Final = ("ผม", "หนู", "ฉัน", "เขา", "น้อง", "เด็ก", "ลูก")
_OTHERS: Final = (
    "แม่เลี้ยง", "พ่อเลี้ยง", "แม่ยาย", "พ่อตา", "แม่สามี", "พ่อสามี", "แม่ทูนหัว", "พ่อทูนหัว",
    "แม่ผัว", "พ่อผัว", "แม่ของเพื่อน", "พ่อของเพื่อน", "แม่เพื่อน", "พ่อเพื่อน", "แม่แฟน", "พ่อแฟน", "แม่บ้าน", "แม่ครัว", "แม่ค้า",
    "พ่อค้า", "พ่อครัว",
    "แม่ใหญ่", "แม่นม", "แม่ชี", "พ่อหลวง", "มารดาเลี้ยง", "บิดาเลี้ยง", "มารดาสามี", "บิดาสามี", "แม่ของแฟน", "พ่อของแฟน",
    "แม่ของสามี", "พ่อของสามี", "แม่ของแม่", "แม่ของพ่อ", "พ่อของพ่อ", "พ่อของแม่",
    "ยาย", "ตา", "ปู่", "ย่า", "ทวด", "ลุง", "ป้า", "น้า", "อา", "พี่", "น้อง", "ญาติ", "หลาน", "ลูกพี่", "เพื่อน", "ครู",
    "สามี", "ภรรยา", "เมีย", "ผัว", "แฟน", "นายจ้าง", "หัวหน้า",
    "grand", "step", "god", "uncle", "aunt", "brother", "sister", "cousin", "relative", "friend", "teacher", "husband",
    "wife", "boyfriend", "girlfriend", "neighbour", "neighbor", "employer", "foster", "mother-in-law", "father-in-law",
    "mother in law", "father in law", "mother of a friend", "father of a friend",
)  # fmt: skip
_STRANGERS: Final = (
    "เพื่อน", "ครู", "อาจารย์", "แฟน", "นายจ้าง", "หัวหน้า", "friend", "teacher", "boyfriend", "girlfriend", "neighbour",
    "neighbor", "employer",
)  # fmt: skip


def is_parent(relation: str, names: Iterable[str] = ()) -> bool | None:
    """Whether these words name a parent, also by adoption; None where they could be anything.

    Only a whole word is one, alone or with whose parent it is: the child, or one of the child's own `names`.
    """
    said = _BEFORE.sub("", _spaced(relation))
    if _is_whole(said, [name.casefold() for name in map(_spaced, names) if name]):
        return True
    plain = _plain(said)
    return False if _longest(_OTHERS, plain) > _longest(_PARENTS, plain) else None


def is_by_adoption(relation: str) -> bool:
    """Whether they call themselves a parent by adoption, which a register shows."""
    return _ADOPTED.search(relation) is not None


def is_stranger(relation: str) -> bool:
    """Whether these words name somebody who is no family, such as a friend or a teacher."""
    return _longest(_STRANGERS, _plain(_BEFORE.sub("", _spaced(relation)))) > 0


def _is_whole(said: str, names: list[str]) -> bool:
    word = _REAL.sub("", _AFTER.sub("", said))
    word = re.sub(r"^adoptive ", "", word)
    owner = "|".join(re.escape(one) for one in (*_CHILD, *names))
    word = re.sub(rf"^(?:{owner})'s ", "", re.sub(rf" of (?:{owner})$", "", word))
    word = re.sub(rf"(?<=.)\s*(?:ของ\s*)?(?:น้อง\s*)?(?:{owner})$", "", word)
    word = _AFTER.sub("", word).removesuffix("บุญธรรม").strip()
    return word in _PARENTS


def _spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def _plain(said: str) -> str:
    """Without brackets, and without the blanks between Thai letters, which nobody needs there."""
    return re.sub(r"(?<=[\u0e00-\u0e7f]) (?=[\u0e00-\u0e7f])", "", " ".join(re.sub(r"[()\[\]]", " ", said).split()))


def _longest(known: tuple[str, ...], said: str) -> int:
    return max((len(word) for word in known if said.startswith(word)), default=0)
