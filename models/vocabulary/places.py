"""Words of the glossary for areas, the authorities that serve them, and their programmes."""

from enum import StrEnum


class AreaLevel(StrEnum):
    """Levels of the DOPA tree."""

    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"


class Precision(StrEnum):
    """How exactly a point is known."""

    PLACE = "place"
    SUBDISTRICT = "subdistrict"
    DISTRICT = "district"
    PROVINCE = "province"


class AuthorityKind(StrEnum):
    """Kinds of local authority."""

    CITY = "city_municipality"
    TOWN = "town_municipality"
    SUBDISTRICT_MUNICIPALITY = "subdistrict_municipality"
    SAO = "subdistrict_administration"
    PAO = "provincial_administration"
    SPECIAL = "special"


class ProgrammeKind(StrEnum):
    """Kinds of area programme."""

    ABE = "abe_province"
    LEARNING_CITY = "learning_city"
