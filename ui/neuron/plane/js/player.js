// What all parts of one page share: a network, its points, and the film of its training, which is
// played here and asked for in packets.

import { Field, grid, Shape } from "./forward.js";
import { measure } from "./losses.js";

export const SIDE = 61; // points of the grid on a side; each third of them makes the map of a unit
const FRAME = 1000 / 24; // ms from one moment to the next
const AHEAD = 36; // moments not shown yet, below which more are asked for
const FIRST = 16; // moments of the first packet: the less, the sooner it moves
const SINGLE = 12; // single steps that are asked for at once, so that most presses wait for nobody
const FEW = 4; // single steps left, below which more are asked for
const QUIET = 550; // ms between two questions, at least: no more than two a second
const PATIENCE = 4000; // ms after which a question counts as lost, as those on a broken line are
const REFUSED = 1500; // ms before it is asked again where there was no answer
const REST = 400; // ms after a pause, in which it may be played on without a question
const MOST_MOMENTS = 1000; // of a film; of a longer one the older half is thinned

export class Player {
  constructor() {
    this.parts = new Set();
    this.off = [];
    this.version = 0; // counts what changes the picture
    this.marked = null; // [layer, unit] that is looked at, in the graph and in the plane
    this.clear(null);
  }

  clear(run) {
    this.run = run;
    this.moments = [];
    this.head = 0; // the last moment that was shown; what lies behind it is the future
    this.place = 0; // the moment that is shown
    this.seen = null; // the packet that was taken last
    this.expected = null; // {step, at, last} of what was asked for
    this.asking = -Infinity; // when the last question was asked
    this.refused = 0; // questions that the server had no answer to
    this.resetting = -Infinity; // when it was asked for, and no new run has come yet
    this.steps = 0; // single steps that were asked for and are not there yet
    this.diverged = false;
  }

  // What the server hands over -----------------------------------------------------------------

  take(scene) {
    if (!scene) return;
    if (scene.run !== this.run) {
      this.pause();
      this.clear(scene.run);
      this.off = scene.off;
      this.marked = null;
    }
    this.every = scene.every;
    this.takeSpec(scene.spec);
    this.takePoints(scene.points);
    if (this.settings !== scene.settings) this.giveUpFuture(); // it was computed with others
    this.settings = scene.settings;
    this.takeRefusal(scene);
    if (scene.packet && scene.packet.id !== this.seen) this.takePacket(scene.packet);
    this.takeSteps();
    this.change();
  }

  takeSpec(spec) {
    const name = JSON.stringify(spec);
    if (name === this.named) return;
    this.named = name;
    this.spec = spec;
    this.shape = new Shape(spec);
    this.field = null;
    this.onPoints = null;
  }

  takePoints(points) {
    const name = points ? points.x + points.y + points.test : "";
    if (name === this.pointsNamed) return;
    const taken = points ? unpackedPoints(points) : NO_POINTS;
    if (performance.now() < this.heldUntil && taken.y.length !== this.heldCount) return;
    this.heldUntil = 0;
    const changed = this.pointsNamed !== undefined;
    this.pointsNamed = name;
    this.setPoints(taken);
    if (changed) this.giveUpFuture();
  }

  // Points are being painted: what comes from the server is older than they are, until it has as
  // many; during a stroke that is never, -1.
  holdPoints(ms, count) {
    this.heldUntil = performance.now() + ms;
    this.heldCount = count;
  }

  // Also by a hand that paints, before the server knows.
  setPoints(points) {
    this.points = points;
    this.pointsVersion = (this.pointsVersion ?? 0) + 1;
    this.onPoints = null;
    const now = this.moments[this.place];
    if (now) now.measured = false; // how good it is on others is not known
  }

  takePacket(packet) {
    this.seen = packet.id;
    const first = packet.steps[0];
    const { expected } = this;
    const begins = !this.moments.length;
    // An answer to what was asked before a weight was set is none any more.
    if (!begins && !(expected && first >= expected.step && first <= expected.last)) return;
    this.expected = null;
    const cut = this.moments.findIndex(({ step }) => step >= first);
    if (cut >= 0) this.moments.length = cut;
    this.moments.push(...unpackedMoments(packet, this.shape.parameters));
    this.diverged = packet.diverged;
    const end = this.moments.length - 1;
    if (begins) this.head = this.place = end;
    this.head = Math.min(this.head, end);
    this.place = Math.min(this.place, this.head);
    this.thin();
    if (!this.playing) this.restLater();
  }

  // A question without an answer: the engine had none, or the server does not know that moment any
  // more. Then the film goes on from what the server has.
  takeRefusal({ refused, packet }) {
    if (refused === this.refused) return;
    this.refused = refused;
    this.steps = 0; // whoever wants them presses again
    if (!this.expected || !packet) return;
    this.expected = { ...this.expected, step: -Infinity, last: Infinity };
    this.takePacket(packet);
    this.asking = performance.now() + REFUSED - QUIET;
  }

  // Every second moment of the older half goes, but neither the first nor the one that is shown.
  thin() {
    if (this.head < MOST_MOMENTS) return;
    const [half, newest, shown] = [this.head >> 1, this.moments[this.head], this.now];
    this.moments = this.moments.filter((moment, i) => i > half || i % 2 === 0 || moment === shown);
    this.head = this.moments.indexOf(newest);
    this.place = this.moments.indexOf(shown);
  }

  // What was computed ahead does not hold any more; a step that was asked for is asked for again.
  dropFuture() {
    this.expected = null;
    this.cutFuture();
  }

  // The server says so: all that comes from it now is computed with what holds now. So a question
  // about what is shown still stands; else a hand that goes on and on would stop the film.
  giveUpFuture() {
    const { expected } = this;
    if (expected?.step !== this.moments[this.head]?.step) this.dropFuture();
    else this.cutFuture();
  }

  cutFuture() {
    this.moments.length = Math.min(this.moments.length, this.head + 1);
    this.diverged = false;
  }

  // What is shown ------------------------------------------------------------------------------

  get now() {
    return this.moments[this.place];
  }

  get isNewest() {
    return this.place === this.head;
  }

  // The network over the whole plane, at the moment that is shown.
  whole() {
    if (!this.now) return null;
    if (!this.field) {
      const { x1, x2 } = grid(SIDE, this.spec.span);
      this.field = new Field(this.spec, x1, x2);
      this.fieldVersion = -1;
    }
    if (this.fieldVersion !== this.version) this.field.run(this.now.weights, this.off);
    this.fieldVersion = this.version;
    return this.field;
  }

  // What each unit gives at one point.
  at(x1, x2) {
    if (!this.now) return null;
    const probe = new Field(this.spec, [x1], [x2]);
    probe.run(this.now.weights, this.off);
    return probe;
  }

  // Losses and shares of the moment: Keras' own, or counted here where a hand has changed something.
  measures() {
    const { now, points } = this;
    if (!now) return null;
    if (!now.measured && points.y.length) {
      const x = (axis) => Float64Array.from(points.y, (_, i) => points.x[2 * i + axis]);
      this.onPoints ??= new Field(this.spec, x(0), x(1));
      this.onPoints.run(now.weights, this.off);
      const of = (test) => measure(this.spec, this.onPoints, points.y, (i) => Boolean(points.test[i]) === test);
      const [train, held] = [of(false), of(true)];
      Object.assign(now, { loss: train.loss, accuracy: train.accuracy, measured: true });
      Object.assign(now, { testLoss: held.loss, testAccuracy: held.accuracy });
    }
    return now;
  }

  // All parts are drawn together, once a frame.
  change() {
    this.version += 1;
    this.drawing ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.drawing);
    this.drawing = null;
    for (const part of this.parts) part.draw();
  }

  // A unit that is looked at is shown large as well.
  mark(unit, name = "") {
    if (String(unit) === String(this.marked)) return;
    Object.assign(this, { marked: unit, markedName: name });
    this.change();
  }

  // The film -----------------------------------------------------------------------------------

  go(place) {
    this.pause();
    this.place = Math.min(Math.max(place, 0), this.head);
    this.change();
  }

  play() {
    if (this.playing || !this.moments.length) return;
    this.diverged &&= this.place + 1 < this.moments.length; // else it is tried once more
    this.steps = 0;
    if (this.every > 1 && this.nextIsSingle) this.dropFuture();
    let last = performance.now();
    let due = 0;
    this.fresh = true;
    const tick = (time) => {
      this.playing = requestAnimationFrame(tick);
      due = Math.min(due + time - last, 3 * FRAME); // of a page that was in the background, no jump
      last = time;
      this.wantMore();
      if (due < FRAME) return;
      due %= FRAME;
      if (this.place + 1 < this.moments.length) this.advance();
      else if (this.diverged) this.pause();
    };
    this.playing = requestAnimationFrame(tick);
    this.change();
  }

  advance() {
    this.place += 1;
    this.head = Math.max(this.head, this.place);
    this.thin();
    this.change();
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = null;
    this.restLater();
    this.change();
  }

  // Tells the server where the film has come to, so that all that it says is about what is shown.
  restLater() {
    clearTimeout(this.resting);
    if (!this.rests) return;
    this.resting = setTimeout(() => {
      if (this.playing || this.expected || this.moments.length <= this.head + 1) return;
      if (!this.nextIsSingle) this.dropFuture();
      this.send("rest", { run: this.run, step: this.moments[this.head].step });
    }, REST);
  }

  wantMore() {
    const ahead = this.moments.length - 1 - this.place;
    if (ahead >= AHEAD || this.diverged || performance.now() - this.asking < QUIET) return;
    if (this.ask(this.every, this.fresh ? FIRST : this.most)) this.fresh = false;
  }

  // One update of the weights, from what is shown last.
  step() {
    this.pause();
    if (!this.isNewest) return this.go(this.place + 1);
    if (this.moments.length > this.head + 1 && !this.nextIsSingle) this.dropFuture();
    this.diverged &&= this.nextIsSingle; // else it is tried once more
    this.steps += 1;
    this.takeSteps();
    this.readySteps();
  }

  // Presses that come faster than answers wait here.
  takeSteps() {
    for (; this.steps && this.nextIsSingle; this.steps -= 1) {
      this.advance();
      this.restLater();
    }
    if (this.diverged) this.steps = 0;
    if (this.steps) this.readySteps();
  }

  // Single steps are there before they are asked for: a hand is on its way to the button.
  readySteps() {
    if (this.playing || !this.isNewest || this.diverged) return;
    const ahead = this.moments.length - 1 - this.head;
    if (!ahead || (this.nextIsSingle && ahead < FEW)) this.ask(1, SINGLE);
  }

  get nextIsSingle() {
    const next = this.moments[this.head + 1];
    return next !== undefined && next.step === this.moments[this.head].step + 1;
  }

  reset() {
    this.pause();
    clearTimeout(this.resting);
    this.resetting = performance.now();
    this.send?.("reset", { run: this.run, step: this.moments[this.head]?.step ?? 0 });
  }

  // Whether it was asked: one question at a time.
  ask(every, moments) {
    const waits = this.expected && performance.now() - this.expected.at < PATIENCE;
    const end = this.moments.at(-1);
    // A message would take the place of a reset that the server has not come to yet.
    const begins = performance.now() - this.resetting < PATIENCE;
    if (waits || begins || !end || !this.send) return false;
    const at = performance.now();
    this.asking = at;
    this.expected = { step: end.step, last: end.step + every, at };
    this.send("more", { run: this.run, step: end.step, every, moments });
    return true;
  }

  // Hands --------------------------------------------------------------------------------------

  // A weight as it is being set; the film ends here then.
  setWeight(index, value) {
    this.pause();
    this.dropFuture();
    this.steps = 0;
    const { now } = this;
    now.weights = Float32Array.from(now.weights);
    now.weights[index] = value;
    now.measured = false;
    this.change();
  }

  switchUnit(layer, unit, on) {
    this.dropFuture();
    this.off = this.off.filter(([l, u]) => l !== layer || u !== unit);
    if (!on) this.off.push([layer, unit]);
    if (this.now) this.now.measured = false;
    this.asking = performance.now(); // the server has to know of it before the next question
    this.change();
    return this.off.flat();
  }

  isOff(layer, unit) {
    return this.off.some(([l, u]) => l === layer && u === unit);
  }
}

const NO_POINTS = { x: new Float32Array(), y: new Float32Array(), test: new Uint8Array() };

function unpackedPoints({ x, y, test }) {
  return { x: unpacked(x, Float32Array), y: unpacked(y, Float32Array), test: unpacked(test, Uint8Array) };
}

function unpackedMoments(packet, parameters) {
  const weights = unpacked(packet.weights, Float32Array);
  const measures = unpacked(packet.measures, Float32Array);
  const count = packet.steps.length;
  return packet.steps.map((step, i) => {
    const [loss, testLoss, accuracy, testAccuracy] = [0, 1, 2, 3].map((k) => measures[k * count + i]);
    const own = weights.slice(i * parameters, (i + 1) * parameters);
    return { step, weights: own, loss, testLoss, accuracy, testAccuracy, measured: !Number.isNaN(loss) };
  });
}

function unpacked(text, Kind) {
  return new Kind(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
}
