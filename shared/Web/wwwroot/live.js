// Follows a session. The server says what changed, part by part; what somebody types in a part that stays is left alone.
const root = document.querySelector("[data-live]");

if (root) {
    const token = document.querySelector("input[name=forgery]");
    const lost = document.querySelector("[data-live-lost]");
    const shown = new Map();
    let seen = root.dataset.seen;
    let ahead = 0;
    let silence;
    let wait = 5000;

    const plain = part => {
        const copy = part.cloneNode(true);
        copy.querySelectorAll("input[name=forgery]").forEach(input => input.remove());
        return copy.outerHTML;
    };

    // A form that came with an event takes the token of the page.
    const armed = part => {
        if (token)
            part.querySelectorAll("form[method=post]").forEach(form => form.prepend(token.cloneNode(true)));
        return part;
    };

    const keep = (from, to) => {
        for (const field of from.querySelectorAll("input[id], textarea[id], select[id], details[id]")) {
            const next = to.querySelector(`#${CSS.escape(field.id)}`);
            if (!next) continue;
            if (field instanceof HTMLDetailsElement) next.open = field.open;
            else if (field.type === "radio" || field.type === "checkbox") next.checked = field.checked;
            else if (field.value !== field.defaultValue) next.value = field.value;
        }
    };

    const take = html => {
        const sent = document.createElement("template");
        sent.innerHTML = html;
        for (const part of sent.content.querySelectorAll("[data-part]")) {
            const name = part.dataset.part;
            const markup = part.outerHTML;
            if (shown.get(name) === markup) continue;
            shown.set(name, markup);
            const old = root.querySelector(`[data-part="${name}"]`);
            if (!old) { root.append(armed(part)); continue; }
            const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
            keep(old, part);
            old.replaceWith(armed(part));
            if (focused) document.getElementById(focused)?.focus();
        }
        count();
    };

    const count = () => {
        for (const clock of root.querySelectorAll("[data-ends]")) {
            const left = Math.ceil((Number(clock.dataset.ends) - Date.now() - ahead) / 1000);
            clock.textContent = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : clock.dataset.over;
        }
    };

    const heard = () => {
        clearTimeout(silence);
        silence = undefined;
        lost.hidden = true;
        wait = 5000;
    };

    // An EventSource does not say why it was refused. Where there is nothing to follow any more (204), or not for this reader, the page is
    // asked for anew and says so; anything else passes, and is tried again, each time after a longer while.
    const again = async address => {
        const answer = await fetch(address, { headers: { Accept: "text/plain" } }).catch(() => null);
        if (answer && (answer.status === 204 || [401, 403, 404].includes(answer.status))) { location.reload(); return; }
        await answer?.body?.cancel();
        setTimeout(follow, wait);
        wait = Math.min(wait * 2, 60000);
    };

    const follow = () => {
        const address = new URL(root.dataset.live, location.href);
        address.searchParams.set("seen", seen);
        const source = new EventSource(address);
        source.addEventListener("clock", event => { heard(); ahead = Number(event.data) - Date.now(); });
        source.addEventListener("live", event => { heard(); seen = event.lastEventId; take(event.data); });
        source.addEventListener("error", () => {
            // Counted from the first error: a browser that is refused tries again, and fails again, sooner than that.
            silence ??= setTimeout(() => { lost.hidden = false; }, 4000);
            // Refused, and given up by the browser.
            if (source.readyState === EventSource.CLOSED) again(address);
        });
    };

    root.querySelectorAll("[data-part]").forEach(part => shown.set(part.dataset.part, plain(part)));
    const tick = () => { count(); setTimeout(tick, 1000); };
    tick();
    follow();
}
