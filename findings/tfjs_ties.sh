#!/usr/bin/env bash
# Package:  @tensorflow/tfjs 4.22.0 (npm), gradients of max, min and abs
# Expected: the gradient of a maximum is shared among the winners (½ each in JAX, autograd, PyTorch's amax) or goes
#           to one; |x| has slope 0 at 0
# Happens:  every tied entry gets the whole gradient: four equal entries have a gradient of sum 4. |x| has
#           slope -1 at 0
# Hurts:    max pooling written with max over flat regions, hinge over classes at the zero start (all scores
#           equal: the pull is K times too strong), L1 penalties: weights that reached 0 are pushed off again
# Instead:  multiply by a mask divided by its sum; add the L1 penalty with sign(x)
. "$(dirname "$0")/_venv.sh"
install_npm @tensorflow/tfjs@4.22.0

node <<'EOF' 2> /dev/null
const assert = require('assert');
console.warn = console.log = () => {};
const tf = require('@tensorflow/tfjs');
const show = (text) => process.stdout.write(text + '\n');
tf.setBackend('cpu');
const slope = (f, x) => Array.from(tf.grad(f)(tf.tensor1d(x)).dataSync());
show(`tfjs ${tf.version.tfjs}`);
const max = slope((x) => tf.max(x), [1, 1, 1, 1]), min = slope((x) => tf.min(x), [1, 1]);
const abs = slope((x) => tf.abs(x), [-2, 0, 2]);
show(`max of four equal: ${max}; min of two equal: ${min}; |x| at -2, 0, 2: ${abs}`);
assert.deepStrictEqual(max, [1, 1, 1, 1]);
assert.deepStrictEqual(min, [1, 1]);
assert.deepStrictEqual(abs, [-1, -1, 1]);
EOF
