#!/usr/bin/env bash
# Package:  scikitjs 1.24.0 (npm), RidgeRegression, with @tensorflow/tfjs 4.22.0
# Expected: scikit-learn's ridge: the sum of squares plus alpha times the squared coefficient. For y = 2x + 1 at x = 0
#           to 3, alpha = 1, the slope is 10/6 = 1.67, and with each point a hundred times 1000/501 = 2.00: data
#           outweigh the penalty
# Happens:  the *mean* of squares plus the penalty: 1.1 for four points and for four hundred (as exactly as its
#           training goes); alpha weighs n times as much, and more data change nothing
# Hurts:    whoever takes alpha over from scikit-learn; learning curves
# Instead:  divide alpha by the number of rows
. "$(dirname "$0")/_venv.sh"
install_npm scikitjs@1.24.0 @tensorflow/tfjs@4.22.0

node <<'EOF' 2>&1 | grep -v -e '^$' -e '====' -e 'Hi, looks'
const assert = require('assert');
const tf = require('@tensorflow/tfjs');
const sk = require('scikitjs');
sk.setBackend(tf);
console.log('scikitjs', JSON.parse(require('fs').readFileSync('node_modules/scikitjs/package.json')).version);
(async () => {
  for (const rows of [4, 40, 400]) {
    const x = Array.from({ length: rows }, (_, i) => [i % 4]);
    const model = new sk.RidgeRegression({ alpha: 1 });
    await model.fit(x, x.map(([one]) => 2 * one + 1));
    const [slope] = (await model.coef.array()).flat();
    const spread = 1.25 * rows; // the sum of squares about the mean
    console.log(`${rows} rows: slope ${slope.toFixed(2)}, scikit-learn's ${(2 * spread / (spread + 1)).toFixed(2)}`);
    assert(slope > 1 && slope < 1.25);
  }
})();
EOF
