// Builds ../build/contexts (see contexts.mjs) and everything a browser loads into ../build/static:
//   app.css, app.js, scan.js and qr.js (for the page that checks credentials), uploads.js (where large files are sent), receipt.js (what checks a receipt), icons.svg (one sprite), favicon.svg, assets/*.woff2
// File names carry no hash here: Django's manifest storage adds it, so that
// templates can name a file (preload a font) without knowing its content.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { writeContexts } from "./contexts.mjs";
import { iconSprite } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "build", "static");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  entryPoints: Object.fromEntries(["app", "scan", "qr", "uploads", "receipt"].map((name) => [name, join(here, "src", `${name}.js`)])),
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari16"],
  legalComments: "none",
  logLevel: "warning",
});

await build({
  entryPoints: { app: join(here, "styles", "app.css") },
  outdir: out,
  bundle: true,
  minify: true,
  target: ["chrome109", "firefox115", "safari16"],
  loader: { ".woff2": "file" },
  assetNames: "assets/[name]",
  logLevel: "warning",
});

await writeFile(join(out, "icons.svg"), await iconSprite());
await cp(join(here, "images"), out, { recursive: true });

for (const name of ["app.css", "app.js", "scan.js", "qr.js", "uploads.js", "receipt.js", "icons.svg"]) {
  const bytes = await readFile(join(out, name));
  const gzipped = gzipSync(bytes, { level: 9 }).length;
  console.log(`${name}: ${(gzipped / 1000).toFixed(1)} kB gzip (${(bytes.length / 1000).toFixed(1)} kB)`);
}

// The JSON-LD contexts of the credential formats come out of npm packages too.
const contexts = Object.keys(writeContexts()).length;
console.log(`${contexts} JSON-LD contexts`);
