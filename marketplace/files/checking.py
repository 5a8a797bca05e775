"""Handed-in files: pictures are re-encoded without metadata, documents are checked, names are never trusted."""

import hashlib
import io
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.sizes import MB, megabytes

LARGEST = 10 * MB
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
MOST_FILES = 5
PICTURES = frozenset({"JPEG", "PNG", "WEBP"})
# What a document may do on its own when opened; none of it belongs in a proof.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|RichMedia|XFA|SubmitForm|ImportData)\b")
# Names in a PDF may be spelt with numbers for letters.
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ENDINGS = {"application/pdf": ("pdf",), "image/jpeg": ("jpg", "jpeg")}
# What a name may have ended in before its picture was made anew; any other ending is part of the name.
_OF_A_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|heic|heif|bmp|tiff?|pdf)$", re.IGNORECASE)
_LONGEST_NAME = 200
_UNSAFE_NAME = re.compile(r"[^\w฀-๿ .()-]")


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its clean bytes and what they are."""

    content: bytes
    media_type: str
    given_name: str

    @property
    def sha256(self) -> str:
        """Fingerprint of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def check(content: bytes, given_name: str) -> CheckedFile:
    """The file as it may be kept; raises Invalid with a plain sentence for anything that is not a picture or a PDF."""
    if not content:
        raise Invalid(t("The file is empty. Choose it again."), field="files")
    if len(content) > LARGEST:
        raise Invalid(
            t(
                "The file is {size} MB; at most {most} MB. Take a smaller picture or split the document.",
                size=megabytes(len(content)),
                most=LARGEST // MB,
            ),
            field="files",
        )
    if content.startswith(b"%PDF-"):
        return CheckedFile(_document(content), "application/pdf", named(given_name, "application/pdf"))
    return CheckedFile(_picture(content), "image/jpeg", named(given_name, "image/jpeg"))


def must_not_be_too_many(files: Sequence[CheckedFile]) -> None:
    """Raises Invalid for more files than are taken at once."""
    if len(files) > MOST_FILES:
        raise Invalid(t("At most {most} files can be added at once.", most=MOST_FILES), field="files")


def keep(checked: CheckedFile, folder: Path) -> str:
    """Write the bytes under a random name and return that name."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{secrets.token_hex(16)}.{_ENDINGS[checked.media_type][0]}"
    draft = folder / f"{name}.part"
    draft.write_bytes(checked.content)
    draft.rename(folder / name)
    return name


def kept(checked: CheckedFile, folder: Path, added_by_id: int | None) -> dict[str, Any]:
    """Keep a checked file, and what every row about a file says of it: the same columns wherever one is handed in."""
    return {
        "media_type": checked.media_type,
        "stored_name": keep(checked, folder),
        "given_name": checked.given_name,
        "size": len(checked.content),
        "sha256": checked.sha256,
        "added_by_id": added_by_id,
        "added_at": clock.now(),
    }


def named(given: str, media_type: str) -> str:
    """The clean name with the ending of what the file is: `งาน.png` made a JPEG is `งาน.jpg`."""
    name, endings = clean_name(given), _ENDINGS[media_type]
    if name.lower().endswith(tuple(f".{ending}" for ending in endings)):
        return name
    return _shortened(f"{_OF_A_FILE.sub('', name) or 'file'}.{endings[0]}")


def clean_name(given: str) -> str:
    """A name that is safe to show and to offer for download; paths and invisible characters are dropped."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    visible = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    return _shortened(_UNSAFE_NAME.sub("_", visible).strip(" .")) or "file"


def _shortened(name: str) -> str:
    while len(name.encode()) > _LONGEST_NAME:
        name = name[1:]
    return name


def _document(content: bytes) -> bytes:
    if b"%%EOF" not in content[-2048:]:
        raise Invalid(t("This PDF is not complete. Save it again and try once more."), field="files")
    plain = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), content)
    if _ACTIVE.search(plain) or b"<script" in content.lower() or b"<html" in content[:1024].lower():
        raise Invalid(
            t("This PDF contains active parts, so it cannot be kept. Print it to a new PDF first."), field="files"
        )
    return content


def _too_fine(width: int, height: int) -> Text:
    return t(
        "The picture has {width} × {height} pixels, {size} million; at most {most} million."
        " Take it with a lower resolution.",
        width=f"{width:,}",
        height=f"{height:,}",
        size=-(-width * height // 1_000_000),
        most=MOST_PIXELS // 1_000_000,
    )


def _picture(content: bytes) -> bytes:
    refusal = Invalid(t("Only photos (JPG, PNG, WebP) and PDF files can be kept."), field="files")
    try:
        with Image.open(io.BytesIO(content), formats=tuple(PICTURES)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid(_too_fine(picture.width, picture.height), field="files")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refusal from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = io.BytesIO()
    # Only pixels are carried over: no EXIF, no position, nothing appended behind the picture.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(fresh, "JPEG", quality=85, optimize=True)
    return fresh.getvalue()
