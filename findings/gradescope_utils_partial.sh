#!/usr/bin/env bash
# Package:  gradescope-utils 0.5.0, partial_credit
# Expected: points are those that the test gives by set_score; one that returns before it gave any has 0 of 10
# Happens:  10 of 10, "passed". And a test that gave 7.5 and then failed keeps the 7.5
# Hurts:    tests with an early return, where there is nothing to mark: no work, full points
# Instead:  set_score(0) as the first line of each such test
. "$(dirname "$0")/_venv.sh"
install gradescope-utils==0.5.0

python <<'EOF'
import io
import json
import unittest
from importlib.metadata import version

from gradescope_utils.autograder_utils.decorators import partial_credit
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

print("gradescope-utils", version("gradescope-utils"))


class Checks(unittest.TestCase):
    @partial_credit(10)
    def test_nothing_to_mark(self, set_score=None):
        answers = []
        if not answers:
            return
        set_score(10 * sum(answers) / len(answers))

    @partial_credit(10)
    def test_given_then_failed(self, set_score=None):
        set_score(7.5)
        self.fail()

    @partial_credit(10)
    def test_given_nothing(self, set_score=None):
        set_score(0)


said = io.StringIO()
JSONTestRunner(stream=said).run(unittest.defaultTestLoader.loadTestsFromTestCase(Checks))
found = {test["name"].split()[0]: (test["score"], test["status"]) for test in json.loads(said.getvalue())["tests"]}
print("of 10 points each:", found)
assert found["test_nothing_to_mark"] == (10, "passed")
assert found["test_given_then_failed"] == (7.5, "failed") and found["test_given_nothing"] == (0, "failed")
EOF
