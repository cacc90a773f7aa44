// Paper has no folds, no sliders and no links to follow: before a page is printed, what the reader
// would miss is added to it, and taken away afterwards. print.css hides what this stands in for.
(() => {
  "use strict";

  const root = document.documentElement;
  const PAPER_FONT = 13.3; // px, the 10 pt of print.css
  const PAPER_WIDTH = 570; // px, the lines of A4 with its margins, and room for an indent
  let theme;

  const make = (tag, ...content) => {
    const element = document.createElement(tag);
    element.className = "for-paper";
    element.append(...content);
    return element;
  };

  // A copy may not have the same names as what it copies.
  const copy = (element) => {
    const twin = element.cloneNode(true);
    for (const one of [twin, ...twin.querySelectorAll("[id]")]) one.removeAttribute("id");
    return twin;
  };

  const textOf = (heading) => {
    const twin = copy(heading);
    twin.querySelector(".headerlink")?.remove();
    return twin.textContent;
  };

  // "learning rate 0.5, epoch 40", where the controls stand.
  const settings = (explorable) => {
    const sliders = [...explorable.querySelectorAll(".widget-slider")].map((slider) => [
      slider,
      slider.querySelector(".widget-readout").textContent,
    ]);
    const lists = [...explorable.querySelectorAll(".widget-dropdown")].map((list) => [
      list,
      list.querySelector("select").selectedOptions[0].textContent,
    ]);
    return [...sliders, ...lists]
      .map(([control, value]) => `${control.querySelector(".widget-label").textContent} ${value}`)
      .join(", ");
  };

  const stills = () => {
    for (const explorable of document.querySelectorAll(".actloss-explore")) {
      explorable.prepend(make("p", `Shown: ${settings(explorable)}. It moves on the web page.`));
    }
  };

  // Exercises first, their solutions at the end, as in other books.
  const solutions = () =>
    [...document.querySelectorAll("section.exercise")].flatMap((exercise) => {
      const found = [...exercise.querySelectorAll(".cell.tag_solution details > :not(summary)")];
      const cell = make("div", ...found.map(copy));
      cell.classList.add("cell");
      return found.length ? [make("h3", textOf(exercise.querySelector("h3"))), cell] : [];
    });

  const answers = () =>
    [...document.querySelectorAll("p.question")].flatMap((question) => {
      const list = make("ol");
      for (let next = question.nextElementSibling; next?.matches("details"); next = next.nextElementSibling) {
        list.append(make("li", ...[...next.querySelectorAll(":scope > :not(summary)")].map(copy)));
      }
      return [make("h3", question.querySelector("strong").textContent), list];
    });

  const gather = () => {
    const [solved, answered] = [solutions(), answers()];
    const part = (title, content) => (content.length ? [make("h2", title), ...content] : []);
    const parts = [...part("Solutions", solved), ...part("Answers to the self-check", answered)];
    if (parts.length) document.querySelector("article.bd-article > section").append(make("section", ...parts));
  };

  const addresses = () => {
    for (const link of document.querySelectorAll('article a[href^="http"]')) {
      if (!/^(https?:|doi:)/.test(link.textContent)) {
        link.after(make("span", ` (${link.href.replace(/^https?:\/\//, "")})`));
      }
    }
  };

  const fitFormulas = () => {
    const shrink = PAPER_FONT / parseFloat(getComputedStyle(document.querySelector("article")).fontSize);
    for (const formula of document.querySelectorAll('mjx-container[display="true"] > mjx-math')) {
      formula.style.removeProperty("--fit");
      const width = formula.getBoundingClientRect().width * shrink;
      if (width > PAPER_WIDTH) formula.style.setProperty("--fit", `${(100 * PAPER_WIDTH) / width}%`);
    }
  };

  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    root.dataset.theme = "light";
    for (const image of document.querySelectorAll("img[loading]")) image.loading = "eager";
    stills();
    gather();
    addresses();
    fitFormulas();
  });

  addEventListener("afterprint", () => {
    root.dataset.theme = theme;
    for (const added of document.querySelectorAll(".for-paper")) added.remove();
  });
})();
