// A picture from the clipboard goes the way of every file: into the page's own uploader, which has
// its limits and shows what it holds. Keys do it anywhere on the page; a button where a browser
// lets a page look into the clipboard.

const UPLOADER = ".st-key-draw_upload input[type=file]";
const LOOK = 100; // ms between looks for an uploader that is on its way
const PATIENCE = 20000; // ms until it is given up

let pasted = 0; // pictures so far: a clipboard calls each of them "image.png"

export class Clipboard {
  constructor(root) {
    this.button = root.querySelector("button");
    this.said = root.querySelector("[role=status]");
    this.heard = (event) => this.hear(event);
    this.button.addEventListener("click", () => this.look());
    document.addEventListener("paste", this.heard);
  }

  show(words, send) {
    this.words = words;
    this.send = send;
    this.button.textContent = words.paste;
    this.button.title = words.help;
  }

  hear(event) {
    const pictures = [...(event.clipboardData?.files ?? [])].filter(isPicture);
    if (!pictures.length) return; // text, for whatever field it is meant for
    event.preventDefault();
    this.hand(pictures);
  }

  async look() {
    if (!navigator.clipboard?.read) return this.say(this.words.keys);
    try {
      const pictures = (await Promise.all((await navigator.clipboard.read()).map(pictureOf))).filter(Boolean);
      if (pictures.length) this.hand(pictures);
      else this.say(this.words.none);
    } catch {
      this.say(this.words.refused);
    }
  }

  hand(pictures) {
    this.say("");
    const files = pictures.map((picture) => named(picture, this.words.name));
    if (give(files)) return;
    this.send("paste", pasted); // the page brings its uploader
    clearInterval(this.waiting);
    const until = Date.now() + PATIENCE;
    this.waiting = setInterval(() => {
      if (give(files) || Date.now() > until) clearInterval(this.waiting);
    }, LOOK);
  }

  say(text) {
    this.said.textContent = text;
  }

  end() {
    clearInterval(this.waiting);
    document.removeEventListener("paste", this.heard);
  }
}

function isPicture(file) {
  return file.type.startsWith("image/");
}

async function pictureOf(item) {
  const type = item.types.find((one) => one.startsWith("image/"));
  return type && item.getType(type);
}

function named(picture, name) {
  const ending = picture.type.slice("image/".length).split("+")[0];
  return new File([picture], `${name} ${++pasted}.${ending}`, { type: picture.type });
}

function give(files) {
  const input = document.querySelector(UPLOADER);
  if (!input) return false;
  const bag = new DataTransfer();
  files.forEach((file) => bag.items.add(file));
  input.files = bag.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}
