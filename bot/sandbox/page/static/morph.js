// Morph: make a part of the page like new HTML without losing what people typed, opened or focused.

const key = (node) => node.dataset?.key || node.id || "";

// Elements may turn into each other when they are the same thing: same tag, same key.
const alike = (one, other) => one.nodeName === other.nodeName && key(one) === key(other);

// Error lines, hints and options found by a search are filled by scripts: the server knows nothing of them.
const ownWords = (node) => node.matches(".error, [data-own-words], [data-found]");

export function morph(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
  } else if (!ownWords(old) && !old.isEqualNode(fresh)) {
    attributes(old, fresh);
    children(old, fresh);
  }
}

function attributes(old, fresh) {
  const script = new Set(["open", "style", "aria-invalid", "aria-busy", "aria-activedescendant", ...(old.matches(".message") ? ["tabindex"] : [])]);
  for (const { name } of [...old.attributes]) {
    if (!script.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!script.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function children(old, fresh) {
  const wantedKeys = new Set([...fresh.children].map(key).filter(Boolean));
  const known = new Map();
  for (const child of [...old.children]) {
    if (!key(child)) continue;
    if (wantedKeys.has(key(child))) known.set(key(child), child);
    else child.remove(); // first, so that what stays need not move and keeps its focus
  }
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = (wanted.nodeType === Node.ELEMENT_NODE && known.get(key(wanted))) || at;
    if (match && alike(match, wanted)) {
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      morph(match, wanted);
    } else {
      old.insertBefore(wanted, at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}
