"""Style, scripts, pictures and fonts: read once, named by their content, compressed once, kept for a year."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from blueprints.guard import public

SHEET = "okat.css"
FIRST_SHEETS = ("tokens.css", "components/base.css", "components/layout.css")
LAST_SHEETS = ("components/paper.css",)
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".webp": "image/webp",
}
PACKED = frozenset({".css", ".js", ".svg"})
FOREVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: its bytes, the same compressed (empty for fonts), its type and fingerprint."""

    body: bytes
    packed: bytes
    kind: str
    mark: str


class Assets:
    """Everything under `static/` as `/assets/<stem>-<fingerprint><suffix>`; style sheets are joined."""

    def __init__(self, folder: Path) -> None:
        self._assets: dict[str, Asset] = {}
        self._urls: dict[str, str] = {}
        for path in sorted((folder / "fonts").glob("*.woff2")) + sorted((folder / "img").glob("*.*")):
            body = path.read_bytes()
            self._add(path.name, _squeezed_svg(body) if path.suffix == ".svg" else body)
        scripts = {path.name: path.read_text("utf8") for path in (folder / "js").glob("*.js")}
        for name in _leaves_first(scripts):
            self._add(name, self._linked(_squeezed_js(scripts[name])).encode())
        sheets = "".join(path.read_text("utf8") for path in _sheets(folder / "css"))
        self._add(SHEET, self._linked(_squeezed_css(sheets)).encode())

    def url(self, name: str) -> str:
        """The address of an asset by its plain name; raises KeyError when there is none."""
        return self._urls[name]

    def at(self, address: str) -> Asset | None:
        """The asset behind the last part of an address; None when its fingerprint is not ours."""
        return self._assets.get(address)

    def _add(self, name: str, body: bytes) -> None:
        suffix = Path(name).suffix
        if suffix not in KINDS:
            return
        mark = hashlib.sha256(body).hexdigest()[:12]
        address = f"{Path(name).stem}-{mark}{suffix}"
        packed = gzip.compress(body, 9, mtime=0) if suffix in PACKED else b""
        self._assets[address] = Asset(body, packed, KINDS[suffix], mark)
        self._urls[name] = f"/assets/{address}"

    def _linked(self, text: str) -> str:
        """Names of other assets become addresses: `url(../fonts/x)` in sheets, `"./x.js"` in modules."""
        text = re.sub(r"url\(\.\./\w+/([\w.-]+)\)", lambda found: f"url({self._urls[found[1]]})", text)
        return re.sub(r'"\./([\w-]+\.js)"', lambda found: f'"{self._urls[found[1]]}"', text)


@bp.get("/assets/<address>")
@public
def send_asset(address: str) -> ResponseReturnValue:
    """One asset; compressed where the caller can read it."""
    asset = current_assets().at(address)
    if asset is None:
        abort(404)
    packed = bool(asset.packed) and request.accept_encodings["gzip"] > 0
    response = Response(asset.packed if packed else asset.body, content_type=asset.kind)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(asset.mark + ("-gz" if packed else ""))
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response.make_conditional(request)


def install(app: Flask) -> None:
    """Read the assets and let templates ask for their addresses."""
    assets = Assets(Path(app.root_path) / "static")
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset_url"] = assets.url
    app.register_blueprint(bp)


def current_assets() -> Assets:
    """The assets of the running application."""
    assets: Assets = current_app.extensions["assets"]
    return assets


def _sheets(folder: Path) -> list[Path]:
    """Every sheet once: tokens, base and layout first, print last, the rest by name."""
    named = [folder / name for name in FIRST_SHEETS + LAST_SHEETS]
    rest = [path for path in sorted((folder / "components").glob("*.css")) if path not in named]
    return named[: len(FIRST_SHEETS)] + rest + named[len(FIRST_SHEETS) :]


def _leaves_first(scripts: dict[str, str]) -> list[str]:
    """Module names so that each stands after those it imports."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name in order or name not in scripts:
            return
        for needed in re.findall(r'"\./([\w-]+\.js)"', scripts[name]):
            visit(needed)
        order.append(name)

    for name in sorted(scripts):
        visit(name)
    return order


def _squeezed_css(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}").replace(": ", ":").strip()


def _squeezed_js(text: str) -> str:
    flush = re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE)
    return re.sub(r"^(//.*)?\n", "", flush, flags=re.MULTILINE)


def _squeezed_svg(body: bytes) -> bytes:
    return re.sub(rb">\s+<", b"><", body).strip()
