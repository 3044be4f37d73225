// Three links as one element. Streamlit gives a component no way to another page within a session,
// but the sidebar has a link of Streamlit's to each: a plain click presses that one. Any other click,
// such as one for a new tab, is the browser's own, and so is all of it where there is no sidebar.

const SIDEBAR = '[data-testid="stSidebar"] a[href]';

export function mount({ data, parentElement }) {
  const root = parentElement.querySelector(".foot-bar");
  root.setAttribute("aria-label", data.name);
  root.querySelector("span").textContent = data.here;
  for (const link of root.querySelectorAll("a")) show(link, data.ways[link.dataset.way]);
}

function show(link, to) {
  link.hidden = !to;
  if (!to) return;
  link.href = to.address;
  link.title = to.help;
  link.setAttribute("aria-label", to.help ? `${to.title} (${to.help})` : to.title);
  link.querySelector("b").textContent = to.title;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const same = [...document.querySelectorAll(SIDEBAR)].find((one) => one.pathname === link.pathname);
    if (!same) return;
    event.preventDefault();
    same.click();
  };
}
