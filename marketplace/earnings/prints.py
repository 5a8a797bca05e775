"""Fingerprints of what an earning rests on: a row of a roll, the words and the files that were handed in.

The act that writes the evidence keeps its fingerprint in the audit trail; whoever proves an earning takes it anew.
"""

from hashlib import sha256
from pathlib import Path

MARKED = ("attendance.mark", "attendance.seal")
"""Acts that keep the fingerprint of each row of a roll, by the row's key, as `rows`."""
FILES = ("milestone.files",)
"""The act that keeps the fingerprints of the files that show a point, as `sha256`."""
SHOWN = ("claim.shown",)
"""The act that keeps the fingerprint of a claim's words as they then stood, and those of the files added to it."""


def of_row(
    session_ref: str,
    enrolment_ref: str,
    status: str,
    marked_by_id: int | None,
    note: str,
    minutes: int | None = None,
) -> str:
    """The fingerprint of one row of a roll: at which meeting, who, how they were marked, by whom, and for how long.

    A row that says nothing of minutes has the fingerprint it had before rows could.
    """
    said = (session_ref, enrolment_ref, status, str(marked_by_id or ""), note)
    return of_words("\x1f".join(said if minutes is None else (*said, str(minutes))))


def of_words(words: str) -> str:
    """The fingerprint of words as they were written."""
    return sha256(words.encode()).hexdigest()


def of_file(folder: Path | None, stored_name: str) -> str:
    """The fingerprint of a file as it lies in its folder now; empty where there is none."""
    if folder is None:
        return ""
    try:
        return sha256((folder / stored_name).read_bytes()).hexdigest()
    except OSError:
        return ""
