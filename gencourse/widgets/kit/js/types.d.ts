// Types that several files share. Only comments import them, `/** @import`, so that no widget carries this file.

/** Two coordinates in the plane, in data units or drawing units. */
export type Point = [number, number];

declare global {
  interface Array<T> {
    /** A pair stays a pair. */
    map<U>(this: [T, T], change: (value: T, index: number, pair: T[]) => U): [U, U];
  }
}

/** The lowest and the highest value. */
export type Range = [number, number];

/** A matrix of two rows and two columns. */
export type Square = [Point, Point];

/** Numbers one behind the other, in an array of any kind. */
export type Numbers = ArrayLike<number>;

/** The same, to write into. */
export type Buffer = { readonly length: number; [index: number]: number };

/** Names and values of an element's attributes. */
export type Attributes = Record<string, string | number | boolean>;

/** What Python and all views of a widget share. T: its traits, by name. */
export interface Model<T = any> {
  get<K extends keyof T>(name: K): T[K];
  set<K extends keyof T>(name: K, value: T[K]): void;
  save_changes(): void;
  send(message: object): void;
  on(event: string, listener: (...values: any[]) => void): void;
  off(event: string, listener: (...values: any[]) => void): void;
}

/** What anywidget hands to render(). */
export interface Context<T = any> {
  model: Model<T>;
  el: HTMLElement;
}

/** The events that a view listens to, by name; a key's target is an element of the widget. */
export type Events = HTMLElementEventMap;

/** One view of a model, as mount() makes it. Its listeners go away with it, and their errors show. */
export interface View<T = any> {
  root: HTMLElement;
  model: Model<T>;
  on<K extends keyof Events>(
    target: Element,
    type: K,
    handler: (event: Events[K]) => unknown,
    options?: AddEventListenerOptions,
  ): void;
  watch(names: (keyof T & string)[], handler: () => unknown): void;
  hear(handler: (message: any, buffers: ArrayBufferView[]) => unknown): void;
  onceAFrame(draw: () => unknown): () => void;
  whenQuiet(milliseconds: number, work: () => unknown): () => void;
  learn(traits: Partial<T>): void;
}

/** What a widget shows under one of its tabs. */
export interface Part {
  element: HTMLElement;
  draw(): void;
  /** Name the pictures for those who cannot see them, and return what is read aloud. */
  describe(): string;
}

/** Where a handle can be dragged: a pad, a stage or a map. */
export interface Place {
  element: HTMLElement;
  picture: SVGSVGElement;
  handles: SVGSVGElement;
  /** From data to drawing units. */
  at(point: number[]): Point;
  /** From a pointer to data. */
  under(event: MouseEvent): Point;
  /** The nearest point of the place. */
  clamp(point: number[]): Point;
}

/** A place whose axes have the same unit. */
export interface Pad extends Place {
  canvas: HTMLCanvasElement;
  /** From data to drawing units. */
  length(units: number): number;
  inside(point: number[]): boolean;
  look(low: Point, span: number): void;
}

/** A place whose axes have their own units, and the paths of functions on it. */
export interface Stage extends Place {
  curve(f: (x: number) => number): string;
  area(f: (x: number) => number): string;
  pieces(f: (x: number) => number, keep: (x: number) => boolean): string;
}

/** How a hand changes a value: where it is, drawn or not yet; what a move and its end do. */
export interface Hand<V> {
  where(): V;
  move(to: V): void;
  end(): void;
}

/** The shape of a set's points. */
export type Shape = "circle" | "diamond";

/** Pictures of a decoder: grey has one channel, colour three. */
export interface Size {
  channels: number;
  height: number;
  width: number;
}

/** Random numbers that a seed repeats. */
export interface Random {
  uniform(): number;
  below(count: number): number;
  normal(): number;
}
