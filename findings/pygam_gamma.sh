#!/usr/bin/env bash
# Package:  pygam 0.12.0, GammaGAM (and InvGaussGAM)
# Expected: a gamma regression with dispersion φ = 1/3 reports the log-likelihood of shape 3 and draws samples so wide
# Happens:  the square root of φ, .58, is taken for φ: the log-likelihood is that of shape 1.7, AIC some 290 too large
#           for 2,000 rows, and new samples vary .58 about their mean where the data vary .33
# Hurts:    choosing by AIC between a gamma and another family; simulated claims, costs, durations
# Instead:  φ = gam.distribution.scale ** 2 and scipy.stats.gamma(1 / φ, scale=mu * φ)
# Thread:   https://github.com/dswah/pyGAM/issues/370 (of the scale, which then was φ and has since become its root)
. "$(dirname "$0")/_venv.sh"
install pygam==0.12.0 numpy==2.4.6 scipy==1.16.3

python -W ignore 2> /dev/null <<'EOF'
from importlib.metadata import version

import numpy as np
from pygam import GammaGAM, s
from scipy.stats import gamma

print("pygam", version("pygam"))
random = np.random.default_rng(0)
x = random.uniform(size=(2000, 1))
y = random.gamma(3, np.exp(x[:, 0]) / 3)
model = GammaGAM(s(0)).fit(x, y)
mu, scale = model.predict_mu(x), model.distribution.scale
np.random.seed(0)
drawn = np.var(np.concatenate([model.distribution.sample(mu) / mu for _ in range(20)]))
shapes = np.linspace(1, 6, 501)
best = max(gamma.logpdf(y, shape, scale=mu / shape).sum() for shape in shapes)
found = model.loglikelihood(x, y)
print(f"scale {scale:.3f}, its square {scale**2:.3f}; relative variance of the data {np.var(y / mu):.3f}, of the samples {drawn:.3f}")
print(f"log-likelihood {found:.0f}; with the squared scale {gamma.logpdf(y, scale**-2, scale=mu * scale**2).sum():.0f}, the best shape {best:.0f}")
assert abs(drawn - scale) < 0.05 and abs(scale**2 - 1 / 3) < 0.03
assert best - found > 100 and best - gamma.logpdf(y, scale**-2, scale=mu * scale**2).sum() < 5
EOF
