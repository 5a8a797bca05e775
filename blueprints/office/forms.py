"""What an officer or case worker fills in about a request, a guardian's part, or a young person."""

from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from blueprints.fields import DataFile, TicksField, at_most, chosen, kin, needed, no_contact, options
from blueprints.forms import Form, SeenForm
from marketplace.enrolments import consents, reasons
from marketplace.i18n import t, words
from marketplace.matching.workbench import asking
from marketplace.matching.workbench.asking import Asked
from marketplace.people.disclosure import FACT_NAMES, WHY_NAMES
from models.vocabulary import GuardianBasis, OpportunityKind

NOTHING_CHOSEN = ("", t("Choose"))
DECISIONS = ("approve", "return", "refuse")


class DecisionForm(SeenForm):
    """The decision on one request."""

    decision = RadioField(
        t("You decide"),
        choices=options((name, name) for name in DECISIONS),
        validators=[needed()],
    )
    why = TicksField(t("Because"), choices=options(reasons.APPROVE.items()))
    return_reason = SelectField(
        t("What is missing"), choices=options([NOTHING_CHOSEN, *reasons.RETURN.items()]), default=""
    )
    refuse_reason = SelectField(t("Why not"), choices=options([NOTHING_CHOSEN, *reasons.REFUSE.items()]), default="")
    note = TextAreaField(t("Your own words to the young person"), validators=[at_most(1000), no_contact])


class SpeakForm(Form):
    """What is done on somebody's behalf."""

    act = StringField()
    note = TextAreaField(t("In your words"), id="speak-note", validators=[at_most(1000), no_contact])


class EndForm(Form):
    """The reason why something ends."""

    note = TextAreaField(
        t("Why it ends"),
        id="end-note",
        description=t("The young person and the provider read this. Seat and money become free."),
        validators=[at_most(1000), no_contact],
    )


class RecordForm(Form):
    """Why no guardian signs, and on what basis it may go on."""

    reason = TextAreaField(t("Why no guardian signs, and why it may go on"), validators=[at_most(2000)])
    basis = SelectField(
        t("On what basis it may go on"), choices=options([NOTHING_CHOSEN, *words.choices(GuardianBasis)]), default=""
    )
    relation = StringField(t("Who that is to the young person"), validators=[at_most(60), kin])

    without_power = BooleanField(
        t("This is their mother or father, and a court has taken the parental power or given it to the other alone")
    )

    @property
    def asks_power(self) -> bool:
        """Whether a mother or father is put down as a carer without custody."""
        return self.basis.data == GuardianBasis.CARER and consents.asks_power(
            GuardianBasis.CARER, self.relation.data or ""
        )

    def chosen_basis(self) -> GuardianBasis | None:
        """The basis, when one was chosen."""
        return GuardianBasis(self.basis.data) if self.basis.data else None


class GuardianAnswerForm(Form):
    """What staff saw, or whom they spoke with, about a guardian's part."""

    answer = TextAreaField(t("What you saw, or with whom you spoke"), validators=[needed(), at_most(300), no_contact])


class BehalfForm(Form):
    """Applying on somebody's behalf, with what they said."""

    note = TextAreaField(t("What they said about it"), validators=[at_most(400), no_contact])


class RevealForm(Form):
    """Reading one sealed fact, for a reason that is kept."""

    fact = SelectField(
        t("What you need to read"), [needed()], choices=options([NOTHING_CHOSEN, *FACT_NAMES.items()]), default=""
    )
    why = SelectField(
        t("Why you need it"), [needed()], choices=options([NOTHING_CHOSEN, *WHY_NAMES.items()]), default=""
    )


class ShortlistForm(Form):
    """A word on what was chosen for somebody."""

    note = TextAreaField(t("A word to the young person"), validators=[at_most(400), no_contact])


class AllocationForm(Form):
    """Whose list is placed, in what, and what counts first; the choices are the office's own."""

    title = StringField(t("What to call it"), validators=[at_most(120)])
    office = SelectField(t("Office"), [needed()])
    area = SelectField(t("Where they live"), default="")
    need = SelectField(t("Needing this support"), default="")
    mine = BooleanField(t("Only those I look after"))
    with_cases = BooleanField(t("Also those who have a request already"))
    refs = TextAreaField(t("Or only these people, by reference"), validators=[at_most(250_000)])
    file = DataFile(t("Or a file of references"))
    offer_area = SelectField(t("Opportunities in"), default="")
    kinds = TicksField(t("Kinds of opportunities"), choices=options(words.choices(OpportunityKind)))
    fund = SelectField(t("Only those this fund pays for"), default="")
    seed = StringField(t("Seed"), validators=[at_most(12)])

    def asked(self) -> Asked:
        """What is asked for; references from the file come after those typed."""
        upload = self.file.data
        file = upload.read(250_000).decode("utf-8", "replace") if upload else ""
        return Asked(
            office=self.office.data or "",
            refs=asking.split(f"{self.refs.data or ''} {file}"),
            area=self.area.data or "",
            need=self.need.data or "",
            mine=bool(self.mine.data),
            with_cases=bool(self.with_cases.data),
            offer_area=self.offer_area.data or "",
            kinds=asking.clean_kinds(self.kinds.data or ()),
            fund=self.fund.data or "",
        )


class PlaceForm(Form):
    """Where one person is placed by hand; nowhere is a choice of its own."""

    offer = RadioField(t("Place them in"), default="", validate_choice=False, validators=[chosen])
