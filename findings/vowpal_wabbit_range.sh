#!/usr/bin/env bash
# Package:  vowpalwabbit 9.11.9
# Expected: linear regression on y = x learnt from -5 to 5 says about 7 at x = 7, and 70 at 70
# Happens:  exactly 5 for both: predictions are clipped to the range of the labels seen so far, silently; early in a
#           stream the range is that of the first few labels
# Hurts:    trends, extrapolation, drift; and any check of the learnt weights through predictions
# Instead:  --min_prediction and --max_prediction far outside (7 and 70 then)
. "$(dirname "$0")/_venv.sh"
install vowpalwabbit==9.11.9 numpy==2.4.6

python <<'EOF'
import vowpalwabbit

print("vowpalwabbit", vowpalwabbit.__version__)

def predictions(options=""):
    model = vowpalwabbit.Workspace("--quiet " + options)
    for _ in range(50):
        for x in range(-5, 6):
            model.learn(f"{x} | x:{x}")
    return [model.predict(f"| x:{x}") for x in (3, 7, 70)]

clipped, free = predictions(), predictions("--min_prediction -1000 --max_prediction 1000")
print("at 3, 7, 70:", clipped, "with wide limits:", free)
assert clipped[1:] == [5, 5] and abs(free[1] - 7) < 0.2 and abs(free[2] - 70) < 2
EOF
