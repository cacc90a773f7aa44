#!/usr/bin/env bash
# Package:  torch 2.13.0's exporter (onnxscript 0.7.2), run by onnxruntime 1.32.0
# Expected: functions that PyTorch made stable stay so in the exported model; the exporter's own check passes on
#           random inputs of ordinary size
# Happens:  they are written out naively: logaddexp becomes log(e^a + e^b), inf at 100; logsigmoid becomes
#           Log(Sigmoid), -inf at -20; binary cross-entropy with logits is inf for the *best* answers (label 0, logit -20);
#           log_ndtr is nan at -20
# Hurts:    exported losses and likelihoods (training on devices, CTC-like decoders, calibration in production):
#           inf for exactly the confident examples. Softplus, LogSoftmax and ReduceLogSumExp survive
# Instead:  build from those three: -softplus(-z), softplus(z) - y·z, logsumexp(stack)
# Threads:  https://github.com/pytorch/pytorch/pull/14830 and https://github.com/microsoft/onnxscript/pull/281
#           (where the forms came in; the latter says that logcumsumexp is not stable)
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 onnxscript==0.7.2 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6

python 2> /dev/null <<'EOF'
import contextlib
import io

import numpy as np
import onnxruntime
import torch
from torch.nn import functional as F

class Function(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.forward = function

def bce(z):
    return F.binary_cross_entropy_with_logits(z, torch.zeros_like(z), reduction="none")

print("torch", torch.__version__, "onnxruntime", onnxruntime.__version__)
cases = {
    "logaddexp(z, 0)": (lambda z: torch.logaddexp(z, torch.zeros_like(z)), 100.0, np.isposinf),
    "logsigmoid": (lambda z: F.logsigmoid(z), -20.0, np.isneginf),
    "cross-entropy of label 0": (bce, -20.0, np.isposinf),
    "log_ndtr": (lambda z: torch.special.log_ndtr(z), -20.0, np.isnan),
    "-softplus(-z)": (lambda z: -F.softplus(-z), -20.0, lambda got: abs(got + 20) < 1e-4),
}
for name, (function, at, expected) in cases.items():
    z = torch.full((2,), at)
    with contextlib.redirect_stdout(io.StringIO()):
        model = torch.onnx.export(Function(function), (z,), dynamo=True, verbose=False).model_proto
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    got = session.run(None, {model.graph.input[0].name: z.numpy()})[0][0]
    print(f"{name} at {at}: torch {function(z)[0].item():.4g}, exported {got:.4g}", [node.op_type for node in model.graph.node])
    assert expected(got), "the exported form has changed"
EOF
