#!/usr/bin/env bash
# Package:  brain.js 1.6.1 (npm), activation 'leaky-relu' of NeuralNetwork
# Expected: z for z > 0 and .01 z below
# Happens:  .01 z for z > 0 and 0 below. In training the slope is taken as 1 above and .01 below
# Hurts:    each layer shrinks its signal a hundredfold, and no unit that is off ever comes back: with three layers
#           a millionth arrives, and the errors sent back are those of another network
# Instead:  activation 'sigmoid' or 'tanh', or leakyReluAlpha: 1 (a plain ReLU forwards)
# Thread:   https://github.com/BrainJS/brain.js/issues/560
. "$(dirname "$0")/_venv.sh"
install_npm brain.js@1.6.1

node <<'EOF'
const assert = require('assert');
const brain = require('brain.js');

// One input, weight 1, bias 0: what comes out is the activation of what goes in.
function activation(z) {
  const net = new brain.NeuralNetwork({hiddenLayers: [], activation: 'leaky-relu'});
  net.sizes = [1, 1];
  net.initialize();
  net.setActivation();
  net.weights[1][0][0] = 1;
  net.biases[1][0] = 0;
  return net.runInput([z])[0];
}
console.log('brain.js', require('brain.js/package.json').version);
for (const z of [-2, -1, 1, 2]) console.log(`leaky-relu of ${z}:`, activation(z));
assert.strictEqual(activation(-2), 0);
assert(Math.abs(activation(2) - 0.02) < 1e-6);
EOF
