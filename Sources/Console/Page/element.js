// The only two ways in which the page makes nodes. Text goes in as text, never as markup.

const svgNamespace = "http://www.w3.org/2000/svg";

export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "data") Object.assign(node.dataset, value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined) node[key] = value;
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return node;
}

export function shape(name, attributes) {
  const node = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/** Changes a text only when it differs, so that assistive technology is not told the same again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function badge(kind, text) {
  return element("span", { className: "badge", textContent: text, data: { kind } });
}

export function setBadge(node, kind, text) {
  setText(node, text);
  if (node.dataset.kind !== kind) node.dataset.kind = kind;
}
