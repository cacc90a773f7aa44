#!/usr/bin/env bash
# Package:  flax 0.12.8 (jax 0.10.2), linen.LayerNorm; jax.nn.standardize too
# Expected: layer normalisation does not see a shift: (10000, 10001, 10002) becomes (-1.22, 0, 1.22)
# Happens:  (-1000, 0, 1000) from flax, (-316, 0, 316) from jax.nn.standardize: the variance is taken as
#           E[x²] - E[x]² in float32, comes out 0, and epsilon is all that is left. Flax's GroupNorm and BatchNorm
#           have the same option
# Hurts:    inputs with a large mean (raw pixels, years, residual streams that drift): activations explode, at
#           values that PyTorch and Equinox normalise rightly
# Instead:  LayerNorm(use_fast_variance=False), or centre first
. "$(dirname "$0")/_venv.sh"
install flax==0.12.8 jax==0.10.2 numpy==2.4.6

python 2> /dev/null <<'EOF'
import flax
import flax.linen as nn
import jax
import jax.numpy as jnp

print("flax", flax.__version__, "jax", jax.__version__)
x = jnp.float32([10000, 10001, 10002])

def normalised(**options):
    layer = nn.LayerNorm(**options)
    return layer.apply(layer.init(jax.random.key(0), x), x)

fast, slow, standardized = normalised(), normalised(use_fast_variance=False), jax.nn.standardize(x)
print("default", fast, "use_fast_variance=False", slow, "jax.nn.standardize", standardized)
assert fast[2] > 100 and standardized[2] > 100 and abs(slow[2] - 1.2247) < 1e-2
EOF
