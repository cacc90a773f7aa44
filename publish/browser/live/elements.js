// An element of the page with its properties and what stands in it.
export const make = (kind, content = {}, ...children) => {
  const element = Object.assign(document.createElement(kind), content);
  element.append(...children);
  return element;
};
