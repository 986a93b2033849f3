// Bundles the sources to dist/ and writes oclif.manifest.json, which spares oclif loading every command at start.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licenceTexts } from './licences.mjs';

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

const checked = spawnSync(
  process.execPath,
  [path('node_modules/typescript/bin/tsc'), '-p', path('tsconfig.json'), '--noEmit'],
  { stdio: 'inherit' },
);
if (checked.status !== 0) process.exit(checked.status ?? 1);

/** Into a folder beside it first, so that a program that runs meanwhile finds the old one or the new one. */
const next = path('.dist-next');
rmSync(next, { recursive: true, force: true });
const commands = readdirSync(path('src/commands')).map(file => `src/commands/${file}`);
const { metafile } = await build({
  absWorkingDir: path(''),
  entryPoints: ['src/main.ts', ...commands],
  outdir: next,
  outbase: 'src',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  // For profiles; not published.
  sourcemap: 'external',
  legalComments: 'none',
  logLevel: 'warning',
  // oclif asks for these where it runs from sources, and does without.
  external: ['typescript', 'source-map-support'],
  // Some of the bundled packages are CommonJS and require Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
writeFileSync(`${next}/third-party-licences.txt`, licenceTexts(path(''), Object.keys(metafile.inputs)));
rmSync(path('dist'), { recursive: true, force: true });
renameSync(next, path('dist'));

// A stale manifest hides new commands: it is made anew with every build and never committed.
if (existsSync(path('oclif.manifest.json'))) rmSync(path('oclif.manifest.json'));
const { Config } = await import('@oclif/core/config');
const config = await Config.load({ root: path('') });
const plugin = [...config.plugins.values()].find(({ name }) => name === 'relctl');
if (plugin === undefined) throw new Error('oclif found no commands in dist/commands');
writeFileSync(path('oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`);
