#!/usr/bin/env bash
# Package:  convnetjs 0.3.0 (npm), DropoutLayer
# Expected: units dropped with probability .2 are scaled by .8 when the network predicts, so that the next layer gets
#           as much as in training
# Happens:  they are scaled by .2, a quarter of what training gave (there the mean is .8), and at drop_prob .1 by .1.
#           At .5 alone it is right
# Hurts:    every network with another share than a half: trained well, it predicts from a fraction of its inputs
# Instead:  set layer.drop_prob = 1 - p before predicting, and back; threads: karpathy/convnetjs pulls 61 and 106
. "$(dirname "$0")/_venv.sh"
install_npm convnetjs@0.3.0

node <<'EOF'
const assert = require('assert');
const convnet = require('convnetjs');
console.log('convnetjs', require('convnetjs/package.json').version);
const depth = 20_000;
const ones = () => new convnet.Vol(1, 1, depth, 1);
const mean = (volume) => volume.w.reduce((sum, one) => sum + one) / depth;
for (const drop_prob of [0.1, 0.2, 0.5]) {
  const layer = new convnet.DropoutLayer({ in_sx: 1, in_sy: 1, in_depth: depth, drop_prob });
  const [training, predicting] = [mean(layer.forward(ones(), true)), mean(layer.forward(ones(), false))];
  console.log(`drop_prob ${drop_prob}: mean in training ${training.toFixed(2)}, in prediction ${predicting.toFixed(2)}`);
  assert(Math.abs(training - (1 - drop_prob)) < 0.03 && Math.abs(predicting - drop_prob) < 1e-9);
}
EOF
