/* ipywidgets calls MathJax by its version 2 interface; this hands such calls to version 3. */
if (window.MathJax) {
  window.MathJax.Hub = {
    Queue([, , element]) {
      window.MathJax.startup.promise.then(() => window.MathJax.typesetPromise([element]));
    },
  };
}

/* A page from a file may not read other files: the search shows titles without extracts. */
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
