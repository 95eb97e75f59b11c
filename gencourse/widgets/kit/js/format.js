// Payoffs, chances and names as text.

/**
 * 3, −1.5 or 0.33: at most two decimals and a true minus sign.
 * @type {(value: number) => string}
 */
export function formatPayoff(value) {
  return formatChance(value).replace(/\.?0+$/, "");
}

/**
 * 0.33: two decimals and a true minus sign.
 * @type {(value: number) => string}
 */
export function formatChance(value) {
  const text = value.toFixed(2);
  return (Number(text) === 0 ? "0.00" : text).replace("-", "−");
}

/**
 * With a capital at its front.
 * @type {(text: string) => string}
 */
export function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
