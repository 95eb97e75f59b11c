// In the midst of a run every picture shows some points and arrows anew; all takes turns, so that no picture costs much.
// A turn is the number of the picture; null is a picture at rest, which shows all.

export const PIECES = 18; // of the heat
export const TURNS = 2 + PIECES; // until all has had its own: 0 counts modes, 1 weighs and writes, the rest heat

/** @type {(turn: number | null, mine: number) => boolean} */
export const isDue = (turn, mine) => turn === null || turn % TURNS === mine;

/**
 * Which piece of the heat is due: null for all of it, -1 for none.
 * @type {(turn: number | null) => number | null}
 */
export const pieceOf = (turn) => (turn === null ? null : Math.max(-1, (turn % TURNS) - (TURNS - PIECES)));

/**
 * Which of n things are due, [first, how many]: one of `parts` equal parts after the other.
 * @type {(turn: number | null, n: number, parts: number) => [number, number]}
 */
export const partOf = (turn, n, parts) => (turn === null ? [0, n] : [(turn % parts) * (n / parts), n / parts]);
