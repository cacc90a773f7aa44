"""Collect the claims of all chapters into the library's data, from which chapter 10 shows them."""

import json
import re

from pybtex.database import parse_file

from publish.chapters.chapter import chapters
from publish.chapters.contents import BOOK, ROOT

STORE = ROOT / "lib" / "actloss" / "data" / "claims.json"
CITATION = re.compile(r"\{cite:([tp])\}`([^`]+)`")


def collect():
    """The text of the store, as the chapters have it now."""
    names = author_year(BOOK / "references.bib")
    records = [
        {
            "id": claim.id,
            "text": claim.text,
            "sources": claim.sources,
            "verdict": claim.verdict,
            "reason": CITATION.sub(lambda match: cited(*match.groups(), names), claim.reason),
            "chapter": chapter.path.stem,
            "tried": bool(claim.evidence),
        }
        for chapter in chapters(BOOK)
        for claim in sorted(chapter.claims, key=lambda claim: int(claim.id[1:]))
    ]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def cited(kind, keys, names):
    """In the text (t) "Shannon (1948)", in parentheses (p) "(Shannon, 1948)"."""
    papers = [names[key.strip()] for key in keys.split(",")]
    if kind == "t":
        return ", ".join(f"{who} ({year})" for who, year in papers)
    return "(" + "; ".join(f"{who}, {year}" for who, year in papers) + ")"


def author_year(bibliography):
    """How the text names each paper, such as ("Nair and Hinton", "2010")."""
    names = {}
    for key, entry in parse_file(str(bibliography)).entries.items():
        people = [
            " ".join([*person.prelast_names, *person.last_names])
            for person in entry.persons.get("author", entry.persons.get("editor", []))
        ]
        who = f"{people[0]} et al." if len(people) > 2 else " and ".join(people)
        names[key] = who.replace("{", "").replace("}", ""), entry.fields["year"]
    return names


def store():
    """Write the store if the chapters have changed; say whether they have."""
    text = collect()
    if STORE.exists() and STORE.read_text(encoding="utf-8") == text:
        return False
    STORE.write_text(text, encoding="utf-8")
    return True
