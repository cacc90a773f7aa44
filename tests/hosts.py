"""Sites whose hosts, and browsers, are not as one would wish."""

import re
from contextlib import contextmanager

from publish.chapters.contents import ROOT
from publish.paper.chromium import executable
from visits import Quiet, page_of_its_own, serve

ODD = "application/octet-stream"
NOSNIFF = {"X-Content-Type-Options": "nosniff"}


def host(headers=None, types=None, spoil=None):
    """A server that sends these headers, calls files so, and loses those that `spoil` names."""

    class Host(Quiet):
        extensions_map = Quiet.extensions_map | (types or {})

        def end_headers(self):
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

        def do_GET(self):
            self.answer(super().do_GET)

        def do_HEAD(self):
            self.answer(super().do_HEAD)

        def answer(self, as_usual):
            if spoil and spoil in self.path:
                self.close_connection = True  # without an answer, as when the network fails
            else:
                as_usual()

    return Host


def under_policy():
    """A host with the security policies that the course states for those who publish it."""
    text = (ROOT / "book" / "publish.md").read_text(encoding="utf-8")
    of_pages, of_lite = re.findall(r'Content-Security-Policy "([^"]+)"', text)

    class Host(Quiet):
        def end_headers(self):
            within = "/lite/" in self.path
            self.send_header("Content-Security-Policy", of_lite if within else of_pages)
            super().end_headers()

    return Host


def with_odd_scripts():
    """A host that calls scripts ODD, but for the pages' own: without them there is no button."""

    class Host(host(types={".js": ODD}, headers=NOSNIFF)):
        def guess_type(self, path):
            right = "/_static/" in str(path)
            return "text/javascript" if right and path.endswith(".js") else super().guess_type(path)

    return Host


@contextmanager
def without_webassembly(browser, site, path, folder):
    """A page of the site in a browser that compiles nothing."""
    with (
        serve(site) as home,
        page_of_its_own(browser, folder, executable(), "--js-flags=--jitless") as page,
    ):
        page.goto(home + path)
        yield page
