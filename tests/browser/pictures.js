// Makes a small picture of a screenshot, and tells how much it differs from a golden: runs in an empty page.
async ({ fresh, golden, wide, cell }) => {
  const bitmap = async (type, bytes) => createImageBitmap(await (await fetch(`data:image/${type};base64,${bytes}`)).blob());
  const drawn = (image) => {
    const canvas = new OffscreenCanvas(wide, Math.round((image.height * wide) / image.width));
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  // The mean color of each cell, and how much its light varies: text and lines show in the latter.
  const cells = (canvas) => {
    const { width, height, data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const rows = [];
    for (let y = 0; y + cell <= height; y += cell) {
      const row = [];
      for (let x = 0; x + cell <= width; x += cell) {
        const sum = [0, 0, 0];
        let light = 0, squares = 0;
        for (let down = y; down < y + cell; down++) {
          for (let at = 4 * (down * width + x), end = at + 4 * cell; at < end; at += 4) {
            const one = (data[at] + data[at + 1] + data[at + 2]) / 3;
            for (const part of [0, 1, 2]) sum[part] += data[at + part];
            light += one;
            squares += one * one;
          }
        }
        const n = cell * cell;
        row.push({ color: sum.map((part) => part / n), ink: Math.sqrt(Math.max(squares / n - (light / n) ** 2, 0)) });
      }
      rows.push(row);
    }
    return rows;
  };
  const small = await drawn(await bitmap("png", fresh)).convertToBlob({ type: "image/webp", quality: 0.5 });
  const bytes = new Uint8Array(await small.arrayBuffer());
  const picture = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  if (!golden) return { picture };

  // Both have been compressed, so what that costs is no difference.
  const [now, before] = [drawn(await bitmap("webp", picture)), drawn(await bitmap("webp", golden))];
  const [ours, theirs] = [cells(now), cells(before)];
  let color = 0, ink = 0, most = 0, count = 0;
  for (let y = 0; y < Math.min(ours.length, theirs.length); y++) {
    for (let x = 0; x < ours[y].length; x++) {
      const [one, other] = [ours[y][x], theirs[y][x]];
      color += one.color.reduce((sum, part, at) => sum + Math.abs(part - other.color[at]), 0) / 3;
      ink += Math.abs(one.ink - other.ink);
      most += Math.max(one.ink, other.ink);
      count++;
    }
  }
  return { picture, height: now.height / before.height - 1, color: color / count / 255, ink: ink / most };
};
