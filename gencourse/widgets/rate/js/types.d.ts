import type { Rows } from "../../kit/js/readout.js";
import type { Point, Range } from "../../kit/js/types.d.ts";

/** Nats, and how they are written. */
export type Said = [nats: number, said: string];

/** What Python says once: see explorer.py. Each list has an entry for each model, in the order of the betas. */
export interface Frame {
  betas: number[];
  names: string[];
  points: Point[]; // rate and distortion
  said: [rate: string, distortion: string, cost: string][];
  kl: number[][];
  active: boolean[][];
  floor: Said;
  meanImage: Said;
  mostRate: number;
  distortions: Range;
  mostKl: number;
  rows: Rows[];
  sentences: string[];
  digits: number;
  samples: number;
  size: [height: number, width: number];
}

export interface Traits {
  beta: number;
  _frame: Frame;
  _pictures: DataView;
}
