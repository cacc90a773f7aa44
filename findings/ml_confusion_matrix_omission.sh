#!/usr/bin/env bash
# Package:  ml-confusion-matrix 2.0.0 (npm), getFalseOmissionRate
# Expected: the false omission rate is the share of misses among those *called negative*, FN / (FN + TN), and adds
#           up to 1 with the negative predictive value: 1 miss, 3 right: .25
# Happens:  .5, the miss rate FN / (FN + TP): the two documented rates are one, and omission + NPV is 1.25
# Hurts:    screening and spam reports: "of those we waved through, half are bad" where it is a quarter
# Instead:  1 - getNegativePredictiveValue(label)
. "$(dirname "$0")/_venv.sh"
install_npm ml-confusion-matrix@2.0.0

node <<'EOF'
const assert = require('assert');
const { ConfusionMatrix } = require('ml-confusion-matrix');
console.log('ml-confusion-matrix', require('ml-confusion-matrix/package.json').version);
const matrix = ConfusionMatrix.fromLabels([1, 1, 0, 0, 0], [1, 0, 0, 0, 0]);
const omission = matrix.getFalseOmissionRate(1), predictive = matrix.getNegativePredictiveValue(1);
console.log(`false omission rate ${omission}, miss rate ${matrix.getFalseNegativeRate(1)}, NPV ${predictive}, sum ${omission + predictive}`);
assert(omission === 0.5 && predictive === 0.75);
EOF
