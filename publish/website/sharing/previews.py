"""What search engines and messengers show of a page: title, description and picture."""

import json
import re
from html import escape
from pathlib import PurePosixPath
from textwrap import shorten

from docutils import nodes
from markupsafe import Markup

from publish.chapters.address import page_url

LIMIT, ENOUGH = 200, 110  # characters of a description
COVER_SIZE = (1200, 630)


def chapters(env):
    """What the notebooks say of themselves, page by page in the order of the course."""
    said = {page: env.metadata[page].get("course") for page in sorted(env.found_docs)}
    return {page: json.loads(course) for page, course in said.items() if course}


def describe(app, page, doctree):
    """A page's description: its own, of a chapter its question, of another how it begins."""
    own = app.env.metadata[page].get("description")
    course = chapters(app.env).get(page)
    if own or course:
        return own or what_it_teaches(course)
    if doctree is None or page == app.config.root_doc:
        return app.config.course_citation["abstract"]
    return opening(doctree)


def what_it_teaches(course):
    """The question and, as far as they fit, the things to learn."""
    first, *rest = course["learn"]
    text = f"{course['question']} You learn {first}"
    for item in rest:
        if len(f"{text}; {item}.") > LIMIT:
            break
        text += f"; {item}"
    return shorten(f"{text}.", LIMIT, placeholder=" …")


def opening(doctree):
    """The first sentences of a page that fit, or a part of them if few do."""
    section = next(iter(doctree.findall(nodes.paragraph))).parent
    paragraphs = (node.astext() for node in section if isinstance(node, nodes.paragraph))
    whole = " ".join(" ".join(paragraphs).split())
    ends = (match.end() for match in re.finditer(r"[.!?](?=\s|$)", whole))
    fit = whole[: max((end for end in ends if end <= LIMIT), default=0)]
    return fit if len(fit) >= min(ENOUGH, len(whole)) else shorten(whole, LIMIT, placeholder=" …")


def cover(app, page):
    """The address of a page's picture: chapters and the title page have their own."""
    own = page if page in chapters(app.env) else app.config.root_doc
    return f"{app.config.html_baseurl}_static/covers/{PurePosixPath(own).name}.png"


def tags(app, page, title, description):
    """Names and contents of the <meta> tags; an address and a picture only where they are known."""
    front = page == app.config.root_doc
    found = {
        "description": description,
        "og:type": "website" if front else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": description,
        "twitter:card": "summary",
    }
    if app.config.html_baseurl:
        width, height = COVER_SIZE
        found |= {
            "og:url": page_url(app, page),
            "og:image": cover(app, page),
            "og:image:width": width,
            "og:image:height": height,
            "og:image:alt": f"Title picture: {title}",
            "twitter:card": "summary_large_image",
        }
    return found


def add_tags(app, pagename, templatename, context, doctree):
    title = Markup(context.get("title") or app.config.html_title).striptags()
    if doctree is not None:  # without the chapter's number
        title = app.env.titles[pagename].astext()
    description = " ".join(describe(app, pagename, doctree).split())
    lines = []
    for name, content in tags(app, pagename, title, description).items():
        kind = "property" if name.startswith("og:") else "name"
        lines.append(f'<meta {kind}="{name}" content="{escape(str(content))}">')
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])


def setup(app):
    app.connect("html-page-context", add_tags)
