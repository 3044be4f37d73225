// Play, one step, back to the beginning, and the film to slide back in.

import { element, fill, grouped } from "./pieces.js";

export class Controls {
  constructor(root, player) {
    this.player = player;
    const button = (act) => element("button", { type: "button", onclick: act });
    this.play = button(() => (player.playing ? player.pause() : player.play()));
    this.step = button(() => player.step());
    this.reset = button(() => player.reset());
    this.range = element("input", { type: "range", min: 0 });
    this.range.oninput = () => player.go(Number(this.range.value));
    this.text = element("span", { className: "neuron-at" });
    this.note = element("p", { className: "neuron-note", role: "status" });
    const held = (child, name) => element("div", { className: name }, child);
    root.append(
      element("div", { className: "neuron-controls" },
        held(this.play, "st-key-neuron_play"),
        held(this.step, "st-key-neuron_step"),
        held(this.reset, "st-key-neuron_reset"),
        element("div", { className: "neuron-film" }, this.range, this.text)),
      this.note);
  }

  show(data, send) {
    this.words = data.words;
    this.player.send = send;
    this.player.most = data.most.moments;
    this.range.parentElement.setAttribute("aria-label", data.alt);
    label(this.step, "⏭", this.words.step);
    label(this.reset, "↺", this.words.reset);
    this.range.setAttribute("aria-label", this.words.film);
  }

  draw() {
    const { player, words } = this;
    if (!words) return;
    label(this.play, player.playing ? "❚❚" : "▶", player.playing ? words.pause : words.play);
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
    const ended = player.diverged && place === moments.length - 1;
    this.note.textContent = ended ? words.diverged : "";
    this.note.hidden = !ended;
  }
}

function label(button, sign, text) {
  if (button.dataset.said === sign + text) return;
  button.dataset.said = sign + text;
  const picture = element("span", { className: "neuron-sign", "aria-hidden": "true" });
  picture.textContent = sign;
  button.replaceChildren(picture, text);
}
