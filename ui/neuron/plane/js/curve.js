// Losses of the training points and of the test points over the steps, up to where the film is.

import { element, fill, number, percent } from "./pieces.js";
import { coloursOf, fontOf } from "./plane.js";

const HEIGHT = 150; // CSS px
const [LEFT, RIGHT, TOP, BELOW] = [44, 8, 8, 20];
const COLOURS = { train: "#1F83C4", test: "#D87300" }; // as on all pages: what is fitted to, what is not seen

export class Curve {
  constructor(root, player) {
    this.player = player;
    this.canvas = element("canvas", { role: "img" });
    this.said = { train: element("span"), test: element("span") };
    this.log = element("input", { type: "checkbox", onchange: () => player.change() });
    this.logWord = element("span");
    const line = (name) => element("span", { className: `neuron-key neuron-key-${name}` }, this.said[name]);
    root.append(
      element("div", { className: "neuron-said" }, line("train"), line("test"),
        element("label", { className: "neuron-choice" }, this.log, this.logWord)),
      this.canvas);
    this.root = root;
    // A finger that begins here may want to scroll the page.
    this.canvas.addEventListener("click", (event) => this.go(event));
    this.canvas.addEventListener("pointermove", (event) =>
      event.pointerType === "mouse" && event.buttons && this.go(event));
  }

  show(data) {
    this.words = data.words;
    this.logWord.textContent = data.words.log;
    this.canvas.setAttribute("aria-label", data.alt || data.words.picture);
  }

  // To the moment below the pointer.
  go(event) {
    const { moments, head } = this.player;
    if (!head) return;
    const share = (event.clientX - this.canvas.getBoundingClientRect().left - LEFT) / this.width;
    const step = moments[0].step + share * (moments[head].step - moments[0].step);
    const after = moments.findIndex((moment) => moment.step >= step);
    this.player.go(after < 0 ? head : after);
  }

  draw() {
    const { player, words } = this;
    if (!words) return;
    const now = player.measures();
    const say = (element, name, loss, share) => {
      const said = Number.isFinite(share) ? words.right : words.loss;
      element.textContent = fill(said, { points: name, loss: number(loss), share: percent(share) });
    };
    if (now) say(this.said.train, words.train, now.loss, now.accuracy);
    if (now) say(this.said.test, words.test, now.testLoss, now.testAccuracy);
    this.said.test.parentElement.hidden = !now || Number.isNaN(now.testLoss);
    this.fit();
    this.paint(coloursOf(this.root));
  }

  fit() {
    const fine = window.devicePixelRatio || 1;
    const room = this.root.clientWidth;
    this.width = Math.max(room - LEFT - RIGHT, 40);
    const [width, height] = [Math.round(room * fine), Math.round(HEIGHT * fine)];
    if (this.canvas.width !== width) Object.assign(this.canvas, { width, height });
    Object.assign(this.canvas.style, { width: `${room}px`, height: `${HEIGHT}px` });
    this.context = this.canvas.getContext("2d");
    this.context.setTransform(fine, 0, 0, fine, 0, 0);
    this.context.clearRect(0, 0, room, HEIGHT);
  }

  paint(colours) {
    const { context, player, width } = this;
    const height = HEIGHT - TOP - BELOW;
    const shown = player.moments.slice(0, player.head + 1);
    const lines = { train: shown.map((m) => m.loss), test: shown.map((m) => m.testLoss) };
    const scale = this.log.checked ? (loss) => Math.log10(Math.max(loss, 1e-8)) : (loss) => loss;
    const values = [...lines.train, ...lines.test].filter(Number.isFinite).map(scale);
    const [low, high] = ends(values, this.log.checked);
    const begin = shown[0]?.step ?? 0;
    const end = Math.max(shown.at(-1)?.step ?? 0, begin + 10);
    const x = (step) => LEFT + ((step - begin) / (end - begin)) * width;
    const y = (loss) => TOP + height * (1 - (scale(loss) - low) / (high - low));
    context.font = `12px ${fontOf(this.canvas)}`;
    context.fillStyle = colours.quiet;
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const tick of ticks(low, high, this.log.checked)) {
      const at = Math.round(TOP + height * (1 - (tick - low) / (high - low))) + 0.5;
      context.beginPath();
      context.moveTo(LEFT, at);
      context.lineTo(LEFT + width, at);
      context.stroke();
      context.fillText(number(this.log.checked ? 10 ** tick : tick, 2), LEFT - 6, at);
    }
    context.textBaseline = "bottom";
    context.textAlign = "left";
    context.fillText(number(begin, 6), LEFT, HEIGHT - 1);
    context.textAlign = "right";
    context.fillText(end.toLocaleString("en"), LEFT + width, HEIGHT - 1);
    context.textAlign = "center";
    context.fillText(this.words.steps, LEFT + width / 2, HEIGHT - 1);
    for (const [name, losses] of Object.entries(lines)) {
      context.strokeStyle = COLOURS[name];
      context.lineWidth = 2;
      context.lineJoin = "round";
      context.setLineDash(name === "test" ? [5, 3] : []);
      context.beginPath();
      losses.forEach((loss, i) => Number.isFinite(loss) && context.lineTo(x(shown[i].step), y(loss)));
      context.stroke();
    }
    context.setLineDash([]);
    if (player.now) this.marker(x(player.now.step), height, colours);
  }

  marker(at, height, colours) {
    this.context.strokeStyle = colours.text;
    this.context.lineWidth = 1;
    this.context.beginPath();
    this.context.moveTo(at, TOP);
    this.context.lineTo(at, TOP + height);
    this.context.stroke();
  }
}

// What the axis of losses goes from and to: from 0, or in whole powers of ten.
function ends(values, log) {
  const high = values.reduce((most, one) => Math.max(most, one), log ? -1 : 0);
  if (!log) return [0, high > 0 ? 1.08 * high : 1];
  const low = values.reduce((least, one) => Math.min(least, one), high - 1);
  return [Math.floor(low), Math.ceil(high + 1e-9)];
}

function ticks(low, high, log) {
  if (log) {
    const every = Math.ceil((high - low) / 4);
    return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => low + i * every);
  }
  const rough = high / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((one) => one * power >= rough);
  return Array.from({ length: Math.floor(high / step) + 1 }, (_, i) => i * step);
}
