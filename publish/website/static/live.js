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

  const get = async () => {
    const address = new URL("edition.json", root);
    const names = await fetch(address, { cache: "no-store" }).then((answer) => answer.json());
    if (!(edition in names.published)) throw new Error("this page is of an earlier edition. Reload it.");
    const script = new URL(names.live.script, root);
    try {
      return { names, page: await import(script) };
    } catch (error) {
      const answer = await fetch(script, { cache: "no-store" });
      const type = answer.headers.get("Content-Type");
      const sent = `this site's host sends ${script.pathname} as ${type}, and no browser runs that.`;
      throw answer.ok && !/javascript/.test(type) ? new Error(sent) : error;
    }
  };

  const press = async (button, at) => {
    if (location.protocol === "file:")
      return say(button, "A browser starts no Python for a page from a file. The page “Run the chapters” says what works.");
    button.disabled = true;
    button.textContent = "Loading";
    try {
      const { names, page } = await get();
      page.start({ root, edition, names, inputs, at });
    } catch (error) {
      console.warn(error);
      button.disabled = false;
      button.textContent = "Edit and run";
      const lost = error instanceof SyntaxError || error instanceof TypeError;
      say(button, `Python did not start: ${lost ? "not everything came. Is the network there?" : error.message}`);
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
