#!/usr/bin/env bash
# Package:  neataptic 1.4.7 (npm), methods.cost.MSLE
# Expected: the mean squared logarithmic error (log(1 + t) - log(1 + y))² is never negative, and 0 only when right
# Happens:  there is no 1 + and no square: log t - log y. Target 0, output 1 costs -34.5, the reverse +34.5; an
#           output twice too large earns -.69, so more is always better
# Hurts:    evolution and early stopping by this cost: they look for the largest outputs
# Instead:  pass your own function of (target, output)
. "$(dirname "$0")/_venv.sh"
install_npm neataptic@1.4.7

node <<'EOF'
const assert = require('assert');
const { methods } = require('neataptic');
const msle = methods.cost.MSLE;
console.log('neataptic', require('neataptic/package.json').version);
const costs = [[1, 1], [1, 2], [1, 0.5], [0, 1], [1, 0]].map(([target, output]) => {
  const cost = msle([target], [output]);
  const right = (Math.log1p(target) - Math.log1p(output)) ** 2;
  console.log(`target ${target}, output ${output}: cost ${cost.toFixed(4)}, right ${right.toFixed(4)}`);
  return cost;
});
assert(Math.abs(costs[1] + Math.LN2) < 1e-9 && costs[3] < -30 && costs[4] > 30);
EOF
