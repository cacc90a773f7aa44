// Names for what ipywidgets leaves unnamed: a slider's handle speaks its value instead of an
// index, Play's buttons say what they do, and the sentence under a picture is read out after the
// reader has moved something.
(() => {
  "use strict";

  const EXPLORABLE = ".actloss-explore";
  const ANNOUNCE_AFTER = 700; // ms of rest: longer than a step of Play, so that it stays silent
  const BUTTONS = { "fa-play": "Play", "fa-pause": "Pause", "fa-stop": "Stop", "fa-retweet": "Repeat" };
  const statuses = new WeakMap();

  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  const nameSlider = (slider) => {
    const handle = slider.querySelector("[role=slider]");
    if (!handle) return;
    set(handle, "aria-label", slider.querySelector(".widget-label").textContent);
    const readout = slider.querySelector(".widget-readout");
    set(handle, "aria-valuetext", readout.textContent);
    // ipywidgets makes the readout editable, but no typed text does anything here.
    readout.removeAttribute("contenteditable");
    set(readout, "aria-hidden", "true");
  };

  const nameButton = (button) => {
    const icon = Object.keys(BUTTONS).find((name) => button.querySelector(`.${name}`));
    if (icon) set(button, "aria-label", BUTTONS[icon]);
  };

  const announce = (explorable) => {
    const caption = explorable.querySelector(".actloss-caption");
    const status = statuses.get(explorable);
    if (!caption || !status || status.text === caption.textContent) return;
    status.text = caption.textContent;
    clearTimeout(status.timer);
    status.timer = setTimeout(() => (status.element.textContent = status.text), ANNOUNCE_AFTER);
  };

  // A screen reader follows a region that stays; the captions themselves come and go.
  const listen = (explorable) => {
    const element = document.createElement("div");
    element.setAttribute("role", "status");
    element.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    explorable.append(element);
    const text = explorable.querySelector(".actloss-caption")?.textContent;
    statuses.set(explorable, { element, text, timer: 0 });
  };

  const tend = () => {
    for (const explorable of document.querySelectorAll(EXPLORABLE)) {
      explorable.querySelectorAll(".widget-slider").forEach(nameSlider);
      explorable.querySelectorAll(".widget-play button").forEach(nameButton);
      announce(explorable);
    }
  };

  const start = (event) => {
    const explorable = event.target.closest?.(EXPLORABLE);
    if (explorable && !statuses.has(explorable)) listen(explorable);
  };

  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      tend();
    });
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["aria-valuetext", "class"],
  });
  for (const type of ["keydown", "pointerdown", "change"]) document.addEventListener(type, start, true);
  tend();
})();
