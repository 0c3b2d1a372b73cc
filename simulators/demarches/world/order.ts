// Dossiers sorted by (updated_at, id), kept sorted while they are touched: what DN's index does.

import type { Micros } from '../time/instant';

/** Indexes of dossiers; the index stands for the id, which grows with it. */
export class UpdatedOrder {
  readonly #at: (index: number) => Micros;
  #sorted: Uint32Array;
  #count: number;

  constructor(count: number, at: (index: number) => Micros) {
    this.#at = at;
    this.#count = count;
    this.#sorted = Uint32Array.from({ length: count }, (_, index) => index).sort(
      (left, right) => at(left) - at(right) || left - right,
    );
  }

  get length(): number {
    return this.#count;
  }

  at(position: number): number {
    return this.#sorted[position] ?? 0;
  }

  /** First position whose (updated_at, index) is not before the given pair. */
  position(at: Micros, index: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const candidate = this.at(middle);
      const time = this.#at(candidate);
      if (time < at || (time === at && candidate < index)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Call before the time of `index` changes. */
  remove(index: number): void {
    const position = this.position(this.#at(index), index);
    this.#sorted.copyWithin(position, position + 1, this.#count);
    this.#count -= 1;
  }

  /** Call once the time of `index` is known. */
  add(index: number): void {
    if (this.#count === this.#sorted.length) {
      const larger = new Uint32Array(this.#count * 2 + 16);
      larger.set(this.#sorted);
      this.#sorted = larger;
    }
    const position = this.position(this.#at(index), index);
    this.#sorted.copyWithin(position + 1, position, this.#count);
    this.#sorted[position] = index;
    this.#count += 1;
  }
}
