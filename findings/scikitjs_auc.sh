#!/usr/bin/env bash
# Package:  scikitjs 1.24.0 (npm), metrics.rocAucScore, with @tensorflow/tfjs 4.22.0
# Expected: as in scikit-learn, whose names and documentation it follows: a perfect ranking has area 1, a reversed one
#           0, and the example of the documentation (labels 0 0 1 1, scores .1 .4 .35 .8) .75
# Happens:  .5, .5 and .375. The same four pairs in another order give .45: the area depends on the order of the rows
# Hurts:    whoever chooses a classifier in the browser by it: good and bad ones look like chance
# Instead:  count the pairs: the share of (positive, negative) with the higher score for the positive, ties half
. "$(dirname "$0")/_venv.sh"
install_npm scikitjs@1.24.0 @tensorflow/tfjs@4.22.0

node <<'EOF' 2>&1 | grep -v -e '^$' -e '====' -e 'Hi, looks'
const assert = require('assert');
const tf = require('@tensorflow/tfjs');
const sk = require('scikitjs');
sk.setBackend(tf);
console.log('scikitjs', JSON.parse(require('fs').readFileSync('node_modules/scikitjs/package.json')).version);
const area = (labels, scores) => {
  let sum = 0;
  let pairs = 0;
  labels.forEach((positive, i) => labels.forEach((negative, j) => {
    if (!positive || negative) return;
    pairs += 1;
    sum += scores[i] > scores[j] ? 1 : scores[i] === scores[j] ? 0.5 : 0;
  }));
  return sum / pairs;
};
for (const [name, labels, scores, seen] of [
  ['perfect', [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], 0.5],
  ['reversed', [0, 0, 1, 1], [0.9, 0.8, 0.2, 0.1], 0.5],
  ['documentation', [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.375],
  ['the same, rows in another order', [0, 1, 0, 1], [0.1, 0.35, 0.4, 0.8], 0.45],
]) {
  const found = sk.metrics.rocAucScore(labels, scores);
  console.log(`${name}: ${found.toFixed(3)}, counted by pairs ${area(labels, scores)}`);
  assert(Math.abs(found - seen) < 1e-6);
}
EOF
