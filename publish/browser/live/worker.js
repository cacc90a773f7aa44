// Python for the cells of a page, in a thread of its own: the page goes on while it loads and computes.

import cellPictures from "./cell_pictures.py";
import explorableHtml from "../../chapters/explorable_html.py";
import ipywidgets from "./ipywidgets.py";
import kernelSource from "./kernel.py";
import { kept, startPython } from "./memory.js";
import needs from "./needs.py";

const SCRIPT = /^(text|application)\/(x-)?(java|ecma)script\b/i;
const MODULES = {
  cell_pictures: cellPictures,
  explorable_html: explorableHtml,
  ipywidgets,
  kernel: kernelSource,
  needs,
};

// Why Python does not start, in words for the reader.
class Trouble extends Error {}

const quiet = { messageCallback: () => {}, errorCallback: console.warn };
let python;
let kernel;
let pictures;
let playground;

const say = (kind, content = {}) => postMessage({ kind, ...content });

// All files are asked for at once, and each is taken only if it is the one that was published.
// Pyodide gets them when it asks for them in its turn. Only of a whole file can be said what it is:
// the interpreter, if it comes from where this script did, is compiled while it comes.
const fetchAnything = fetch;
const coming = new Map();
const checks = new Map(); // of each file the hash, also if it is asked for once more

function ask(files) {
  let left = files.length;
  for (const { url, integrity } of files) {
    const trusted = new URL(url).origin === self.location.origin && url.endsWith(".wasm");
    if (!trusted) checks.set(url, { integrity });
    const answer = fetchAnything(url, checks.get(url));
    answer.then(() => say("loaded", { left: --left }), () => {}); // who takes it hears of a failure
    coming.set(url, answer);
  }
}

function fetchOurs(address, options) {
  const url = String(address?.url ?? address);
  const answer = coming.get(url);
  coming.delete(url);
  return answer ?? fetchAnything(address, { ...options, ...checks.get(url) });
}

async function explain(url, host) {
  const answer = await fetchAnything(url, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  const { pathname } = new URL(url);
  if (!answer) return `not everything came from ${host}. Is the network there?`;
  if (!answer.ok) return `${pathname} is not on ${host} (${answer.status}).`;
  const type = answer.headers.get("Content-Type");
  if (/\.m?js$/.test(pathname) && !SCRIPT.test(type)) {
    return (
      `${host} sends ${pathname} as ${type}, and browsers run only text/javascript. ` +
      'What to change stands on the page "Publish your own copy".'
    );
  }
  return undefined;
}

async function whatIsWrong(files, host) {
  for (const { url, integrity } of files) {
    const found = await explain(url, host);
    if (found) return found;
    const right = await fetchAnything(url, { integrity }).then(() => true, () => false);
    if (!right) return `${host} sends another ${new URL(url).pathname} than the one that was published.`;
  }
  return undefined;
}

function inWords(error) {
  const text = String(error?.message ?? error);
  if (typeof WebAssembly === "undefined") {
    return "this browser runs no WebAssembly, which Python needs here. Some switch it off for safety, as in a lockdown mode.";
  }
  if (/unsafe-eval|Content Security Policy/i.test(text)) {
    return 'the rules of this site (its content security policy) forbid WebAssembly. What they must allow stands on the page "Publish your own copy".';
  }
  if (/memory/i.test(text)) return "this browser has no memory left for it. Close other tabs, and try again.";
  return undefined;
}

const handlers = {
  async start({ settings, files, host, draws, interrupt }) {
    try {
      if (typeof WebAssembly === "undefined") throw new Trouble(inWords());
      // Where a policy forbids it, Pyodide waits for ever: an empty module tells at once.
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
      ask(files);
      const { pyodideUrl, lockFileURL } = settings;
      const memory = kept(pyodideUrl);
      self.fetch = fetchOurs;
      // Scripts are imported, which names no hash: the browser has them from here.
      const scripts = files.filter(({ url }) => /\.m?js$/.test(url));
      await Promise.all(scripts.map(({ url }) => fetchOurs(url).then((answer) => answer.arrayBuffer())));
      const { loadPyodide } = await import(pyodideUrl);
      const packages = draws ? [...settings.packages, ...settings.pictures] : settings.packages;
      python = await startPython(loadPyodide, { lockFileURL }, pyodideUrl, await memory);
      await python.loadPackage(packages, quiet);
      // Pyodide starts without a package that does not come.
      const missing = packages.filter((name) => !(name in python.loadedPackages));
      if (missing.length) throw new Error(`${missing.join(", ")} did not come`);
    } catch (error) {
      console.warn(error);
      const why = error instanceof Trouble ? error.message : (inWords(error) ?? (await whatIsWrong(files, host)));
      say("failed", { why: why ?? `that has failed here: ${String(error.message ?? error).slice(0, 300)}` });
      return;
    }
    pictures = settings.pictures;
    if (interrupt) python.setInterruptBuffer(interrupt);
    for (const [name, source] of Object.entries(MODULES)) python.FS.writeFile(`/home/pyodide/${name}.py`, source);
    const post = (content) => postMessage(content.toJs({ dict_converter: Object.fromEntries }));
    kernel = python.pyimport("kernel").Kernel(post);
    say("ready");
  },

  // A cell, and before it what it needs or all that stands above it.
  async run({ cell, sources, book, all, changed }) {
    const [now, published] = [sources, book].map((list) => python.toPy(list));
    const needed = kernel.before(cell, now, published).toJs();
    const before = all ? [...Array(cell).keys()] : needed;
    now.destroy();
    published.destroy();
    say("plan", { cell, before });
    for (const at of [...before, cell]) {
      say("begin", { cell: at, target: cell });
      const shows = all || at === cell || changed.includes(at);
      if (!(await load(sources[at], at)) || !kernel.run(at, sources[at], shows)) {
        if (at !== cell) say("blocked", { cell, by: at });
        break;
      }
    }
    say("done", { cell });
  },

  // The playground is an object of the library's: the page names a method, and draws what it gives.
  async play({ call, given }) {
    playground ??= python.pyimport("actloss.show.playground").Playground();
    const values = given.map((one) => python.toPy(one));
    const found = playground[call](...values);
    say("played", { found: found.toJs({ dict_converter: Object.fromEntries }) });
    for (const one of [...values, found]) one.destroy?.();
  },
};

// What the code imports, as far as it is among the packages; for pictures, what draws them.
async function load(source, cell) {
  const [imports, draws] = kernel.wanted(source).toJs();
  try {
    const before = Object.keys(python.loadedPackages).length;
    if (draws && !python.loadedPackages.matplotlib) {
      say("fetching", { cell, what: "matplotlib, which draws" });
      await python.loadPackage(pictures, quiet);
    }
    if (imports.includes("import")) await python.loadPackagesFromImports(imports, quiet);
    if (Object.keys(python.loadedPackages).length > before) python.pyimport("importlib").invalidate_caches();
    if (draws) kernel.prepare_pictures();
    return true;
  } catch (error) {
    console.warn(error);
    const message = "not all packages that this cell imports came. Is the network there? Run it again.";
    say("error", { cell, name: "Not loaded", message, places: [], full: String(error) });
    say("end", { cell, well: false, seconds: 0 });
    return false;
  }
}

let last = Promise.resolve();
onmessage = ({ data }) => {
  last = last
    .then(() => handlers[data.do](data))
    .catch((error) => {
      console.warn(error);
      say("died", { why: inWords(error) ?? "Python has broken down." });
    });
};
