#!/usr/bin/env bash
# Package:  onnx 1.23.2, onnx.reference (beside onnxruntime 1.32.0)
# Expected: the *reference* evaluator is what other runtimes are judged by; log-softmax of (1000, 0) is (0, -1000)
# Happens:  the reference gives (0, -inf): it takes the log of the softmax. onnxruntime gives -1000. The
#           MeanVarianceNormalization of (10000, 10001, 10002) is ±1e9 in the reference, ±1.22 in onnxruntime
# Hurts:    tests of an exporter or a backend that compare with it: the right one is called wrong, and
#           0 · -inf makes a loss nan
# Instead:  compare with mpmath or float64 NumPy; use the reference for shapes and types
. "$(dirname "$0")/_venv.sh"
install onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6

python <<'EOF'
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

print("onnx", onnx.__version__, "onnxruntime", onnxruntime.__version__)

def both(operator, x, **attributes):
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, x.shape) for name in "xy"]
    graph = helper.make_graph([helper.make_node(operator, ["x"], ["y"], **attributes)], "g", ends[:1], ends[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    with np.errstate(all="ignore"):
        answers = ReferenceEvaluator(model).run(None, {"x": x})[0], session.run(None, {"x": x})[0]
    print(operator, "reference", answers[0].ravel(), "onnxruntime", answers[1].ravel())
    return [answer.ravel() for answer in answers]

reference, runtime = both("LogSoftmax", np.float32([[1000, 0]]))
assert np.isneginf(reference[1]) and runtime[1] == -1000
reference, runtime = both("MeanVarianceNormalization", np.float32([[[[10000, 10001, 10002]]]]), axes=[3])
assert reference[2] > 1e6 and abs(runtime[2] - 1.2247) < 1e-3
EOF
