if (location.protocol === "file:") {
  // A page from a file may not read other files: the search shows titles without extracts.
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  // Nor may it start Python: the links that would lead to the page that says why.
  for (const link of document.querySelectorAll('a[href*="lite/notebooks/"]'))
    link.href = new URL("run.html#in-your-browser", location.href).href;
}
