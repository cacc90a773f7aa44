#!/usr/bin/env bash
# Package:  neataptic 1.4.7 (npm), methods.activation.SOFTSIGN
# Expected: softsign x / (1 + |x|) rises everywhere: slope 1 / (1 + |x|)², 1 at 0
# Happens:  the slope given to back-propagation is x / (1 + |x|)²: 0 at 0, where it is steepest, and *negative* for
#           x < 0: such units climb their loss
# Hurts:    softsign networks in the browser stall at small weights and then run the wrong way
# Instead:  TANH, or your own function of (x, derivate); check a derivative by a difference quotient
. "$(dirname "$0")/_venv.sh"
install_npm neataptic@1.4.7

node <<'EOF'
const assert = require('assert');
const { methods } = require('neataptic');
const softsign = methods.activation.SOFTSIGN;
console.log('neataptic', require('neataptic/package.json').version);
for (const x of [-2, -0.5, 0, 0.5, 2]) {
  const quotient = (softsign(x + 1e-6) - softsign(x - 1e-6)) / 2e-6;
  const given = softsign(x, true);
  console.log(`x ${x}: given slope ${given}, difference quotient ${quotient.toFixed(6)}`);
  assert(Math.abs(given - x * quotient) < 1e-6);
}
EOF
