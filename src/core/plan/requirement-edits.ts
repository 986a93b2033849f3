import { RelctlError } from '../errors.js';
import { locateRequirement } from '../manifests/requirement-place.js';
import { parseToml, type TomlTable } from '../manifests/toml.js';
import { differsOnlyAt } from '../manifests/toml-difference.js';
import { position } from '../python-source/position.js';
import type { Requirement } from '../requirements/requirement.js';
import type { Lookup } from '../workspace/lookup.js';
import { applyEdits } from './apply-edits.js';
import type { Rewrite } from './dependents.js';
import type { Edit } from './plan.js';

/**
 * The edit that writes another specifier. As for versions it is proved: the requirement is found again with the new
 * specifier, and in TOML all else is the same data.
 * @throws EDIT_IMPOSSIBLE
 */
export function planRequirementEdit(lookup: Lookup, { requirement, specifier }: Rewrite): Edit {
  const { file } = requirement;
  const text = lookup.text(file) ?? '';
  const place = lookup.specifierPlace(requirement);
  if ('reason' in place) throw impossible(requirement, null, `${requirement.specifier} is not found there`);
  const before = text.slice(place.from, place.to);
  const edit = { file, ...position(text, place.from), before, after: specifier };
  const edited = applyEdits(text, [edit]);
  const again = locateRequirement(edited, { ...requirement, specifier });
  const isThere =
    !('reason' in again) && again.from === place.from && edited.slice(again.from, again.to) === specifier;
  if (!isThere || !sameElsewhere(text, edited, requirement))
    throw impossible(requirement, edit.line, `writing ${specifier} there changes more than the requirement`);
  return edit;
}

function sameElsewhere(text: string, edited: string, { file, at }: Requirement): boolean {
  if (!file.endsWith('.toml')) return true;
  const [old, now] = [parseToml(text), parseToml(edited)];
  if (!old.ok || !now.ok) return false;
  const [before, after] = [valueAt(old.value, at), valueAt(now.value, at)];
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  return differsOnlyAt(old.value, now.value, at.map(String), before, after);
}

function valueAt(document: TomlTable, at: Requirement['at']): unknown {
  return at.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
    document,
  );
}

function impossible({ file, name }: Requirement, line: number | null, message: string): RelctlError {
  const place = line === null ? file : `${file}:${line}`;
  return new RelctlError('EDIT_IMPOSSIBLE', `${place}: the requirement of ${name}: ${message}`, {
    hint: 'Change the requirement by hand, or leave dependents alone with --dependents none.',
    details: { file, line },
  });
}
