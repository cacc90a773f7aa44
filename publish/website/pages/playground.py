"""The playground's page: what can be chosen stands in it, and its own script and style are loaded.

In the source of the page the line `% playground` stands where it goes. playground.js draws the
controls in place of the sentence that says that it needs a script.
"""

import json

from actloss.show.playground import choices

PAGE = "book/playground"
MARK = "% playground\n"
PLACE = """\
```{{raw}} html
<div id="play-area" data-choices="{choices}">
<p>The playground needs JavaScript, which has not run here. What it would show is told in the list
below, and the chapters that it names show it in still pictures.</p>
</div>
```
"""


def fill_in(app, docname, source):
    if docname == PAGE:
        found = json.dumps(choices()).replace("&", "&amp;").replace('"', "&quot;")
        source[0] = source[0].replace(MARK, PLACE.format(choices=found))


def load(app, pagename, templatename, context, doctree):
    if pagename == PAGE:
        app.add_css_file("playground.css")
        for script in ("later.js", "playground.js"):
            app.add_js_file(script, defer="defer")


def setup(app):
    app.connect("source-read", fill_in)
    app.connect("html-page-context", load)
