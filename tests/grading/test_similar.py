"""Which submissions are called alike, and which are not."""

import nbformat
from submitted import blank, solved

from grading.similar import LEAST, alike, code_runs, compare, text_runs

GIVEN = blank(solved())
OWN = """def softmax(z):
    shifted = z - z.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    total = powers.sum(axis=1, keepdims=True)
    inverse = np.where(total > 0, 1 / total, 0)
    answer = powers * inverse
    return answer"""
OTHER = """def softmax(z):
    out = []
    for row in z:
        top = max(row)
        row = [np.exp(entry - top) for entry in row]
        out.append([entry / sum(row) for entry in row])
    return np.array(out)"""


def works(**students):
    return {name: [*blank(solved()), nbformat.v4.new_code_cell(s)] for name, s in students.items()}


def shares(**students):
    return {pair: found["code"] for pair, found in compare(works(**students), GIVEN)}


def test_other_names_comments_and_layout_are_no_disguise():
    disguised = OWN.replace("shifted", "a").replace("powers", "b").replace("    ", "  ")
    disguised = disguised.replace(")\n", ")  # mine\n\n")
    assert code_runs(disguised) == code_runs(OWN)
    assert shares(anna=OWN, ben=disguised)["anna", "ben"] == 1


def test_other_ways_to_the_answer_are_not_alike():
    assert shares(anna=OWN, ben=OTHER)["anna", "ben"] < 0.1


def test_what_many_have_is_no_sign():
    many = {f"s{i}": OWN for i in range(8)}
    assert set(shares(**many).values()) == {None}


def test_what_was_given_out_is_no_sign():
    assert shares(anna="", ben="")["anna", "ben"] is None


def test_too_little_says_nothing():
    few = set(range(LEAST - 1))
    assert alike(few, few) is None
    assert alike(set(range(LEAST)), set(range(LEAST))) == 1


def test_words_are_compared_in_runs():
    assert text_runs("The gradient is near one, so it does not fade") == text_runs(
        "the gradient is near one so it DOES not fade."
    )
    assert not text_runs("too few words")


def test_broken_code_is_compared_as_far_as_it_goes():
    assert code_runs(OWN + "\n    return (") >= code_runs(OWN)


def test_the_most_alike_come_first():
    pairs = compare(works(anna=OWN, ben=OWN, carl=OTHER), GIVEN)
    assert pairs[0][0] == ("anna", "ben")
