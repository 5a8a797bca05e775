"""Pages that explain: how it works, staying safe; and what search engines read first."""

from xml.sax.saxutils import escape

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import bp
from marketplace.offers import queries

CLOSED_TO_ROBOTS = (
    "/account",
    "/youth",
    "/guardian",
    "/provider",
    "/office",
    "/steward",
    "/saved",
    "/sign-in",
    "/verify",
)


@bp.get("/how-it-works")
@public
def show_how_it_works() -> ResponseReturnValue:
    return render("public/how_it_works.html", list_href=url_for("public.show_opportunities"))


@bp.get("/safety")
@public
def show_safety() -> ResponseReturnValue:
    return render("public/safety.html")


@bp.get("/sitemap.xml")
@public
def show_sitemap() -> ResponseReturnValue:
    pages = [
        url_for(f"public.{name}", _external=True) for name in ("show_opportunities", "show_resources", "show_areas")
    ]
    pages += [url_for("public.show_opportunity", ref=ref, _external=True) for ref in queries.open_refs()]
    entries = "".join(f"<url><loc>{escape(page)}</loc></url>" for page in pages)
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return Response(body, mimetype="application/xml")


@bp.get("/robots.txt")
@public
def show_robots() -> ResponseReturnValue:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    lines.append(f"Sitemap: {url_for('public.show_sitemap', _external=True)}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
