"""People and their roles, for offices and for organisations: finished values and the addresses of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for

from blueprints import exporting
from blueprints.exporting import Export
from blueprints.pages import render
from blueprints.paging import PageLink, asked_page, page_links
from blueprints.role_forms import InviteForm
from blueprints.session import actor
from marketplace.areas import names
from marketplace.areas import queries as areas
from marketplace.i18n import Text, dates, t, thai, words
from marketplace.people import policy, staffing
from models.vocabulary import Role

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.people.staffing import Held, Invited


PAGE = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """Where roles are given: who gives them, how the pages are called, and their addresses."""

    givers: Sequence[Role]
    title: Text
    lead: Text
    list_endpoint: str
    new_endpoint: str
    end_endpoint: str
    export_endpoint: str


OFFICE = Desk(
    policy.OFFICE_GIVERS,
    t("People and roles"),
    t("Who works in your area today, and as what. You give roles below your own, inside your own area."),
    "office.show_people",
    "office.show_new_person",
    "office.show_role_end",
    "office.export_people",
)
ORGANISATION = Desk(
    policy.ORGANISATION_GIVERS,
    t("Staff"),
    t("Who acts for your organisation today. Somebody always stays in charge."),
    "provider.show_staff",
    "provider.show_new_staff",
    "provider.show_staff_role_end",
    "provider.export_staff",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One role of one person."""

    name: str
    role: Text
    over: str
    dates: Text
    mine: bool
    end_href: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everybody with a role."""

    title: Text
    lead: Text
    count: Text
    words: str
    here: str
    rows: tuple[Row, ...]
    pages: tuple[PageLink, ...]
    export: Export
    new_href: str


@dataclass(frozen=True, slots=True)
class Option:
    """One province to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class EndPage:
    """What would end, asked once before it does."""

    title: Text
    text: Text
    back_label: Text
    back_href: str


@dataclass(frozen=True, slots=True)
class InvitePage:
    """The way back, and provinces to choose from for whoever has the whole country."""

    back_label: Text
    back_href: str
    here: str
    provinces: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class InvitedPage:
    """Who came in, and the address to hand over, if they need one."""

    title: Text
    address: str
    back_label: Text
    back_href: str


def show_list(desk: Desk) -> str:
    """The list page of a desk."""
    words_sought, found = _sought()
    rows, number = _rows(desk, words_sought), asked_page()
    page = ListPage(
        title=desk.title,
        lead=desk.lead,
        count=t("Roles: {count}", count=f"{len(rows):,}"),
        words=words_sought,
        here=url_for(desk.list_endpoint),
        rows=rows[PAGE * (number - 1) : PAGE * number],
        pages=page_links(desk.list_endpoint, number, len(rows), PAGE, **found),
        export=exporting.links(desk.export_endpoint, **found),
        new_href=url_for(desk.new_endpoint),
    )
    return render("roles/list.html", page=page)


def export_list(desk: Desk, suffix: str) -> Response:
    """The list on screen as a file."""
    head = (t("Name"), t("Role"), t("For"), t("When"))
    rows = [(row.name, row.role, row.over, row.dates) for row in _rows(desk, _sought()[0])]
    return exporting.answer("people", suffix, head, rows)


def show_end(desk: Desk, held: Held) -> str:
    """The page that asks before a role ends."""
    row = held.membership
    role, name = words.word(Role, row.role), row.account.name or str(t("Without a name"))
    page = EndPage(
        title=t("End your own role today? {role}, {over}", role=role, over=held.over)
        if held.mine
        else t("End the role of {name} today? {role}, {over}", name=name, role=role, over=held.over),
        text=t("It ends at once: you open nothing of it any more, and only somebody else can give it to you again.")
        if held.mine
        else t(
            "It ends at once: they open nothing of it any more. What they did stays, and you can invite them again."
        ),
        back_label=desk.title,
        back_href=url_for(desk.list_endpoint),
    )
    return render("roles/end.html", page=page)


def _sought() -> tuple[str, dict[str, str]]:
    """The words of this address, and the same as its query."""
    said = request.args.get("q", "").strip()[:60]
    return said, {"q": said} if said else {}


def _rows(desk: Desk, sought: str) -> tuple[Row, ...]:
    """Everybody with a role whose name, role or place holds these words."""
    rows = (_row(desk, one) for one in staffing.listed(actor(), desk.givers))
    plain = thai.normalise(sought)
    return tuple(row for row in rows if plain in thai.normalise(f"{row.name} {row.role} {row.over}"))


def blank(desk: Desk) -> InviteForm:
    """The form with what the actor may give."""
    return InviteForm(**_offered(desk))


def posted(desk: Desk) -> InviteForm:
    """The form as it was sent."""
    return InviteForm.posted(**_offered(desk))


def show_form(desk: Desk, form: InviteForm) -> str:
    """The page that invites."""
    national = actor().scope(*desk.givers).national
    page = InvitePage(
        back_label=desk.title,
        back_href=url_for(desk.list_endpoint),
        here=url_for(desk.new_endpoint),
        provinces=tuple(Option(one, name, one == _province()) for one, name in _provinces()) if national else (),
    )
    return render("roles/invite.html", page=page, form=form)


def show_invited(desk: Desk, made: Invited) -> str:
    """The page that shows the link once."""
    address = request.host_url.rstrip("/") + url_for("account.show_set_password", token=made.token or "")
    page = InvitedPage(
        title=t("{name} has the role", name=made.account.name),
        address=address if made.token else "",
        back_label=desk.title,
        back_href=url_for(desk.list_endpoint),
    )
    return render("roles/invited.html", page=page)


def _offered(desk: Desk) -> dict[str, Any]:
    who = actor()
    return {"roles": _roles(who, desk), "places": staffing.places(who, desk.givers, _province())}


def _roles(who: Actor, desk: Desk) -> list[tuple[str, Text]]:
    given = {role for giver in desk.givers if who.has(giver) for role in policy.GIVES[giver]}
    return [(role.value, words.word(Role, role)) for role in Role if role in given]


def _province() -> str:
    code = request.args.get("province", "")
    return code if len(code) == 2 and names.exists(code) else ""


def _provinces() -> list[tuple[str, str]]:
    return [("", str(t("The whole country"))), *((one.code, names.titled(one.code)) for one in areas.provinces())]


def _row(desk: Desk, held: Held) -> Row:
    row = held.membership
    begin = dates.short_date(row.starts_on, year=True)
    return Row(
        name=row.account.name or str(t("Without a name")),
        role=words.word(Role, row.role),
        over=held.over,
        dates=t("{begin} to {end}", begin=begin, end=dates.short_date(row.ends_on, year=True))
        if row.ends_on
        else t("since {when}", when=begin),
        mine=held.mine,
        end_href=url_for(desk.end_endpoint, membership=held.key) if held.may_end else "",
    )
