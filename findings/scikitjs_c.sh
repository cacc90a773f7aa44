#!/usr/bin/env bash
# Package:  scikitjs 1.24.0 (npm), LogisticRegression, with @tensorflow/tfjs 4.22.0
# Expected: C is the inverse of the strength of regularisation, as its own documentation says and as in scikit-learn:
#           a larger C leaves larger coefficients
# Happens:  the other way round: for four points that a threshold separates the coefficient is .09 at C = 1 and .002
#           at C = 100. Nearly all is penalised away where one asks for no penalty
# Hurts:    whoever takes C over from scikit-learn, or searches it on a grid
# Instead:  read C as the strength; penalty "none" for none
. "$(dirname "$0")/_venv.sh"
install_npm scikitjs@1.24.0 @tensorflow/tfjs@4.22.0

node <<'EOF' 2>&1 | grep -v -e '^$' -e '====' -e 'Hi, looks'
const assert = require('assert');
const tf = require('@tensorflow/tfjs');
const sk = require('scikitjs');
sk.setBackend(tf);
console.log('scikitjs', JSON.parse(require('fs').readFileSync('node_modules/scikitjs/package.json')).version);
(async () => {
  const size = {};
  for (const C of [0.01, 1, 100]) {
    const model = new sk.LogisticRegression({ C });
    await model.fit([[-1], [1], [-2], [2]], [0, 1, 0, 1]);
    size[C] = Math.abs((await model.coef.array()).flat()[0]);
    console.log(`C = ${C}: size of the coefficient ${size[C].toFixed(4)}`);
  }
  assert(size[0.01] > 3 * size[1] && size[1] > 10 * size[100]);
})();
EOF
