"""Hand out assignments, run what comes back apart from all else, and mark it from outside."""

import sys
from pathlib import Path

# The website's tools pack zip files and know the site's address.
sys.path.insert(0, str(Path(__file__).parents[1] / "book/_site"))
