"""Where matplotlib's pictures go: into the page, below the cell that runs."""

import kernel
from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvas  # noqa: F401


def show(*args, **options):
    kernel.current.show_pictures()
