// An agenda is put in order by dragging, too. The buttons do the same without this script; what is sent is the order of the page.
const list = document.querySelector(".agenda-order");

if (list) {
    const said = document.querySelector("[data-agenda-status]");
    let dragged = null;

    const settle = () => {
        const rows = [...list.children];
        rows.forEach((row, place) => {
            row.querySelector("button[value^='up:']").disabled = place === 0;
            row.querySelector("button[value^='down:']").disabled = place === rows.length - 1;
        });
    };

    for (const row of list.children) {
        row.draggable = true;
        row.addEventListener("dragstart", event => {
            dragged = row;
            row.classList.add("is-dragged");
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", "");
        });
        row.addEventListener("dragend", () => {
            row.classList.remove("is-dragged");
            dragged = null;
            settle();
            said.textContent = list.dataset.moved.replace("{0}", String([...list.children].indexOf(row) + 1));
        });
        row.addEventListener("dragover", event => {
            if (!dragged || dragged === row) return;
            event.preventDefault();
            const middle = row.getBoundingClientRect().top + row.offsetHeight / 2;
            list.insertBefore(dragged, event.clientY < middle ? row : row.nextSibling);
        });
        row.addEventListener("drop", event => event.preventDefault());
    }
}
