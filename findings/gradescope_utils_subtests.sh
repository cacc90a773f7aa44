#!/usr/bin/env bash
# Package:  gradescope-utils 0.5.0, JSONTestRunner
# Expected: a test of 4 points in which one of four subTests fails is listed as failed, with 0 of 4 and its message
# Happens:  it is not listed at all: no points, no message, and 4 points fewer in the list. Where all subTests pass it
#           is there with 4 of 4. Tests that are skipped, expected to fail, or pass though they should fail vanish too
# Hurts:    students, who lose points without a word; teachers, who look for them in results.json
# Instead:  a test for each case, or one that collects what failed and fails once, with partial_credit
. "$(dirname "$0")/_venv.sh"
install gradescope-utils==0.5.0

python <<'EOF'
import io
import json
import unittest
from importlib.metadata import version

from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

print("gradescope-utils", version("gradescope-utils"))


class Checks(unittest.TestCase):
    @weight(4)
    def test_all_right(self):
        for case in range(4):
            with self.subTest(case=case):
                self.assertLess(case, 4)

    @weight(4)
    def test_one_wrong(self):
        for case in range(4):
            with self.subTest(case=case):
                self.assertLess(case, 3)

    @weight(3)
    @unittest.expectedFailure
    def test_known_to_fail(self):
        self.fail()

    @weight(3)
    @unittest.skip("later")
    def test_skipped(self):
        pass

    @weight(2)
    def test_plain(self):
        self.fail("said")


said = io.StringIO()
JSONTestRunner(stream=said).run(unittest.defaultTestLoader.loadTestsFromTestCase(Checks))
listed = {test["name"].split()[0]: (test["score"], test["max_score"]) for test in json.loads(said.getvalue())["tests"]}
print("in results.json:", listed)
assert listed == {"test_all_right": (4, 4), "test_plain": (0.0, 2)}
EOF
