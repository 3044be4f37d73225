// Three links as one element. A plain click asks the server for the page, so that the session goes
// along; any other is the browser's own, such as one for a new tab.

export function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".foot-bar");
  root.setAttribute("aria-label", data.name);
  root.querySelector("span").textContent = data.here;
  for (const link of root.querySelectorAll("a")) show(link, data.ways[link.dataset.way], setTriggerValue);
}

function show(link, to, send) {
  link.hidden = !to;
  if (!to) return;
  link.href = to.address;
  link.title = to.help;
  link.querySelector("b").textContent = to.title;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    send("way", link.dataset.way);
  };
}
