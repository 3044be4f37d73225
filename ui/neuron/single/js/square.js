// The inputs of one neuron on a canvas: its output as ground, its line with what it is held by, the
// points with their answers.

import { COLOURS, Plane, Tile, Tint, fontOf } from "./plane.js";
import { CUT } from "./chain.js";

const FINE = 121; // values of the ground on a side
const ARM = 0.42; // from the middle of the line to where it is turned
const ARROW = 0.16;
const REACH = { mouse: 11, touch: 24, pen: 16 }; // CSS px within which something is taken hold of
const FEW = 8; // points that are drawn large
const FLAT = 1e-6; // shorter weights have no direction
const WRONG = "#CC5DA4"; // of the palette

export class Square extends Plane {
  // low, high: where both inputs lie.
  constructor(canvas, [low, high]) {
    super(canvas, { span: (high - low) / 2, middle: (low + high) / 2, most: 520 });
    Object.assign(this, { low, high });
    this.tile = new Tile(FINE);
    this.tint = new Tint(0.62);
    this.centre();
  }

  // Where on the line one takes hold of it, at first.
  centre() {
    this.pivot = [this.middle, this.middle];
  }

  // What is there ---------------------------------------------------------------------------------

  // The line w1 x1 + w2 x2 + b = level: its two ends in the square; null where there is none.
  ends([w1, w2, b], level = 0) {
    const { low, high, middle } = this;
    const length = Math.hypot(w1, w2);
    if (length < FLAT) return null;
    const along = [-w2 / length, w1 / length];
    const off = (w1 * middle + w2 * middle + b - level) / length;
    const foot = [middle - (w1 / length) * off, middle - (w2 / length) * off];
    let [from, to] = [-Infinity, Infinity];
    for (const axis of [0, 1]) {
      if (Math.abs(along[axis]) < 1e-12) {
        if (foot[axis] < low || foot[axis] > high) return null;
        continue;
      }
      const cuts = [low, high].map((edge) => (edge - foot[axis]) / along[axis]).sort((a, b) => a - b);
      [from, to] = [Math.max(from, cuts[0]), Math.min(to, cuts[1])];
    }
    if (from >= to) return null;
    return [from, to].map((t) => [foot[0] + t * along[0], foot[1] + t * along[1]]);
  }

  // The line z = 0 and what it is held by; null where none is in the square. The middle of the grip
  // stays where it was, as far as the line goes on through it.
  line(weights) {
    const ends = this.ends(weights);
    if (!ends) return null;
    const [[x, y], [u, v]] = ends;
    const length = Math.hypot(u - x, v - y);
    const along = [(u - x) / length, (v - y) / length];
    const at = (this.pivot[0] - x) * along[0] + (this.pivot[1] - y) * along[1];
    const t = Math.min(Math.max(at, 0), length);
    const place = (by) => [x + by * along[0], y + by * along[1]];
    const grips = [t - ARM, t + ARM].filter((by) => by > 0.02 && by < length - 0.02);
    if (!grips.length && length > 0.1) grips.push(t > length / 2 ? length * 0.15 : length * 0.85);
    return { ends, pivot: place(t), grips: grips.map(place) };
  }

  // What a pointer is on: {turn: which end}, {move}, {point: index}, or {}.
  hit(event, weights, points) {
    const reach = REACH[event.pointerType] ?? REACH.mouse;
    const at = this.pixelsOf(event);
    const far = (place) => Math.hypot(...this.toPixels(...place).map((px, i) => px - at[i]));
    const line = this.line(weights);
    if (line) {
      const grip = nearest(line.grips, far);
      if (grip && grip.far < reach + 3) return { turn: line.grips[grip.index] };
      if (far(line.pivot) < reach) return { move: true };
    }
    const point = nearest(points, far);
    const radius = this.radius(points);
    if (point && point.far < radius) return { point: point.index };
    if (line && this.beside(line.ends, at) < reach) return { move: true };
    return point && point.far < Math.max(reach, radius + 3) ? { point: point.index } : {};
  }

  pixelsOf(event) {
    const frame = this.canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  // CSS px from a place to a stretch between two points.
  beside(ends, at) {
    const [[x, y], [u, v]] = ends.map((end) => this.toPixels(...end));
    const share = ((at[0] - x) * (u - x) + (at[1] - y) * (v - y)) / ((u - x) ** 2 + (v - y) ** 2);
    const t = Math.min(Math.max(share, 0), 1);
    return Math.hypot(at[0] - x - t * (u - x), at[1] - y - t * (v - y));
  }

  radius(points) {
    return points.length > FEW ? 7 : 13;
  }

  // The gestures: weights from where the line is held -----------------------------------------------

  moved([w1, w2], to) {
    this.pivot = to;
    return [w1, w2, -(w1 * to[0] + w2 * to[1])];
  }

  // The line turns around its middle, so that the grip goes where the pointer is.
  turned([w1, w2], pivot, side, to) {
    const [dx, dy] = [to[0] - pivot[0], to[1] - pivot[1]];
    const far = Math.hypot(dx, dy);
    if (far < 0.03) return null; // there every direction is as good
    const length = Math.hypot(w1, w2);
    const [v1, v2] = [(side * length * dy) / far, (-side * length * dx) / far];
    this.pivot = pivot;
    return [v1, v2, -(v1 * pivot[0] + v2 * pivot[1])];
  }

  // What one sees -----------------------------------------------------------------------------------

  draw({ neuron, weights, points, looked, place, colours, held }) {
    this.begin();
    const { low, high } = this;
    const apart = (high - low) / (FINE - 1);
    this.tile.paint((i) => {
      const x1 = low + (i % FINE) * apart;
      const x2 = high - Math.floor(i / FINE) * apart;
      const output = neuron.output(neuron.sum(weights, [x1, x2]));
      return this.tint.signed(2 * (output - CUT));
    });
    this.ground(this.tile);
    this.axes(colours);
    for (const cut of neuron.cuts) if (cut) this.stroke(this.ends(weights, cut), colours.text, 1.6, [5, 5]);
    const line = this.line(weights);
    this.strokes(line, weights, colours);
    points.forEach((point, i) => this.point(point, i === looked, neuron.answer(weights, point), points, colours));
    this.grips(line, colours, held);
    if (place) this.cross(place, colours);
  }

  stroke(ends, colour, width, dashes = []) {
    if (!ends) return;
    const { context } = this;
    context.beginPath();
    context.moveTo(...this.toPixels(...ends[0]));
    context.lineTo(...this.toPixels(...ends[1]));
    Object.assign(context, { strokeStyle: colour, lineWidth: width, lineCap: "butt" });
    context.setLineDash(dashes);
    context.stroke();
    context.setLineDash([]);
  }

  // The line, and an arrow to where z grows.
  strokes(line, [w1, w2], colours) {
    if (!line) return;
    this.stroke(line.ends, colours.paper, 6);
    this.stroke(line.ends, colours.text, 3);
    const length = Math.hypot(w1, w2);
    const tip = line.pivot.map((at, i) => at + (ARROW * [w1, w2][i]) / length);
    this.stroke([line.pivot, tip], colours.text, 2);
    this.head(line.pivot, tip, colours.text);
  }

  // A full grip in the middle moves the line, hollow ones turn it.
  grips(line, colours, held) {
    if (!line) return;
    const { context } = this;
    for (const [places, fill] of [[line.grips, colours.paper], [[line.pivot], colours.primary]])
      for (const place of places) {
        context.beginPath();
        context.arc(...this.toPixels(...place), held ? 9 : 8, 0, 2 * Math.PI);
        Object.assign(context, { fillStyle: fill, strokeStyle: colours.primary, lineWidth: 3 });
        context.fill();
        context.stroke();
      }
  }

  head(from, to, colour) {
    const [[x, y], [u, v]] = [from, to].map((place) => this.toPixels(...place));
    const angle = Math.atan2(v - y, u - x);
    const { context } = this;
    context.beginPath();
    context.moveTo(u + 8 * Math.cos(angle), v + 8 * Math.sin(angle));
    for (const side of [2.5, -2.5]) context.lineTo(u + 6 * Math.cos(angle + side), v + 6 * Math.sin(angle + side));
    context.fillStyle = colour;
    context.fill();
  }

  // The right answer as colour, shape and numeral; a wrong one has a ring.
  point([x1, x2, y], looked, answer, points, colours) {
    const { context } = this;
    const [px, py] = this.toPixels(x1, x2);
    const radius = this.radius(points);
    context.beginPath();
    if (y) context.arc(px, py, radius, 0, 2 * Math.PI);
    else context.rect(px - radius * 0.9, py - radius * 0.9, radius * 1.8, radius * 1.8);
    Object.assign(context, { fillStyle: COLOURS[y], strokeStyle: colours.paper, lineWidth: 2 });
    context.fill();
    context.stroke();
    Object.assign(context, { fillStyle: "#FFFFFF", textAlign: "center", textBaseline: "middle" });
    context.font = `600 ${Math.round(radius * 1.25)}px ${fontOf(this.canvas)}`;
    context.fillText(y, px, py + 0.5);
    const wide = points.length > FEW ? 3 : 4;
    if (answer !== y) this.ring(px, py, radius + wide, colours.paper, WRONG, wide - 1);
    if (looked) this.ring(px, py, radius + (answer !== y ? 2 * wide : wide + 1), colours.paper, colours.text, 1.5);
  }

  ring(px, py, radius, paper, colour, width) {
    const { context } = this;
    for (const [strokeStyle, lineWidth] of [[paper, width + 2], [colour, width]]) {
      context.beginPath();
      context.arc(px, py, radius, 0, 2 * Math.PI);
      Object.assign(context, { strokeStyle, lineWidth });
      context.stroke();
    }
  }

  // A place without a point.
  cross(place, colours) {
    const [px, py] = this.toPixels(...place);
    const { context } = this;
    for (const [strokeStyle, lineWidth] of [[colours.paper, 4], [colours.text, 1.8]]) {
      context.beginPath();
      for (const [dx, dy] of [[7, 0], [0, 7]]) {
        context.moveTo(px - dx, py - dy);
        context.lineTo(px + dx, py + dy);
      }
      Object.assign(context, { strokeStyle, lineWidth });
      context.stroke();
    }
  }
}

// The nearest of some places and how far it is; null where there is none.
function nearest(places, far) {
  let best = null;
  places.forEach((place, index) => {
    const away = far(place.slice(0, 2));
    if (!best || away < best.far) best = { index, far: away };
  });
  return best;
}
