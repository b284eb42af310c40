// Words selected in a text as a range of code points. JavaScript counts UTF-16, so that an emoji is two: the pieces
// carry where they begin, and what lies before within a piece is counted by its characters.

export function selectedRange(text) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const start = offset(range.startContainer, range.startOffset, false), end = offset(range.endContainer, range.endOffset, true);
  return start === null || end === null || end <= start ? null : { start, end, words: selection.toString() };
}

function offset(node, at, ending) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element.closest("[data-start]");
  if (piece && node.nodeType === Node.TEXT_NODE) return Number(piece.dataset.start) + [...node.data.slice(0, at)].length;
  if (piece) return Number(piece.dataset.start) + (at ? [...piece.textContent].length : 0);
  // Between pieces: the end of the one before, or the start of the one after.
  const pieces = [...element.querySelectorAll("[data-start]")];
  const near = ending ? pieces.filter((one) => [...element.childNodes].indexOf(one) < at).at(-1) : pieces.find((one) => [...element.childNodes].indexOf(one) >= at);
  if (!near) return null;
  return Number(near.dataset.start) + (ending ? [...near.textContent].length : 0);
}
