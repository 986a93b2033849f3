import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHAIN, packageFiles } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { Repository, temporaryFolder } from '../support/repository.js';
import { readCommands, readOutputs } from '../support/runner.js';

function inRunner(args: readonly string[], cwd: string) {
  const folder = temporaryFolder();
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const env = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
  const outcome = relctl(args, { cwd, env });
  return {
    ...outcome,
    outputs: Object.fromEntries(readOutputs(readFileSync(output, 'utf8'))),
    summary: readFileSync(summary, 'utf8'),
  };
}

const ids = (matrix: { include: { id: string }[] }) => matrix.include.map(({ id }) => id);

describe('changed --format github', () => {
  const changed = () => {
    const repository = Repository.create(CHAIN);
    repository.write({ 'packages/api/new.py': '' });
    return repository.root;
  };

  it('hands on outputs and a summary, and prints the ids for the log', () => {
    const { code, stdout, outputs, summary } = inRunner(['changed', '--format', 'github'], changed());
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'api\napp\n' });
    expect(outputs.has_changes).toBe('true');
    expect(JSON.parse(outputs.packages ?? '')).toEqual(['api', 'app']);
    expect(JSON.parse(outputs.matrix ?? '').include[0]).toEqual({
      id: 'api',
      name: 'api',
      path: 'packages/api',
      module: 'api',
      version: '1.0.0',
      level: 0,
    });
    expect(JSON.parse(outputs.levels ?? '').map(ids)).toEqual([['api'], ['app']]);
    expect(summary).toContain('```mermaid\ngraph BT\n  p0["api"]\n  p1["app"]\n  p1 --> p0\n```');
  });

  it('shows the outputs where there is no runner', () => {
    const { stdout } = relctl(['changed', '--format', 'github'], { cwd: changed() });
    expect([...readOutputs(stdout).keys()]).toEqual([
      'has_changes',
      'packages',
      'removed',
      'matrix',
      'levels',
    ]);
  });

  it('hands on the same with --json, which stays one document', () => {
    const root = changed();
    const file = join(temporaryFolder(), 'output');
    const { result } = relctlJson(['changed', '--format', 'github'], {
      cwd: root,
      env: { GITHUB_OUTPUT: file },
    });
    expect(result).toEqual(relctlJson(['changed'], { cwd: root }).result);
    expect(readOutputs(readFileSync(file, 'utf8')).get('has_changes')).toBe('true');
  });

  it('says has_changes=false where nothing changed', () => {
    const { outputs, summary } = inRunner(['changed', '--format', 'github'], Repository.create(CHAIN).root);
    expect(outputs).toMatchObject({ has_changes: 'false', matrix: '{"include":[]}', levels: '[]' });
    expect(summary).toContain('No package is affected');
  });

  it('writes warnings and errors as annotations', () => {
    const repository = Repository.create({ ...CHAIN, 'packages/odd/pyproject.toml': '[project\n' });
    const { stdout, stderr } = inRunner(['changed', '--format=github'], repository.root);
    expect(readCommands(stdout)).toEqual([]);
    expect(readCommands(stderr)).toMatchObject([
      {
        name: 'warning',
        properties: { title: 'manifest-broken' },
        data: expect.stringContaining('packages/odd'),
      },
    ]);
    const refused = inRunner(
      ['changed', '--format', 'github', '--base', 'nope\n::error::x'],
      repository.root,
    );
    expect(refused.code).toBe(2);
    expect(readCommands(refused.stderr)).toMatchObject([
      { name: 'error', properties: { title: 'UNKNOWN_REVISION' } },
    ]);
    expect(refused.outputs).toEqual({});
  });

  it('fails before it starts where the outputs cannot be handed on', () => {
    const root = changed();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(join(root, 'README.md'), link);
    const { code, error } = relctlJson(['changed', '--format', 'github'], {
      cwd: root,
      env: { GITHUB_OUTPUT: link },
    });
    expect({ code, error: error.code }).toEqual({ code: 6, error: 'WRITE_FAILED' });
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe('# A workspace\n');
  });
});

describe('a repository that means harm', () => {
  const evil = [
    'packages=["pwned"]\nversion<<EOF',
    '::error::x',
    '\n::add-mask::core\n',
    '##[error]x',
    '$(touch pwned)`touch pwned`',
    "';touch pwned;'",
    '\u001b]52;c;eA==\u0007\u202e',
    '<img src=x onerror=alert(1)>|"]',
  ];
  const repository = () => {
    const files = evil.map((name, index) => [
      `packages/${name}/pyproject.toml`,
      `[project]\nname = "evil${index}"\nversion = "1.0"\n`,
    ]);
    return Repository.create({
      ...packageFiles('core'),
      ...Object.fromEntries(files),
      'relctl.toml': 'base = "HEAD"\nglobal = ["*::*", "constraints.txt"]\n',
    });
  };

  it('gets its names into the values, and nowhere else', () => {
    const { root } = repository();
    writeFileSync(join(root, '::error title=x::y'), '');
    const { code, stdout, stderr, outputs, summary } = inRunner(
      ['changed', '--why', '--format', 'github'],
      root,
    );
    expect(code).toBe(0);
    expect(Object.keys(outputs)).toEqual(['has_changes', 'packages', 'removed', 'matrix', 'levels']);
    const rows: { path: string }[] = JSON.parse(outputs.matrix ?? '').include;
    expect(rows.map(({ path }) => path).sort()).toEqual(
      ['core', ...evil].map(name => `packages/${name}`).sort(),
    );
    expect(readCommands(stdout + stderr)).toEqual([]);
    expect(summary).not.toContain('<img');
    expect(stdout + summary).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(readCommands(relctl(['changed', '--json'], { cwd: root }).stdout)).toEqual([]);
  });

  it('gets no job into a child pipeline', () => {
    const { root } = repository();
    const { stdout } = relctl(['changed', '--all', '--format', 'gitlab'], { cwd: root });
    const { stages, ...jobs } = parse(stdout);
    expect(stages).toEqual(['level 0']);
    expect(Object.keys(jobs)).toHaveLength(evil.length + 1);
    const { stdout: dotenv } = relctl(['changed', '--all', '--format', 'dotenv'], { cwd: root });
    expect(dotenv).toMatch(/^RELCTL_HAS_CHANGES=true\nRELCTL_PACKAGES=\[.*\]\nRELCTL_REMOVED=\[\]\n$/);
  });

  it('gets nothing but annotations out of the gate', () => {
    const { root } = Repository.create({
      ...packageFiles('core'),
      'packages/::warning::x\n::error::y/pyproject.toml':
        '[project]\nname = "evil"\nversion = "1::error::\\n::error::2"\n',
    });
    const { code, stdout, summary } = inRunner(['verify-versions', '--format', 'github'], root);
    expect(code).toBe(1);
    expect(readCommands(stdout)).toMatchObject([{ name: 'error', properties: { title: 'version-invalid' } }]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(summary.match(/^\|/gm)).toHaveLength(3);
  });
});

describe('verify-versions --format github', () => {
  it('shows ten errors at most, and all of them in the summary', () => {
    const wrong = Array.from({ length: 12 }, (_, index) => `p${index}`);
    const files = wrong.map(name => ({
      ...packageFiles(name),
      [`packages/${name}/src/${name}/__init__.py`]: '__version__ = "0.9"\n',
    }));
    const { stdout, summary } = inRunner(
      ['verify-versions', '--format', 'github'],
      Repository.create(Object.assign({}, ...files)).root,
    );
    const commands = readCommands(stdout);
    expect(commands).toHaveLength(10);
    expect(commands[9]?.data).toBe('and 3 more, see the summary of the job');
    for (const name of wrong) expect(summary).toContain(`packages/${name}/src/${name}/`);
  });
});

describe('verify-versions --format github in a job for a tag', () => {
  const job = (tag: string) => {
    const repository = Repository.create(CHAIN);
    for (const name of ['core-v1.0.0', 'tool-v0.9.0']) repository.git('tag', name);
    repository.commit({});
    repository.git('tag', 'core-v1.0.1');
    repository.git('checkout', '--quiet', '--detach', 'HEAD~1');
    return inRunner(['verify-versions', '--format', 'github', '--tag', tag], repository.root);
  };

  it('hands on the version of the tag, for the job that publishes it', () => {
    expect(job('tool-v1.0.0')).toMatchObject({
      code: 0,
      outputs: {
        tags: '["tool-v1.0.0"]',
        versions: '{"tool":"1.0.0"}',
        version: '1.0.0',
        prerelease: 'false',
        minor_alias: '1.0',
        major_alias: '1',
        latest: 'true',
      },
    });
  });

  it('moves no name back', () => {
    expect(job('core-v1.0.0').outputs).toMatchObject({ minor_alias: '', major_alias: '', latest: 'false' });
  });

  it('hands on no version of a tag that is of no package', () => {
    const { code, outputs } = job('x-v1.0.0');
    expect({ code, outputs }).toEqual({ code: 1, outputs: { tags: '[]', versions: '{}' } });
  });
});

describe('bump and tag --format github', () => {
  it('hand on tags, versions and the names that move', () => {
    const { root } = Repository.create(CHAIN);
    const { outputs, summary } = inRunner(
      ['bump', 'minor', '-p', 'tool', '--yes', '--format', 'github'],
      root,
    );
    const released = {
      released: 'true',
      tags: '["tool-v1.1.0"]',
      versions: '{"tool":"1.1.0"}',
      version: '1.1.0',
      prerelease: 'false',
      minor_alias: '1.1',
      major_alias: '1',
      latest: 'true',
    };
    expect(outputs).toEqual(released);
    expect(summary).toContain('| tool | 1.0.0 | 1.1.0 | tool-v1.1.0 |');
    const again = inRunner(['tag', '-p', 'tool', '--format', 'github'], root);
    expect(again.outputs).toEqual({ ...released, released: 'false' });
  });

  it('write a dotenv report for GitLab', () => {
    const { root } = Repository.create(CHAIN);
    const { stdout } = relctl(['bump', 'patch', '-p', 'tool', '--dry-run', '--format', 'dotenv'], {
      cwd: root,
    });
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'RELCTL_RELEASED=false',
      'RELCTL_TAGS=["tool-v1.0.1"]',
      'RELCTL_VERSIONS={"tool":"1.0.1"}',
      'RELCTL_VERSION=1.0.1',
    ]);
  });
});
