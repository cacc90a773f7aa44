"""A headless Chromium from the system, and what it saw of a page."""

import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from programs import absent
from publish.paper.chromium import FLAGS, MISSING, executable

# Nothing but this machine can be reached. Playwright's own way, to ask for each request whether it
# may go on, switches off the browser's cache and makes a page far slower than its readers know it.
CLOSED = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@dataclass
class Visit:
    """An open page with all that it asked for and complained of."""

    page: object
    foreign: list = field(default_factory=list)
    loaded: list = field(default_factory=list)
    complaints: list = field(default_factory=list)


@contextmanager
def chromium():
    """Start the browser; without one the tests are skipped, but in CI that is a failure."""
    if executable() is None:
        absent(MISSING, "how pages look and work in a browser, and on paper")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, CLOSED])
        yield browser
        browser.close()


@contextmanager
def page_of_its_own(browser, folder, program, *flags):
    """A page of another browser, with the reader's settings that stand in the folder."""
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=program, args=[*FLAGS, CLOSED, *flags]
    )
    yield context.pages[0]
    context.close()


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a connection serves more than one file, as elsewhere

    def log_message(self, *args):
        """Say nothing."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *of_whom):
        """Say nothing of a page that was closed before it had everything."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*of_whom)


@contextmanager
def serve(folder, handler=Quiet):
    """Serve a folder on this machine, at the address that this gives."""
    with Server(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        poll = 0.02  # seconds that it takes to shut down
        threading.Thread(target=server.serve_forever, args=[poll], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def visit(browser, address, home, width=1280, height=900, mode="light"):
    """Open an address, and note what is asked for: what does not begin with `home` is foreign."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=mode, reduced_motion="reduce"
    )
    seen = Visit(context.new_page())

    def note(request):
        own = request.url.startswith((home, "data:", "blob:"))
        (seen.loaded if own else seen.foreign).append(request.url)

    context.on("request", note)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on(
        "console",
        lambda message: (
            seen.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    seen.page.goto(address, wait_until="load", timeout=60_000)
    settle(seen.page)
    yield seen
    context.close()


def settle(page):
    """Wait until the page stands in its own letters."""
    page.evaluate("() => document.fonts.ready.then(() => {})")
