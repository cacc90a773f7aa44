// Sets formulas: {fonts, formulas: [{tex, display}, ...]} comes in, {html: [...], css} goes out.
const { readFileSync } = require("node:fs");
const path = require("node:path");

const HOME = path.join(__dirname, "..", "node_modules", "mathjax", "es5");
// The formulas' font has lower case letters of 0.442 em, Source Sans of 0.486.
const SIZES = { em: 16, ex: 8, scale: 1.1, containerWidth: 80 * 16 };

const typeset = async ({ fonts, formulas }) => {
  const MathJax = await require(path.join(HOME, "node-main.js")).init({
    loader: { paths: { mathjax: HOME }, load: ["input/tex", "output/chtml", "a11y/assistive-mml"] },
    tex: { packages: { "[-]": ["noundefined"] } }, // an unknown command is an error
    chtml: { fontURL: fonts },
  });
  const { adaptor } = MathJax.startup;
  const html = [];
  for (const { tex, display } of formulas) {
    html.push(adaptor.outerHTML(await MathJax.tex2chtmlPromise(tex, { display, ...SIZES })));
  }
  return { html, css: adaptor.textContent(MathJax.chtmlStylesheet()) };
};

typeset(JSON.parse(readFileSync(0, "utf-8"))).then((result) => process.stdout.write(JSON.stringify(result)));
