// Keeps in this browser what the server says is done.

const YEAR = 365 * 24 * 3600; // s

// What another tab has noted meanwhile stays, unless the visitor begins anew.
export function mount({ data }) {
  const start = `${data.name}=`;
  const noted = document.cookie.split("; ").find((one) => one.startsWith(start)) ?? start;
  const before = data.anew ? [] : noted.slice(start.length).split(".");
  const done = [...new Set([...before, ...data.value.split(".")])].filter(Boolean).join(".");
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${start}${done}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}
