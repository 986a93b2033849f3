// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of GitHub
import { describe, expect, it } from 'vitest';
import { tagPush } from '../../../src/core/workflows/push.js';
import { findProblems } from '../../../src/core/workflows/rules/all.js';
import { startedBy, startsOf } from '../../../src/core/workflows/starts.js';
import type { Package } from '../../../src/core/workspace/package.js';
import { PathIndex } from '../../../src/core/workspace/path-index.js';
import { workflow } from './support.js';

interface Setting {
  /** Name of the file in `.github/workflows` → text. */
  readonly files: Record<string, string>;
  readonly packages?: readonly string[];
  readonly template?: string;
  readonly group?: string;
  readonly paths?: readonly string[];
  readonly skipWord?: string;
  /** Whether the packages have had pre-releases. */
  readonly preReleased?: boolean;
}

/** The findings as `severity rule file:line package`, for packages in `packages/<id>` with next version 1.0.1. */
function findings({
  files,
  packages = ['core'],
  template = '{package}-v{version}',
  group,
  paths = [],
  skipWord,
  preReleased = false,
}: Setting) {
  const workflows = Object.entries(files).map(([name, text]) => workflow(text, `.github/workflows/${name}`));
  const all = packages.map(
    id =>
      ({
        id,
        name: id,
        path: `packages/${id}`,
        manifest: `packages/${id}/pyproject.toml`,
        template,
        group: group ?? null,
      }) as Package,
  );
  const byTag = new Map<string, Package[]>();
  for (const each of all) {
    const tag = template.replace('{package}', each.id).replace('{version}', '1.0.1');
    byTag.set(tag, [...(byTag.get(tag) ?? []), each]);
  }
  const tags = [...byTag].map(([name, of]) => {
    const push = tagPush(name, skipWord ?? null);
    return { push, packages: of, workflows, started: startedBy(workflows, push) };
  });
  const tracked = [
    ...paths,
    ...all.map(({ manifest }) => manifest),
    ...workflows.map(({ file }) => file),
  ].sort();
  const problems = findProblems({
    workflows,
    texts: new Map(Object.entries(files)),
    packages: all,
    tags,
    preReleased: new Set(preReleased ? all : []),
    index: new PathIndex(tracked),
    releaseMessage: { word: null, file: null },
  });
  for (const { hint, message } of problems) expect(hint.length * message.length).toBeGreaterThan(0);
  return problems.map(
    ({ severity, rule, file, line, package: id }) =>
      `${severity} ${rule} ${(file ?? '-').replace('.github/workflows/', '')}:${line ?? '-'} ${id ?? '-'}`,
  );
}

const publisher = (on: string, more = '') => `on: ${on}
jobs:
  publish:
    runs-on: ubuntu-latest
    ${more}
    steps:
      - uses: actions/checkout@v4
      - run: twine upload dist/*
`;
const onTags = (...patterns: string[]) => `{push: {tags: [${patterns.map(each => `'${each}'`).join(', ')}]}}`;

describe('a sound repository', () => {
  it.each<[string, Setting]>([
    [
      'a publisher for each package',
      {
        packages: ['core', 'api'],
        files: { 'core.yml': publisher(onTags('core-v*')), 'api.yml': publisher(onTags('api-v*')) },
      },
    ],
    [
      'one publisher for all',
      { packages: ['core', 'core-extras', 'api'], files: { 'publish.yml': publisher(onTags('*-v*')) } },
    ],
    [
      'one tag for a group',
      {
        packages: ['a', 'b'],
        template: 'v{version}',
        group: 'all',
        files: { 'a.yml': publisher(onTags('v*')), 'b.yml': publisher(onTags('v*')) },
      },
    ],
    [
      'images and an index',
      {
        files: {
          'a.yml': publisher(onTags('core-*')),
          'b.yml': publisher(onTags('core-*')).replace('twine upload dist/*', 'docker push x'),
        },
      },
    ],
    [
      'the test index beside the index',
      {
        files: {
          'a.yml': publisher(onTags('core-*')),
          'b.yml': publisher(onTags('core-*')).replace('upload', 'upload --repository testpypi'),
        },
      },
    ],
    [
      'publishers whose conditions part them',
      {
        files: {
          'a.yml': publisher(onTags('core-*'), "if: startsWith(github.ref, 'refs/tags/core-v')"),
          'b.yml': publisher(onTags('core-*'), "if: startsWith(github.ref, 'refs/tags/core-x')"),
        },
      },
    ],
    ['no workflow', { files: {} }],
    [
      'final versions only, and no pre-release ever',
      { files: { 'p.yml': publisher(onTags('core-v[0-9]+.[0-9]+.[0-9]+')) } },
    ],
    [
      'pre-releases that are left out on purpose',
      { preReleased: true, files: { 'p.yml': publisher(onTags('core-v*', '!core-v*rc*')) } },
    ],
    [
      'pre-releases that are ignored on purpose',
      { preReleased: true, files: { 'p.yml': publisher("{push: {tags-ignore: ['*rc[0-9]*']}}") } },
    ],
    [
      'pre-releases with a publisher of their own',
      {
        preReleased: true,
        files: {
          'p.yml': publisher(onTags('core-v[0-9]+.[0-9]+.[0-9]+')),
          'q.yml': publisher(onTags('core-v[0-9]+.[0-9]+.[0-9]+rc[0-9]+')),
        },
      },
    ],
    [
      'pre-releases for which only a condition is false',
      {
        preReleased: true,
        files: { 'p.yml': publisher(onTags('core-*'), "if: ${{ !contains(github.ref, 'rc') }}") },
      },
    ],
    [
      'final versions that are only tested',
      {
        preReleased: true,
        files: { 'p.yml': publisher(onTags('core-v[0-9]+.[0-9]+.[0-9]+')).replace('twine upload', 'pytest') },
      },
    ],
    [
      'groups of the reference',
      {
        packages: ['a', 'b', 'c'],
        files: { 'p.yml': `concurrency: \${{ github.ref }}\n${publisher(onTags('*-v*'))}` },
      },
    ],
    [
      'a group that queues',
      {
        packages: ['a', 'b', 'c'],
        files: { 'p.yml': `concurrency: {group: x, queue: max}\n${publisher(onTags('*-v*'))}` },
      },
    ],
    [
      'a group for pull requests',
      {
        packages: ['a', 'b', 'c'],
        files: {
          'p.yml': `concurrency: {group: "\${{ github.ref }}", cancel-in-progress: "\${{ github.event_name == 'pull_request' }}"}\n${publisher(onTags('*-v*'))}`,
        },
      },
    ],
    [
      'a folder of the checkout',
      {
        files: {
          'p.yml': publisher(onTags('core-*'))
            .replace('- uses: actions/checkout@v4', '- {uses: actions/checkout@v4, with: {path: src}}')
            .replace('- run:', '- working-directory: src/core\n        run:'),
        },
      },
    ],
    [
      'a release that calls its publisher',
      {
        files: {
          'publish.yml': publisher("{workflow_call: , push: {tags: ['core-v*']}}"),
          'release.yml':
            'on: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n      - run: git push origin main --tags\n  b:\n    needs: a\n    uses: ./.github/workflows/publish.yml\n',
        },
      },
    ],
    [
      'tags with the token of an App',
      {
        files: {
          'publish.yml': publisher(onTags('core-*')),
          'release.yml':
            'on: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n    steps:\n      - {uses: actions/checkout@v4, with: {token: "${{ secrets.APP }}"}}\n      - run: git push origin main --tags\n',
        },
      },
    ],
  ])('with %s has no problem', (_, setting) => {
    expect(findings(setting)).toEqual([]);
  });
});

describe('what is found', () => {
  it.each<[string, Setting, string[]]>([
    [
      'a tag that starts nothing',
      { files: { 'p.yml': publisher(onTags('v*')) } },
      ['error tag-starts-nothing p.yml:1 core'],
    ],
    [
      'only some tags start something',
      { packages: ['core', 'api'], files: { 'p.yml': publisher(onTags('core-v*')) } },
      [
        'error tag-starts-nothing p.yml:1 api',
        'warning package-without-workflow packages/api/pyproject.toml:1 api',
      ],
    ],
    [
      'only branches and releases',
      { packages: ['a', 'b'], files: { 'p.yml': publisher('{push: {branches: [main]}, release: }') } },
      ['warning tag-starts-nothing -:- -'],
    ],
    [
      'two publishers',
      {
        files: {
          'a.yml': publisher(onTags('core-*')),
          'b.yml': publisher(onTags('core-v*')).replace('twine upload dist/*', 'uv publish'),
        },
      },
      ['error tag-starts-two-publishers b.yml:1 core'],
    ],
    [
      'two publishers, one of which may not run',
      {
        files: {
          'a.yml': publisher(onTags('core-*')),
          'b.yml': publisher(onTags('core-v*'), 'if: vars.PUBLISH'),
        },
      },
      ['warning tag-starts-two-publishers b.yml:1 core'],
    ],
    [
      'two publishers through a call',
      {
        files: {
          'a.yml': publisher(onTags('core-*')),
          'b.yml': `on: ${onTags('core-v*')}\njobs: {x: {uses: ./.github/workflows/c.yml}}`,
          'c.yml': publisher('workflow_call'),
        },
      },
      ['error tag-starts-two-publishers c.yml:8 core'],
    ],
    [
      'a prefix clash',
      {
        packages: ['core', 'core-extras'],
        files: { 'a.yml': publisher(onTags('core-*')), 'b.yml': publisher(onTags('core-extras-*')) },
      },
      ['error tag-prefix-clash a.yml:1 core', 'error tag-starts-two-publishers b.yml:1 core-extras'],
    ],
    [
      'a prefix that takes a package without a workflow',
      { packages: ['core', 'core-extras'], files: { 'a.yml': publisher(onTags('core-*')) } },
      ['warning tag-prefix-clash a.yml:1 core'],
    ],
    [
      'an id that looks like a version',
      { packages: ['core', 'core-v2'], files: { 'a.yml': publisher(onTags('core-v*')) } },
      ['warning tag-prefix-clash a.yml:1 core'],
    ],
    [
      'one tag for packages of no group',
      { packages: ['a', 'b'], template: 'v{version}', files: { 'p.yml': publisher(onTags('v*')) } },
      ['warning tag-prefix-clash -:- -'],
    ],
    [
      'a workflow without its package',
      {
        packages: ['core', 'api'],
        files: {
          'all.yml': publisher(onTags('core-v*', 'api-v*')),
          'old.yml':
            "on: {push: {tags: ['old-v*'], paths: ['packages/old/**', '.github/workflows/old.yml']}}\njobs: {a: {runs-on: x}}",
        },
      },
      ['warning path-matches-nothing old.yml:1 -', 'warning workflow-without-package old.yml:1 -'],
    ],
    [
      'a path that is not there',
      {
        files: {
          'p.yml': publisher("{push: {branches: [main], tags: ['core-v*'], paths: ['packages/kore/**']}}"),
        },
      },
      ['error path-matches-nothing p.yml:1 -'],
    ],
    [
      'a file that may come',
      {
        files: { 'p.yml': publisher("{push: {branches: [main], tags: ['core-v*'], paths: ['**/*.ipynb']}}") },
      },
      ['warning path-matches-nothing p.yml:1 -'],
    ],
    [
      'one path of several',
      {
        paths: ['src/a'],
        files: {
          'p.yml': publisher("{push: {branches: [main], tags: ['core-v*'], paths: ['src/**', 'lib/**']}}"),
        },
      },
      ['warning path-matches-nothing p.yml:1 -'],
    ],
    [
      'a folder for a file',
      {
        files: {
          'p.yml': publisher("{push: {branches: [main], tags: ['core-v*'], paths: ['packages/core']}}"),
        },
      },
      ['error path-matches-nothing p.yml:1 -'],
    ],
    [
      'paths that tags do not care for',
      { paths: ['src/a'], files: { 'p.yml': publisher("{push: {paths: ['src/**']}}") } },
      ['warning tag-ignores-paths p.yml:1 -'],
    ],
    [
      'a working directory that is not there',
      {
        files: {
          'p.yml': publisher(onTags('core-*')).replace(
            '- run:',
            '- working-directory: packages/kore\n        run:',
          ),
        },
      },
      ['error working-directory-missing p.yml:8 -'],
    ],
    [
      'a working directory that a step may make',
      {
        files: {
          'p.yml': publisher(onTags('core-*')).replace(
            '- run:',
            '- run: mkdir out\n      - working-directory: out\n        run:',
          ),
        },
      },
      ['warning working-directory-missing p.yml:9 -'],
    ],
    [
      'a default working directory',
      { files: { 'p.yml': `defaults: {run: {working-directory: kore}}\n${publisher(onTags('core-*'))}` } },
      ['error working-directory-missing p.yml:1 -'],
    ],
    [
      'a pattern that is refused',
      { files: { 'p.yml': publisher(onTags('core-v[')) } },
      ['warning tag-starts-nothing -:- core', 'error pattern-invalid p.yml:1 -'],
    ],
    [
      'a pattern that cannot match',
      { files: { 'p.yml': publisher(onTags('refs/tags/core-*')) } },
      ['error pattern-never-matches p.yml:1 -', 'error tag-starts-nothing p.yml:1 core'],
    ],
    [
      'negations only',
      { files: { 'p.yml': publisher(onTags('!x')), 'q.yml': publisher(onTags('core-*')) } },
      ['error pattern-never-matches p.yml:1 -'],
    ],
    [
      'tags-ignore for "branches only"',
      {
        files: { 'p.yml': publisher("{push: {tags-ignore: ['**']}}"), 'q.yml': publisher(onTags('core-*')) },
      },
      ['warning pattern-never-matches p.yml:1 -'],
    ],
    [
      'a filter of create',
      { files: { 'p.yml': publisher("{create: {tags: ['v*']}}") } },
      ['warning filter-ignored p.yml:1 -'],
    ],
    [
      'a skip word',
      { packages: ['a', 'b'], skipWord: '[skip ci]', files: { 'p.yml': publisher(onTags('*-v*')) } },
      ['error skip-ci -:- -'],
    ],
    [
      'a group for all tags',
      { packages: ['a', 'b', 'c'], files: { 'p.yml': `concurrency: publish\n${publisher(onTags('*-v*'))}` } },
      ['error concurrency-drops-runs p.yml:1 -'],
    ],
    [
      'a group of two that cancels',
      {
        packages: ['a', 'b'],
        files: {
          'p.yml': `concurrency: {group: "\${{ github.workflow }}-\${{ github.sha }}", cancel-in-progress: true}\n${publisher(onTags('*-v*'))}`,
        },
      },
      ['error concurrency-drops-runs p.yml:1 -'],
    ],
    [
      'a group of a job',
      { packages: ['a', 'b', 'c'], files: { 'p.yml': publisher(onTags('*-v*'), 'concurrency: pypi') } },
      ['error concurrency-drops-runs p.yml:5 -'],
    ],
    [
      'all tags in one push',
      {
        packages: ['a', 'b', 'c', 'd'],
        files: {
          'p.yml': publisher(onTags('*-v*')),
          'r.yml': 'on: workflow_dispatch\njobs: {x: {runs-on: y, steps: [{run: git push --follow-tags}]}}',
        },
      },
      ['warning too-many-tags r.yml:2 -'],
    ],
    [
      'tags with the token of the job',
      {
        files: {
          'p.yml': publisher(onTags('core-*')),
          'r.yml':
            'on: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          git tag "$TAG"\n          git push origin "$TAG"\n',
        },
      },
      ['error job-token-push r.yml:9 -'],
    ],
    [
      'tags by relctl as an action with the token of the job',
      {
        files: {
          'p.yml': publisher(onTags('core-*')),
          'r.yml':
            'on: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n      - {uses: owner/relctl@v1, with: {command: bump, args: patch --push}}\n',
        },
      },
      ['error job-token-push r.yml:7 -'],
    ],
    [
      'a release with the token of the job',
      {
        files: {
          'p.yml': publisher('release'),
          'r.yml': `on: ${onTags('core-v*')}\njobs: {x: {runs-on: y, steps: [{uses: softprops/action-gh-release@v2}]}}`,
        },
      },
      ['error job-token-push r.yml:2 -'],
    ],
    [
      'pre-releases that no publisher waits for',
      {
        packages: ['core', 'api'],
        preReleased: true,
        files: {
          'p.yml': publisher(onTags('core-v[0-9]+.[0-9]+.[0-9]+', 'api-*')),
          'ci.yml': 'on: {push: {tags: ["core-*"]}}\njobs: {x: {runs-on: y, steps: [{run: pytest}]}}',
        },
      },
      ['warning pre-release-not-published p.yml:1 core'],
    ],
    [
      'jobs that are all skipped',
      { files: { 'p.yml': publisher(onTags('core-*'), "if: startsWith(github.ref, 'refs/tags/v')") } },
      ['error job-never-runs p.yml:5 core'],
    ],
    [
      'a call of nothing',
      { files: { 'p.yml': `on: ${onTags('core-*')}\njobs: {x: {uses: ./.github/workflows/gone.yml}}` } },
      ['error workflow-invalid p.yml:2 -'],
    ],
    [
      'a call of what cannot be called',
      {
        files: {
          'p.yml': `on: ${onTags('core-*')}\njobs: {x: {uses: ./.github/workflows/q.yml}}`,
          'q.yml': 'on: workflow_dispatch',
        },
      },
      ['error workflow-invalid p.yml:2 -'],
    ],
  ])('%s', (_, setting, expected) => {
    expect(findings(setting)).toEqual(expected);
  });
});

describe('what follows', () => {
  const follow = (files: Record<string, string>, tag = 'v1.0.0') => {
    const workflows = Object.entries(files).map(([name, text]) =>
      workflow(`name: ${name}\n${text}`, `.github/workflows/${name}.yml`),
    );
    const { tags } = startsOf(workflows, [tag], 'release');
    return tags[0]?.starts.map(({ name, then }) => [
      name,
      ...then.map(each => `${each.event} ${each.name} < ${each.after.slice(18, -4)}`),
    ]);
  };
  const job = (steps: string) => `jobs:\n  a:\n    runs-on: x\n    steps:\n      ${steps}\n`;

  it.each<[string, Record<string, string>, string[][]]>([
    [
      'a release with a token of its own',
      {
        r: `on: ${onTags('v*')}\n${job('- {uses: softprops/action-gh-release@v2, with: {token: "${{ secrets.PAT }}"}}')}`,
        p: 'on: {release: {types: [published]}}',
      },
      [['r', 'release p < r']],
    ],
    [
      'gh with a token of its own',
      {
        r: `on: ${onTags('v*')}\nenv: {GH_TOKEN: "\${{ secrets.PAT }}"}\n${job('- run: gh release create "$TAG"')}`,
        p: 'on: release',
      },
      [['r', 'release p < r']],
    ],
    [
      'a release with the token of the job',
      { r: `on: ${onTags('v*')}\n${job('- uses: softprops/action-gh-release@v2')}`, p: 'on: release' },
      [['r']],
    ],
    [
      'a draft',
      {
        r: `on: ${onTags('v*')}\n${job('- {uses: ncipollo/release-action@v1, with: {token: "${{ secrets.PAT }}", draft: true}}')}`,
        p: 'on: release',
      },
      [['r']],
    ],
    [
      'a release that is only edited',
      {
        r: `on: ${onTags('v*')}\n${job('- {uses: ncipollo/release-action@v1, with: {token: "${{ secrets.PAT }}"}}')}`,
        p: 'on: {release: {types: [edited, deleted]}}',
      },
      [['r']],
    ],
    [
      'calls of calls',
      {
        a: `on: ${onTags('v*')}\njobs: {x: {uses: ./.github/workflows/b.yml}}`,
        b: 'on: workflow_call\njobs: {x: {uses: ./.github/workflows/c.yml}}',
        c: 'on: workflow_call',
      },
      [['a', 'workflow_call b < a', 'workflow_call c < b']],
    ],
    [
      'a call that is skipped',
      {
        a: `on: ${onTags('v*')}\njobs: {x: {if: "github.ref == 'refs/heads/main'", uses: ./.github/workflows/b.yml}}`,
        b: 'on: workflow_call',
      },
      [['a']],
    ],
    [
      'a workflow of another repository',
      { a: `on: ${onTags('v*')}\njobs: {x: {uses: o/r/.github/workflows/b.yml@v1}}`, b: 'on: workflow_call' },
      [['a']],
    ],
    [
      'runs after runs, three at most',
      {
        a: `on: ${onTags('v*')}`,
        b: 'on: {workflow_run: {workflows: [a]}}',
        c: 'on: {workflow_run: {workflows: [b]}}',
        d: 'on: {workflow_run: {workflows: [c]}}',
        e: 'on: {workflow_run: {workflows: [d]}}',
      },
      [['a', 'workflow_run b < a', 'workflow_run c < b', 'workflow_run d < c']],
    ],
    [
      'a run after runs of branches',
      { a: 'on: push', b: 'on: {workflow_run: {workflows: [a], branches: [main]}}' },
      [['a']],
    ],
    [
      'a dispatch by file',
      {
        a: `on: ${onTags('v*')}\n${job('- run: gh workflow run b.yml --ref v1')}`,
        b: 'on: workflow_dispatch',
      },
      [['a', 'workflow_dispatch b < a']],
    ],
    [
      'a dispatch of what cannot be',
      { a: `on: ${onTags('v*')}\n${job('- run: gh workflow run b.yml')}`, b: 'on: push: x' },
      [['a']],
    ],
    [
      'a repository dispatch',
      {
        a: `on: ${onTags('v*')}\n${job('- {uses: peter-evans/repository-dispatch@v3, with: {event-type: go}}')}`,
        b: 'on: {repository_dispatch: {types: [go]}}',
        c: 'on: {repository_dispatch: {types: [stop]}}',
      },
      [['a', 'repository_dispatch b < a']],
    ],
    [
      'a circle of calls',
      {
        a: `on: {push: , workflow_call: }\njobs: {x: {uses: ./.github/workflows/b.yml}}`,
        b: 'on: workflow_call\njobs: {x: {uses: ./.github/workflows/a.yml}}',
      },
      [['a', 'workflow_call b < a']],
    ],
  ])('%s', (_, files, expected) => {
    expect(follow(files)).toEqual(expected);
  });

  it.each([
    ['tags', [publisher(onTags('v*'))], true],
    ['no tags by its filter', [publisher(onTags('!v*'))], false],
    ['all but some tags', [publisher("{push: {tags-ignore: ['v*']}}")], true],
    ['pushes of any kind', [publisher('push')], true],
    ['new references', [publisher('create')], true],
    ['branches', [publisher('{push: {branches: [main]}}')], false],
    ['releases', [publisher('release')], false],
    [
      'a call by what waits for tags',
      [publisher('workflow_call'), `on: ${onTags('x')}\njobs: {x: {uses: ./.github/workflows/0.yml}}`],
      true,
    ],
    [
      'a call by what does not',
      [publisher('workflow_call'), 'on: workflow_dispatch\njobs: {x: {uses: ./.github/workflows/0.yml}}'],
      false,
    ],
    [
      'a call by a job for some tags only',
      [
        publisher('workflow_call'),
        `on: ${onTags('x-*')}\njobs: {x: {if: "startsWith(github.ref, 'refs/tags/x-1')", uses: ./.github/workflows/0.yml}}`,
      ],
      true,
    ],
    ['its own events, beside tags for documents', [publisher('release'), `on: ${onTags('docs-*')}`], false],
  ])('tells whether tags lead to publishing: %s', (_, texts, expected) => {
    const all = texts.map((text, index) => workflow(text, `.github/workflows/${index}.yml`));
    expect(startsOf(all, [], '')).toMatchObject({ publishes: true, tagsPublish: expected });
  });

  it('tells whether anything publishes', () => {
    expect(startsOf([workflow(publisher('workflow_dispatch'))], [], '').publishes).toBe(true);
    expect(startsOf([workflow('on: push')], [], '').publishes).toBe(false);
    const nightly = workflow('on: {push: {branches: [main]}, schedule: }');
    expect(startsOf([nightly], [], '')).toMatchObject({ publishes: false, tagsPublish: false });
    expect(startsOf([workflow('on: push')], ['v1'], 'x [skip ci]').tags).toEqual([{ tag: 'v1', starts: [] }]);
  });
});
