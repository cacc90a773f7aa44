// What can have the focus and looks the same with it.
() => {
  const look = (element) => {
    const { outlineStyle, outlineWidth, boxShadow, backgroundColor } = getComputedStyle(element);
    return `${outlineStyle === "none" ? "" : outlineWidth} ${boxShadow} ${backgroundColor}`;
  };
  const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
  return [...all]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => {
      element.blur();
      const before = look(element);
      element.focus({ preventScroll: true });
      return look(element) === before || !element.checkVisibility({ opacityProperty: true });
    })
    .map((element) => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`);
}
