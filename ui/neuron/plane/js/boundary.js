// The plane with the points and what the network makes of it; own points are painted here.

import { pixelOf } from "./graph.js";
import { decided } from "./losses.js";
import { element, fill, number } from "./pieces.js";
import { coloursOf, Dots, dot, Plane, Tile, Tint } from "./plane.js";
import { SIDE } from "./player.js";

const SOFT = new Tint(0.6);
const APART = 0.4; // of the plane's units, between two points of one stroke
const RUBBER = 0.5; // as far from the pointer as points are erased
const HOLD = 18; // CSS px within which a point is taken hold of
const UNANSWERED = 3000; // ms that a stroke stands without the server's word
const BY_KEY = 0.25; // of the plane's units, a press of an arrow

export class Boundary {
  constructor(root, player) {
    Object.assign(this, { root, player, at: null, dots: new Dots(), tile: new Tile(SIDE) });
    this.canvas = element("canvas", { tabIndex: 0, role: "img" });
    this.said = element("p", { className: "neuron-readout" });
    this.keys = element("div", { className: "neuron-keys" });
    this.sharp = this.choice();
    this.test = this.choice(true);
    root.append(this.canvas, this.said,
      element("div", { className: "neuron-said" }, this.keys, this.sharp.label, this.test.label));
    for (const [name, act] of [["pointerdown", this.press], ["pointermove", this.move], ["pointerup", this.release],
      ["pointercancel", this.release], ["pointerleave", this.leave], ["keydown", this.key]])
      this.canvas.addEventListener(name, act.bind(this));
    this.canvas.addEventListener("blur", () => this.leave());
  }

  choice(checked = false) {
    const box = element("input", { type: "checkbox", checked, onchange: () => this.player.change() });
    const word = element("span");
    return { box, word, label: element("label", { className: "neuron-choice" }, box, word) };
  }

  show(data, send) {
    Object.assign(this, { words: data.words, brush: data.brush, selects: data.selects, send, most: data.most.points });
    this.sharp.word.textContent = data.words.sharp;
    this.test.word.textContent = data.words.show_test;
    this.canvas.setAttribute("aria-label", data.alt);
    this.canvas.style.touchAction = data.brush ? "none" : "pan-y";
    this.canvas.style.cursor = data.brush?.tool === "move" ? "grab" : "crosshair";
    this.keyed = null;
  }

  // What is drawn ------------------------------------------------------------------------------

  draw() {
    const { player } = this;
    if (!this.words || !player.spec) return;
    this.plane ??= new Plane(this.canvas, { span: player.spec.span });
    const resized = this.plane.fit(this.root.clientWidth);
    const colours = coloursOf(this.root);
    this.plane.begin();
    const field = player.whole();
    if (field) this.ground(field, colours);
    this.plane.axes({ text: colours.quiet, line: colours.line });
    this.points(colours, resized);
    if (this.at) this.cross(colours);
    this.read();
    this.legend(colours);
    this.root.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  }

  ground(field, colours) {
    const { spec, marked } = this.player;
    const last = spec.widths.length - 2;
    const [layer, unit] = marked ?? [last, 0];
    const looks = marked && !(layer === last && spec.widths.at(-1) === 1); // at one unit, not at the answer
    if (looks) this.tile.paint(pixelOf(spec, field, layer + 1, unit, SOFT));
    else this.tile.paint(this.answer(spec, field));
    this.plane.ground(this.tile);
    if (!looks) this.borders(spec, field, colours);
  }

  answer(spec, { output }) {
    if (spec.classes <= 2) {
      const pixel = pixelOf(spec, { values: [...Array(spec.widths.length - 1), output] }, spec.widths.length - 1, 0, SOFT);
      if (!this.sharp.box.checked || !spec.classes) return pixel;
      return (i) => SOFT.classed(decided(spec, [output[0][i]]), 0.75);
    }
    const even = 1 / output.length;
    return (i) => {
      const outs = output.map((unit) => unit[i]);
      const label = decided(spec, outs);
      const sure = this.sharp.box.checked ? 0.75 : (outs[label] - even) / (1 - even);
      return label < 0 ? 0 : SOFT.classed(label, sure);
    };
  }

  // Where the decision changes.
  borders(spec, { output }, colours) {
    const { plane } = this;
    if (spec.classes === 2) {
      const half = spec.layers.at(-1) === "sigmoid" ? 0.5 : 0;
      plane.contour(output[0].map((value) => value - half), SIDE, colours.text, 1.6);
    } else if (spec.classes > 2) {
      output.forEach((own, label) => plane.contour(
        own.map((value, i) => value - output.reduce((most, other, k) => (k === label ? most : Math.max(most, other[i])), -1)),
        SIDE, colours.text, 1.2));
    }
  }

  points(colours, resized) {
    const { player, plane } = this;
    const named = [player.pointsVersion, player.spec.classes, colours.paper, this.test.box.checked].join();
    if (resized || named !== this.dotted) {
      const classes = player.spec.classes || 0;
      this.dots.paint(plane, player.points, classes, colours.paper, { test: this.test.box.checked });
      this.dotted = named;
    }
    this.dots.draw(plane);
  }

  cross(colours) {
    const { context } = this.plane;
    const [x, y] = this.plane.toPixels(...this.at);
    context.save();
    Object.assign(context, { strokeStyle: colours.text, lineWidth: 1.2 });
    context.beginPath();
    context.arc(x, y, this.brush?.tool === "erase" ? (RUBBER * this.plane.size) / (2 * this.plane.span) : 7, 0, 2 * Math.PI);
    context.stroke();
    context.restore();
  }

  // The numbers below the picture: of the place where one is.
  read() {
    const { player, words } = this;
    const { spec, marked } = player;
    if (this.full) return void (this.said.textContent = words.full);
    if (!this.at) return void (this.said.textContent = marked ? player.markedName : player.points.y.length ? "" : words.bare);
    const [x1, x2] = this.at;
    const place = fill(words.point, { x1: number(x1), x2: number(x2) });
    const probe = player.at(x1, x2);
    if (!probe) return void (this.said.textContent = place);
    const outs = probe.output.map((unit) => unit[0]);
    const outputs = outs.map((out) => number(out)).join(" / ");
    this.said.textContent = fill(spec.classes ? words.sorted : words.value, { place, outputs, label: decided(spec, outs) });
  }

  legend(colours) {
    const { spec, points } = this.player;
    const held = points.test.some(Boolean);
    this.test.label.hidden = !held;
    this.sharp.label.hidden = !spec.classes || !this.player.now;
    const named = JSON.stringify([spec.classes, held, colours.paper, this.words.test, this.brush]);
    if (named === this.keyed) return;
    this.keyed = named;
    const labels = spec.classes ? Array.from({ length: this.brush?.classes ?? spec.classes }, (_, k) => k) : [-1, 0, 1];
    const said = (label) => (spec.classes ? fill(this.words.class, { label }) : number(label));
    const entries = labels.map((label) => key(colours, spec.classes, label, false, said(label)));
    if (held) entries.push(key(colours, spec.classes, 0, true, this.words.test));
    this.keys.replaceChildren(...entries);
  }

  // Pointers -----------------------------------------------------------------------------------

  press(event) {
    if (!this.plane) return;
    const at = this.plane.toData(event);
    if (!at) return;
    this.look(at);
    if (!this.brush) {
      if (this.selects) this.send("select", { x1: at[0], x2: at[1] });
      return;
    }
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.begin(at);
  }

  move(event) {
    if (!this.plane) return;
    const at = this.plane.toData(event, Boolean(this.stroke));
    this.look(at);
    if (this.stroke && at) this.go(at);
  }

  release() {
    if (this.stroke) this.finish();
  }

  leave() {
    if (!this.stroke) this.look(null);
  }

  look(at) {
    this.at = at;
    this.full = false;
    this.player.change();
  }

  key(event) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const acts = event.key === "Enter" || event.key === " ";
    if (!this.plane || (!by && !acts)) return;
    event.preventDefault();
    const at = this.at ?? [0, 0];
    const { span } = this.plane;
    this.said.setAttribute("aria-live", "polite");
    if (by) return this.look(at.map((value, i) => Math.min(Math.max(value + BY_KEY * by[i], -span), span)));
    if (this.selects && !this.brush) return this.send("select", { x1: at[0], x2: at[1] });
    if (!this.brush) return;
    this.begin(at);
    this.finish();
  }

  // Own points ---------------------------------------------------------------------------------

  begin(at) {
    const { x, y, test } = this.player.points;
    this.player.holdPoints(60_000, -1);
    const own = Array.from(y, (label, i) => ({ x1: x[2 * i], x2: x[2 * i + 1], label, test: test[i] }));
    this.stroke = { own, held: null, changed: false };
    if (this.brush.tool === "move") this.stroke.held = this.nearest(own, at);
    this.go(at);
  }

  go(at) {
    const { stroke, brush } = this;
    const far = (point) => Math.hypot(point.x1 - at[0], point.x2 - at[1]);
    if (brush.tool === "move") {
      if (!stroke.held) return;
      Object.assign(stroke.held, { x1: at[0], x2: at[1] });
    } else if (brush.tool === "erase") {
      const left = stroke.own.filter((point) => far(point) > RUBBER);
      if (left.length === stroke.own.length) return;
      stroke.own = left;
    } else {
      if (stroke.last && far(stroke.last) < APART) return;
      if (stroke.own.length >= this.most) return void (this.full = true);
      stroke.last = { x1: at[0], x2: at[1], label: brush.label, test: 0 };
      stroke.own.push(stroke.last);
    }
    stroke.changed = true;
    const { own } = stroke;
    this.player.setPoints({
      x: Float32Array.from(own.flatMap(({ x1, x2 }) => [x1, x2])),
      y: Float32Array.from(own, ({ label }) => label),
      test: Uint8Array.from(own, (point) => point.test),
    });
    this.player.change();
  }

  finish() {
    const { own, changed } = this.stroke;
    this.stroke = null;
    this.player.holdPoints(changed ? UNANSWERED : 0, own.length);
    if (changed) this.send("points", own.flatMap(({ x1, x2, label }) => [rounded(x1), rounded(x2), label]));
  }

  nearest(own, at) {
    const [x, y] = this.plane.toPixels(...at);
    let best = null;
    for (const point of own) {
      const [px, py] = this.plane.toPixels(point.x1, point.x2);
      const far = Math.hypot(px - x, py - y);
      if (far < (best?.far ?? HOLD)) best = { far, point };
    }
    return best?.point ?? null;
  }
}

const rounded = (value) => Math.round(value * 1000) / 1000;

// One entry of the legend: the dot as it is in the plane, and what it means.
function key(colours, classes, label, hollow, text) {
  const canvas = element("canvas", { width: 32, height: 32, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  dot(context, [8, 8], 5, classes, label, hollow, colours.paper);
  const word = element("span");
  word.textContent = text;
  return element("span", { className: "neuron-legend" }, canvas, word);
}
