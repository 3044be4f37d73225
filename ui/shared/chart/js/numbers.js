// The numbers of a chart as tables: to read, to take away, and for those who cannot see it. A
// browser fetches this when a reader first asks for them.

const ROWS = 200; // of a table that are shown, and columns; the file has all
const COLUMNS = 60;
const FORMULA = /^[=+\-@\t\r]/; // how a text begins that a spreadsheet would take for a formula

const STYLE = `
  .chart-dialog { background: var(--st-background-color); border: 1px solid var(--st-border-color);
    border-radius: 0.6rem; box-sizing: border-box; color: var(--st-text-color); color-scheme: inherit;
    font-family: var(--st-font); font-size: 0.95rem; max-height: 86vh; max-width: min(60rem, 94vw);
    padding: 1rem 1.2rem; }
  .chart-dialog::backdrop { background: rgb(0 0 0 / 45%); }
  .chart-dialog h2 { font-size: 1.2rem; margin: 0; padding: 0; }
  .chart-dialog p { margin: 0.4rem 0; }
  .chart-dialog [role="region"] { margin: 0.6rem 0; max-height: 55vh; overflow: auto; }
  .chart-dialog table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
  .chart-dialog caption { font-weight: 600; padding: 0.2rem 0; text-align: start; }
  .chart-dialog :is(th, td) { border-bottom: 1px solid var(--st-border-color);
    padding: 0.2rem 0.8rem 0.2rem 0; text-align: end; white-space: nowrap; }
  .chart-dialog :is(th, td):first-child { text-align: start; }
  .chart-dialog thead th { background: var(--st-background-color); position: sticky; top: 0; }
  .chart-dialog button { background: var(--st-secondary-background-color);
    border: 1px solid var(--st-border-color); border-radius: 0.5rem; color: inherit; cursor: pointer;
    font: inherit; margin-inline-end: 0.5rem; min-height: 2.25rem; padding: 0 0.8rem; }
  .chart-dialog :is(button, [role="region"]):focus-visible {
    outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
`;

// Shows them over the page.
//   traces: as plotly has completed them.
//   layout: as it was asked for, so that an axis without a title has none.
//   words: `title`, `says` (what the chart shows), `csv`, `close`, and `rows` with {shown} and {all}.
//   name: of the file, without its ending.
//   within: the element whose colours and letters it takes.
export function open({ traces, layout, words, name, within }) {
  const tables = tablesOf(traces, layout);
  const dialog = make("dialog", within);
  dialog.className = "chart-dialog";
  dialog.setAttribute("aria-label", words.title);
  make("style", dialog, STYLE);
  make("h2", dialog, words.title);
  make("p", dialog, words.says);
  const buttons = make("p", dialog);
  button(buttons, words.csv, () => download(csvOf(tables), `${name}.csv`));
  button(buttons, words.close, () => dialog.close()).autofocus = true;
  for (const table of tables) draw(table, dialog, words);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

// What there is to tell: {title, head, rows} each; of the first column one value a row, of each other
// one number.
export function tablesOf(traces, layout) {
  const tables = [];
  for (const trace of traces) {
    if (trace.z) tables.push(grid(trace, layout));
    else if (trace.dimensions) tables.push(parallel(trace));
    else if (trace.x?.length) place(trace, layout, tables);
  }
  // Lines over the same places stand side by side.
  return tables.map(({ title, head, columns, rows }) => ({
    title: title !== head[1] ? title : "",
    head,
    rows: rows ?? columns[0].map((_, i) => columns.map((column) => column[i])),
  }));
}

function grid(trace, layout) {
  const z = Array.from(trace.z, list);
  const x = trace.x?.length ? list(trace.x) : z[0].map((_, i) => i);
  const y = trace.y?.length ? list(trace.y) : z.map((_, i) => i);
  const [across, up] = titles(trace, layout);
  const corner = [up, across].filter(Boolean).join(" \\ ");
  return { title: nameOf(trace), head: [corner, ...x], rows: z.map((row, i) => [y[i], ...row]) };
}

function parallel(trace) {
  const shown = trace.dimensions.filter((one) => one.values?.length);
  const columns = shown.map(({ values, tickvals, ticktext }) => {
    const called = new Map(ticktext ? list(tickvals).map((at, i) => [at, ticktext[i]]) : []);
    return list(values).map((value) => called.get(value) ?? value);
  });
  return { title: nameOf(trace), head: shown.map((one) => plain(one.label)), columns };
}

function place(trace, layout, tables) {
  const [x, y] = [list(trace.x), list(trace.y)];
  const lying = trace.orientation === "h" || (typeof y[0] === "string" && typeof x[0] === "number");
  const [across, up] = titles(trace, layout);
  const [places, values] = lying ? [y, x] : [x, y];
  const [first, second] = lying ? [up || "y", across || "x"] : [across || "x", up || "y"];
  const name = nameOf(trace);
  const axes = `${trace.xaxis} ${trace.yaxis}`;
  const beside = tables.find((one) => one.axes === axes && same(one.columns[0], places));
  if (beside) {
    beside.head.push(name || second);
    beside.columns.push(values);
    return;
  }
  tables.push({ axes, title: lying ? across : up, head: [first, name || second], columns: [places, values] });
}

function titles(trace, layout) {
  return ["x", "y"].map((letter) => {
    const axis = layout[(trace[`${letter}axis`] ?? letter).replace(/^[xy]/, `${letter}axis`)];
    return plain(axis?.title?.text);
  });
}

function nameOf(trace) {
  return plain(trace._input?.name); // plotly itself calls the others "trace 3"
}

// 32 bits hold eight digits: what follows them is no number of anybody's.
function list(values) {
  return values instanceof Float32Array
    ? Array.from(values, (value) => Number(value.toPrecision(8)))
    : Array.from(values);
}

function same(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

// Plotly's texts are HTML of ours; a table has room for the words.
function plain(text) {
  const read = new DOMParser().parseFromString(String(text ?? "").replaceAll("<br>", " "), "text/html");
  return read.body.textContent.trim();
}

function draw({ title, head, rows }, dialog, words) {
  const shown = rows.slice(0, ROWS);
  const region = make("div", dialog);
  region.tabIndex = 0; // so that the keys scroll it
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", title || words.title);
  const table = make("table", region);
  if (title) make("caption", table, title);
  const top = make("tr", make("thead", table));
  for (const name of head.slice(0, COLUMNS)) heading(top, name, "col");
  const body = make("tbody", table);
  for (const row of shown) {
    const line = make("tr", body);
    row.slice(0, COLUMNS).forEach((value, i) => {
      if (i) make("td", line, written(value));
      else heading(line, value, "row");
    });
  }
  const left = rows.length > ROWS || head.length > COLUMNS;
  if (left) make("p", dialog, words.rows
    .replace("{shown}", `${shown.length} × ${Math.min(head.length, COLUMNS)}`)
    .replace("{all}", `${rows.length} × ${head.length}`));
}

function heading(row, value, scope) {
  make("th", row, written(value)).scope = scope;
}

function written(value) {
  if (typeof value !== "number") return plain(value) || (value == null ? "–" : "");
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "–";
}

// Tables one below the other, with an empty line between; numbers as they are.
export function csvOf(tables) {
  const line = (row) => row.map(cell).join(",");
  const block = ({ title, head, rows }) => [...(title ? [[title]] : []), head, ...rows].map(line).join("\r\n");
  return tables.map(block).join("\r\n\r\n") + "\r\n";
}

function cell(value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = plain(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

// With the mark by which a spreadsheet knows that it is UTF-8.
function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

function button(parent, text, act) {
  const element = make("button", parent, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function make(tag, parent, text = "") {
  const element = parent.appendChild(document.createElement(tag));
  element.textContent = text;
  return element;
}
