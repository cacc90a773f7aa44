// Where an element stands, as a selector; notes in `stops` what gets the focus from now on.
() => {
  window.place = (element) => {
    const steps = [];
    for (let one = element; one.parentElement; one = one.parentElement) {
      steps.unshift(`:nth-child(${[...one.parentElement.children].indexOf(one) + 1})`);
    }
    return [":root", ...steps].join(" > ");
  };
  window.stops = [];
  addEventListener("focusin", ({ target }) => stops.push(place(target)));
}
