// Bundles the sources to dist/, writes oclif.manifest.json, and has dist/ compiled for the Node that runs this.
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licenceTexts } from './licences.mjs';
import { commandManifest } from './manifest.mjs';

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** What only some commands load is a file of its own: Node has to look through a file that it starts, however little of it runs. */
const LAZY = {
  oclif: 'src/cli/oclif.ts',
  yaml: 'yaml',
  re2js: 're2js',
  'lezer-python': '@lezer/python',
  'toml-eslint-parser': 'toml-eslint-parser',
};

const checked = spawnSync(
  process.execPath,
  [path('node_modules/typescript/bin/tsc'), '-p', path('tsconfig.json'), '--noEmit'],
  { stdio: 'inherit' },
);
if (checked.status !== 0) process.exit(checked.status ?? 1);

/** Into a folder beside it first, so that a program that runs meanwhile finds the old one or the new one. */
const next = path('.dist-next');
rmSync(next, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: path(''),
  entryPoints: { relctl: 'src/main.ts', ...LAZY },
  outdir: next,
  outExtension: { '.js': '.cjs' },
  plugins: [{ name: 'lazy', setup: keepApart }],
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  // For profiles; not published.
  sourcemap: 'external',
  legalComments: 'none',
  logLevel: 'warning',
  // oclif asks for these where it runs from sources, and does without.
  external: ['typescript', 'source-map-support'],
  // Required where they run, as all else; oclif would import plugins, and there are none.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: `'use strict'; const moduleUrl = require('node:url').pathToFileURL(__filename).href;` },
});
for (const name of ['relctl', ...Object.keys(LAZY)]) escapeFile(`${next}/${name}.cjs`);
writeFileSync(`${next}/third-party-licences.txt`, licenceTexts(path(''), Object.keys(metafile.inputs)));
const manifest = await commandManifest(path(''), '.dist-next/commands.mjs');
rmSync(path('dist'), { recursive: true, force: true });
renameSync(next, path('dist'));
// A stale manifest hides new commands: it is made anew with every build and never committed.
writeFileSync(path('oclif.manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);

const compiled = spawnSync(process.execPath, [path('scripts/compile.mjs')], { stdio: 'inherit' });
if (compiled.status !== 0) console.error('relctl starts without compiled code, which takes longer');

/** Has a file of its own required where it is imported. */
function keepApart({ onResolve }) {
  const files = new Map(Object.entries(LAZY).map(([name, entry]) => [entry, `./${name}.cjs`]));
  files.set('./cli/oclif.js', './oclif.cjs');
  onResolve({ filter: /.*/ }, ({ path: wanted, kind }) =>
    kind !== 'entry-point' && files.has(wanted) ? { path: files.get(wanted), external: true } : undefined,
  );
}

/** Writes what is not ASCII, in comments and regular expressions by now, as escapes: a file of ASCII is read fastest. */
function escapeFile(file) {
  const asEscape = unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what ASCII begins with
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[^\x00-\x7f]/g, asEscape));
}
