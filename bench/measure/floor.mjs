import { environment, git } from './git.mjs';
import { run } from './spawn.mjs';

const LIST_FILES = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
const DIFF = ['--raw', '-z', '--no-abbrev', '--no-renames'];

/** The git commands that no answer can do without, by what is asked. */
export function floors(root) {
  const manifests = objects(root, ['ls-tree', '-r', '-z', 'HEAD']).filter(isManifest);
  const earlier = objects(root, ['diff-tree', '-r', '-z', '--no-renames', 'main', 'HEAD']).filter(isManifest);
  const base = revision => git(root, 'rev-parse', revision);
  return {
    files: [{ args: LIST_FILES }],
    filesAndTags: [
      { args: LIST_FILES },
      { args: ['for-each-ref', '--merged=HEAD', '--format=%(refname)', 'refs/tags'] },
    ],
    workTree: [range('HEAD'), { args: ['diff', ...DIFF, base('HEAD'), '--'] }, { args: LIST_FILES }],
    workTreeAndManifests: [
      range('main'),
      { args: ['diff', ...DIFF, base('main'), '--'] },
      { args: LIST_FILES },
      readObjects(earlier),
    ],
    commits: [
      range('HEAD~1'),
      { args: ['diff-tree', '-r', '-z', '--no-renames', base('HEAD~1'), base('HEAD')] },
      { args: ['ls-tree', '-r', '-z', base('HEAD')] },
      readObjects([...manifests, ...earlier]),
    ],
  };
}

/** Names both commits and their merge bases. */
function range(from) {
  return { args: ['rev-parse', `${from}^{commit}...HEAD^{commit}`] };
}

function readObjects(found) {
  return { args: ['cat-file', '--batch'], input: found.map(({ object }) => `${object}\n`).join('') };
}

/** Paths with the object ids that `ls-tree -z` or `diff-tree -z` names; of a difference the earlier one. */
function objects(root, args) {
  const parts = git(root, ...args).split('\0');
  const isDiff = args[0] === 'diff-tree';
  return isDiff
    ? parts.flatMap((part, at) => (part.startsWith(':') ? [entry(part.split(' ')[2], parts[at + 1])] : []))
    : parts.filter(part => part !== '').map(part => entry(part.split(/[ \t]/)[2], part.split('\t')[1]));
}

function entry(object, path) {
  return { object, path };
}

function isManifest({ path, object }) {
  return /(?:^|\/)pyproject\.toml$/.test(path) && !/^0+$/.test(object);
}

/** `node -e 0` and then the commands, one after the other, in milliseconds. */
export function timeFloor(root, commands) {
  const env = environment();
  let total = run(process.execPath, ['-e', '0'], { cwd: root, env }).milliseconds;
  for (const { args, input } of commands) {
    const { milliseconds, status, stderr } = run('git', args, { cwd: root, env, input });
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
    total += milliseconds;
  }
  return total;
}
