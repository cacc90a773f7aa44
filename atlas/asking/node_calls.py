"""How a way is carried out where it is a line of JavaScript: a process of Node answers line by line."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np


def evaluator(program):
    """`evaluate` by this program, which reads questions and writes answers, one JSON a line."""
    # modules are found from the folder that the program lies in
    script = Path(os.environ["ATLAS_FOLDER"]) / "asked.cjs"
    script.write_text(program)
    node = subprocess.Popen(["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True)  # fmt: skip

    def evaluate(write, inputs, dtype, wrt):
        given = {n: {"shape": v.shape, "whole": v.dtype.kind == "i", "numbers": [str(x) for x in v.ravel()]}
                 for n, v in inputs.items()}  # fmt: skip
        node.stdin.write(json.dumps({"write": write, "inputs": given, "wrt": wrt}) + "\n")
        node.stdin.flush()
        answer = json.loads(node.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        values = np.array([float(v) for v in answer["values"]]).reshape(answer["shape"])
        slopes = answer.get("slopes")
        return values, None if slopes is None else np.array([float(v) for v in slopes])

    return evaluate


# The loop that all programs have: `asked(question)` gives {values, shape, slopes}.
LOOP = """
const number = (text) => text === 'nan' ? NaN : text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);
const text = (x) => Number.isNaN(x) ? 'nan' : x === Infinity ? 'inf' : x === -Infinity ? '-inf' : Object.is(x, -0) ? '-0.0' : String(x);
console.log = console.warn = console.info = () => {};
require('readline').createInterface({input: process.stdin}).on('line', (line) => {
  let answer;
  try {
    answer = asked(JSON.parse(line));
    for (const name of ['values', 'slopes']) if (answer[name]) answer[name] = Array.from(answer[name], text);
  } catch (error) { answer = {error: String(error.message || error)}; }
  process.stdout.write(JSON.stringify(answer) + '\\n');
});
"""
