"""A student who uses a hub by HTTP, at the addresses that a browser asks."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path

import requests
from machine import NotSo, wait

from notebook_client import Server

PATIENCE = 600  # seconds for a chapter; a machine that does other things takes far longer than 20


@dataclass
class Student:
    name: str
    hub: str
    log: Path
    session: requests.Session = field(default_factory=requests.Session)

    def log_in(self, password):
        """Fill in the form; whether the hub takes it."""
        page = f"{self.hub}/hub/login"
        self.session.get(page)
        form = {"username": self.name, "password": password, "_xsrf": self.xsrf()}
        return self.session.post(page, data=form).ok

    def xsrf(self):
        return self.session.cookies.get("_xsrf", path="/hub/")

    def take_token(self):
        """Have the hub give a token, as its page Token does, for one's own server."""
        answer = self.session.post(
            f"{self.hub}/hub/api/users/{self.name}/tokens",
            params={"_xsrf": self.xsrf()},
            json={"note": "trial"},
        )
        answer.raise_for_status()
        self.server = Server(f"{self.hub}/user/{self.name}/", answer.json()["token"])

    def follow(self, link):
        """Open a link of nbgitpuller's, wait for the server, and ask what the page there asks."""
        page = wait(lambda: self.opened(link), f"the server of {self.name} starts", self.log)
        pulled = self.get(f"git-pull/api?{page.url.partition('?')[2]}")
        said = [json.loads(line[6:]) for line in pulled.text.splitlines() if line[:6] == "data: "]
        if not said or said[-1]["phase"] != "finished":
            raise NotSo(f"nbgitpuller brings the chapter; it says {pulled.text}")

    def opened(self, link):
        page = self.session.get(link)
        return page if page.ok and f"/user/{self.name}/git-pull" in page.url else None

    def get(self, path, server=None):
        """What a server answers, one's own or another's."""
        headers = {"Authorization": f"token {self.server.token}"}
        return requests.get(f"{server or self.server.address}{path}", headers=headers)

    def ask(self, *question):
        return asyncio.run(self.server.ask(*question))

    def run(self, notebook):
        """Run all cells; the seconds, and what went wrong."""
        return asyncio.run(self.server.run(notebook, PATIENCE))

    def error_of(self, code):
        """How code ends in a kernel of the student's: an error, or None."""
        return asyncio.run(self._error_of(code))

    async def _error_of(self, code):
        place = {"path": "try.ipynb", "name": "try.ipynb", "type": "notebook"}
        session = await self.server.ask(
            "POST", "sessions", {**place, "kernel": {"name": "python3"}}
        )
        cell = {"cell_type": "code", "source": code, "metadata": {}}
        faults = await self.server.run_cells(session, {"cells": [cell]})
        await self.server.ask("DELETE", f"sessions/{session['id']}")
        return faults[0].removeprefix("cell 0: ") if faults else None
