// Draws each chart from the table below it, which is there for everybody: the picture adds nothing that the table does not say.
(function () {
    "use strict";
    // Distinct in grey and for colour-blind readers; the same order everywhere.
    var colours = ["#0b6e6e", "#d08a00", "#1f5fbf", "#8c2d5a", "#5a6270"];

    function written(words) {
        return function (point) { return words[point.dataIndex]; };
    }

    function draw(picture) {
        var table = picture.parentElement.querySelector("table");
        if (!table || !window.echarts) return;
        var style = getComputedStyle(document.documentElement);
        var ink = style.getPropertyValue("--ink").trim();
        var heads = Array.from(table.tHead.rows[0].cells);
        var rows = Array.from(table.tBodies[0].rows);
        var names = rows.map(function (row) { return row.cells[0].textContent.trim(); });
        var series = [];
        var unit = "";
        for (var column = 1; column < heads.length; column++) {
            if (!rows.some(function (row) { return row.cells[column].dataset.value !== undefined; })) continue;
            // What stands beside a bar is what stands in the table, in the reader's own writing.
            var words = rows.map(function (row) { return row.cells[column].textContent.trim(); });
            unit = (/\s*%$/.exec(words.find(function (word) { return word.endsWith("%"); }) || "") || [unit])[0];
            series.push({
                name: heads[column].textContent.trim(),
                type: picture.dataset.chart === "line" ? "line" : "bar",
                color: colours[series.length % colours.length],
                animation: false,
                label: { show: true, position: "right", color: ink, formatter: written(words) },
                data: rows.map(function (row) { var value = row.cells[column].dataset.value; return value === undefined || value === "" ? null : Number(value); })
            });
        }
        if (!series.length) return;
        var lying = picture.dataset.chart !== "line";
        var category = { type: "category", data: names, inverse: lying, axisLabel: { color: ink, width: Math.min(280, picture.clientWidth * 0.4), overflow: "break", lineHeight: 15 } };
        // Nobody counts halves of dossiers.
        var counts = !unit && series.every(function (one) { return one.data.every(function (number) { return number === null || Number.isInteger(number); }); });
        var value = { type: "value", splitNumber: picture.clientWidth < 600 ? 2 : 5, minInterval: counts ? 1 : undefined, axisLabel: { color: ink, hideOverlap: true, formatter: function (number) { return number.toLocaleString(document.documentElement.lang) + unit; } } };
        picture.style.height = Math.max(200, names.length * (picture.clientWidth < 600 ? 44 : 28) * series.length + 80) + "px";
        var chart = window.echarts.init(picture, null, { renderer: "canvas" });
        chart.setOption({
            textStyle: { fontFamily: style.getPropertyValue("--bs-body-font-family"), color: ink },
            legend: series.length > 1 ? { top: 0, textStyle: { color: ink } } : undefined,
            grid: { left: 8, right: 64, top: series.length > 1 ? 40 : 8, bottom: 8, containLabel: true },
            xAxis: lying ? value : category,
            yAxis: lying ? category : value,
            series: series
        });
        window.addEventListener("resize", function () { chart.resize(); });
    }

    // A drawing as pixels, twice as fine as it is drawn: the drawing itself is there for everybody, this only where scripts run.
    function save(drawing) {
        var image = new Image();
        image.addEventListener("load", function () {
            var canvas = document.createElement("canvas");
            canvas.width = image.naturalWidth * 2;
            canvas.height = image.naturalHeight * 2;
            canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
            canvas.toBlob(function (pixels) {
                if (!pixels) return;
                var link = document.createElement("a");
                link.href = URL.createObjectURL(pixels);
                link.download = (document.querySelector("h1").textContent.trim() || "chart") + ".png";
                link.click();
                setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
            }, "image/png");
        });
        image.src = drawing.href;
    }

    function offer(drawing) {
        var button = document.createElement("button");
        button.type = "button";
        button.className = "as-link";
        button.textContent = drawing.dataset.png;
        button.addEventListener("click", function () { save(drawing); });
        drawing.after(" ", button);
    }

    document.querySelectorAll("[data-chart]").forEach(draw);
    document.querySelectorAll("a[data-png]").forEach(offer);
})();
