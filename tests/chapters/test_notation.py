"""One symbol, one name, one meaning: the page of notation against the chapters and the library."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import pytest

import actloss as al
from publish.chapters.chapter import chapters

BOOK = Path(__file__).parents[2] / "book"
PAGE = (BOOK / "notation.md").read_text(encoding="utf-8")
# What the chapters do not call a thing, because the page of notation has another name for it.
OTHER_NAMES = {
    "lr": "learning_rate",
    "eta": "learning_rate",
    "lr_rate": "learning_rate",
    "n_epochs": "epochs",
    "num_epochs": "epochs",
    "bs": "batch_size",
    "X": "x",
    "Y": "y",
    "acc": "accuracy",
    "sig": "sigmoid",
    "net_out": "output",
}
OTHER_WORDS = {
    r"cost functions?": "loss function",
    r"objective functions?": "loss function",
    r"backprop(agation)?": "back-propagation",
    r"non ?linear(ity|ities)?": "non-linear",
    r"minibatch(es)?": "mini-batch",
    r"cross entropy": "cross-entropy",
    r"zero-centered|zero centred": "zero-centred",
    r"initialization|optimizers?(?!`)|normalized|behavior|colors?": "British spelling",
}


def tables():
    """The rows of the page's two tables, without their headers."""
    blocks = re.findall(r"```\{list-table\}.*?```", PAGE, re.S)
    return [
        [
            [cell.strip() for cell in re.split(r"\n  - ?", "\n  " + row.strip())[1:]]
            for row in re.split(r"\n\* ", block)[2:]
        ]
        for block in blocks
    ]


SYMBOLS, GLOSSARY = tables()
CODE_NAMES = sorted({name for row in SYMBOLS for name in re.findall(r"`([A-Za-z_]+)`", row[1])})


@cache
def cells():
    """(chapter, syntax tree) of each code cell of the chapters."""
    return [(c, ast.parse(cell.source)) for c in chapters(BOOK) for cell in c.code]


@cache
def names_in_code():
    """Every name that the chapters' cells use, and every parameter of the library's functions."""
    found = set()
    for _, tree in cells():
        for node in ast.walk(tree):
            found |= {getattr(node, key, None) for key in ("id", "attr", "arg")}
    for function in vars(al).values():
        if inspect.isfunction(function) or inspect.isclass(function):
            found |= set(inspect.signature(function).parameters)
    return found


def prose(chapter):
    """The words of a chapter without code, addresses, citations and the words of the claims."""
    text = "\n".join(cell.source for cell in chapter.prose)
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)|\{cite[^`]*`[^`]*`", " ", text, flags=re.S)
    return re.sub(r"^> \*\*Claim .*$", "", text, flags=re.M)


@cache
def all_prose():
    return " ".join(prose(chapter) for chapter in chapters(BOOK)).lower()


def test_the_tables_are_read():
    assert len(SYMBOLS) > 15
    assert len(GLOSSARY) > 30
    assert all(len(row) == 3 for row in [*SYMBOLS, *GLOSSARY])


@pytest.mark.parametrize("name", CODE_NAMES)
def test_a_name_of_the_page_is_used(name):
    assert hasattr(al, name) or name in names_in_code() or name == "len"


def test_no_symbol_is_explained_twice():
    symbols = [s for row in SYMBOLS for s in re.findall(r"\$([^$]+)\$", row[0])]
    assert len(symbols) == len(set(symbols))


def test_the_glossary_is_in_order_and_in_both_languages():
    terms = [row[0].lower() for row in GLOSSARY]
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms)
    for term, chinese, meaning in GLOSSARY:
        assert re.search(r"[\u4e00-\u9fff]", chinese), term
        assert meaning, term


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_a_term_is_used_in_a_chapter(row):
    assert any(term.strip().lower() in all_prose() for term in row[0].split(",")), row[0]


@pytest.mark.parametrize("chapter", chapters(BOOK), ids=lambda chapter: chapter.path.stem)
def test_code_uses_the_names_of_the_page(chapter):
    for own, tree in cells():
        if own.path != chapter.path:
            continue
        for node in ast.walk(tree):
            for key in ("id", "arg"):
                name = getattr(node, key, None)
                assert name not in OTHER_NAMES, f"write {OTHER_NAMES[name]} for {name}"


@pytest.mark.parametrize("chapter", chapters(BOOK), ids=lambda chapter: chapter.path.stem)
def test_prose_uses_the_words_of_the_page(chapter):
    text = prose(chapter)
    for words, better in OTHER_WORDS.items():
        found = re.search(rf"\b(?:{words})\b", text)
        assert found is None, f"{found and found[0]!r} stands for {better}"
