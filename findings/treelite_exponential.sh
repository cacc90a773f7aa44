#!/usr/bin/env bash
# Package:  treelite 4.8.1, sklearn.import_model of a GradientBoostingClassifier with loss="exponential"
# Expected: the imported model gives the classifier's probabilities, as it does with loss="log_loss"
# Happens:  the exponential loss estimates half of the log-odds, so scikit-learn takes sigmoid(2 z); treelite takes
#           sigmoid(z): all probabilities are drawn towards one half, by .15 at most; the classes stay
# Hurts:    thresholds, expected costs and calibration of served models; an accuracy test sees nothing
# Instead:  p² / (p² + (1 - p)²) of what it gives, or train with log_loss
. "$(dirname "$0")/_venv.sh"
install treelite==4.8.1 scikit-learn==1.9.1 numpy==2.4.6

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
import treelite
from sklearn.ensemble import GradientBoostingClassifier

print("treelite", version("treelite"))
random = np.random.default_rng(0)
x = random.normal(size=(400, 4))
y = (x[:, 0] + random.normal(size=400) / 2 > 0).astype(int)
error = {}
for loss in ("log_loss", "exponential"):
    model = GradientBoostingClassifier(loss=loss, n_estimators=20).fit(x, y)
    right = model.predict_proba(x)[:, 1]
    found = treelite.gtil.predict(treelite.sklearn.import_model(model), x).ravel()
    error[loss] = np.abs(found - right).max()
    print(f"{loss}: off by up to {error[loss]:.2g}; same classes: {np.all((found > 0.5) == (right > 0.5))}")
assert error["log_loss"] < 1e-9
assert 0.14 < error["exponential"] < 0.16
assert np.allclose(found**2 / (found**2 + (1 - found) ** 2), right)
EOF
