// A sheet that takes one drawing after another. A drawing is done after a pause or with a button;
// it is sent as its strokes, with all before it that the server has not said to have.

const PEN = 0.075; // of the sheet's side, as in dlcore/data/collection.py
const NEAR = 0.004; // of the side: points that are nearer to one another are one
const AGAIN = 3000; // ms until what has not come is sent again
const SHARP = 560; // px of the canvas, however large it is shown

const AWAY = ["pointerdown", "focusin"];

const pads = new WeakMap();

export function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".pad-box");
  let pad = pads.get(parentElement);
  if (pad?.root !== root) {
    pad = new Pad(root);
    pads.set(parentElement, pad);
  }
  pad.show(data, setTriggerValue);
  return () => setTimeout(() => root.isConnected || pad.end());
}

class Pad {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.canvas.width = this.canvas.height = SHARP;
    this.bar = root.querySelector(".pad-line i");
    this.buttons = [...root.querySelectorAll("button")];
    this.strokes = [];
    this.waiting = []; // drawings that the server has not said to have
    this.number = 0;
    this.listen();
  }

  show(data, send) {
    this.data = data;
    this.send = send;
    this.number = Math.max(this.number, data.taken);
    this.waiting = this.waiting.filter((one) => one.number > data.taken);
    if (!this.waiting.length) clearTimeout(this.sending);
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", `${data.words.sheet}: ${data.name}`);
    for (const button of this.buttons) button.textContent = data.words[button.dataset.do];
    if (!data.pause) this.hold();
    this.draw();
  }

  listen() {
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.canvas.addEventListener(name, (event) => this.lift(event));
    }
    for (const button of this.buttons) {
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    // Whoever turns to something else has done with the drawing, whatever is left of the pause.
    this.turn = (event) => this.data?.pause && !this.root.contains(event.target) && this.done();
    for (const name of AWAY) document.addEventListener(name, this.turn, true);
  }

  begin(event) {
    if (this.pointer !== undefined || event.button > 0 || this.isFull()) return;
    event.preventDefault();
    this.hold();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    if (!this.strokes.length) this.label = this.data.label; // what was asked for when it was begun
    this.strokes.push([]);
    this.add(event);
  }

  go(event) {
    if (event.pointerId !== this.pointer) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length ? between : [event]) this.add(one);
  }

  lift(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = undefined;
    if (this.data.pause) this.wait(1000 * this.data.pause);
  }

  add(event) {
    const box = this.canvas.getBoundingClientRect();
    const stroke = this.strokes.at(-1);
    const [x, y] = [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
    if (stroke.length && Math.hypot(x - stroke.at(-2), y - stroke.at(-1)) < NEAR) return;
    if (this.isFull()) return;
    stroke.push(x, y);
    this.draw();
  }

  isFull() {
    const { strokes, numbers } = this.data.most;
    return this.strokes.length > strokes - 1 || this.strokes.flat().length > numbers - 2;
  }

  wait(pause) {
    this.hold();
    this.timer = setTimeout(() => this.done(), pause);
    this.filling = this.bar.animate([{ width: 0 }, { width: "100%" }], { duration: pause });
  }

  hold() {
    clearTimeout(this.timer);
    this.filling?.cancel();
  }

  done() {
    this.hold();
    if (!this.strokes.length || this.pointer !== undefined) return;
    this.waiting.push({ number: ++this.number, label: this.label, strokes: this.strokes });
    this.hand();
    this.strokes = [];
    this.draw();
  }

  hand() {
    clearTimeout(this.sending);
    if (!this.waiting.length) return;
    this.send("drawings", this.waiting.slice(0, this.data.most.waiting));
    this.sending = setTimeout(() => this.hand(), AGAIN);
  }

  undo() {
    this.hold();
    this.strokes.pop();
    this.draw();
  }

  clear() {
    this.hold();
    this.strokes = [];
    this.draw();
  }

  draw() {
    const brush = this.canvas.getContext("2d");
    const { ink, paper } = this.data.colours;
    brush.fillStyle = paper;
    brush.fillRect(0, 0, SHARP, SHARP);
    brush.strokeStyle = ink;
    brush.lineWidth = PEN * SHARP;
    brush.lineCap = brush.lineJoin = "round";
    for (const stroke of this.strokes) {
      brush.beginPath();
      for (let i = 0; i < stroke.length; i += 2) brush.lineTo(stroke[i] * SHARP, stroke[i + 1] * SHARP);
      if (stroke.length === 2) brush.lineTo(stroke[0] * SHARP, stroke[1] * SHARP); // a dot
      brush.stroke();
    }
    for (const button of this.buttons) button.disabled = !this.strokes.length;
  }

  end() {
    for (const name of AWAY) document.removeEventListener(name, this.turn, true);
    this.hold();
    clearTimeout(this.sending);
  }
}

function within(share) {
  return Math.round(1000 * Math.min(1, Math.max(0, share))) / 1000;
}
