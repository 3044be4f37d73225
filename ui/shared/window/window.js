// Two pictures and a window that goes over them. Streamlit hands over the numbers once; every step is
// drawn here, so that it costs no answer of a server.

const STEPS_A_SECOND = 8;
const FILM_SECONDS = 20; // a whole picture takes about so long, however many cells it has
const QUIET = 600; // ms without a step, after which the server is told where one has come to
const LARGEST_CELL = 40; // CSS px
const HATCH = "rgba(124, 134, 160, 0.55)"; // the palette's colour for what is beside the point
const FRAME = "#D87300";

const boxes = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let box = boxes.get(parentElement);
  if (!box?.root.isConnected) {
    box?.end();
    box = new Box(parentElement.querySelector(".window-box"));
    boxes.set(parentElement, box);
  }
  box.show(data, setTriggerValue);
  return () => setTimeout(() => box.root.isConnected || box.end());
}

class Box {
  constructor(root) {
    this.root = root;
    root.innerHTML = `<div class="window-pictures"><figure><figcaption></figcaption><canvas></canvas></figure>
      <figure><figcaption></figcaption><canvas tabindex="0"></canvas></figure></div>
      <div class="window-steps"><button></button><button></button><button></button><input type="range" min="0">
      <span></span></div><div class="window-sum"></div>`;
    this.canvases = [...root.querySelectorAll("canvas")];
    this.titles = [...root.querySelectorAll("figcaption")];
    [this.back, this.toggle, this.next] = root.querySelectorAll("button");
    this.range = root.querySelector("input");
    this.place = root.querySelector(".window-steps span");
    this.sum = root.querySelector(".window-sum");
    this.listen();
  }

  listen() {
    for (const button of [this.back, this.toggle, this.next]) button.type = "button";
    this.back.onclick = () => this.step(-1);
    this.next.onclick = () => this.step(1);
    this.toggle.onclick = () => (this.playing ? this.pause() : this.play());
    this.range.oninput = () => this.go(Number(this.range.value));
    this.canvases.forEach((canvas, i) => canvas.addEventListener("pointerdown", (event) => this.point(event, i)));
    this.canvases.forEach((canvas, i) =>
      canvas.addEventListener("pointermove", (event) => event.buttons && this.point(event, i)));
    this.root.querySelector(".window-pictures").addEventListener("keydown", (event) => this.key(event));
    this.observer = new ResizeObserver(() => this.data && this.draw());
    this.observer.observe(this.root);
  }

  end() {
    clearInterval(this.playing);
    clearTimeout(this.telling);
    this.observer.disconnect();
  }

  show(data, send) {
    this.send = send;
    clearInterval(this.playing); // a film of other numbers
    this.playing = null;
    this.data = data;
    this.sheets = [data.source, data.result].map((sheet) => new Sheet(sheet));
    [this.source, this.result] = this.sheets;
    // The sheet whose cells are stepped through, and the one that the window lies on.
    [this.stepped, this.wide] = data.stamps ? this.sheets : [this.result, this.source];
    this.shades = unpacked(data.shades, Uint8Array);
    const asked = data.cell.join();
    if (asked !== this.told || !this.cell) {
      this.cell = data.cell;
      this.told = asked;
    }
    const { height, width } = this.stepped;
    // Of a picture that has become smaller the border would be left, where there is little to see.
    if (!this.stepped.has(...this.cell)) this.cell = [Math.floor(height / 2), Math.floor(width / 2)];
    this.range.max = this.stepped.width * this.stepped.height - 1;
    this.titles.forEach((title, i) => (title.textContent = this.sheets[i].title));
    this.canvases.forEach((canvas) => canvas.setAttribute("role", "img"));
    this.canvases[0].setAttribute("aria-label", this.source.title);
    this.canvases[1].setAttribute("aria-label", `${this.result.title}. ${data.alt}`);
    this.labels();
    this.draw();
    this.root.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  }

  labels() {
    const { words } = this.data;
    const say = (element, text, sign) => {
      element.title = text;
      element.setAttribute("aria-label", text);
      element.textContent = sign;
    };
    say(this.back, words.back, "‹");
    say(this.next, words.next, "›");
    say(this.toggle, this.playing ? words.pause : words.play, this.playing ? "❚❚" : "▶");
    this.range.setAttribute("aria-label", words.slider);
    this.sum.setAttribute("aria-live", this.playing ? "off" : "polite"); // nobody reads out a film
  }

  // Where one is --------------------------------------------------------------------------------

  get index() {
    return this.cell[0] * this.stepped.width + this.cell[1];
  }

  go(index) {
    this.pause();
    this.set(index);
  }

  set(index) {
    this.cell = [Math.floor(index / this.stepped.width), index % this.stepped.width];
    this.draw();
    this.tell();
  }

  step(by) {
    this.go(Math.min(Math.max(this.index + by, 0), Number(this.range.max)));
  }

  play() {
    const cells = Number(this.range.max) + 1;
    const stride = Math.max(1, Math.round(cells / (FILM_SECONDS * STEPS_A_SECOND)));
    let at = this.index >= cells - 1 ? -stride : this.index;
    this.playing = setInterval(() => {
      at = Math.min(at + stride, cells - 1);
      this.set(at);
      if (at === cells - 1) this.pause();
    }, 1000 / STEPS_A_SECOND);
    this.labels();
    this.draw();
  }

  pause() {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = null;
    this.labels();
    this.draw();
    this.tell();
  }

  // The address follows when one rests.
  tell() {
    clearTimeout(this.telling);
    if (this.playing) return;
    this.telling = setTimeout(() => {
      const now = this.cell.join();
      if (now === this.told) return;
      this.told = now;
      this.send("cell", { row: this.cell[0], column: this.cell[1] });
    }, QUIET);
  }

  point(event, i) {
    const canvas = this.canvases[i], sheet = this.sheets[i];
    const frame = canvas.getBoundingClientRect();
    const at = [(event.clientY - frame.top) / frame.height * sheet.height,
      (event.clientX - frame.left) / frame.width * sheet.width];
    const { stride, dilation, top, left } = this.data.motion;
    const middle = (dilation * (this.data.kernel.length - 1)) / 2 + 0.5;
    const cell = sheet === this.stepped ? at.map(Math.floor)
      : [(at[0] + top - middle) / stride, (at[1] + left - middle) / stride].map(Math.round);
    const last = [this.stepped.height - 1, this.stepped.width - 1];
    const [row, column] = cell.map((place, axis) => Math.min(Math.max(place, 0), last[axis]));
    this.go(row * this.stepped.width + column);
  }

  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.stepped.width, ArrowDown: this.stepped.width }[event.key];
    if (!by) return;
    event.preventDefault();
    const to = this.index + by;
    if (to >= 0 && to <= Number(this.range.max)) this.go(to);
  }

  // What one sees -------------------------------------------------------------------------------

  draw() {
    const [row, column] = this.cell;
    const window = this.window();
    const wide = this.sheets.indexOf(this.wide);
    const shown = this.playing ? this.index : null; // a film fills its picture
    this.sheets.forEach((sheet, i) => {
      const painter = new Painter(this.canvases[i], sheet);
      painter.pixels(sheet === this.result && shown !== null ? this.sofar(shown) : sheet.colours);
      painter.margin(sheet.margin);
      if (i === wide) for (const [y, x] of window.flat()) painter.frame(y, x, 1.5);
      else painter.frame(row, column, 2.5);
    });
    this.range.value = this.index;
    this.place.textContent = fill(this.data.words.cell, { row: row + 1, column: column + 1 });
    this.writeSum(window);
  }

  // Of each cell of the kernel, where it lies on the wide sheet.
  window() {
    const { stride, dilation, top, left } = this.data.motion;
    const [row, column] = this.cell;
    return this.data.kernel.map((weights, i) => weights.map((_, j) =>
      [row * stride - top + i * dilation, column * stride - left + j * dilation]));
  }

  // The result as far as it has come: cells that are still to come are dark, stamps still to fall.
  sofar(index) {
    const colours = this.result.colours.slice();
    if (!this.data.stamps) return colours.fill(0, (index + 1) * 3);
    const sums = new Float32Array(this.result.values.length);
    const cell = this.cell;
    for (let i = 0; i <= index; i++) {
      this.cell = [Math.floor(i / this.source.width), i % this.source.width];
      const value = this.source.values[i];
      if (value) this.window().forEach((line, y) => line.forEach(([row, column], x) => {
        if (this.result.has(row, column)) sums[row * this.result.width + column] += value * this.data.kernel[y][x];
      }));
    }
    this.cell = cell;
    const extent = largest(this.result.values);
    const plain = !this.result.values.some((value) => value < 0);
    sums.forEach((value, i) => colours.set(plain ? grey(value / extent) : this.shade(value / extent), i * 3));
    return colours;
  }

  shade(share) {
    const shades = this.shades.length / 3 - 1;
    const at = Math.round((Math.min(Math.max(share, -1), 1) + 1) / 2 * shades) * 3;
    return this.shades.slice(at, at + 3);
  }

  writeSum(window) {
    const { kernel, stamps, words } = this.data;
    const under = stamps ? [[this.source.at(...this.cell)]] : window.map((line) => line.map((at) => this.source.at(...at)));
    const factor = (i, j) => (stamps ? under[0][0] : under[i][j]);
    const products = kernel.map((line, i) => line.map((weight, j) => weight * factor(i, j)));
    const weightColour = this.scale(kernel), productColour = this.scale(products);
    const underColour = stamps ? () => this.source.colour(...this.cell)
      : (_, i, j) => this.source.colour(...window[i][j]);
    const padding = (i, j) => !stamps && this.source.isMargin(...window[i][j]);
    const grids = [
      grid(stamps ? words.pixel : words.under, under, underColour, padding),
      sign("×"), grid(words.weights, kernel, weightColour),
      sign("="), grid(stamps ? words.stamp : words.products, products, productColour),
    ];
    const said = document.createElement("p");
    const sum = products.flat().reduce((a, b) => a + b, 0);
    const value = this.result.at(...this.cell);
    said.innerHTML = stamps ? words.laid
      : fill(words.sum, { count: products.flat().length, sum: number(sum, 3), value: number(value, 3) })
        .replace(/\*\*(.+?)\*\*/g, "<b>$1</b>");
    this.sum.replaceChildren(row(grids), said);
  }

  scale(values) {
    const extent = largest(values.flat());
    return (value) => this.shade(value / extent);
  }
}

class Sheet {
  constructor(sent) {
    Object.assign(this, sent);
    this.values = unpacked(sent.values, Float32Array);
    this.colours = unpacked(sent.pixels, Uint8Array);
  }

  has(row, column) {
    return row >= 0 && row < this.height && column >= 0 && column < this.width;
  }

  at(row, column) {
    return this.has(row, column) ? this.values[row * this.width + column] : 0;
  }

  colour(row, column) {
    const at = (row * this.width + column) * 3;
    return this.has(row, column) ? this.colours.slice(at, at + 3) : [16, 20, 31];
  }

  isMargin(row, column) {
    const [top, left, bottom, right] = this.margin;
    return row < top || column < left || row >= this.height - bottom || column >= this.width - right;
  }
}

class Painter {
  constructor(canvas, sheet) {
    Object.assign(this, { canvas, sheet });
    const room = canvas.parentElement.clientWidth;
    this.cell = Math.max(1, Math.min(LARGEST_CELL, room / Math.max(sheet.width, sheet.height)));
    this.fine = window.devicePixelRatio || 1;
    canvas.style.width = `${sheet.width * this.cell}px`;
    canvas.style.height = `${sheet.height * this.cell}px`;
    this.unit = this.cell * this.fine;
    canvas.width = Math.round(sheet.width * this.unit);
    canvas.height = Math.round(sheet.height * this.unit);
    this.context = canvas.getContext("2d");
  }

  pixels(colours) {
    const { width, height } = this.sheet;
    const image = new ImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      image.data.set(colours.subarray(i * 3, i * 3 + 3), i * 4);
      image.data[i * 4 + 3] = 255;
    }
    const small = Object.assign(document.createElement("canvas"), { width, height });
    small.getContext("2d").putImageData(image, 0, 0);
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(small, 0, 0, this.canvas.width, this.canvas.height);
  }

  // The cells of the padding are crossed out: they are not of the picture.
  margin([top, left, bottom, right]) {
    const { width, height } = this.sheet;
    this.context.strokeStyle = HATCH;
    this.context.lineWidth = this.fine;
    this.context.beginPath();
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (y < top || x < left || y >= height - bottom || x >= width - right) {
          this.context.moveTo(x * this.unit, (y + 1) * this.unit);
          this.context.lineTo((x + 1) * this.unit, y * this.unit);
        }
    this.context.stroke();
  }

  frame(row, column, thick) {
    const line = Math.max(1, Math.min(thick, this.cell / 4)) * this.fine;
    this.context.strokeStyle = FRAME;
    this.context.lineWidth = line;
    this.context.strokeRect(column * this.unit + line / 2, row * this.unit + line / 2, this.unit - line, this.unit - line);
  }
}

// The sum ---------------------------------------------------------------------------------------

function grid(title, values, colour, crossed = () => false) {
  const table = document.createElement("table");
  table.className = `window-grid window-of-${values.length}`;
  table.createCaption().textContent = title;
  values.forEach((line, i) => {
    const tr = table.insertRow();
    line.forEach((value, j) => {
      const td = tr.insertCell();
      const [r, g, b] = colour(value, i, j);
      td.textContent = number(value, 2, values.length > 5);
      td.style.background = `rgb(${r},${g},${b})`;
      td.style.color = 0.3 * r + 0.59 * g + 0.11 * b > 125 ? "#10141F" : "#FFFFFF";
      if (crossed(i, j)) td.className = "window-padding";
    });
  });
  return table;
}

function sign(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

function row(elements) {
  const line = document.createElement("div");
  line.append(...elements);
  return line;
}

// As many decimals as are worth it, without zeros at the end; without the zero before the point where it is tight.
function number(value, decimals, tight = false) {
  const text = String(Number(value.toFixed(decimals)) || 0);
  return (tight ? text.replace(/^(-?)0\./, "$1.") : text).replace("-", "−");
}

function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}

function grey(share) {
  const s = Math.min(Math.max(share, 0), 1);
  return [16 + s * 239, 20 + s * 235, 31 + s * 224].map(Math.round);
}

function unpacked(text, Kind) {
  return new Kind(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
