// A table as a PNG: what the browser laid out is drawn once more, whole, with its caption and its notes.
const ROOM = 20; // around it
const ABOVE = 18; // for the name of the page
const SHARP = 2; // pixels of the picture for one of the page
const MOST = { pixels: 16e6, side: 16_000 }; // what every browser's canvas holds
const LEFT_OUT = ".exports, details, form, noscript, [data-undrawn]";
const FRAMES = ".scroll, figcaption"; // as wide as the screen, not as the table
const CLEAR = /^(transparent|rgba\(.*, 0\)|.* \/ 0\))$/;

export async function save(button) {
  const root = button.closest("figure, section");
  const canvas = picture(root);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, "image/png")));
  link.download = `${named(root).replace(/[^\w.-]+/g, "-").replace(/^-|-$/g, "").toLowerCase()}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function named(root) {
  return [heading(), root.querySelector("caption, h2")?.textContent.trim()].filter(Boolean).join(" ");
}

function heading() {
  return document.querySelector("h1")?.textContent.trim() ?? "";
}

function picture(root) {
  const shapes = unrolled(root, () => [...shapesOf(root)]);
  const left = Math.min(...shapes.map((one) => one.left)) - ROOM;
  const top = Math.min(...shapes.map((one) => one.top)) - ROOM - ABOVE;
  const width = Math.max(...shapes.map((one) => one.right)) - left + ROOM;
  const height = Math.max(...shapes.map((one) => one.bottom)) - top + ROOM;
  const sharp = Math.min(SHARP, MOST.side / width, MOST.side / height, Math.sqrt(MOST.pixels / width / height));
  const canvas = Object.assign(document.createElement("canvas"), { width: width * sharp, height: height * sharp });
  const pen = canvas.getContext("2d");
  pen.fillStyle = ground(root);
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(sharp, 0, 0, sharp, -left * sharp, -top * sharp);
  for (const { draw } of shapes) draw(pen);
  const above = { left: shapes.find(({ text }) => text).left, top: top + ROOM - 6, bottom: top + ROOM + 10 };
  write(pen, { ...above, text: heading() }, getComputedStyle(root.querySelector("th, p")));
  return canvas;
}

// Scrolled to its beginning and without an end, before anybody sees it so.
function unrolled(root, look) {
  const parts = [...root.querySelectorAll(".scroll"), root.closest(".scroll")].filter(Boolean);
  const before = parts.map(({ scrollLeft, scrollTop }) => ({ scrollLeft, scrollTop }));
  for (const one of parts) {
    one.style.maxHeight = "none";
    Object.assign(one, { scrollLeft: 0, scrollTop: 0 });
  }
  const seen = look();
  parts.forEach((one, at) => {
    one.style.maxHeight = "";
    Object.assign(one, before[at]);
  });
  return seen;
}

function* shapesOf(element) {
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) yield* linesOf(node);
    else if (node instanceof SVGSVGElement) yield* strokesOf(node);
    else if (node instanceof HTMLElement && !node.matches(LEFT_OUT)) {
      const style = getComputedStyle(node);
      if (style.clipPath !== "none") continue; // for screen readers alone
      if (!node.matches(FRAMES)) yield* boxOf(node, style);
      yield* shapesOf(node);
    }
  }
}

function* boxOf(element, style) {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  if (!width || !height) return;
  if (!CLEAR.test(style.backgroundColor)) {
    yield { left, top, right, bottom, draw: (pen) => {
      pen.fillStyle = style.backgroundColor;
      pen.beginPath();
      pen.roundRect(left, top, width, height, Math.min(parseFloat(style.borderTopLeftRadius), height / 2));
      pen.fill();
    } };
  }
  const edges = { Top: [left, top, width, 0], Left: [left, top, 0, height], Right: [right, top, 0, height], Bottom: [left, bottom, width, 0] };
  for (const [side, [x, y, wide, high]] of Object.entries(edges)) {
    const thick = parseFloat(style[`border${side}Width`]);
    const color = style[`border${side}Color`];
    if (thick && style[`border${side}Style`] !== "none" && !CLEAR.test(color)) {
      yield { left, top, right, bottom, draw: (pen) => {
        pen.fillStyle = color;
        pen.fillRect(x - (wide ? 0 : thick / 2), y - (high ? 0 : thick / 2), wide || thick, high || thick);
      } };
    }
  }
}

// The lines into which a text is broken, each where it stands.
function* linesOf(node) {
  const range = document.createRange();
  const lines = [];
  let at = 0;
  for (const letter of node.data) {
    range.setStart(node, at);
    range.setEnd(node, at += letter.length);
    const { left, top, right, bottom, width } = range.getBoundingClientRect();
    if (!width) continue;
    const line = lines.at(-1);
    if (line && top < line.bottom && bottom > line.top) Object.assign(line, { text: line.text + letter, right });
    else lines.push({ text: letter, left, top, right, bottom });
  }
  const style = lines.length && getComputedStyle(node.parentElement);
  for (const line of lines) yield { ...line, draw: (pen) => write(pen, line, style) };
}

function write(pen, { text, left, top, right, bottom }, style) {
  const toEnd = ["right", "end"].includes(style.textAlign);
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  pen.textAlign = toEnd ? "right" : "left";
  pen.fillStyle = style.color;
  const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = pen.measureText(text);
  pen.fillText(text.replace(/\s/g, " "), toEnd ? right : left, (top + bottom + above - below) / 2);
}

// Sparklines and bars: their points, stretched as the page stretches them.
function* strokesOf(svg) {
  const box = svg.getBoundingClientRect();
  const { width, height } = svg.viewBox.baseVal;
  if (!box.width || !box.height || !width) return;
  const ground = getComputedStyle(svg).backgroundColor;
  yield { left: box.left, top: box.top, right: box.right, bottom: box.bottom, draw: (pen) => {
    pen.fillStyle = ground;
    pen.fillRect(box.left, box.top, box.width, box.height);
    for (const shape of svg.children) {
      const style = getComputedStyle(shape);
      const path = new Path2D();
      const points = [...corners(shape)].map(([x, y]) => [box.left + (x * box.width) / width, box.top + (y * box.height) / height]);
      points.forEach(([x, y]) => path.lineTo(x, y));
      pen.fillStyle = style.fill === "none" ? "transparent" : style.fill;
      if (shape.tagName !== "polyline") pen.fill(path);
      if (style.stroke === "none") continue;
      Object.assign(pen, { strokeStyle: style.stroke, lineWidth: parseFloat(style.strokeWidth), lineJoin: "round" });
      pen.stroke(path);
    }
  } };
}

function* corners(shape) {
  if (shape instanceof SVGRectElement) {
    const [x, y, wide, high] = ["x", "y", "width", "height"].map((name) => shape[name].baseVal.value);
    yield* [[x, y], [x + wide, y], [x + wide, y + high], [x, y + high]];
  } else for (const { x, y } of shape.points ?? []) yield [x, y];
}

function ground(element) {
  const { backgroundColor } = getComputedStyle(element);
  return element.parentElement && CLEAR.test(backgroundColor) ? ground(element.parentElement) : backgroundColor;
}
