// What is written out: the sum of a place, the chain rule of a point, all points at once.

import { COLOURS } from "./plane.js";
import { CUT } from "./chain.js";
import { fill } from "./pieces.js";
import { added, bold, factor, make, number } from "./text.js";

const NAMES = ["w₁", "w₂", "b"];

export const place = ([x1, x2]) => ({ x1: number(x1, 2), x2: number(x2, 2) });

// z = w1 x1 + w2 x2 + b in numbers, f of it, and what that says.
export function sumOf(neuron, weights, [x1, x2, y], title, words) {
  const [w1, w2, b] = weights;
  const z = neuron.sum(weights, [x1, x2]);
  const output = neuron.output(z);
  const answer = output > CUT ? 1 : 0;
  const [a1, a2] = [w1 * x1, w2 * x2];
  const lines = [
    ["z", "=", "w₁·x₁ + w₂·x₂ + b"],
    ["", "=", `${number(w1)}·${factor(x1)} ${added(w2)}·${factor(x2)} ${added(b)}`],
    ["", "=", `${number(a1)} ${added(a2)} ${added(b)} = `, number(z)],
    ["f(z)", "=", `${title}(${number(z)}) = `, number(output)],
  ].map(([left, sign, right, result]) =>
    make("div", "one-line", make("span", "one-lhs", left), make("span", "", sign),
      make("span", "", right, ...(result === undefined ? [] : [make("b", "", result)]))));
  const said = make("p", "", ...bold(answer ? words.says1 : words.says0), " ");
  said.prepend("→ ");
  if (y !== undefined) {
    const right = answer === y;
    said.append(make("span", right ? "one-right" : "one-wrong", right ? words.isRight : fill(words.isWrong, { y })));
  }
  return [make("h2", "", fill(words.at, place([x1, x2]))), ...lines, said];
}

// Each factor of each gradient at one point, with its number.
export function chainOf(neuron, weights, point, words) {
  const [x1, x2, y] = point;
  const chain = neuron.chain(weights, point);
  const { loss, byOutput, clipped } = formulas(neuron, chain, y);
  const lines = [
    `L = ${loss} = ${number(chain.loss)}`,
    `∂L/∂f = ${byOutput}${number(chain.byOutput)}`,
    `∂f/∂z = f′(${number(chain.z)}) = ${number(chain.slope)}`,
  ].map((text) => make("div", "one-line", text));
  const head = ["", "∂L/∂f", "·", "∂f/∂z", "·", "∂z/∂w", "=", words.gradient];
  const rows = NAMES.map((name, i) => [
    `∂L/∂${name}`,
    number(chain.byOutput), "·", number(chain.slope), "·",
    [`x₁ = ${number(x1, 2)}`, `x₂ = ${number(x2, 2)}`, "1"][i],
    "=", number(chain.gradient[i]),
  ]);
  const below = ["", words.byOutput, "", words.bySum, "", words.byWeight, "", words.together];
  const found = [make("h2", "", fill(words.chain, { ...place(point), y })), ...lines];
  if (clipped) found.push(make("p", "", words.clipped));
  return [...found, scrolled(table("one-factors", head, rows, below))];
}

// How the loss and its slope come about. What Keras clips is called p, for it is not f any more.
function formulas(neuron, chain, y) {
  if (neuron.loss === "mean_squared_error") {
    const gap = `${number(chain.output)} − ${y}`;
    return { loss: `(f − y)² = (${gap})²`, byOutput: `2·(f − y) = 2·(${gap}) = ` };
  }
  const clipped = chain.byOutput === 0;
  if (clipped) return { loss: y ? "−ln p" : "−ln(1 − p)", byOutput: "", clipped };
  const share = bracketed(y ? chain.output : Math.exp(-chain.loss)); // 1 − f, without its rounding
  return y ? { loss: `−ln f = −ln ${share}`, byOutput: `−1/f = −1/${share} = ` }
    : { loss: `−ln(1 − f) = −ln ${share}`, byOutput: `1/(1 − f) = 1/${share} = ` };
}

function bracketed(value) {
  const said = number(value);
  return said.includes("·") ? `(${said})` : said;
}

// A row a point, and their mean.
export function batchOf(neuron, weights, points, looked, choose, words) {
  const head = [words.point, "f(z)", words.answer, "L", ...NAMES.map((name) => `∂L/∂${name}`)];
  const rows = points.map((point) => {
    const chain = neuron.chain(weights, point);
    const { x1, x2 } = place(point);
    return [`(${x1}, ${x2})`, number(chain.output), point[2], number(chain.loss), ...chain.gradient.map((g) => number(g))];
  });
  const mean = neuron.mean(weights, points);
  const below = [words.mean, "", "", number(mean.loss), ...mean.gradient.map((g) => number(g))];
  const found = table("one-batch", head, rows, below);
  [...found.tBodies[0].rows].forEach((row, i) => {
    row.cells[2].style.color = COLOURS[points[i][2]];
    row.classList.toggle("one-looked", i === looked);
    row.classList.toggle("one-missed", neuron.answer(weights, points[i]) !== points[i][2]);
    row.onclick = () => choose(i);
  });
  return scrolled(found);
}

function table(className, head, rows, below) {
  const made = make("table", className);
  const line = (cells, part, tag) =>
    part.append(make("tr", "", ...cells.map((text) => make(tag(text), "", String(text)))));
  line(head, made.createTHead(), (text) => (text ? "th" : "td")); // an empty one is no heading
  const body = made.createTBody();
  for (const row of rows) line(row, body, () => "td");
  line(below, made.createTFoot(), () => "td");
  return made;
}

function scrolled(child) {
  return make("div", "one-scrolled", child);
}
