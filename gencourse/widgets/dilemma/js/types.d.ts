import type { Point } from "../../kit/js/types.d.ts";

/** Temptation, reward, punishment and the sucker's payoff. */
export type Payoffs = [T: number, R: number, P: number, S: number];

/** What both did: 0 cooperates, 1 defects. */
export type Round = Point;

/** The rounds so far; slips: which moves noise turned, as indices into history.flat(). */
export interface Match {
  history: Round[];
  slips: number[];
}

/** What a player does next, from the past moves of both. */
export type Strategy = (own: number[], other: number[], random: () => number) => number;

/** What Python says once: see explorer.py. strategies: a sentence on each. */
export interface Frame {
  strategies: Record<string, string>;
  surprise: string;
  unknown: string;
}

export interface Traits {
  payoffs: Payoffs;
  opponent: string;
  player: string;
  delta: number;
  noise: number;
  history: Round[];
  _slips: number[];
  _over: boolean;
  _surprise: string;
  _by: string;
  _frame: Frame;
}
