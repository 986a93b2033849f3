import type { ChangedResult } from '../core/operations/detect-changes.js';
import type { Package } from '../core/workspace/package.js';
import { type Row, rowsByLevel } from './matrix.js';

/**
 * The jobs of a child pipeline of GitLab: one a package, that extends `.package`, in a stage for each level. It is to be
 * written below a file that says what `.package` does. Nothing in a variable is expanded. A pipeline without jobs is an
 * error to GitLab, so that there is one where nothing changed.
 */
export function childPipeline(
  result: ChangedResult,
  byId: ReadonlyMap<string, Pick<Package, 'module'>>,
): string {
  const levels = rowsByLevel(result, byId);
  // First an empty line, lest the file above ends without a newline.
  if (levels.length === 0) return '\n"no package is affected":\n  script: ["true"]';
  const names = new Set<string>();
  return [
    '',
    `stages: [${levels.map((_, level) => yamlText(stage(level))).join(', ')}]`,
    ...levels.flat().flatMap(row => job(row, jobName(row, names))),
  ].join('\n');
}

function stage(level: number): string {
  return `level ${level}`;
}

/** GitLab takes up to 255 characters; the words before the id keep it from being a keyword or a hidden job. */
function jobName({ id }: Row, taken: Set<string>): string {
  const short = `package ${[...id].slice(0, 200).join('')}`;
  let name = short;
  for (let number = 2; taken.has(name); number++) name = `${short} (${number})`;
  taken.add(name);
  return name;
}

function job(row: Row, name: string): string[] {
  const variables = {
    RELCTL_ID: row.id,
    RELCTL_NAME: row.name,
    RELCTL_PATH: row.path,
    RELCTL_MODULE: row.module ?? '',
    RELCTL_VERSION: row.version ?? '',
    RELCTL_LEVEL: String(row.level),
  };
  return [
    `${yamlText(name)}:`,
    '  extends: .package',
    `  stage: ${yamlText(stage(row.level))}`,
    '  variables:',
    ...Object.entries(variables).map(
      ([key, value]) => `    ${key}: {value: ${yamlText(value)}, expand: false}`,
    ),
  ];
}

/** A double-quoted scalar of YAML in ASCII. */
function yamlText(text: string): string {
  const escaped = [...text].map(character => {
    const point = character.codePointAt(0) as number;
    if (/[\w ./:@+-]/.test(character)) return character;
    if (point >= 0xd800 && point <= 0xdfff) return '\\ufffd';
    return point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
  });
  return `"${escaped.join('')}"`;
}

function hex(point: number, width: number): string {
  return point.toString(16).padStart(width, '0');
}
