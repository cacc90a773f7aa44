// For readers without a mouse or without sight: what scrolls sideways can be reached by keyboard and
// says what it is. The button for the colours says which are chosen, and keeps the focus.
(() => {
  "use strict";

  // The first that fits names an element.
  const NAMES = Object.entries({
    ".cell_output pre": "Output",
    pre: "Code",
    ".pst-scrollable-table-container, .text_html": "Table",
    "mjx-container[display], div.math, dd p": "Formula",
    ".cell_output": "Output",
  });
  const MAY_SCROLL = `article :is(${NAMES.map(([selector]) => selector)})`;

  const scrolls = (element) =>
    element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX);

  const open = (element) => {
    const [, name] = NAMES.find(([selector]) => element.matches(selector));
    Object.assign(element, { tabIndex: 0, role: "group", ariaLabel: name });
  };

  const close = (element) => {
    for (const attribute of ["tabindex", "role", "aria-label"]) element.removeAttribute(attribute);
  };

  const look = () => {
    const all = [...document.querySelectorAll(MAY_SCROLL)];
    const wide = new Set(all.filter(scrolls));
    all.forEach((element) => {
      if (wide.has(element)) open(element);
      else if (element.role === "group") close(element);
    });
  };

  let waiting = 0;
  const lookSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 100); // when the page has been laid out
  };
  addEventListener("load", lookSoon);
  addEventListener("resize", lookSoon);
  document.addEventListener("toggle", lookSoon, true);

  const colours = document.querySelectorAll(".theme-switch-button");
  const sayColours = () => {
    for (const button of colours) button.ariaLabel = `Colours: ${document.documentElement.dataset.mode}`;
  };
  // The theme takes the focus away; a click with no count is one of the keyboard.
  for (const button of colours) {
    button.addEventListener("click", (event) => event.detail === 0 && button.focus());
  }
  new MutationObserver(sayColours).observe(document.documentElement, { attributeFilter: ["data-mode"] });
  sayColours();
})();
