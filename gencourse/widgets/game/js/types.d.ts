import type { Point, Square } from "../../kit/js/types.d.ts";

/** Payoffs of both players, by row and column. */
export interface Payoffs {
  A: Square;
  B: Square;
}

/** Payoffs, and what the two actions of each player are called. */
export interface Game extends Payoffs {
  rows: string[];
  columns: string[];
}

/** A piece of the square of mixtures; most are points or segments. */
export type Box = [pLow: number, pHigh: number, qLow: number, qHigh: number];

/** A cell of the table: row and column. */
export type Cell = Point;

/** Mixtures [p, q] of both, for each round. */
export interface Path extends Record<string, Point[]> {
  play: Point[];
  average: Point[];
}

/** What Python says once: see explorer.py. */
export interface Frame {
  games: Record<string, Game>;
  far: number;
  most: number;
}

export interface Traits extends Game {
  rule: string;
  start: Point;
  rounds: number;
  square: boolean;
  _frame: Frame;
}
