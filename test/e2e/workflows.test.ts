// biome-ignore-all lint/suspicious/noThenProperty: `then` is a key of the result
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFiles } from '../support/packages.js';
import { relctl, relctlJson } from '../support/relctl.js';
import { type FileMap, Repository } from '../support/repository.js';
import { type FixtureName, loadFixture } from './systems/fixture.js';

const JOBS = 'jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';

/** Files of `.github/workflows` with these lines before a harmless job. */
function workflows(files: Record<string, string>): FileMap {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`.github/workflows/${name}`, `${text}\n${JOBS}`]),
  );
}

interface Started {
  readonly file: string;
  readonly name: string;
  readonly then: readonly { readonly file: string; readonly name: string; readonly event: string }[];
}

interface Answer {
  readonly code: number | null;
  readonly refs: {
    readonly ref: string;
    readonly package: string | null;
    readonly starts: readonly Started[];
  }[];
  readonly problems: {
    readonly rule: string;
    readonly severity: string;
    readonly package: string | null;
    readonly file: string | null;
    readonly line: number | null;
    readonly message: string;
  }[];
  readonly warnings: { readonly code: string }[];
}

function inspect(repository: Repository, ...args: string[]): Answer {
  const { code, result, warnings, error } = relctlJson(['workflows', ...args], { cwd: repository.root });
  expect(error).toBeUndefined();
  const failed = result.problems.some(({ severity }: { severity: string }) => severity === 'error');
  expect(code).toBe(failed ? 1 : 0);
  return { code, ...result, warnings };
}

const started = ({ refs }: Answer) =>
  refs.map(({ ref, starts }) => [ref, ...starts.map(({ file }) => file.replace('.github/workflows/', ''))]);

describe('relctl workflows --ref', () => {
  it('names the workflows that each push starts by itself', () => {
    const repository = Repository.create(
      workflows({
        'all.yml': 'name: Everything\non: push',
        'created.yaml': 'on: create',
        'docs.yml': "on: {push: {branches: [main], paths: ['docs/**']}}",
        'tag.yml': "on: {push: {tags: ['v*']}}",
        'below/never.yml': 'on: push',
        'readme.txt': 'on: push',
      }),
    );
    const answer = inspect(
      repository,
      ...[
        '--ref',
        'refs/tags/v1',
        '--ref',
        'refs/heads/main',
        '--ref',
        'refs/heads/new',
        '--paths',
        'docs/a',
      ],
    );
    expect(started(answer)).toEqual([
      ['refs/tags/v1', 'all.yml', 'created.yaml', 'tag.yml'],
      ['refs/heads/main', 'all.yml', 'docs.yml'],
      ['refs/heads/new', 'all.yml', 'created.yaml'],
    ]);
    expect(answer.refs[0]?.starts.slice(0, 2)).toEqual([
      { file: '.github/workflows/all.yml', name: 'Everything', then: [] },
      { file: '.github/workflows/created.yaml', name: '.github/workflows/created.yaml', then: [] },
    ]);
    expect(answer.refs.map(each => each.package)).toEqual([null, null, null]);
  });

  it('gives the same answers as the vectors, one repository for all', () => {
    const { cases } = JSON.parse(
      readFileSync(new URL('../core/workflows/triggers.vectors.json', import.meta.url), 'utf8'),
    ) as {
      cases: {
        on: string;
        ref: string;
        paths: string[];
        message: string;
        creates: boolean;
        starts: string[];
      }[];
    };
    // Refs of one push differ in nothing but the name; every workflow of the vectors is there at once.
    const plain = cases.filter(
      ({ message, paths, creates, ref }) =>
        message === 'change' && paths.length === 0 && creates === ref.startsWith('refs/tags/'),
    );
    const ons = [...new Set(plain.map(({ on }) => on))];
    const files = Object.fromEntries(
      ons.map((on, index) => [`w${index}.yml`, `on: ${/^\w+: /.test(on) ? `\n  ${on}` : on}`]),
    );
    const repository = Repository.create(workflows(files));
    const refs = [...new Set(plain.map(({ ref }) => ref))].filter(ref => !/[\\^:~ ]|\.\.|\.$/.test(ref));
    for (const ref of refs) {
      const branch = ref.replace('refs/heads/', '');
      const clash = refs.some(other => other.startsWith(`${ref}/`));
      if (ref !== branch && ref.startsWith('refs/heads/') && branch !== 'main' && !clash)
        repository.git('branch', branch);
    }
    const { refs: answers } = inspect(repository, ...refs.flatMap(ref => ['--ref', ref]));
    for (const { on, ref, starts } of plain) {
      const answer = answers.find(each => each.ref === ref);
      if (answer === undefined) continue;
      const file = `.github/workflows/w${ons.indexOf(on)}.yml`;
      const onCreate = /create/.test(on) && ref.startsWith('refs/heads/');
      if (!onCreate)
        expect([on, ref, answer.starts.some(each => each.file === file)]).toEqual([
          on,
          ref,
          starts.length > 0,
        ]);
    }
  });

  it('reads files and skip words at the commit of the reference, never in the work tree', () => {
    const repository = Repository.create(workflows({ 'old.yml': 'on: push' }));
    repository.git('tag', '--annotate', '--message', 'v1', 'v1');
    repository.commit({ ...workflows({ 'new.yml': 'on: push' }), '.github/workflows/old.yml': null });
    repository.git('tag', 'v2');
    repository.commit(workflows({ 'also.yml': 'on: [push, create]' }), 'Release\n\n[skip ci]');
    repository.git('tag', 'v3');
    repository.git('branch', 'side', 'v2');
    repository.write(workflows({ 'unsaved.yml': 'on: push', 'new.yml': 'on: create' }));
    const refs = [
      'refs/tags/v1',
      'refs/tags/v2',
      'refs/tags/v3',
      'refs/tags/v4',
      'refs/heads/side',
      'refs/heads/main',
    ];
    const answer = inspect(repository, ...refs.flatMap(ref => ['--ref', ref]));
    expect(started(answer)).toEqual([
      ['refs/tags/v1', 'old.yml'],
      ['refs/tags/v2', 'new.yml'],
      ['refs/tags/v3', 'also.yml'],
      ['refs/tags/v4', 'also.yml'],
      ['refs/heads/side', 'new.yml'],
      ['refs/heads/main'],
    ]);
    expect(
      answer.problems
        .filter(({ rule }) => rule === 'skip-ci')
        .map(({ severity }) => severity)
        .sort(),
    ).toEqual(['error', 'error', 'warning']);
  });

  it('completes short names: a tag or branch that is there, a tag of a package, else a branch', () => {
    const repository = Repository.create({ ...packageFiles('core'), ...workflows({ 'ci.yml': 'on: push' }) });
    repository.git('tag', 'nightly');
    repository.git('branch', 'core-v9.0.0');
    const names = ['nightly', 'main', 'core-v1.2.0', 'core-v9.0.0', 'v1.0.0', 'tags/x', 'heads/core-v1.2.0'];
    const { refs } = inspect(repository, ...names.flatMap(name => ['--ref', name]));
    expect(refs.map(({ ref, package: id }) => [ref, id])).toEqual([
      ['refs/tags/nightly', null],
      ['refs/heads/main', null],
      ['refs/tags/core-v1.2.0', 'core'],
      ['refs/heads/core-v9.0.0', null],
      ['refs/heads/v1.0.0', null],
      ['refs/tags/x', null],
      ['refs/heads/core-v1.2.0', null],
    ]);
  });

  it('knows by the remote which branches are new', () => {
    const repository = Repository.create(workflows({ 'c.yml': 'on: create' }));
    repository.publish();
    repository.git('branch', 'local');
    const answer = inspect(repository, '--ref', 'refs/heads/main', '--ref', 'refs/heads/local');
    expect(started(answer)).toEqual([['refs/heads/main'], ['refs/heads/local', 'c.yml']]);
  });

  it('says that nothing with a path filter starts without paths', () => {
    const repository = Repository.create(workflows({ 'p.yml': "on: {push: {paths: ['**']}}" }));
    expect(inspect(repository, '--ref', 'main').warnings).toMatchObject([{ code: 'no-paths' }]);
    expect(inspect(repository, '--ref', 'main', '--paths', 'x').warnings).toEqual([]);
  });

  it.each([
    'refs/pull/1/merge',
    'refs/tags/',
    'a b',
    '-x',
    'a..b',
    '',
    'refs/heads/a\nb',
  ])('refuses %j', ref => {
    const repository = Repository.create(workflows({ 'ci.yml': 'on: push' }));
    expect(relctlJson(['workflows', `--ref=${ref}`], { cwd: repository.root })).toMatchObject({
      code: 2,
      ok: false,
    });
  });
});

describe('broken workflow files', () => {
  const bomb = Array.from(
    { length: 30 },
    (_, index) => `a${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}, *a${index - 1}`}]`,
  );

  it.each([
    ['broken YAML', 'on: [push'],
    ['an unknown event', 'on: [push, pussh]'],
    ['an alias bomb', `${bomb.join('\n')}\non: {push: {tags: *a29}}`],
    ['a filter and its ignore form', 'on: {push: {tags: [v*], tags-ignore: [x]}}'],
    ['an invalid pattern', "on: {push: {tags: ['v[']}}"],
    ['nesting', '['.repeat(100_000)],
    ['nothing', ''],
  ])('%s is an error at its file and line, and starts nothing', (_, text) => {
    const repository = Repository.create({
      '.github/workflows/bad.yml': text.startsWith('[') || text === '' ? text : `${text}\n${JOBS}`,
      ...workflows({ 'good.yml': 'on: push' }),
    });
    const answer = inspect(repository, '--ref', 'refs/tags/v1');
    expect(started(answer)).toEqual([['refs/tags/v1', 'good.yml']]);
    expect(answer.problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        file: '.github/workflows/bad.yml',
        line: expect.any(Number),
      }),
    );
    expect(answer.code).toBe(1);
  });

  it('reads no links and nothing that is no text', () => {
    const repository = Repository.create({
      '.github/workflows/binary.yml': new Uint8Array([0xff, 0xfe, 0x00]),
      '.github/workflows/large.yml': `on: push\n${'# x\n'.repeat(400_000)}`,
    });
    repository.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${repository.git('hash-object', '-w', '.github/workflows/binary.yml')},.github/workflows/link.yml`,
    );
    repository.git('commit', '--quiet', '--message', 'link');
    const answer = inspect(repository, '--ref', 'refs/tags/v1');
    expect(answer.problems.filter(({ rule }) => rule === 'workflow-invalid').map(({ file }) => file)).toEqual(
      ['binary', 'large', 'link'].map(name => `.github/workflows/${name}.yml`),
    );
    expect(started(answer)).toEqual([['refs/tags/v1']]);
  });
});

describe('the whole repository', () => {
  it('examines the next tag of every package', () => {
    const repository = Repository.create({
      ...packageFiles('core', { version: '1.2.3' }),
      ...packageFiles('api', { version: '0.1.0' }),
      ...workflows({ 'core.yml': "on: {push: {tags: ['core-v*']}}" }),
    });
    const answer = inspect(repository);
    expect(started(answer)).toEqual([['refs/tags/api-v0.1.1'], ['refs/tags/core-v1.2.4', 'core.yml']]);
    expect(answer.problems.map(({ rule, severity, package: id }) => [rule, severity, id])).toEqual([
      ['tag-starts-nothing', 'error', 'api'],
      ['package-without-workflow', 'warning', 'api'],
    ]);
    expect(relctl(['workflows'], { cwd: repository.root })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('refs/tags/api-v0.1.1 (api) starts nothing'),
    });
  });

  it('takes the findings that the configuration accepts for none', () => {
    const repository = Repository.create({
      ...packageFiles('core'),
      ...workflows({ 'core.yml': "on: {push: {tags: ['v*']}}" }),
      'relctl.toml':
        '[verify]\nignore = [{ rule = "tag-starts-nothing", package = "core", reason = "released by hand" }]\n',
    });
    expect(inspect(repository)).toMatchObject({ code: 0, problems: [] });
  });

  it('refuses a repository without a commit', () => {
    expect(relctlJson(['workflows'], { cwd: Repository.create().root })).toMatchObject({
      code: 3,
      error: { code: 'NO_COMMIT' },
    });
  });

  it('shows nothing of a file that could forge lines', () => {
    const repository = Repository.create(workflows({ 'ci.yml': 'name: "a\\n::error::x"\non: push' }));
    expect(relctl(['workflows', '--ref', 'main'], { cwd: repository.root }).stdout).not.toMatch(/^::/m);
  });
});

describe('the five systems', () => {
  const answer = (name: FixtureName, ...args: string[]) => inspect(loadFixture(name).repository, ...args);
  const errors = ({ problems }: Answer) =>
    problems.filter(({ severity }) => severity === 'error').map(({ rule, package: id }) => [rule, id]);

  it('asset-manager: the tag starts its workflow, and no push of a branch does', () => {
    const whole = answer('asset-manager');
    expect(started(whole)).toEqual([['refs/tags/contents-v1.0.1', 'ci-asset-contents.yml']]);
    expect(whole.problems).toMatchObject([
      {
        rule: 'path-matches-nothing',
        severity: 'error',
        file: '.github/workflows/ci-asset-contents.yml',
        line: 12,
        message: expect.stringMatching(/no push of a branch.*tags still do/),
      },
    ]);
    const paths = ['--paths', 'client/asset-contents/asset_contents/cli.py'];
    expect(started(answer('asset-manager', '--ref', 'refs/heads/main', ...paths))).toEqual([
      ['refs/heads/main'],
    ]);
  });

  it('single-package: the tag publishes, and a button calls what it cannot start', () => {
    const whole = answer('single-package');
    expect([started(whole), whole.problems]).toEqual([[['refs/tags/1.0.47', 'publish.yml']], []]);
  });

  it('server: publishing follows from the GitHub release and not from the tag', () => {
    const { refs, problems } = answer('server', '--ref', 'refs/tags/v1.2.3');
    expect(problems).toEqual([]);
    expect(refs).toEqual([
      {
        ref: 'refs/tags/v1.2.3',
        package: expect.any(String),
        starts: [
          { file: '.github/workflows/docker.yml', name: 'Docker', then: [] },
          {
            file: '.github/workflows/release.yml',
            name: 'Release',
            then: [
              {
                file: '.github/workflows/publish.yml',
                name: 'Publish',
                event: 'release',
                after: '.github/workflows/release.yml',
              },
            ],
          },
        ],
      },
    ]);
  });

  it('platform: one tag for the group', () => {
    const whole = answer('platform');
    expect([whole.refs.map(({ package: id }) => id), started(whole), whole.problems]).toEqual([
      [null],
      [['refs/tags/v1.2.1', 'release.yml']],
      [],
    ]);
  });

  it('domains: a package without a workflow, and a workflow without a package', () => {
    const whole = answer('domains');
    expect(errors(whole)).toEqual([['tag-starts-nothing', 'ai-core']]);
    expect(
      whole.problems
        .filter(({ severity }) => severity === 'warning')
        .map(({ rule, package: id, file }) => [rule, id, file]),
    ).toEqual([
      ['workflow-without-package', null, '.github/workflows/data-profiling.yml'],
      ['path-matches-nothing', null, '.github/workflows/data-profiling.yml'],
      ['path-matches-nothing', null, '.github/workflows/data-profiling.yml'],
      ['package-without-workflow', 'ai-core', 'src/packages/ai/core/pyproject.toml'],
    ]);
    const core = whole.refs.find(({ package: id }) => id === 'software-core');
    expect(core?.starts[0]?.then).toMatchObject([{ event: 'workflow_call', name: 'Package template' }]);
  });
});

describe('the work tree beside what counts', () => {
  const finals = 'on: {push: {tags: ["v*"]}}';

  it('is told of where it holds workflows that are not committed', () => {
    const repository = Repository.create({ ...packageFiles('core'), ...workflows({ 'ci.yml': 'on: push' }) });
    const codes = (...args: string[]) => inspect(repository, ...args).warnings.map(({ code }) => code);
    repository.git('tag', 'core-v0.9.0');
    expect([codes(), codes('--ref', 'refs/tags/core-v1.0.0')]).toEqual([[], []]);
    repository.write(workflows({ 'new.yml': 'on: push' }));
    expect(codes()).toEqual(['workflows-uncommitted']);
    expect(codes('--ref', 'refs/tags/core-v1.0.0', '--ref', 'refs/tags/core-v1.0.1')).toEqual([
      'workflows-uncommitted',
    ]);
    expect(inspect(repository, '--ref', 'refs/heads/topic').warnings).toEqual([
      {
        code: 'workflows-uncommitted',
        message: expect.stringContaining('.github/workflows/new.yml: '),
      },
    ]);
    // The tag is there already, so that its commit counts, whatever becomes of the work tree.
    expect(inspect(repository, '--ref', 'refs/tags/core-v0.9.0').warnings).toEqual([
      { code: 'workflows-differ', message: expect.stringMatching(/would start .*new\.yml$/) },
    ]);
    expect(relctl(['workflows'], { cwd: repository.root }).stderr).toContain('new.yml');
  });

  it('is not told of files that git ignores, of ends of lines, and of what a sparse checkout leaves out', () => {
    const repository = Repository.create({
      ...workflows({ 'ci.yml': 'on: push' }),
      '.gitignore': '/.github/workflows/local.yml\n',
    });
    repository.write({
      ...workflows({ 'local.yml': 'on: push' }),
      '.github/workflows/ci.yml': `on: push\n${JOBS}`.replaceAll('\n', '\r\n'),
    });
    expect(inspect(repository).warnings).toEqual([]);
    repository.git('checkout', '--quiet', '.');
    repository.git('sparse-checkout', 'set', 'packages');
    expect(inspect(repository, '--ref', 'refs/tags/v1').warnings).toEqual([]);
  });

  it('is told of for an older tag only where that starts something else', () => {
    const repository = Repository.create(workflows({ 'a.yml': finals, 'b.yml': finals }));
    repository.git('tag', 'v1');
    repository.commit(workflows({ 'a.yml': `${finals} # now with a remark` }));
    expect(inspect(repository, '--ref', 'refs/tags/v1').warnings).toEqual([]);
    repository.commit({
      ...workflows({ 'a.yml': 'on: {push: {tags: ["w*"]}}', 'c.yml': finals }),
      '.github/workflows/b.yml': null,
    });
    const answer = inspect(repository, '--ref', 'refs/tags/v1', '--ref', 'refs/tags/v2');
    expect(started(answer)).toEqual([
      ['refs/tags/v1', 'a.yml', 'b.yml'],
      ['refs/tags/v2', 'c.yml'],
    ]);
    expect(answer.warnings).toEqual([
      {
        code: 'workflows-differ',
        message:
          'refs/tags/v1: the files of its commit count; as the work tree has them it would start .github/workflows/c.yml and would not start .github/workflows/a.yml, .github/workflows/b.yml',
      },
    ]);
  });
});

describe('what a run comes to', () => {
  const rules = (answer: Answer) => answer.problems.map(({ rule, severity, line }) => [rule, severity, line]);

  it('names a matrix that fails it, in each mode', () => {
    const strategy = '    strategy: {matrix: {one: []}}\n';
    const repository = Repository.create({ '.github/workflows/ci.yml': `on: push\n${JOBS}${strategy}` });
    for (const args of [[], ['--ref', 'refs/tags/v1'], ['--ref', 'main']])
      expect(rules(inspect(repository, ...args))).toEqual([['matrix-empty', 'error', 7]]);
    expect(started(inspect(repository, '--ref', 'refs/tags/v1'))).toEqual([['refs/tags/v1', 'ci.yml']]);
  });

  it('names a push of more files than a path filter is asked about', () => {
    const repository = Repository.create(workflows({ 'ci.yml': "on: {push: {paths: ['src/**']}}" }));
    const paths = ['src/a', ...Array.from({ length: 300 }, (_, index) => `docs/${index}`)];
    const given = paths.flatMap(path => ['--paths', path]);
    const answer = inspect(repository, '--ref', 'refs/heads/main', ...given);
    expect([rules(answer), started(answer)]).toEqual([
      [['too-many-paths', 'warning', 1]],
      [['refs/heads/main', 'ci.yml']],
    ]);
    expect(inspect(repository, '--ref', 'refs/heads/main', ...given.slice(0, -2)).problems).toEqual([]);
  });

  it('names pre-releases that are not published, where there are any', () => {
    const pattern = 'core-v[0-9]+.[0-9]+.[0-9]+';
    const publish = `on: {push: {tags: ['${pattern}']}}\n${JOBS.replace('make', 'twine upload dist/*')}`;
    const repository = Repository.create({
      ...packageFiles('core', { version: '1.2.3' }),
      '.github/workflows/publish.yml': publish,
    });
    expect(inspect(repository).problems).toEqual([]);
    repository.git('tag', 'core-v1.0.0rc1');
    expect(inspect(repository).problems).toMatchObject([
      {
        rule: 'pre-release-not-published',
        severity: 'warning',
        package: 'core',
        file: '.github/workflows/publish.yml',
        line: 1,
        message: expect.stringContaining('core-v1.2.4rc1'),
      },
    ]);
    repository.commit({
      '.github/workflows/publish.yml': publish.replace(`'${pattern}'`, `'${pattern}', '!core-v*rc*'`),
    });
    expect(inspect(repository).problems).toEqual([]);
  });
});
