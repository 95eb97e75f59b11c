// In the midst of a run a picture shows points and arrows as they are now; the rest takes turns, so that none costs much.
// A turn is the number of the picture; null is a picture at rest, which shows all.

export const TURNS = 11; // until all has had its own: 0 counts modes, 1 weighs and writes, 2 to 10 heat
export const PIECES = 9; // of the heat

/** @type {(turn: number | null, mine: number) => boolean} */
export const isDue = (turn, mine) => turn === null || turn % TURNS === mine;

/**
 * Which piece of the heat is due: null for all of it, -1 for none.
 * @type {(turn: number | null) => number | null}
 */
export const pieceOf = (turn) => (turn === null ? null : Math.max(-1, (turn % TURNS) - (TURNS - PIECES)));
