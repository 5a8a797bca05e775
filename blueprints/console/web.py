"""The web server's own processes: what they refuse before the application sees it is refused in words, too."""

from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from marketplace.i18n import t, use

_TITLE = t("That was too long")
_TEXT = t("The address or what the browser sent with it is too long. Search with fewer words, or begin anew.")
_AGAIN = t("See what is open near you")
_LANGUAGES = ("th", "en")
_REASONS = {414: "URI Too Long", 431: "Request Header Fields Too Large"}


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Threads as ever, with pages of ours for addresses and headers that are too long."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not even be read."""
        status = 414 if isinstance(exc, LimitRequestLine) else 431 if isinstance(exc, LimitRequestHeaders) else 0
        if not status:
            super().handle_error(req, client, addr, exc)
            return
        self.log.info("%s from %s", _REASONS[status], addr[0] if addr else "unknown")
        try:
            client.setblocking(True)
            client.sendall(answer(status))
        except OSError:
            self.log.debug("nobody waited for the answer")


def answer(status: int) -> bytes:
    """The whole answer, in both languages: nobody knows yet which one is read."""
    parts = []
    for language in _LANGUAGES:
        with use(language):
            parts.append(
                f'<section lang="{language}"><h1>{_TITLE}</h1><p>{_TEXT}</p>'
                f'<p><a href="/opportunities">{_AGAIN}</a></p></section>'
            )
    with use(_LANGUAGES[0]):
        head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_TITLE}</title>'
    body = (
        f'<!doctype html><html lang="th"><head>{head}</head><body><main>{"".join(parts)}</main></body></html>'.encode()
    )
    lines = (
        f"HTTP/1.1 {status} {_REASONS[status]}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        "Cache-Control: no-store",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", "")).encode() + body
