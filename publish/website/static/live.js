// Each code cell of a chapter can be edited where it stands. Nothing is loaded before the press.
(() => {
  "use strict";

  const link = document.querySelector(".run-chapter a");
  const inputs = [...document.querySelectorAll("div.cell_input")];
  const notebook = new URL(link.href);
  const edition = notebook.searchParams.get("path");
  const root = new URL("../", notebook);

  const say = (button, text) => {
    const line = button.parentElement.querySelector("[role=alert]") ?? document.createElement("p");
    Object.assign(line, { role: "alert", className: "live-trouble", textContent: text });
    button.after(line);
  };

  const check = ({ published }) => {
    if (!(edition in published)) throw new Error("this page is of an earlier edition. Reload it.");
  };

  const press = async (button, at) => {
    if (later.fromFile) return say(button, later.fromFile);
    button.disabled = true;
    button.textContent = "Loading";
    try {
      const { names, script } = await later.get(root, "script", check);
      script.start({ root, edition, names, inputs, at });
    } catch (error) {
      console.warn(error);
      button.disabled = false;
      button.textContent = "Edit and run";
      say(button, later.whyNot(error));
    }
  };

  inputs.forEach((input, at) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "live-start", textContent: "Edit and run" });
    button.addEventListener("click", () => press(button, at));
    input.append(button);
  });

  const changed = Object.keys(JSON.parse(localStorage.getItem(`cells ${edition}`) ?? "{}")).length;
  if (changed) {
    const note = document.createElement("p");
    note.className = "run-chapter";
    note.textContent = `You changed ${changed === 1 ? "a cell" : `${changed} cells`} of this chapter: “Edit and run” at any cell brings your code back.`;
    link.parentElement.after(note);
  }
})();
