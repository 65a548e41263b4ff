// Sends a file with its progress, and says what to do when it does not arrive. Without scripts the form is sent as any other.
const box = document.querySelector("[data-attach]");
const words = box.dataset;
const form = box.querySelector("form");
const file = form.elements.file;
const submit = form.querySelector("button[type=submit]");
const cancel = form.querySelector("[data-upload-cancel]");
const shown = form.querySelector("[data-upload]");
const bar = shown.querySelector("progress");
const said = shown.querySelector("[data-upload-said]");
const first = submit.textContent;

// So long without a byte: the connection is gone, though nobody said so.
const patience = 30000;

let wasCut = false;

const fill = (text, ...values) => values.reduce((filled, value, place) => filled.replace(`{${place}}`, () => value), text);

const say = (text, progress = false) => {
  shown.hidden = false;
  bar.hidden = !progress;
  said.textContent = text;
};

// Beside the field, as the server does.
const refuse = text => {
  let mistake = document.getElementById("file-error");
  if (!text) {
    mistake?.remove();
    file.removeAttribute("aria-invalid");
    file.classList.remove("is-wrong");
    return;
  }
  if (!mistake) {
    mistake = document.createElement("p");
    mistake.id = "file-error";
    mistake.className = "error";
    mistake.setAttribute("role", "alert");
    file.after(mistake);
  }
  mistake.textContent = `▲ ${text}`;
  file.setAttribute("aria-invalid", "true");
  file.setAttribute("aria-describedby", "file-help file-error");
  file.classList.add("is-wrong");
  shown.hidden = true;
};

const attached = () => new Set([...document.querySelectorAll("[data-attachment]")].map(line => line.dataset.attachment));

// The list as the server has it now.
const refresh = async () => {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok)
    throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.getElementById("attached");
  if (list)
    document.getElementById("attached").replaceWith(document.importNode(list, true));
};

const end = again => {
  cancel.hidden = true;
  submit.disabled = false;
  file.disabled = false;
  submit.textContent = again ? words.again : first;
  wasCut = again;
};

const done = name => {
  form.reset();
  end(false);
  say(fill(words.added, name));
};

// After a cut nobody knows whether the last byte had arrived: the list tells.
const arrived = async chosen => {
  const before = attached();
  await refresh();
  return [...document.querySelectorAll("[data-attachment]")]
    .some(line => !before.has(line.dataset.attachment) && Number(line.dataset.bytes) === chosen.size);
};

const send = async () => {
  const chosen = file.files[0];
  refuse(null);
  if (!chosen)
    return refuse(words.none);
  if (chosen.size === 0)
    return refuse(words.empty);
  if (chosen.size > Number(words.largest))
    return refuse(words.tooLarge);
  submit.disabled = true;
  if (wasCut) {
    try {
      if (await arrived(chosen))
        return done(chosen.name);
    } catch {
      end(true);
      return say(words.cut);
    }
  }

  const request = new XMLHttpRequest();
  let cancelled = false;
  let stalled = setTimeout(() => request.abort(), patience);
  const alive = () => {
    clearTimeout(stalled);
    stalled = setTimeout(() => request.abort(), patience);
  };
  const cut = () => {
    clearTimeout(stalled);
    end(!cancelled);
    say(cancelled ? words.cancelled : words.cut);
  };
  request.open("POST", words.attach);
  request.setRequestHeader("X-Forgery", form.elements.forgery.value);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", event => {
    alive();
    const share = event.lengthComputable ? Math.floor(100 * event.loaded / event.total) : 0;
    bar.value = share;
    say(share < 100 ? fill(words.sending, chosen.name, share) : fill(words.checking, chosen.name), true);
  });
  request.addEventListener("error", cut);
  request.addEventListener("abort", cut);
  request.addEventListener("load", async () => {
    clearTimeout(stalled);
    if (request.status === 201) {
      await refresh().catch(() => location.reload());
      done(chosen.name);
      return;
    }
    end(false);
    if (request.status === 401)
      return refuse(words.signedOut);
    let title = null;
    try {
      title = JSON.parse(request.responseText).title;
    } catch {
      // Not ours: something between the browser and us answered.
    }
    refuse(title || words.failed);
  });
  cancel.hidden = false;
  cancel.onclick = () => {
    cancelled = true;
    request.abort();
  };
  bar.value = 0;
  say(fill(words.sending, chosen.name, 0), true);
  const sent = new FormData(form);
  file.disabled = true;
  request.send(sent);
};

form.addEventListener("submit", event => {
  event.preventDefault();
  send();
});
file.addEventListener("change", () => {
  refuse(null);
  if (!wasCut)
    shown.hidden = true;
});
