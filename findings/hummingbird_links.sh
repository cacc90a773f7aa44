#!/usr/bin/env bash
# Package:  hummingbird-ml 0.4.12 with scikit-learn 1.9.1, boosted trees and MinMaxScaler
# Expected: the last step of a model is converted with it
# Happens:  the exponential of a Poisson or gamma model is lost: it answers with the logarithm of the mean, .38 for 1.71.
#           Gradient boosting with the exponential loss gives sigmoid(z) for sigmoid(2z). MinMaxScaler(clip=True) does
#           not clip. All without a word; squared errors and log losses are right
# Hurts:    counts and costs predicted elsewhere: small, even negative
# Instead:  exponentiate yourself; compare after each conversion
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.3.5 scipy scikit-learn==1.9.1 psutil dill onnxconverter-common setuptools==80.9.0
install_alone hummingbird-ml==0.4.12

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from hummingbird.ml import convert
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.preprocessing import MinMaxScaler

print("hummingbird-ml", version("hummingbird-ml"), "scikit-learn", version("scikit-learn"))
rng = np.random.default_rng(0)
x = rng.normal(size=(400, 2)).astype("float32")
count = rng.poisson(np.exp(0.5 + 0.5 * x[:, 0])).astype(float)
for loss in ("squared_error", "poisson", "gamma"):
    model = HistGradientBoostingRegressor(loss=loss, max_iter=30).fit(x, count + (loss == "gamma"))
    own, converted = model.predict(x), convert(model, "pytorch", x).predict(x)
    print(f"{loss}: means {own.mean():.2f} and {converted.mean():.2f}")
    wanted = own if loss == "squared_error" else np.log(own)
    assert np.allclose(converted, wanted, atol=1e-3)

for loss in ("log_loss", "exponential"):
    model = GradientBoostingClassifier(loss=loss, n_estimators=30, random_state=0).fit(x, count > 1)
    off = np.abs(model.predict_proba(x) - convert(model, "pytorch", x).predict_proba(x)).max()
    print(f"gradient boosting, {loss}: off by {off:.3f}")
    assert (off > 0.05) == (loss == "exponential")

scaler = MinMaxScaler(clip=True).fit(x)
own, converted = (s.transform(3 * x) for s in (scaler, convert(scaler, "pytorch", x)))
print(f"MinMaxScaler(clip=True): greatest {own.max():.2f} and {converted.max():.2f}")
assert own.max() <= 1 < 1.5 < converted.max()
EOF
