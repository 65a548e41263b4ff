// Warns before the sign-in ends, and makes it longer when asked to. What is typed stays where it is.
(() => {
  "use strict";

  const dialog = document.getElementById("session");
  if (!dialog || !dialog.showModal) return;
  const text = dialog.querySelector("#session-text"), extend = dialog.querySelector("[data-extend]"), close = dialog.querySelector("[data-close]");
  const warning = 5 * 60;
  let timer = 0, dismissed = false;

  const later = seconds => {
    clearTimeout(timer);
    timer = setTimeout(check, Math.max(1, seconds) * 1000);
  };

  const say = (words, minutes) => {
    const said = words.replace("{0}", String(minutes));
    if (text.textContent !== said) text.textContent = said;
    if (!dialog.open) dialog.showModal();
  };

  // Another page of the same browser may have been used meanwhile: what the server says counts.
  const ask = async method => {
    const headers = { "Accept": "application/json" };
    if (method === "POST") headers["X-Forgery"] = document.querySelector("input[name=forgery]")?.value ?? "";
    const answer = await fetch(dialog.dataset.address, { method, headers, credentials: "same-origin", cache: "no-store" });
    if (answer.status === 401) return { left: 0, last: 0 };
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const told = ({ left, last }) => {
    if (left > warning) {
      dismissed = false;
      if (dialog.open) dialog.close();
      later(left - warning);
      return;
    }
    const over = left <= 0;
    // However often one asks it ends then: there is nothing to press.
    extend.hidden = over || last <= left;
    if (over) {
      clearTimeout(timer);
      say(dialog.dataset.over);
      return;
    }
    if (!dismissed) say(extend.hidden ? dialog.dataset.last : dialog.dataset.soon, Math.ceil(left / 60));
    later(left % 60 || 60);
  };

  const check = () => ask("GET").then(told).catch(() => later(30));

  extend.addEventListener("click", () => ask("POST").then(told).catch(() => later(5)));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dismissed = true; });
  // A page that was asleep, or whose reader has signed in again elsewhere.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });

  later(Number(dialog.dataset.left) - warning);
})();
