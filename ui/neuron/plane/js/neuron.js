// One part of the picture in its place on the page; all parts of a page share one player.

import { Boundary } from "./boundary.js";
import { Controls } from "./controls.js";
import { Curve } from "./curve.js";
import { Graph } from "./graph.js";
import { Player } from "./player.js";

const PARTS = { graph: Graph, boundary: Boundary, curve: Curve, controls: Controls };

export const player = new Player();
const mounted = new WeakMap();
const places = new Set();

export function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".neuron-box");
  let here = mounted.get(parentElement);
  // Streamlit may have filled the same place with new elements meanwhile.
  if (here?.root !== root) {
    here?.end();
    here = new Place(root, data.part);
    mounted.set(parentElement, here);
  }
  here.part.show(data, setTriggerValue);
  here.scene = data.scene ?? here.scene;
  if (root.isConnected) player.take(data.scene);
  player.change();
  return () => setTimeout(() => root.isConnected || here.end());
}

class Place {
  constructor(root, name) {
    this.root = root;
    root.replaceChildren();
    root.classList.add(`neuron-${name}-box`);
    this.part = new PARTS[name](root, player);
    player.parts.add(this.part);
    places.add(this);
    this.observer = new ResizeObserver(() => player.change());
    this.observer.observe(root);
  }

  // A film that nobody sees is not played on.
  end() {
    this.observer.disconnect();
    player.parts.delete(this.part);
    places.delete(this);
    // A plane that stood there until there was a network may have come last, and goes now.
    for (const { scene } of places) if (scene?.packet && scene.run !== player.run) player.take(scene);
    if (!player.parts.size) player.pause();
  }
}
