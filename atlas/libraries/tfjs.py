"""TensorFlow.js, its backend in plain JavaScript."""

from node_calls import LOOP, evaluator

TITLE = "TensorFlow.js"
PINS = ["numpy==2.4.6"]
NPM = ["@tensorflow/tfjs@4.22.0"]
DTYPES = ("float32",)
IMPORTS = "import * as tf from '@tensorflow/tfjs'"

PROGRAM = (
    """
const tf = require('@tensorflow/tfjs');
tf.setBackend('cpu');
function asked({write, inputs, wrt}) {
  const names = Object.keys(inputs);
  const tensors = names.map((n) => tf.tensor(inputs[n].numbers.map(number), inputs[n].shape, inputs[n].whole ? 'int32' : 'float32'));
  const line = new Function('tf', ...names, `return ${write}`);
  const f = (x) => line(tf, ...names.map((n, k) => n === wrt ? x : tensors[k]));
  const value = f(tensors[names.indexOf(wrt)]);
  const answer = {values: value.dataSync(), shape: value.shape};
  if (wrt !== null) {
    try { answer.slopes = tf.grad((x) => f(x).sum())(tensors[names.indexOf(wrt)]).dataSync(); }
    catch (error) { if (!/gradient|grad/i.test(String(error))) throw error; }
  }
  return answer;
}
"""
    + LOOP
)


evaluate = evaluator(PROGRAM)

ACTIVATIONS = {
    "identity": ["tf.clone(z)"],
    "step": ["tf.step(z)"],
    "sigmoid": ["tf.sigmoid(z)"],
    "log_sigmoid": ["tf.logSigmoid(z)"],
    "tanh": ["tf.tanh(z)"],
    "relu": ["tf.relu(z)"],
    "leaky_relu": ["tf.leakyRelu(z)", "tf.layers.leakyReLU().apply(z)", "tf.leakyRelu(z, 0.01)"],
    "prelu": ["tf.prelu(z, tf.scalar(0.25))"],
    "elu": ["tf.elu(z)"],
    "selu": ["tf.selu(z)"],
    "softplus": ["tf.softplus(z)"],
    "gelu": ["tf.layers.activation({activation: 'gelu'}).apply(z)"],
    "silu": ["tf.layers.activation({activation: 'swish'}).apply(z)"],
    "mish": ["tf.layers.activation({activation: 'mish'}).apply(z)"],
    "hard_sigmoid": ["tf.layers.activation({activation: 'hardSigmoid'}).apply(z)"],
    "hard_tanh": ["tf.clipByValue(z, -1, 1)"],
    "relu6": ["tf.relu6(z)", "tf.clipByValue(z, 0, 6)"],
    "softsign": ["tf.layers.activation({activation: 'softsign'}).apply(z)"],
}
LOSSES = {
    "squared_error": ["tf.losses.meanSquaredError(y, p)", "tf.squaredDifference(p, y)"],
    "absolute_error": ["tf.losses.absoluteDifference(y, p)"],
    "huber": ["tf.losses.huberLoss(y, p)"],
    "huber_2": ["tf.losses.huberLoss(y, p, undefined, 2)"],
    "binary_cross_entropy": ["tf.losses.logLoss(y, p)", "tf.metrics.binaryCrossentropy(y, p)"],
    "sigmoid_cross_entropy": ["tf.losses.sigmoidCrossEntropy(y, z)"],
    "hinge": ["tf.losses.hingeLoss(y, z)", "tf.losses.hingeLoss(tf.div(tf.add(y, 1), 2), z)"],
    "softmax_cross_entropy": ["tf.losses.softmaxCrossEntropy(onehot, z)"],
    "label_smoothed_cross_entropy": ["tf.losses.softmaxCrossEntropy(onehot, z, undefined, 0.1)"],
    "softmax": ["tf.softmax(z)"],
    "log_softmax": ["tf.logSoftmax(z)"],
}
P3 = {"p": [3.0], "y": [0.0]}
GUESSES = [
    ("leaky ReLU's slope is .2", "tf.leakyRelu(z)", {"z": [-1.0]}, "value", [-0.2]),
    ("as a layer it is .3", "tf.layers.leakyReLU().apply(z)", {"z": [-1.0]}, "value", [-0.3]),
    ("hard sigmoid of 1 is .7", "tf.layers.activation({activation: 'hardSigmoid'}).apply(z)", {"z": [1.0]}, "value", [0.7]),
    ("GELU is exact", "tf.layers.activation({activation: 'gelu'}).apply(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("the slope of ReLU6 at 6 is 0", "tf.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("softplus of 100 is 100", "tf.softplus(z)", {"z": [100.0]}, "value", [100]),
    ("softplus of -20 is 2.06e-9", "tf.softplus(z)", {"z": [-20.0]}, "value", [2.0611536e-09]),
    ("Huber with 2 at 3 is 4", "tf.losses.huberLoss(y, p, undefined, 2)", P3, "value", [4]),
    ("hinge takes labels 0 and 1", "tf.losses.hingeLoss(y, z)", {"z": [0.5], "y": [0.0]}, "value", [1.5]),
    ("log loss at probability 0 is 16.1", "tf.losses.logLoss(y, p)", {"p": [0.0], "y": [1.0]}, "value", [16.118]),
]  # fmt: skip
