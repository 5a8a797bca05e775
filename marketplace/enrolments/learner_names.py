"""How an organisation calls its learners: two of one name in a posting are told apart, and nobody is named in full."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from marketplace.enrolments import undoing
from marketplace.enrolments.intake import APPROVED
from marketplace.people.disclosure import provider_view, told_apart
from models.enrolment import Enrolment
from models.session import db
from models.youth import Youth

Names = Mapping[tuple[int, int], str]
"""How each is called, by the key of the posting and of the young person."""


def of(learners: Iterable[tuple[int, Youth]]) -> Names:
    """The names of these learners, each with the key of the posting; whoever shares one there carries more than it."""
    known = {(posting, youth.id): youth for posting, youth in learners}
    if not known:
        return {}
    wanted = (
        select(Enrolment.opportunity_id, Youth)
        .join(Youth, Youth.id == Enrolment.youth_id)
        .where(
            Enrolment.opportunity_id.in_({posting for posting, _ in known}),
            Youth.nickname.in_({youth.nickname for youth in known.values()}),
            Enrolment.state.in_(APPROVED),
            ~undoing.untold(),
        )
    )
    beside = {(posting, youth.id): youth for posting, youth in db.execute(wanted)}
    alike: dict[tuple[int, str], list[Youth]] = {}
    for (posting, _), youth in (known | beside).items():
        alike.setdefault((posting, provider_view(youth, approved=True).called), []).append(youth)
    return {
        (posting, key): name
        for (posting, called), namesakes in alike.items()
        for key, name in told_apart(called, namesakes).items()
    }


def one(enrolment: Enrolment) -> str:
    """The name of one learner among those of their posting."""
    return of([(enrolment.opportunity_id, enrolment.youth)])[enrolment.opportunity_id, enrolment.youth_id]


def of_all(enrolments: Iterable[Enrolment]) -> Names:
    """The names of the learners behind these enrolments."""
    return of((each.opportunity_id, each.youth) for each in enrolments)


def pick(names: Names, enrolment: Enrolment) -> str:
    """The name of this learner among `names`."""
    return names[enrolment.opportunity_id, enrolment.youth_id]
