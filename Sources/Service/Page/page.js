export const byId = id => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const result = Object.assign(document.createElement(tag), properties);
  result.append(...children);
  return result;
}

// Changes the text only where it is another, so that selections and screen readers are left in peace.
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// A list to choose from; what was chosen stays, where the new options have it.
export class Choice {
  constructor(form, name, title, changed) {
    this.select = element("select", { name });
    this.select.addEventListener("change", () => changed(this.value));
    form.append(element("label", {}, title, this.select));
    this.offered = "";
  }
  offer(options, fallback) {
    const offered = JSON.stringify(options);
    if (offered === this.offered) return;
    const before = this.offered ? this.value : fallback;
    this.offered = offered;
    this.select.replaceChildren(...options.map(([value, text]) => element("option", { value, textContent: text })));
    const kept = [before, fallback].find(value => options.some(([known]) => known === value));
    if (kept !== undefined) this.select.value = kept;
  }
  // Moves to a neighbour of what is chosen.
  step(by) { this.choose(this.select.selectedIndex + by); }
  choose(index) {
    if (index === this.select.selectedIndex || !this.select.options[index]) return;
    this.select.selectedIndex = index;
    this.select.dispatchEvent(new Event("change"));
  }
  get value() { return this.select.value; }
  set value(value) { this.select.value = value; }
}

// Terms and what they are; a term without a value is left out.
export function fill(list, pairs) {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== "");
  while (list.children.length > shown.length) list.lastChild.remove();
  while (list.children.length < shown.length) list.append(element("div", {}, element("dt"), element("dd")));
  shown.forEach(([term, value], row) => {
    say(list.children[row].firstChild, term);
    say(list.children[row].lastChild, String(value));
  });
}

// Says how far a pointer that is held down has moved, in pixels to the right and down.
export function startDrag(node, moved) {
  node.addEventListener("pointerdown", event => node.setPointerCapture(event.pointerId));
  node.addEventListener("pointermove", event => {
    if (node.hasPointerCapture(event.pointerId)) moved(event.movementX, event.movementY);
  });
}

// What the browser remembers, where it does.
export function remembered(key, fallback) {
  try { return localStorage.getItem(`markercast.${key}`) ?? fallback; } catch { return fallback; }
}
export function remember(key, value) {
  try { localStorage.setItem(`markercast.${key}`, value); } catch { /* Private windows forget. */ }
}
