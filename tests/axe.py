"""axe-core on a page, and the other scripts of `tests/web`."""

from functools import cache
from pathlib import Path

WEB = Path(__file__).with_name("web")
COLOURS = ["color-contrast", "link-in-text-block"]


@cache
def script(name):
    return (WEB / name).read_text(encoding="utf-8")


def violations(page, colours=None):
    """What axe finds, a line for each place: by all rules, those for colours, or the others."""
    page.evaluate(script("node_modules/axe-core/axe.min.js"))
    rules = {"target-size": {"enabled": True}}
    options = {"resultTypes": ["violations"], "rules": rules}
    if colours:
        options["runOnly"] = {"type": "rule", "values": COLOURS}
    elif colours is False:
        rules.update((name, {"enabled": False}) for name in COLOURS)
    found = page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{rule['id']} ({rule['impact']}): {place['html'][:200]}"
        for rule in found["violations"]
        for place in rule["nodes"]
    ]
