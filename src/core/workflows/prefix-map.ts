/**
 * Texts with what belongs to each, sorted once, so that neither question looks at all of them: which of them a text
 * starts with, and which of them start with a text.
 */
export class PrefixMap<T> {
  private readonly texts: readonly string[];
  private readonly byText: ReadonlyMap<string, readonly T[]>;
  /** For each text the place of the longest other one that it starts with; -1 where there is none. */
  private readonly shorter: Int32Array;

  constructor(entries: Iterable<readonly [text: string, value: T]>) {
    const byText = new Map<string, T[]>();
    for (const [text, value] of entries) {
      const values = byText.get(text);
      if (values === undefined) byText.set(text, [value]);
      else values.push(value);
    }
    this.byText = byText;
    this.texts = [...byText.keys()].sort();
    this.shorter = new Int32Array(this.texts.length);
    for (let at = 0; at < this.texts.length; at++)
      this.shorter[at] = this.longestFrom(at - 1, this.texts[at] as string);
  }

  /** What belongs to those texts that `text` starts with, the longest first. */
  startsOf(text: string): T[] {
    const found: T[] = [];
    let at = this.longestFrom(this.placeOf(text, true) - 1, text);
    for (; at >= 0; at = this.shorter[at] as number) this.addTo(found, at);
    return found;
  }

  /** What belongs to those texts that start with `start`, itself included, in their order. */
  startingWith(start: string): T[] {
    const found: T[] = [];
    for (let at = this.placeOf(start, false); this.texts[at]?.startsWith(start) === true; at++)
      this.addTo(found, at);
    return found;
  }

  private addTo(found: T[], at: number): void {
    for (const value of this.byText.get(this.texts[at] as string) ?? []) found.push(value);
  }

  /** Whatever a text starts with, the text right before it starts with as well, or is it. */
  private longestFrom(place: number, text: string): number {
    let at = place;
    while (at >= 0 && !text.startsWith(this.texts[at] as string)) at = this.shorter[at] as number;
    return at;
  }

  /** The first place that is not before `text`, or the first behind it. */
  private placeOf(text: string, behind: boolean): number {
    let low = 0;
    let high = this.texts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.texts[middle] as string;
      if (other < text || (behind && other === text)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
