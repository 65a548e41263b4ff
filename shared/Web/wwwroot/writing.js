// Writing, a dossier or a review: saves what is typed by itself, keeps it on this device until the server has it, and shows what others changed.
// The page works without: its form sends the same fields.
(() => {
  "use strict";

  const settings = document.getElementById("writing-script");
  if (!settings)
    return;
  const words = settings.dataset;
  const form = settings.closest("form");
  const wasField = document.getElementById("was");
  const line = document.getElementById("saved");
  // Said only where it is true.
  if (line.dataset.itself)
    line.textContent = line.dataset.itself;
  const was = JSON.parse(wasField.value);
  const kept = `labelling.writing.${words.person}.${words.dossier}`;
  const address = words.address;
  const pause = 3000, slowest = 60000;
  const limit = 900;

  // What a field says; null: nothing. Line breaks and spaces around do not count, as on the server.
  const tidy = text => text.replace(/\r\n?/g, "\n").trim() || null;
  const controls = name => Array.from(form.elements).filter(element => element.name === name && element.type !== "hidden" && element.type !== "submit");
  const read = name => {
    const control = controls(name)[0];
    return control === undefined ? undefined : control.type === "checkbox" ? (control.checked ? "yes" : null) : tidy(control.value);
  };
  const write = (name, text) => controls(name).forEach(control => {
    if (control.type === "checkbox")
      control.checked = text !== null;
    else
      control.value = text ?? "";
  });
  const asked = Object.keys(was).filter(name => controls(name).length > 0);

  // What the page showed, beside what the server keeps: "1 234,5" is "1234.5" there.
  // What the form brought back unsaved is settled by nothing yet.
  const returned = JSON.parse(words.returned);
  const settled = Object.fromEntries(asked.map(name => [name, returned.includes(name) ? undefined : read(name)]));

  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(kept)) ?? {};
    } catch {
      return {};
    }
  };
  const store = changes => {
    try {
      if (Object.keys(changes).length === 0)
        localStorage.removeItem(kept);
      else
        localStorage.setItem(kept, JSON.stringify(changes));
      return true;
    } catch {
      return false;
    }
  };
  let pending = load();

  const say = (text, unsaved, link) => {
    line.classList.toggle("is-unsaved", unsaved);
    line.textContent = text;
    if (link) {
      const to = document.createElement("a");
      to.href = link;
      to.textContent = words.signIn;
      line.append(" ", to);
    }
  };

  const errorOf = (name, text) => {
    const control = controls(name)[0];
    if (!control)
      return;
    document.getElementById(`${name}-error`)?.remove();
    const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(id => id && id !== `${name}-error`);
    if (text === null) {
      control.removeAttribute("aria-invalid");
      control.classList.remove("is-wrong");
    } else {
      const mistake = document.createElement("p");
      mistake.className = "error";
      mistake.id = `${name}-error`;
      mistake.textContent = `▲ ${text}`;
      (control.closest(".form-check") ?? control).after(mistake);
      control.setAttribute("aria-invalid", "true");
      control.classList.add("is-wrong");
      described.push(mistake.id);
    }
    if (described.length > 0)
      control.setAttribute("aria-describedby", described.join(" "));
    else
      control.removeAttribute("aria-describedby");
  };

  const remember = () => { wasField.value = JSON.stringify(was); };

  // Both values, and a button for each: nothing is decided for whoever typed.
  const showConflict = conflict => {
    const control = controls(conflict.field)[0];
    document.getElementById(`${conflict.field}-conflict`)?.remove();
    const box = document.createElement("div");
    box.className = "field-conflict";
    box.id = `${conflict.field}-conflict`;
    box.setAttribute("role", "status");
    const said = document.createElement("p");
    said.textContent = conflict.said;
    box.append(said);
    if (conflict.shown) {
      const theirs = document.createElement("blockquote");
      theirs.textContent = conflict.shown;
      box.append(theirs);
    }
    const button = (text, act) => {
      const one = document.createElement("button");
      one.type = "button";
      one.className = "btn btn-outline-primary btn-sm";
      one.textContent = text;
      one.addEventListener("click", () => {
        box.remove();
        was[conflict.field] = conflict.theirs;
        remember();
        held.delete(conflict.field);
        act();
        store(pending);
        control.focus();
        send();
      });
      box.append(one);
    };
    button(words.take, () => {
      write(conflict.field, control.tagName === "SELECT" || control.type === "date" || control.type === "checkbox" || conflict.theirs === null ? conflict.theirs : conflict.shown);
      settled[conflict.field] = read(conflict.field);
      delete pending[conflict.field];
    });
    button(words.keep, () => {
      pending[conflict.field] = { from: conflict.theirs, to: read(conflict.field) };
    });
    (control.closest(".field, .budget-cell") ?? control).append(box);
  };

  // What was typed into a field that this page does not have, or has no more: shown whole, until it is let go.
  const showElsewhere = (field, said, yours) => {
    const id = `${field}-elsewhere`;
    document.getElementById(id)?.remove();
    const box = document.createElement("div");
    box.className = "field-conflict elsewhere";
    box.id = id;
    box.setAttribute("role", "status");
    const sentence = document.createElement("p");
    sentence.textContent = said;
    const text = document.createElement("blockquote");
    text.textContent = yours ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary btn-sm";
    button.textContent = words.discard;
    button.addEventListener("click", () => {
      box.remove();
      delete pending[field];
      held.delete(field);
      store(pending);
      send();
    });
    box.append(sentence, text, button);
    line.after(box);
  };

  // Fields whose last sending was refused or met another's change: not sent again until somebody touches them.
  const held = new Set();
  let saidLast = line.textContent;
  let timer = 0, sending = false, again = false, wait = 0;
  // The button that was pressed while something was on its way, and waits for it, but not for ever.
  let pressed = null, waited = false;
  const longest = 10000;
  const press = () => {
    const { button, limit } = pressed;
    clearTimeout(limit);
    pressed = null;
    again = false;
    form.requestSubmit(button);
  };

  const note = name => {
    const to = read(name);
    // Leaving a field says again what was said with its last letter: what waits for a choice between two values goes on waiting.
    if (pending[name]?.to !== to)
      held.delete(name);
    if (to === settled[name])
      delete pending[name];
    else
      pending[name] = { from: was[name] ?? null, to };
    if (!store(pending))
      say(words.unsaved, true);
  };

  const schedule = delay => {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };

  const token = () => form.elements.forgery.value;

  // After a new sign-in the token of this page is over; the page asked for again brings the new one, or the sign-in page.
  const freshToken = async () => {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected)
      return false;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("input[name=forgery]");
    if (!found)
      return false;
    document.querySelectorAll("input[name=forgery]").forEach(field => { field.value = found.value; });
    return true;
  };

  const patch = changes => fetch(address, {
    method: "PATCH",
    headers: { "Content-Type": "application/json", "Accept": "application/json", "X-Forgery": token() },
    body: JSON.stringify({ changes }),
  });

  async function send() {
    clearTimeout(timer);
    if (sending) {
      again = true;
      return;
    }
    const sent = Object.entries(pending).filter(([name]) => !held.has(name)).slice(0, limit).map(([field, change]) => ({ field, from: change.from, to: change.to }));
    if (sent.length === 0) {
      if (Object.keys(pending).length > 0)
        say(words.wrong, true);
      else
        say(saidLast, false);
      return;
    }
    sending = true;
    say(words.saving, true);
    try {
      let answer = await patch(sent);
      if (answer.status === 400 || answer.status === 401) {
        const problem = answer.status === 400 ? await answer.clone().json().catch(() => null) : null;
        if (answer.status === 401 || problem?.code === "forgery") {
          if (!await freshToken()) {
            say(words.signedOut, true, `/sign-in?return=${encodeURIComponent(location.pathname)}`);
            return;
          }
          answer = await patch(sent);
        }
      }
      if (answer.status === 401) {
        say(words.signedOut, true, `/sign-in?return=${encodeURIComponent(location.pathname)}`);
        return;
      }
      if (answer.status >= 500 || answer.status === 429) {
        retry();
        return;
      }
      if (!answer.ok) {
        const problem = await answer.json().catch(() => null);
        say(words.refused.replace("{0}", problem?.title ?? String(answer.status)), true);
        return;
      }
      wait = 0;
      take(await answer.json(), sent);
    } catch {
      retry();
    } finally {
      sending = false;
      if (pressed) {
        press();
      } else if (again) {
        again = false;
        schedule(0);
      }
    }
  }

  const retry = () => {
    wait = Math.min(slowest, wait === 0 ? pause : wait * 2);
    say(words.offline, true);
    schedule(wait);
  };

  const take = (answer, sent) => {
    const to = Object.fromEntries(sent.map(change => [change.field, change.to]));
    for (const saved of answer.saved) {
      was[saved.field] = saved.value;
      if (asked.includes(saved.field)) {
        settled[saved.field] = to[saved.field];
        errorOf(saved.field, null);
        document.getElementById(`${saved.field}-conflict`)?.remove();
      }
      // Typed on while it was sent: what is new starts from what was just saved.
      if (pending[saved.field]?.to === to[saved.field])
        delete pending[saved.field];
      else if (pending[saved.field])
        pending[saved.field].from = saved.value;
    }
    for (const mistake of answer.mistakes) {
      held.add(mistake.field);
      if (controls(mistake.field).length > 0)
        errorOf(mistake.field, mistake.said);
      else
        showElsewhere(mistake.field, mistake.said, mistake.yours);
    }
    for (const conflict of answer.conflicts) {
      held.add(conflict.field);
      if (controls(conflict.field).length > 0 && !conflict.gone)
        showConflict(conflict);
      else
        showElsewhere(conflict.field, conflict.said, conflict.yours);
    }
    saidLast = words.saved.replace("{0}", answer.savedAtShown);
    remember();
    store(pending);
    if (answer.mistakes.length + answer.conflicts.length > 0)
      say(words.wrong, true);
    else if (Object.keys(pending).length > 0)
      schedule(pause);
    else
      say(saidLast, false);
    refresh();
  };

  // The steps with what they miss, the sums and the rules of the call, as they are after the save. One at a time: what was asked for
  // earlier could come later, and the page would go on showing it.
  let refreshing = false, anew = false;
  async function refresh() {
    if (refreshing) {
      anew = true;
      return;
    }
    refreshing = true;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected)
        return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelectorAll("[data-refresh]").forEach(part => {
        const now = page.getElementById(part.id);
        if (now && now.innerHTML !== part.innerHTML && !part.contains(document.activeElement))
          part.replaceChildren(...Array.from(now.childNodes));
      });
    } catch {
      // Without a connection they stay as they are.
    } finally {
      refreshing = false;
      if (anew) {
        anew = false;
        refresh();
      }
    }
  }

  form.addEventListener("input", event => {
    if (asked.includes(event.target.name)) {
      note(event.target.name);
      say(words.unsaved, true);
      schedule(pause);
    }
  });
  form.addEventListener("change", event => {
    if (asked.includes(event.target.name)) {
      note(event.target.name);
      schedule(0);
    }
  });
  // The form itself saves as well: what it sends is not sent twice, and stays kept here until the next page shows that it arrived.
  form.addEventListener("submit", event => {
    clearTimeout(timer);
    // What is on its way arrives first: else the form, made from what was there before, would meet it as somebody else's change.
    if (sending && !waited) {
      event.preventDefault();
      pressed ??= { button: event.submitter, limit: setTimeout(() => { waited = true; press(); }, longest) };
      return;
    }
    // What is let go by this very act is not brought back.
    const removed = (event.submitter?.value ?? "").match(/^remove:(\w+)\[(\w+)\]$/);
    for (const name of Object.keys(pending))
      if (controls(`take.${name}`)[0]?.checked || removed && (name.startsWith(`${removed[1]}[${removed[2]}].`) || removed[1] === "partners" && name.endsWith(`.costs[${removed[2]}]`)))
        delete pending[name];
    store(pending);
  });
  window.addEventListener("online", () => { wait = 0; schedule(0); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && Object.keys(pending).length > 0)
      send();
  });

  // What this device kept: of this page it is put back into its fields, of other steps it is sent from here.
  let restored = false;
  for (const [name, change] of Object.entries(pending)) {
    if (returned.includes(name)) {
      delete pending[name];
    } else if (asked.includes(name)) {
      if (change.to === settled[name] || change.to === (was[name] ?? null)) {
        delete pending[name];
      } else {
        write(name, change.to);
        was[name] = change.from;
        restored = true;
      }
    }
  }
  // It waits beside its mistake or the other's value until somebody touches it or saves.
  for (const name of returned.filter(one => asked.includes(one))) {
    pending[name] = { from: was[name] ?? null, to: read(name) };
    held.add(name);
  }
  remember();
  store(pending);
  if (restored)
    say(words.putBack, true);
  if (Object.keys(pending).some(name => !held.has(name)))
    schedule(restored ? pause : 0);
})();
