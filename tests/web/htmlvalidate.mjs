// What html-validate looks for. A rule is off where the theme or Sphinx breaks it and no reader is harmed.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // how it is written, not what it says
    "attribute-boolean-style": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "prefer-tbody": "off",
    "void-style": "off",
    // a page of the library names its entries as Python does: actloss.losses.huber
    "valid-id": ["error", { relaxed: true }],
    // column widths of tables
    "no-inline-style": "off",
    // the theme's headings of the side bar and its <main role="main">, docutils' lists of divs
    "no-redundant-role": "off",
    "prefer-native-element": "off",
    // the theme's buttons stand in no form, and its search is sent with Enter
    "no-implicit-button-type": "off",
    "wcag/h32": "off",
    // the theme names buttons by their title; axe sees to it that all have a name
    "text-content": "off",
    // a chapter's question and the title of the course
    "long-title": "off",
  },
};
