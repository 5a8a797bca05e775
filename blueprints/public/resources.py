"""The public directory of what is pledged rather than bought."""

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import bp, resource_pages
from marketplace.resources import queries


@bp.get("/resources")
@public
def show_resources() -> ResponseReturnValue:
    return render("public/resources.html", page=resource_pages.directory_page(resource_pages.read(request.args)))


@bp.get("/resources/<ref>")
@public
def show_resource(ref: str) -> ResponseReturnValue:
    return render("public/resource.html", page=resource_pages.resource_page(queries.one(ref)))
