// Map and timeline of the overview. Both draw what the address asks for; what is chosen on them becomes the address.

import { nameCountries } from "./countries.js";
import { colour, say } from "./desk.js";

const L = window.L, echarts = window.echarts;
const place = document.getElementById("map");
const strip = document.getElementById("timeline");
let map, marks, reach, outlines, rename, chart, drawn;
let moved = false;

function start() {
  if (!place || !strip) return;
  if (L) makeMap();
  else document.getElementById("map-note").textContent = "The map's library is not built into this installation.";
  if (echarts) makeTimeline();
  document.addEventListener("htmx:afterSwap", followed);
  addEventListener("popstate", () => show(location.pathname + location.search));
  document.addEventListener("theme", paint);
  document.getElementById("view").addEventListener("pointerover", light);
  document.getElementById("view").addEventListener("focusin", light);
  const facets = document.getElementById("facets");
  if (facets && matchMedia("(max-width: 46rem)").matches) facets.open = false;
  draw();
}

async function draw() {
  const asked = location.search;
  try {
    const answer = await fetch(`/overview/data${asked}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (asked !== location.search) return; // another view was asked for meanwhile, and draws itself
    drawn = { ...told, asked };
  } catch {
    say("Map and timeline could not be loaded");
    return;
  }
  paint();
}

function paint() {
  if (!drawn) return;
  if (map) drawMap();
  if (chart) drawTimeline();
  place.dataset.drawn = drawn.asked; // for whoever waits until this view stands there
}

// Map

function makeMap() {
  map = L.map(place, { preferCanvas: true, worldCopyJump: true, minZoom: 2, maxZoom: 14, zoomSnap: 0.5, attributionControl: Boolean(place.dataset.tiles) });
  map.setView([20, 20], 2);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  if (place.dataset.tiles) L.tileLayer(place.dataset.tiles, { maxZoom: 19 }).addTo(map);
  else loadOutlines();
  map.on("movestart", (event) => { if (event.hard !== true) moved = true; });
  map.on("moveend", () => { if (pressed()) askArea(); });
  const here = document.getElementById("map-here");
  here.setAttribute("aria-pressed", String(new URLSearchParams(location.search).has("box")));
  here.addEventListener("click", () => {
    here.setAttribute("aria-pressed", String(!pressed()));
    pressed() ? askArea() : ask({ box: null });
  });
}

const pressed = () => document.getElementById("map-here").getAttribute("aria-pressed") === "true";

async function loadOutlines() {
  const answer = await fetch("/vendor/world-atlas/outlines.json");
  if (!answer.ok) return;
  const countries = await answer.json();
  outlines = L.geoJSON(countries, { interactive: false, style: outlineStyle, smoothFactor: 1.2 }).addTo(map);
  outlines.bringToBack();
  rename = nameCountries(map, countries, () => drawn?.spots ?? []);
}

const outlineStyle = () => ({ color: colour("--border"), weight: 0.8, fillColor: colour("--land"), fillOpacity: 1 });

function drawMap() {
  outlines?.setStyle(outlineStyle());
  marks?.remove();
  reach?.remove();
  reach = L.layerGroup().addTo(map);
  if (drawn.cells.length) drawCells();
  else drawSpots();
  document.getElementById("map-note").textContent = drawn.located ? "" : "No event of this view has a place on the map";
  const asked = new URLSearchParams(location.search).has("box");
  if (drawn.reach && !asked) fit(drawn.reach);
  rename?.();
}

// With the circles around what is in view, except those as wide as a country: they would hide where the rest is.
function fit([south, west, north, east]) {
  const bounds = L.latLngBounds([south, west], [north, east]);
  for (const { lat, lon, km } of drawn.spots) if (km <= 400) bounds.extend(L.latLng(lat, lon).toBounds(2000 * km));
  map.fitBounds(bounds.pad(0.1), { maxZoom: 7, animate: false });
}

function drawSpots() {
  const seen = new Set();
  marks = L.markerClusterGroup({ showCoverageOnHover: false, maxClusterRadius: 38, spiderfyDistanceMultiplier: 1.4, iconCreateFunction: (group) => bubble(group.getChildCount()), animate: false });
  for (const spot of drawn.spots) {
    const where = `${spot.lat},${spot.lon},${spot.km}`;
    // Where it may have been, drawn once a place: a dot alone would say that the place is known to the metre.
    if (spot.km > 2 && !seen.has(where)) {
      seen.add(where);
      L.circle([spot.lat, spot.lon], { radius: spot.km * 1000, color: colour("--link"), weight: 1, dashArray: "4 4", fillOpacity: 0.05, interactive: false }).addTo(reach);
    }
    const mark = L.circleMarker([spot.lat, spot.lon], { radius: 5 + Math.min(spot.sources, 6), color: colour("--panel"), weight: 1.5, fillColor: colour(`--${spot.class}`), fillOpacity: 0.92 });
    mark.bindTooltip(text(`${spot.label}${spot.km > 2 ? `, within ${Math.round(spot.km)} km` : ""}`), { direction: "top" });
    mark.on("click", () => { location.href = `/events/${encodeURIComponent(spot.id)}`; });
    mark.on("mouseover", () => pick(spot.id));
    marks.addLayer(mark);
  }
  map.addLayer(marks);
}

function drawCells() {
  marks = L.layerGroup().addTo(map);
  for (const [lat, lon, events] of drawn.cells) {
    L.marker([lat, lon], { icon: bubble(events), alt: `${events} events`, keyboard: false })
      .on("click", () => map.setView([lat, lon], map.getZoom() + 2))
      .addTo(marks);
  }
  document.getElementById("map-note").textContent = "";
}

function bubble(count) {
  const size = Math.round(24 + Math.min(26, Math.log10(count) * 9));
  return L.divIcon({ html: text(count.toLocaleString("en")), className: "cluster", iconSize: [size, size] });
}

// Never as HTML: labels hold words of reports.
function text(words) {
  const holder = document.createElement("bdi");
  holder.textContent = words;
  return holder;
}

function askArea() {
  if (!moved) return;
  const area = map.getBounds();
  const box = [area.getSouth(), area.getWest(), area.getNorth(), area.getEast()].map((degrees) => degrees.toFixed(3));
  ask({ box: box.join(",") });
}

// Timeline

function makeTimeline() {
  chart = echarts.init(strip, null, { renderer: "canvas" });
  new ResizeObserver(() => chart.resize()).observe(strip);
  chart.on("brushEnd", ({ areas }) => {
    const range = areas[0]?.coordRange;
    if (!range || !drawn.timeline.columns.length) return;
    const columns = drawn.timeline.columns;
    const at = (index) => columns[Math.max(0, Math.min(columns.length - 1, index))];
    ask({ since: at(range[0]).since, until: at(range[1]).until });
  });
}

function drawTimeline() {
  const { columns, series, step } = drawn.timeline;
  const ink = colour("--ink"), quiet = colour("--quiet"), line = colour("--line");
  const counted = series.map((one) => `${one.name}: ${one.counts.reduce((sum, count) => sum + count, 0)}`).join(", ");
  document.getElementById("time-note").textContent = columns.length ? "Drag over the columns to choose days." : "No event of this view has a day.";
  strip.setAttribute("aria-label", columns.length ? `Events by ${step}, ${columns[0].label} to ${columns.at(-1).label}. ${counted}` : "No dated events");
  const lines = Math.ceil(series.reduce((sum, one) => sum + one.name.length * 6.2 + 30, 0) / strip.clientWidth); // of the legend
  chart.setOption({
    animation: false,
    grid: { left: 38, right: 8, top: 12 + 18 * lines, bottom: 22 },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, itemGap: 10, icon: "circle", textStyle: { color: ink, fontSize: 11 }, selectedMode: false },
    // As canvas, since a tooltip of HTML would need styles that the page's policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, backgroundColor: colour("--panel"), borderColor: line, textStyle: { color: ink, fontSize: 12 } },
    xAxis: { type: "category", data: columns.map((column) => column.label), axisLine: { lineStyle: { color: quiet } }, axisTick: { show: false }, axisLabel: { color: quiet, fontSize: 11 } },
    yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: line } }, axisLabel: { color: quiet, fontSize: 11 } },
    brush: { xAxisIndex: 0, brushType: "lineX", brushMode: "single", toolbox: [], transformable: false, brushStyle: { color: "rgba(80,140,180,.25)", borderColor: colour("--accent") }, throttleType: "debounce" },
    toolbox: { show: false },
    series: series.map((one) => ({ type: "bar", name: one.name, stack: "all", data: one.counts, barMaxWidth: 26, barCategoryGap: "18%", itemStyle: { color: colour(`--${one.class}`) }, emphasis: { disabled: true } })),
  }, { notMerge: true });
  chart.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption: { brushType: "lineX", brushMode: "single" } });
}

// What is chosen becomes the address; the list follows.

function ask(changes) {
  const query = new URLSearchParams(location.search);
  query.delete("after");
  for (const [name, value] of Object.entries(changes)) value === null ? query.delete(name) : query.set(name, value);
  const address = query.size ? `/?${query}` : "/";
  if (window.htmx) show(address);
  else location.href = address;
}

const show = (address) => window.htmx.ajax("GET", address, { target: "#view", swap: "innerHTML" });

// The address is kept here and not by htmx, which would put back the whole page and lose the map with it.
function followed({ detail }) {
  if (detail.target?.id !== "view") return;
  const address = detail.pathInfo.finalRequestPath;
  if (address !== location.pathname + location.search) history.pushState({}, "", address);
  draw();
}

function pick(id) {
  document.querySelectorAll(".event.lit").forEach((row) => row.classList.remove("lit"));
  const row = document.getElementById(`event-${id}`);
  row?.classList.add("lit");
  row?.scrollIntoView({ block: "nearest" });
}

let ring;
function light(event) {
  const row = event.target.closest?.(".event");
  ring?.remove();
  if (!row || !map || !drawn?.spots.length) return;
  const spot = drawn.spots.find((one) => one.id === row.dataset.event);
  if (spot) ring = L.circleMarker([spot.lat, spot.lon], { radius: 16, color: colour("--focus"), weight: 3, fill: false, interactive: false }).addTo(map);
}

start();
