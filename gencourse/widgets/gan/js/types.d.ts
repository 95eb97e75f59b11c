import type { Buffer, Numbers, Point } from "../../kit/js/types.d.ts";

/** Blobs around centres, flat: [x0, y0, ...], all equally likely and equally wide. */
export interface Blobs {
  centres: number[] | Float64Array;
  blur: number;
}

/** What the data are, as Python says it. modes: whether centres can be counted. */
export interface Given {
  title: string;
  centres: number[];
  blur: number;
  modes: boolean;
  note: string;
}

/** The data that the traits choose, in an object that stays the same. */
export interface World extends Given {
  key: string;
  refresh(): void;
}

/** The logit at a point; its slope goes into `slope`, if that is given. */
export type LogitAt = (x: number, y: number, slope: Buffer | null) => number;

/** Logits of the first n points [n, 2]. */
export type LogitsOf = (points: Numbers, n: number) => Float64Array;

/** For each of n generated points the slope of its own loss in its place, [n, 2]. */
export type SlopesAt = (fake: Numbers, n: number) => Float64Array;

/** What the game asks of a discriminator, be it a network or a hand. */
export interface Judge {
  logitsOf: LogitsOf;
  slopesAt(fake: Numbers, n: number, saturating: boolean): Float64Array;
}

/** What the game asks of a generator. make(codes, n): points [n, 2] */
export interface Maker {
  make(codes: Numbers, n: number): Float64Array;
}

/** How often each has learned. */
export interface Steps {
  discriminator: number;
  generator: number;
}

/** Losses in nats, and shares. */
export interface Score {
  accuracy: number;
  discriminator: number;
  generator: number;
}

/** The score of a whole game: modes covered, and the share of points in the largest heap. */
export interface Numbered extends Score {
  modes: number;
  heap: number;
}

/** What is said about a game. */
export interface State {
  world: World;
  steps: Steps;
  numbers: Numbered;
  running: boolean;
  freezeD: boolean;
  freezeG: boolean;
}

/** A square net of codes where the generator puts it, [lines, points, 2]. */
export interface Net {
  lines: number;
  points: number;
  places: Float64Array;
}

export interface Line {
  foot: Point;
  tip: Point;
}

export interface Bump {
  centre: Point;
  height: number;
}

export interface Frame {
  worlds: Record<string, Given>;
}

export interface Traits {
  distribution: string;
  painted: Point[];
  saturating: boolean;
  freeze_d: boolean;
  freeze_g: boolean;
  seed: number;
  running: boolean;
  show_best: boolean;
  show_arrows: boolean;
  show_net: boolean;
  tab: string;
  _steps: Point;
  _frame: Frame;
}
