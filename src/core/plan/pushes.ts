/** References in portions of at most `tagsPerPush` tags; the branch, where it is among them, goes with the first tags. */
export function planPushes(
  branch: string | null,
  tags: readonly string[],
  tagsPerPush: number,
): { refs: string[] }[] {
  const refs = tags.map(name => `refs/tags/${name}`);
  const first = [...(branch === null ? [] : [branch]), ...refs.slice(0, tagsPerPush)];
  const pushes = first.length === 0 ? [] : [{ refs: first }];
  for (let at = tagsPerPush; at < refs.length; at += tagsPerPush)
    pushes.push({ refs: refs.slice(at, at + tagsPerPush) });
  return pushes;
}
