// Streamlit's camera begins with the one that looks at its owner. A digit is on the other side, so
// the button that a phone has for that is pressed once, each time the camera is there anew.

const CAMERA = '[data-testid="stCameraInput"]';
const OTHER_SIDE = '[data-testid="stCameraInputSwitchButton"] button';
const LOOK = 200; // ms

export class Camera {
  constructor() {
    this.turned = new WeakSet();
  }

  turn(isThere) {
    clearInterval(this.looking);
    if (isThere) this.looking = setInterval(() => this.look(), LOOK);
  }

  look() {
    const camera = document.querySelector(CAMERA);
    const button = camera?.querySelector(OTHER_SIDE);
    if (!button || this.turned.has(camera)) return;
    this.turned.add(camera);
    button.click();
  }
}
