#!/usr/bin/env bash
# Package:  river 0.26.1, optim.losses.Quantile
# Expected: with alpha = .9 a prediction that is 1 too low costs .9, one that is 1 too high .1: the least mean loss
#           is at the 90 % quantile, where the gradient leads
# Happens:  the value is mirrored: .1 and .9, least at the 10 % quantile. The gradient is right, so models learn the
#           90 % quantile while the reported loss grows
# Hurts:    choosing among models or stopping by this loss picks the wrong end; gradient checks fail
# Instead:  Quantile(1 - alpha) for the value, or max(alpha * r, (alpha - 1) * r) with r = y - p
. "$(dirname "$0")/_venv.sh"
install river==0.26.1

python <<'EOF'
import importlib.metadata
import random

from river import linear_model, optim

loss = optim.losses.Quantile(alpha=0.9)
print("river", importlib.metadata.version("river"))
print("value, gradient for a target of 0: too low", loss(0.0, -1.0), loss.gradient(0.0, -1.0))
print("too high", loss(0.0, 1.0), loss.gradient(0.0, 1.0))
random.seed(1)
targets = [random.random() for _ in range(20_000)]
model = linear_model.LinearRegression(optimizer=optim.SGD(0), intercept_lr=0.01, loss=loss)
for y in targets:
    model.learn_one({}, y)


def mean(p):
    return sum(loss(y, p) for y in targets) / len(targets)


print("learned", model.intercept, "mean loss there", mean(model.intercept), "and at .1", mean(0.1))
assert abs(loss(0.0, -1.0) - 0.1) < 1e-9 and abs(loss(0.0, 1.0) - 0.9) < 1e-9
assert abs(model.intercept - 0.9) < 0.05 and mean(model.intercept) > 5 * mean(0.1)
EOF
