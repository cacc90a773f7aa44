// Browsers may have kept this page since an earlier edition. So it knows no name but that of
// the file with all names, which is asked for anew.
(() => {
  const here = new URL(location.pathname.replace(/\/?(index\.html)?$/, "/"), location.href);
  const root = new URL("../", here);
  const add = (kind, attributes) => document.head.append(Object.assign(document.createElement(kind), attributes));

  // Scripts stop at what they do not know: a reader needs a line that tells why nothing comes.
  const fail = async (address) => {
    const answer = await fetch(address, { cache: "no-store" }).catch(() => undefined);
    const type = answer?.headers.get("Content-Type");
    const why = !answer
      ? `${address} did not come. Is the network there?`
      : answer.ok
        ? `this site's host sends ${address} as ${type}, and no browser runs that. What to change stands on the page "Publish your own copy".`
        : `${address} is not there (${answer.status}).`;
    const line = document.createElement("p");
    line.role = "alert";
    line.textContent = `The notebook did not open: ${why}`;
    line.style.cssText = "font: 1rem/1.5 sans-serif; margin: 2rem";
    document.body.replaceChildren(line);
  };

  const names = new URL("edition.json", root);
  window.course = { root, app: here.pathname.split("/").at(-2) };
  course.edition = fetch(names, { cache: "no-store" }).then((answer) => answer.json());
  course.edition.then(
    ({ scripts, styles }) => {
      for (const name of styles[course.app]) add("link", { rel: "stylesheet", href: new URL(name, root) });
      for (const name of scripts[course.app]) {
        const src = new URL(name, root);
        add("script", { src, async: false, onerror: () => fail(src) });
      }
    },
    () => fail(names),
  );
})();
