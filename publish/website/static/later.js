// What starts Python loads its script after a press, by the name that this edition of the site gives it.
window.later = {
  fromFile: location.protocol === "file:"
    ? "A browser starts no Python for a page from a file. The page “Run the chapters” says what works."
    : "",

  // The names of this edition, and the script; `check` may say that the page is of another.
  async get(root, name, check = () => {}) {
    const address = new URL("edition.json", root);
    const names = await fetch(address, { cache: "no-store" }).then((answer) => answer.json());
    check(names);
    const script = new URL(names.live[name], root);
    try {
      return { names, script: await import(script) };
    } catch (error) {
      const type = await this.oddType(script);
      const sent = `this site's host sends ${script.pathname} as ${type}, and no browser runs that.`;
      throw type ? new Error(sent) : error;
    }
  },

  // As what the host sends a script, if a browser does not run that; else nothing.
  async oddType(script) {
    const answer = await fetch(script, { cache: "no-store" }).catch(() => undefined);
    const type = String(answer?.headers.get("Content-Type"));
    return answer?.ok && !/javascript/.test(type) ? type : "";
  },

  whyNot(error) {
    const lost = error instanceof SyntaxError || error instanceof TypeError;
    return `Python did not start: ${lost ? "not everything came. Is the network there?" : error.message}`;
  },
};
