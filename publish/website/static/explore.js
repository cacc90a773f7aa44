// Explorables: the controls choose one of the pictures that stand in the page as templates.
(() => {
  "use strict";

  const ANNOUNCE_AFTER = 700; // ms of rest: longer than a step of Play, so that it stays silent

  const countOf = (control) => (control.options?.length ?? Number(control.max) + 1);
  const indexOf = (control) => control.selectedIndex ?? Number(control.value);

  const connect = (explorable) => {
    const controls = [...explorable.querySelectorAll("input, select")];
    const shown = explorable.querySelector(".actloss-shown");
    const templates = explorable.querySelectorAll("template");
    const status = explorable.querySelector("[role=status]");
    let timer = 0;

    // A picture leaves its template while it is shown, so that its ids are on the page only once.
    const show = () => {
      const at = controls.reduce((before, control) => before * countOf(control) + indexOf(control), 0);
      templates[shown.dataset.at].content.append(...shown.childNodes);
      shown.replaceChildren(templates[at].content);
      shown.dataset.at = at;
    };

    const speak = (control) => {
      if (control.type !== "range") return;
      const value = JSON.parse(control.dataset.labels)[indexOf(control)];
      control.setAttribute("aria-valuetext", value);
      control.nextElementSibling.textContent = value;
    };

    // The sentence under the picture is read out after the reader has moved something.
    const announce = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        status.textContent = shown.querySelector(".actloss-caption")?.textContent ?? "";
      }, ANNOUNCE_AFTER);
    };

    explorable.addEventListener("input", (event) => {
      speak(event.target);
      show();
      announce();
    });
    explorable.querySelectorAll(".widget-play").forEach(play);
  };

  // The button moves the control before it, from the first value again after the last.
  const play = (button) => {
    const control = button.previousElementSibling.querySelector("input, select");
    const last = countOf(control) - 1;
    let running = 0;

    const move = (at) => {
      if (control.options) control.selectedIndex = at;
      else control.value = at;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    };

    const stop = () => {
      clearInterval(running);
      running = 0;
      button.textContent = "Play";
      button.classList.remove("running");
    };

    const step = () => {
      if (indexOf(control) < last) move(indexOf(control) + 1);
      if (indexOf(control) === last) stop();
    };

    button.addEventListener("click", () => {
      if (running) return stop();
      if (indexOf(control) === last) move(0);
      running = setInterval(step, Number(button.dataset.interval));
      button.textContent = "Pause";
      button.classList.add("running");
    });
  };

  document.querySelectorAll(".actloss-explore").forEach(connect);
  // One that a live cell has just put into the page.
  document.addEventListener("explorable", ({ target }) => connect(target));
})();
