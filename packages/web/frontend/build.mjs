// Bundles what the browser runs into static/dist, under names that hold a hash of the content.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/ballast_web/static/dist");

const result = await build({
  absWorkingDir: here,
  entryPoints: ["ballast.js", "theme.js", "ballast.css"],
  outdir: target,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  write: false,
});

mkdirSync(target, { recursive: true });
const old = new Set(readdirSync(target));
const write = (path, contents) => {
  writeFileSync(path, contents);
  old.delete(basename(path));
};
for (const { path, contents } of result.outputFiles) {
  write(path, contents);
  write(`${path}.gz`, gzipSync(contents, { level: 9 }));
  write(`${path}.br`, brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

const files = {};
const imported = ({ imports }) => imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => basename(path));
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  if (output.entryPoint) files[basename(output.entryPoint)] = [basename(path), ...imported(output)];
}
const licenses = ["echarts/LICENSE", "echarts/NOTICE", "zrender/LICENSE", "tslib/LICENSE.txt", "htmx.org/LICENSE", "ag-grid-community/LICENSE.txt", "ag-stack/LICENSE.txt"];
const text = licenses.map((name) => `${name}\n\n${readFileSync(join(here, "../node_modules", name), "utf8")}`);
write(join(target, "licenses.txt"), text.join("\n\n"));
// Last, so that a build that broke off is not taken for a finished one; what is served now stays until then.
write(join(target, "manifest.json"), JSON.stringify(files, null, 1) + "\n");
old.forEach((name) => rmSync(join(target, name)));
