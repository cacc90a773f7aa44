"""The pages of the website as trees."""

import gc
from functools import cache

from bs4 import BeautifulSoup

from publish.chapters.contents import SITE


@cache
def parsed(page):
    """A page of the site, such as "book/intro.html", parsed once for all tests.

    The trees live to the end of the tests: Python's collector, which would go through all their
    nodes again and again, leaves them alone.
    """
    tree = BeautifulSoup((SITE / page).read_text(encoding="utf-8"), "html.parser")
    gc.freeze()
    return tree
