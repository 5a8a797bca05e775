"""Places and programmes: the country as a tile map, and a page for every province, district and subdistrict."""

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import area_pages, bp, programme_pages
from marketplace.areas import queries


@bp.get("/areas")
@public
def show_areas() -> ResponseReturnValue:
    return render("public/areas.html", page=area_pages.areas_page(request.args.get("q", "")))


@bp.get("/areas/<code>")
@public
def show_area(code: str) -> ResponseReturnValue:
    return render("public/area.html", page=area_pages.area_page(queries.one(code)))


@bp.get("/programmes")
@public
def show_programmes() -> ResponseReturnValue:
    return render("public/programmes.html", page=programme_pages.programmes_page())


@bp.get("/programmes/<slug>")
@public
def show_programme(slug: str) -> ResponseReturnValue:
    return render("public/programme.html", page=programme_pages.programme_page(queries.programme(slug)))
