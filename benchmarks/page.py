"""The page of the book: its prose is written by hand, the tables between the marks are measured."""

import re

MARK = "<!-- {} {} -->"


def fill(page: str, parts: dict[str, str]) -> str:
    """The page with each part between its marks; a part without marks is an error."""
    for name, text in parts.items():
        begin, end = MARK.format("begin", name), MARK.format("end", name)
        between = re.compile(f"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})", re.DOTALL)
        page, count = between.subn(lambda _, text=text: f"\n{text}\n\n", page)
        if count != 1:
            raise ValueError(f"the page has {count} places for {name!r}; it needs one: {begin}")
    return page


def part(page: str, name: str) -> str:
    """What stands between the marks of that name."""
    _, _, rest = page.partition(MARK.format("begin", name))
    text, mark, _ = rest.partition(MARK.format("end", name))
    if not mark:
        raise ValueError(f"the page has no place for {name!r}")
    return text.strip()
