import fc from 'fast-check';
import { asFile, HERE, joined, maybe, someOf } from './templates.js';

const DECOYS = [
  '[tool.towncrier]\nversion = "1.2.3"\n',
  '[tool.bumper]\ncurrent_version = "1.2.3" # version = "1.2.3"\n',
  '[[tool.mypy.overrides]]\nversion = "1.2.3"\n\n[[tool.mypy.overrides]]\nversion="1.2.3"\n',
  '[tool.note]\ntext = """\n[project]\nversion = "1.2.3"\n"""\n',
  "[tool.other]\ntext = '''\nproject.version = \"1.2.3\"\n[project]\n'''\n",
  '["project.version"]\nversion = "1.2.3"\n',
  '[tool.project]\nversion = "1.2.3"\n',
  '[tool."project 2".version]\nversion = "1.2.3"\n',
  '[[tool.array]]\nproject = { version = "1.2.3" }\n',
  '[dependency-groups]\ndev = [\n  "version==1.2.3", # ]\n  "x", # version = "1.2.3"\n]\n',
  '# [project]\n# version = "1.2.3"\n',
  '# \u00e9 😀 𝐯𝐞𝐫𝐬𝐢𝐨𝐧\n',
  '\n\n',
  '  \t\n',
  '[tool.\u0022😀 \\" ]\u0022]\nversion = "1.2.3"\t\n',
  '[build-system]\nrequires = ["version==1.2.3"]\n',
];
const SUB_TABLES = [
  '[project.urls]\nversion = "1.2.3"\n',
  '[project.entry-points."version"]\nversion = "1.2.3"\n',
  '[[project.authors]]\nname = "version = 1.2.3"\n',
];
/** Keys beside the version, in a table. */
const KEYS = [
  'description = "😀 version = \\"1.2.3\\""\n',
  "readme='version.md' # 1.2.3\n",
  'dependencies = [ "a==1.2.3", "version>=1.2.3" ]\n',
  "keywords = [\"\u00e9\", '''\nversion = \"1.2.3\"\n''']\n",
  'requires-python   =   ">=3.8"\n',
  '# version = "1.2.3"\n',
  '\n',
];

const space = fc.constantFrom('', ' ', '\t', '  ');
const comment = fc.constantFrom('', '', ' ', '\t ', ' # version = "1.2.3"', '# é😀 "', "\t#'''");
const key = fc.constantFrom('version', 'version', '"version"', "'version'", '"ver\\u0073ion"');
const table = fc.constantFrom('project', 'project', '"project"', "'project'", '"pro\\u006aect"');
const poetry = fc.constantFrom('poetry', '"poetry"', "'poetry'");
const quote = (text: string) => ["'", '"', "'''", '"""'].map(mark => `${mark}${text}${mark}`);
/** The version in every kind of quotes. */
export const plain = fc.constantFrom(...quote(HERE));
/** 1.2.3, with text that differs from it. */
export const escaped = fc.constantFrom(
  '"\\u0031.2.3"',
  '"""\n1.2.3"""',
  "'''\n1.2.3'''",
  '"""1.2.\\\n   3"""',
  '"1\\u002E2.3"',
);
const equals = joined(space, fc.constant('='), space);

/** The text with a name and some others before and behind it. */
function among(others: readonly string[], text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.shuffledSubarray(['name = "x"\n', ...others], { minLength: 1 }), fc.nat(), text)
    .filter(([chosen]) => chosen.includes('name = "x"\n'))
    .map(([chosen, at, middle]) => chosen.toSpliced(at % (chosen.length + 1), 0, middle).join(''));
}

type Spelling = (value: fc.Arbitrary<string>) => fc.Arbitrary<string>;

/** Ways to write the table with its version. Those of the root stand before every header. */
const AT_ROOT: readonly Spelling[] = [
  value =>
    joined(
      joined(table, space, fc.constant('.name = "x"\n')),
      joined(table, fc.constant(' . '), key, equals, value, comment, fc.constant('\n')),
    ),
  value =>
    joined(
      joined(table, equals, fc.constant('{'), space, fc.constant('name = "x", keywords = ["version"], ')),
      joined(
        key,
        equals,
        value,
        space,
        maybe(', dynamic = []'),
        fc.constant('}'),
        comment,
        fc.constant('\n'),
      ),
    ),
];
const AS_TABLE: readonly Spelling[] = [
  value =>
    joined(
      joined(fc.constant('['), space, table, space, fc.constant(']'), comment, fc.constant('\n')),
      among(KEYS, joined(space, key, equals, value, comment, fc.constant('\n'))),
    ),
];
const POETRY: readonly Spelling[] = [
  value =>
    joined(
      joined(fc.constant('[ tool'), fc.constantFrom('.', ' . '), poetry, fc.constant(']\n')),
      among(KEYS.slice(0, 3), joined(space, key, equals, value, comment, fc.constant('\n'))),
    ),
  value =>
    joined(
      joined(fc.constant('[tool]\n'), poetry, fc.constant('.name = "x"\n')),
      joined(poetry, fc.constant('.'), key, equals, value, comment, fc.constant('\n')),
    ),
  value =>
    joined(
      joined(fc.constant('[tool]\n'), poetry, fc.constant(' = { name = "x", ')),
      joined(key, equals, value, fc.constant(' }'), comment, fc.constant('\n')),
    ),
];
const BACK_END = '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n';

/** A `pyproject.toml` with a static version, in any spelling, among things that look like it. */
export function pyproject(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const oneOf = (spellings: readonly Spelling[]) => fc.oneof(...spellings.map(spelling => spelling(value)));
  const root = maybe('# é\n', 'title = "version = 1.2.3"\n', '\n\t\n', '"version" = "1.2.3"\n');
  // A table that is written inline takes no sub-tables, and tools stand below [tool] only once.
  const tools = DECOYS.filter(decoy => !/^\[+tool/.test(decoy) && !decoy.startsWith('[build-system'));
  return asFile(
    fc.oneof(
      { weight: 2, arbitrary: joined(root, oneOf(AT_ROOT), someOf(DECOYS)) },
      {
        weight: 3,
        arbitrary: joined(root, someOf([...DECOYS, SUB_TABLES[0] as string]), oneOf(AS_TABLE)).chain(front =>
          someOf([...DECOYS, ...SUB_TABLES].filter(decoy => !front.includes(headerOf(decoy)))).map(
            behind => front + behind,
          ),
        ),
      },
      { weight: 1, arbitrary: joined(fc.constant(BACK_END), someOf(tools), oneOf(POETRY)) },
    ),
  );
}

function headerOf(decoy: string): string {
  return /^\[.*$/m.exec(decoy)?.[0] ?? decoy;
}
