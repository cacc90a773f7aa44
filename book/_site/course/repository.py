"""Where the sources of this copy of the course are, so that its links follow a fork.

In turn: REPOSITORY_URL (empty for none), the variables that GitHub's and GitLab's runners set, the
remote `origin`. A folder on disk is no address: then the pages have no such links.
"""

import os
import re
import subprocess
from urllib.parse import urlencode

SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)([\w.-]+)(?::\d+(?=/))?[:/](.+)")
REPORT = "Error in {page}"


def repository_url(environment, origin):
    """The address of the repository's page, or None."""
    if "REPOSITORY_URL" in environment:
        found = environment["REPOSITORY_URL"]
    elif environment.get("GITHUB_REPOSITORY"):
        server = environment.get("GITHUB_SERVER_URL", "https://github.com")
        found = f"{server}/{environment['GITHUB_REPOSITORY']}"
    else:
        found = environment.get("CI_PROJECT_URL") or origin
    if ssh := SSH.fullmatch(found):
        found = f"https://{ssh[1]}/{ssh[2]}"
    if not re.match(r"https?://", found):
        return None
    without_password = re.sub(r"//[^/@]+@", "//", found)
    return without_password.rstrip("/").removesuffix(".git")


def origin(folder):
    """The address of the remote `origin`, or an empty text."""
    command = ["git", "-C", str(folder), "remote", "get-url", "origin"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:  # no git
        return ""


def report_url(repository, page):
    """Where a reader writes down an error of a page: a new issue whose title names the page."""
    title = REPORT.format(page=page)
    if "gitlab" in repository:
        return f"{repository}/-/issues/new?{urlencode({'issue[title]': title})}"
    return f"{repository}/issues/new?{urlencode({'title': title})}"


def find(app):
    app.env.course_repository = repository_url(os.environ, origin(app.confdir))


def offer_report(app, pagename, templatename, context, doctree):
    repository = app.env.course_repository
    context["report_url"] = report_url(repository, pagename) if repository and doctree else None


def setup(app):
    app.connect("builder-inited", find)
    app.connect("html-page-context", offer_report)
