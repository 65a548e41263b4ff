// How long is left, by the server's clock: what this machine's clock says does not matter. Without scripts the sentence with the instant stands.
// It counts minutes, and seconds only in the last ten minutes: what changes beside a text keeps people from reading it.
const lastStretch = 600;
const pad = number => String(number).padStart(2, "0");

for (const box of document.querySelectorAll("[data-until]")) {
  const total = Date.parse(box.dataset.until) - Date.parse(box.dataset.now);
  const began = performance.now(), woke = Date.now();

  const tick = () => {
    // Some machines stop the one clock while they sleep, and people set the other: whichever went on further is believed.
    const gone = Math.max(performance.now() - began, Date.now() - woke);
    const left = Math.max(0, Math.floor((total - gone) / 1000));
    if (left === 0) {
      box.textContent = box.dataset.over;
      return;
    }
    const days = Math.floor(left / 86400);
    const seconds = left <= lastStretch;
    const minutes = `${Math.floor(left / 60) % 60} min`;
    const clock = seconds ? `${minutes} ${pad(left % 60)} s` : left < 3600 ? minutes : `${Math.floor(left / 3600) % 24} h ${minutes}`;
    box.textContent = box.dataset.words.replace("{0}", days > 0 ? `${box.dataset.days.replace("{0}", days)} ${clock}` : clock);
    setTimeout(tick, seconds ? 1000 : Math.min(left % 60 + 1, left - lastStretch) * 1000);
  };

  box.hidden = false;
  tick();
}
