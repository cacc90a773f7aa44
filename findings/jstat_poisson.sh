#!/usr/bin/env bash
# Package:  jstat 1.9.6 (npm), jStat.poisson
# Expected: a count of 150 where 150 is expected has probability .0325, and the chance of at most 150 is .52
# Happens:  pdf and cdf are Infinity from 144 on, and NaN from 171 on; at 143 both are right
# Hurts:    Poisson regressions and control charts of counts above a hundred, in the browser
# Instead:  exp(k ln λ - λ - ln k!) with jStat.gammaln; thread: jstat/jstat issue 293 (NaN at 4,000)
. "$(dirname "$0")/_venv.sh"
install_npm jstat@1.9.6

node <<'EOF'
const assert = require('assert');
const { jStat } = require('jstat');
console.log('jstat', require('jstat/package.json').version);
const right = (k, mean) => Math.exp(k * Math.log(mean) - mean - jStat.gammaln(k + 1));
for (const [count, seen] of [[143, right(143, 143)], [144, Infinity], [150, Infinity], [171, NaN], [200, NaN]]) {
  const [pdf, cdf] = [jStat.poisson.pdf(count, count), jStat.poisson.cdf(count, count)];
  console.log(`${count} of ${count}: pdf ${pdf}, right ${right(count, count).toFixed(4)}; cdf ${cdf}`);
  assert(Number.isFinite(seen) ? Math.abs(pdf - seen) < 1e-6 : Object.is(pdf, seen) && !(cdf < 1));
}
EOF
