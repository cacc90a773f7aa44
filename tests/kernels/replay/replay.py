"""A kernel that gives what the cells gave when the book was built.

`make book` has just run every chapter, for the pictures on its pages. nbval, with this kernel,
compares that run with the stored outputs, cell by cell, so that no chapter runs twice for one
proof. A cell that the build has not run after the same cells is an error.
"""

from pathlib import Path

import nbformat
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

BUILD = Path(__file__).parents[3] / "_build" / ".jupyter_cache"
UNKNOWN = "the build has not run this cell after the cells before it: run `make book`"


def code_cells(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


class Replay(Kernel):
    implementation = implementation_version = "replay"
    banner = "The book's own run"
    language_info = {"name": "python", "mimetype": "text/x-python", "file_extension": ".py"}  # noqa: RUF012

    def __init__(self, **settings):
        super().__init__(**settings)
        # Chapters open with the same cells: which one this is shows as it goes on.
        self.runs = [code_cells(path) for path in BUILD.glob("*/executed/*/base.ipynb")]
        self.at = 0

    async def do_execute(self, code, silent, *settings, **more):
        at, self.at = self.at, self.at + 1
        self.runs = [run for run in self.runs if len(run) > at and run[at].source == code]
        count = {"execution_count": self.execution_count}
        if not self.runs:
            error = {"ename": "NotRun", "evalue": UNKNOWN, "traceback": [UNKNOWN]}
            self.send_response(self.iopub_socket, "error", error)
            return {"status": "error", **error, **count}
        failed = {}
        for output in self.runs[0][at].outputs:
            kind = output.pop("output_type")
            if kind == "error":
                failed = {"status": "error", **output}
            self.send_response(self.iopub_socket, kind, output)
        return {"status": "ok", "payload": [], "user_expressions": {}, **count, **failed}


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=Replay)
