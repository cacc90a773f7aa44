"""Open and run a notebook on a Jupyter server as JupyterLab does: contents, session, websocket."""

import asyncio
import json
import time
from dataclasses import dataclass
from itertools import accumulate, pairwise
from uuid import uuid4

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from publish.chapters.chapter import joined

# Messages are parts in one frame, after their number and their offsets.
PROTOCOL = "v1.kernel.websocket.jupyter.org"
WORD = 8


def pack(channel, *parts):
    encoded = [channel.encode(), *(json.dumps(part).encode() for part in parts)]
    head = WORD * (len(encoded) + 2)
    offsets = list(accumulate((len(part) for part in encoded), initial=head))
    numbers = (number.to_bytes(WORD, "little") for number in (len(offsets), *offsets))
    return b"".join([*numbers, *encoded])


def unpack(frame):
    """What is answered, and with what; buffers and the rest are of no use here."""
    words = (frame[at : at + WORD] for at in range(0, len(frame), WORD))
    count = int.from_bytes(next(words), "little")
    offsets = [int.from_bytes(next(words), "little") for _ in range(count)]
    _, _, parent, _, content = (frame[start:end] for start, end in pairwise(offsets[:6]))
    return json.loads(parent), json.loads(content)


@dataclass(frozen=True)
class Server:
    address: str
    token: str

    async def ask(self, method, path, body=None):
        request = HTTPRequest(
            f"{self.address}api/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
            body=json.dumps(body) if body else None,
            request_timeout=60,
        )
        answer = await AsyncHTTPClient().fetch(request)
        return json.loads(answer.body) if answer.body else None

    async def run(self, path, patience):
        """The seconds from opening a notebook to the end of its last cell, and what went wrong."""
        started = time.perf_counter()
        notebook = (await self.ask("GET", f"contents/{path}?content=1"))["content"]
        wanted = {
            "path": path,
            "name": path.rpartition("/")[2],
            "type": "notebook",
            "kernel": {"name": notebook["metadata"]["kernelspec"]["name"]},
        }
        session = await self.ask("POST", "sessions", wanted)
        try:
            faults = await asyncio.wait_for(self.run_cells(session, notebook), patience)
            return time.perf_counter() - started, faults
        finally:
            await self.ask("DELETE", f"sessions/{session['id']}")

    async def run_cells(self, session, notebook):
        """Ask for all cells at once, as *Run All Cells* does; the kernel takes them in turn."""
        kernel = f"{self.address}api/kernels/{session['kernel']['id']}/channels"
        request = HTTPRequest(
            f"{kernel.replace('http', 'ws', 1)}?session_id={session['id']}",
            headers={"Authorization": f"token {self.token}"},
        )
        socket = await websocket_connect(request, subprotocols=[PROTOCOL], max_message_size=2**28)
        waiting, faults = {}, []
        for number, cell in enumerate(notebook["cells"]):
            if cell["cell_type"] == "code":
                expected = "raises-exception" in cell["metadata"].get("tags", [])
                name = await ask_to_run(socket, session["id"], joined(cell["source"]), expected)
                waiting[name] = number, expected
        async for cell, error in ends(socket, waiting):
            number, expected = waiting.pop(cell)
            if bool(error) != expected:
                faults.append(f"cell {number}: {error or 'no error, which its tag promises'}")
        socket.close()
        faults += [f"cell {number}: the connection was closed" for number, _ in waiting.values()]
        return faults


async def ask_to_run(socket, session, source, may_fail):
    """Send a cell to the kernel; gives the name of the request."""
    header = {
        "msg_id": uuid4().hex,
        "msg_type": "execute_request",
        "session": session,
        "username": "",
        "version": "5.3",
    }
    content = {
        "code": source,
        "silent": False,
        "store_history": True,
        "allow_stdin": False,
        "stop_on_error": not may_fail,
    }
    await socket.write_message(pack("shell", header, {}, {}, content), binary=True)
    return header["msg_id"]


async def ends(socket, waiting):
    """The requests as they end, each with its error or None."""
    errors = {}
    while waiting:
        frame = await socket.read_message()
        if frame is None:
            return
        parent, content = unpack(frame)
        request = parent.get("msg_id")
        if content.get("status") == "aborted":
            errors[request] = "not run, because of the error before"
        if "ename" in content:  # an output or a reply
            errors[request] = f"{content['ename']}: {content['evalue']}"
        if request in waiting and content.get("execution_state") == "idle":
            yield request, errors.get(request)
