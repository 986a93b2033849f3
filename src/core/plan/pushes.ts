/** The branch with the first tags, then the other tags, at most `tagsPerPush` in a push. */
export function planPushes(
  branch: string,
  tags: readonly string[],
  tagsPerPush: number,
): { refs: string[] }[] {
  const refs = tags.map(name => `refs/tags/${name}`);
  const pushes = [{ refs: [branch, ...refs.slice(0, tagsPerPush)] }];
  for (let at = tagsPerPush; at < refs.length; at += tagsPerPush)
    pushes.push({ refs: refs.slice(at, at + tagsPerPush) });
  return pushes;
}
