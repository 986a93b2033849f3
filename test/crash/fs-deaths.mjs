// Loaded into relctl with `--import`: writes down every call that changes the file system, and kills the process before or
// after one of them, or when half of a file is written. Needs no tracer, so it works where strace does not.
//
//   CRASH_FS_LOG  file: one name a call        CRASH_FS_HOW  before, after or half
//   CRASH_FS_AT   a name of that file, or *N for the Nth call of all
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { relative } from 'node:path';

const { CRASH_FS_LOG: log, CRASH_FS_AT: at, CRASH_FS_HOW: how, CRASH_LOG: folder } = process.env;
// The originals that call nothing else of this module.
const { openSync, writeSync } = fs;
const logFile = log === undefined ? null : openSync(log, 'a');
const root = process.cwd();
const paths = new Map();
const counts = new Map();
let total = 0;

const CHANGES = [
  'writeFile',
  'appendFile',
  'rename',
  'unlink',
  'rm',
  'rmdir',
  'mkdir',
  'mkdtemp',
  'link',
  'symlink',
  'chmod',
];
const OTHERS = ['copyFile', 'cp', 'truncate', 'utimes'];
const BY_DESCRIPTOR = ['write', 'fsync', 'fdatasync', 'fchmod', 'ftruncate', 'futimes'];

for (const name of [...CHANGES, ...OTHERS, 'open']) {
  fs[`${name}Sync`] = blocking(name, fs[`${name}Sync`]);
  fs.promises[name] = awaited(name, fs.promises[name]);
}
for (const name of BY_DESCRIPTOR) fs[`${name}Sync`] = blocking(name, fs[`${name}Sync`]);
const handle = await fs.promises.open(new URL(import.meta.url), 'r');
const prototype = Object.getPrototypeOf(handle);
await handle.close();
for (const name of [
  'write',
  'writev',
  'writeFile',
  'appendFile',
  'sync',
  'datasync',
  'chmod',
  'truncate',
  'utimes',
])
  prototype[name] = awaited(name, prototype[name]);
syncBuiltinESMExports();

function blocking(name, work) {
  return (...args) => {
    const here = arrive(name, args[0], args);
    const result = work(...args);
    return leave(here, name, args, result);
  };
}

function awaited(name, work) {
  return async function (...args) {
    const here = arrive(name, this?.fd ?? args[0], args);
    const result = await work.apply(this, args);
    return leave(here, name, args, result);
  };
}

/** Null for a call that changes nothing: reading, and the process's own standard streams. */
function arrive(name, target, args) {
  if (name === 'open' && !opensToWrite(args[1])) return null;
  if (typeof target === 'number' && !paths.has(target)) return null;
  const call = `${name} ${plain(typeof target === 'number' ? paths.get(target) : target)}`;
  const number = (counts.get(call) ?? 0) + 1;
  counts.set(call, number);
  total += 1;
  const id = `${call} ${number}`;
  if (logFile !== null) writeSync(logFile, `${id}\n`);
  const here = at === id || at === `*${total}`;
  if (here && how === 'before') die();
  if (here && how === 'half') writeHalf(name, target, args);
  return here;
}

function leave(here, name, args, result) {
  if (here !== null && name === 'open') paths.set(typeof result === 'number' ? result : result.fd, args[0]);
  if (here === true) die();
  return result;
}

/** The beginning of what the call would have written; a call that writes nothing dies before it. */
function writeHalf(name, target, args) {
  const ofHandle = typeof target === 'number';
  const content = ['write', 'writeFile', 'appendFile'].includes(name)
    ? args[ofHandle && args[0] !== target ? 0 : 1]
    : null;
  if (content !== null && content !== undefined) {
    const bytes = Buffer.from(content);
    writeSync(ofHandle ? target : openSync(target, 'w'), bytes, 0, Math.floor(bytes.length / 2));
  }
  die();
}

function opensToWrite(flags) {
  if (typeof flags === 'number') return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;
  return typeof flags === 'string' && /[wa+]/.test(flags);
}

/** Relative, and with stars for what is random in the names of temporary files. */
function plain(path) {
  return relative(root, String(path))
    .replace(/(release-)\w{6}/, '$1*')
    .replace(/(lock\.)\d+$/, '$1*')
    .replace(/(relctl-|tmp-|\.)[0-9a-f]{8,}/, '$1*');
}

function die() {
  openSync(`${folder}/hit`, 'w');
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}
