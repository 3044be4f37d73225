// A small dense network from its weights, for many points at once: what Keras computes, in double
// precision. tests/browser/test_neuron.py compares every activation and whole networks with Keras.

const { abs, exp, expm1, log1p, max, min, sqrt, tanh } = Math;

const sigmoid = (z) => (z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z)));
const softplus = (z) => max(z, 0) + log1p(exp(-abs(z)));
const hardSigmoid = (z) => min(1, max(0, z / 6 + 0.5));
const elu = (z) => (z > 0 ? z : expm1(z));

// Activations of one number, by their name in keras.activations, with Keras' own parameters.
export const SCALARS = {
  linear: (z) => z,
  sigmoid,
  tanh,
  relu: (z) => max(0, z),
  gelu: (z) => z * normal(z),
  silu: (z) => z * sigmoid(z),
  elu,
  leaky_relu: (z) => (z > 0 ? z : 0.2 * z),
  selu: (z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * expm1(z)),
  softplus,
  mish: (z) => z * tanh(softplus(z)),
  relu6: (z) => min(6, max(0, z)),
  hard_silu: (z) => z * hardSigmoid(z),
  celu: elu, // of the alpha 1 that Keras takes
  squareplus: (z) => (z > 0 ? (z + sqrt(z * z + 4)) / 2 : 2 / (sqrt(z * z + 4) - z)),
  sparse_plus: (z) => (z <= -1 ? 0 : z < 1 ? ((z + 1) * (z + 1)) / 4 : z),
  hard_sigmoid: hardSigmoid,
  hard_tanh: (z) => min(1, max(-1, z)),
  softsign: (z) => z / (1 + abs(z)),
  sparse_sigmoid: (z) => min(1, max(0, (z + 1) / 2)),
  log_sigmoid: (z) => -softplus(-z),
  exponential: exp,
  hard_shrink: (z) => (abs(z) > 0.5 ? z : 0),
  soft_shrink: (z) => (z > 0.5 ? z - 0.5 : z < -0.5 ? z + 0.5 : 0),
  tanh_shrink: (z) => z - tanh(z),
  threshold: (z) => (z > 1 ? z : 0),
};

// Activations of a whole layer: change the sums of one point, in place.
export const VECTORS = {
  softmax(z) {
    const top = max(...z);
    let sum = 0;
    for (let i = 0; i < z.length; i++) sum += z[i] = exp(z[i] - top);
    for (let i = 0; i < z.length; i++) z[i] /= sum;
  },
  log_softmax(z) {
    const top = max(...z);
    let sum = 0;
    for (const one of z) sum += exp(one - top);
    for (let i = 0; i < z.length; i++) z[i] -= top + Math.log(sum);
  },
  // As Keras 3.15 has it: the sum of partial sums, which is right for one that gets through.
  sparsemax(z) {
    const sorted = Float64Array.from(z).sort().reverse();
    let [partial, total, through] = [0, 0, 0];
    for (let i = 0; i < sorted.length; i++) {
      partial += sorted[i];
      if (sorted[i] - (partial - 1) / (i + 1) > 0) [total, through] = [total + partial, through + 1];
    }
    const least = (total - 1) / through;
    for (let i = 0; i < z.length; i++) z[i] = max(z[i] - least, 0);
  },
};

// What a network is shown of a point, by name.
export const FEATURES = {
  x1: (x1) => x1,
  x2: (x1, x2) => x2,
  x1_squared: (x1) => x1 * x1,
  x2_squared: (x1, x2) => x2 * x2,
  product: (x1, x2) => x1 * x2,
  sin_x1: (x1) => Math.sin(x1),
  sin_x2: (x1, x2) => Math.sin(x2),
};

// Where the weights of a network are in the one array that holds them all: layer by layer a kernel
// (inputs, units), row by row, and then the bias. Layers are counted from 0, the inputs left out.
export class Shape {
  constructor({ widths }) {
    this.widths = widths;
    this.starts = [0];
    for (let i = 1; i < widths.length; i++)
      this.starts.push(this.starts[i - 1] + (widths[i - 1] + 1) * widths[i]);
    this.parameters = this.starts.at(-1);
  }

  weight(layer, input, unit) {
    return this.starts[layer] + input * this.widths[layer + 1] + unit;
  }

  bias(layer, unit) {
    return this.weight(layer, this.widths[layer], unit);
  }
}

// A network on fixed points, with room for all that comes out of it.
//
//   const field = new Field({ features: ["x1", "x2"], widths: [2, 4, 1], layers: ["tanh", "sigmoid"] },
//                           x1, x2);
//   field.run(weights);           // Float32Array or list, as keras' get_weights, one after the other
//   field.values[1][3][i]         // what unit 3 of the first layer gives for point i; [0]: the features
//   field.output[0][i]
export class Field {
  constructor(spec, x1, x2) {
    this.shape = new Shape(spec);
    this.layers = spec.layers;
    this.count = x1.length;
    const room = () => new Float64Array(this.count);
    const [, ...widths] = spec.widths;
    this.values = [
      spec.features.map((name) => room().map((_, i) => FEATURES[name](x1[i], x2[i]))),
      ...widths.map((width) => Array.from({ length: width }, room)),
    ];
    this.sums = this.output.map(room); // what the outputs are made of
  }

  get output() {
    return this.values.at(-1);
  }

  // off: pairs [layer, unit] of hidden units that give 0 whatever comes in.
  run(weights, off = []) {
    this.layers.forEach((activation, layer) => {
      const units = this.values[layer + 1];
      units.forEach((unit, number) => this.sum(weights, layer, number, unit));
      if (units === this.output) units.forEach((unit, number) => this.sums[number].set(unit));
      activate(activation, units, this.count);
      for (const [there, unit] of off) if (there === layer) units[unit]?.fill(0);
    });
    return this.output;
  }

  sum(weights, layer, unit, into) {
    into.fill(weights[this.shape.bias(layer, unit)]);
    this.values[layer].forEach((input, number) => {
      const weight = weights[this.shape.weight(layer, number, unit)];
      for (let i = 0; i < into.length; i++) into[i] += weight * input[i];
    });
  }
}

function activate(name, units, count) {
  if (SCALARS[name]) {
    if (name !== "linear") for (const unit of units) for (let i = 0; i < count; i++) unit[i] = SCALARS[name](unit[i]);
    return;
  }
  const one = new Float64Array(units.length);
  for (let i = 0; i < count; i++) {
    for (let unit = 0; unit < units.length; unit++) one[unit] = units[unit][i];
    VECTORS[name](one);
    for (let unit = 0; unit < units.length; unit++) units[unit][i] = one[unit];
  }
}

// The grid of side * side points from -span to span, edges included, rows from the top down.
export function grid(side, span) {
  const at = (i) => -span + (2 * span * i) / (side - 1);
  const count = side * side;
  return {
    x1: Float64Array.from({ length: count }, (_, i) => at(i % side)),
    x2: Float64Array.from({ length: count }, (_, i) => -at(Math.floor(i / side))),
  };
}

// The share of a standard normal distribution below z. By the Chebyshev fit of erfc in Press et al.,
// Numerical Recipes, section 6.2: its error is below 1.2e-7 of the value, in the tail as well.
function normal(z) {
  const x = abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  let sum = 0;
  for (const c of ERFC) sum = sum * t + c;
  const tail = (t * exp(-x * x + sum)) / 2;
  return z < 0 ? tail : 1 - tail;
}
const ERFC = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418,
  0.37409196, 1.00002368, -1.26551223];
