// What a run of the playground shows, drawn on canvases in the page's colours, with its numbers.

import { make } from "./elements.js";

const HISTOGRAM = 1.5; // times as wide as high

const short = (value) => {
  if (value === null || !Number.isFinite(value)) return "not finite";
  if (value === 0) return "0";
  const [least, most] = [0.001, 10000];
  if (Math.abs(value) >= least && Math.abs(value) < most) return String(Number(value.toPrecision(3)));
  const [digits, power] = value.toExponential(1).split("e");
  return `${digits} · 10${[...power.replace("+", "")].map((one) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(one)]).join("")}`;
};
const percent = (share) => (share < 10 ? `${Math.round(100 * share)} %` : Number.isFinite(share) ? `${short(share)} times` : short(share));

// One run: its picture, its losses, its numbers, a card for each layer.
export class Stage {
  constructor(element, name) {
    Object.assign(this, { element, name });
    this.picture = canvas();
    this.losses = canvas();
    this.numbers = make("dl", { className: "playground-numbers" });
    this.layers = make("ol", { className: "playground-cards" });
    this.caption = make("figcaption");
    const legend = make("figcaption", { innerHTML: "Loss: <i class=line></i> training, <i class='line dashed'></i> validation" });
    this.parts = [make("figure", {}, this.picture, this.caption), make("figure", {}, this.losses, legend), this.numbers, this.layers];
  }

  begin(scene) {
    this.scene = scene;
    this.cards = null;
    this.caption.textContent = CAPTIONS[scene.kind];
    this.element.replaceChildren(...this.parts);
  }

  clear() {
    this.element.replaceChildren();
  }

  show(view) {
    this.view = view;
    const style = getComputedStyle(this.element);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const pen = (shape) => (canvas) => draw(canvas, shape, colour);
    PICTURES[this.scene.kind](pen(1)(this.picture), this.scene, view, colour);
    drawLosses(pen(0.6)(this.losses), view, colour);
    this.showNumbers();
    if (this.cards?.length !== view.layers.length) this.makeCards();
    view.layers.forEach((layer, at) => this.cards[at].show(layer, pen(1 / HISTOGRAM), colour));
  }

  // What stands in the page as words.
  facts() {
    const { epochs, loss, score } = this.view;
    const right = this.scene.classes
      ? [["Right", `${percent(score[0])} of training, ${percent(score[1])} of validation`]]
      : [["Off the true wave", short(score[0])]];
    const losses = epochs ? [["Training loss", short(loss[0]), loss[0]], ["Validation loss", short(loss[1]), loss[1]]] : [];
    return [["Epochs", String(epochs)], ...losses, ...right];
  }

  showNumbers() {
    const facts = this.facts();
    if (this.view.diverged) facts.push(["Diverged", "The loss or the weights are no longer finite. Try a smaller rate, or smaller first weights."]);
    const shown = ([name, textContent, exact]) => [make("dt", { textContent: name }), make("dd", { textContent, title: exact ?? "" })];
    this.numbers.replaceChildren(...facts.flatMap(shown));
  }

  makeCards() {
    this.cards = this.view.layers.map(({ units }, at, { length }) => new Card(`${at + 1 < length ? `Layer ${at + 1}: ` : "Output: "}${units}`));
    this.layers.replaceChildren(...this.cards.map((card) => card.element));
  }

  sentence() {
    const facts = this.facts().map(([name, value]) => `${name}: ${value}`).join(". ");
    const deltas = this.view.layers.map((layer) => short(layer.delta)).join(", ");
    const silent = this.view.layers.slice(0, -1).map((layer) => percent(layer.silent)).join(", ");
    const inside = `Size of δ from the first layer on: ${deltas}.${silent ? ` Silent units: ${silent}.` : ""}`;
    return `${facts}. ${inside}${this.view.diverged ? " It has diverged: the loss or the weights are no longer finite." : ""}`;
  }

  // Pictures in words, for those who do not see them; written at rest.
  describe() {
    const { training } = this.view;
    const [first] = training;
    const way = training.length ? `The training loss went from ${short(first)} to ${short(training.at(-1))} in ${this.view.epochs} epochs` : "No losses yet";
    Object.assign(this.losses, { role: "img", ariaLabel: way });
    Object.assign(this.picture, { role: "img", ariaLabel: `${this.caption.textContent} ${this.facts().at(-1).slice(0, 2).join(": ")}` });
    this.cards.forEach((card, at) => card.describe(this.view.layers[at]));
  }
}

const CAPTIONS = {
  plane: "What the network says at each point, the stronger the surer; the marks are the examples.",
  curve: "The network’s curve, and the examples.",
  digits: "Validation digits: the row says which it is, the column what the network says.",
};

// A layer: its histogram and its numbers.
class Card {
  constructor(title) {
    this.histogram = canvas();
    this.reach = make("small");
    this.values = Object.fromEntries(FACTS.map(([key]) => [key, make("dd")]));
    const facts = FACTS.flatMap(([key, name]) => [make("dt", { textContent: name }), this.values[key]]);
    const figure = make("figure", {}, this.histogram, make("figcaption", {}, this.reach));
    this.element = make("li", {}, make("strong", { textContent: title }), figure, make("dl", {}, ...facts));
  }

  show(layer, pen, colour) {
    const { context, width, height } = pen(this.histogram);
    const top = Math.max(...layer.counts, 1);
    const bar = width / layer.counts.length;
    context.fillStyle = colour("accent");
    layer.counts.forEach((count, at) => context.fillRect(at * bar + 0.5, height - (count / top) * (height - 4), bar - 1, (count / top) * (height - 4)));
    context.fillStyle = colour("quiet");
    context.fillRect(width / 2, 0, 1, height);
    this.reach.textContent = `z from −${short(layer.reach)} to ${short(layer.reach)}`;
    for (const [key, , text] of FACTS) this.values[key].textContent = text(layer[key]);
    this.values.silent.classList.toggle("playground-warn", layer.silent > 0.5);
    this.values.flat.classList.toggle("playground-warn", layer.flat > 0.5);
  }

  describe({ counts, reach }) {
    const all = counts.reduce((sum, count) => sum + count, 0) || 1;
    const middle = counts.slice(9, 16).reduce((sum, count) => sum + count, 0);
    Object.assign(this.histogram, { role: "img", ariaLabel: `Histogram of z: ${percent(middle / all)} lie within ${short(0.28 * reach)} of 0` });
  }
}

const FACTS = [
  ["silent", "Silent units", percent],
  ["flat", "Flat", percent],
  ["delta", "Size of δ", short],
  ["drift", "Drift", percent],
];

// Canvases, as sharp as the screen.

const canvas = () => make("canvas");

function draw(canvas, shape) {
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth || 200;
  const height = Math.round(width * shape);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.aspectRatio = `${width} / ${height}`;
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `13px ${getComputedStyle(canvas).fontFamily}`;
  return { context, width, height };
}

const channels = (colour) => colour.match(/\w\w/g).map((two) => parseInt(two, 16));

// Classes differ in colour and in shape.
function mark(context, kind, x, y, size) {
  context.beginPath();
  if (kind === 0) context.arc(x, y, size, 0, 2 * Math.PI);
  else if (kind === 1) context.rect(x - size, y - size, 2 * size, 2 * size);
  else {
    context.moveTo(x, y - 1.3 * size);
    context.lineTo(x + 1.2 * size, y + size);
    context.lineTo(x - 1.2 * size, y + size);
    context.closePath();
  }
  context.fill();
  context.stroke();
}

function marks({ context }, scene, colour, toX, toY) {
  context.lineWidth = 0.8;
  context.strokeStyle = colour("playground-edge");
  scene.labels.forEach((label, at) => {
    context.fillStyle = colour(`class-${label}`);
    mark(context, label, toX(scene.across[at]), toY(scene.up[at]), 2.6);
  });
}

const axes = ({ low, high }, { width, height }) => [
  (x) => ((x - low[0]) / (high[0] - low[0])) * width,
  (y) => height - ((y - low[1]) / (high[1] - low[1])) * height,
];

const small = document.createElement("canvas");

const PICTURES = {
  plane(pen, scene, view, colour) {
    const { context, width, height } = pen;
    const count = view.picture.length / 2;
    const side = Math.sqrt(count);
    if (small.width !== side) small.width = small.height = side;
    const image = new ImageData(side, side);
    const colours = [0, 1, 2].map((label) => channels(colour(`class-${label}`)));
    for (let at = 0; at < count; at++) {
      const row = side - 1 - Math.floor(at / side); // upwards
      const to = 4 * (row * side + (at % side));
      image.data.set(colours[view.picture[at]], to);
      image.data[to + 3] = 20 + 0.45 * view.picture[count + at];
    }
    small.getContext("2d").putImageData(image, 0, 0);
    context.drawImage(small, 0, 0, width, height);
    marks(pen, scene, colour, ...axes(scene, pen));
  },

  curve(pen, scene, view, colour) {
    const { context, width } = pen;
    const [toX, toY] = axes(scene, pen);
    marks(pen, scene, colour, toX, toY);
    context.strokeStyle = colour("class-1");
    context.lineWidth = 3;
    context.beginPath();
    view.picture.forEach((y, at, { length }) => context.lineTo((at / (length - 1)) * width, Math.max(-1e4, Math.min(1e4, toY(y)))));
    context.stroke();
  },

  digits({ context, width, height }, scene, view, colour) {
    const [across, up] = [width / 11, height / 11];
    const ink = channels(colour("accent")).join(" ");
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let row = 0; row < 10; row++) {
      const counts = view.picture.slice(10 * row, 10 * row + 10);
      const all = counts.reduce((sum, count) => sum + count, 0) || 1;
      context.fillStyle = colour("quiet");
      context.fillText(row, across / 2, (row + 1.5) * up);
      context.fillText(row, (row + 1.5) * across, up / 2);
      counts.forEach((count, column) => {
        context.fillStyle = `rgb(${ink} / ${0.06 + 0.44 * (count / all)})`;
        context.fillRect((column + 1) * across + 1, (row + 1) * up + 1, across - 2, up - 2);
        if (!count) return;
        context.fillStyle = colour("playground-text");
        context.fillText(count, (column + 1.5) * across, (row + 1.5) * up);
      });
    }
  },
};

// On a logarithmic axis, since losses fall by factors; its ends are powers of 10.
function drawLosses({ context, width, height }, { at, training, validation }, colour) {
  const seen = [...training, ...validation].filter((value) => value > 0 && Number.isFinite(value));
  const [low, high] = seen.length ? [Math.floor(Math.log10(Math.min(...seen))), Math.ceil(Math.log10(Math.max(...seen)))] : [-1, 0];
  const top = high > low ? high : low + 1;
  const [left, bottom] = [44, 20];
  const toX = (epoch) => left + ((width - left - 6) * epoch) / (at.at(-1) || 1);
  const toY = (value) => 8 + (height - bottom - 8) * ((top - Math.log10(value)) / (top - low));
  context.fillStyle = colour("quiet");
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const value of ticks(low, top)) {
    context.fillText(value >= 1e4 || value < 1e-3 ? value.toExponential(0) : String(value), left - 6, toY(value));
    context.globalAlpha = 0.35;
    context.fillRect(left, toY(value), width - left, 1);
    context.globalAlpha = 1;
  }
  context.fillText(`${at.at(-1) ?? 0} epochs`, width - 4, height - 8);
  for (const [values, dashes] of [[training, []], [validation, [5, 4]]]) {
    context.strokeStyle = colour(dashes.length ? "class-1" : "class-0");
    context.lineWidth = 2;
    context.setLineDash(dashes);
    context.beginPath();
    values.forEach((value, k) => value > 0 && Number.isFinite(value) && context.lineTo(toX(at[k]), toY(value)));
    context.stroke();
  }
  context.setLineDash([]);
}

// Some six values between two powers of 10.
function ticks(low, top) {
  const every = Math.ceil((top - low) / 6);
  const powers = Array.from({ length: Math.floor((top - low) / every) + 1 }, (_, at) => low + at * every);
  const between = top - low > 2 ? [1] : [1, 2, 5];
  return powers.flatMap((power) => between.map((first) => Number(`${first}e${power}`))).filter((value) => value <= Number(`1e${top}`));
}
