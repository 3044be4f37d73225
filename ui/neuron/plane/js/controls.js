// Play, one step, back to the beginning, and the film to slide back in.

import { element, fill, grouped } from "./pieces.js";

export class Controls {
  constructor(root, player) {
    this.player = player;
    const button = (act) => element("button", { type: "button", onclick: act });
    this.play = button(() => (player.playing ? player.pause() : player.play()));
    this.step = button(() => player.step());
    for (const near of ["pointerenter", "focus"]) this.step.addEventListener(near, () => player.readySteps());
    this.reset = button(() => player.reset());
    this.range = element("input", { type: "range", min: 0 });
    this.range.oninput = () => player.go(Number(this.range.value));
    this.text = element("span", { className: "neuron-at" });
    const held = (child, name) => element("div", { className: name }, child);
    root.append(
      element("div", { className: "neuron-controls" },
        held(this.play, "st-key-neuron_play"),
        held(this.step, "st-key-neuron_step"),
        held(this.reset, "st-key-neuron_reset"),
        element("div", { className: "neuron-film", role: "group" }, this.range, this.text)));
  }

  show(data, send) {
    this.words = data.words;
    this.player.send = send;
    this.player.rests = data.rests;
    this.player.most = data.most.moments;
    this.range.parentElement.setAttribute("aria-label", data.alt);
    label(this.step, "step", this.words.step);
    label(this.reset, "reset", this.words.reset);
    this.range.setAttribute("aria-label", this.words.film);
  }

  draw() {
    const { player, words } = this;
    if (!words) return;
    label(this.play, player.playing ? "pause" : "play", player.playing ? words.pause : words.play);
    this.play.classList.toggle("neuron-first", !player.playing);
    for (const control of [this.play, this.step, this.reset]) control.disabled = !player.now;
    const { now, moments, head, place } = player;
    this.range.disabled = head < 1;
    this.range.max = head;
    this.range.value = place;
    const at = now ? grouped(now.step) : "0";
    const said = player.isNewest ? fill(words.at, { step: at })
      : fill(words.of, { step: at, steps: grouped(moments[head].step) });
    if (this.text.textContent !== said) this.text.textContent = said;
    this.range.setAttribute("aria-valuetext", said);
  }
}

// In the middle of 24 by 24; drawn, for not every system has letters for them.
const SIGNS = {
  play: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  step: "M6 5v14l9-7zM16 5h3v14h-3z",
  reset: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
};

function label(button, sign, text) {
  if (button.dataset.said === sign + text) return;
  button.dataset.said = sign + text;
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${SIGNS[sign]}"/></svg>`;
  button.append(text);
}
