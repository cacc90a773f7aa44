#!/usr/bin/env bash
# Package:  ml-fnn 5.0.0 (npm), FeedForwardNeuralNetworks
# Expected: the option activation chooses among the fourteen documented functions ('relu', 'logistic', ...)
# Happens:  every name is replaced by 'tanh' without a word: the check looks the name up among the *indices* of
#           a list. A "ReLU" network's hidden outputs lie between -1 and 1, and its saved model says tanh
# Hurts:    whoever compares activations with it: all curves are the same function; and whoever reads a paper's
#           "ReLU" made with it
# Instead:  read network.activation after construction; load a model from JSON whose layers name the function
. "$(dirname "$0")/_venv.sh"
install_npm ml-fnn@5.0.0

node <<'EOF'
const assert = require('assert');
const FNN = require('ml-fnn');
console.log('ml-fnn', require('ml-fnn/package.json').version);
for (const activation of ['relu', 'logistic', 'identity', 'softplus', 'gaussian']) {
  const network = new (FNN.default ?? FNN)({ activation, hiddenLayers: [3], iterations: 1 });
  network.train([[0, 0], [0, 1], [1, 0], [5, 9]], ['no', 'yes', 'yes', 'no']);
  console.log('asked for', activation, 'got', network.activation, 'saved as', network.toJSON().layers[0].activation);
  assert.strictEqual(network.activation, 'tanh');
  assert.strictEqual(network.toJSON().layers[0].activation, 'tanh');
}
EOF
