import type { TagForm } from '../config/tag-form.js';
import { RelctlError } from '../errors.js';
import { formatTag, refFault } from '../tags/template.js';
import { formatVersion } from '../versions/version.js';
import type { PlannedTag } from './plan.js';
import type { Move } from './releases.js';

/** The tag of a move. @throws TAG_INVALID where git takes no such name */
export function tagOf({ package: each, to }: Pick<Move, 'package' | 'to'>): string {
  const name = formatTag(each.template, each, formatVersion(to));
  const fault = refFault(name);
  if (fault !== null)
    throw new RelctlError(
      'TAG_INVALID',
      `${each.id}: the tag ${JSON.stringify(name)} is not allowed: ${fault}`,
    );
  return name;
}

/**
 * The message of an annotated tag; null for a lightweight one.
 * @param owner the package or group that it is the version of
 */
export function tagMessage(form: TagForm, owner: string, version: string): string | null {
  return form === 'lightweight' ? null : `${owner} ${version}`;
}

/**
 * One tag for each name, in the order of the moves: packages of a group with a tag of its own share one.
 * @throws TAG_INVALID where packages that are in no group together would share one
 */
export function planTags(moves: readonly Move[], form: TagForm): PlannedTag[] {
  const byName = new Map<string, Move[]>();
  for (const move of moves) byName.set(tagOf(move), [...(byName.get(tagOf(move)) ?? []), move]);
  return [...byName].map(([name, sharing]) => {
    const [first] = sharing as [Move];
    const version = formatVersion(first.to);
    const { id, group } = first.package;
    if (sharing.length === 1) return { name, package: id, message: tagMessage(form, id, version) };
    const groups = new Set(sharing.map(({ package: each }) => each.group));
    if (groups.size > 1 || groups.has(null)) {
      const ids = sharing.map(({ package: { id } }) => id).join(', ');
      throw new RelctlError('TAG_INVALID', `${ids} would all get the tag ${name}`, {
        hint: 'Put {package} into the template of `tag`, or make the packages a group.',
      });
    }
    return { name, package: null, message: tagMessage(form, group as string, version) };
  });
}
