// How good a network is on some points: Keras' losses, means over the points, and the share of right
// answers. For weights that are set by hand; of a training, Keras itself has said it.

const { abs, log, log1p, exp, max, min, fround } = Math;

// Keras keeps probabilities away from 0 and 1, in 32 bits, where it is not given what comes before.
const certain = (p) => min(max(p, 1e-7), fround(1 - 1e-7));
const softplus = (z) => max(z, 0) + log1p(exp(-abs(z)));

// Of one output and a value.
const OF_VALUE = {
  mean_squared_error: (out, y) => (out - y) ** 2,
  mean_absolute_error: (out, y) => abs(out - y),
  huber: (out, y) => (abs(out - y) <= 1 ? (out - y) ** 2 / 2 : abs(out - y) - 0.5),
  log_cosh: (out, y) => abs(out - y) + softplus(-2 * abs(out - y)) - Math.LN2,
};

// Of one output and a class, 0 or 1, and of the sum that the output was made of.
const OF_TWO = {
  binary_crossentropy: (out, y, z) => softplus(y ? -z : z),
  binary_focal_crossentropy(out, y) {
    const right = y ? certain(out) : 1 - certain(out);
    return -((1 - right) ** 2) * log(right);
  },
  mean_squared_error: (out, y) => (out - y) ** 2,
  hinge: (out, y) => max(1 - (y ? out : -out), 0),
  squared_hinge: (out, y) => max(1 - (y ? out : -out), 0) ** 2,
};

// Of the probability of each class, the right one, and the sums that they were made of.
const OF_CLASSES = {
  categorical_crossentropy(outs, y, z) {
    const top = max(...z);
    return log(z.reduce((sum, one) => sum + exp(one - top), 0)) + top - z[y];
  },
  categorical_focal_crossentropy(outs, y) {
    const right = certain(outs[y]);
    return -0.25 * (1 - right) ** 2 * log(right);
  },
  kl_divergence: (outs, y) => -log(certain(outs[y])),
  mean_squared_error: (outs, y) =>
    outs.reduce((sum, out, k) => sum + (out - (k === y)) ** 2, 0) / outs.length,
};

// The class of an answer: by the sign of a score, by half of a probability, or the most probable.
export function decided(spec, outs) {
  if (spec.classes === 2) return outs[0] > (spec.layers.at(-1) === "sigmoid" ? 0.5 : 0) ? 1 : 0;
  return outs.indexOf(max(...outs));
}

// Loss and share of right answers of a `Field` that has run, over the points of it that are chosen.
// NaN where none is.
export function measure(spec, field, y, chosen) {
  const one = lossOf(spec);
  let [loss, right, count] = [0, 0, 0];
  for (let i = 0; i < y.length; i++) {
    if (!chosen(i)) continue;
    const outs = field.output.map((unit) => unit[i]);
    const sums = field.sums.map((unit) => unit[i]);
    count += 1;
    loss += spec.classes > 2 ? one(outs, y[i], sums) : one(outs[0], y[i], sums[0]);
    if (spec.classes) right += decided(spec, outs) === y[i];
  }
  return { loss: loss / count, accuracy: spec.classes ? right / count : NaN };
}

function lossOf({ classes, loss }) {
  return (classes === 0 ? OF_VALUE : classes === 2 ? OF_TWO : OF_CLASSES)[loss];
}
