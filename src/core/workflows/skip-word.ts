const WORDS = ['[skip ci]', '[ci skip]', '[no ci]', '[skip actions]', '[actions skip]'] as const;

/**
 * What in the message of a commit makes GitHub start no `push` workflow for it, by its page "Skipping workflow runs":
 * one of five words anywhere, or `skip-checks: true` as the last trailer. Null where there is nothing.
 */
export function skipWord(message: string): string | null {
  const word = WORDS.find(each => message.includes(each));
  if (word !== undefined) return word;
  return /\n\s*\n(?:[^\n]+\n)*(skip-checks: ?true)\s*$/.exec(message.replaceAll('\r\n', '\n'))?.[1] ?? null;
}
