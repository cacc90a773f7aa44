#!/usr/bin/env bash
# Package:  mlx 0.32.4, CPU build for Linux: nn.elu and nn.selu
# Expected: the slope of ELU is 1 at every positive input
# Happens:  nan from 89 on in float32, and from 11.2 on in float16. The value is right. Both branches are computed
#           and one is chosen: the slope of the other, exp(z), is infinite there, and infinity times 0 is nan
# Hurts:    one large activation (one of 12 in float16) makes the whole gradient nan, while the loss is still finite
# Instead:  mx.where(z > 0, z, mx.expm1(mx.minimum(z, 0)))
. "$(dirname "$0")/_venv.sh"
install "mlx[cpu]==0.32.4" numpy==2.4.6

python <<'EOF'
import importlib.metadata

import mlx.core as mx
import mlx.nn as nn


def slopes(function, z, kind=mx.float32):
    return mx.grad(lambda t: function(t).sum())(mx.array(z, kind)).astype(mx.float32).tolist()


def instead(z):
    return mx.where(z > 0, z, mx.expm1(mx.minimum(z, 0)))


print("mlx", importlib.metadata.version("mlx"), mx.default_device())
print("slope of elu at 88, 89, 100", slopes(nn.elu, [88.0, 89.0, 100.0]))
print("of selu there", slopes(nn.selu, [88.0, 89.0, 100.0]))
print("of elu at 11, 12 in float16", slopes(nn.elu, [11.0, 12.0], mx.float16))
print("instead", slopes(instead, [-1.0, 12.0, 100.0]), "values", nn.elu(mx.array([12.0, 100.0])).tolist())
assert slopes(nn.elu, [88.0]) == [1] and slopes(nn.elu, [89.0]) != [1]
assert str(slopes(nn.selu, [89.0])[0]) == str(slopes(nn.elu, [12.0], mx.float16)[0]) == "nan"
assert slopes(instead, [12.0, 100.0]) == [1, 1]
EOF
