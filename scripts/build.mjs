// Compiles the sources to dist/ and writes oclif.manifest.json, which spares oclif loading every command at start.

import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// A stale manifest hides new commands.
rmSync(`${root}oclif.manifest.json`, { force: true });
rmSync(`${root}dist`, { recursive: true, force: true });
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const compiled = spawnSync(process.execPath, [tsc, '-p', `${root}tsconfig.json`], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

const { Config } = await import('@oclif/core/config');
const config = await Config.load({ root });
const plugin = [...config.plugins.values()].find(({ name }) => name === 'relctl');
if (plugin === undefined) throw new Error('oclif found no commands in dist/commands');
writeFileSync(`${root}oclif.manifest.json`, `${JSON.stringify(plugin.manifest, null, 2)}\n`);
