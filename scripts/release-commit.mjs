// Makes the commit that release tags point to and prints its id: what npm would publish, with action.yml and the hook of
// pre-commit. Its parent is HEAD. No reference, index or file changes; see docs/decisions/0008-release-commits.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relctl-release-'));

function git(args, input) {
  const env = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') };
  return execFileSync('git', args, { cwd: root, env, input, encoding: 'utf8' }).trim();
}

function packedFiles() {
  // npm is a script on Windows, which only a shell starts.
  const shell = process.platform === 'win32';
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell,
  });
  return JSON.parse(stdout)[0].files.map(({ path }) => path);
}

/** Without what only those need who work on relctl: whoever installs this commit gets this commit and nothing else. */
function plainManifest() {
  const { scripts, devDependencies, ...manifest } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

try {
  const files = packedFiles();
  if (!files.includes('dist/relctl.cjs')) throw new Error('there is no dist/: run npm run build first');
  git(['read-tree', '--empty']);
  git(
    ['update-index', '--add', '-z', '--stdin'],
    [...files, 'action.yml', 'scripts/action.mjs', '.pre-commit-hooks.yaml']
      .map(file => `${file}\0`)
      .join(''),
  );
  const manifest = git(['hash-object', '-w', '--stdin'], plainManifest());
  git(['update-index', '--cacheinfo', `100644,${manifest},package.json`]);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.log(git(['commit-tree', git(['write-tree']), '-p', 'HEAD', '-m', `relctl ${version}`]));
} finally {
  rmSync(folder, { recursive: true });
}
