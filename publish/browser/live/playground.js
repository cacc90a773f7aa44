// The playground's runs: Python trains them in its worker, a slice of time for each picture.

import { Stage } from "./pictures.js";
import { Python } from "./python.js";

const SLICE = 0.014; // seconds of training between two pictures
const SAY_EVERY = 5000; // ms between two sentences while it plays

// status: the line that is read out. complain, playing: told what has gone wrong, and whether it runs.
export const open = (place) => new Session(place);

class Session {
  constructor({ root, live, stages, status, complain, playing }) {
    Object.assign(this, { status, complain, tellPlaying: playing, turn: null, said: 0 });
    this.stages = stages.map((element, at) => new Stage(element, "AB"[at]));
    this.waiting = []; // who waits for Python's answers, in their order
    this.python = new Python({
      live,
      root,
      again: "press “Play”",
      tell: (words) => this.tell(words),
      ready: () => this.arrived(),
      hear: ({ found }) => this.waiting.shift().resolve(found),
      fail: (why) => this.fail(why),
    });
    addEventListener("resize", () => this.redraw());
    new MutationObserver(() => this.redraw()).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  // Once Python is there. Where it was lost, it starts anew.
  there() {
    if (!this.python.start(false)) this.loading ??= new Promise((resolve, reject) => (this.arrival = { resolve, reject }));
    return this.loading;
  }

  arrived() {
    this.arrival.resolve();
    this.loading = null;
  }

  fail(why) {
    this.complain(why);
    this.tell("");
    this.pause();
    this.arrival?.reject(new Gone());
    for (const { reject } of this.waiting) reject(new Gone());
    Object.assign(this, { loading: null, waiting: [], begun: null });
  }

  // Words to see while it loads. What is said later stands in the page as numbers already.
  tell(words, seen = true) {
    this.status.textContent = words;
    this.status.classList.toggle("visually-hidden", !seen);
  }

  ask(call, ...given) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.python.send({ do: "play", call, given });
    });
  }

  // The set-ups as they stand now; those of a moment ago are given up.
  begin(setups) {
    this.setups = setups;
    this.begun = this.start(setups);
    this.begun.catch(quiet);
  }

  async start(setups) {
    await this.there();
    if (setups !== this.setups) return;
    const { trouble, scenes, views } = await this.ask("start", setups);
    if (setups !== this.setups) return;
    this.complain(trouble ?? "");
    if (trouble) this.pause();
    else {
      scenes.forEach((scene, at) => this.stages[at].begin(scene));
      this.show(views);
      if (!this.turn) this.say();
    }
    this.sound = !trouble;
  }

  // What is shown belongs to the last set-up.
  async ready() {
    if (!this.begun) this.begin(this.setups);
    let last;
    do await (last = this.begun);
    while (last !== this.begun);
    return this.sound;
  }

  // Up to the next multiple of the epochs that are set, or until somebody pauses.
  async play() {
    if (this.turn) return this.pause();
    const turn = (this.turn = {});
    this.tellPlaying(true);
    try {
      let more = true;
      while (more && (await this.ready()) && this.turn === turn) {
        const epochs = Number(this.setups[0].epochs);
        more = await this.frame(SLICE, epochs * (1 + Math.floor(this.done() / epochs)));
      }
    } catch (error) {
      quiet(error);
    }
    if (this.turn === turn) this.pause();
    this.say();
  }

  // Trains, and draws when the browser is about to draw; whether there is more to come.
  async frame(seconds, until) {
    const { setups } = this;
    const { views } = await this.ask("frame", seconds, until);
    await new Promise(requestAnimationFrame);
    if (setups !== this.setups) return true;
    this.show(views);
    if (performance.now() - this.said > SAY_EVERY) this.say();
    return this.done() < until && views.some((view) => !view.diverged);
  }

  pause() {
    this.turn = null;
    this.tellPlaying(false);
  }

  async step() {
    this.pause();
    if (await this.ready().catch(quiet)) {
      await this.frame(0, this.done() + 1).catch(quiet);
      this.say();
    }
  }

  reset() {
    this.pause();
    this.begin([...this.setups]);
  }

  async codes() {
    this.pause();
    return (await this.ready().catch(quiet)) ? this.ask("codes").catch(quiet) : [];
  }

  done() {
    return Math.max(...this.views.map((view) => view.epochs));
  }

  show(views) {
    this.views = views;
    this.stages.forEach((stage, at) => (views[at] ? stage.show(views[at]) : stage.clear()));
  }

  redraw() {
    if (this.views) this.show(this.views);
  }

  say() {
    if (!this.views) return;
    this.said = performance.now();
    const shown = this.stages.slice(0, this.views.length);
    for (const stage of shown) stage.describe();
    const sentences = shown.map((stage) => `${shown.length > 1 ? `${stage.name}: ` : ""}${stage.sentence()}`);
    this.tell(sentences.join(" "), false);
  }
}

// Python has gone: why is said already.
class Gone extends Error {}

const quiet = (error) => {
  if (!(error instanceof Gone)) console.warn(error);
};
