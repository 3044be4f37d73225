// A square of numbers to type into. What is being typed is left alone until it is a number.

const boxes = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".weights-box");
  let box = boxes.get(parentElement);
  if (box?.root !== root) boxes.set(parentElement, (box = { root, fields: [] }));
  box.send = setTriggerValue;
  if (box.fields.length !== data.weights.length) build(box, data);
  box.weights = data.weights;
  box.most = data.most;
  box.fields.forEach((field, i) => {
    field.setAttribute("aria-label", named(data.label, i, Math.sqrt(data.weights.length)));
    if (field !== document.activeElement || Number(field.value) !== data.weights[i]) field.value = short(data.weights[i]);
  });
  paint(box);
}

function build(box, data) {
  const side = Math.sqrt(data.weights.length);
  box.root.style.setProperty("--side", side);
  box.fields = data.weights.map((_, i) => {
    const field = document.createElement("input");
    field.inputMode = "text"; // a phone's keyboard for numbers has no minus
    field.autocomplete = "off";
    field.addEventListener("focus", () => field.select());
    field.addEventListener("change", () => changed(box, i));
    field.addEventListener("keydown", (event) => key(box, i, side, event));
    return field;
  });
  box.root.replaceChildren(...box.fields);
}

function changed(box, i) {
  const typed = Number(box.fields[i].value.trim().replace(",", ".").replace("−", "-"));
  if (!box.fields[i].value.trim() || !Number.isFinite(typed)) {
    box.fields[i].value = short(box.weights[i]); // what is no number changes nothing
    return;
  }
  if (short(typed) === short(box.weights[i])) return;
  const weight = Math.min(Math.max(typed, -box.most), box.most);
  box.weights = box.weights.with(i, weight);
  box.fields[i].value = short(weight);
  paint(box);
  box.send("weights", box.weights);
}

function key(box, i, side, event) {
  const by = { ArrowUp: -side, ArrowDown: side, Enter: side }[event.key];
  if (!by) return;
  event.preventDefault();
  if (event.key === "Enter") changed(box, i);
  box.fields[(i + by + box.fields.length) % box.fields.length].focus();
}

// As everywhere here: orange above 0, blue below.
function paint(box) {
  const extent = Math.max(...box.weights.map(Math.abs)) || 1;
  box.fields.forEach((field, i) => {
    const share = box.weights[i] / extent;
    const colour = share > 0 ? "255, 164, 60" : "90, 178, 255";
    field.style.background = `rgba(${colour}, ${0.48 * Math.abs(share)})`;
  });
}

function short(weight) {
  return String(Number(weight.toFixed(3)));
}

function named(label, i, side) {
  return label.replace("{row}", Math.floor(i / side) + 1).replace("{column}", (i % side) + 1);
}
