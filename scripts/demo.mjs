// The main job on a demo monorepo made here: what changed, a release with its plan, tags, and the gate.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const relctl = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const tree = fileURLToPath(new URL('../fixtures/asset-manager/tree', import.meta.url));
const platform = fileURLToPath(new URL('../fixtures/platform/tree', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'relctl-demo-'));
const identity = { GIT_AUTHOR_NAME: 'Demo', GIT_AUTHOR_EMAIL: 'demo@example.org' };
const env = {
  ...process.env,
  ...identity,
  GIT_COMMITTER_NAME: identity.GIT_AUTHOR_NAME,
  GIT_COMMITTER_EMAIL: identity.GIT_AUTHOR_EMAIL,
  GIT_CONFIG_GLOBAL: '/dev/null',
};

try {
  makeRepository();
  say('A monorepo with four packages that build on each other, and one in a folder of its own:');
  run('list');
  say('Their build order:');
  run('graph', '--format', 'levels');
  say('Somebody changes a file of strata-structures. Which packages does that touch, and why?');
  append('packages/structures/src/strata_structures/__init__.py', '\n# a change\n');
  run('changed', '--why');
  git('commit', '--quiet', '--all', '--message', 'Change structures');
  say('Release the asset package. The plan first; nothing is changed yet:');
  run('bump', 'patch', '--package', 'contents', '--dry-run');
  say('Now for real, and then asked for the same version again:');
  run('bump', 'patch', '--package', 'contents', '--yes');
  run('bump', '1.0.1', '--package', 'contents', '--yes');
  say('One commit, with a trailer for every package, and an annotated tag:');
  git('log', '-1', '--format=%s%n%n%(trailers)');
  git('tag', '--list', '-n1', 'contents-*');
  say('The gate of the publish job passes for that tag:');
  run('verify-versions', '--tag', 'contents-v1.0.1');
  say('And it fails where a version was forgotten, with file and line:');
  replace('client/asset-contents/asset_contents/__init__.py', '1.0.1', '1.0.0');
  run('verify-versions');
  say('Try it on your own repository; these two only read:');
  console.log(`  node ${relctl} list -C ~/path/to/your/repository`);
  console.log(`  node ${relctl} changed -C ~/path/to/your/repository --base HEAD~5 --why`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** Two of the fixtures side by side: their folders do not meet. */
function makeRepository() {
  cpSync(tree, root, { recursive: true });
  cpSync(join(platform, 'packages'), join(root, 'packages'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A demo monorepo');
}

function run(...args) {
  console.log(`\n$ relctl ${args.join(' ')}`);
  const { stdout, stderr, status } = spawnSync(process.execPath, [relctl, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  process.stdout.write(stdout + stderr);
  if (status > 1) throw new Error(`relctl ${args.join(' ')} ended with exit code ${status}`);
  if (status === 1) console.log('(exit code 1)');
}

function git(...args) {
  const { stdout, stderr, status } = spawnSync('git', args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  if (stdout !== '') process.stdout.write(`\n$ git ${args.join(' ')}\n${stdout}`);
}

function say(text) {
  console.log(`\n── ${text}`);
}

function append(file, text) {
  writeFileSync(join(root, file), readFileSync(join(root, file), 'utf8') + text);
}

function replace(file, before, after) {
  writeFileSync(join(root, file), readFileSync(join(root, file), 'utf8').replace(before, after));
}
