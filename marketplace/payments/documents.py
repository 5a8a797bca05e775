"""The papers behind a gift as files: added when it is recorded or later, never replaced and never taken away."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NoReturn

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.i18n import t
from marketplace.kernel import ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.payments import queries
from models.gift import Gift, GiftDocument
from models.session import db
from models.vocabulary import GiftState, GiftWay, GiverKind

ADDED = "gift.documents"
"""The act that keeps the fingerprints of the files added to a gift, as `sha256`."""
ASKED_OF = (GiverKind.AUTHORITY, GiverKind.EMPLOYER)
"""Whose transfers come with an order, a letter or a pay slip that auditors ask for."""
MOST = 20


def attach(gift: Gift, files: Sequence[CheckedFile], folder: Path, *, by: Actor) -> None:
    """Keep files that show a gift; raises Invalid for too many, Conflict before it has come."""
    if not files:
        return
    if gift.state != GiftState.PAID:
        raise Conflict(t("Only a gift that has come has its document."))
    checking.must_not_be_too_many(files)
    # Two who add at once are told of each other's files.
    db.scalars(select(Gift.id).where(Gift.id == gift.id).with_for_update()).one()
    kept = of(gift)
    if len(kept) + len(files) > MOST:
        raise Invalid(t("A gift has at most {most} files.", most=MOST), field="files")
    prints = [one.sha256 for one in files]
    if len(set(prints)) < len(prints) or set(prints) & {one.sha256 for one in kept}:
        raise Invalid(t("This file is here already. Choose another one."), field="files")
    for checked in files:
        db.add(
            GiftDocument(
                ref=ids.new_ref("GD"),
                gift_id=gift.id,
                **checking.kept(checked, folder, by.account_id),
            )
        )
    db.flush()
    record(by, ADDED, gift, sha256=prints)


def of(gift: Gift) -> Sequence[GiftDocument]:
    """The files of a gift, the oldest first."""
    return db.scalars(select(GiftDocument).where(GiftDocument.gift_id == gift.id).order_by(GiftDocument.id)).all()


def lacking(gifts: Collection[Gift]) -> frozenset[int]:
    """Which of these gifts, by id, should have a file and have none yet."""
    asked = [one.id for one in gifts if is_asked(one)]
    counted = select(GiftDocument.gift_id, func.count()).where(GiftDocument.gift_id.in_(asked))
    there = {gift_id for gift_id, _ in db.execute(counted.group_by(GiftDocument.gift_id))} if asked else set()
    return frozenset(asked) - there


def is_asked(gift: Gift) -> bool:
    """Whether auditors ask for the paper: money of an authority or a topped-up wage that came by transfer."""
    return gift.way == GiftWay.TRANSFER and gift.state == GiftState.PAID and gift.giver_kind in ASKED_OF


def one(actor: Actor, ref: str) -> GiftDocument:
    """A file of a gift to a fund of the reader's office; raises NotFound."""
    wanted = (
        select(GiftDocument)
        .join(GiftDocument.gift)
        .join(Gift.fund)
        .options(contains_eager(GiftDocument.gift).contains_eager(Gift.fund))
        .where(GiftDocument.ref == ref, queries.of_reader(actor))
    )
    return db.scalars(wanted).one_or_none() or _missing()


def _missing() -> NoReturn:
    raise NotFound
