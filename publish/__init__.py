"""What turns the book into a website, lectures, paper, and notebooks that run elsewhere.

Each room may import those below it: chapters; then website, browser, downloads and paper; then
lectures and classes.
"""
