#!/usr/bin/env bash
# Package:  text2qti 0.8.0 (Markdown to QTI, the format that Canvas imports)
# Expected: "= 0.19661 +- 0.00002" accepts what lies within the margin, first of all .19661 itself
# Happens:  bounds are written with four decimals, so both are .1966: the stated answer is marked wrong, and
#           only .1966, off by half a margin, is right. 0.00045 +- 0.00001 accepts .0004 to .0005. And 0 +- 1% or [0, 1] is
#           refused ("magnitude >= 0.0001"), [-1, 1] is not
# Hurts:    question banks on slopes, losses, learning rates: small numbers with tight margins; nothing warns
# Instead:  ask for a scaled number (in thousandths), or give margins of .0001 and more
. "$(dirname "$0")/_venv.sh"
install text2qti==0.8.0

python <<'EOF'
import re
import subprocess
import zipfile
from importlib.metadata import version
from pathlib import Path

print("text2qti", version("text2qti"))

def bounds(answer):
    Path("quiz.md").write_text(f"Quiz title: Slopes\n\n1.  What is the slope?\n=   {answer}\n")
    done = subprocess.run(["text2qti", "quiz.md"], capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    with zipfile.ZipFile("quiz.zip") as quiz:
        text = "".join(quiz.read(name).decode() for name in quiz.namelist() if name.endswith(".xml"))
    return [float(re.search(rf"<var{side}te [^>]*>([^<]*)", text)[1]) for side in "gl"]

seen = {answer: bounds(answer) for answer in ("0.19661 +- 0.00002", "0.00045 +- 0.00001", "[-1, 1]", "[0, 1]")}
for answer, limits in seen.items():
    print(answer, "->", limits)
low, high = seen["0.19661 +- 0.00002"]
assert low == high == 0.1966 and not low <= 0.19661 <= high
assert seen["0.00045 +- 0.00001"] == [0.0004, 0.0005]
assert seen["[-1, 1]"] == [-1, 1] and "magnitude" in seen["[0, 1]"]
EOF
