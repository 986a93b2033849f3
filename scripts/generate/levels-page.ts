import { isLevel, LEVELS, type Level, type PreLevel, raiseVersion } from '../../src/core/versions/level.js';
import {
  compareVersions,
  formatVersion,
  parseVersion,
  type Version,
} from '../../src/core/versions/version.js';

/** Kind of version → an example of it. */
const KINDS = [
  ['final, three parts', '1.2.3'],
  ['two parts', '1.2'],
  ['one part', '1'],
  ['four parts', '1.2.3.4'],
  ['calendar', '2024.12.31'],
  ['zero', '0.0.0'],
  ['epoch', '1!1.2.3'],
  ['alpha', '1.2.0a1'],
  ['beta', '1.2.0b2'],
  ['release candidate', '1.2.0rc1'],
  ['candidate of two parts', '1.2rc1'],
  ['post-release', '1.2.0.post1'],
  ['development release', '1.2.0.dev3'],
  ['… of a candidate', '1.2.0rc1.dev2'],
  ['… of a post-release', '1.2.0.post1.dev2'],
  ['post-release of a candidate', '1.2.0rc1.post2'],
  ['local part', '1.2.3+abc'],
  ['not in normal form', '1.2.0-rc.1'],
] as const;

const WITH_PRE = ['a', 'b', 'rc', 'dev'].flatMap(pre =>
  pre === 'rc' ? ['patch rc', 'minor rc', 'major rc'] : [`patch ${pre}`],
);

/** docs/levels.md: what every level makes of every kind of version. */
export function levelsPage(): string {
  return `# Levels

\`relctl bump LEVEL\` raises a version by the rules of \`uv version --bump\`; a test compares the tables with what
uv itself answers. A bump must increase the version: what would not is refused with \`NOT_INCREASING\`, and nothing is
written. An exact version (\`relctl bump 2.0.0rc1\`) is possible everywhere, and must be greater too.

- \`major\`, \`minor\`, \`patch\` raise that part of the release, set those behind it to zero and drop every suffix. The number of
  parts is kept, and grows only where the part is missing (\`patch\` on \`1.2\`).
- \`stable\` drops the suffixes: it finishes a pre-release.
- \`a\`, \`b\`, \`rc\`, \`dev\` count on, or start at 1 on the way to a final version that is still to come. From a final version
  they would go down; say with \`--pre\` which version they lead to.
- \`post\` counts the post-release of what is there.
- An epoch is kept. A local part is dropped, which is the one difference to uv: no public index takes it.
- The result is in the normal form of PEP 440. In \`Cargo.toml\` its semver spelling is written (\`1.3.0-rc.1\`).

## Common ways

| to | say | from | to |
|---|---|---|---|
${[
  ['fix', '1.2.3', 'patch'],
  ['start candidates of the next minor', '1.2.3', 'minor --pre rc'],
  ['make the next candidate', '1.3.0rc1', 'rc'],
  ['finish it', '1.3.0rc2', 'stable'],
  ['go from alpha to beta', '1.3.0a4', 'b'],
  ['start development releases', '1.2.3', 'patch --pre dev'],
  ['mend the metadata of what is out', '1.2.3', 'post'],
]
  .map(
    ([aim, from, step]) => `| ${aim} | \`relctl bump ${step}\` | ${from} | ${bumped(`${from}`, `${step}`)} |`,
  )
  .join('\n')}

## Levels

${table([...LEVELS], level => level)}

## With \`--pre\`

\`--pre a|b|rc|dev\` goes with \`major\`, \`minor\` and \`patch\`: a pre-release of the version that the level leads to.

${table(WITH_PRE, step => step.replace(' ', ' --pre '))}

## Other tools

The same word means different things elsewhere. relctl keeps one meaning: \`patch\` is always the patch after the release that
stands there, and \`stable\` finishes a pre-release.

| from | step | relctl, uv | Poetry 2.5 | Hatch 1.18 |
|---|---|---|---|---|
| 1.2.0rc1 | patch | ${bumped('1.2.0rc1', 'patch')} | 1.2.0 | 1.2.1 |
| 1.2.0rc1 | minor | ${bumped('1.2.0rc1', 'minor')} | 1.2.0 | 1.3.0 |
| 2.0.0rc1 | major | ${bumped('2.0.0rc1', 'major')} | 2.0.0 | 3.0.0 |
| 1.2.3 | rc | ${bumped('1.2.3', 'rc')} | | 1.2.3rc0, which is lower |
| 1.2.0.post1 | rc | ${bumped('1.2.0.post1', 'rc')} | | 1.2.0rc0, which is lower |
| 1.2.0a1 | rc | ${bumped('1.2.0a1', 'rc')} | | 1.2.0rc0 |
| 1.2.0rc1 | next of its kind | ${bumped('1.2.0rc1', 'rc')} (\`rc\`) | 1.2.0rc2 (\`prerelease\`) | 1.2.0rc2 (\`rc\`) |
| 1.2.3 | first of the next patch | ${bumped('1.2.3', 'patch --pre a')} (\`patch --pre a\`) | 1.2.4a0 (\`prerelease\`) | 1.2.4a0 (\`patch,a\`) |
`;
}

function table(steps: readonly string[], title: (step: string) => string): string {
  const rows = KINDS.map(([kind, from]) => {
    const cells = steps.map(step => bumped(from, title(step)));
    return `| ${kind} | ${[from, ...cells].join(' | ')} |`;
  });
  const head = `| kind | from | ${steps.map(step => `\`${title(step)}\``).join(' | ')} |`;
  return [head, `|${'---|'.repeat(steps.length + 2)}`, ...rows].join('\n');
}

function bumped(from: string, step: string): string {
  const [level = '', pre = null] = step.split(' --pre ');
  if (!isLevel(level)) throw new Error(`${level} is no level`);
  return cell(parsed(from), level, pre as PreLevel | null);
}

function cell(before: Version, level: Level, pre: PreLevel | null): string {
  const after = raiseVersion(before, level, pre);
  const order = compareVersions(after, before);
  if (order > 0) return formatVersion(after);
  return order === 0 ? 'refused: no change' : `refused: ${formatVersion(after)} is lower`;
}

function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}
