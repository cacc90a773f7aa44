"""sitemap.xml and robots.txt, which lead search engines to the pages; they need full addresses."""

from pathlib import Path
from xml.sax.saxutils import escape

from publish.chapters.address import page_url

SITEMAP = """\
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{urls}
</urlset>
"""
ROBOTS = "User-agent: *\nAllow: /\nSitemap: {site}sitemap.xml\n"


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    site = app.config.html_baseurl
    files = {"sitemap.xml": sitemap, "robots.txt": lambda app: ROBOTS.format(site=site)}
    for name, text_for in files.items():
        path = Path(app.outdir) / name
        if site:
            path.write_text(text_for(app), encoding="utf-8")
        else:  # of an earlier build
            path.unlink(missing_ok=True)


def sitemap(app):
    """The pages that somebody wrote: neither the search nor an index."""
    addresses = (escape(page_url(app, page)) for page in sorted(app.env.found_docs))
    return SITEMAP.format(urls="\n".join(f"<url><loc>{a}</loc></url>" for a in addresses))


def setup(app):
    app.connect("build-finished", write)
