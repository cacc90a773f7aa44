// The code cells of a page, made editable where they stand; a worker runs them.

import { make } from "./elements.js";
import { Python } from "./python.js";

const LONG = 10; // seconds after which a running cell says how to stop it
const SAVE_AFTER = 400; // ms without a key

const button = (text, press, content) => make("button", { type: "button", textContent: text, onclick: press, ...content });
const cells = (count) => (count === 1 ? "1 cell" : `${count} cells`);

export function start({ root, edition, names, inputs, at }) {
  const page = new Page(root, edition, names);
  page.cells = inputs.map((input, index) => new Cell(page, input, index));
  page.restore();
  page.open(at);
}

class Page {
  constructor(root, edition, names) {
    Object.assign(this, { root, edition, live: names.live, queue: [], running: null });
    this.key = `cells ${edition}`;
    this.editor = import(new URL(names.live.editor, root));
    const style = new URL(names.live.style, root);
    this.styled = new Promise((done) => {
      document.head.append(make("link", { rel: "stylesheet", href: style, onload: done, onerror: done }));
    });
    this.python = new Python({
      live: this.live,
      root,
      again: "run a cell",
      tell: (words) => this.queue.forEach(({ cell }) => cell.say(words)),
      ready: () => this.next(),
      hear: (message) => (message.kind === "done" ? this.done() : this.cells[message.cell].hear(message)),
      fail: (why) => this.fail(why),
    });
    this.status = make("span", { role: "status" });
    this.copy = button("Copy out as a notebook", () => this.copyOut());
    this.reset = button("All back to the book’s", () => this.allBack());
    const older = this.earlier().map((key) => button("Copy out your cells of an earlier edition", () => this.copyEarlier(key)));
    this.bar = make("section", { id: "live-bar", ariaLabel: "Your changes to this chapter" }, this.status, this.copy, this.reset, ...older);
    document.body.append(this.bar);
  }

  async open(at) {
    const cell = this.cells[at];
    this.python.start(cell.draws);
    await this.styled;
    for (const one of this.cells) one.open();
    cell.run();
    await cell.edit();
    cell.editor?.focus();
  }

  changed() {
    return this.cells.filter((cell) => cell.changed);
  }

  // What the reader changed, in this browser.

  restore() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "{}");
    for (const [at, text] of Object.entries(kept)) if (this.cells[at]) this.cells[at].text = text;
    this.tell();
  }

  save() {
    const changed = this.changed();
    this.kept = true;
    try {
      if (changed.length) {
        localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(changed.map((cell) => [cell.index, cell.text]))));
      } else localStorage.removeItem(this.key);
    } catch {
      this.kept = false;
    }
    this.tell();
  }

  saveSoon() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(), SAVE_AFTER);
  }

  // Where a browser keeps nothing, something else stands in for its storage, until the tab is closed.
  tell() {
    const count = this.changed().length;
    const stands = "value" in (Object.getOwnPropertyDescriptor(window, "localStorage") ?? {});
    const where =
      this.kept === false
        ? "This browser has no room to keep it: copy it out."
        : stands
          ? "This browser keeps nothing: it lasts until you close the tab."
          : "Kept in this browser, for this edition of the chapter.";
    const text = count ? `You changed ${cells(count)}. ${where}` : "Nothing is changed. Ctrl+Enter runs a cell, Escape leaves it.";
    if (this.status.textContent !== text) this.status.textContent = text;
    this.copy.hidden = this.reset.hidden = !count;
  }

  allBack() {
    if (!confirm("Your changes to this chapter will be lost. Go on?")) return;
    for (const cell of this.cells) cell.back();
    this.save();
  }

  // What was changed before the chapter was: its cells are other ones now.
  earlier() {
    const chapter = this.key.replace(/[0-9a-f]{8}\.ipynb$/, "");
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at));
    return keys.filter((key) => key.startsWith(chapter) && key !== this.key);
  }

  copyEarlier(key) {
    const kept = Object.entries(JSON.parse(localStorage.getItem(key)));
    const cells = kept.map(([at, source]) => ({
      cell_type: "code", id: `cell-${at}`, source, metadata: {}, outputs: [], execution_count: null,
    }));
    download({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, key.replace("cells ", ""));
  }

  async copyOut() {
    try {
      const answer = await fetch(new URL(`files/${this.edition}`, this.root));
      if (!answer.ok) throw new Error(answer.status);
      const notebook = await answer.json();
      const code = notebook.cells.filter((cell) => cell.cell_type === "code");
      for (const cell of this.changed()) Object.assign(code[cell.index], { source: cell.text, outputs: [], execution_count: null });
      download(notebook, this.edition);
    } catch (error) {
      console.warn(error);
      this.status.textContent = "The chapter’s notebook did not come, so there is nothing to copy your cells into. Is the network there?";
    }
  }

  // One run after the other.

  run(cell, all) {
    const waiting = this.queue.find((one) => one.cell === cell);
    if (waiting) waiting.all ||= all;
    if (waiting || this.running?.cell === cell) return;
    this.queue.push({ cell, all });
    cell.say(this.python.state === "ready" ? "Waits for its turn" : this.python.words);
    this.next();
  }

  next() {
    if (this.running || !this.queue.length || !this.python.start(this.draws())) return;
    this.running = this.queue.shift();
    const { cell, all } = this.running;
    this.python.send({
      do: "run",
      cell: cell.index,
      all: Boolean(all),
      sources: this.cells.map((one) => one.text),
      book: this.cells.map((one) => one.book),
      changed: this.changed().map((one) => one.index),
    });
    cell.begin();
  }

  draws() {
    return this.queue.some(({ cell }) => cell.draws);
  }

  done() {
    this.running?.cell.rest();
    this.running = null;
    this.next();
  }

  // Python has gone, with all that it knew.
  fail(why) {
    const waiting = [this.running, ...this.queue].filter(Boolean);
    this.running = null;
    this.queue = [];
    for (const { cell } of waiting) {
      cell.rest();
      cell.say(why, true);
    }
    for (const cell of this.cells) cell.element.classList.remove("live-runs");
  }
}

class Cell {
  constructor(page, input, index) {
    Object.assign(this, { page, input, index });
    this.element = input.closest("div.cell");
    this.code = input.querySelector(":scope > [class*=highlight]");
    this.book = this.code.querySelector("pre").textContent.replace(/\n+$/, "");
    this.text = this.book;
    this.output = this.element.querySelector(".cell_output");
    this.draws = Boolean(this.output?.querySelector("img, .actloss-frame"));
  }

  get changed() {
    return this.text !== this.book;
  }

  open() {
    this.input.querySelector(".live-start")?.remove();
    this.input.querySelector(".live-trouble")?.remove();
    this.input.classList.add("live");
    this.holder = make("div", { className: "highlight live-editor" });
    this.state = make("span", { className: "live-state" });
    this.runButton = button("Run", () => this.run(), { title: "Ctrl+Enter", ariaLabel: `Run this cell` });
    this.allButton = button("Run all to here", () => this.run(true));
    this.stopButton = button("Stop", () => this.page.python.stop(), { hidden: true });
    this.backButton = button("Back to the book’s", () => this.back(), { hidden: !this.changed });
    const tools = [this.runButton, this.allButton, this.stopButton, this.backButton, this.state];
    this.input.append(this.holder, make("div", { className: "live-tools" }, ...tools));
    if (this.changed) this.edit();
    else new IntersectionObserver(([{ isIntersecting }], observer) => {
      if (!isIntersecting) return;
      observer.disconnect();
      this.edit();
    }, { rootMargin: "400px" }).observe(this.input);
  }

  // Editors are made when the reader comes near.
  async edit() {
    if (this.editing) return this.editing;
    this.editing = this.page.editor
      .then(({ edit }) => {
        this.code.hidden = true;
        this.editor = edit({
          parent: this.holder,
          text: this.text,
          label: "Code of this cell. Control and Enter runs it, Escape leaves it.",
          onChange: (text) => this.change(text),
          run: () => this.run(),
          leave: () => this.runButton.focus(),
        });
      })
      .catch((error) => {
        console.warn(error);
        this.say("The editor did not come. Is the network there? Reload the page to try again.", true);
      });
    return this.editing;
  }

  change(text) {
    this.text = text;
    this.backButton.hidden = !this.changed && !this.shown;
    this.page.saveSoon();
  }

  say(text, trouble = false) {
    this.state.textContent = text;
    this.state.classList.toggle("live-trouble", trouble);
    if (trouble) this.state.setAttribute("role", "alert");
    else this.state.setAttribute("role", "status");
  }

  run(all) {
    this.page.run(this, all);
  }

  begin() {
    this.element.classList.add("live-runs");
    this.stopButton.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say("Still running. “Stop” ends it."), 1000 * LONG);
  }

  rest() {
    clearTimeout(this.timer);
    this.element.classList.remove("live-runs");
    if (document.activeElement === this.stopButton) this.runButton.focus();
    this.stopButton.hidden = true;
  }

  back() {
    if (this.changed) {
      this.text = this.book;
      this.editor?.set(this.book);
    }
    this.restoreOutput();
    this.backButton.hidden = true;
    this.say("");
    this.page.saveSoon();
  }

  // What Python says of this cell.

  hear(message) {
    const handlers = {
      plan: ({ before }) => (this.before = before.length),
      begin: ({ target }) => this.starts(target),
      end: ({ well, seconds }) => this.ends(well, seconds),
      fetching: ({ what }) => this.say(`${what} is loading, once`),
      blocked: ({ by }) => this.blocked(by),
      bar: ({ text }) => this.showBar(text),
      text: (one) => this.show(this.textOf(one)),
      html: ({ html }) => this.showHtml(html),
      markdown: ({ markdown }) => this.show(tableOf(markdown)),
      picture: ({ png }) => this.showPicture(png),
      error: (error) => this.show(this.errorOf(error)),
    };
    handlers[message.kind](message);
  }

  starts(target) {
    const cell = this.page.cells[target];
    this.fresh = true; // what was shown stays until there is something else
    if (cell === this) return this.say(this.before ? `Ran ${cells(this.before)} first. Running` : "Running");
    cell.done = (cell.page.running?.count ?? 0) + 1;
    if (cell.page.running) cell.page.running.count = cell.done;
    this.element.classList.add("live-runs");
    cell.say(`Runs ${cells(cell.before)} first: ${cell.done} of ${cell.before}`);
    return undefined;
  }

  ends(well, seconds) {
    this.element.classList.remove("live-runs");
    this.progress?.remove();
    this.progress = null;
    dispatchEvent(new Event("resize")); // access.js looks anew for what scrolls
    if (this.page.running?.cell !== this) {
      if (well && !this.state.classList.contains("live-trouble")) this.say("Ran");
      return;
    }
    if (this.fresh && well) this.clear();
    const first = this.before ? `Ran ${cells(this.before)} first. ` : "";
    this.say(well ? `${first}Done in ${seconds < 1 ? seconds.toFixed(2) : seconds.toFixed(1)} s` : "Ended with an error");
  }

  blocked(by) {
    const cell = this.page.cells[by];
    const id = (cell.element.id ||= `live-cell-${by}`);
    this.say("Not run: a cell that it needs ended with an error. ", true);
    this.state.append(make("a", { href: `#${id}`, textContent: "Go to that cell", onclick: () => cell.unfold() }));
  }

  unfold() {
    for (let at = this.input; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  }

  // Outputs.

  clear() {
    this.fresh = false;
    this.last = null;
    if (!this.shown) {
      const mark = make("p", { className: "live-mark", textContent: "Your output" });
      this.shown = make("div", { className: "cell_output live-output docutils container" }, mark);
      if (this.output) this.output.replaceWith(this.shown);
      else this.input.after(this.shown);
      const fold = this.shown.closest("details");
      if (fold && !fold.contains(this.input)) fold.open = true; // of the output alone: no solution, no claim
      this.backButton.hidden = false;
    } else this.shown.replaceChildren(this.shown.firstChild);
  }

  restoreOutput() {
    if (!this.shown) return;
    if (this.output) this.shown.replaceWith(this.output);
    else this.shown.remove();
    this.shown = null;
  }

  show(element) {
    if (this.fresh) this.clear();
    if (element) this.shown.append(element);
    return element;
  }

  textOf({ stream, text }) {
    if (this.fresh) this.clear();
    if (this.last?.stream === stream) {
      this.last.pre.append(text);
      return null;
    }
    const pre = make("pre", { textContent: text });
    this.last = { stream, pre };
    const kind = stream === "value" ? "text_plain" : `stream ${stream === "stderr" ? "stderr" : ""}`;
    return make("div", { className: `output ${kind}` }, make("div", { className: "highlight" }, pre));
  }

  showHtml(html) {
    this.last = null;
    const element = this.show(make("div", { className: "output text_html", innerHTML: html }));
    const explorable = element.querySelector(".actloss-explore");
    explorable?.dispatchEvent(new Event("explorable", { bubbles: true }));
  }

  showPicture(png) {
    this.last = null;
    const book = this.output?.querySelector("img")?.alt;
    const alt = this.changed
      ? `The picture that your code draws${book ? `; the book’s: ${book}` : ""}`
      : (book ?? "The picture that this cell draws");
    this.show(make("div", { className: "output image_png" }, make("img", { alt, src: `data:image/png;base64,${png}` })));
  }

  showBar(text) {
    if (!text) {
      this.progress?.remove();
      this.progress = null;
      return;
    }
    this.progress ??= this.show(make("pre", { className: "live-progress", ariaLabel: "Progress" }));
    this.progress.textContent = text;
  }

  errorOf({ name, message, places, full }) {
    this.last = null;
    const where = places.flatMap(({ cell, line, code, function: inside }) => {
      const place = cell === this.index ? "In this cell" : "In another cell";
      return [
        make("p", { textContent: `${place}, line ${line}${inside ? `, in ${inside}` : ""}:` }),
        make("pre", { textContent: code }),
      ];
    });
    const all = full
      ? [make("details", {}, make("summary", { textContent: "All that Python says" }), make("pre", { textContent: full }))]
      : [];
    const first = make("p", {}, make("strong", { textContent: name }), message ? `: ${message}` : "");
    return make("div", { className: "output live-error", role: "alert" }, first, ...where, ...all);
  }
}

function download(notebook, edition) {
  const file = new Blob([JSON.stringify(notebook, null, 1)], { type: "application/x-ipynb+json" });
  const name = edition.replace(/-[0-9a-f]{8}(?=\.ipynb$)/, "-mine");
  const link = make("a", { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A table in Markdown, which is what the library's objects give; anything else as it is.
function tableOf(markdown) {
  const rows = markdown.trim().split("\n").filter((line) => line.startsWith("|"));
  if (rows.length < 3) return make("pre", { textContent: markdown });
  const parts = (line) => line.slice(1, -1).split(/(?<!\\)\|/);
  const line = (kind) => (text) => make("tr", {}, ...parts(text).map((one) => make(kind, { innerHTML: inline(one.trim()) })));
  const [head, , ...body] = rows;
  const table = make("table", { className: "table" }, make("thead", {}, line("th")(head)), make("tbody", {}, ...body.map(line("td"))));
  return make("div", { className: "output text_html" }, table);
}

function inline(text) {
  return new Option(text.replaceAll("\\|", "|")).innerHTML
    .replace(/\[([^\]]+)\]\(([\w.-]+)\.ipynb(#[\w-]+)?\)/g, '<a href="$2.html$3">$1</a>')
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/\*(.+?)\*/g, "<em>$1</em>")
    .replace(/`(.+?)`/g, "<code>$1</code>");
}
