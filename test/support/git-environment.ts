/**
 * The environment of every git and relctl process in tests: nothing of the user's configuration, one
 * author, one date, so that a test gives the same object ids on every machine.
 */
export function hermeticEnvironment(extra: Record<string, string | undefined> = {}): Record<string, string> {
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_AUTHOR_DATE: '2026-01-01T12:00:00Z',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    GIT_COMMITTER_DATE: '2026-01-01T12:00:00Z',
    ...extra,
  };
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
