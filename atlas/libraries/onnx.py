"""The reference evaluator of ONNX, against which others test themselves."""

import numpy as np
from onnx.reference import ReferenceEvaluator
from onnx_calls import ACTIVATIONS, GUESSES, LOSSES, model  # noqa: F401

TITLE = "ONNX reference"
PINS = ["onnx==1.23.2", "numpy==2.4.6"]
DTYPES = ("float64", "float32", "float16")
IMPORTS = "# nodes of a model, operator set 22"


def evaluate(write, inputs, dtype, wrt):
    made, arrays = model(write, inputs, dtype)
    return np.asarray(ReferenceEvaluator(made).run(None, arrays)[0], dtype=np.float64), None
