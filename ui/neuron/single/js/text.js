// Numbers to be added up, and small elements.

import { element } from "./pieces.js";

// With so many decimals, so that a sum is that of its parts; without zeros at the end.
export function number(value, decimals = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size && (size < 10 ** -decimals || size >= 1e5)) return powered(value);
  return String(Number(value.toFixed(decimals)) || 0).replace("-", "−");
}

function powered(value) {
  const [digits, power] = value.toExponential(1).split("e");
  const raised = [...String(Number(power))].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
  return `${digits.replace("-", "−")}·10${raised.join("")}`;
}

// In brackets behind a sign.
export const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));

// What is added: its sign, then the number.
export const added = (value) => (value < 0 ? `− ${number(-value)}` : `+ ${number(value)}`);

export const make = (tag, className = "", ...children) => element(tag, { className }, ...children);

// "**bold**" as an element.
export function bold(text) {
  return text.split("**").map((part, i) => (i % 2 ? make("b", "", part) : part));
}

// Sets a text only where it is another one: a screen reader hears of each change.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Makes what is in an element look like these nodes, in place where it can: new numbers in a table
// that stands cost a browser a fraction of a new table.
export function refresh(parent, nodes) {
  const old = [...parent.childNodes];
  if (old.length !== nodes.length) return parent.replaceChildren(...nodes);
  old.forEach((one, i) => become(one, nodes[i]));
}

function become(old, wanted) {
  if (old.nodeName !== wanted.nodeName) return old.replaceWith(wanted);
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return;
  }
  for (const name of ["class", "style"]) {
    const value = wanted.getAttribute(name) ?? "";
    if ((old.getAttribute(name) ?? "") !== value) old.setAttribute(name, value);
  }
  refresh(old, [...wanted.childNodes]);
}
