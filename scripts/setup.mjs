// Makes a fresh clone ready to run: installs the dependencies and builds, each only where it is out of date.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url));
const stampFile = path('node_modules/.relctl-setup.json');
const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};

const lock = hash(['package.json', 'package-lock.json']);
if (stamp.lock !== lock)
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], 'installing dependencies');

const makers = ['build', 'compile', 'licences', 'manifest'].map(name => `scripts/${name}.mjs`);
// Compiled code belongs to one Node, so another one builds anew.
const sources = hash(
  ['package.json', 'tsconfig.json', 'bin/load.js', ...makers, ...files('src')],
  process.version,
);
const built = ['dist', 'oclif.manifest.json'].every(name => existsSync(path(name)));
if (stamp.lock !== lock || stamp.sources !== sources || !built)
  run(process.execPath, [path('scripts/build.mjs')], 'building');

mkdirSync(path('node_modules'), { recursive: true });
writeFileSync(stampFile, JSON.stringify({ lock, sources }));

function run(command, args, what) {
  process.stderr.write(`relctl set-up: ${what}\n`);
  // npm is a script on Windows, which only a shell starts; the arguments are all constants of this file.
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, error } = spawnSync(command, args, { cwd: path(''), stdio: ['ignore', 2, 2], shell });
  if (status === 0) return;
  process.stderr.write(`relctl set-up: ${what} failed${error === undefined ? '' : `: ${error.message}`}\n`);
  process.exit(1);
}

function files(folder) {
  return readdirSync(path(folder))
    .sort()
    .flatMap(name =>
      statSync(path(`${folder}/${name}`)).isDirectory() ? files(`${folder}/${name}`) : [`${folder}/${name}`],
    );
}

function hash(names, salt = '') {
  const digest = createHash('sha256').update(salt);
  for (const name of names) digest.update(`${name}\0`).update(readFileSync(path(name)));
  return digest.digest('hex');
}
