"""What the library uses of ipywidgets, for a page: each widget is only what it looks like.

The controls of an explorable choose among pictures that are there, so no widget ever speaks to
Python. The page writes the same HTML for them as for those of the published chapter.
"""

models = {}


class Layout(dict):
    def __init__(self, **settings):
        super().__init__(settings)


class Widget:
    def __init__(self, **state):
        self.model_id = f"w{len(models)}"
        self.state = {"_dom_classes": [], **state}
        models[self.model_id] = {"model_name": f"{self.name()}Model", "state": self.state}

    @classmethod
    def name(cls):
        """Of the widget that a class of ours or of the library is."""
        return next(one.__name__ for one in cls.__mro__ if one.__module__ == __name__)

    def add_class(self, name):
        self.state["_dom_classes"].append(name)
        return self

    def _repr_mimebundle_(self, **kwargs):
        return {}


class HTML(Widget):
    def __init__(self, value="", *, layout=None, style=None):
        super().__init__(value=value)
        self.style = style


class Box(Widget):
    def __init__(self, children=(), *, layout=None, **state):
        names = [f"IPY_MODEL_{child.model_id}" for child in children]
        super().__init__(children=names, **state)


class VBox(Box):
    pass


class Stack(Box):
    def __init__(self, children=(), *, selected_index=0, layout=None):
        super().__init__(children, selected_index=selected_index)


class Choice(Widget):
    def __init__(self, *, options, index, description, layout=None, style=None):
        super().__init__(_options_labels=options, index=index, description=description)


class SelectionSlider(Choice):
    pass


class Dropdown(Choice):
    pass


class Play(Widget):
    def __init__(self, *, max, value, interval):
        super().__init__(max=max, value=value, interval=interval)


def jslink(source, target):
    """The page's own script does this."""


def __getattr__(name):
    raise AttributeError(
        f'ipywidgets.{name} needs a notebook: choose "Run in your browser" below the title of '
        "the chapter. Here al.explore shows sliders."
    )
