"""Only pages with mathematics load MathJax."""

from sphinx.domains.math import MathDomain


class OwnMathematics(MathDomain):
    """Sphinx's own domain takes the mathematics of all chapters for that of the first page too."""

    def has_equations(self, docname=None):
        if docname:
            return self.data["has_equations"].get(docname, False)
        return super().has_equations()


def setup(app):
    app.add_domain(OwnMathematics, override=True)
