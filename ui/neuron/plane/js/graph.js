// The network itself: each unit is a map of what it gives over the plane, each connection as thick as
// its weight is large. A unit or a connection that is chosen shows its numbers, to be set.

import { element, fill, number } from "./pieces.js";
import { Tile, Tint, COLOURS, coloursOf, fontOf } from "./plane.js";
import { SIDE } from "./player.js";

const EVERY = 3; // of the plane's grid, each third point makes a map
const MAP = (SIDE - 1) / EVERY + 1;
const LARGEST = 46; // CSS px of a unit
const GAP = 10; // at least between two units of a layer
const HEADING = 22;
const NAMES = 34; // room for the features' names
const REACH = 7; // CSS px around a connection
const BOUNDED = new Set(["sigmoid", "tanh", "hard_sigmoid", "hard_tanh", "softsign", "sparse_sigmoid",
  "softmax", "sparsemax"]);

const tint = new Tint(0.88);

export class Graph {
  constructor(root, player) {
    Object.assign(this, { root, player, chosen: null, over: null });
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.buttons = element("div", { className: "neuron-units" });
    this.tip = element("div", { className: "neuron-tip", hidden: true });
    this.box = element("div", { className: "neuron-graph", role: "group" }, this.canvas, this.buttons, this.tip);
    this.panel = element("div", { className: "neuron-panel", hidden: true });
    root.append(this.box, this.panel);
    this.box.addEventListener("pointermove", (event) => this.hover(event));
    this.box.addEventListener("pointerleave", () => this.leave());
    this.box.addEventListener("click", (event) => this.click(event));
  }

  show(data, send) {
    Object.assign(this, { words: data.words, most: data.most.weight, send });
    this.box.setAttribute("aria-label", data.alt);
    const worded = JSON.stringify(data.words);
    if (worded !== this.worded) this.named = null; // the buttons are named in another language
    this.worded = worded;
  }

  draw() {
    const { player } = this;
    if (!this.words || !player.spec) return;
    this.arrange();
    const colours = coloursOf(this.root);
    const context = this.begin();
    this.headings(context, colours);
    if (player.now) this.links(context, colours);
    this.maps(context, colours);
    this.refresh();
  }

  // Where everything is ------------------------------------------------------------------------

  arrange() {
    const { spec } = this.player;
    const room = this.root.clientWidth;
    const name = JSON.stringify([spec, room]);
    if (name === this.named) return;
    this.named = name;
    if (spec !== this.spec) this.close();
    this.spec = spec;
    const { widths } = spec;
    const columns = widths.length;
    const size = Math.max(Math.min(LARGEST, (room - NAMES) / (1.75 * columns)), 20);
    const gap = Math.max(GAP, 0.22 * size);
    const tallest = Math.max(...widths, 4) * (size + gap) - gap;
    this.size = size;
    this.height = HEADING + tallest + 6;
    this.width = room;
    this.centres = widths.map((width, layer) => {
      const x = NAMES + size / 2 + ((room - NAMES - size - 2) * layer) / (columns - 1);
      const top = HEADING + 2 + (tallest - (width * (size + gap) - gap)) / 2 + size / 2;
      return Array.from({ length: width }, (_, unit) => [x, top + unit * (size + gap)]);
    });
    this.tiles = widths.map((width) => Array.from({ length: width }, () => new Tile(MAP)));
    this.box.style.height = `${this.height}px`;
    this.makeButtons();
  }

  makeButtons() {
    const made = this.centres.flatMap((layer, number) => layer.map(([x, y], unit) => {
      const button = element("button", { type: "button" });
      Object.assign(button.style, { left: `${x - this.size / 2}px`, top: `${y - this.size / 2}px`,
        width: `${this.size}px`, height: `${this.size}px` });
      const name = this.nameOf(number, unit);
      button.setAttribute("aria-label", name);
      button.title = name;
      button.onfocus = button.onpointerenter = () => this.player.mark([number - 1, unit], name);
      button.onblur = button.onpointerleave = () => this.player.mark(null);
      if (number) button.onclick = () => this.choose(number - 1, unit);
      return button;
    }));
    this.buttons.replaceChildren(...made);
  }

  // layer: as in `Field.values`, 0 for the features.
  nameOf(layer, unit) {
    const { spec } = this.player;
    if (layer === 0) return spec.labels[unit];
    if (layer < spec.widths.length - 1) return fill(this.words.unit, { layer, unit: unit + 1 });
    return spec.widths.at(-1) > 1 ? fill(this.words.class, { label: unit }) : this.words.output;
  }

  // What is drawn ------------------------------------------------------------------------------

  begin() {
    const fine = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.width * fine), Math.round(this.height * fine)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    Object.assign(this.canvas.style, { width: `${this.width}px`, height: `${this.height}px` });
    const context = this.canvas.getContext("2d");
    context.setTransform(fine, 0, 0, fine, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }

  headings(context, colours) {
    const { spec } = this.player;
    context.font = `12px ${fontOf(this.canvas)}`;
    context.fillStyle = colours.quiet;
    context.textAlign = "center";
    context.textBaseline = "top";
    const room = this.width / spec.widths.length;
    spec.layers.forEach((name, layer) => {
      const half = context.measureText(name).width / 2;
      const x = Math.min(this.centres[layer + 1][0][0], this.width - half - 1);
      context.fillText(name, x, 2, room);
    });
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillStyle = colours.text;
    spec.labels.forEach((label, unit) => {
      const [x, y] = this.centres[0][unit];
      context.fillText(label, x - this.size / 2 - 4, y, NAMES - 5);
    });
  }

  links(context, colours) {
    const { player } = this;
    const { weights } = player.now;
    this.eachLink((layer, input, unit, index) => {
      const weight = weights[index];
      const silent = player.isOff(layer - 1, input) || player.isOff(layer, unit);
      const strong = 1 - Math.exp(-Math.abs(weight) / 1.5);
      this.trace(context, layer, input, unit);
      if (this.isLit(layer, input, unit)) {
        Object.assign(context, { strokeStyle: colours.text, globalAlpha: 0.9, lineWidth: 3 + 7 * strong });
        context.stroke();
      }
      Object.assign(context, { strokeStyle: silent ? colours.line : COLOURS[weight > 0 ? 1 : 0],
        globalAlpha: silent ? 0.8 : 0.25 + 0.65 * strong, lineWidth: 0.6 + 6.5 * strong });
      context.stroke();
    });
    context.globalAlpha = 1;
  }

  eachLink(act) {
    const { shape } = this.player;
    for (let layer = 0; layer + 1 < shape.widths.length; layer++)
      for (let input = 0; input < shape.widths[layer]; input++)
        for (let unit = 0; unit < shape.widths[layer + 1]; unit++)
          act(layer, input, unit, shape.weight(layer, input, unit));
  }

  isLit(layer, input, unit) {
    return [this.over, this.chosen].some((one) => one && one.layer === layer && one.unit === unit && one.input === input);
  }

  trace(context, layer, input, unit) {
    const [[x, y], [u, v]] = this.ends(layer, input, unit);
    const middle = (x + u) / 2;
    context.beginPath();
    context.moveTo(x, y);
    context.bezierCurveTo(middle, y, middle, v, u, v);
  }

  ends(layer, input, unit) {
    const [x, y] = this.centres[layer][input];
    const [u, v] = this.centres[layer + 1][unit];
    return [[x + this.size / 2, y], [u - this.size / 2, v]];
  }

  maps(context, colours) {
    const { player, size } = this;
    const field = player.whole();
    const { spec } = player;
    this.centres.forEach((layer, number) => layer.forEach(([x, y], unit) => {
      const [left, top] = [x - size / 2, y - size / 2];
      context.fillStyle = colours.paper;
      context.fillRect(left, top, size, size);
      const silent = player.isOff(number - 1, unit);
      if (field && !silent) {
        const tile = this.tiles[number][unit];
        if (number || !tile.painted) this.paint(tile, pixelOf(spec, field, number, unit));
        tile.draw(context, left, top, size);
      }
      const lit = this.chosen && this.chosen.layer === number - 1 && this.chosen.unit === unit;
      Object.assign(context, { strokeStyle: lit ? colours.primary : silent ? colours.line : colours.quiet,
        lineWidth: lit ? 2.5 : 1 });
      context.beginPath();
      context.roundRect(left - 0.5, top - 0.5, size + 1, size + 1, 3);
      context.stroke();
      if (silent) cross(context, left, top, size, colours.quiet);
    }));
  }

  // A map has every third point of the plane's grid. Those of the features stay as they are.
  paint(tile, pixel) {
    tile.paint((i) => pixel(EVERY * (Math.floor(i / MAP) * SIDE + (i % MAP))));
    tile.painted = true;
  }

  // Pointers -----------------------------------------------------------------------------------

  hover(event) {
    if (event.pointerType === "touch") return;
    const found = event.target.closest("button") ? null : this.nearest(event);
    if (found?.index !== this.over?.index) {
      this.over = found;
      this.player.change();
    }
    this.box.style.cursor = found ? "pointer" : "";
    this.tip.hidden = !found;
    if (!found) return;
    this.tip.textContent = `${this.linkName(found)}: ${number(this.player.now.weights[found.index])}`;
    const left = Math.min(found.at[0] + 12, this.width - this.tip.offsetWidth - 2);
    Object.assign(this.tip.style, { left: `${Math.max(left, 0)}px`, top: `${found.at[1] + 14}px` });
  }

  leave() {
    this.tip.hidden = true;
    if (!this.over) return;
    this.over = null;
    this.player.change();
  }

  click(event) {
    if (event.target.closest("button")) return;
    const found = this.nearest(event);
    if (found) this.choose(found.layer, found.unit, found.input);
  }

  // The connection that is nearest to a pointer, if one is near.
  nearest(event) {
    if (!this.player.now || !this.centres) return null;
    const frame = this.box.getBoundingClientRect();
    const at = [event.clientX - frame.left, event.clientY - frame.top];
    const reach = event.pointerType === "touch" ? 2 * REACH : REACH;
    let best = null;
    this.eachLink((layer, input, unit, index) => {
      const far = distance(at, ...this.ends(layer, input, unit));
      if (far < (best?.far ?? reach)) best = { far, layer, input, unit, index, at };
    });
    return best;
  }

  linkName({ layer, input, unit }) {
    return fill(this.words.link, { source: this.nameOf(layer, input), target: this.nameOf(layer + 1, unit) });
  }

  // Numbers ------------------------------------------------------------------------------------

  // A unit, and the connection into it that was clicked, if one was.
  choose(layer, unit, input = null) {
    const again = this.chosen && this.chosen.layer === layer && this.chosen.unit === unit && this.chosen.input === input;
    if (again) return this.close();
    this.chosen = { layer, unit, input };
    this.makePanel();
    this.player.change();
    const row = input === null ? null : this.rows[input + 1];
    row?.field.focus({ preventScroll: true });
    row?.line.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.chosen = null;
    this.panel.hidden = true;
    this.player.change();
  }

  makePanel() {
    const { player, words } = this;
    const { layer, unit } = this.chosen;
    const close = element("button", { type: "button", className: "neuron-close", onclick: () => this.close(), title: words.close });
    close.textContent = "×";
    close.setAttribute("aria-label", words.close);
    const title = element("strong");
    title.textContent = this.nameOf(layer + 1, unit);
    const head = element("div", { className: "neuron-head" }, title);
    if (layer + 1 < player.spec.layers.length) head.append(this.makeSwitch(layer, unit));
    head.append(close);
    const inputs = Array.from({ length: player.shape.widths[layer] }, (_, input) => input);
    this.rows = [
      this.makeRow(words.bias, player.shape.bias(layer, unit)),
      ...inputs.map((input) => this.makeRow(this.nameOf(layer, input), player.shape.weight(layer, input, unit),
        this.linkName({ layer, input, unit }))),
    ];
    this.past = element("p", { className: "neuron-note" });
    const newest = element("button", { type: "button", onclick: () => player.go(player.head) });
    newest.textContent = words.newest;
    this.past.append(`${words.past} `, newest);
    this.panel.replaceChildren(head, this.past, ...this.rows.map(({ line }) => line));
    this.panel.onkeydown = (event) => event.key === "Escape" && this.close();
    this.panel.hidden = false;
  }

  makeSwitch(layer, unit) {
    const box = element("input", { type: "checkbox", checked: !this.player.isOff(layer, unit) });
    box.onchange = () => this.send("off", this.player.switchUnit(layer, unit, box.checked));
    const word = element("span");
    word.textContent = this.words.on;
    return element("label", { className: "neuron-choice" }, box, word);
  }

  makeRow(name, index, full = name) {
    const slider = element("input", { type: "range", step: "any", min: -5, max: 5 });
    const field = element("input", { type: "text", inputMode: "text", autocomplete: "off" });
    for (const control of [slider, field]) control.setAttribute("aria-label", full);
    const word = element("span");
    word.textContent = name;
    slider.oninput = () => this.player.setWeight(index, Number(slider.value));
    slider.onchange = () => this.tell(index);
    field.onfocus = () => field.select();
    field.onchange = () => this.type(field, index);
    field.onkeydown = (event) => event.key === "Enter" && field.blur(); // some browsers only then tell
    return { slider, field, index, line: element("label", { className: "neuron-row" }, word, slider, field) };
  }

  // What is no number changes nothing.
  type(field, index) {
    const text = field.value.trim().replace(",", ".").replace("−", "-");
    const value = Number(text);
    if (text && Number.isFinite(value)) {
      this.player.setWeight(index, Math.min(Math.max(value, -this.most), this.most));
      this.tell(index);
    }
    this.refresh(true);
  }

  // At the end of a gesture: meanwhile the browser draws it alone.
  tell(index) {
    const { run, now } = this.player;
    this.send("weight", { run, step: now.step, index, value: now.weights[index] });
  }

  refresh(typed = false) {
    const { player } = this;
    if (!this.chosen || this.panel.hidden || !player.now) return;
    this.past.hidden = player.isNewest;
    for (const { slider, field, index, line } of this.rows) {
      const weight = player.now.weights[index];
      slider.disabled = field.disabled = !player.isNewest;
      const end = Math.max(5, 1.25 * Math.abs(weight));
      if (slider !== document.activeElement || Math.abs(weight) > slider.max) [slider.min, slider.max] = [-end, end];
      if (Number(slider.value) !== weight) slider.value = weight;
      if (typed || field !== document.activeElement) field.value = number(weight, 4);
      line.style.setProperty("--sign", COLOURS[weight > 0 ? 1 : 0]);
    }
  }
}

// What a unit gives at a point of the grid, as a pixel. Layer as in `Field.values`.
export function pixelOf(spec, field, layer, unit, shades = tint) {
  const values = field.values[layer][unit];
  if (layer === spec.widths.length - 1) {
    if (spec.classes > 2) return (i) => shades.classed(unit, values[i]);
    const share = spec.layers.at(-1) === "sigmoid" ? (value) => 2 * value - 1 : (value) => value;
    return (i) => shades.signed(share(values[i]));
  }
  const extent = layer && BOUNDED.has(spec.layers[layer - 1]) ? 1 : largest(values);
  return (i) => shades.signed(values[i] / extent);
}

function largest(values) {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most && Number.isFinite(value)) most = Math.abs(value);
  return most || 1;
}

// Of a point from a connection, drawn as `trace` does: from 24 points of it.
function distance([px, py], [x, y], [u, v]) {
  let least = Infinity;
  for (let i = 1; i < 24; i++) {
    const t = i / 24;
    const at = x + (u - x) * (1.5 * t * (1 - t) + t ** 3);
    const level = y + (v - y) * t * t * (3 - 2 * t);
    least = Math.min(least, Math.hypot(at - px, level - py));
  }
  return least;
}

function cross(context, x, y, size, colour) {
  Object.assign(context, { strokeStyle: colour, lineWidth: 1.5 });
  context.beginPath();
  context.moveTo(x + size * 0.25, y + size * 0.25);
  context.lineTo(x + size * 0.75, y + size * 0.75);
  context.moveTo(x + size * 0.75, y + size * 0.25);
  context.lineTo(x + size * 0.25, y + size * 0.75);
  context.stroke();
}
