"""The papers behind the money an earning was paid from: the number an officer wrote down, and each file as it lies."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from marketplace.earnings import prints
from marketplace.earnings.proof_steps import kept_prints
from marketplace.i18n import Text, t
from marketplace.payments import documents
from models.gift import Gift
from models.session import db
from models.vocabulary import EntryKind

CHANGED = t("A document of the gift is not what was added: the fingerprint differs from the one kept then.")
CHANGED_FILE = t("The file of a document is missing or is no longer the one that was added.")
GONE = t("A document that was added to the gift is missing.")


@dataclass(frozen=True, slots=True)
class Papers:
    """What shows a gift, and what speaks against it."""

    lines: tuple[Text, ...] = ()
    asked: tuple[tuple[bool, Text], ...] = ()


def papers(kind: str, cause: str, folder: Path | None) -> Papers:
    """The document of a gift and its files; nothing where the money is no gift by transfer."""
    if kind != EntryKind.DONATION:
        return Papers()
    gift = db.scalars(select(Gift).where(Gift.ref == cause)).one_or_none()
    if gift is None:
        return Papers()
    files = documents.of(gift)
    added = kept_prints("gift", gift.id, documents.ADDED)
    lines = [t("Document {number}", number=gift.document_ref)] if gift.document_ref else []
    if documents.is_asked(gift) and not files:
        lines.append(t("Document still missing"))
    asked = []
    for file in files:
        lines.append(t("{file}, sha256 {hash}", file=file.ref, hash=file.sha256))
        asked.append((prints.of_file(folder, file.stored_name) == file.sha256, CHANGED_FILE))
        asked.append((file.sha256 in added, CHANGED))
    asked.append((not Counter(added) - Counter(file.sha256 for file in files), GONE))
    return Papers(tuple(lines), tuple(asked))
