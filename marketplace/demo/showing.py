"""What is shown for a completion or a point in the demo: drawn pictures and papers of one page, each by its number."""

import io

from PIL import Image, ImageDraw

from marketplace.demo.stock import chance
from marketplace.files import checking
from marketplace.files.checking import CheckedFile

SIZE = (480, 320)


def files(number: int) -> list[CheckedFile]:
    """What is handed in with a claim: a picture, a paper or both; one claim in six has words alone."""
    turn = number % 6
    shown = [picture(number)] if turn in (0, 1, 2, 3) else []
    return [*shown, paper(number)] if turn in (3, 4) else shown


def picture(number: int) -> CheckedFile:
    """A drawn picture of finished work, through the same check as any upload."""
    dice = chance(number, "photo")
    drawn = Image.new("RGB", SIZE, (244, 238, 226))
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 215, *SIZE), fill=(196, 164, 122))
    for _ in range(9):
        x, y, size = dice.randrange(30, 410), dice.randrange(125, 235), dice.randrange(20, 55)
        pen.ellipse((x, y, x + size, y + size * 0.7), fill=tuple(dice.randrange(90, 230) for _ in range(3)))
    kept = io.BytesIO()
    drawn.save(kept, "PNG", compress_level=1)
    return checking.check(kept.getvalue(), f"ชิ้นงาน-{number}.png")


def paper(number: int) -> CheckedFile:
    """A list of attendance as a PDF of one page, through the same check as any upload."""
    said = f"BT /F1 18 Tf 60 760 Td (Attendance, demo paper no. {number}) Tj ET".encode()
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(said), said),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = b"%PDF-1.4\n", []
    for place, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (place, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    ends = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(written))
    written += b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(parts) + 1, table, ends)
    return checking.check(written, f"ใบลงเวลา-{number}.pdf")
