"""Where a row says that something is: two coordinates or none, and not far from the subdistrict beside them."""

from marketplace.areas import points
from marketplace.areas.points import Point
from marketplace.i18n import t
from marketplace.imports import cells
from marketplace.imports.cells import Reading
from marketplace.imports.sheets import Row

_BOTH = frozenset({"lat", "lon"})


def read(row: Row, area: str | None, reading: Reading) -> tuple[float | None, float | None]:
    """Both coordinates or neither; `reading` keeps what is wrong with them, also that `area` lies elsewhere."""
    lat, lon = reading(lambda: cells.degrees(row, "lat", 90)), reading(lambda: cells.degrees(row, "lon", 180))
    if reading.errors.keys() & _BOTH:
        return lat, lon
    if lat is None or lon is None:
        if lat is not lon:
            reading.errors["lat" if lat is None else "lon"] = t("Give both coordinates or none.")
    elif area is not None and (km := points.km_outside(area, Point(lat, lon))) is not None:
        reading.errors["lat"] = t("This place is {km} km from the area of the row. Check lat, lon and area.", km=km)
    return lat, lon
