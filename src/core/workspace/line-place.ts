import { baseName } from '../paths.js';
import { position } from '../python-source/position.js';
import { normalizeVersion } from '../versions/version.js';
import type { VersionPlace } from './package.js';

/** Files of tools that take semver only. */
const SEMVER_FILES = new Set(['package.json', 'package-lock.json', 'Cargo.toml', 'Cargo.lock', 'Chart.yaml']);

/** A version in running text: it is found again by what else its line holds. */
export function linePlace(kind: string, file: string, text: string, from: number, to: number): VersionPlace {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const newline = text.indexOf('\n', to);
  const semver = SEMVER_FILES.has(baseName(file));
  const written = text.slice(from, to);
  return {
    kind,
    file,
    line: position(text, from).line,
    value: semver ? (normalizeVersion(written) ?? written) : written,
    locate: {
      how: 'line',
      before: text.slice(start, from),
      after: text.slice(to, newline < 0 ? undefined : newline),
      semver,
    },
  };
}
