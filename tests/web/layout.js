// What a narrow or enlarged page does wrong: it scrolls sideways, cuts off, or puts one control over another.
() => {
  const words = (element) => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`;
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const hiddenOnPurpose = "svg, mjx-container, .visually-hidden, #pst-skip-link, [aria-hidden]";

  window.scrollTo({ top: 0, behavior: "instant" }); // further down the header lies over what is there, as it should
  const page = document.documentElement;
  const sideways = page.scrollWidth > page.clientWidth ? [`the page scrolls sideways by ${page.scrollWidth - page.clientWidth}`] : [];

  const cutOff = [...document.body.querySelectorAll("*")]
    .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1)
    .filter((element) => /hidden|clip/.test(getComputedStyle(element).overflowX))
    .filter((element) => seen(element) && !element.closest(hiddenOnPurpose))
    .map((element) => `cut off, ${words(element)}`);

  // A link may go on in the next line: it is where its lines are. What scrolls within a box may be hidden there.
  const controls = [...document.querySelectorAll("a[href], button, input, select, summary")].filter(
    (element) => seen(element) && !element.closest("#pst-skip-link, pre, dialog:not([open])")
  );
  const boxes = controls.flatMap((element) => [...element.getClientRects()].map((box) => ({ element, box })));
  const over = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const related = (a, b) => a.contains(b) || b.contains(a);
  const overlaps = boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => over(one.box, other.box) && !related(one.element, other.element))
      .map((other) => `${words(one.element)} lies over ${words(other.element)}`)
  );
  return [...sideways, ...cutOff, ...overlaps];
}
