"""The course and its chapters in the vocabulary of schema.org, as JSON-LD for search engines."""

import json
from pathlib import PurePosixPath

from publish.chapters.address import page_url
from publish.chapters.citation import author_name
from publish.website.sharing.previews import chapters, cover, what_it_teaches

# What the title page says of its readers.
LEVEL = "Beginner"
PREREQUISITES = ["school calculus: derivatives and the chain rule", "a little Python"]


class Graph:
    """What one page says; addresses are full where the site's is known, else seen from the page."""

    def __init__(self, app, page):
        self.app, self.page = app, page
        self.citation = app.config.course_citation
        self.chapters = chapters(app.env)

    def address(self, page):
        near = self.app.builder.get_relative_uri(self.page, page)
        own = PurePosixPath(self.app.builder.get_target_uri(page)).name
        return page_url(self.app, page) or near or own

    def named(self, kind, page, name):
        address = self.address(page)
        return {"@type": kind, "@id": address, "url": address, "name": name}

    def common(self):
        """What holds for the course and for each of its parts."""
        said = {
            "author": [self.author(author) for author in self.citation["authors"]],
            "datePublished": self.citation["date-released"],
            "version": self.citation["version"],
            "license": [f"https://spdx.org/licenses/{name}" for name in self.citation["license"]],
            "inLanguage": self.app.config.language,
            "isAccessibleForFree": True,
        }
        if self.app.config.html_baseurl:
            said["image"] = cover(self.app, self.page)
        return said

    def author(self, author):
        kind = "Organization" if "name" in author else "Person"
        return {"@type": kind, "name": author_name(author)}

    def course(self):
        minutes = sum(chapter["minutes"] for chapter in self.chapters.values())
        return {
            "@context": "https://schema.org",
            **self.named("Course", self.app.config.root_doc, self.citation["title"]),
            "description": self.citation["abstract"],
            "keywords": self.citation["keywords"],
            "educationalLevel": LEVEL,
            "coursePrerequisites": PREREQUISITES,
            "timeRequired": f"PT{minutes}M",
            "provider": self.author(self.citation["authors"][0]),
            "offers": {"@type": "Offer", "category": "Free"},
            "hasCourseInstance": {
                "@type": "CourseInstance",
                "courseMode": "Online",
                "courseWorkload": f"PT{minutes}M",
            },
            **self.common(),
            "hasPart": [
                {**self.named("LearningResource", page, course["question"]), "position": position}
                for position, (page, course) in enumerate(self.chapters.items(), 1)
            ],
        }

    def chapter(self):
        course = self.chapters[self.page]
        return {
            "@context": "https://schema.org",
            **self.named("LearningResource", self.page, course["question"]),
            "description": what_it_teaches(course),
            "position": list(self.chapters).index(self.page) + 1,
            "isPartOf": self.named("Course", self.app.config.root_doc, self.citation["title"]),
            "learningResourceType": ["tutorial", "exercise", "executable notebook"],
            "interactivityType": "mixed",
            "educationalLevel": LEVEL,
            "teaches": course["learn"],
            "competencyRequired": course["needs"],
            "timeRequired": f"PT{course['minutes']}M",
            **self.common(),
        }


def add_graph(app, pagename, templatename, context, doctree):
    graph = Graph(app, pagename)
    if pagename == app.config.root_doc:
        said = graph.course()
    elif pagename in graph.chapters:
        said = graph.chapter()
    else:
        return
    # "</script>" in a text must not end the element
    text = json.dumps(said, ensure_ascii=False).replace("<", r"\u003c")
    context["metatags"] += f'\n<script type="application/ld+json">{text}</script>'


def setup(app):
    app.connect("html-page-context", add_graph)
