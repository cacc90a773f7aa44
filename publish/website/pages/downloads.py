"""A chapter's zip in the menu of downloads: the notebook with all that it needs at home."""

from pathlib import PurePosixPath

from publish.website.sharing.previews import chapters

FOLDER = "_downloads"
AFTER_THEME = 502  # the theme fills the menu at 501


def offer_zip(app, pagename, templatename, context, doctree):
    if pagename not in chapters(app.env):
        return
    for button in context["header_buttons"]:
        if button.get("label") == "download-buttons":
            name = f"{PurePosixPath(pagename).name}.zip"
            zipped = {
                "type": "link",
                "url": f"{context['pathto'](FOLDER, 1)}/{name}",
                "text": "Chapter with what it needs (.zip)",
                "tooltip": "Download notebook, library and instructions",
                "icon": "fas fa-box-archive",
                "label": "download-zip-button",
            }
            button["buttons"].insert(1, zipped)


def setup(app):
    app.connect("html-page-context", offer_zip, priority=AFTER_THEME)
