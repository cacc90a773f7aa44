"""The playground: small networks that train while one watches, each set up by a few words.

`setups` says what can be set, `cells` writes the code, `runs` runs it and measures what is shown.
The page of the course that draws it is book/playground.md.
"""

from actloss.show.playground.cells import code
from actloss.show.playground.runs import Playground, Run
from actloss.show.playground.setups import Setup, choices, read
