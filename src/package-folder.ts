/** The folder of relctl's own package: sources and bundle lie one folder below it. */
export function packageFolder(): URL {
  return new URL('..', import.meta.url);
}
