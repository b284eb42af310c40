// The countries in view by name, each where it has room: outlines alone do not tell where one looks.

const L = window.L;
const ROOM = { letter: 8, height: 18 }; // pixels

// Gives what names them anew; `spots` gives the marks that names keep clear of.
export function nameCountries(map, { features }, spots) {
  const shapes = features.flatMap(({ properties, geometry }) => geometry.coordinates.map((rings) => ({ name: properties.name, ring: rings[0], box: boxOf(rings[0]) })));
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    for (const [name, at] of placed(map, shapes, spots())) {
      const words = document.createElement("span");
      words.textContent = name;
      layer.addLayer(L.marker(at, { icon: L.divIcon({ html: words, className: "country", iconSize: [name.length * ROOM.letter + 8, ROOM.height] }), interactive: false, keyboard: false, zIndexOffset: -1000 }));
    }
  };
  map.on("moveend", draw);
  draw();
  return draw;
}

// Each name once, in the part of its country that takes most of the view.
function placed(map, shapes, spots) {
  const view = map.getBounds(), found = new Map(), sizes = new Map();
  const marks = spots.map(({ lat, lon }) => map.latLngToContainerPoint([lat, lon]));
  const names = [];
  const isFree = (at, width) => {
    const { x, y } = map.latLngToContainerPoint(at);
    return [...marks, ...names].every((mark) => Math.abs(mark.y - y) > 1.5 * ROOM.height || Math.abs(mark.x - x) > width / 2 + ROOM.height);
  };
  for (const { name, ring, box } of shapes) {
    const seen = { west: Math.max(box.west, view.getWest()), east: Math.min(box.east, view.getEast()), south: Math.max(box.south, view.getSouth()), north: Math.min(box.north, view.getNorth()) };
    if (seen.west >= seen.east || seen.south >= seen.north) continue;
    const low = map.latLngToContainerPoint([seen.south, seen.west]), high = map.latLngToContainerPoint([seen.north, seen.east]);
    const size = (high.x - low.x) * (low.y - high.y);
    if (high.x - low.x < name.length * ROOM.letter || low.y - high.y < ROOM.height || size <= (sizes.get(name) ?? 0)) continue;
    const at = inside(ring, seen, (point) => isFree(point, name.length * ROOM.letter));
    if (!at) continue;
    if (!found.has(name)) names.push(map.latLngToContainerPoint(at));
    found.set(name, at), sizes.set(name, size);
  }
  return found;
}

// A free point of the ring in the part that is seen: its middle, else one around it.
function inside(ring, { west, east, south, north }, isFree) {
  for (const y of [0.5, 0.3, 0.7, 0.15, 0.85]) {
    for (const x of [0.5, 0.3, 0.7]) {
      const lon = west + (east - west) * x, lat = south + (north - south) * y;
      if (holds(ring, lon, lat) && isFree([lat, lon])) return [lat, lon];
    }
  }
  return null;
}

// By how often a line to the east crosses the ring.
function holds(ring, lon, lat) {
  let within = false;
  for (let one = 0, other = ring.length - 1; one < ring.length; other = one++) {
    const [x, y] = ring[one], [u, v] = ring[other];
    if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) within = !within;
  }
  return within;
}

function boxOf(ring) {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [lon, lat] of ring) {
    box.west = Math.min(box.west, lon), box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat), box.north = Math.max(box.north, lat);
  }
  return box;
}
