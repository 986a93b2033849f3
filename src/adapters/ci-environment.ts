/** The tag that a job was started for, by the variables of GitHub Actions and GitLab CI; null for any other job. */
export function buildTag(env: Readonly<Record<string, string | undefined>>): string | null {
  if (env.GITHUB_ACTIONS === 'true')
    return env.GITHUB_REF_TYPE === 'tag' ? (env.GITHUB_REF_NAME ?? null) : null;
  return env.GITLAB_CI === 'true' ? (env.CI_COMMIT_TAG ?? null) : null;
}
