const data = JSON.parse(document.getElementById("data").textContent);
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const digitOf = new Map([...digits].map((digit, value) => [digit, value]));

// The numbers of a packed text: offsets from the last one, or from the last known of `near`; NaN where unknown.
function unpack(text, count, near) {
  const values = new Float64Array(count);
  let last = 0, at = 0;
  for (let i = 0; i < count; i++) {
    if (near && !Number.isNaN(near[i])) last = Math.round(1000 * near[i]);
    if (text[at] === ".") {
      values[i] = NaN;
      at += 1;
      continue;
    }
    let rest = 0, scale = 1, digit;
    do {
      digit = digitOf.get(text[at++]);
      rest += (digit & 31) * scale;
      scale *= 32;
    } while (digit & 32);
    const step = last + (rest % 2 ? -(rest - 1) / 2 : rest / 2);
    values[i] = step / 1000;
    if (!near) last = step;
  }
  return values;
}

const lookAhead = "look-ahead";
const horizonText = seconds => `${Number(seconds.toPrecision(6))} s`;
const unique = values => [...new Set(values)];

// A series is a model under a protocol.
const keyOf = item => `${item.protocol} ${item.model}`;
const protocols = unique((data.result?.means ?? []).map(score => score.protocol));
function labelOf(item) {
  return item.protocol === lookAhead && protocols.length > 1 ? `${item.model}, look-ahead` : item.model;
}
