// What pages add where scripts are on. Everything works without.
(function () {
    "use strict";

    // Requests of fragments that change something carry the page's token.
    document.addEventListener("htmx:configRequest", function (event) {
        var token = document.querySelector("input[name=forgery]");
        if (token && event.detail.verb !== "get") event.detail.headers["X-Forgery"] = token.value;
    });

    // A fragment that cannot be had says so; its link stays.
    document.addEventListener("htmx:responseError", function (event) {
        var loading = event.target.querySelector ? event.target.querySelector(".loading") : null;
        if (loading) loading.remove();
    });
    document.addEventListener("htmx:sendError", function (event) {
        var loading = event.target.querySelector ? event.target.querySelector(".loading") : null;
        if (loading) loading.remove();
    });

    // A fragment with nothing for this reader goes, with its link.
    document.addEventListener("htmx:afterRequest", function (event) {
        if (event.detail.xhr && event.detail.xhr.status === 204 && event.target.classList && event.target.classList.contains("fragment")) {
            var section = event.target.closest("[data-with-fragment]");
            (section || event.target).remove();
        }
    });

    // After a refused form the list of errors is read first.
    var errors = document.querySelector(".errors");
    if (errors) errors.focus();

    // Leaving a form with something typed in it asks first.
    document.querySelectorAll("form[data-warn=unsaved]").forEach(function (form) {
        var typed = false;
        form.addEventListener("input", function () { typed = true; });
        form.addEventListener("submit", function () { typed = false; });
        window.addEventListener("beforeunload", function (event) { if (typed) event.preventDefault(); });
    });

    // Menus that open in the page close with Escape and by a click elsewhere.
    document.addEventListener("keydown", function (event) {
        if (event.key !== "Escape") return;
        document.querySelectorAll("details.account[open], details.menu-group[open], details.menu-narrow[open], details.dialog[open]").forEach(function (open) {
            if (open.contains(document.activeElement)) open.querySelector("summary").focus();
            open.removeAttribute("open");
        });
    });
    document.addEventListener("click", function (event) {
        document.querySelectorAll("details.account[open], details.menu-group[open]").forEach(function (open) {
            if (!open.contains(event.target)) open.removeAttribute("open");
        });
    });

    // A file that is too large is not sent for nothing: said beside its field, as the server would.
    document.querySelectorAll("input[type=file][data-largest]").forEach(function (field) {
        function weigh() {
            var size = Array.from(field.files).reduce(function (sum, file) { return sum + file.size; }, 0);
            var tooLarge = size > Number(field.dataset.largest);
            var id = field.id + "-error";
            var mistake = document.getElementById(id);
            var others = (field.getAttribute("aria-describedby") || "").split(" ").filter(function (one) { return one && one !== id; });
            if (mistake) mistake.remove();
            if (tooLarge) {
                mistake = document.createElement("p");
                mistake.id = id;
                mistake.className = "error";
                mistake.setAttribute("role", "alert");
                mistake.textContent = "▲ " + field.dataset.tooLarge;
                field.after(mistake);
                field.setAttribute("aria-invalid", "true");
                others.push(id);
            } else {
                field.removeAttribute("aria-invalid");
            }
            field.classList.toggle("is-wrong", tooLarge);
            if (others.length > 0) field.setAttribute("aria-describedby", others.join(" "));
            else field.removeAttribute("aria-describedby");
            return tooLarge;
        }
        field.addEventListener("change", weigh);
        field.form.addEventListener("submit", function (event) {
            if (!weigh()) return;
            event.preventDefault();
            event.stopImmediatePropagation();
            field.focus();
        });
    });

    // References can be copied.
    document.querySelectorAll("button[data-copy]").forEach(function (button) {
        button.hidden = !navigator.clipboard;
        button.addEventListener("click", function () {
            navigator.clipboard.writeText(button.dataset.copy).then(function () { button.textContent = button.dataset.copied; });
        });
    });
})();
