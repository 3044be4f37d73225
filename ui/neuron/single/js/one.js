// One neuron in the hand: what is dragged, typed and stepped, and what is drawn and written of it.
// The server hears of the weights when one lets go of them.

import { coloursOf } from "./plane.js";
import { Neuron } from "./chain.js";
import { Drawing } from "./drawing.js";
import { fill } from "./pieces.js";
import { Square } from "./square.js";
import { batchOf, chainOf, place, sumOf } from "./tables.js";
import { make, number, refresh, say } from "./text.js";

const NAMES = ["w₁", "w₂", "b"];
const USUAL = 10; // the sliders go so far either way; a number may be typed that goes further
const FEW = 8; // points that are written out each
const QUIET = 500; // ms after which the server is told of steps and keys
const PACE = 50; // ms a step while it plays
const LONGEST = 2000; // steps played at once
const KEPT = 1000; // losses in the picture

const boxes = new WeakMap();

export function mount({ data, parentElement, setTriggerValue }) {
  let box = boxes.get(parentElement);
  if (!box?.root.isConnected) {
    box?.end();
    box = new Box(parentElement.querySelector(".one-box"), data.inputs);
    boxes.set(parentElement, box);
  }
  box.take(data, setTriggerValue);
  return () => setTimeout(() => box.root.isConnected || box.end());
}

class Box {
  constructor(root, inputs) {
    this.root = root;
    this.canvas = make("canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.square = new Square(this.canvas, inputs);
    this.drawing = new Drawing();
    const drawing = make("div", "st-key-neuron_graph", this.drawing.root);
    this.verdict = make("div", "one-verdict");
    this.hint = make("p", "one-hint");
    this.batch = make("div");
    this.sum = make("div", "one-sum");
    this.chain = make("div", "one-chain");
    this.rows = NAMES.map((name, i) => this.row(name, i));
    this.heads = ["", "", "", ""].map(() => make("span", "one-head"));
    this.of = make("p", "one-of");
    this.rest = make("p", "one-rest");
    this.rest.setAttribute("role", "status");
    this.left = make("div", "one-left", make("div", "st-key-neuron_boundary", this.canvas), this.verdict, this.buttons(), this.rest, this.hint, this.batch, this.path);
    const weights = make("div", "one-weights", make("span"), ...this.heads, ...this.rows.flatMap((row) => row.cells));
    root.replaceChildren(this.left, make("div", "one-side", drawing, this.sum, weights, this.of, this.chain));
    this.listen();
  }

  row(name, index) {
    const slider = Object.assign(make("input"), { type: "range", min: -USUAL, max: USUAL, step: 0.05 });
    const field = Object.assign(make("input"), { type: "number", step: 0.1 });
    for (const input of [slider, field]) {
      input.oninput = () => input.value !== "" && this.set(index, Number(input.value));
      input.onchange = () => {
        this.draw(); // a field that was left empty, or beyond what there is, says what is
        this.tell();
      };
    }
    const [gradient, after] = [make("span", "one-number one-gradient"), make("span", "one-number")];
    return { name, slider, field, gradient, after, cells: [make("b", "", name), slider, field, gradient, after] };
  }

  buttons() {
    const button = (act, primary) => {
      const made = make("button", primary ? "one-primary" : "");
      made.type = "button";
      made.onclick = act;
      return made;
    };
    this.one = button(() => this.press());
    this.toggle = button(() => (this.playing ? this.pause() : this.play()), true);
    this.back = button(() => this.goBack());
    this.lessons = make("select");
    this.lessons.append(...["all", "point"].map((value) => Object.assign(make("option"), { value })));
    this.lessons.onchange = () => this.learn(this.lessons.value === "point");
    this.lesson = make("label", "", make("span"), this.lessons);
    this.path = make("div", "one-path");
    this.path.innerHTML = '<svg viewBox="0 0 300 48" preserveAspectRatio="none" aria-hidden="true"><polyline/></svg><span></span>';
    // Named as in the view of a network.
    const [step, play] = [make("div", "st-key-neuron_step", this.one), make("div", "st-key-neuron_play", this.toggle)];
    return make("div", "one-steps", step, play, this.back, this.lesson);
  }

  listen() {
    this.canvas.addEventListener("pointerdown", (event) => this.grab(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    this.canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.look(null));
    for (const end of ["pointerup", "pointercancel"])
      this.canvas.addEventListener(end, () => this.release());
    // A finger on the line drags it, one beside it scrolls the page.
    this.canvas.addEventListener("touchstart", (event) => this.held && event.preventDefault(), { passive: false });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    // Whoever goes on to another control means the weights as they are.
    this.elsewhere = (event) => this.root.contains(event.target) || this.tell();
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, this.elsewhere, true);
    this.observer = new ResizeObserver(() => this.data && this.draw());
    this.observer.observe(this.root);
  }

  end() {
    clearInterval(this.playing);
    clearTimeout(this.telling);
    this.observer.disconnect();
    for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, this.elsewhere, true);
  }

  take(data, send) {
    const { words } = data;
    this.send = send;
    this.data = data;
    this.turn ??= data.heard;
    const current = data.heard >= this.turn; // else the server has not heard what was said last
    const kind = JSON.stringify([data.points, data.activation, data.loss]);
    if (current && JSON.stringify(data.weights) !== JSON.stringify(this.told?.weights)) {
      this.halt();
      this.weights = data.weights;
      this.square.centre();
      this.kind = null;
    }
    if (current) {
      if (data.point !== this.told?.point) this.point = data.point;
      this.alone = data.alone;
      this.told = { weights: data.weights, point: data.point, alone: data.alone };
    }
    this.point = Math.min(this.point, data.points.length - 1);
    if (kind !== this.kind) this.begin();
    this.kind = kind;
    this.place = null;
    this.neuron = new Neuron(data.activation, data.loss);
    this.drawing.name(this.neuron, data.title, words);
    say(this.hint, words.hint);
    ["", words.weight, words.gradient, words.after].forEach((text, i) => say(this.heads[i], text));
    for (const row of this.rows) {
      row.slider.setAttribute("aria-label", fill(words.slider, { name: row.name }));
      row.field.setAttribute("aria-label", fill(words.number, { name: row.name }));
      Object.assign(row.field, { min: -data.most, max: data.most });
    }
    this.lesson.title = words.lessonHelp;
    say(this.lesson.firstChild, words.lesson);
    [words.all, words.alone].forEach((text, i) => say(this.lessons.options[i], text));
    say(this.one, words.step);
    say(this.back, words.back);
    this.draw();
    this.root.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  }

  // Weights and steps -----------------------------------------------------------------------------

  set(index, value) {
    if (!Number.isFinite(value) || Math.abs(value) > this.data.most) return;
    this.hold(this.weights.with(index, value));
  }

  // Weights that were set by hand: gradient descent begins anew.
  hold(weights) {
    this.halt();
    this.weights = weights;
    this.begin();
    this.draw();
  }

  begin() {
    this.start = this.weights;
    this.losses = [];
    this.stepped = 0;
    this.stuck = "";
  }

  get learnt() {
    return this.alone ? [this.data.points[this.point]] : this.data.points;
  }

  // From all points, or from the one that is looked at alone.
  learn(alone) {
    this.halt();
    this.alone = alone;
    this.begin();
    this.draw();
    this.tell();
  }

  // One step of gradient descent; false where there is none.
  step() {
    const { loss, gradient } = this.neuron.mean(this.weights, this.learnt);
    const after = this.weights.map((weight, i) => weight - this.data.rate * gradient[i]);
    const { words, most } = this.data;
    this.stuck = gradient.every((part) => part === 0) ? words.none
      : after.every((weight) => Math.abs(weight) <= most) ? "" : fill(words.beyond, { most });
    if (this.stuck) return false;
    if (!this.losses.length) this.losses = [loss];
    this.weights = after;
    this.stepped += 1;
    this.losses.push(this.neuron.mean(after, this.learnt).loss);
    if (this.losses.length > KEPT) this.losses.shift();
    return true;
  }

  press() {
    this.halt();
    this.step();
    this.draw();
    this.tellSoon();
  }

  play() {
    let left = LONGEST;
    this.playing = setInterval(() => {
      if (this.step() && --left) this.draw();
      else this.pause();
    }, PACE);
    this.draw();
  }

  pause() {
    this.halt();
    this.draw();
    this.tell();
  }

  halt() {
    clearInterval(this.playing);
    this.playing = null;
  }

  goBack() {
    this.hold(this.start);
    this.tell();
  }

  tellSoon() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), QUIET);
  }

  tell() {
    clearTimeout(this.telling);
    if (!this.data) return;
    const now = { weights: this.weights, point: this.point, alone: this.alone };
    if (JSON.stringify(now) === JSON.stringify(this.told)) return;
    this.told = now;
    this.turn += 1;
    const [w1, w2, b] = this.weights;
    this.send("hand", { w1, w2, b, point: this.point, alone: Number(this.alone), turn: this.turn });
  }

  // Pointers and keys -----------------------------------------------------------------------------

  grab(event) {
    if (!this.data || event.button) return;
    const hit = this.square.hit(event, this.weights, this.data.points);
    if (hit.point !== undefined) return this.choose(hit.point);
    if (!hit.turn && !hit.move) return this.look(event);
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    const { pivot } = this.square.line(this.weights);
    const at = this.square.toData(event, true);
    if (hit.turn) {
      const [w1, w2] = this.weights;
      const side = w1 * (hit.turn[1] - pivot[1]) > w2 * (hit.turn[0] - pivot[0]) ? 1 : -1;
      this.held = { turn: true, pivot, side };
    } else this.held = { off: this.offLine(at) };
  }

  // How far beside the line a pointer has taken hold of it, so that it does not jump.
  offLine(at) {
    const [w1, w2] = this.weights;
    const away = this.neuron.sum(this.weights, at) / (w1 * w1 + w2 * w2);
    return [w1 * away, w2 * away];
  }

  move(event) {
    if (!this.data) return;
    if (!this.held) {
      if (event.pointerType === "mouse") this.look(event);
      return;
    }
    const to = this.square.toData(event, true);
    const { held } = this;
    const weights = held.turn ? this.square.turned(this.weights, held.pivot, held.side, to)
      : this.square.moved(this.weights, to.map((x, i) => x - held.off[i]));
    if (!weights) return;
    // What is written is what is: three decimals, and more of weights below 1.
    const unit = 1000 / 10 ** Math.min(Math.floor(Math.log10(Math.hypot(weights[0], weights[1]))), 0);
    const shown = weights.map((weight) => Math.round(weight * unit) / unit);
    if (shown.every((weight) => Math.abs(weight) <= this.data.most)) this.hold(shown);
  }

  release() {
    if (!this.held) return;
    this.held = null;
    this.draw();
    this.tell();
  }

  // What is under a pointer: a point, else the place itself; null for neither.
  look(event) {
    const { points } = this.data;
    const hit = event ? this.square.hit(event, this.weights, points) : {};
    this.canvas.style.cursor = hit.turn || hit.move ? "grab" : hit.point !== undefined ? "pointer" : "crosshair";
    const at = event && this.square.toData(event);
    this.place = hit.point !== undefined ? points[hit.point] : at && !hit.turn && !hit.move ? at : null;
    this.draw();
  }

  choose(index) {
    this.point = index;
    this.place = null;
    if (this.alone) {
      this.halt();
      this.begin();
    }
    this.draw();
    this.tellSoon();
  }

  key(event) {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const { length } = this.data.points;
    this.choose((this.point + by + length) % length);
  }

  // What one sees ---------------------------------------------------------------------------------

  draw() {
    const { points, words, rate } = this.data;
    const { neuron, weights } = this;
    const looked = points.includes(this.place) ? points.indexOf(this.place) : this.point;
    const at = this.place ?? points[this.point];
    this.square.fit(this.left.clientWidth || this.root.clientWidth); // on a phone the columns are none
    this.square.draw({
      neuron, weights, points, looked, held: this.held, colours: coloursOf(this.root),
      place: this.place && !points.includes(this.place) ? this.place : null,
    });
    this.drawing.show(weights, at);
    refresh(this.sum, sumOf(neuron, weights, at, this.data.title, words));
    const { loss, gradient } = neuron.mean(weights, this.learnt);
    this.rows.forEach(({ slider, field, gradient: shown, after }, i) => {
      slider.value = weights[i];
      if (document.activeElement !== field || Number(field.value) !== weights[i]) field.value = Number(weights[i].toFixed(3));
      say(shown, number(gradient[i]));
      say(after, number(weights[i] - rate * gradient[i]));
    });
    say(this.of, this.alone ? fill(words.ofPoint, { ...place(points[this.point]), loss: number(loss) })
      : fill(words.of, { count: points.length, loss: number(loss) }));
    this.lessons.value = this.alone ? "point" : "all";
    say(this.toggle, this.playing ? words.pause : words.play);
    this.back.disabled = !this.stepped;
    say(this.rest, this.stuck);
    this.drawPath();
    refresh(this.chain, chainOf(neuron, weights, points[looked], words));
    refresh(this.batch, points.length <= FEW
      ? [batchOf(neuron, weights, points, looked, (i) => this.choose(i), words)] : []);
    this.judge();
  }

  // How many are right, and which are not.
  judge() {
    const { points, words, alt } = this.data;
    const { neuron, weights } = this;
    const wrong = points.filter((point) => neuron.answer(weights, point) !== point[2]);
    const right = fill(words.verdict, { right: points.length - wrong.length, count: points.length });
    const told = [];
    if (wrong.length && points.length <= FEW)
      told.push(fill(words.wrong, { points: wrong.map((point) => fill(words.gets, {
        ...place(point), y: point[2], output: number(neuron.output(neuron.sum(weights, point)), 2),
      })).join(" · ") }));
    if (!neuron.cuts.length) told.push(words.never);
    else if (!this.square.line(weights))
      told.push(weights[0] || weights[1] ? words.away : words.noLine);
    if (neuron.cuts.some((cut) => cut && this.square.ends(weights, cut))) told.push(words.half);
    if (wrong.length) told.push(words.ring);
    this.verdict.setAttribute("aria-live", this.playing || this.held ? "off" : "polite"); // nobody reads out a film
    this.verdict.classList.toggle("one-all", !wrong.length);
    const said = [right, ...told].join(" ");
    if (said !== this.said)
      this.verdict.replaceChildren(make("b", "", right), make("span", "", told.join(" ")));
    this.said = said;
    this.canvas.setAttribute("aria-label", `${alt} ${said}`);
  }

  // The loss after each step so far, from 0 up.
  drawPath() {
    const { losses, data: { words } } = this;
    this.path.hidden = !this.stepped;
    if (this.path.hidden) return;
    const most = Math.max(...losses.filter(Number.isFinite)) || 1;
    const at = (loss, i) => `${((300 * i) / (losses.length - 1)).toFixed(1)},${(46 - 44 * Math.min(loss / most, 1)).toFixed(1)}`;
    const said = fill(words.path, { steps: this.stepped, first: number(losses[0], 4), last: number(losses.at(-1), 4) });
    this.path.querySelector("polyline").setAttribute("points", losses.map(at).join(" "));
    say(this.path.querySelector("span"), said);
  }
}
