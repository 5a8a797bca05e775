"""What places are called in the reader's language: bare, with the word for their level, and in full.

Works on the register alone, so that files and jobs can use it without a database.
"""

from collections.abc import Collection
from typing import Final

from marketplace.areas.reference import Place, gazetteer
from marketplace.i18n import Text, current_locale, pick, t
from marketplace.kernel.errors import NotFound
from models.vocabulary import AreaLevel

BANGKOK: Final = "10"

_SHORT: Final = {AreaLevel.PROVINCE: "จ.", AreaLevel.DISTRICT: "อ.", AreaLevel.SUBDISTRICT: "ต."}
_SHORT_BANGKOK: Final = {AreaLevel.DISTRICT: "เขต", AreaLevel.SUBDISTRICT: "แขวง"}


def exists(code: str) -> bool:
    """Whether this is the code of an area today."""
    return code in gazetteer()


def place(code: str) -> Place:
    """One area of the register; raises NotFound."""
    try:
        return gazetteer()[code]
    except KeyError:
        raise NotFound from None


def plain(code: str) -> str:
    """The bare name: `เบตง`, `Betong`."""
    found = place(code)
    return pick(found.name_th, found.name_en)


def titled(code: str) -> str:
    """The name with the word for its level: `อำเภอเบตง`, `Betong District`; Bangkok has words of its own."""
    name, level = plain(code), place(code).level
    if code == BANGKOK:
        return name
    if level is AreaLevel.PROVINCE:
        return str(t("{name} Province", name=name))
    if code.startswith(BANGKOK):
        khet = level is AreaLevel.DISTRICT
        return str(t("{name} District, Bangkok", name=name) if khet else t("{name} Subdistrict, Bangkok", name=name))
    amphoe = level is AreaLevel.DISTRICT
    return str(t("{name} District", name=name) if amphoe else t("{name} Subdistrict", name=name))


def every(codes: Collection[str]) -> Text:
    """What a choice among subdistricts calls all of them together."""
    if codes and all(code.startswith(BANGKOK) for code in codes):
        return t("Every Bangkok subdistrict")
    return t("Every subdistrict")


def short(code: str) -> str:
    """The name as on an envelope: `ต.สะเตง`, `Sateng`."""
    found = place(code)
    if current_locale() == "en":
        return found.name_en
    words = _SHORT_BANGKOK if code.startswith(BANGKOK) else _SHORT
    return words.get(found.level, "") + found.name_th


def address(code: str) -> str:
    """The whole way up: `ต.สะเตง อ.เมืองยะลา จ.ยะลา`, `Sateng, Mueang Yala, Yala`."""
    parts = [short(code[:length]) for length in (6, 4, 2) if length <= len(code)]
    return (", " if current_locale() == "en" else " ").join(parts)
