// Text of the article whose contrast with its ground misses WCAG's AA: 4.5, or 3 for large text.
() => {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const over = (top, below) => {
    const alpha = top[3] ?? 1;
    return [0, 1, 2].map((i) => alpha * top[i] + (1 - alpha) * below[i]);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      layers.push(channels(getComputedStyle(one).backgroundColor));
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const hasOwnText = (element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const faint = [];
  for (const element of document.querySelectorAll("article *")) {
    if (!hasOwnText(element) || !element.checkVisibility() || element.closest("svg, mjx-assistive-mml")) continue;
    const style = getComputedStyle(element);
    const below = ground(element);
    const text = over(channels(style.color), below);
    const [dark, light] = [luminance(text), luminance(below)].sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${element.className}: ${element.textContent.slice(0, 40)}`);
  }
  return [...new Set(faint)].slice(0, 20);
}
