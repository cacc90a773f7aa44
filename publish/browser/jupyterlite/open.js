// Opens JupyterLite with the settings of this edition, as its own config-utils.js would with those of
// four files.

course.edition.then(({ config }) => {
  const address = (key, value) =>
    /url$/i.test(key) && value.startsWith?.("./") ? new URL(value, course.root).pathname : value;
  const settings = JSON.parse(JSON.stringify(config), address);
  const page = `/${course.app}`;
  Object.assign(settings, { appUrl: page, notebookPage: course.app, faviconUrl: "./favicon.ico" });
  document.getElementById("jupyter-config-data").textContent = JSON.stringify(settings);
  const add = (kind, attributes) => document.head.append(Object.assign(document.createElement(kind), attributes));
  add("link", { rel: "icon", href: settings.faviconUrl });
  add("script", { src: `${settings.fullStaticUrl}${page}/bundle.js`, main: "index" });
});
