// A plotly chart that is updated in place. Streamlit's own mounts each new picture as a new chart,
// which costs the browser twice the time, drops a reader's zoom, and can neither be clicked beside
// its points nor played as a film.

const REACH = 24; // pixels within which a handle is taken hold of: a finger's half width
const PATIENCE = 400; // ms after which an unanswered drag is sent again
const FRAME = 1000 / 24; // ms, the fastest step of a film
const PIXELS = 2; // of a saved picture for each of the page's, so that it can be printed
const WIDE = 640; // of the page's pixels, how wide a saved picture is at least
const LETTERS = "Arial, Helvetica, sans-serif"; // all that are called so are of one width
const FILM_SECONDS = 6; // a whole film takes about so long, however many steps it has

const charts = new WeakMap();
const begun = new Set(); // films that have run by themselves
const reels = new Map(); // films with a name: the charts that move together, and where they stopped

export default async function ({ data, parentElement, setTriggerValue }) {
  let chart = charts.get(parentElement);
  // Streamlit may have filled the same place with new elements meanwhile.
  if (!chart?.box.isConnected) {
    chart?.end();
    chart = new Chart(parentElement);
    charts.set(parentElement, chart);
  }
  await chart.show(data, setTriggerValue);
  // Streamlit calls this too when a newer picture has come before this one was drawn: then the chart
  // stands, and has to go on standing.
  return () => setTimeout(() => chart.box.isConnected || chart.end());
}

class Chart {
  constructor(parent) {
    this.parent = parent;
    this.box = parent.querySelector(".chart-box");
    this.controls = parent.querySelector(".chart-film");
    this.saving = parent.querySelector(".chart-save");
    this.numbers = parent.querySelector(".chart-numbers");
    this.numbers.addEventListener("click", () => this.openNumbers());
    this.dragging = null; // {trace, point, x, y} while a handle is held
    this.unsent = null;
    this.asked = 0; // when the last drag was sent that is not answered yet
    this.shown = 0; // counts the pictures asked for: an older one never comes after a newer one
  }

  async show(data, send) {
    const turn = ++this.shown;
    this.send = send;
    this.options = data.options;
    const figure = JSON.parse(data.figure);
    this.box.style.minHeight = `${figure.layout.height}px`;
    this.told = data.numbers;
    this.box.setAttribute("aria-label", data.numbers.says);
    this.showSaving(data.words); // before the picture stands, so that nothing below it jumps
    try {
      this.plotly ??= await plotly(data.library);
    } catch {
      this.box.textContent = data.alt; // the words are there without the picture
      this.saving.hidden = this.numbers.hidden = true;
      return;
    }
    const newest = data.options.film?.pictures.at(-1);
    if (newest && !newest.startsWith("data:")) await loaded(address(newest));
    if (turn !== this.shown || !this.box.isConnected) return;
    const touch = matchMedia("(pointer: coarse)").matches;
    const free = !touch && !this.options.click && this.options.handle === null;
    this.traces = figure.data.map(decoded);
    const begins = this.options.film?.plays && !begun.has(this.options.film.plays);
    if (begins || !this.options.film) this.halt();
    this.join(this.options.film);
    if (begins) [this.reel.stopped, this.seen] = [0, undefined];
    this.layout = themed(figure.layout, this.parent, free);
    // A film with one picture so far is none yet, and its picture is the figure's own.
    for (const image of this.layout.images ?? []) image.source = resolved(image.source);
    this.keepHandle();
    const at = this.place();
    await this.plotly.react(this.box, this.frame(at), this.layoutAt(at), {
      displayModeBar: false,
      showTips: false,
    });
    this.drawn = true;
    if (this.film && this.place() !== at) this.turn(this.place()); // the others went on meanwhile
    this.listen();
    this.showControls(data.words);
    this.showNumbers();
    if (begins) this.begin();
    this.answered();
  }

  end() {
    cancelAnimationFrame(this.playing);
    this.leave();
    this.observer?.disconnect();
    if (this.plotly) this.plotly.purge(this.box);
  }

  // Pointers ------------------------------------------------------------------------------------

  listen() {
    if (this.listens) return;
    this.listens = true;
    this.observer = new ResizeObserver(() => {
      if (this.box.offsetWidth) this.plotly.Plots.resize(this.box); // not in a tab that is closed
    });
    this.observer.observe(this.box);
    // In the capturing phase: plotly keeps pointer events over its plots to itself.
    this.box.addEventListener("click", (event) => this.click(event), true);
    this.box.addEventListener("pointerdown", (event) => this.grab(event), true);
    this.box.addEventListener("pointermove", (event) => this.move(event), true);
    for (const end of ["pointerup", "pointercancel"])
      this.box.addEventListener(end, (event) => this.release(event), true);
  }

  click(event) {
    const letGo = this.dragged; // the browser makes a click of a drag's end too
    this.dragged = false;
    const at = this.options.click && !letGo ? this.toData(event) : null;
    if (at) this.send("click", at);
  }

  grab(event) {
    const found = this.nearest(event);
    if (!found) return;
    event.stopPropagation();
    event.preventDefault();
    this.box.setPointerCapture(event.pointerId);
    this.dragging = found;
  }

  move(event) {
    if (!this.dragging) {
      if (this.options.handle !== null) this.box.style.cursor = this.nearest(event) ? "grab" : "";
      return;
    }
    event.stopPropagation();
    Object.assign(this.dragging, this.toData(event, true));
    this.keepHandle();
    const trace = this.traces[this.dragging.trace];
    this.redraw([this.dragging.trace], [{ x: trace.x, y: trace.y }]);
    this.ask();
  }

  release(event) {
    if (!this.dragging) return;
    event.stopPropagation();
    const { x } = this.dragging;
    this.dragged = x !== undefined;
    if (this.dragged) this.ask(true);
    this.dragging = null;
  }

  // One question at a time: the next position is sent when the picture of the last has come.
  ask(atOnce = false) {
    const { point, x, y } = this.dragging;
    this.unsent = { point, x, y };
    if (atOnce || !this.asked || performance.now() - this.asked > PATIENCE) this.sendDrag();
  }

  sendDrag() {
    this.asked = performance.now();
    this.send("drag", this.unsent);
    this.unsent = null;
  }

  answered() {
    this.asked = 0;
    if (this.unsent) this.sendDrag();
  }

  // A picture that was asked for before the pointer moved on must not take the handle back.
  keepHandle() {
    const held = this.dragging;
    if (!held || held.x === undefined) return;
    const trace = this.traces[held.trace];
    trace.x = Array.from(trace.x).with(held.point, held.x);
    trace.y = Array.from(trace.y).with(held.point, held.y);
  }

  nearest(event) {
    const trace = this.traces?.[this.options.handle];
    if (!trace) return null;
    const { xaxis, yaxis } = this.box._fullLayout;
    const [px, py] = this.inPlot(event);
    let best = null;
    for (let i = 0; i < trace.x.length; i++) {
      const far = Math.hypot(xaxis.d2p(trace.x[i]) - px, yaxis.d2p(trace.y[i]) - py);
      if (far < (best?.far ?? REACH)) best = { far, trace: this.options.handle, point: i };
    }
    return best;
  }

  inPlot(event) {
    const { xaxis, yaxis } = this.box._fullLayout;
    const frame = this.box.getBoundingClientRect();
    return [event.clientX - frame.left - xaxis._offset, event.clientY - frame.top - yaxis._offset];
  }

  // Data coordinates of a pointer on the first axes; null outside unless `held` to the edge.
  toData(event, held = false) {
    const { xaxis, yaxis } = this.box._fullLayout;
    const [px, py] = this.inPlot(event);
    const x = Math.min(Math.max(px, 0), xaxis._length);
    const y = Math.min(Math.max(py, 0), yaxis._length);
    if (!held && (x !== px || y !== py)) return null;
    return { x: xaxis.p2d(x), y: yaxis.p2d(y) };
  }

  // Film ----------------------------------------------------------------------------------------

  // A film of its own is a reel with one chart.
  join(film) {
    this.film = film;
    const name = film?.name;
    if (this.reel && this.reel.name === name) return;
    this.leave();
    this.reel = (name && reels.get(name)) || { name, charts: new Set(), stopped: undefined };
    this.reel.charts.add(this);
    if (name) reels.set(name, this.reel);
  }

  leave() {
    this.reel?.charts.delete(this);
    if (this.reel?.name && !this.reel.charts.size) reels.delete(this.reel.name);
  }

  place() {
    if (!this.film) return 0;
    const { stopped } = this.reel;
    if (stopped === undefined) return this.film.steps;
    const { pictures, steps } = this.film;
    if (!this.seen || pictures[stopped] === this.seen) return Math.min(stopped, steps);
    const same = pictures.indexOf(this.seen); // a film that grows is thinned meanwhile
    return same >= 0 ? same : Math.min(stopped, steps);
  }

  // Not before it has come, or there is nothing to see for a moment.
  async turnPicture(step) {
    const source = this.picture(step);
    await loaded(source);
    if (this.seen === this.film.pictures[step]) this.plotly.relayout(this.box, { "images[0].source": source });
  }

  picture(step) {
    return resolved(this.film.pictures[step]);
  }

  // The traces as they are at one step of the film: lines so far, heads where they have come to.
  frame(step) {
    if (!this.film) return this.traces;
    const grown = new Set(this.film.traces);
    const heads = new Set(this.film.heads);
    const crowds = new Map(this.film.crowds);
    return this.traces.map((trace, i) => {
      if (crowds.has(i)) return { ...trace, ...block(trace, step, crowds.get(i)) };
      return grown.has(i) || heads.has(i) ? { ...trace, ...cut(trace, step, heads.has(i)) } : trace;
    });
  }

  layoutAt(step) {
    const layout = { ...this.layout };
    if (this.film?.edges.length) {
      layout.shapes = layout.shapes.map((shape) => ({ ...shape }));
      for (const [i, edge] of this.film.edges) layout.shapes[i][edge] = step + 0.5;
    }
    if (this.film?.pictures.length) {
      const [first, ...others] = layout.images;
      layout.images = [{ ...first, source: this.picture(step) }, ...others];
    }
    return layout;
  }

  go(step) {
    this.reel.stopped = step >= this.film.steps ? undefined : step;
    for (const chart of this.reel.charts) chart.turn(step);
  }

  turn(step) {
    if (!this.drawn) return;
    this.seen = this.film.pictures[step];
    const which = [...this.film.traces, ...this.film.heads];
    const heads = new Set(this.film.heads);
    const cuts = which.map((i) => cut(this.traces[i], step, heads.has(i)));
    for (const [i, size] of this.film.crowds) {
      which.push(i);
      cuts.push(block(this.traces[i], step, size));
    }
    const moved = this.film.edges.map(([i, edge]) => [`shapes[${i}].${edge}`, step + 0.5]);
    if (this.seen) this.turnPicture(step);
    if (which.length) this.redraw(which, cuts);
    if (moved.length) this.plotly.relayout(this.box, Object.fromEntries(moved));
    if (!this.range || !this.film.leads) return;
    this.range.value = step;
    this.words();
  }

  play() {
    if (this.playing) return this.pause();
    let step = this.place() >= this.film.steps ? 0 : this.place();
    const stride = Math.max(1, Math.round(this.film.steps / (FILM_SECONDS * 24)));
    const wait = Math.max(FRAME, (FILM_SECONDS * 1000) / this.film.steps);
    let last = 0;
    const tick = (now) => {
      this.playing = requestAnimationFrame(tick);
      if (now - last < wait) return;
      last = now;
      this.go(step);
      if (step >= this.film.steps) return this.pause();
      step = Math.min(step + stride, this.film.steps);
    };
    this.playing = requestAnimationFrame(tick);
    this.words();
  }

  // Without being asked, but not for those whom moving pictures make ill.
  begin() {
    begun.add(this.film.plays);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.go(this.film.steps);
    else this.play();
  }

  pause() {
    this.halt();
    this.words();
  }

  halt() {
    cancelAnimationFrame(this.playing);
    this.playing = null;
  }

  showControls(words) {
    this.controls.hidden = !this.film?.leads;
    if (!this.film?.leads) return;
    this.said = words;
    if (!this.range) this.makeControls();
    this.range.max = this.film.steps;
    this.range.value = this.place();
    this.words();
  }

  makeControls() {
    const make = (tag, act, event) => {
      const element = document.createElement(tag);
      element.addEventListener(event, act);
      this.controls.append(element);
      return element;
    };
    const turn = (by) => () => {
      this.pause();
      this.go(Math.min(Math.max(this.place() + by, 0), this.film.steps));
    };
    this.back = make("button", turn(-1), "click");
    this.toggle = make("button", () => this.play(), "click");
    this.next = make("button", turn(1), "click");
    this.range = make("input", () => {
      this.pause();
      this.go(Number(this.range.value));
    }, "input");
    this.range.type = "range";
    this.range.min = 0;
    this.text = this.controls.appendChild(document.createElement("span"));
    for (const button of [this.back, this.toggle, this.next]) button.type = "button";
  }

  words() {
    const say = (element, text, sign) => {
      element.textContent = sign;
      element.title = text;
      element.setAttribute("aria-label", text);
    };
    say(this.back, this.said.back, "‹");
    say(this.next, this.said.next, "›");
    if (this.playing) say(this.toggle, this.said.pause, "❚❚");
    else say(this.toggle, this.said.play, "▶");
    const fill = { step: this.place(), steps: this.film.steps };
    const at = this.place();
    this.text.textContent = this.film.says[at] ??
      this.said.step.replace(/\{(\w+)\}/g, (_, name) => fill[name]);
    this.controls.classList.toggle("chart-says", this.film.says.length > 0);
    this.range.setAttribute("aria-label", this.said.slider);
    this.range.setAttribute("aria-valuetext", this.text.textContent);
  }

  // Saving --------------------------------------------------------------------------------------

  showSaving(words) {
    this.saving.hidden = !this.options.save;
    if (!this.options.save) return;
    for (const format of ["png", "svg"]) {
      const button = this.saving.querySelector(`[data-format=${format}]`) ?? this.makeSaving(format);
      button.title = words[format];
      button.setAttribute("aria-label", words[format]);
    }
  }

  makeSaving(format) {
    const button = this.saving.appendChild(document.createElement("button"));
    button.type = "button";
    button.dataset.format = format;
    button.textContent = format.toUpperCase();
    button.addEventListener("click", () => this.save(format));
    return button;
  }

  // What a reader sees, on the page's own ground: texts in the picture have the colour for it. Not
  // in the page's own letters, which a picture cannot load.
  save(format) {
    if (!this.drawn) return;
    const ground = getComputedStyle(this.parent).getPropertyValue("--st-background-color").trim();
    const font = { ...this.box.layout.font, family: LETTERS };
    const layout = { ...this.box.layout, paper_bgcolor: ground, font };
    this.plotly.downloadImage({ data: this.box.data, layout }, {
      format,
      filename: this.options.save,
      width: Math.max(this.box.offsetWidth, WIDE),
      height: this.box.offsetHeight,
      scale: format === "png" ? PIXELS : 1,
    });
  }

  // Numbers -------------------------------------------------------------------------------------

  // The button stands beside those that save a picture, or where there are none in the corner that
  // a plot leaves free.
  showNumbers() {
    this.numbers.hidden = !this.telling().length;
    this.numbers.title = this.told.title;
    this.numbers.setAttribute("aria-label", this.told.title);
    const home = this.options.save ? this.saving : this.box.parentElement;
    if (this.numbers.parentElement !== home) home.append(this.numbers);
  }

  // The traces that say something: neither nets for clicks, nor mere drawing, nor what has no scale,
  // nor the head of a line.
  telling() {
    const scaled = (id) => this.box._fullLayout[id?.replace(/^[xy]/, "$&axis")]?.visible !== false;
    return this.box._fullData.filter(({ visible, opacity, marker, hoverinfo, xaxis, yaxis, z, index, _input }) =>
      visible === true && opacity !== 0 && marker?.opacity !== 0 && (hoverinfo !== "skip" || _input.name) &&
      (z || scaled(xaxis) || scaled(yaxis)) && !this.film?.heads.includes(index));
  }

  async openNumbers() {
    const { open } = await import(address(this.told.scripts));
    const { name, ...words } = this.told;
    open({ traces: this.telling(), layout: this.box.layout, words, name, within: this.box.parentElement });
  }

  // Not plotly's `animate` without a redraw, which is faster and loses what is no line: a contour.
  redraw(which, values) {
    const changed = { x: values.map((v) => v.x), y: values.map((v) => v.y) };
    if (values.some((v) => v.text)) changed.text = values.map((v) => v.text); // undefined: as it is
    this.plotly.restyle(this.box, changed, which);
  }
}

// Streamlit's own folder of scripts tells where the server is, under whatever path it is proxied.
function address(path) {
  const entry = document.querySelector('script[src*="static/js/"]').src;
  return new URL(path, entry.slice(0, entry.indexOf("static/js/"))).href;
}

function resolved(source) {
  return source.startsWith("data:") ? source : address(source);
}

function loaded(source) {
  const image = new Image();
  image.src = source;
  return image.decode().catch(() => {}); // a broken one is no reason to wait
}

let loading;
function plotly(library) {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address(library);
    script.onload = () => done(window.Plotly);
    script.onerror = failed;
    document.head.append(script);
  });
  loading.catch(() => (loading = undefined)); // the next picture may be luckier
  return loading;
}

const KINDS = { f8: Float64Array, f4: Float32Array, i4: Int32Array, i2: Int16Array, i1: Int8Array,
  u4: Uint32Array, u2: Uint16Array, u1: Uint8Array };

// One-dimensional arrays as plain typed arrays, which a film can cut.
function decoded(trace) {
  const plain = { ...trace };
  for (const axis of ["x", "y"]) {
    const spec = trace[axis];
    if (!spec?.bdata || spec.shape?.toString().includes(",")) continue;
    const bytes = Uint8Array.from(atob(spec.bdata), (c) => c.charCodeAt(0));
    plain[axis] = new KINDS[spec.dtype](bytes.buffer);
  }
  return plain;
}

function cut(trace, step, head) {
  const end = Math.min(step + 1, trace.x.length);
  const begin = head ? Math.max(0, end - 1) : 0;
  const part = { x: trace.x.slice(begin, end), y: trace.y.slice(begin, end) };
  return Array.isArray(trace.text) ? { ...part, text: trace.text.slice(begin, end) } : part;
}

// What a trace shows at one step that has points of its own for each.
function block(trace, step, size) {
  const [begin, end] = [step * size, (step + 1) * size];
  return { x: trace.x.slice(begin, end), y: trace.y.slice(begin, end) };
}

// The page's own colours and letters, as Streamlit hands them to its components.
function themed(layout, parent, free) {
  const style = getComputedStyle(parent);
  const of = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const [text, line, quiet] = [of("text-color"), of("border-color"), of("gray-text-color") || of("text-color")];
  const axis = { gridcolor: line, zerolinecolor: line, linecolor: line, automargin: true,
    tickfont: { color: quiet }, fixedrange: !free };
  const template = { layout: {
    font: { color: text, family: of("font"), size: 13 },
    title: { font: { size: 15 } },
    xaxis: axis, yaxis: axis,
    hoverlabel: { bgcolor: of("secondary-background-color"), bordercolor: line, font: { color: text } },
    annotationdefaults: { font: { color: text } },
  } };
  return { ...layout, template, dragmode: free ? "zoom" : false, autosize: true };
}
