#!/usr/bin/env bash
# Package:  @tensorflow/tfjs 4.22.0 (npm), metrics.precision and recall
# Expected: probabilities are cut at .5, as binaryAccuracy beside them does: (.9, .1) against (1, 0) is perfect, 1
# Happens:  0 for both: an answer counts as positive only when it *equals* 1. Rounded by hand it is 1
# Hurts:    whoever passes a model's sigmoid output: a perfect classifier has precision and recall 0
# Instead:  metrics.precision(labels, probabilities.round())
. "$(dirname "$0")/_venv.sh"
install_npm @tensorflow/tfjs@4.22.0

node <<'EOF' 2> /dev/null
const assert = require('assert');
console.warn = console.log = () => {};
const tf = require('@tensorflow/tfjs');
const show = (text) => process.stdout.write(text + '\n');
tf.setBackend('cpu');
const labels = tf.tensor1d([1, 0]), probabilities = tf.tensor1d([0.9, 0.1]);
show(`tfjs ${tf.version.tfjs}`);
for (const name of ['binaryAccuracy', 'precision', 'recall']) {
  const [given, rounded] = [probabilities, probabilities.round()].map(
    (p) => Array.from(tf.metrics[name](labels, p).dataSync())[0]);
  show(`${name}: probabilities ${given}, rounded ${rounded}`);
  assert.strictEqual(given, name === 'binaryAccuracy' ? 1 : 0);
  assert.strictEqual(rounded, 1);
}
EOF
