"""ONNX Runtime, on models of one node."""

import numpy as np
import onnxruntime
from onnx_calls import ACTIVATIONS, GUESSES, LOSSES, model  # noqa: F401
from questions import OUT_OF_RANGE

TITLE = "ONNX Runtime"
PINS = ["onnxruntime==1.32.0", "onnx==1.23.2", "numpy==2.4.6"]
DTYPES = ("float64", "float32", "float16")
IMPORTS = "# nodes of a model, operator set 22"
# A label out of range reads memory that is not the row's.
NOT_ASKED = OUT_OF_RANGE
onnxruntime.set_default_logger_severity(4)


def evaluate(write, inputs, dtype, wrt):
    made, arrays = model(write, inputs, dtype)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(made.SerializeToString(), options)
    return session.run(None, arrays)[0].astype(np.float64), None
