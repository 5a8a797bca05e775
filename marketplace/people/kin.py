"""What somebody calls themselves to a young person: a parent, surely none, or words nobody can be sure of."""

import re
from typing import Final

_BEFORE: Final = re.compile(r"^(?:(?:ฉัน|ผม|ดิฉัน)?เป็น|i am (?:the |her |his )?|คุณ|the |her |his )+\s*", re.IGNORECASE)
_PARENTS: Final = (
    "แม่", "พ่อ", "มารดา", "บิดา", "มะ", "เมาะ", "ปะ", "อาเยาะ", "อาบะ", "อูมี", "มามา", "ปาปา",
    "mother", "father", "mum", "mom", "dad", "mama", "papa", "parent", "mak", "ayah", "ibu", "abah",
)  # fmt: skip
_OTHERS: Final = (
    "แม่เลี้ยง", "พ่อเลี้ยง", "แม่ยาย", "พ่อตา", "แม่สามี", "พ่อสามี", "แม่ทูนหัว", "พ่อทูนหัว",
    "แม่ผัว", "พ่อผัว", "แม่ของเพื่อน", "พ่อของเพื่อน", "แม่เพื่อน", "พ่อเพื่อน", "แม่แฟน", "พ่อแฟน", "แม่บ้าน", "แม่ครัว", "แม่ค้า",
    "พ่อค้า", "พ่อครัว",
    "ยาย", "ตา", "ปู่", "ย่า", "ทวด", "ลุง", "ป้า", "น้า", "อา", "พี่", "น้อง", "ญาติ", "หลาน", "ลูกพี่", "เพื่อน", "ครู",
    "สามี", "ภรรยา", "เมีย", "ผัว", "แฟน", "นายจ้าง", "หัวหน้า",
    "grand", "step", "god", "uncle", "aunt", "brother", "sister", "cousin", "relative", "friend", "teacher", "husband",
    "wife", "boyfriend", "girlfriend", "neighbour", "neighbor", "employer", "foster", "mother-in-law", "father-in-law",
    "mother in law", "father in law", "mother of a friend", "father of a friend",
)  # fmt: skip


def is_parent(relation: str) -> bool | None:
    """Whether these words name a parent, also by adoption; None where they could be anything."""
    said = _BEFORE.sub("", " ".join(relation.casefold().split()))
    parent, other = _longest(_PARENTS, said), _longest(_OTHERS, said)
    return None if parent == other else parent > other


def _longest(known: tuple[str, ...], said: str) -> int:
    return max((len(word) for word in known if said.startswith(word)), default=0)
