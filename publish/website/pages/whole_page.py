"""What is done to the HTML of a whole page, after the templates."""

from publish.chapters.formulas import set_formulas
from publish.chapters.markup import mend
from publish.website.pages.preload import preload

STEPS = (set_formulas, mend, preload)


def finish_pages(app):
    if app.builder.format != "html":
        return
    render = app.builder.templates.render

    def rendered(template, context):
        html = render(template, context)
        for step in STEPS:
            html = step(app, html, context)
        return html

    app.builder.templates.render = rendered


def setup(app):
    app.connect("builder-inited", finish_pages)
