// Pictures that a browser can bring besides files that are looked for: from its clipboard, from the
// camera at the back of a phone.

import { Camera } from "./camera.js";
import { Clipboard } from "./clipboard.js";

const parts = new WeakMap();

export function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".intake-box");
  let here = parts.get(parentElement);
  if (here?.root !== root) {
    here?.end();
    here = new Intake(root);
    parts.set(parentElement, here);
  }
  here.clipboard.show(data.words, setTriggerValue);
  here.camera.turn(data.camera);
  return () => setTimeout(() => here.root.isConnected || here.end());
}

class Intake {
  constructor(root) {
    this.root = root;
    this.clipboard = new Clipboard(root);
    this.camera = new Camera();
  }

  end() {
    this.clipboard.end();
    this.camera.turn(false);
  }
}
