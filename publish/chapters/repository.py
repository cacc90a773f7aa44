"""Where the sources of this copy of the course are, so that its links follow a fork.

In turn: REPOSITORY_URL (empty for none), the variables that GitHub's and GitLab's runners set, the
remote `origin`. A folder on disk is no address: then the pages have no such links.
"""

import os
import re
from urllib.parse import urlencode, urlsplit

from dulwich.config import apply_instead_of
from dulwich.errors import NotGitRepository
from dulwich.repo import Repo, UnsupportedExtension, UnsupportedVersion

SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)([\w.-]+)(?::\d+(?=/))?[:/](.+)")
REPORT = "Error in {page}"
FORGES = ("github", "gitlab", "bitbucket")
SERVERS = {"GITHUB_SERVER_URL": "github", "CI_SERVER_URL": "gitlab"}
BRANCHES = ("REPOSITORY_BRANCH", "GITHUB_REF_NAME", "CI_COMMIT_REF_NAME")


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


def forge(repository, environment):
    """Which program runs there, as its name or a runner's variables tell; None if neither does."""
    host = urlsplit(repository).hostname
    for variable, name in SERVERS.items():
        if urlsplit(environment.get(variable, "")).hostname == host:
            return name
    return next((name for name in FORGES if name in host), None)


def branch(environment, folder):
    """The branch that a reader should edit: the one that is built, else the remote's main one."""
    named = (environment.get(variable) for variable in BRANCHES)
    default = leads_to(folder, "refs/remotes/origin/HEAD").removeprefix("refs/remotes/origin/")
    return next(filter(None, (*named, default, current_branch(folder))), "main")


def current_branch(folder):
    """The branch of the working tree; an empty text if HEAD is a commit, as on some runners."""
    return leads_to(folder, "HEAD").removeprefix("refs/heads/")


def leads_to(folder, name):
    """The reference that a symbolic one stands for, or an empty text."""
    repo = opened(folder)
    content = repo and repo.refs.read_ref(name.encode())
    return (content or b"").partition(b"ref: ")[2].decode()


def origin(folder):
    """The address of the remote `origin`, or an empty text."""
    repo = opened(folder)
    if not repo:
        return ""
    config = repo.get_config_stack()
    addresses = config.get_multivar((b"remote", b"origin"), b"url")
    return apply_instead_of(config, next(addresses, b"").decode())


def opened(folder):
    """The repository around a folder, or None. It is read without git, whoever owns it."""
    try:
        return Repo.discover(folder)
    except (NotGitRepository, UnsupportedExtension, UnsupportedVersion, ValueError, OSError):
        return None


def report_url(repository, forge, page):
    """Where a reader writes down an error of a page: a new issue whose title names the page."""
    title = REPORT.format(page=page)
    if forge == "gitlab":
        return f"{repository}/-/issues/new?{urlencode({'issue[title]': title})}"
    return f"{repository}/issues/new?{urlencode({'title': title})}"


def buttons(repository, forge, branch):
    """The theme's options for its links: the repository, a page's source, its editor."""
    offered = ("use_repository_button", "use_source_button", "use_edit_page_button")
    return {
        "repository_url": repository,
        "repository_provider": forge,
        "repository_branch": branch,
        **dict.fromkeys(offered, True),
    }


def find(app, config):
    repository = repository_url(os.environ, origin(app.confdir))
    kind = repository and forge(repository, os.environ)
    config.course_repository, config.course_forge = repository, kind
    if kind:  # the theme knows the addresses of these only
        links = buttons(repository, kind, branch(os.environ, app.confdir))
        config.html_theme_options = {**config.html_theme_options, **links}


def offer_report(app, pagename, templatename, context, doctree):
    repository, kind = app.config.course_repository, app.config.course_forge
    offered = repository and doctree
    context["report_url"] = report_url(repository, kind, pagename) if offered else None


def setup(app):
    app.add_config_value("course_repository", None, "html", [str])
    app.add_config_value("course_forge", None, "html", [str])
    app.connect("config-inited", find)
    app.connect("html-page-context", offer_report)
