// The neuron as a drawing: inputs, weights, sum, activation, output, each with its number.

import { COLOURS } from "./plane.js";
import { CUT } from "./chain.js";
import { number } from "./text.js";

const SPACE = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [460, 196];
const INPUTS = [["x₁", 34], ["x₂", 98], ["", 162]]; // and where they stand from the top
const LEFT = 34, SUM = 214, BOX = 318, OUTPUT = 424, MIDDLE = 98, RADIUS = 24;
const SIDE = 68; // of the box with the activation's curve
const FAR = 6, HIGH = 1.6; // what the curve shows of z and of f, either way
const THICK = 10; // of the largest weight that is told apart

export class Drawing {
  constructor() {
    this.root = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "one-drawing", role: "img" });
    this.links = INPUTS.map(([, top]) => this.add("line", { x1: LEFT + RADIUS, y1: top, x2: SUM - RADIUS, y2: MIDDLE, "stroke-linecap": "round" }));
    this.add("line", { x1: SUM + RADIUS, y1: MIDDLE, x2: BOX - SIDE / 2, y2: MIDDLE, class: "one-wire" });
    this.add("line", { x1: BOX + SIDE / 2, y1: MIDDLE, x2: OUTPUT - RADIUS, y2: MIDDLE, class: "one-wire" });
    this.inputs = INPUTS.map(([name, top]) => this.circle(LEFT, top, name));
    this.weights = INPUTS.map(([, top], i) => this.text(124, MIDDLE + (top - MIDDLE) * 0.5 + [-11, -11, 19][i], "", "one-weight"));
    this.inputs[2].value.textContent = "1"; // what the bias is multiplied with
    this.sum = this.circle(SUM, MIDDLE, "Σ");
    this.sumName = this.text(SUM, MIDDLE + RADIUS + 17, "", "one-name");
    this.box();
    this.output = this.circle(OUTPUT, MIDDLE, "");
    this.outputName = this.text(OUTPUT, MIDDLE + RADIUS + 17, "", "one-name");
  }

  add(name, attributes) {
    return this.root.appendChild(element(name, attributes));
  }

  text(x, y, said, className) {
    const text = this.add("text", { x, y, class: className, "text-anchor": "middle" });
    text.textContent = said;
    return text;
  }

  // A circle with a name above its number.
  circle(x, y, name) {
    const ring = this.add("circle", { cx: x, cy: y, r: RADIUS, class: "one-circle" });
    if (name) this.text(x, y - 6, name, "one-name");
    return { ring, value: this.text(x, y + (name ? 12 : 5), "", "one-value") };
  }

  box() {
    const [x, y] = [BOX - SIDE / 2, MIDDLE - SIDE / 2];
    this.add("rect", { x, y, width: SIDE, height: SIDE, rx: 6, class: "one-circle" });
    const inner = this.add("svg", { x, y, width: SIDE, height: SIDE, viewBox: `${-FAR} ${-HIGH} ${2 * FAR} ${2 * HIGH}`, preserveAspectRatio: "none" });
    const within = (name, attributes) => inner.appendChild(element(name, attributes));
    within("path", { d: `M${-FAR} 0H${FAR}M0 ${-HIGH}V${HIGH}`, class: "one-axis" });
    this.curve = within("path", { class: "one-curve" });
    this.dot = this.add("circle", { r: 5, class: "one-dot" });
    this.title = this.text(BOX, MIDDLE + SIDE / 2 + 17, "", "one-name");
  }

  // The activation and what the parts are called.
  name(neuron, title, words) {
    this.neuron = neuron;
    const places = Array.from({ length: 241 }, (_, i) => -FAR + (i * FAR) / 120);
    this.curve.setAttribute("d", places.map((z, i) => `${i ? "L" : "M"}${z} ${-limited(neuron.output(z), HIGH * 2)}`).join(""));
    this.title.textContent = `f = ${title}`;
    this.sumName.textContent = words.sum;
    this.outputName.textContent = words.output;
  }

  show(weights, [x1, x2]) {
    const z = this.neuron.sum(weights, [x1, x2]);
    const output = this.neuron.output(z);
    const names = ["w₁", "w₂", "b"];
    weights.forEach((weight, i) => {
      const share = Math.min(Math.abs(weight) / THICK, 1);
      const stroke = weight < 0 ? COLOURS[0] : COLOURS[1];
      set(this.links[i], { stroke, "stroke-width": 1 + 8 * share, "stroke-dasharray": weight ? "none" : "3 4" });
      this.weights[i].textContent = `${names[i]} = ${number(weight, 2)}`;
    });
    [x1, x2].forEach((x, i) => (this.inputs[i].value.textContent = number(x, 2)));
    this.sum.value.textContent = number(z, 2);
    this.output.value.textContent = number(output, 3);
    const share = limited(2 * (output - CUT), 1);
    set(this.output.ring, { style: `fill: color-mix(in srgb, ${COLOURS[share > 0 ? 1 : 0]} ${Math.round(Math.abs(share) * 60)}%, var(--st-background-color))` });
    set(this.dot, {
      cx: BOX + (limited(z, FAR) / FAR) * (SIDE / 2),
      cy: MIDDLE - (limited(output, HIGH) / HIGH) * (SIDE / 2),
    });
    this.root.setAttribute("aria-label", `z = ${number(z)}, f(z) = ${number(output)}`);
  }
}

function limited(value, most) {
  return Math.min(Math.max(value, -most), most);
}

function element(name, attributes) {
  return set(document.createElementNS(SPACE, name), attributes);
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
