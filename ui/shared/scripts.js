// All of it is in modules of its own, which a browser fetches once and not with every message.

export default async function (component) {
  const { mount } = await import(address(component.data.scripts));
  return mount(component);
}

// Streamlit's own folder of scripts tells where the server is, under whatever path it is proxied.
function address(path) {
  const entry = document.querySelector('script[src*="static/js/"]').src;
  return new URL(path, entry.slice(0, entry.indexOf("static/js/"))).href;
}
