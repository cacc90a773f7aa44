#!/usr/bin/env bash
# Package:  mord 0.7, score of the ordinal models
# Expected: the models of one package have one score, as classifiers of scikit-learn have the accuracy
# Happens:  three scores for three models: LogisticAT gives minus the mean absolute error, LogisticSE minus the mean
#           squared error, 0 for a perfect model, LogisticIT the accuracy, 1 for a perfect one. An accuracy of .25
#           "beats" two models without a mistake
# Hurts:    cross_val_score and GridSearchCV over these models, which call score: the worse one wins
# Instead:  scoring="neg_mean_absolute_error", or another by name, wherever models are compared
. "$(dirname "$0")/_venv.sh"
install scikit-learn==1.9.1 numpy==2.4.6
install_alone mord==0.7

python -W ignore <<'EOF'
from importlib.metadata import version

import mord
import numpy as np

print("mord", version("mord"))
x = np.linspace(0, 3, 400)[:, None]
y = np.round(x[:, 0]).astype(int)
turned = 3 - y  # what no model that was trained on y gets right
for name in ("LogisticAT", "LogisticSE", "LogisticIT"):
    model = getattr(mord, name)(alpha=0.01).fit(x, y)
    guess = model.predict(x)
    print(f"{name}: right {np.mean(guess == y):.2f}, score {model.score(x, y):.2f}; on turned labels {model.score(x, turned):.2f}")
    assert np.mean(guess == y) > 0.95
    for labels in (y, turned):
        miss = guess - labels
        seen = {"LogisticAT": -np.abs(miss).mean(), "LogisticSE": -np.mean(miss**2), "LogisticIT": np.mean(miss == 0)}
        assert np.isclose(model.score(x, labels), seen[name])
EOF
