#!/usr/bin/env bash
# Package:  ipywidgets 8.1.9, interact and FloatSlider
# Expected: interact(train, rate=(0.0, 0.01)) picks a step that fits the range, as it picks a middle value
# Happens:  the step is .1 whatever the range, ten times the whole slider, so no value between the ends lies on
#           its grid; the number beside it has two decimals, so a rate of .001 reads 0.00. From a single number,
#           rate=0.001, the range starts at -.001: the reader can train uphill
# Hurts:    explorables on learning rates, weight decay, slopes: the slider looks stuck and shows 0.00
# Instead:  (0.0, 0.01, 0.001) with FloatSlider(readout_format=".4f"), or FloatLogSlider (three digits by default)
. "$(dirname "$0")/_venv.sh"
install ipywidgets==8.1.9 ipykernel==7.4.0

python 2> /dev/null <<'EOF'
import ipywidgets
from ipywidgets import FloatLogSlider, interactive

print("ipywidgets", ipywidgets.__version__)

def slider(rate):
    made = interactive.widget_from_abbrev(rate)  # what interact does with its arguments
    shown = format(0.001, made.readout_format)
    print(f"rate={rate}: from {made.min} to {made.max}, step {made.step}, .001 is shown as {shown}")
    return made, shown

ends, shown = slider((0.0, 0.01))
assert ends.step == 0.1 > ends.max - ends.min and ends.value == 0.005 and shown == "0.00"
single, shown = slider(0.001)
assert single.min == -0.001 and single.step > single.max - single.min and shown == "0.00"
assert format(0.001, FloatLogSlider().readout_format) == "0.001"
EOF
