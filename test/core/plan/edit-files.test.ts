import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSemver } from '../../../src/core/versions/semver.js';
import { askPython } from '../support/python.js';
import {
  asFile,
  fill,
  fillAll,
  HERE,
  joined,
  maybe,
  parsed,
  STEPS,
  someOf,
  withVersion,
} from '../support/templates.js';
import type { Files } from '../support/workspace.js';

const DYNAMIC = '[project]\nname = "x"\ndynamic = ["version"]\n';
const backend = (name: string, requires = name) =>
  `[build-system]\nrequires = ["${requires}"]\nbuild-backend = "${name}"\n`;

const SETUP_CFG = asFile(
  joined(
    someOf([
      '[bumper]\ncurrent_version = 1.2.3\nversion = 1.2.3\n\n',
      '[options]\npython_requires = >=1.2.3\ninstall_requires =\n    version==1.2.3\n',
      '; version = 1.2.3\n',
      '# é 😀\n',
    ]),
    fc.constant('[metadata]\n'),
    someOf([
      'description = version = 1.2.3\n  version = 1.2.3\n',
      'python_version = 1.2.3\n',
      '# version = 1.2.3\n',
      'long-description: file: version.md\n',
      'keywords =\n\tversion\n\n\t1.2.3\n',
    ]),
    fc.constantFrom('version', 'version', 'Version', 'VERSION'),
    fc.constantFrom(' = ', '=', ': ', ':', '\t=\t', '   :   ', ' =\n    ', ':\n\n\t'),
    fc.constant(HERE),
    maybe(' ', '\t  '),
    fc.constant('\n'),
    someOf(['name = x\n', '; version = 1.2.3\n', '\n', 'author = é😀\n', 'version_info = 1.2.3\n']),
    fc.constant('[other]\nversion = 1.2.3\n'),
  ).filter(text => /^name = x$/m.test(text)),
);

const SETUP_PY = asFile(
  joined(
    someOf([
      '"""setup(version="1.2.3")"""\n',
      '# setup(version="1.2.3")\n',
      'def version():\n    version = "1.2.3"\n    return version\n',
      'é = "😀"\n',
      'import setuptools\n',
    ]),
    fc.constantFrom(
      `setup(name="x", version="${HERE}")\n`,
      `setup(\n    name='x', # version="1.2.3"\n    version = r'${HERE}',\n)\n`,
      `setuptools.setup(version=("""${HERE}"""), name="x", description="version=1.2.3")\n`,
      `VERSION = "${HERE}"  # "1.2.3"\nsetup(name="x", version=VERSION)\n`,
      `if x:\n    setup(install_requires=["version==1.2.3"], name="x", version='${HERE}')\n`,
    ),
  ),
);

const PATTERN_DECOYS = [
  '# __version__ = "1.2.3"\n',
  ' __version__ = "1.2.3"\n',
  'X__version__ = "1.2.3"\n',
  'version_info = "1.2.3"\n',
  '__version__ : Final = "1.2.3"\n',
  'é = "😀"\n',
  '# \u2028__version__ = "1.2.3"\n\n',
];
const FIRST = fc.constantFrom(
  `__version__ = "${HERE}"`,
  `VERSION = '${HERE}'`,
  `__version__="${HERE}"  # "1.2.3"`,
);
/** The back-ends take a byte order mark for a part of the first line. */
const FIRST_LINE = fc.constant('# c\n');
const matched = asFile(
  joined(
    FIRST_LINE,
    someOf(PATTERN_DECOYS),
    FIRST,
    fc.constant('\n'),
    someOf(['__version__ = "9.9"\n', '"""\n', '# end\n']),
  ),
);
const wrapped = (space: readonly string[]) =>
  joined(maybe('\uFEFF'), maybe(...space), fc.constant(HERE), maybe(...space));

const CARGO = asFile(
  joined(
    someOf([
      '[dependencies]\nversion = "1.2.3"\n',
      '# version = "1.2.3"\n',
      '[package.metadata]\nversion = "1.2.3"\n',
    ]),
    fc.constant('[package] # é😀\nname = "x"\n'),
    fc.constantFrom(
      `version = "${HERE}"`,
      `version='${HERE}' # version = "1.2.3"`,
      `"version"\t= """${HERE}"""`,
    ),
    fc.constant('\nedition = "2021"\n'),
    someOf(['[dependencies.y]\nversion = "1.2.3"\n', '[[bin]]\nname = "1.2.3"\n']),
  ),
);

/** Kind of place → files around one that is generated. */
const PLACES: readonly (readonly [
  kind: string,
  file: string,
  template: fc.Arbitrary<string>,
  beside: Files,
])[] = [
  ['setup.cfg', 'setup.cfg', SETUP_CFG, {}],
  ['setup.py', 'setup.py', SETUP_PY, {}],
  [
    "a file of setuptools' configuration",
    'VERSION',
    wrapped(['\n', '\r\n', ' ', '\n\n\n', '\t']),
    { 'pyproject.toml': `${DYNAMIC}[tool.setuptools.dynamic]\nversion = { file = "VERSION" }\n` },
  ],
  [
    'hatch, by its own pattern',
    'lib/about.txt',
    matched,
    {
      'pyproject.toml': `${DYNAMIC}${backend('hatchling.build', 'hatchling')}[tool.hatch.version]\npath = "lib/about.txt"\n`,
    },
  ],
  [
    'hatch, by a pattern of the repository',
    'lib/about.txt',
    asFile(
      joined(
        FIRST_LINE,
        someOf(PATTERN_DECOYS),
        fc.constant(`release := <${HERE}>\n`),
        someOf(PATTERN_DECOYS),
      ),
    ),
    {
      'pyproject.toml': `${DYNAMIC}${backend('hatchling.build', 'hatchling')}[tool.hatch.version]\npath = "lib/about.txt"\npattern = "^release := <(?P<version>[^>]+)>$"\n`,
    },
  ],
  [
    'pdm, by its own pattern',
    'lib/about.txt',
    matched,
    {
      'pyproject.toml': `${DYNAMIC}${backend('pdm.backend', 'pdm-backend')}[tool.pdm.version]\nsource = "file"\npath = "lib/about.txt"\n`,
    },
  ],
];

describe('an edit', () => {
  it.each(
    PLACES,
  )('of %s changes the bytes of the value alone, and back', async (_kind, file, template, beside) => {
    await fc.assert(
      fc.asyncProperty(template, STEPS, async (text, [from, to]) => {
        const templates = { ...beside, [file]: text };
        const before = fillAll(templates, from);
        const edited = await withVersion(before, to);
        expect(edited).toEqual(fillAll(templates, to));
        expect(await withVersion(edited, from)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  const semver = (version: string) => formatSemver(parsed(version)) ?? 'no semver';
  const manifest = `${DYNAMIC}${backend('maturin')}`;
  it('of Cargo.toml writes the spelling of semver', async () => {
    const steps = fc.constantFrom(['1.2.3', '1.3.0rc1'], ['1.2.0a1', '1.2.0'], ['1.2.3.dev1', '2.0.0+abc']);
    await fc.assert(
      fc.asyncProperty(CARGO, steps, async (text, [from = '', to = '']) => {
        const before = { 'pyproject.toml': manifest, 'Cargo.toml': fill(text, semver(from)) };
        const edited = await withVersion(before, to);
        expect(edited).toEqual({ ...before, 'Cargo.toml': fill(text, semver(to)) });
        expect(await withVersion(edited, from)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('of a version that the workspace of Cargo gives changes that', async () => {
    const files = {
      'pyproject.toml': manifest,
      'Cargo.toml': `[package]\nname = "x"\nversion.workspace = true\n\n[workspace.package]\nversion = "${HERE}" # c\n`,
    };
    expect(await withVersion(fillAll(files, '1.2.3'), '1.3.0rc1')).toEqual(fillAll(files, '1.3.0-rc.1'));
  });

  it.each([
    '1.3.0.post1',
    '1.3',
    '1!1.0.0',
    '1.3.0rc1.dev1',
  ])('of Cargo.toml is refused for %s, which semver does not have', async version => {
    const files = { 'pyproject.toml': manifest, 'Cargo.toml': '[package]\nname = "x"\nversion = "1.2.3"\n' };
    await expect(withVersion(files, version)).rejects.toMatchObject({
      code: 'EDIT_IMPOSSIBLE',
      details: { file: 'Cargo.toml' },
    });
  });

  it('is refused where the pattern does not take the new version whole', async () => {
    const files = {
      'pyproject.toml': `${DYNAMIC}${backend('hatchling.build', 'hatchling')}[tool.hatch.version]\npath = "v.txt"\npattern = "(?P<version>\\\\d+\\\\.\\\\d+\\\\.\\\\d+)"\n`,
      'v.txt': 'v 1.2.3\n',
    };
    expect((await withVersion(files, '1.2.4'))['v.txt']).toBe('v 1.2.4\n');
    for (const version of ['1.2.4rc1', '1.3'])
      await expect(withVersion(files, version)).rejects.toMatchObject({ code: 'EDIT_IMPOSSIBLE' });
  });

  it('of setup.cfg is the same to configparser of CPython', async context => {
    const texts = fc.sample(SETUP_CFG, { numRuns: 200, seed: 5 }).map(text => fill(text, '1.2.3'));
    const pairs = await Promise.all(
      texts.map(async text => [text, (await withVersion({ 'setup.cfg': text }, '1.3.0rc1'))['setup.cfg']]),
    );
    const wrong = askPython(
      context,
      ['configparser'],
      `
import configparser, io
def read(text):
    parser = configparser.RawConfigParser()
    parser.read_file(io.StringIO(text.lstrip('\\ufeff').replace('\\r\\n', '\\n')))
    return {section: dict(parser[section]) for section in parser}
def changed(old, new):
    old, new = read(old), read(new)
    keys = [(section, key) for section in old for key in old[section]]
    assert [list(old[section]) for section in old] == [list(new[section]) for section in new]
    return [[*at, old[at[0]][at[1]].strip(), new[at[0]][at[1]].strip()] for at in keys if old[at[0]][at[1]] != new[at[0]][at[1]]]
answer([pair for pair in data if changed(*pair) != [['metadata', 'version', '1.2.3', '1.3.0rc1']]])
`,
      pairs,
    );
    expect(wrong).toEqual([]);
  });
});
