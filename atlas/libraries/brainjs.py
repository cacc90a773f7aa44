"""brain.js: its activations with the derivatives that training takes of their values."""

from node_calls import LOOP, evaluator

TITLE = "brain.js"
PINS = ["numpy==2.4.6"]
NPM = ["brain.js@1.6.1"]
DTYPES = ("float32",)  # of its weights and values
IMPORTS = "const brain = require('brain.js')"

# A network with one input, weight 1 and bias 0: what `run` gives, and the slope by the delta that
# `calculateDeltas` makes of an error of 1.
PROGRAM = (
    """
const brain = require('brain.js');
function asked({write, inputs, wrt}) {
  const options = new Function(`return ${write.replace('(z)', '')}`)();
  const net = new brain.NeuralNetwork({hiddenLayers: [], ...options});
  net.sizes = [1, 1];
  net.initialize();
  net.setActivation();
  net.weights[1][0][0] = 1;
  net.biases[1][0] = 0;
  const values = [], slopes = [];
  for (const z of inputs.z.numbers.map(number)) {
    const [value] = net.runInput([z]);
    net.calculateDeltas([value + 1]);
    values.push(value);
    slopes.push(net.deltas[1][0] / net.errors[1][0]);
  }
  return {values, shape: inputs.z.shape, slopes};
}
"""
    + LOOP
)

evaluate = evaluator(PROGRAM)

ACTIVATIONS = {
    "sigmoid": ["{activation: 'sigmoid'}(z)"],
    "tanh": ["{activation: 'tanh'}(z)"],
    "relu": ["{activation: 'relu'}(z)"],
    "leaky_relu": ["{activation: 'leaky-relu'}(z)"],
}
NET = "{{activation: '{}'}}(z)"
GUESSES = [
    ("sigmoid of 1 is .731", NET.format("sigmoid"), {"z": [1.0]}, "value", [0.731059]),
    ("its slope is s (1 - s)", NET.format("sigmoid"), {"z": [1.0]}, "slope", [0.196612]),
    ("leaky ReLU's slope is .01", NET.format("leaky-relu"), {"z": [-1.0]}, "value", [-0.01]),
    ("and .01 in training", NET.format("leaky-relu"), {"z": [-1.0]}, "slope", [0.01]),
    ("ReLU's slope at 0 is 0", NET.format("relu"), {"z": [0.0]}, "slope", [0]),
    ("tanh of 100 is 1", NET.format("tanh"), {"z": [100.0]}, "value", [1]),
    ("its slope there is 0", NET.format("tanh"), {"z": [100.0]}, "slope", [0]),
    ("sigmoid of -100 is 3.7e-44", NET.format("sigmoid"), {"z": [-100.0]}, "value", [3.72e-44]),
    ("ReLU keeps nan", NET.format("relu"), {"z": [float("nan")]}, "value", [float("nan")]),
    ("leaky ReLU's slope at 0 is .01", NET.format("leaky-relu"), {"z": [0.0]}, "slope", [0.01]),
]  # fmt: skip
