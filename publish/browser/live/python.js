// The worker in which Python runs, and what is known of it.

// live, root: the names of this edition, and where they are. again: what the reader does to start
// anew. tell is given each word of the start, ready says that Python is, hear gets what it sends, and
// fail why it has gone, with all that it knew.
export class Python {
  constructor({ live, root, again, tell, ready, hear, fail }) {
    Object.assign(this, { live, root, again, handlers: { tell, ready, hear, fail } });
    Object.assign(this, { state: "none", words: "Python is loading" });
  }

  // Whether it is ready; if there is none it is started.
  start(draws) {
    if (this.state !== "none") return this.state === "ready";
    const { live, root } = this;
    const address = (url) => new URL(url, root).href;
    const { files: named, host, megabytes } = draws ? live.drawing : live.first;
    const files = named.map((file) => ({ ...file, url: address(file.url) }));
    Object.assign(this, { megabytes, count: files.length, from: host ? ` from ${host}` : "" });
    this.interrupt = self.crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
    this.state = "loading";
    this.tell(this.count);
    this.worker = new Worker(new URL(live.worker, root), { type: "module", name: "Python" });
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = async (event) => {
      event.preventDefault?.();
      if (this.state === "ready") return this.end("Python has broken down, perhaps because memory ran out.");
      const script = new URL(live.worker, root);
      const type = await later.oddType(script);
      this.end(
        type
          ? `Python did not start: this site’s host sends ${script.pathname} as ${type}, and no browser runs that.`
          : "Python did not start: not everything came, or this browser is too old for workers with modules. Is the network there?",
      );
    };
    const { pyodideUrl, lockFileURL, packages, pictures } = live.settings;
    this.send({
      do: "start",
      settings: { pyodideUrl: address(pyodideUrl), lockFileURL: address(lockFileURL), packages, pictures },
      files,
      host: host ?? location.host,
      draws,
      interrupt: this.interrupt,
    });
    return false;
  }

  send(message) {
    this.worker.postMessage(message);
  }

  tell(left) {
    this.words = left
      ? `Python is loading${this.from}, about ${this.megabytes} MB, once: ${this.count - left} of ${this.count} files`
      : "Python is starting";
    this.handlers.tell(this.words);
  }

  hear(message) {
    if (message.kind === "loaded") return this.tell(message.left);
    if (message.kind === "failed") return this.end(`Python did not start: ${message.why}`);
    if (message.kind === "died") return this.end(`${message.why} What it knew is lost; ${this.again} to start anew.`);
    if (message.kind === "ready") {
      this.state = "ready";
      return this.handlers.ready();
    }
    return this.handlers.hear(message);
  }

  end(why) {
    this.worker.terminate();
    this.state = "none";
    this.handlers.fail(why);
  }

  // Where the page is isolated Python is told to stop, and all that it knows stays.
  stop() {
    if (this.interrupt && this.state === "ready") return void (this.interrupt[0] = 2);
    this.end("Stopped. Python had to be ended for this, and what it knew is lost: running a cell starts it anew, with the cells that it needs.");
  }
}
