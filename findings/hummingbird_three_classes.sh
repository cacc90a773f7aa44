#!/usr/bin/env bash
# Package:  hummingbird-ml 0.4.12 with scikit-learn 1.9.1, LogisticRegression of three classes
# Expected: the converted model has the probabilities of the original, a softmax
# Happens:  a sigmoid for each class, divided by their sum, as one-against-rest models have: off by .43. The setting from
#           which it read the difference, multi_class, is gone from scikit-learn. The classes are right, and two
#           classes are
# Hurts:    thresholds and costs of served models
# Instead:  compare probabilities after each conversion
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.3.5 scipy scikit-learn==1.9.1 psutil dill onnxconverter-common setuptools==80.9.0
install_alone hummingbird-ml==0.4.12

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from hummingbird.ml import convert
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

print("hummingbird-ml", version("hummingbird-ml"), "scikit-learn", version("scikit-learn"))
rng = np.random.default_rng(0)
x = rng.normal(size=(300, 2)).astype("float32")
position = 2 * x[:, 0] + x[:, 1] ** 2
for classes, label in {2: (position > 0).astype(int), 3: np.digitize(position, [-1, 1])}.items():
    model = LogisticRegression().fit(x, label)
    own, converted = model.predict_proba(x), convert(model, "pytorch", x).predict_proba(x)
    print(f"{classes} classes: off by {np.abs(own - converted).max():.3f}")
    assert (np.abs(own - converted).max() > 0.3) == (classes == 3)
    assert (own.argmax(1) == converted.argmax(1)).all()
each = expit(model.decision_function(x))
assert np.allclose(converted, each / each.sum(1, keepdims=True), atol=1e-5)
EOF
