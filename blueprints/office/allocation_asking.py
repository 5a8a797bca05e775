"""The form that asks for a run, with the office's own choices, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.fields import options
from marketplace.areas import names, offices
from marketplace.earnings import queries as money
from marketplace.i18n import Text, pick, t, words
from marketplace.matching.workbench import asking
from models.vocabulary import Support

if TYPE_CHECKING:
    from blueprints.office.forms import AllocationForm
    from marketplace.access import Actor


@dataclass(frozen=True, slots=True)
class AskingPage:
    """What stands around the form."""

    lead: Text
    back_href: str
    waiting: Text
    is_narrow: bool
    few_first: Text
    weights_href: str


def offered(form: AllocationForm, actor: Actor) -> AllocationForm:
    """The form with the choices of whoever asks."""
    waiting = asking.offices(actor)
    areas = asking.areas(actor)
    said = offices.office_names(waiting)
    provinces = sorted({code[:2] for code in areas})
    districts = sorted({code[:4] for code in areas})
    form.office.choices = options((key, said[key]) for key in waiting)
    form.area.choices = options([("", t("Everywhere in the office")), *((code, names.titled(code)) for code in areas)])
    form.need.choices = options([("", t("Whatever they need")), *words.choices(Support)])
    form.offer_area.choices = options(
        [
            ("", t("The whole province, and online")),
            *((code, names.titled(code)) for code in (*districts, *areas, *provinces)),
        ]
    )
    form.fund.choices = options(
        [
            ("", t("Any, and those without a fund")),
            *((one.ref, pick(one.name_th, one.name_en)) for one in money.funds_of(actor)),
        ]
    )
    return form


def page(actor: Actor) -> AskingPage:
    """The words around the form."""
    waiting = asking.offices(actor)
    return AskingPage(
        lead=t("A plan is proposed for everybody at once. You look through it, change it, and apply when it is right."),
        back_href=url_for("office.show_allocations"),
        waiting=t("Young people here without a request: {count}", count=sum(waiting.values())),
        is_narrow=len(waiting) == 1,
        few_first=t("How much those with few options count is decided by the committee of where each person lives."),
        weights_href=url_for("office.show_weight_places"),
    )
