import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../../src/core/config/config.js';
import { readConfig } from '../../../src/core/config/read.js';
import { inferConfig } from '../../../src/core/init/infer.js';
import { writeConfig } from '../../../src/core/init/write-config.js';
import { loadWorkspace } from '../../../src/core/operations/load-workspace.js';
import { formatTag, parseTag } from '../../../src/core/tags/template.js';
import type { Workspace } from '../../../src/core/workspace/workspace.js';
import { type Files, memoryTree, project, workspaceOf } from '../support/workspace.js';

interface Initialised {
  readonly text: string;
  readonly config: Config;
  readonly workspace: Workspace;
  /** Tag → the packages that it is a release of. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
}

/** What relctl makes of the repository with the configuration that was written for it. */
async function initialised(files: Files, tags: readonly string[]): Promise<Initialised> {
  const before = await workspaceOf(files);
  const text = writeConfig(inferConfig(before.packages, tags, null));
  const config = readConfig('relctl.toml', text);
  const workspace = await loadWorkspace(memoryTree(files), config);
  expect(workspace.packages.map(({ path, version }) => [path, version])).toEqual(
    before.packages.map(({ path, version }) => [path, version]),
  );
  const owners = Object.fromEntries(
    tags.map(tag => [
      tag,
      workspace.packages.filter(each => parseTag(each.template, each, tag) !== null).map(({ path }) => path),
    ]),
  );
  return { text, config, workspace, owners };
}

function tagsOf({ workspace }: Initialised): string[] {
  return workspace.packages.map(each => formatTag(each.template, each, '9.0'));
}

describe('one package', () => {
  const only = (name: string, version = '1.2.3', path = ''): Files => ({
    [`${path}pyproject.toml`]: project(name, version),
  });
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['shelf', ['v1.2.2', 'v1.2.3'], 'v9.0'],
    ['shelf', ['1.2.2', '1.2.3'], '9.0'],
    ['shelf', ['release-1.2.3'], 'release-9.0'],
    ['shelf', ['release/v1.2.3'], 'release/v9.0'],
    ['shelf', ['shelf-v1.2.3'], 'shelf-v9.0'],
    ['shelf', ['shelf-1.2.3'], 'shelf-9.0'],
    ['shelf', ['shelf/1.2.3'], 'shelf/9.0'],
    ['shelf', ['shelf@1.2.3'], 'shelf@9.0'],
    ['shelf', ['shelf==1.2.3'], 'shelf==9.0'],
    ['shelf', ['release-shelf-1.2.3'], 'release-shelf-9.0'],
    ['my-shelf', ['my_shelf-v1.2.3'], 'my_shelf-v9.0'],
    ['My.Shelf', ['My.Shelf-v1.2.3'], 'My.Shelf-v9.0'],
    ['asset-contents', ['contents-v1.2.2', 'server-v2.4.0'], 'contents-v9.0'],
    ['shelf', ['1!1.2.3'], '9.0'],
    // What names neither package nor nothing counts only with the very version.
    ['shelf', ['bookcase-v1.2.3', 'server-v2.0.0'], 'bookcase-v9.0'],
    ['shelf', ['bookcase-v1.2.2', 'server-v2.0.0'], 'shelf-v9.0'],
    // The style in use is the one of the present version, else the one of the greatest.
    ['shelf', ['v1.2.3', '1.0', '1.1', '1.2.2'], 'v9.0'],
    ['shelf', ['shelf-v1.0', 'v1.2.2'], 'v9.0'],
    ['shelf', ['shelf-v1.2.3', 'v2.0'], 'shelf-v9.0'],
    // None of these ends in a version, or in one of normal form.
    ['shelf', ['nightly', 'v1.2.3-beta.1', 'v1.02.3', '', 'v'], 'shelf-v9.0'],
    ['release', ['release-v1.2.3'], 'release-v9.0'],
    ['shelf', [], 'shelf-v9.0'],
  ];
  it.each(cases)('%s with the tags %j is released as %s', async (name, tags, next) => {
    expect(tagsOf(await initialised(only(name), tags))).toEqual([next]);
  });

  it('reads every tag of the style, whatever the version', async () => {
    const tags = ['v1.2', 'v1.2.3rc1', 'v1.2.3.post2', 'v2.0.dev4', 'v1!1.0', 'v1.0+local.1', 'v3'];
    expect((await initialised(only('shelf'), tags)).owners).toEqual(
      Object.fromEntries(tags.map(tag => [tag, ['.']])),
    );
  });

  it('says nothing where the defaults do', async () => {
    const { text, config } = await initialised(only('shelf'), ['shelf-v1.2.3']);
    expect({ ...config, file: null }).toEqual({ ...readConfig('x', ''), file: null });
    expect(text).toMatch(/^#:schema .*\n# Nothing here differs from the defaults/);
  });

  it('names what it leaves aside', async () => {
    const { text } = await initialised(only('shelf'), ['shelf-v1.0', 'v1.2.3']);
    expect(text).toContain('# Older tags of shelf, such as shelf-v1.0, are not read as its releases.\n');
  });
});

describe('several packages', () => {
  const packages = (versions: Readonly<Record<string, string>>, prefix = ''): Files =>
    Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [
        `packages/${name}/pyproject.toml`,
        project(`${prefix}${name}`, version),
      ]),
    );

  it('says nothing for the usual tags', async () => {
    const { config } = await initialised(packages({ core: '1.0', api: '2.0' }), ['core-v1.0', 'api-v2.0']);
    expect(config.tag).toBe('{package}-v{version}');
    expect(config.package.size + config.group.size).toBe(0);
  });

  it.each([
    ['{package}/v{version}', ['core/v1.0', 'api/v2.0']],
    ['{package}@{version}', ['core@1.0', 'api@2.0']],
    ['{package}=={version}', ['core==1.0']],
    ['{package}_v{version}', ['core_v1.0', 'api_v2.0']],
    ['{path}/v{version}', ['packages/core/v1.0', 'packages/api/v2.0']],
    ['release/{package}-{version}', ['release/core-1.0']],
  ])('finds the template %s behind %j', async (template, tags) => {
    const { config, owners } = await initialised(packages({ core: '1.0', api: '2.0' }), tags);
    expect(config.tag).toBe(template);
    expect(config.package.size + config.group.size).toBe(0);
    for (const tag of tags) expect(owners[tag]).toHaveLength(1);
  });

  it('takes the name as it is spelled before an id for each package', async () => {
    const files = { 'a/pyproject.toml': project('Acme_Core'), 'b/pyproject.toml': project('Acme_API') };
    const { config } = await initialised(files, ['Acme_Core-v1.0.0', 'Acme_API-v1.0.0']);
    expect(config.tag).toBe('{name}-v{version}');
    expect(config.package.size).toBe(0);
  });

  it('takes short names of tags as ids', async () => {
    const files = packages({ core: '1.0', api: '2.0' }, 'acme-');
    const { config, owners } = await initialised(files, ['core-v1.0', 'api-v2.0', 'docs-v1.0']);
    expect([...config.package].map(([id, { path, tag }]) => [id, path, tag])).toEqual([
      ['core', 'packages/core', null],
      ['api', 'packages/api', null],
    ]);
    expect(owners).toEqual({
      'core-v1.0': ['packages/core'],
      'api-v2.0': ['packages/api'],
      'docs-v1.0': [],
    });
  });

  it('sets the tags of one that differs', async () => {
    const files = packages({ core: '1.0', api: '2.0', web: '3.0' });
    const { config, owners } = await initialised(files, ['core-v1.0', 'api-v2.0', 'web/3.0']);
    expect([...config.package].map(([id, { tag }]) => [id, tag])).toEqual([['web', 'web/{version}']]);
    expect(owners['web/3.0']).toEqual(['packages/web']);
  });

  it('gives tags without a name to the root', async () => {
    const files = {
      'pyproject.toml': project('shelf', '4.1'),
      'plugins/a/pyproject.toml': project('shelf-a', '0.2'),
    };
    const { owners } = await initialised(files, ['v4.0', 'v4.1', 'shelf-a-v0.1']);
    expect(owners).toEqual({ 'v4.0': ['.'], 'v4.1': ['.'], 'shelf-a-v0.1': ['plugins/a'] });
  });

  it('gives them to the one package that has the version', async () => {
    const files = packages({ core: '1.0', api: '2.0' });
    const { owners, config } = await initialised(files, ['v2.0', 'v1.9']);
    expect(owners).toEqual({ 'v2.0': ['packages/api'], 'v1.9': ['packages/api'] });
    expect(config.group.size).toBe(0);
  });

  it('makes a group of those that share one version and one tag', async () => {
    const files = packages({ common: '1.2.0', structures: '1.2.0', utils: '1.2.0' }, 'strata-');
    const { config, owners } = await initialised(files, ['v1.1.0', 'v1.2.0']);
    expect([...config.group]).toEqual([
      ['strata', { packages: ['strata-common', 'strata-structures', 'strata-utils'], tag: 'v{version}' }],
    ]);
    expect(owners['v1.1.0']).toHaveLength(3);
  });

  it('makes no group of equal versions alone, nor of packages with tags of their own', async () => {
    const files = packages({ core: '1.0', api: '1.0' });
    expect((await initialised(files, [])).config.group.size).toBe(0);
    const own = await initialised(files, ['v1.0', 'core-v1.0', 'api-v1.0']);
    expect(own.config.group.size).toBe(0);
    expect(own.owners['v1.0']).toEqual([]);
  });

  it('sees that own tags were given up for one of the group', async () => {
    const files = packages({ core: '2.0', api: '2.0' });
    const { owners, text } = await initialised(files, ['core-v1.0', 'api-v1.0', 'v2.0']);
    expect(owners).toEqual({ 'core-v1.0': [], 'api-v1.0': [], 'v2.0': ['packages/api', 'packages/core'] });
    expect(text).toContain('# Older tags of core, such as core-v1.0');
  });

  it('gives a tag that may mean two packages to none', async () => {
    const files = { 'a/pyproject.toml': project('ai-core'), 'b/pyproject.toml': project('web-core') };
    const { owners, config } = await initialised(files, ['core-v1.0.0']);
    expect(owners).toEqual({ 'core-v1.0.0': [] });
    expect(config.package.size).toBe(0);
  });

  it('tells packages of one name apart by their folders', async () => {
    const files = { 'a/pyproject.toml': project('core'), 'b/pyproject.toml': project('core') };
    const { owners } = await initialised(files, ['b/v1.0.0']);
    expect(owners).toEqual({ 'b/v1.0.0': ['b'] });
  });

  it('names packages without a tag, and excludes none', async () => {
    const { text, workspace } = await initialised(packages({ core: '1.0', toys: '0.0' }), ['core-v1.0']);
    expect(text).toContain('# No tag belongs to packages/toys.');
    expect(workspace.packages).toHaveLength(2);
  });
});

describe('what it writes', () => {
  it('cannot be broken by names, paths and tags', async () => {
    const path = 'a "b" \u007f\u202e#]';
    const files = { [`${path}/pyproject.toml`]: project('x-y'), 'z/pyproject.toml': project('z') };
    const { owners, text } = await initialised(files, ['y-v1.0.0', `${path}@1`, 'z/"\n[push]v1.0.0']);
    expect(owners['y-v1.0.0']).toEqual([path]);
    expect(text).not.toMatch(/^\[push\]/m);
    expect(text).not.toContain('\u202e,');
  });

  it('writes the branch to compare with where there is none by default', () => {
    const text = writeConfig(inferConfig([], [], 'trunk'));
    expect(readConfig('relctl.toml', text).base).toBe('trunk');
  });
});

describe('for any packages and tags', () => {
  const names = ['core', 'acme-core', 'Acme_Api', 'api', 'x', 'core-api', 'v', 'release'];
  const packages = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom('1.0', '1.1', '2.0')), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 4,
    })
    .chain(chosen =>
      fc
        .boolean()
        .map(hasRoot =>
          Object.fromEntries(
            chosen.map(([name, version], index) => [
              hasRoot && index === 0 ? 'pyproject.toml' : `libs/${name}/pyproject.toml`,
              project(name, version),
            ]),
          ),
        ),
    );
  const tag = fc
    .tuple(
      fc.constantFrom('', 'v', 'release-', 'V'),
      fc.constantFrom('', '', ...names, 'libs/core', 'libs/api', 'other', '{', "a'b", '\u202e'),
      fc.constantFrom('-v', '/', '@', '==', '_', '', '-'),
      fc.constantFrom('1.0', '1.1', '2.0', '1.0rc1', '1!3', 'x'),
    )
    .map(parts => parts.join(''));

  it('writes what relctl reads, finds the same packages, and gives no tag to two of them but in a group', async () => {
    await fc.assert(
      fc.asyncProperty(packages, fc.uniqueArray(tag, { maxLength: 8 }), async (files, tags) => {
        const { owners, config } = await initialised(files, tags);
        const most = Math.max(0, ...[...config.group.values()].map(group => group.packages.length));
        for (const paths of Object.values(owners)) expect([0, 1, most]).toContain(paths.length);
      }),
      { numRuns: 300 },
    );
  });
});
