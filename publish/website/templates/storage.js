// A browser may keep nothing for a site: where cookies are blocked, or no room is left. What the
// pages ask of its storage would then stop their scripts, so something else takes its place: the
// name of the window, which lasts from page to page, until the tab is closed.
(() => {
  const works = (name) => {
    try {
      window[name].setItem("works", "");
      window[name].removeItem("works");
      return true;
    } catch {
      return false;
    }
  };

  const missing = ["localStorage", "sessionStorage"].filter((name) => !works(name));
  if (!missing.length) return;
  const noted = () => {
    try {
      return Object.entries(JSON.parse(window.name)).map(([name, items]) => [name, new Map(items)]);
    } catch {
      return []; // a name that somebody else gave
    }
  };
  const kept = new Map(noted());
  const note = () => {
    const items = [...kept].map(([name, one]) => [name, [...one]]);
    window.name = JSON.stringify(Object.fromEntries(items));
  };

  for (const name of missing) {
    if (!kept.has(name)) kept.set(name, new Map());
    const items = kept.get(name);
    const value = {
      get length() {
        return items.size;
      },
      key: (at) => [...items.keys()][at] ?? null,
      getItem: (key) => items.get(String(key)) ?? null,
      setItem(key, text) {
        items.set(String(key), String(text));
        note();
      },
      removeItem(key) {
        items.delete(String(key));
        note();
      },
      clear() {
        items.clear();
        note();
      },
    };
    Object.defineProperty(window, name, { value, configurable: true });
  }
})();
