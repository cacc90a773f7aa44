// A line under the notebook: what is being loaded and from where, whether Python is ready, what to
// do if the network fails, and the way back to the page and to the original of a changed notebook.

(() => {
  const ROOT = course.root;
  const PATH = new URLSearchParams(location.search).get("path") ?? "";
  const CHAPTER = PATH.match(/^(.+)-[0-9a-f]{8}\.ipynb$/)?.[1];
  const SCRIPT = /^(text|application)\/(x-)?(java|ecma)script\b/i;
  const PATIENCE = 90; // seconds that Python may take to start once all is loaded

  const bar = document.createElement("section");
  bar.id = "course-start";
  bar.setAttribute("aria-label", "State of Python");
  bar.innerHTML = `<span role="status"></span> <progress hidden aria-label="Loading"></progress>
    <button type="button" class="again" hidden>Try again</button>
    <button type="button" class="original" hidden>Start from the original</button>
    <span class="others"></span>
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

  async function services() {
    while (!window.jupyterapp?.serviceManager) await pause(0.05);
    return window.jupyterapp.serviceManager;
  }

  // Python starts while the notebook is still being opened: JupyterLab, which would start it after
  // that, takes the session of a notebook if there is one.
  async function startPython() {
    const { kernelspecs, sessions } = await services();
    while (!kernelspecs.specs?.kernelspecs.python) {
      await pause(0.05);
      await kernelspecs.refreshSpecs();
    }
    const kernel = { name: "python" };
    const session = await sessions.startNew({ path: PATH, name: PATH, type: "notebook", kernel });
    session.dispose(); // Python goes on; of its connections the first gets the widgets' messages
  }

  // Why a file is of no use, in words for the reader, who may pass them on.
  class Trouble extends Error {}

  // The kernel asks for the same files and finds them in the browser's cache. A file that is not the
  // one that was published is refused.
  async function get({ url, integrity }, host) {
    const address = new URL(url, ROOT);
    const answer = await fetch(address, { integrity }).catch(async () => {
      const other = await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
      throw new Trouble(
        other?.ok
          ? `${host} sends another ${address.pathname} than the one that was published.`
          : `not everything came from ${host}. Is the network there?`,
      );
    });
    if (!answer.ok) throw new Trouble(`${address.pathname} is not on ${host} (${answer.status}).`);
    const type = answer.headers.get("Content-Type");
    if (/\.m?js$/.test(url) && !SCRIPT.test(type)) {
      throw new Trouble(
        `${host} sends ${address.pathname} as ${type}, and browsers run only text/javascript. ` +
          'What to change stands on the page "Publish your own copy".',
      );
    }
    return (await answer.arrayBuffer()).byteLength;
  }

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
      files.map(async (file) => {
        bytes += await get(file, host ?? location.host);
        ready += 1;
        show();
      }),
    ).finally(() => {
      going = false;
      progress.hidden = true;
    });
  }

  async function kernel() {
    say("Python is starting");
    for (let waited = 0; waited < PATIENCE; waited += 0.25) {
      const notebook = window.jupyterapp?.shell.currentWidget;
      if (notebook?.sessionContext?.session?.kernel?.status === "idle") return;
      await pause(0.25);
    }
    throw new Trouble(`nothing was heard of it for ${PATIENCE} s.`);
  }

  // Where a browser keeps nothing, JupyterLite's notebooks go where storage.js puts them.
  const keeps = () =>
    new Promise((done) => {
      const asked = indexedDB.open("course");
      asked.onerror = () => done(false);
      asked.onsuccess = () => {
        asked.result.close();
        indexedDB.deleteDatabase("course");
        done(true);
      };
    }).catch(() => false);

  // The notebooks of this site have all the same date: another one is that of the reader's last change.
  async function offerOwn(published) {
    const { contents } = await services();
    const ofChapter = (name) => name.startsWith(`${CHAPTER}-`);
    const newest = Object.keys(published).find(ofChapter);
    const link = (name, text, title) =>
      Object.assign(document.createElement("a"), { href: `?path=${encodeURIComponent(name)}`, textContent: text, title });
    const look = async () => {
      const { content } = await contents.get("");
      const own = content.find((file) => file.name === PATH);
      // A page that the browser has kept, or a bookmark, leads to an edition that is gone.
      if (!own && newest) return location.replace(link(newest).search);
      part(".original").hidden = !own || !(PATH in published) || own.last_modified === published[PATH];
      const earlier = content.filter(
        ({ name }) => ofChapter(name) && name !== PATH && !(name in published),
      );
      const others = earlier.map(({ name, last_modified }) =>
        link(
          name,
          `Your notebook of ${new Date(last_modified).toLocaleDateString()}`,
          "You changed an earlier edition of this chapter",
        ),
      );
      if (newest && newest !== PATH) {
        others.push(link(newest, "The chapter as it is now", "This is an earlier edition, which you changed"));
      }
      part(".others").replaceChildren(...others);
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
    const edition = await course.edition;
    if (PATH) {
      startPython().catch(console.warn); // then JupyterLab will
      offerOwn(edition.published).catch(console.warn);
    }
    try {
      await load(edition.start);
      await kernel();
      interval = 100;
      const until = (await keeps()) ? "stays in this browser" : "is kept until you close this tab";
      say(`Python is ready. Shift+Enter runs a cell; what you type ${until}.`);
    } catch (error) {
      console.warn(error);
      part(".again").hidden = false;
      const why = error instanceof Trouble ? error.message : "that has failed here, try again or look at the console.";
      say(`Python did not start: ${why}`);
    }
  }

  part(".again").addEventListener("click", () => location.reload());
  start();
})();
