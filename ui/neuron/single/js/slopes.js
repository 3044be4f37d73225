// The derivatives of the activations of one number in forward.js, by the same names. At a corner
// they are what Keras takes there; tests/browser/test_neuron_single.py compares all of them.

import { SCALARS } from "./forward.js";

const { abs, exp, sqrt, tanh, PI } = Math;

const { sigmoid, gelu, softplus } = SCALARS;
const inside = (low, high, slope) => (z) => (z > low && z < high ? slope : 0);

export const SLOPES = {
  linear: () => 1,
  sigmoid: (z) => sigmoid(z) * sigmoid(-z),
  tanh: (z) => 1 - tanh(z) ** 2,
  relu: (z) => (z > 0 ? 1 : 0),
  gelu: (z) => (z ? gelu(z) / z : 0.5) + (z * exp((-z * z) / 2)) / sqrt(2 * PI),
  silu: (z) => sigmoid(z) * (1 + z * sigmoid(-z)),
  elu: (z) => (z > 0 ? 1 : exp(z)),
  leaky_relu: (z) => (z > 0 ? 1 : 0.2),
  selu: (z) => 1.0507009873554805 * (z >= 0 ? 1 : 1.6732632423543772 * exp(z)),
  softplus: sigmoid,
  mish(z) {
    const bent = tanh(softplus(z));
    return bent + z * sigmoid(z) * (1 - bent ** 2);
  },
  relu6: inside(0, 6, 1),
  hard_silu: (z) => (z <= -3 ? 0 : z < 3 ? z / 3 + 0.5 : 1),
  celu: (z) => (z > 0 ? 1 : z < 0 ? exp(z) : 2), // Keras 3.15 adds both branches at 0
  squareplus: (z) => (1 + z / sqrt(z * z + 4)) / 2,
  sparse_plus: (z) => Math.min(1, Math.max(0, (z + 1) / 2)),
  hard_sigmoid: inside(-3, 3, 1 / 6),
  hard_tanh: (z) => (abs(z) <= 1 ? 1 : 0),
  softsign: (z) => 1 / (1 + abs(z)) ** 2,
  sparse_sigmoid: inside(-1, 1, 0.5),
  log_sigmoid: (z) => sigmoid(-z),
  exponential: exp,
  hard_shrink: (z) => (abs(z) > 0.5 ? 1 : 0),
  soft_shrink: (z) => (abs(z) > 0.5 ? 1 : 0),
  tanh_shrink: (z) => tanh(z) ** 2,
  threshold: (z) => (z > 1 ? 1 : 0),
};
