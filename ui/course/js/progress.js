// Keeps in this browser what the server says is done.

const YEAR = 365 * 24 * 3600; // s

export function mount({ data }) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${data.name}=${data.value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
}
