"""Pages travel compressed: a phone on a slow line pays for every byte."""

import secrets
import zlib
from io import BytesIO

from flask import Flask, Response, request

WORTH_IT = 1_400
PACKED_TYPES = frozenset({"text/html", "text/csv", "text/calendar", "application/json", "application/ld+json"})
HEAD = b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\xff"


def install(app: Flask) -> None:
    """Compress every answer that gains by it, for callers that can read it."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if response.mimetype not in PACKED_TYPES or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.update(["Cookie", "Accept-Encoding"])
    fits = request.accept_encodings["gzip"] > 0 and "Content-Encoding" not in response.headers
    if not fits or response.status_code in (204, 304) or (response.content_length or 0) < WORTH_IT:
        return response
    response.set_data(packed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    return response


def packed(body: bytes) -> bytes:
    """The body as gzip, with a name of random length in its head.

    A page holds both its token and words from its address; the random length keeps its size from telling whether
    they are alike.
    """
    name = secrets.token_hex(secrets.randbelow(32)).encode()
    squeeze = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS)
    out = BytesIO()
    out.write(HEAD + name + b"\0")
    out.write(squeeze.compress(body) + squeeze.flush())
    out.write(zlib.crc32(body).to_bytes(4, "little") + (len(body) & 0xFFFFFFFF).to_bytes(4, "little"))
    return out.getvalue()
