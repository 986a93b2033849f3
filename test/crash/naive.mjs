// A release in the order in which most tools make one: edit the files, add, commit, tag, push. The push is even atomic, and
// uncommitted changes are refused. The matrix must find fault with it.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' });
const versionOf = id => /^version = "(.*)"/m.exec(readFileSync(`packages/${id}/pyproject.toml`, 'utf8'))[1];
const files = ['a', 'b']
  .flatMap(id => [`packages/${id}/pyproject.toml`, `packages/${id}/${id}/__init__.py`])
  .concat('uv.lock');

if (git('status', '--porcelain', '--', ...files) !== '') {
  print({ ok: false, error: { code: 'DIRTY', message: 'there are uncommitted changes', details: {} } });
  process.exit(3);
}
const [, minor] = versionOf('a').split('.').map(Number);
const [, ofB, patch] = versionOf('b').split('.').map(Number);
const next = { a: `1.${minor + 1}.0`, b: `1.${ofB}.${patch + 1}` };
for (const id of ['a', 'b']) {
  edit(`packages/${id}/pyproject.toml`, /^version = ".*"/m, `version = "${next[id]}"`);
  edit(`packages/${id}/${id}/__init__.py`, /".*"/, `"${next[id]}"`);
  edit('uv.lock', new RegExp(`(name = "${id}"\nversion = )".*"`), `$1"${next[id]}"`);
}
edit('packages/b/pyproject.toml', /"a>=.*?"/, `"a>=1.${minor + 1},<1.${minor + 2}"`);
git('add', '--', ...files);
git('commit', '--quiet', '--message', `release: a ${next.a}, b ${next.b}`);
const tags = Object.entries(next).map(([id, version]) => `${id}-v${version}`);
for (const tag of tags) git('tag', '--annotate', '--message', tag, tag);
git('push', '--quiet', '--atomic', 'origin', 'main', ...tags);
print({ ok: true, result: { status: 'applied' } });

function edit(file, pattern, replacement) {
  writeFileSync(file, readFileSync(file, 'utf8').replace(pattern, replacement));
}

function print(said) {
  process.stdout.write(JSON.stringify({ schemaVersion: 1, warnings: [], ...said }));
}
