function element(tag, properties = {}, ...children) {
  const result = Object.assign(document.createElement(tag), properties);
  result.append(...children);
  return result;
}

// A list to choose from; what was chosen stays, where the new options have it. On paper it is a line of text.
class Choice {
  constructor(form, name, title, changed) {
    this.title = title;
    this.select = element("select", { name });
    this.printed = element("span", { className: "printed" });
    this.select.addEventListener("change", () => { this.note(); changed(); });
    form.append(element("label", {}, title, this.select), this.printed);
  }
  offer(options, fallback) {
    const before = this.select.options.length ? this.value : fallback;
    this.select.replaceChildren(...options.map(([value, text]) => element("option", { value, textContent: text })));
    const kept = [before, fallback].find(value => options.some(([known]) => known === value));
    if (kept !== undefined) this.select.value = kept;
    this.note();
  }
  note() { this.printed.textContent = `${this.title}: ${this.select.selectedOptions[0]?.textContent ?? ""}`; }
  get value() { return this.select.value; }
}

// Series that can be switched on and off: the legend of the charts.
class Legend {
  constructor(form, series, isOn, changed) {
    this.samples = [];
    this.boxes = new Map();
    const field = element("fieldset", {}, element("legend", { textContent: "Models" }));
    for (const item of series) {
      const box = element("input", { type: "checkbox", checked: isOn(item), name: keyOf(item) });
      const sample = element("i", { className: item.protocol === lookAhead ? "dashed" : "" });
      box.addEventListener("change", changed);
      this.samples.push([sample, item.model]);
      this.boxes.set(keyOf(item), box);
      field.append(element("label", { className: "chip" }, box, sample, labelOf(item)));
    }
    form.append(field);
    this.colour();
  }
  colour() { for (const [sample, model] of this.samples) sample.style.borderTopColor = look(model).colour; }
  has(item) { return this.boxes.get(keyOf(item))?.checked ?? false; }
}
