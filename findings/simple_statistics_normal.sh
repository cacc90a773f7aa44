#!/usr/bin/env bash
# Package:  simple-statistics 7.12.1 (npm), cumulativeStdNormalProbability
# Expected: the normal distribution function, as exact as the functions beside it: Φ(-5) = 2.9e-7
# Happens:  a school-book table of four digits, two decimals of z: Φ(-5) = Φ(-4) = .001, 3,500 times too large;
#           between, it rises in steps of .01 of z
# Hurts:    GELU or probit in the browser: x·Φ(x) at -5 is -.005 where it is -1.4e-6, the slope is 0 between steps;
#           p-values never fall below .001
# Instead:  (1 + erf(x / √2)) / 2 for |x| < 3, and jStat's or your own erfc beyond
. "$(dirname "$0")/_venv.sh"
install_npm simple-statistics@7.12.1

node <<'EOF'
const assert = require('assert');
const { cumulativeStdNormalProbability: phi } = require('simple-statistics');
console.log('simple-statistics', require('simple-statistics/package.json').version);
for (const z of [-5, -4, -3, 0, 0.004, 0.016]) console.log(`z ${z}: ${phi(z)}`);
assert(phi(-5) > 0.0009 && phi(-5) === phi(-4) && phi(0) === phi(0.004));
EOF
