// The two states of DN's API that the simulator can be in (facts/demarches.md §12).

/** `2026-01`: [S], `2026-08`: [N]. */
export type Variant = '2026-01' | '2026-08';
