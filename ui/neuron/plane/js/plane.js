// The plane of x1 and x2 on a canvas: ground, boundary, axes, points, and where a pointer is in it.

// Of the palette of all pages: blue is the first class and what is below 0, orange the second and
// what is above. Shapes say it too, to those who cannot tell the colours apart.
export const COLOURS = ["#1F83C4", "#D87300", "#B05CFF", "#0E9A73"];
const SHADES = 128; // either side of 0

const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

// Values from -1 (blue) over 0 (clear) to 1 (orange), or classes and how sure of them, as pixels.
// Clear, so that the page's own ground, light or dark, is what nothing is said about.
export class Tint {
  constructor(opacity) {
    const pixel = (colour, share) => {
      const [r, g, b] = rgb(colour);
      return ((Math.round(255 * opacity * share) << 24) | (b << 16) | (g << 8) | r) >>> 0;
    };
    const ramp = (colour) => Uint32Array.from({ length: SHADES + 1 }, (_, i) => pixel(colour, i / SHADES));
    this.ramps = COLOURS.map(ramp);
  }

  // What is no number has no colour.
  signed(share) {
    const level = Math.min(Math.abs(share), 1) * SHADES;
    return this.ramps[share > 0 ? 1 : 0][level | 0];
  }

  classed(label, sure) {
    return this.ramps[label][(Math.min(Math.max(sure, 0), 1) * SHADES) | 0];
  }
}

// A square of pixels from a function of each one's number, kept to be drawn at any size.
export class Tile {
  constructor(side) {
    this.side = side;
    this.canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    this.context = this.canvas.getContext("2d");
    this.image = new ImageData(side, side);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  paint(pixel) {
    for (let i = 0; i < this.pixels.length; i++) this.pixels[i] = pixel(i);
    this.context.putImageData(this.image, 0, 0);
  }

  // Each pixel is the value at a point of a grid whose edges are those of the square at x, y.
  draw(context, x, y, size) {
    const inner = this.side - 1;
    context.drawImage(this.canvas, 0.5, 0.5, inner, inner, x, y, size, size);
  }
}

export class Plane {
  // middle: of both axes, which go `span` from there either way.
  // axes: whether there is room for numbers and names beside the plane.
  constructor(canvas, { span, middle = 0, axes = true, most = 560 }) {
    Object.assign(this, { canvas, span, middle, most });
    this.left = axes ? 30 : 1;
    this.below = axes ? 20 : 1;
    this.context = canvas.getContext("2d");
    this.size = 0; // CSS px of a side of the plane itself
  }

  // As wide as there is room, in CSS px; returns whether that is another width than before.
  fit(room) {
    const fine = window.devicePixelRatio || 1;
    const size = Math.max(Math.floor(Math.min(room, this.most)) - this.left - 1, 40);
    if (size === this.size && fine === this.fine) return false;
    Object.assign(this, { size, fine, top: 1 });
    const [width, height] = [size + this.left + 1, size + this.below + 1];
    Object.assign(this.canvas, { width: Math.round(width * fine), height: Math.round(height * fine) });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    return true;
  }

  // CSS px on the canvas.
  toPixels(x1, x2) {
    const unit = this.size / (2 * this.span);
    const [low, high] = [this.middle - this.span, this.middle + this.span];
    return [this.left + (x1 - low) * unit, this.top + (high - x2) * unit];
  }

  // Where a pointer is; null outside, unless it is `held`: then the nearest place inside.
  toData(event, held = false) {
    const frame = this.canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - frame.left - this.left, event.clientY - frame.top - this.top];
    const inside = (at) => Math.min(Math.max(at, 0), this.size);
    if (!held && (inside(px) !== px || inside(py) !== py)) return null;
    const unit = (2 * this.span) / this.size;
    const [low, high] = [this.middle - this.span, this.middle + this.span];
    return [low + inside(px) * unit, high - inside(py) * unit];
  }

  begin() {
    this.context.setTransform(this.fine, 0, 0, this.fine, 0, 0);
    this.context.clearRect(0, 0, this.size + this.left + 1, this.size + this.below + 1);
  }

  ground(tile) {
    tile.draw(this.context, this.left, this.top, this.size);
  }

  // Where a value on the grid is 0. values: (side * side), rows from the top down.
  contour(values, side, colour, width = 2) {
    const step = this.size / (side - 1);
    const { context } = this;
    context.save();
    context.translate(this.left, this.top);
    context.beginPath();
    for (let row = 0; row < side - 1; row++)
      for (let column = 0; column < side - 1; column++) {
        const at = row * side + column;
        const [a, b, c, d] = [values[at], values[at + 1], values[at + side + 1], values[at + side]];
        if (a > 0 === b > 0 && b > 0 === c > 0 && c > 0 === d > 0) continue;
        segments(a, b, c, d, (x, y, u, v) => {
          context.moveTo((column + x) * step, (row + y) * step);
          context.lineTo((column + u) * step, (row + v) * step);
        });
      }
    Object.assign(context, { strokeStyle: colour, lineWidth: width, lineCap: "round" });
    context.stroke();
    context.restore();
  }

  // Frame, lines through 0, numbers and names, in the page's colours.
  axes({ text, line }, names = ["x₁", "x₂"]) {
    const { context, span, middle, size, left, top } = this;
    const [low, high] = [middle - span, middle + span];
    context.save();
    context.lineWidth = 1;
    context.strokeStyle = line;
    context.strokeRect(left + 0.5, top + 0.5, size - 1, size - 1);
    context.globalAlpha = 0.9;
    const [zero, level] = this.toPixels(0, 0);
    context.beginPath();
    for (const [x, y, u, v] of [[zero, top, zero, top + size], [left, level, left + size, level]]) {
      context.moveTo(x, y);
      context.lineTo(u, v);
    }
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = text;
    context.font = `12px ${fontOf(this.canvas)}`;
    for (const tick of [low, middle - span / 2, middle, middle + span / 2, high]) {
      const [x, y] = this.toPixels(tick, tick);
      const said = String(tick).replace("-", "−");
      context.textBaseline = "top";
      context.textAlign = tick === high ? "right" : tick === low ? "left" : "center";
      context.fillText(said, x, top + size + 4);
      context.textAlign = "right";
      context.textBaseline = tick === high ? "top" : tick === low ? "bottom" : "middle";
      context.fillText(said, left - 5, y);
    }
    context.textBaseline = "top";
    context.textAlign = "center";
    context.fillText(names[0], left + size * 0.625, top + size + 4);
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(names[1], left - 5, top + size * 0.375);
    context.restore();
  }
}

// Dots of all points, once for each size of the plane: a thousand cost more than the ground does.
// points: {x: [x1, x2, x1, ...], y, test}; paper: the page's ground, for their rims.
export class Dots {
  constructor() {
    this.canvas = document.createElement("canvas");
  }

  paint(plane, points, classes, paper, { test = true, shown = null } = {}) {
    Object.assign(this.canvas, { width: plane.canvas.width, height: plane.canvas.height });
    const context = this.canvas.getContext("2d");
    context.setTransform(plane.fine, 0, 0, plane.fine, 0, 0);
    const radius = (plane.size < 300 ? 3.4 : 4.4) * (points.y.length > 500 ? 0.75 : 1);
    for (const held of [true, false])
      for (let i = 0; i < points.y.length; i++) {
        if (Boolean(points.test[i]) !== held || (held && !test)) continue;
        const at = plane.toPixels(points.x[2 * i], points.x[2 * i + 1]);
        dot(context, at, radius, classes, points.y[i], held, paper);
      }
  }

  draw(plane) {
    plane.context.save();
    plane.context.setTransform(1, 0, 0, 1, 0, 0);
    plane.context.drawImage(this.canvas, 0, 0);
    plane.context.restore();
  }
}

// One point: its shape and colour say the class, a hollow one is a test point. A value has a rim,
// for near 0 it has the colour of the paper.
export function dot(context, [x, y], radius, classes, label, hollow, paper) {
  const colour = classes ? COLOURS[label] : mixed(label, paper);
  const rim = classes ? colour : RIM;
  context.beginPath();
  outline(context, x, y, radius - (hollow ? 0.6 : 0), classes ? label : 0);
  Object.assign(context, { strokeStyle: paper, lineWidth: hollow ? 4 : 2.5 });
  context.stroke();
  Object.assign(context, { fillStyle: hollow && classes ? paper : colour, strokeStyle: rim });
  context.fill();
  context.lineWidth = hollow ? 1.8 : 0.6;
  context.stroke();
}
const RIM = "#7C86A0";

// Of about the same area, around the middle.
function outline(context, x, y, radius, shape) {
  if (shape === 0) return context.arc(x, y, radius, 0, 2 * Math.PI);
  const [turn, corners, size] = [[0, 4, 1.3], [-Math.PI / 2, 3, 1.5], [Math.PI / 4, 4, 1.3]][shape - 1];
  for (let i = 0; i < corners; i++) {
    const angle = turn + (2 * Math.PI * i) / corners;
    context.lineTo(x + size * radius * Math.cos(angle), y + size * radius * Math.sin(angle));
  }
  context.closePath();
}

// The colour of a value from -1 to 1, on paper.
function mixed(value, paper) {
  const share = Math.min(Math.abs(value), 1);
  const end = rgb(COLOURS[value > 0 ? 1 : 0]);
  const ground = rgb(paper);
  return `rgb(${ground.map((c, i) => Math.round(c + share * (end[i] - c))).join()})`;
}

// The lines between the corners of a square (from the top left, clockwise) where a value is 0.
function segments(a, b, c, d, line) {
  const edges = [];
  if (a > 0 !== b > 0) edges.push([a / (a - b), 0]);
  if (b > 0 !== c > 0) edges.push([1, b / (b - c)]);
  if (c > 0 !== d > 0) edges.push([d / (d - c), 1]);
  if (d > 0 !== a > 0) edges.push([0, a / (a - d)]);
  for (let i = 0; i + 1 < edges.length; i += 2) line(...edges[i], ...edges[i + 1]);
}

export function fontOf(element) {
  return getComputedStyle(element).fontFamily || "sans-serif";
}

// The page's own colours, as Streamlit hands them to its components.
export function coloursOf(element) {
  const style = getComputedStyle(element);
  const of = (name, otherwise) => style.getPropertyValue(`--st-${name}`).trim() || otherwise;
  return {
    text: of("text-color", "#1B2237"),
    quiet: of("gray-text-color", "#5A6480"),
    line: of("border-color", "#DCE1EC"),
    paper: of("background-color", "#FBFBFD"),
    raised: of("secondary-background-color", "#F0F2F8"),
    primary: of("primary-color", "#2F5BD8"),
  };
}
