// The clock of this process, set wrong on purpose: what `Date` says jumps, timers go on as those of a machine do.

const Real = Date;
let shift = 0;

class Jumping extends Real {
  constructor(...given: ConstructorParameters<typeof Date> | []) {
    if (given.length === 0) super(Real.now() + shift);
    else super(...given);
  }

  static override now(): number {
    return Real.now() + shift;
  }
}

/** From now on, `Date` is so many milliseconds more ahead (or behind, when negative). */
export function letClockJump(milliseconds: number): void {
  shift += milliseconds;
  globalThis.Date = Jumping as DateConstructor;
}
