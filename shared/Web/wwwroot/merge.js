// Puts the lists of several services together into one, in the order of their dates. Without scripts each list is a link to its page.
(function () {
    "use strict";

    function merge(box) {
        var sources = box.querySelector(".merge-sources");
        var list = box.querySelector("ol, ul:not(.merge-sources)");
        if (!sources || !list) return;
        var descending = box.dataset.merge === "desc";
        box.setAttribute("aria-busy", "true");
        var asked = Array.from(sources.querySelectorAll("a")).map(function (link) {
            return fetch(link.href, { headers: { "HX-Request": "true", "Accept": "text/html" }, credentials: "same-origin" })
                .then(function (answer) {
                    if (!answer.ok) throw new Error(String(answer.status));
                    return answer.text();
                })
                .then(function (text) {
                    var lines = new DOMParser().parseFromString(text, "text/html").querySelectorAll("li[data-at]");
                    lines.forEach(function (line) { list.appendChild(document.importNode(line, true)); });
                    link.parentElement.remove();
                })
                .catch(function () {
                    // Its service does not answer: the link stays, and says so.
                    link.parentElement.append(" ", sources.dataset.failed);
                });
        });
        Promise.all(asked).then(function () {
            Array.from(list.children)
                .sort(function (a, b) {
                    var order = (a.dataset.at || "9999") < (b.dataset.at || "9999") ? -1 : (a.dataset.at || "9999") > (b.dataset.at || "9999") ? 1 : 0;
                    return descending ? -order : order;
                })
                .forEach(function (line) { list.appendChild(line); });
            var failed = sources.children.length > 0;
            if (!failed) sources.remove();
            var count = list.children.length;
            var told = box.querySelector(".merge-count");
            if (told) {
                if (count > 0) told.textContent = (count === 1 ? told.dataset.one : told.dataset.some).replace("{0}", String(count));
                else told.remove();
            }
            var empty = box.querySelector(".empty");
            if (empty && count === 0 && !failed) empty.hidden = false;
            if (count === 0) list.remove();
            box.removeAttribute("aria-busy");
            box.dataset.merged = "true";
        });
    }

    document.querySelectorAll("[data-merge]").forEach(merge);
})();
