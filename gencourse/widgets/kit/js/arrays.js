// What JavaScript's own arrays lack.

/**
 * The last of a list that is never empty.
 * @type {<T>(items: ArrayLike<T>) => T}
 */
export function last(items) {
  return items[items.length - 1];
}
