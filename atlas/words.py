"""The sentences of the atlas's pages."""

DESCRIPTIONS = {
    "in_your_framework": "For each activation and loss of the course the line that gives its numbers in "
    "PyTorch, Keras, JAX and many other libraries, found by running it.",
    "same_name": "Where libraries compute another function under a name that this course teaches, with the "
    "number that came out: defaults, kinks, labels, reductions, extremes, short floats.",
    "where_guesses_fail": "Ten guesses about each of many libraries, written down before the library was "
    "measured, and which of them came true.",
}

HERE_INTRO = """# In your framework

You know a name from this course. What do you write in your library to get the same numbers? Each line below was run: {libraries} libraries gave {answers} answers, and each answer was compared with the function's true value.

{when} Another version or processor may answer otherwise, so each row names its version.

- **write**: the line. `z` are logits or inputs of an activation, `p` predictions, `y` targets or labels, `onehot` labels as rows with a 1, `w` class weights, `p` and `q` probabilities. It is the first line that gives our numbers, or the nearest one.
- **gives**: what a loss makes of a batch. The course's losses give one number per example, and `al.fit` takes their mean.
- **exact**: the largest error in float32 at ordinary numbers (|z| up to 6), in units of the last place (ulp).
- **mind**: lines of the same name that give another function, and where this one still differs from the course: kinks, labels, extremes. *Refused* means that the course's library raises an error.

At the end of chapters 1 to 9 and 12 the chapter's own network is trained in PyTorch, Keras and JAX, from this course's first weights and with its losses.

In a notebook `al.in_frameworks("huber")` prints the same. What differs under one name is collected in [The same name, another function](same_name.md). All answers are one file, {{download}}`atlas.json <../atlas/data/atlas.json>`, with a {{download}}`schema <../atlas/data/schema.json>`, under CC BY 4.0. A wrong row? Tell us with the link at the foot of this page: name the version and the processor, and add the line that you ran.
"""

SAME_INTRO = """# The same name, another function

Libraries agree on most of what this course teaches. Here are {rows} rows where an answer differs from the course's, with the number that came out (*there*) and the course's own (*here*). {when}

A convention is no fault: another default, another slope at a kink or another reduction is a choice, which you only have to know when you move a model. Where a number is far from the function's true value, the true one stands beside it; digits in the last two places are no difference. Rows are in float32 unless they say otherwise. *Refused* means that the course's library raises an error there.
"""

GUESSES_INTRO = """# Where guesses fail

Before a library was measured, ten guesses about it were written down: what somebody who has used several libraries would expect. {missed} of {total} missed. The misses are what to look up before you trust your memory. {when}
"""

# The end of a chapter.
LOOPS = """## In your framework

*{about}* This is how it looks, as a whole, in three other libraries. Each loop takes the course's first weights and batches, so its losses must be the course's, and when it was run they were: the first five to six digits. A comment says where a default would make them others.

{folds}

Line by line, for many libraries: {used}. In a notebook `al.in_frameworks("{first}")` prints the same."""

# What a kind of difference does to somebody who moves a model.
EFFECTS = {
    "default": "The name is the same, the function is not: a network that was trained with one and runs with the "
    "other gives other outputs, without an error. State the parameter, even where you mean the default. A constant "
    "factor of a loss is a factor of the rate (and of all weights of a sum of losses).",
    "slope": "The value is right, its slope is not, at an ordinary number that is no kink. A training goes on with other "
    "gradients than those of its loss; where it happens at 0, an output layer that starts with zeros meets it in its "
    "first step.",
    "kink": "At a kink a slope is a choice. It matters where many inputs lie exactly there: zeros after a ReLU, zero "
    "biases at the start, saturated or clipped values, quantised numbers. Two libraries then train differently from the "
    "same weights.",
    "label": "A label out of range, a label 0 where −1 is meant, or shares that do not add up to 1: some libraries refuse, "
    "some compute on. What computes on is found only by looking at the labels.",
    "reduction": "Predictions of shape (n, 1) against targets of shape (n,): some libraries line them up, many compare all n² "
    "pairs in silence, and the network learns the mean. Compare the shapes first. The course's library refuses such a pair.",
    "extreme": "Ordinary numbers are right; an outlier, a confident mistake, a masked logit or a nan is treated "
    "otherwise. A nan that becomes 0 hides a fault; a 0 that becomes nan or ∞ ends a training.",
    "accuracy": "More than 16 units of the last place off at an ordinary number in float32. It hurts where small values "
    "are divided by or their logarithm is taken.",
    "length": "The answer for one input depends on how many others stand beside it, because vectors and what is left over "
    "go through different code. A test on one number does not show what a batch gets.",
    "short": "In float16 and bfloat16, more than 4 units of the last place off, or not finite where the true value has "
    "room. Take losses and softmax in float32.",
    "second": "Boosting libraries divide by a second derivative. Where it is not that of the loss, a leaf is not "
    "Newton's step, and the learning rate means something else.",
}

# Public threads: library, kind, a word of its line, address.
THREADS = (
    ("brainjs", "default", "leaky-relu", "https://github.com/BrainJS/brain.js/issues/560"),
    ("tinygrad", "extreme", "elu()", "https://github.com/tinygrad/tinygrad/pull/17852"),
    ("jax", "extreme", "jax.nn.elu", "https://github.com/jax-ml/jax/pull/40826"),
    (
        "keras_torch",
        "extreme",
        "FocalCross",
        "https://github.com/tensorflow/tensorflow/issues/70326",
    ),
    ("paddle", "extreme", "F.cross_entropy", "https://github.com/PaddlePaddle/Paddle/issues/20994"),
    (
        "paddle",
        "slope",
        "F.binary_cross_entropy_with_logits",
        "https://github.com/PaddlePaddle/Paddle/pull/64253",
    ),
    ("mlx", "short", "mx.softmax", "https://github.com/ml-explore/mlx/pull/953"),
    ("xgboost", "second", "softprob", "https://github.com/dmlc/xgboost/issues/10258"),
    ("lightgbm", "second", "multiclass", "https://github.com/lightgbm-org/LightGBM/issues/1154"),
)
