"""How the offices of a province work: listed, and decided one by one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp
from blueprints.office.setting_forms import STEPS, SettingForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import Actor
from marketplace.areas import names, offices, policy, settings
from marketplace.areas import queries as areas
from marketplace.areas.offices import Office
from marketplace.areas.settings import Desk, OfficeSetting
from marketplace.i18n import Text, t


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """An office that leads to its setting."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Province:
    """One province to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Every office of a province."""

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    provinces: tuple[Province, ...]


@bp.get("/settings")
@guard(policy.can_see_settings)
def show_settings() -> ResponseReturnValue:
    return render("office/settings.html", page=_page(actor(), request.args.get("province", "")))


@bp.get("/settings/<office>")
@guard(policy.can_change_setting, office=settings.desk)
def show_setting(office: Desk) -> ResponseReturnValue:
    return _setting(office, SettingForm.of(settings.setting_of(office.key)))


@bp.post("/settings/<office>")
@guard(policy.can_change_setting, office=settings.desk)
@commits
def change_setting(office: Desk) -> ResponseReturnValue:
    form = SettingForm.posted()
    if not form.validate():
        return _setting(office, form), 422
    settings.decide(office, form.draft(), by=actor())
    tell(t("Kept. It holds for everything decided from now on."))
    return redirect(url_for("office.show_settings", province=office.province), 303)


def _setting(office: Desk, form: SettingForm) -> str:
    back = url_for("office.show_settings", province=office.province)
    return render("office/setting.html", name=offices.office_name(office.key), back_href=back, form=form)


def _page(who: Actor, asked: str) -> SettingsPage:
    scope = who.scope(*policy.DECIDERS)
    known = [one.code for one in areas.provinces() if scope.covers(one.code, None)]
    here = asked if asked in known else next(iter(known), "")
    found = offices.offices_in(here) if here else []
    held = settings.settings_of(office.key for office in found)
    return SettingsPage(
        title=t("How offices work in {province}", province=names.titled(here)) if here else t("Settings of offices"),
        columns=(
            Column(t("Office")),
            Column(t("Who decides a request")),
            Column(t("Office's days"), num=True),
            Column(t("Provider's days"), num=True),
        ),
        rows=tuple(_row(office, held[office.key]) for office in found),
        provinces=tuple(Province(one, names.titled(one), one == here) for one in known) if len(known) > 1 else (),
    )


def _row(office: Office, held: OfficeSetting) -> tuple[object, ...]:
    name = Name(office.name, url_for("office.show_setting", office=office.key))
    return name, STEPS[held.two_step_review][1], str(held.officer_days), str(held.provider_days)
