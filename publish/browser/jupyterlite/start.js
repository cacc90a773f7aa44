// A line under the notebook: what is being loaded and from where, whether Python is ready, what to
// do if the network fails, and the way back to the page and to the original of a changed notebook.

const ROOT = new URL("../", location.href);
const PATH = new URLSearchParams(location.search).get("path") ?? "";
const CHAPTER = PATH.match(/^(.+)-[0-9a-f]{8}\.ipynb$/)?.[1];
const PATIENCE = 90; // seconds that Python may take to start once all is loaded

const bar = document.createElement("section");
bar.id = "course-start";
bar.setAttribute("aria-label", "State of Python");
bar.innerHTML = `<span role="status"></span> <progress hidden aria-label="Loading"></progress>
  <button type="button" class="again" hidden>Try again</button>
  <button type="button" class="original" hidden>Start from the original</button>
  <span class="earlier"></span>
  <a class="page" hidden>Back to the page</a>`;
const part = (name) => bar.querySelector(name);
const say = (text) => (part("[role=status]").textContent = text);
const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

// JupyterLab measures the cells that are out of sight in steps, whenever it is idle: on the processor
// that Python needs to start. So these steps, the only idle work with a timeout, come at intervals.
// What comes into sight is drawn at once.
const whenIdle = window.requestIdleCallback;
let interval = 500;
if (whenIdle) {
  window.requestIdleCallback = (work, options) => {
    if (!options?.timeout) return whenIdle(work, options);
    setTimeout(() => whenIdle(work, options), interval);
    return -1; // no request has this number, so nothing is called off with it
  };
}

// Python starts while the notebook is still being opened: JupyterLab, which would start it after
// that, takes the session of a notebook if there is one.
async function startPython() {
  while (!window.jupyterapp?.serviceManager) await pause(0.05);
  const { kernelspecs, sessions } = window.jupyterapp.serviceManager;
  while (!kernelspecs.specs?.kernelspecs.python) {
    await pause(0.05);
    await kernelspecs.refreshSpecs();
  }
  const kernel = { name: "python" };
  const session = await sessions.startNew({ path: PATH, name: PATH, type: "notebook", kernel });
  session.dispose(); // Python goes on; of its connections the first gets the widgets' messages
}

// The kernel asks for the same files and finds them in the browser's cache. A file that is not the
// one that was published is refused.
async function load({ files, megabytes, host }) {
  const from = host ? ` from ${host}` : "";
  const progress = part("progress");
  let bytes = 0;
  let ready = 0;
  let going = true; // after a failure the other files still come in, but there is nothing to say
  const show = () => {
    if (!going) return;
    const whole = `${(bytes / 1e6).toFixed(0)} of about ${megabytes} MB`;
    say(`Loading Python${from} into this browser, once: ${whole}`);
    progress.value = ready / files.length;
  };
  progress.hidden = false;
  show();
  await Promise.all(
    files.map(async ({ url, integrity }) => {
      const answer = await fetch(new URL(url, ROOT), { integrity });
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      bytes += (await answer.arrayBuffer()).byteLength;
      ready += 1;
      show();
    }),
  ).finally(() => (going = false));
  progress.hidden = true;
}

async function kernel() {
  say("Python is starting");
  for (let waited = 0; waited < PATIENCE; waited += 0.25) {
    const notebook = window.jupyterapp?.shell.currentWidget;
    if (notebook?.sessionContext?.session?.kernel?.status === "idle") return;
    await pause(0.25);
  }
  throw new Error(`no Python after ${PATIENCE} s`);
}

// The notebooks of this site have all the same date: another one is that of the reader's last change.
async function offerOriginal() {
  const { contents } = window.jupyterapp.serviceManager;
  const listing = await (await fetch(new URL("api/contents/all.json", ROOT))).json();
  const published = new Map(listing.content.map((file) => [file.name, file.last_modified]));
  const look = async () => {
    const { content } = await contents.get("");
    const own = content.find((file) => file.name === PATH);
    part(".original").hidden = !own || own.last_modified === published.get(PATH);
    const earlier = content.filter(
      (file) => file.name.startsWith(`${CHAPTER}-`) && !published.has(file.name),
    );
    part(".earlier").replaceChildren(
      ...earlier.map((file) => {
        const link = document.createElement("a");
        link.href = `?path=${encodeURIComponent(file.path)}`;
        const day = new Date(file.last_modified).toLocaleDateString();
        link.textContent = `Your notebook of ${day}`;
        link.title = "You changed an earlier edition of this chapter";
        return link;
      }),
    );
  };
  part(".original").addEventListener("click", async () => {
    if (!confirm("Your changes to this notebook will be lost. Go on?")) return;
    await contents.delete(PATH);
    await window.jupyterapp.shell.currentWidget.context.revert();
    await look();
  });
  contents.fileChanged.connect(look);
  await look();
}

async function start() {
  document.body.append(bar);
  if (CHAPTER) {
    part(".page").href = new URL(`../book/${CHAPTER}.html`, ROOT);
    part(".page").hidden = false;
  }
  if (PATH) startPython().catch(console.warn); // then JupyterLab will
  const settings = await (await fetch(new URL("start.json", ROOT))).json();
  try {
    await load(settings);
    await kernel();
    interval = 100;
    say("Python is ready. Shift+Enter runs a cell; what you type stays in this browser.");
    await offerOriginal();
  } catch (error) {
    console.warn(error);
    part("progress").hidden = true;
    part(".again").hidden = false;
    const who = settings.host ?? location.host;
    say(`Python did not start: not everything came from ${who}. Is the network there?`);
  }
}

part(".again").addEventListener("click", () => location.reload());
await start();
