"""Proof files: only real pictures and quiet PDFs are kept, and nothing hidden travels with them."""

import io

import pytest
from PIL import Image

from marketplace.files import checking
from marketplace.kernel.errors import Invalid


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **extra: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **extra)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_each_kind_is_kept_as_a_jpeg(kind: str) -> None:
    kept = checking.check(picture(kind), "งาน.png")
    assert kept.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(kept.content)).size == (60, 40)


def test_place_and_time_inside_a_photo_are_gone() -> None:
    exif = Image.Exif()
    exif[0x9003] = "2026:11:01 10:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    kept = checking.check(picture(exif=exif), "a.jpg")
    assert not dict(Image.open(io.BytesIO(kept.content)).getexif())
    assert b"Exif" not in kept.content


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    kept = checking.check(picture() + b"<script>alert(1)</script><?php evil()", "a.jpg")
    assert b"script" not in kept.content
    assert b"php" not in kept.content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><body>hello",
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff\xe0 not a picture",
        picture()[:80],
        b"MZ\x90\0" + b"\0" * 200,
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction 2 0 R"),
        PDF.replace(b"/Catalog", b"/Catalog/JavaScript 2 0 R"),
        PDF.replace(b"/Catalog", b"/Catalog/#4aavaScript 2 0 R"),
        PDF.replace(b"%%EOF", b""),
        b"%PDF-1.4 <html><script>x</script> %%EOF",
        b"x" * (checking.LARGEST + 1),
    ],
)
def test_anything_else_is_refused_with_a_sentence_at_the_field(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        checking.check(content, "x.jpg")
    assert refused.value.field == "files"


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (7000, 7000)).save(out, "PNG")
    with pytest.raises(Invalid) as refused:
        checking.check(out.getvalue(), "big.png")
    for said in ("7,000 × 7,000", "49", "40"):
        assert said in str(refused.value)


def test_a_file_that_is_too_large_is_told_its_size_and_the_limit() -> None:
    with pytest.raises(Invalid) as refused:
        checking.check(b"x" * (checking.LARGEST + 1), "x.jpg")
    assert "10.1 MB" in str(refused.value)
    assert "10 MB" in str(refused.value)


def test_a_quiet_pdf_is_kept_as_it_is() -> None:
    assert checking.check(PDF, "ใบรับรอง.pdf").content == PDF


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\งาน\\รูป.jpg", "รูป.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("x\0y\r\nSet-Cookie: a.jpg", "xySet-Cookie_ a.jpg"),
        ("   ", "file"),
        ("<b>.jpg", "_b_.jpg"),
    ],
)
def test_names_are_shown_without_paths_or_tricks(given: str, shown: str) -> None:
    assert checking.clean_name(given) == shown


@pytest.mark.parametrize(
    ("given", "content", "kept"),
    [
        ("งาน.png", picture("PNG"), "งาน.jpg"),
        ("งาน.WebP", picture("WEBP"), "งาน.jpg"),
        ("งาน.JPEG", picture(), "งาน.JPEG"),
        ("scan.pdf", picture(), "scan.jpg"),
        ("photo", picture(), "photo.jpg"),
        ("แผน v1.2", PDF, "แผน v1.2.pdf"),
        ("setup.exe", PDF, "setup.exe.pdf"),
        ("ใบ.png", PDF, "ใบ.pdf"),
        (".png", picture("PNG"), "png.jpg"),
    ],
)
def test_a_kept_file_is_named_for_what_it_is(given: str, content: bytes, kept: str) -> None:
    assert checking.check(content, given).given_name == kept


def test_a_name_is_never_longer_than_a_disk_allows() -> None:
    assert len(checking.clean_name("ก" * 500 + ".jpg").encode()) <= 200
    assert len(checking.check(picture("PNG"), "ก" * 500).given_name.encode()) <= 200


def test_a_kept_file_has_a_random_name(tmp_path) -> None:
    kept = checking.check(PDF, "../x.pdf")
    first, second = checking.keep(kept, tmp_path), checking.keep(kept, tmp_path)
    assert first != second
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((first, second))
