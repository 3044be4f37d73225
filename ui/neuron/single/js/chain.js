// One neuron, as dlcore.neuron.single has it: its sum, its output, its loss and every factor of the
// gradient. Points are [x1, x2, y], weights [w1, w2, b].

import { SCALARS } from "./forward.js";
import { SLOPES } from "./slopes.js";

export const CUT = 0.5; // the answer is 1 where the output is above it
const EPSILON = 1e-7; // Keras clips probabilities to [EPSILON, 1 - EPSILON]
const FAR = 20; // no activation crosses CUT beyond it
const FINE = 0.01;

export class Neuron {
  constructor(activation, loss) {
    Object.assign(this, { activation, loss });
    this.output = SCALARS[activation];
    this.slope = SLOPES[activation];
    this.cuts = cutsOf(this.output);
  }

  sum([w1, w2, b], [x1, x2]) {
    return w1 * x1 + w2 * x2 + b;
  }

  answer(weights, point) {
    return this.output(this.sum(weights, point)) > CUT ? 1 : 0;
  }

  chain(weights, point) {
    const [x1, x2, y] = point;
    const z = this.sum(weights, point);
    const [output, slope] = [this.output(z), this.slope(z)];
    const { loss, byOutput } = this.lossAt(z, output, y);
    const bySum = byOutput * slope;
    return { z, output, slope, loss, byOutput, gradient: [bySum * x1, bySum * x2, bySum] };
  }

  lossAt(z, output, y) {
    if (this.loss === "mean_squared_error")
      return { loss: (output - y) ** 2, byOutput: 2 * (output - y) };
    if (this.activation === "sigmoid") // Keras takes it from z: exact however sure the neuron is
      return { loss: SCALARS.softplus(y ? -z : z), byOutput: y ? -1 / output : 1 / this.output(-z) };
    const p = Math.min(Math.max(output, EPSILON), 1 - EPSILON);
    const byOutput = p === output ? (y ? -1 / p : 1 / (1 - p)) : 0;
    return { loss: -Math.log(y ? p : 1 - p), byOutput };
  }

  // Of the mean loss of some points.
  mean(weights, points) {
    const gradient = [0, 0, 0];
    let loss = 0;
    for (const point of points) {
      const one = this.chain(weights, point);
      loss += one.loss / points.length;
      one.gradient.forEach((part, i) => (gradient[i] += part / points.length));
    }
    return { loss, gradient };
  }
}

// The sums at which an output crosses CUT.
function cutsOf(output) {
  const above = (z) => output(z) > CUT;
  const cuts = [];
  for (let low = -FAR; low < FAR; low += FINE) {
    if (above(low) === above(low + FINE)) continue;
    let [left, right] = [low, low + FINE];
    for (let i = 0; i < 50; i++) {
      const middle = (left + right) / 2;
      if (above(middle) === above(left)) left = middle;
      else right = middle;
    }
    cuts.push(Math.abs(right) < 1e-9 ? 0 : right);
  }
  return cuts;
}
