"""Open and run a notebook on a Jupyter server as JupyterLab does: contents, session, websocket."""

import asyncio
import json
import time
from dataclasses import dataclass
from itertools import accumulate, pairwise
from uuid import uuid4

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from course.chapter import joined

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
    """Channel, header, parent header and content; buffers are of no use here."""
    words = (frame[at : at + WORD] for at in range(0, len(frame), WORD))
    count = int.from_bytes(next(words), "little")
    offsets = [int.from_bytes(next(words), "little") for _ in range(count)]
    channel, *parts = (frame[start:end] for start, end in pairwise(offsets))
    header, parent, _, content = (json.loads(part) for part in parts[:4])
    return channel.decode(), header, parent, content


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
        kernel = f"{self.address}api/kernels/{session['kernel']['id']}/channels"
        request = HTTPRequest(
            f"{kernel.replace('http', 'ws', 1)}?session_id={session['id']}",
            headers={"Authorization": f"token {self.token}"},
        )
        socket = await websocket_connect(request, subprotocols=[PROTOCOL], max_message_size=2**28)
        faults = []
        for number, cell in enumerate(notebook["cells"]):
            if cell["cell_type"] != "code":
                continue
            source = joined(cell["source"])
            error = await execute(socket, session["id"], source)
            expected = "raises-exception" in cell["metadata"].get("tags", [])
            if bool(error) != expected:
                faults.append(f"cell {number}: {error or 'no error, which its tag promises'}")
        socket.close()
        return faults


async def execute(socket, session, source):
    """Run one cell; the error that it ends with, or None."""
    header = {
        "msg_id": uuid4().hex,
        "msg_type": "execute_request",
        "session": session,
        "username": "",
        "version": "5.3",
    }
    content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
    await socket.write_message(pack("shell", header, {}, {}, content), binary=True)
    error, replied, idle = None, False, False
    while not (replied and idle):
        frame = await socket.read_message()
        if frame is None:
            return "the kernel's connection was closed"
        _, said, parent, content = unpack(frame)
        if parent.get("msg_id") != header["msg_id"]:
            continue
        replied |= said["msg_type"] == "execute_reply"
        idle |= said["msg_type"] == "status" and content["execution_state"] == "idle"
        if "ename" in content:  # an output or a reply
            error = f"{content['ename']}: {content['evalue']}"
    return error
