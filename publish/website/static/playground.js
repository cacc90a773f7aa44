// The playground's controls and its address. What shows the runs comes after the first press.
(() => {
  "use strict";

  const place = document.getElementById("play-area");
  const choices = JSON.parse(place.dataset.choices);
  const { defaults, limits, most } = choices;
  const OWN = ["layers", "output", "loss", "optimizer", "rate", "init", "scale", "bias", "batch"]; // of a run
  const SHARED = ["data", "noise", "seed", "epochs"];
  const LAYER = /^(\d+)\.(\w+)$/;

  const make = (kind, content = {}, ...children) => {
    const element = Object.assign(document.createElement(kind), content);
    element.append(...children);
    return element;
  };
  const button = (textContent, onclick, content) => make("button", { type: "button", textContent, onclick, ...content });
  const words = (name) => name.replaceAll("_", " ");
  const option = ([value, text]) => make("option", { value, textContent: text });
  const named = (names) => names.map((name) => [name, words(name)]);
  const select = (name, pairs) => make("select", { name }, ...pairs.map(option));
  const number = (name) => {
    const [min, max] = limits[name];
    const whole = name === "seed" || name === "epochs";
    const field = make("input", { name, type: "number", min, max, step: whole ? 1 : "any", required: true });
    if (!whole && min > 0) doublesByArrows(field);
    return field;
  };
  // Of a size that nobody knows beforehand each try is a factor from the last, not a whole 1.
  const doublesByArrows = (field) => {
    field.title = "The arrow keys double and halve it";
    field.addEventListener("keydown", (event) => {
      const factor = { ArrowUp: 2, ArrowDown: 0.5 }[event.key];
      if (!factor || !field.validity.valid) return;
      event.preventDefault();
      field.value = Math.min(field.max, Math.max(field.min, field.value * factor));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };
  const labelled = (text, control) => make("label", {}, `${text} `, control);

  // A run's set-up as the words of an address, with the defaults of its data.
  const defaultsFor = (data) => ({ ...defaults, data, noise: choices.data[data].noise, loss: choices.data[data].losses[0] });

  // The address.

  const fits = (name, value, data) => {
    if (name in limits) return value !== "" && Number(value) >= limits[name][0] && Number(value) <= limits[name][1];
    if (name === "layers") {
      const parts = value ? value.split("-") : [];
      return parts.length <= most.layers && parts.every((part) => {
        const [, units, activation] = LAYER.exec(part) ?? [];
        return units >= 1 && units <= most.units && choices.activations.includes(activation);
      });
    }
    const known = {
      data: Object.keys(choices.data), output: choices.activations, loss: choices.data[data].losses,
      optimizer: Object.keys(choices.optimizers), init: Object.keys(choices.init), batch: choices.batches,
    };
    return known[name]?.includes(value);
  };

  // What an address asks for: a run, perhaps a second one, and what of it does not exist.
  const parse = (search) => {
    const asked = new URLSearchParams(search);
    const wrong = [];
    const data = choices.data[asked.get("data")] ? asked.get("data") : defaults.data;
    const a = defaultsFor(data);
    const b = {};
    for (const [key, value] of asked) {
      const [name, run] = key.startsWith("b.") ? [key.slice(2), b] : [key, a];
      if (key === "b") continue;
      if (![...OWN, ...(run === a ? SHARED : [])].includes(name)) wrong.push(`nothing is called “${key}”`);
      else if (fits(name, value, data)) run[name] = value;
      else wrong.push(`“${key}” cannot be “${value}”`);
    }
    const two = [...asked.keys()].some((key) => key === "b" || key.startsWith("b."));
    return { a, b: two ? { ...a, ...b } : null, wrong };
  };

  const addressOf = (a, b) => {
    const usual = defaultsFor(a.data);
    const asked = Object.entries(a).filter(([name, value]) => name === "data" ? value !== defaults.data : String(value) !== String(usual[name]));
    if (b) {
      const other = OWN.filter((name) => String(b[name]) !== String(a[name]));
      asked.push(...(other.length ? other.map((name) => [`b.${name}`, b[name]]) : [["b", "same"]]));
    }
    const search = asked.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
    return location.pathname + (search ? `?${search}` : "");
  };

  // The controls of a run.

  class Controls {
    constructor(name) {
      this.name = name;
      this.layers = make("ol", { className: "playground-layers" });
      this.add = button("Add a layer", () => this.addLayer("8.relu", true));
      this.fields = {
        output: select("output", named(choices.activations)),
        loss: select("loss", []),
        optimizer: select("optimizer", Object.entries(choices.optimizers)),
        rate: number("rate"),
        init: select("init", Object.entries(choices.init)),
        scale: number("scale"),
        bias: number("bias"),
        batch: select("batch", named(choices.batches)),
      };
      const { output, loss, optimizer, rate, init, scale, bias, batch } = this.fields;
      this.scale = labelled("Their size", scale);
      this.title = make("h2", { textContent: "The run" });
      const layers = make("fieldset", {}, make("legend", { textContent: "Hidden layers" }), this.layers, this.add);
      const rest = [
        labelled("Activation of the output", output), labelled("Loss", loss), labelled("Optimiser", optimizer), labelled("Rate", rate),
        labelled("First weights", init), this.scale, labelled("First bias of hidden layers", bias), labelled("Examples in a batch", batch),
      ];
      this.stage = make("div", { className: "playground-stage" });
      this.form = make("div", { className: "playground-form" }, layers, ...rest);
      this.element = make("section", { className: "playground-run" }, this.title, this.form, this.stage);
    }

    addLayer(word, focus) {
      const [, units, activation] = LAYER.exec(word);
      const width = make("input", { type: "number", min: 1, max: most.units, step: 1, required: true, value: units });
      const kind = select("", named(choices.activations));
      kind.value = activation;
      const remove = button("×", () => {
        (row.previousElementSibling?.querySelector("input") ?? this.add).focus();
        row.remove();
        this.number();
        changed();
      });
      const row = make("li", {}, width, kind, remove);
      this.layers.append(row);
      this.number();
      if (focus) {
        width.focus();
        changed();
      }
    }

    // Each control says of which layer it is.
    number() {
      const rows = [...this.layers.children];
      rows.forEach((row, at) => {
        const [width, kind, remove] = row.children;
        const where = `layer ${at + 1}${this.element.dataset.two ? ` of ${this.name}` : ""}`;
        width.ariaLabel = `Units of ${where}`;
        kind.ariaLabel = `Activation of ${where}`;
        remove.ariaLabel = `Remove ${where}`;
      });
      this.add.disabled = rows.length >= most.layers;
    }

    set(run) {
      this.offerLosses(run.data);
      for (const [name, field] of Object.entries(this.fields)) field.value = run[name];
      this.layers.replaceChildren();
      for (const word of run.layers ? run.layers.split("-") : []) this.addLayer(word);
      this.number();
      this.show();
    }

    offerLosses(data) {
      const { loss } = this.fields;
      const before = loss.value;
      loss.replaceChildren(...named(choices.data[data].losses).map(option));
      if (choices.data[data].losses.includes(before)) loss.value = before;
    }

    get() {
      const found = Object.fromEntries(Object.entries(this.fields).map(([name, field]) => [name, field.value]));
      const layers = [...this.layers.children].map(({ children: [width, kind] }) => `${width.value}.${kind.value}`);
      return { ...found, layers: layers.join("-") };
    }

    show() {
      this.scale.hidden = !["normal", "equal"].includes(this.fields.init.value);
    }
  }

  const shared = {
    data: select("data", Object.entries(choices.data).map(([name, { title }]) => [name, title])),
    noise: number("noise"),
    seed: number("seed"),
    epochs: number("epochs"),
  };
  const second = make("input", { type: "checkbox" });
  const [A, B] = [new Controls("A"), new Controls("B")];
  const play = button("Play", () => press("play"), { className: "playground-play" });
  const step = button("One epoch", () => press("step"));
  const reset = button("Back to the start", () => press("reset"));
  const code = button("Show the code", () => press("code"));
  const copy = button("Copy the address", () => copied(copy, location.href));
  const alert = make("p", { role: "alert", className: "playground-trouble" });
  const status = make("p", { role: "status", className: "playground-status" });
  const codes = make("div", { className: "playground-codes" });
  const data = make(
    "div", { className: "playground-form" },
    labelled("Data", shared.data), labelled("Noise", shared.noise), labelled("Seed", shared.seed), labelled("Epochs to play", shared.epochs),
    make("label", { className: "playground-second" }, second, " A second run beside it"),
  );
  const bar = make("div", { className: "playground-bar" }, play, step, reset, code, copy);
  place.replaceChildren(data, bar, alert, status, codes, make("div", { className: "playground-runs" }, A.element, B.element));

  const setups = () => {
    const common = Object.fromEntries(Object.entries(shared).map(([name, field]) => [name, field.value]));
    return [A, ...(second.checked ? [B] : [])].map((controls) => ({ ...common, ...controls.get() }));
  };

  const showSecond = () => {
    B.element.hidden = !second.checked;
    for (const one of [A, B]) {
      if (second.checked) one.element.dataset.two = "yes";
      else delete one.element.dataset.two;
      one.title.textContent = second.checked ? `Run ${one.name}` : "The run";
      one.form.ariaLabel = second.checked ? `Set-up of ${one.name}` : "Set-up";
      one.form.role = "group";
      one.number();
    }
  };

  const fill = (search) => {
    const { a, b, wrong } = parse(search);
    for (const [name, field] of Object.entries(shared)) field.value = a[name];
    A.set(a);
    B.set(b ?? a);
    second.checked = Boolean(b);
    showSecond();
    complain(wrong.length ? `Of this address not all can be set: ${wrong.join("; ")}. There the usual stands.` : "");
  };

  const complain = (text) => (alert.textContent = text);

  // After each change the address says what is set, and a run begins anew.
  const changed = () => {
    const wrong = place.querySelector("input:invalid");
    if (wrong) return complain(`${wrong.ariaLabel ?? wrong.parentElement.textContent.trim()}: ${wrong.validationMessage}`);
    complain("");
    const [a, b] = setups();
    history.replaceState(null, "", addressOf(a, b));
    codes.replaceChildren();
    session?.begin(setups());
  };

  place.addEventListener("change", ({ target }) => {
    if (target === shared.data) {
      shared.noise.value = choices.data[target.value].noise;
      for (const one of [A, B]) one.offerLosses(target.value);
    }
    if (target === second && second.checked) B.set(setups()[0]);
    showSecond();
    for (const one of [A, B]) one.show();
    changed();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.setup");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    follow();
    play.focus();
    place.scrollIntoView();
  });

  const follow = () => {
    fill(location.search);
    codes.replaceChildren();
    session?.pause();
    session?.begin(setups());
  };
  addEventListener("popstate", follow);

  // What a press does, once Python is there.

  let session;
  let opening;
  const root = new URL("../lite/", document.currentScript.src);

  const press = async (what) => {
    if (place.querySelector("input:invalid")) return changed();
    if (later.fromFile) return complain(later.fromFile);
    try {
      session ??= await (opening ??= open());
    } catch (error) {
      opening = null;
      status.textContent = "";
      console.warn(error);
      return complain(later.whyNot(error));
    }
    if (what === "code") return showCodes(await session.codes());
    return session[what]();
  };

  const open = async () => {
    status.textContent = "Loading";
    status.classList.remove("visually-hidden");
    const { names, script } = await later.get(root, "playground");
    const stages = [A.stage, B.stage];
    const opened = script.open({ root, live: names.live, stages, status, complain, playing });
    opened.begin(setups());
    return opened;
  };

  const playing = (runs) => (play.textContent = runs ? "Pause" : "Play");

  const showCodes = (texts = []) => {
    const parts = texts.map((text, at) => {
      const pre = make("pre", {}, make("code", { textContent: text }));
      const name = texts.length > 1 ? `The code of ${"AB"[at]}` : "The code";
      return [make("h2", { textContent: name }), make("div", { className: "highlight" }, pre), button("Copy", (event) => copied(event.target, text))];
    });
    codes.replaceChildren(...parts.flat());
    dispatchEvent(new Event("resize")); // access.js looks anew for what scrolls
  };

  const copied = async (pressed, text) => {
    const before = pressed.textContent;
    try {
      await navigator.clipboard.writeText(text);
      pressed.textContent = "Copied";
    } catch {
      pressed.textContent = "This browser does not let a page copy";
    }
    setTimeout(() => (pressed.textContent = before), 1500);
  };

  fill(location.search);
})();
