import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { git, type Sandbox } from './sandbox.js';

/** What a sandbox holds, without what may differ between two right runs: dates, and so object ids. */
export interface State {
  readonly remote: readonly string[];
  readonly local: readonly string[];
  readonly head: string;
  /** Path → mode and content, of the work tree. */
  readonly files: ReadonlyMap<string, string>;
  readonly status: string;
}

const COMMIT = ['tree', 'parent', 'contents:subject', 'trailers:key=Relctl-Release,valueonly,separator=%x2C'];
const REF = ['refname', 'objecttype', ...COMMIT, ...COMMIT.map(field => `*${field}`)];
const FORMAT = `--format=${REF.map(field => `%(${field})`).join(' ')}`;

/** Tree, parents, subject and releases of what every branch and tag leads to; names of folders with a remote are left out. */
export async function readState(box: Sandbox): Promise<State> {
  const [remote, local, head, status] = await Promise.all([
    remoteRefs(box),
    localRefs(box),
    git(box.clone, 'symbolic-ref', 'HEAD'),
    // It must not refresh the index that it looks at.
    git(box.clone, '--no-optional-locks', 'status', '--porcelain', '--untracked-files=all'),
  ]);
  return { remote, local, head: head.trim(), status, files: readFiles(box) };
}

export function remoteRefs({ remote }: Sandbox): Promise<string[]> {
  return refs(remote);
}

export function localRefs({ clone }: Sandbox): Promise<string[]> {
  return refs(clone);
}

/** Names with object ids: what must not change when nothing is released. */
export async function objectIds(folder: string): Promise<string> {
  return git(folder, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags');
}

/** Tags of the remote whose commit its branch does not reach. */
export async function orphanTags({ remote }: Sandbox): Promise<string[]> {
  return split(
    await git(remote, 'for-each-ref', '--format=%(refname)', '--no-merged=refs/heads/main', 'refs/tags'),
  );
}

/** Path → mode and content, of the work tree. */
export function readFiles({ clone }: Sandbox): Map<string, string> {
  const files = walk(clone, path => path !== join(clone, '.git'));
  return new Map(files.map(file => [relative(clone, file), `${mode(file)} ${readFileSync(file, 'latin1')}`]));
}

/** What relctl keeps of its own in the clone. */
export function journalFiles({ clone }: Sandbox): string[] {
  const folder = join(clone, OWN);
  return existsSync(folder) ? walk(folder).map(file => relative(clone, file)) : [];
}

/** Lock files of git, here and on the remote; not those of indexes that relctl makes for itself. */
export function lockFiles({ clone, remote }: Sandbox): string[] {
  const own = join(clone, OWN);
  return [join(clone, '.git'), remote].flatMap(folder =>
    walk(folder, path => path !== own).filter(file => file.endsWith('.lock')),
  );
}

/**
 * Two sandboxes with one fingerprint cannot be told apart by a run: every byte counts but what is random or a date.
 * @param exact otherwise they may differ in objects that nothing leads to, and in what relctl's scratch folders hold
 */
export async function fingerprint(box: Sandbox, exact: boolean): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [box.remote, box.clone]) {
    for (const file of walk(folder)) {
      const name = withoutRandom(relative(box.root, file));
      if (!exact && /^(?:remote\.git|clone\/\.git)\/objects\/|\/relctl\/release-\*\//.test(name)) continue;
      hash.update(`${name}\0${mode(file)}\0${await content(file, box)}\0`);
    }
  }
  return hash.digest('hex');
}

async function content(file: string, box: Sandbox): Promise<string> {
  // Besides its entries it holds inode numbers and times of files, which say only whether to look again.
  if (file === join(box.clone, '.git/index')) return git(box.clone, 'ls-files', '--stage', '-v');
  const text = readFileSync(file, 'latin1').replaceAll(box.root, '');
  if (!file.startsWith(join(box.clone, OWN))) return text;
  try {
    // A process that is dead, the name of a run, and the sum over both.
    return JSON.stringify(JSON.parse(text), (key, value) => (RANDOM_KEYS.has(key) ? 0 : value));
  } catch {
    return text;
  }
}

/** What relctl keeps for itself. */
const OWN = '.git/relctl';

const RANDOM_KEYS = new Set(['pid', 'run', 'checksum']);

function withoutRandom(path: string): string {
  return path
    .replace(/(release-|tmp_[a-z_-]+?_?-?)\w{6}(?=\/|$)/, '$1*')
    .replace(/(\.relctl-)[0-9a-f]+/, '$1*')
    .replace(/(relctl\/lock\.)\d+$/, '$1*');
}

async function refs(folder: string): Promise<string[]> {
  return split(await git(folder, 'for-each-ref', FORMAT, 'refs/heads', 'refs/tags'));
}

function split(text: string): string[] {
  return text.split('\n').filter(line => line !== '');
}

function walk(folder: string, enters: (path: string) => boolean = () => true): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name);
      if (!enters(path)) return [];
      return entry.isDirectory() ? walk(path, enters) : [path];
    });
}

function mode(file: string): string {
  return (lstatSync(file).mode & 0o177777).toString(8);
}
