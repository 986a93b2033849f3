// Compiles the sources to dist/ and writes oclif.manifest.json, which spares oclif loading every command at start.
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Into a folder beside it first, so that a program that runs meanwhile finds the old one or the new one. */
const next = path('.dist-next');
rmSync(next, { recursive: true, force: true });
const options = ['-p', path('tsconfig.json'), '--outDir', next];
const compiled = spawnSync(process.execPath, [path('node_modules/typescript/bin/tsc'), ...options], {
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
rmSync(path('dist'), { recursive: true, force: true });
renameSync(next, path('dist'));

// A stale manifest hides new commands: it is made anew with every build and never committed.
if (existsSync(path('oclif.manifest.json'))) rmSync(path('oclif.manifest.json'));
const { Config } = await import('@oclif/core/config');
const config = await Config.load({ root: path('') });
const plugin = [...config.plugins.values()].find(({ name }) => name === 'relctl');
if (plugin === undefined) throw new Error('oclif found no commands in dist/commands');
writeFileSync(path('oclif.manifest.json'), `${JSON.stringify(plugin.manifest, null, 2)}\n`);
