import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { environment } from '../measure/git.mjs';
import { BODIES, body, initFile, packageFiles } from './files.mjs';
import { manifest } from './manifests.mjs';
import { lockFile, rootFiles } from './root-files.mjs';

/**
 * Writes both commits with one `git fast-import`: `main` holds all packages, `feature` one commit more. Nothing is
 * kept in memory, so that a million files take no more than a thousand.
 */
export async function writeHistory(folder, packages, second, { seed, filesPerPackage }) {
  const child = spawn('git', ['fast-import', '--quiet', '--done'], {
    cwd: folder,
    env: environment(),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const closed = once(child, 'close');
  await pipeline(Readable.from(stream(packages, second, seed, filesPerPackage)), child.stdin);
  const [code] = await closed;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

function* stream(packages, second, seed, filesPerPackage) {
  for (let number = 0; number < BODIES; number++) {
    yield `blob\nmark :${number + 1}\n${data(body(number, seed))}`;
  }
  yield commit('refs/heads/main', BODIES + 1, 'All packages');
  yield rootFiles(packages).map(modify).join('');
  for (const each of packages) yield packageFiles(each, filesPerPackage).map(modify).join('');
  yield commit('refs/heads/feature', BODIES + 2, 'Change some packages', BODIES + 1);
  yield secondFiles(packages, second, seed).map(modify).join('');
  yield 'done\n';
}

function commit(ref, mark, message, from) {
  const when = 'Ada <ada@example.org> 1767268800 +0000';
  const parent = from === undefined ? '' : `from :${from}\n`;
  return `commit ${ref}\nmark :${mark}\ncommitter ${when}\n${data(message)}${parent}`;
}

function modify([path, content]) {
  return typeof content === 'number'
    ? `M 100644 :${content + 1} ${path}\n`
    : `M 100644 inline ${path}\n${data(content)}`;
}

function data(text) {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** Sources of the changed packages; manifest, module and lock file of those that got a new version. */
function secondFiles(packages, { changed, bumped }, seed) {
  const sources = changed.flatMap(({ source, index }) => [
    [`${source}/core.py`, `${body(index % BODIES, seed)}\n\nCHANGED = True\n`],
    [`${source}/added.py`, '"""Added by the second commit."""\n'],
  ]);
  const next = new Map(bumped.map(each => [each, { ...each, version: nextPatch(each.version) }]));
  const manifests = [...next.values()].flatMap(each => [
    [`${each.path}/pyproject.toml`, manifest(each)],
    [`${each.source}/__init__.py`, initFile(each)],
  ]);
  return [...sources, ...manifests, ['uv.lock', lockFile(packages.map(each => next.get(each) ?? each))]];
}

function nextPatch(version) {
  const [major, minor, patch] = version.split('.');
  return `${major}.${minor}.${Number(patch) + 1}`;
}
